import type { GattConnection, GattServer, GattServerConstructor } from '../io/gatt';
import type { Clock } from '../io/time';
import type { Live } from '../session/live';
import { APPEARANCE_IN_SHOE } from './assigned-numbers';
import { BatteryService, type Battery } from './battery';
import { Connections, NO_SLOT, MAXIMUM_CONNECTIONS } from './connections';
import { deviceInformation, type Identity } from './device-information';
import { RunningSpeedAndCadence } from './running-speed-and-cadence';
import { SummaryAdvertiser } from './summary-advertiser';

export type { Battery, Identity };

/** Phones remembered. NimBLE's default limit is 3 as well. */
const MAXIMUM_BONDS = 3;

export interface ShoeRadioOptions {
  readonly server: GattServerConstructor;
  readonly live: Live;
  readonly battery: Battery;
  readonly identity: Identity;
  readonly clock: Clock;
  /** Show anyone who scans what the runner does (default), or only that a running sensor is here. The runner's choice. */
  readonly advertiseSummary?: boolean;
}

/**
 * All the shoe has on the air: the Running Speed and Cadence, Battery and Device Information services and the advertised
 * summary. docs/SPEC.md gives every byte. Serves up to MAXIMUM_CONNECTIONS centrals, none of which can hold up another or
 * make the shoe use more memory.
 */
export class ShoeRadio {
  private readonly clock: Clock;
  private readonly slots = new Connections();
  private readonly runningSpeedAndCadence: RunningSpeedAndCadence;
  private readonly battery: BatteryService;
  private readonly advertiser: SummaryAdvertiser;
  private server: GattServer | undefined;
  private ready = false;
  private asleep = false;

  constructor(options: ShoeRadioOptions) {
    const { live, clock, identity } = options;
    const connections = this.slots;
    this.clock = clock;
    this.runningSpeedAndCadence = new RunningSpeedAndCadence({ connections, live, clock });
    this.battery = new BatteryService({ connections, gauge: options.battery });
    this.advertiser = new SummaryAdvertiser({
      live,
      name: identity.name,
      shown: options.advertiseSummary ?? true,
    });
    this.server = new options.server({
      name: identity.name,
      appearance: APPEARANCE_IN_SHOE,
      services: [this.runningSpeedAndCadence, this.battery, deviceInformation(identity)],
      maximumBonds: MAXIMUM_BONDS,
      onReady: () => {
        this.ready = true;
        this.advertise(this.clock.now());
      },
      onConnect: (connection) => this.connected(connection),
      onSecured: () => undefined,
      onDisconnect: (connection) => this.disconnected(connection),
    });
    // A server may call onReady before its constructor returns.
    this.advertise(clock.now());
  }

  /** Centrals connected now. */
  get connections(): number {
    return this.slots.count;
  }

  /** Sends what is due. Call about once a second. Allocates nothing. */
  update(now_ms: number): void {
    this.battery.update(now_ms);
    this.runningSpeedAndCadence.update(now_ms);
    this.advertise(now_ms);
  }

  /** Off the air: lets every central go and stops advertising. */
  sleep(): void {
    if (this.asleep) return;
    this.asleep = true;
    this.server?.stopAdvertising();
    for (let slot = 0; slot < MAXIMUM_CONNECTIONS; slot++) this.slots.at(slot)?.close();
  }

  /** On the air again; the summary's totals begin anew. */
  wake(): void {
    if (!this.asleep) return;
    this.asleep = false;
    this.advertiser.restartTotals();
    this.advertiser.invalidate();
    this.advertise(this.clock.now());
  }

  /** Gives the radio back. Nothing may be called afterwards. */
  close(): void {
    this.sleep();
    this.server?.close();
    this.server = undefined;
  }

  private advertise(now_ms: number): void {
    if (this.server && this.ready && !this.asleep)
      this.advertiser.update(this.server, this.battery.level, now_ms);
  }

  private connected(connection: GattConnection): void {
    if (this.asleep || this.slots.open(connection) === NO_SLOT) connection.close();
    // A connection takes the advertising set off the air on some controllers.
    this.advertiser.invalidate();
  }

  private disconnected(connection: GattConnection): void {
    const slot = this.slots.close(connection);
    if (slot === NO_SLOT) return;
    this.runningSpeedAndCadence.release(slot);
    this.battery.release(slot);
    this.advertiser.invalidate();
  }
}
