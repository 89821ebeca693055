import FFI from 'mc/ffi';
import Time from 'time';
import type { BootInfo } from '../record/record';

/**
 * Why the chip started, and the time of day where it kept it: ESP-IDF's system time goes on over every reset but power-on
 * (api-reference/system/system_time), where it begins at 1970 again, which the record takes for "not known".
 */
export function bootInfo(): BootInfo {
  return { reason: new FFI().esp_reset_reason(), utc_ms: Date.now() };
}

/** Sets the chip's own clock, to the second. */
export function keepTime(utc_ms: number): void {
  Time.set(Math.round(utc_ms / 1000));
}
