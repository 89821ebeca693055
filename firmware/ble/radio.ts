import type {
  GattConnection,
  GattServer,
  GattServerConstructor,
  GattServerOptions,
  GattService,
} from '../io/gatt';
import type { Clock, Timers } from '../io/time';
import type { ShoeRecord } from '../record/record';
import { SUMMARY, VALUE_MOST } from '../record/settings';
import type { Calibration } from '../session/calibration';
import type { Live } from '../session/live';
import type { Stride } from '../stepdetect/stride';
import { APPEARANCE_IN_SHOE } from './assigned-numbers';
import { BatteryLevel, batteryService, type Battery } from './battery';
import { Connections, hasSlot, NO_SLOT, MAXIMUM_CONNECTIONS, withSlot } from './connections';
import { CurrentTimeService } from './current-time';
import { deviceInformation, type Identity } from './device-information';
import { FootfallService } from './footfall-service';
import { RunningSpeedAndCadence } from './running-speed-and-cadence';
import type { SettingsListener } from './settings-access';
import type { AdviceSource, Health, Shelf } from './sources';
import { SUMMARY_OFF, SUMMARY_ON, SUMMARY_UNBONDED, SummaryAdvertiser } from './summary-advertiser';
import type { Updater } from './update-receiver';
import { textOf } from './utf8';

export type { AdviceSource, Battery, Health, Identity, SettingsListener, Shelf, Updater };

export interface ShoeRadioOptions {
  readonly server: GattServerConstructor;
  readonly live: Live;
  readonly battery: Battery;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Runs, totals, time and settings. Without it the requests for them are answered with "not available". */
  readonly record?: ShoeRecord;
  readonly calibration?: Calibration;
  readonly health?: Health;
  readonly advice?: AdviceSource;
  readonly updater?: Updater;
  /** Puts the shoe away. Without it, that is not available. */
  readonly shelf?: Shelf;
  readonly settingsListener?: SettingsListener;
  /** Someone holds the shoe: it was just switched on. A bond can be made for a while. */
  readonly attended?: boolean;
}

/** As the runner has named the shoe, else as its maker did. */
function nameOf(record: ShoeRecord | undefined, identity: Identity): string {
  const utf8 = new Uint8Array(VALUE_MOST);
  const length = record === undefined ? 0 : record.name(utf8);
  return length > 0 ? textOf(utf8, length) : identity.name;
}

/** What a phone that syncs wants: every 15 to 30 ms, so that 8 KB take a tenth of a second. */
const SYNC_PARAMETERS = Object.freeze({
  intervalMinimum_ms: 15,
  intervalMaximum_ms: 30,
  latency: 0,
  supervisionTimeout_ms: 6000,
});

/** Live values once a second: Apple's rules (QA1931) allow up to 2 s with latency; 4 events left out of 285 ms each. */
const LIVE_PARAMETERS = Object.freeze({
  intervalMinimum_ms: 255,
  intervalMaximum_ms: 285,
  latency: 4,
  supervisionTimeout_ms: 6000,
});

/** A peripheral waits this long before it asks for other parameters (Core specification, Vol 3 Part C 9.3.12.2). */
const SETTLING_ms = 5000;

/**
 * All the shoe has on the air: the services and the advertised summary. docs/SPEC.md gives every byte. Serves up to
 * MAXIMUM_CONNECTIONS centrals, none of which can hold up another or make the shoe use more memory.
 */
export class ShoeRadio implements GattServerOptions {
  readonly name: string;
  readonly services: readonly GattService[];
  private readonly clock: Clock;
  private readonly record: ShoeRecord | undefined;
  private readonly slots = new Connections();
  private readonly runningSpeedAndCadence: RunningSpeedAndCadence;
  private readonly battery: BatteryLevel;
  private readonly currentTime: CurrentTimeService;
  private readonly footfall: FootfallService;
  private readonly advertiser: SummaryAdvertiser;
  private server: GattServer | undefined;
  private ready = false;
  private asleep = false;
  /** When each central came; the slots of those that were asked for the parameters that fit, and which ones these are. */
  private readonly connected_ms = new Float64Array(MAXIMUM_CONNECTIONS);
  private wished = 0;
  private wishedSync = false;

