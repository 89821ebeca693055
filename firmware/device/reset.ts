import Time from 'time';
import type { BootInfo } from '../record/record';

/**
 * Why the chip started, and the time of day where it kept it: ESP-IDF's system time goes on over every reset but power-on
 * (api-reference/system/system_time), where it begins at 1970 again, which the record takes for "not known".
 * @param slept_ms how long it slept deeply before this start
 */
export function bootInfo(reason: number, slept_ms: number | undefined): BootInfo {
  return { reason, away_ms: slept_ms, utc_ms: Date.now() };
}

/** Sets the chip's own clock, to the second. */
export function keepTime(utc_ms: number): void {
  Time.set(Math.round(utc_ms / 1000));
}
