/**
 * One connection on the virtual air, packet by packet, in simulated time: connection events, acknowledgement and
 * repetition, data length, loss, supervision.
 * Source: Bluetooth Core specification, Vol 6 Part B, sections 2.1 (packets on LE 1M), 4.5 (events, acknowledgement,
 * supervision). Left out: channels, clock drift, the link layer's own control packets (their effects come with the next
 * exchange that succeeds), real encryption (its 4 bytes per packet are counted).
 */
import type { ClockEvent } from '../board/event-heap';
import type { Air } from './air';
import type { Controller } from './controller';
import { HciError } from './hci';

/** Time between two packets, us (Vol 6 Part B 4.1.1). */
export const T_IFS_us = 150;
/** LE 1M: 1 byte of preamble, 4 of access address, 2 of header and 3 of CRC around the payload; 8 us each. */
const OVERHEAD_BYTES = 10;
const MIC_BYTES = 4;
const BYTE_us = 8;

/** Time on the air of a data packet, us. */
export function airTime_us(payload: number, encrypted: boolean): number {
  return (OVERHEAD_BYTES + payload + (encrypted && payload > 0 ? MIC_BYTES : 0)) * BYTE_us;
}

export interface LinkParameters {
  /** A multiple of 1.25 ms. */
  readonly interval_us: number;
  /** Connection events the peripheral may sleep through. */
  readonly latency: number;
  readonly timeout_us: number;
}

interface Pdu {
  readonly data: Buffer;
  /** Begins an L2CAP frame. */
  readonly first: boolean;
  /** Ends a packet of the host, which is told when it was acknowledged. */
  readonly last: boolean;
  delivered: boolean;
}

const EMPTY: Pdu = Object.freeze({ data: Buffer.alloc(0), first: false, last: false, delivered: false });

/** One end's side of the link. */
export class LinkEnd {
  readonly queue: Pdu[] = [];
  heard_us: number;
  /** The key this end has for the link, once asked for. */
  ltk: Buffer | undefined;

  constructor(
    readonly controller: Controller,
    readonly handle: number,
    now_us: number,
  ) {
    this.heard_us = now_us;
  }

  /** A packet of the host, cut into what the data length allows. */
  send(data: Buffer, first: boolean, dataLength: number): void {
    for (let at = 0; at < data.length; at += dataLength) {
      const end = at + dataLength;
      this.queue.push({
        data: data.subarray(at, end),
        first: first && at === 0,
        last: end >= data.length,
        delivered: false,
      });
    }
  }

  get head(): Pdu {
    return this.queue[0] ?? EMPTY;
  }

  /** Is there anything the other has not got yet? */
  get hasNews(): boolean {
    return this.queue.length > 1 || (this.queue.length === 1 && !this.queue[0].delivered);
  }

  /** The other end has the packet last sent. */
  acknowledged(): void {
    const pdu = this.queue[0];
    if (!pdu?.delivered) return;
    this.queue.shift();
    if (pdu.last) this.controller.completed(this.handle);
  }
}

export class Link {
  /** Out of reach: every packet is lost until it is set back. */
  outOfReach = false;
  encrypted = false;
  closed = false;
  readonly central: LinkEnd;
  readonly peripheral: LinkEnd;
  readonly dataLength: number;
  private parameters: LinkParameters;
  private readonly controls: (() => void)[] = [];
  private readonly packetsPerEvent: number;
  private next: ClockEvent;
  private eventEnd_us = 0;
  private packets = 0;
  private slept = 0;

  constructor(
    private readonly air: Air,
    central: { controller: Controller; handle: number },
    peripheral: { controller: Controller; handle: number },
    parameters: LinkParameters,
  ) {
    const { clock } = air;
    this.parameters = parameters;
    this.central = new LinkEnd(central.controller, central.handle, clock.now_us);
    this.peripheral = new LinkEnd(peripheral.controller, peripheral.handle, clock.now_us);
    this.dataLength = Math.min(central.controller.dataLength, peripheral.controller.dataLength);
    this.packetsPerEvent = central.controller.packetsPerEvent;
    this.next = clock.at(clock.now_us + parameters.interval_us, () => this.event());
  }

  get interval_us(): number {
    return this.parameters.interval_us;
  }

