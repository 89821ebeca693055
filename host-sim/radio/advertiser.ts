/** The advertising set of a virtual controller: what it sends, when, and the air time of it. */
import type { ClockEvent } from '../board/event-heap';
import type { Air } from './air';
import type { Controller } from './controller';
import { airTime_us, T_IFS_us } from './link';

export const ADV_IND = 0;
/** Advertising channels, and the address that goes before the data in an advertising packet, bytes. */
const CHANNELS = 3;
const ADDRESS_BYTES = 6;
/** After each connectable packet the advertiser listens for as long as an answer needs to be noticed: preamble and address. */
const LISTEN_us = 40;
/** Random delay of each advertising event, us (Vol 6 Part B 4.4.2.2.1). */
const ADVERTISING_DELAY_us = 10_000;
/** Units of the advertising interval, us. */
const INTERVAL_us = 625;

export class Advertiser {
  type = ADV_IND;
  data: Buffer = Buffer.alloc(0);
  scanResponse: Buffer = Buffer.alloc(0);
  private interval_us = 0;
  private next: ClockEvent | undefined;

  constructor(
    private readonly air: Air,
    private readonly controller: Controller,
  ) {}

  get isOn(): boolean {
    return this.next !== undefined;
  }

  /** Takes the parameters of LE Set Advertising Parameters. */
  configure(parameters: Buffer): void {
    this.interval_us = parameters.readUInt16LE(0) * INTERVAL_us;
    this.type = parameters[4];
  }

  start(): void {
    this.plan(0);
  }

  stop(): void {
    if (this.next) this.air.clock.cancel(this.next);
    this.next = undefined;
  }

  private plan(wait_us: number): void {
    const { clock, random } = this.air;
    this.stop();
    const delay_us = Math.floor(random.uniform() * ADVERTISING_DELAY_us);
    this.next = clock.at(clock.now_us + wait_us + delay_us, () => {
      this.plan(this.interval_us);
      this.send();
    });
  }

  private send(): void {
    // A full controller may still send what nobody may connect to; this one stays silent.
    if (this.controller.isFull) return;
    const meter = this.controller.meter;
    meter.advertisingEvents++;
    meter.tx_us += CHANNELS * airTime_us(ADDRESS_BYTES + this.data.length, false);
    if (this.type === ADV_IND) meter.rx_us += CHANNELS * (T_IFS_us + LISTEN_us);
    this.air.advertised(this.controller);
  }
}