  constructor(options: ShoeRadioOptions) {
    const { live, clock, identity, record, calibration } = options;
    const connections = this.slots;
    const now_ms = clock.now();
    this.clock = clock;
    this.record = record;
    this.runningSpeedAndCadence = new RunningSpeedAndCadence({ connections, live, clock, calibration });
    this.battery = new BatteryLevel({ connections, gauge: options.battery });
    this.currentTime = new CurrentTimeService({ connections, clock, store: record });
    this.footfall = new FootfallService({ ...options, connections, battery: this.battery });
    this.name = nameOf(record, identity);
    this.services = [
      this.runningSpeedAndCadence,
      batteryService(this.battery),
      deviceInformation(identity),
      this.currentTime,
      this.footfall,
    ];
    this.advertiser = new SummaryAdvertiser({ live, name: this.name });
    this.advertiser.hurry(now_ms);
    this.server = new options.server(this);
    this.footfall.attach(this.server);
    if (options.attended) this.openBondingWindow(now_ms);
    // A server may call onReady before its constructor returns.
    this.advertise(now_ms);
  }

  get appearance(): number {
    return APPEARANCE_IN_SHOE;
  }

  get maximumBonds(): number {
    return this.footfall.maximumBonds;
  }

  /** Has the server started? */
  get started(): boolean {
    return this.ready;
  }

  /** Is a stream on its way to or from a phone? */
  get transferring(): boolean {
    return this.footfall.transferring;
  }

  /** Centrals connected now. */
  get connections(): number {
    return this.slots.count;
  }

  /** Takes a stride as it is counted, for those who want each. @param ic_ms its initial contact on the clock */
  stride(stride: Stride, ic_ms: number): void {
    this.footfall.stride(stride, ic_ms, this.clock.now());
  }

  /** Someone holds the shoe and asks for it: a phone can bond for a while. */
  openBondingWindow(now_ms: number): void {
    this.footfall.openBondingWindow(now_ms);
    this.advertiser.hurry(now_ms);
  }

  /** Sends what is due. Call about once a second. Allocates nothing. */
  update(now_ms: number): void {
    this.battery.update(now_ms);
    this.runningSpeedAndCadence.update(now_ms);
    this.footfall.update(now_ms);
    this.wishParameters(now_ms);
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
    const now_ms = this.clock.now();
    this.advertiser.restartTotals();
    this.advertiser.hurry(now_ms);
    this.advertiser.invalidate();
    this.advertise(now_ms);
  }

  /** Gives the radio back. Nothing may be called afterwards. */
  close(): void {
    this.sleep();
    this.server?.close();
    this.server = undefined;
  }

  private advertise(now_ms: number): void {
    const { server } = this;
    if (!server || !this.ready || this.asleep) return;
    let shown = this.record?.setting(SUMMARY) ?? SUMMARY_ON;
    if (shown === SUMMARY_UNBONDED) shown = server.bonds > 0 ? SUMMARY_OFF : SUMMARY_ON;
    const connectable = this.slots.count < MAXIMUM_CONNECTIONS;
    this.advertiser.update(server, this.battery.level, now_ms, shown, connectable);
  }

  /** Short intervals while bytes flow, long ones for live values: asked for once, when a central has settled. */
  private wishParameters(now_ms: number): void {
    const { transferring } = this.footfall;
    if (transferring !== this.wishedSync) this.wished = 0;
    this.wishedSync = transferring;
    for (let slot = 0; slot < MAXIMUM_CONNECTIONS; slot++) {
      const connection = this.slots.at(slot);
      if (connection === undefined || hasSlot(this.wished, slot)) continue;
      if (!transferring && now_ms - this.connected_ms[slot] < SETTLING_ms) continue;
      this.wished = withSlot(this.wished, slot, true);
      connection.requestParameters?.(transferring ? SYNC_PARAMETERS : LIVE_PARAMETERS);
    }
  }

  onReady(): void {
    this.ready = true;
    this.advertise(this.clock.now());
  }

  onSecured(connection: GattConnection): void {
    this.footfall.secured(connection, this.clock.now());
  }

  onConnect(connection: GattConnection): void {
    const slot = this.asleep ? NO_SLOT : this.slots.open(connection);
    if (slot === NO_SLOT) connection.close();
    else {
      this.connected_ms[slot] = this.clock.now();
      this.wished = withSlot(this.wished, slot, false);
      this.footfall.connected();
    }
    // A connection takes the advertising set off the air on some controllers.
    this.advertiser.invalidate();
  }

  onDisconnect(connection: GattConnection): void {
    const slot = this.slots.close(connection);
    if (slot === NO_SLOT) return;
    this.runningSpeedAndCadence.release(slot);
    this.battery.release(slot);
    this.currentTime.release(slot);
    this.footfall.release(slot, connection);
    this.advertiser.hurry(this.clock.now());
    this.advertiser.invalidate();
  }
}
