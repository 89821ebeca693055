/**
 * The summary anyone who scans can read without connecting: 13 bytes of service data. docs/SPEC.md has the table.
 *
 * Nothing in it lasts: the totals begin at 0 each time the shoe wakes up, and the battery is told in tenths, so that a
 * shoe cannot be known again the next day by numbers that only ever grow.
 */
import { putUint16, putUint24 } from './bytes';
import { saturate, UINT16_MAX, UINT24_MAX, UINT8_MAX } from './saturate';

/** First byte; a reader must ignore summaries of a version it does not know. */
export const SUMMARY_VERSION = 1;
export const SUMMARY_LENGTH = 13;
/** Offset of the counter, which `encodeSummary` leaves as it is. */
export const SUMMARY_COUNTER_AT = 12;

/** `Summary.activity`. */
export const ACTIVITY_STANDING = 0;
export const ACTIVITY_WALKING = 1;
export const ACTIVITY_RUNNING = 2;

const ACTIVITY_MASK = 0x03;
const IN_SESSION = 0x04;
const PAUSED = 0x08;

export interface Summary {
  /** ACTIVITY_*. */
  activity: number;
  /** A session (run or long walk) is open; it is paused. */
  inSession: boolean;
  paused: boolean;
  /** Charge left in tenths, 0 to 10, rounded up so that only an empty battery shows 0. */
  battery_tenths: number;
  /** Landings per minute of the foot that carries the sensor. Saturates at 255. */
  footCadence_spm: number;
  /** mm/s. On the air 1/256 m/s; saturates at 255.996 m/s. */
  speed_mm_s: number;
  /** Steps of both feet since the shoe woke up. Saturates at 16,777,215. */
  steps: number;
  /** Distance since the shoe woke up, mm. On the air 0.1 m; saturates at 1,677 km. */
  distance_mm: number;
}

/** Writes the summary into `into` from `offset` on. Allocates nothing. */
export function encodeSummary(summary: Readonly<Summary>, into: Uint8Array, offset: number): void {
  let state = summary.activity & ACTIVITY_MASK;
  if (summary.inSession) state |= IN_SESSION;
  if (summary.paused) state |= PAUSED;
  into[offset] = SUMMARY_VERSION;
  into[offset + 1] = state;
  into[offset + 2] = saturate(summary.battery_tenths, 10);
  into[offset + 3] = saturate(summary.footCadence_spm, UINT8_MAX);
  putUint16(into, offset + 4, saturate((summary.speed_mm_s * 256) / 1000, UINT16_MAX));
  putUint24(into, offset + 6, saturate(summary.steps, UINT24_MAX));
  putUint24(into, offset + 9, saturate(summary.distance_mm / 100, UINT24_MAX));
}
