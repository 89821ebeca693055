/** The C functions that manifest.json lists under `ffi`. mcconfig makes the same declaration from the manifest. */
declare module 'mc/ffi' {
  export default class FFI {
    ble_gap_terminate(connectionHandle: number, reason: number): number;
    esp_efuse_mac_get_default(mac: ArrayBuffer): number;
  }
}