  endOf(controller: Controller): LinkEnd {
    return controller === this.central.controller ? this.central : this.peripheral;
  }

  otherEnd(end: LinkEnd): LinkEnd {
    return end === this.central ? this.peripheral : this.central;
  }

  /** Has something of the link layer happen with the next exchange that succeeds. */
  control(action: () => void): void {
    this.controls.push(action);
  }

  update(parameters: LinkParameters): void {
    this.parameters = parameters;
  }

  /** Ends the link, telling each host its reason. */
  drop(centralReason: number, peripheralReason: number): void {
    if (this.closed) return;
    this.closed = true;
    this.air.clock.cancel(this.next);
    this.central.controller.disconnected(this.central.handle, centralReason);
    this.peripheral.controller.disconnected(this.peripheral.handle, peripheralReason);
  }

  private event(): void {
    const { clock } = this.air;
    const { central, peripheral, parameters } = this;
    const now_us = clock.now_us;
    if (now_us - Math.min(central.heard_us, peripheral.heard_us) > parameters.timeout_us) {
      this.drop(HciError.ConnectionTimeout, HciError.ConnectionTimeout);
      return;
    }
    this.next = clock.at(now_us + parameters.interval_us, () => this.event());
    this.eventEnd_us = now_us + parameters.interval_us - T_IFS_us;
    this.packets = 0;
    const idle = !central.hasNews && peripheral.queue.length === 0 && this.controls.length === 0;
    if (idle && this.slept < parameters.latency) {
      this.slept++;
      central.controller.meter.tx_us += airTime_us(0, this.encrypted);
      return;
    }
    this.slept = 0;
    central.controller.meter.connectionEvents++;
    peripheral.controller.meter.connectionEvents++;
    this.exchange();
  }

  /** The central sends, and when the peripheral has heard it, it answers. */
  private exchange(): void {
    const { clock } = this.air;
    const { central, peripheral } = this;
    const pdu = central.head;
    const time_us = airTime_us(pdu.data.length, this.encrypted);
    central.controller.meter.tx_us += time_us;
    peripheral.controller.meter.rx_us += time_us;
    this.packets++;
    if (this.isLost()) return;
    clock.at(clock.now_us + time_us, () => {
      if (this.closed) return;
      this.deliver(pdu, peripheral);
      peripheral.acknowledged();
      clock.at(clock.now_us + T_IFS_us, () => this.answer());
    });
  }

  private answer(): void {
    if (this.closed) return;
    const { clock } = this.air;
    const { central, peripheral } = this;
    const pdu = peripheral.head;
    const time_us = airTime_us(pdu.data.length, this.encrypted);
    peripheral.controller.meter.tx_us += time_us;
    central.controller.meter.rx_us += time_us;
    if (this.isLost()) return;
    clock.at(clock.now_us + time_us, () => {
      if (this.closed) return;
      this.deliver(pdu, central);
      central.acknowledged();
      for (const action of this.controls.splice(0)) action();
      this.goOn();
    });
  }

  /** Another exchange in the same event, when one of them has more to say and there is time. */
  private goOn(): void {
    const { central, peripheral } = this;
    if (this.closed || this.packets >= this.packetsPerEvent) return;
    if (!central.hasNews && !peripheral.hasNews) return;
    const start_us = this.air.clock.now_us + T_IFS_us;
    const down_us = airTime_us(central.head.data.length, this.encrypted);
    const up_us = airTime_us(
      Math.max(peripheral.head.data.length, peripheral.queue[1]?.data.length ?? 0),
      this.encrypted,
    );
    if (start_us + down_us + T_IFS_us + up_us > this.eventEnd_us) return;
    this.air.clock.at(start_us, () => {
      if (!this.closed) this.exchange();
    });
  }

  private deliver(pdu: Pdu, to: LinkEnd): void {
    to.heard_us = this.air.clock.now_us;
    if (pdu === EMPTY || pdu.delivered) return;
    pdu.delivered = true;
    to.controller.meter.rxBytes += pdu.data.length;
    to.controller.received(to.handle, pdu.first, pdu.data);
  }

  private isLost(): boolean {
    return this.outOfReach || (this.air.loss > 0 && this.air.random.uniform() < this.air.loss);
  }
}
