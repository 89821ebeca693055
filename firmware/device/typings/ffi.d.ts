/** The C functions that manifest.json lists under `ffi`. mcconfig makes the same declaration from the manifest. */
declare module 'mc/ffi' {
  export default class FFI {
    ble_gap_terminate(connectionHandle: number, reason: number): number;
    esp_efuse_mac_get_default(mac: ArrayBuffer): number;
    esp_reset_reason(): number;
    footfall_tune_advertising(interval: number, connectable: number): void;
    footfall_security(): number;
    footfall_request_parameters(minimum: number, maximum: number, latency: number, timeout: number): void;
    footfall_allow_bonding(allowed: number): void;
    footfall_bonds(): number;
    footfall_forget(): void;
    footfall_forget_all(): void;
  }
}
