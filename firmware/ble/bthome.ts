/**
 * The summary as BTHome v2 service data, unencrypted: a scan response for home automation. docs/SPEC.md, 2.4.
 * Source: bthome.io/format; object ids as in bthome-ble's const.py.
 */
import { AdType } from './assigned-numbers';
import { putUint16, putUint32 } from './bytes';
import { saturate, UINT16_MAX, UINT32_MAX } from './saturate';
import type { Summary } from './summary';

export const BTHOME_LENGTH = 20;
const UUID = 0xfcd2;
/** Device information: version 2 in bits 5 to 7, not encrypted, regular updates. */
const VERSION_2 = 0x40;
const PACKET_ID = 0x00;
const BATTERY = 0x01;
const COUNT_UINT32 = 0x3e;
const DISTANCE_m = 0x41;
const SPEED = 0x44;

/** Offset of the first byte that changes. */
export const BTHOME_PACKET_ID_AT = 6;

export function bthomeScanResponse(): Uint8Array {
  const payload = new Uint8Array(BTHOME_LENGTH);
  payload[0] = BTHOME_LENGTH - 1;
  payload[1] = AdType.ServiceData16;
  putUint16(payload, 2, UUID);
  payload[4] = VERSION_2;
  payload[5] = PACKET_ID;
  payload[7] = BATTERY;
  payload[9] = COUNT_UINT32;
  payload[14] = DISTANCE_m;
  payload[17] = SPEED;
  return payload;
}

/** Writes what changes, all but the packet id, into a `bthomeScanResponse`. Allocates nothing. */
export function encodeBthome(summary: Readonly<Summary>, into: Uint8Array): void {
  into[8] = saturate(10 * summary.battery_tenths, 100);
  putUint32(into, 10, saturate(summary.steps, UINT32_MAX));
  putUint16(into, 15, saturate(summary.distance_mm / 100, UINT16_MAX));
  putUint16(into, 18, saturate(summary.speed_mm_s / 10, UINT16_MAX));
}
