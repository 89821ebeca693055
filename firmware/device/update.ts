/**
 * ESP-IDF's two slots, and the chip's own cryptography. Sources: ESP-IDF v6.0, api-reference/system/ota and native/update.c. The SDK's flash
 * module opens the slot that does not run as `nextota` (SDK 8.2.3, flash-esp32.c).
 *
 * Not yet tried on hardware.
 */
import FlashStorage from 'embedded:storage/flash';
import FFI from 'mc/ffi';
import type { BootControl, UpdateCrypto } from '../io/boot';
import type { Flash } from '../io/flash';

const ESP_OK = 0;

/** `esp_chip_id_t` */
export function chipId(): number {
  return new FFI().footfall_chip();
}

export class DeviceBoot implements BootControl {
  onTrial: boolean;
  private readonly ffi = new FFI();

  constructor() {
    this.onTrial = this.ffi.footfall_on_trial() === 1;
  }

  /** Reads the whole image: half a second. */
  get returned(): boolean {
    return this.ffi.footfall_returned() === 1;
  }

  otherSlot(): Flash {
    return FlashStorage.open({ path: 'nextota', mode: 'r+' });
  }

  activate(): boolean {
    return this.ffi.footfall_activate() === 1;
  }

  confirm(): boolean {
    if (this.ffi.esp_ota_mark_app_valid_cancel_rollback() !== ESP_OK) return false;
    this.onTrial = false;
    return true;
  }

  reject(): void {
    this.ffi.esp_ota_mark_app_invalid_rollback_and_reboot();
  }
}

export class DeviceCrypto implements UpdateCrypto {
  private readonly ffi = new FFI();

  sha256Start(): void {
    this.ffi.footfall_sha256_start();
  }

  sha256Update(bytes: Uint8Array, length: number): void {
    this.ffi.footfall_sha256_update(bytes.buffer as ArrayBuffer, length);
  }

  sha256Finish(into: Uint8Array): void {
    this.ffi.footfall_sha256_finish(into.buffer as ArrayBuffer);
  }

  verifyP256(publicKey: Uint8Array, message: Uint8Array, length: number, signature: Uint8Array): boolean {
    const [point, text, mark] = [publicKey.buffer, message.buffer, signature.buffer] as ArrayBuffer[];
    return this.ffi.footfall_verify_p256(point, text, length, mark) === 1;
  }
}
