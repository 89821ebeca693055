/** The chip's clock and timers. */
export interface Clock {
  /**
   * Milliseconds since the chip started, as a number that never wraps (the device adapter widens the SDK's 32-bit tick
   * counter). Whole numbers.
   */
  now(): number;
  /** Blocks for `ms` milliseconds: for the start-up of parts only. */
  delay(ms: number): void;
}

/** A running timer, as `Timers.set` returns it. */
export type TimerHandle = unknown;

export interface Timers {
  /** Calls `callback` after `ms` milliseconds and, when `repeat` is given, every `repeat` milliseconds from then on. */
  set(callback: () => void, ms: number, repeat?: number): TimerHandle;
  clear(handle: TimerHandle): void;
}
