/** The C functions that manifest.json lists under `ffi`. mcconfig makes the same declaration from the manifest. */
declare module 'mc/ffi' {
  export default class FFI {
    ble_gap_terminate(connectionHandle: number, reason: number): number;
    esp_efuse_mac_get_default(mac: ArrayBuffer): number;
    esp_ota_mark_app_invalid_rollback_and_reboot(): number;
    esp_ota_mark_app_valid_cancel_rollback(): number;
    esp_reset_reason(): number;
    esp_restart(): void;
    gpio_set_direction(pin: number, mode: number): number;
    gpio_set_level(pin: number, level: number): number;
    footfall_activate(): number;
    footfall_chip(): number;
    footfall_on_trial(): number;
    footfall_returned(): number;
    footfall_sha256_finish(into: ArrayBuffer): void;
    footfall_sha256_start(): void;
    footfall_sha256_update(bytes: ArrayBuffer, length: number): void;
    footfall_verify_p256(
      point: ArrayBuffer,
      message: ArrayBuffer,
      length: number,
      signature: ArrayBuffer,
    ): number;
    footfall_recall(into: ArrayBuffer): void;
    footfall_retain(bytes: ArrayBuffer): void;
    footfall_woken(motion: number, charger: number): number;
    footfall_sleep_lightly(motion: number): void;
    footfall_watch(timeout_ms: number): void;
    footfall_feed(): void;
    footfall_sleep_deeply(motion: number, charger: number, after_s: number): void;
    footfall_tune_advertising(interval: number, connectable: number): void;
    footfall_security(): number;
    footfall_request_parameters(minimum: number, maximum: number, latency: number, timeout: number): void;
    footfall_allow_bonding(allowed: number): void;
    footfall_bonds(): number;
    footfall_forget(): void;
    footfall_forget_all(): void;
  }
}
