/**
 * The two advertising payloads. Each is a row of structures: length of the rest, AD type, data.
 * Source: Bluetooth Core specification, Vol 3 Part C section 11, and its Supplement, Part A.
 */
import { AdType, APPEARANCE_IN_SHOE, Service, SUMMARY_UUID } from './assigned-numbers';
import { SUMMARY_LENGTH } from './summary';
import { utf8Length, writeUtf8 } from './utf8';

/** Longest legacy advertising or scan response payload, bytes (Core, Vol 6 Part B 2.3.1). */
export const ADVERTISING_MAXIMUM_LENGTH = 31;

/** LE General Discoverable Mode, and BR/EDR Not Supported (Supplement, Part A 1.3). */
const FLAGS = 0x06;

const UUID_LENGTH = 16;

/** Where the summary begins in the scan response: after length, type and UUID. */
export const SUMMARY_OFFSET = 2 + UUID_LENGTH;

/** Flags, appearance, services, and the name: shortened at a whole character when it has more than 14 bytes. */
export function advertisingData(name: string): Uint8Array {
  const services = [Service.RunningSpeedAndCadence, Service.Battery, Service.DeviceInformation];
  const payload = new Uint8Array(ADVERTISING_MAXIMUM_LENGTH);
  payload.set([2, AdType.Flags, FLAGS], 0);
  payload.set([3, AdType.Appearance, APPEARANCE_IN_SHOE & 0xff, APPEARANCE_IN_SHOE >> 8], 3);
  payload.set([1 + 2 * services.length, AdType.CompleteServices16], 7);
  let end = 9;
  for (const uuid of services) {
    const number = parseInt(uuid, 16);
    payload[end++] = number & 0xff;
    payload[end++] = number >> 8;
  }
  const nameOffset = end + 2;
  end = writeUtf8(name, payload, nameOffset, ADVERTISING_MAXIMUM_LENGTH);
  payload[nameOffset - 2] = 1 + end - nameOffset;
  payload[nameOffset - 1] = end - nameOffset < utf8Length(name) ? AdType.ShortenedName : AdType.CompleteName;
  return payload.slice(0, end);
}

/** A scan response with room for the summary at `SUMMARY_OFFSET`. */
export function summaryScanResponse(): Uint8Array {
  const payload = new Uint8Array(SUMMARY_OFFSET + SUMMARY_LENGTH);
  payload[0] = payload.length - 1;
  payload[1] = AdType.ServiceData128;
  const digits = SUMMARY_UUID.replace(/-/g, '');
  // UUIDs go out low byte first.
  for (let i = 0; i < UUID_LENGTH; i++) {
    const at = 2 * (UUID_LENGTH - 1 - i);
    payload[2 + i] = parseInt(digits.slice(at, at + 2), 16);
  }
  return payload;
}
