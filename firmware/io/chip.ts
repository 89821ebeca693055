/**
 * What the chip does about power and about its own faults. ECMA-419 has nothing of the kind; the shapes are ours, the numbers
 * those of ESP-IDF v6.0 (esp_system.h, esp_sleep.h). On the chip the functions are reached through the FFI.
 */

/** `esp_reset_reason()` (esp_system.h, esp_reset_reason_t). */
export const ResetReason = Object.freeze({
  Unknown: 0,
  PowerOn: 1,
  External: 2,
  Software: 3,
  Panic: 4,
  InterruptWatchdog: 5,
  TaskWatchdog: 6,
  OtherWatchdog: 7,
  DeepSleep: 8,
  BrownOut: 9,
  PowerGlitch: 14,
  CpuLockUp: 15,
});

/** Bits of `Chip.wokenBy`. */
export const WOKEN_BY_MOTION = 1;
export const WOKEN_BY_CHARGER = 2;
export const WOKEN_BY_TIMER = 4;

/** Bytes that `retain` keeps. */
export const RETAINED_BYTES = 32;

/** What ends a deep sleep. */
export interface WakeSources {
  /** The IMU's interrupt pin is high. */
  readonly motion: boolean;
  /** The charger's pin shows that it has power. */
  readonly charger: boolean;
  /** This time is over, ms; 0 never. */
  readonly after_ms: number;
}

export interface Chip {
  /** ResetReason of this start. */
  readonly resetReason: number;
  /** WOKEN_BY_* bits, after a deep sleep. */
  readonly wokenBy: number;
  /** Does the charger have power now? Undefined on a board without a pin for it. */
  readonly charger: boolean | undefined;
  /** Fills `into` (RETAINED_BYTES) with what was retained last. It outlives every reset but a loss of power: then it is noise. */
  recall(into: Uint8Array<ArrayBuffer>): void;
  /** Keeps `bytes` (RETAINED_BYTES) in the memory of the real-time clock. */
  retain(bytes: Uint8Array<ArrayBuffer>): void;
  /** From now on the chip sleeps lightly whenever nothing runs: memory, timers and radio links are kept. */
  sleepLightly(): void;
  /** Resets the chip (TaskWatchdog) when `feed` is not called for `timeout_ms`. 0 ends the watch. */
  watch(timeout_ms: number): void;
  feed(): void;
  /**
   * Everything but the retained bytes and the chip's clock is lost, and the next thing is a start. Does not return on the chip; where it
   * does (the virtual board), nothing may be done afterwards.
   */
  sleepDeeply(wake: WakeSources): void;
  /** Starts anew (Software). As `sleepDeeply`, the last thing done. */
  restart(): void;
}
