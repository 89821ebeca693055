import type { AdvertisingParameters, GattServer } from '../io/gatt';
import type { Live } from '../session/live';
import { advertisingData, SUMMARY_OFFSET, summaryScanResponse } from './advertising';
import {
  ACTIVITY_RUNNING,
  ACTIVITY_STANDING,
  ACTIVITY_WALKING,
  encodeSummary,
  SUMMARY_LENGTH,
  type Summary,
} from './summary';

/** Each change of the payload restarts the radio's advertising set, so changes wait this long. Our choice. */
const CHANGE_INTERVAL_MS = 2_000;

/** One of Apple's intervals for accessories, within RSCP's 1 to 2.5 s. */
const SLOW: AdvertisingParameters = Object.freeze({ interval_ms: 1022.5, connectable: true });

const NEVER = -Infinity;

/** Keeps the shoe advertised and its summary up to date. */
export class SummaryAdvertiser {
  private readonly live: Live;
  private readonly shown: boolean;
  private readonly data: Uint8Array;
  private readonly scanResponse: Uint8Array;
  private readonly latest = new Uint8Array(SUMMARY_LENGTH);
  private readonly latestView = new DataView(this.latest.buffer);
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

  /** @param options.shown false advertises the name and the services alone */
  constructor(options: { live: Live; name: string; shown: boolean }) {
    this.live = options.live;
    this.shown = options.shown;
    this.data = advertisingData(options.name);
    this.scanResponse = options.shown ? summaryScanResponse() : new Uint8Array(0);
    this.restartTotals();
  }

  /** The shoe has woken up: the summary counts from here. */
  restartTotals(): void {
    this.wokenSteps = this.live.steps;
    this.wokenDistance_mm = this.live.distance_mm;
  }

  /** The radio may have stopped: advertise with the next update even when nothing has changed. */
  invalidate(): void {
    this.sent_ms = NEVER;
  }

  /** Advertises when the summary has changed and the last change is old enough. Allocates nothing. */
  update(server: GattServer, battery_percent: number, now_ms: number): void {
    const first = this.sent_ms === NEVER;
    if (now_ms - this.sent_ms < CHANGE_INTERVAL_MS) return;
    const changed = this.shown && this.refresh(battery_percent);
    if (!first && !changed) return;
    server.startAdvertising(this.data, this.scanResponse, SLOW);
    this.sent_ms = now_ms;
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
    encodeSummary(summary, this.latestView, 0);
    return copyChanged(this.latest, this.scanResponse, SUMMARY_OFFSET);
  }
}

/** Copies `from` into `into` at `offset`; returns whether any byte was another. */
function copyChanged(from: Uint8Array, into: Uint8Array, offset: number): boolean {
  let changed = false;
  for (let i = 0; i < from.length; i++) {
    const byte = from[i];
    if (into[offset + i] === byte) continue;
    into[offset + i] = byte;
    changed = true;
  }
  return changed;
}
