/**
 * Time of day: not known until the phone, or the chip's own clock that a reset left running, tells it. Boot time is the
 * clock's `now()`, which never wraps; steps of the time of day change only the difference between the two.
 */
import type { State } from './state';

const MINUTE_ms = 60_000;
const DAY_ms = 86_400_000;
/** 2020-01-01: an earlier time is a clock that was never set. The latest: the last day a u16 of days counts, in 2149. */
const UTC_LEAST_ms = 1_577_836_800_000;
const UTC_MOST_ms = 65_535 * DAY_ms;
/** UTC-12 to UTC+14. */
const ZONE_LEAST_min = -720;
const ZONE_MOST_min = 840;

export function isPlausible(utc_ms: number, zone_min: number): boolean {
  return (
    utc_ms >= UTC_LEAST_ms && utc_ms < UTC_MOST_ms && zone_min >= ZONE_LEAST_min && zone_min <= ZONE_MOST_min
  );
}

/** UTC of an instant of this boot, ms since 1970; 0 when it is not known. */
export function utcAt(state: State, boot_ms: number): number {
  return state.timeBoot === state.boots ? boot_ms + state.utcOffset_ms : 0;
}

/** Number of the local day an instant of this boot lies in, days since 1970; 0 when it is not known. */
export function dayAt(state: State, boot_ms: number): number {
  const utc_ms = utcAt(state, boot_ms);
  return utc_ms === 0 ? 0 : Math.floor((utc_ms + state.zone_min * MINUTE_ms) / DAY_ms);
}
