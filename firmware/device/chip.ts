import FFI from 'mc/ffi';

const MAC_BYTES = 6;
const ESP_OK = 0;

/**
 * The chip's factory MAC address as 12 hexadecimal digits: the serial number of a shoe that was given no other.
 * Source: ESP-IDF v6.0, esp_mac.h, esp_efuse_mac_get_default.
 */
export function chipSerial(): string {
  const mac = new Uint8Array(MAC_BYTES);
  if (new FFI().esp_efuse_mac_get_default(mac.buffer) !== ESP_OK) return '';
  let serial = '';
  for (let i = 0; i < MAC_BYTES; i++) serial += mac[i].toString(16).padStart(2, '0');
  return serial;
}
