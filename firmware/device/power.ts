import Digital from 'embedded:io/digital';
import FFI from 'mc/ffi';
import type { Chip, WakeSources } from '../io/chip';

const NO_PIN = -1;

/** The chip's sleep, watchdog and retained memory. What each function calls of ESP-IDF: native/power.c. */
export class DeviceChip implements Chip {
  readonly resetReason: number;
  readonly wokenBy: number;
  private readonly ffi = new FFI();
  private readonly motion: number;
  private readonly chargerNumber: number;
  private readonly chargerPin: Digital | undefined;

  /** @param motion GPIO number of the IMU's interrupt @param charger of the charger's pin, when there is one */
  constructor(motion: number, charger: number | undefined) {
    this.motion = motion;
    this.chargerNumber = charger ?? NO_PIN;
    this.resetReason = this.ffi.esp_reset_reason();
    this.wokenBy = this.ffi.footfall_woken(motion, this.chargerNumber);
    if (charger !== undefined) this.chargerPin = new Digital({ pin: charger, mode: Digital.Input });
  }

  get charger(): boolean | undefined {
    return this.chargerPin === undefined ? undefined : this.chargerPin.read() !== 0;
  }

  recall(into: Uint8Array<ArrayBuffer>): void {
    this.ffi.footfall_recall(into.buffer);
  }

  retain(bytes: Uint8Array<ArrayBuffer>): void {
    this.ffi.footfall_retain(bytes.buffer);
  }

  sleepLightly(): void {
    this.ffi.footfall_sleep_lightly(this.motion);
  }

  watch(timeout_ms: number): void {
    this.ffi.footfall_watch(timeout_ms);
  }

  feed(): void {
    this.ffi.footfall_feed();
  }

  sleepDeeply(wake: WakeSources): void {
    this.ffi.footfall_sleep_deeply(
      wake.motion ? this.motion : NO_PIN,
      wake.charger ? this.chargerNumber : NO_PIN,
      Math.ceil(wake.after_ms / 1000),
    );
  }

  restart(): void {
    this.ffi.esp_restart();
  }
}
