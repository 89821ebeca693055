import type { AdvertisingParameters, GattServer } from '../io/gatt';
import type { Live } from '../session/live';
import { advertisingData, SUMMARY_OFFSET, summaryScanResponse } from './advertising';
import { BTHOME_LENGTH, BTHOME_PACKET_ID_AT, bthomeScanResponse, encodeBthome } from './bthome';
import {
  ACTIVITY_RUNNING,
  ACTIVITY_STANDING,
  ACTIVITY_WALKING,
  encodeSummary,
  SUMMARY_COUNTER_AT,
  SUMMARY_LENGTH,
  type Summary,
} from './summary';

/** Values of the setting "advertised summary" (docs/SPEC.md, 4.6). */
export const SUMMARY_OFF = 0;
export const SUMMARY_ON = 1;
export const SUMMARY_UNBONDED = 2;
export const SUMMARY_BTHOME = 3;

/** Each change of the payload restarts the radio's advertising set, so changes wait this long. Our choice. */
const CHANGE_INTERVAL_MS = 2_000;

/** Apple's accessory rules (QA1931): 20 ms for 30 s, then one of a list. RSCP: 20 to 30 ms for 30 s, then 1 to 2.5 s. */
const FAST_MS = 30_000;
const FAST_INTERVAL_MS = 20;
const SLOW_INTERVAL_MS = 1022.5;

const NEVER = -Infinity;

/** Keeps the shoe advertised, its summary up to date, and the interval as the state wants it. docs/SPEC.md, 2. */
export class SummaryAdvertiser {
  private readonly live: Live;
  private readonly data: Uint8Array;
  private readonly nothing: Uint8Array;
  private readonly summaryResponse = summaryScanResponse();
  /** Made when it is first wanted: few want it. */
  private bthomeResponse: Uint8Array | undefined;
  private latestBthome: Uint8Array | undefined;
  private readonly latest = new Uint8Array(SUMMARY_LENGTH);
  private readonly parameters: { -readonly [K in keyof AdvertisingParameters]: AdvertisingParameters[K] } = {
    interval_ms: FAST_INTERVAL_MS,
    connectable: true,
  };
  private counter = 0;
  private fastUntil_ms = NEVER;
  private moving = false;
  private shown = SUMMARY_OFF;
  /** NEVER: the advertising set must be handed to the radio again, changed or not. */
  private sent_ms = NEVER;
  /** What the shoe's totals were when it woke up. */
  private wokenSteps = 0;
  private wokenDistance_mm = 0;
  private readonly summary: Summary = {
    activity: ACTIVITY_STANDING,
    inSession: false,
    paused: false,
    battery_tenths: 0,
    footCadence_spm: 0,
    speed_mm_s: 0,
    steps: 0,
    distance_mm: 0,
  };

  constructor(options: { live: Live; name: string }) {
    this.live = options.live;
    this.data = advertisingData(options.name);
    this.nothing = this.data.subarray(0, 0);
    this.restartTotals();
  }

  /** The shoe has woken up: the summary counts from here. */
  restartTotals(): void {
    this.wokenSteps = this.live.steps;
    this.wokenDistance_mm = this.live.distance_mm;
    this.counter = 0;
  }

  /** Someone may be looking for the shoe: fast for a while from now on. */
  hurry(now_ms: number): void {
    this.fastUntil_ms = now_ms + FAST_MS;
  }

  /** The radio may have stopped: advertise with the next update even when nothing has changed. */
  invalidate(): void {
    this.sent_ms = NEVER;
  }

  /**
   * Advertises when the summary or the interval has changed and the last change is old enough. Allocates nothing.
   * @param shown SUMMARY_OFF, SUMMARY_ON or SUMMARY_BTHOME
   * @param connectable whether a connection is free
   */
  update(
    server: GattServer,
    battery_percent: number,
    now_ms: number,
    shown: number,
    connectable: boolean,
  ): void {
    const moving = this.live.moving;
    if (moving && !this.moving) this.hurry(now_ms);
    this.moving = moving;
    const interval_ms = now_ms < this.fastUntil_ms ? FAST_INTERVAL_MS : SLOW_INTERVAL_MS;
    const parameters = this.parameters;
    const first = this.sent_ms === NEVER;
    const other =
      parameters.interval_ms !== interval_ms ||
      parameters.connectable !== connectable ||
      this.shown !== shown;
    if (!other && now_ms - this.sent_ms < CHANGE_INTERVAL_MS) return;
    this.shown = shown;
    const changed = shown !== SUMMARY_OFF && this.refresh(battery_percent);
    if (!first && !changed && !other) return;
    parameters.interval_ms = interval_ms;
    parameters.connectable = connectable;
    server.startAdvertising(this.data, this.scanResponse, parameters);
    this.sent_ms = now_ms;
  }

  private get scanResponse(): Uint8Array {
    if (this.shown === SUMMARY_OFF) return this.nothing;
    return (this.shown === SUMMARY_BTHOME && this.bthomeResponse) || this.summaryResponse;
  }

  /** Brings the scan response up to date; returns whether its bytes changed. */
  private refresh(battery_percent: number): boolean {
    const live = this.live;
    const summary = this.summary;
    summary.activity = live.moving ? (live.running ? ACTIVITY_RUNNING : ACTIVITY_WALKING) : ACTIVITY_STANDING;
    summary.inSession = live.inSession;
    summary.paused = live.paused;
    summary.battery_tenths = Math.ceil(battery_percent / 10);
    summary.footCadence_spm = live.footCadence_spm;
    summary.speed_mm_s = live.speed_mm_s;
    summary.steps = live.steps - this.wokenSteps;
    summary.distance_mm = live.distance_mm - this.wokenDistance_mm;
    const bthome = this.shown === SUMMARY_BTHOME;
    const into = bthome ? (this.bthomeResponse ??= bthomeScanResponse()) : this.summaryResponse;
    const latest = bthome ? (this.latestBthome ??= bthomeScanResponse()) : this.latest;
    const offset = bthome ? 0 : SUMMARY_OFFSET;
    const counterAt = bthome ? BTHOME_PACKET_ID_AT : SUMMARY_OFFSET + SUMMARY_COUNTER_AT;
    if (bthome) encodeBthome(summary, latest);
    else encodeSummary(summary, latest, 0);
    const length = bthome ? BTHOME_LENGTH : SUMMARY_LENGTH;
    // The counter counts changes of the other bytes, so it is no change itself.
    latest[counterAt - offset] = into[counterAt];
    // The first after a wake-up counts as a change.
    if (!copyChanged(latest, into, offset, length) && this.counter > 0) return false;
    this.counter = (this.counter + 1) & 0xff;
    into[counterAt] = this.counter;
    return true;
  }
}

/** Copies `length` bytes of `from` into `into` at `offset`; returns whether any was another. */
function copyChanged(from: Uint8Array, into: Uint8Array, offset: number, length: number): boolean {
  let changed = false;
  for (let i = 0; i < length; i++) {
    const byte = from[i];
    if (into[offset + i] === byte) continue;
    into[offset + i] = byte;
    changed = true;
  }
  return changed;
}
