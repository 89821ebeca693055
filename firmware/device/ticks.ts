/** 2^32: the SDK's tick counter starts again after this many milliseconds, 49.7 days. */
const WRAP_ms = 0x1_0000_0000;

/**
 * Makes a count that never wraps of the SDK's 32-bit millisecond counter, which it gives as a signed number (modules/base/
 * time/esp/modTime.c: negative after 24.8 days). Sees one wrap between two calls, so it has to be called at least once in
 * 49.7 days.
 */
export class Ticks {
  private last_ms = 0;
  private wrapped_ms = 0;

  /** @param ticks what the SDK's counter says now, signed or unsigned */
  widen(ticks: number): number {
    const now_ms = ticks >>> 0;
    if (now_ms < this.last_ms) this.wrapped_ms += WRAP_ms;
    this.last_ms = now_ms;
    return this.wrapped_ms + now_ms;
  }
}
