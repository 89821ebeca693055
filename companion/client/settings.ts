/** Settings of the shoe. docs/SPEC.md 4.6. */
import { FieldReader, uint } from './bytes';
import type { ControlPoint } from './control-point';

const GET = 0x20;
const SET = 0x21;
/** Bytes of a value that fit one request behind key, length and offset. */
const PART = 16;

export type SettingType = 'u8' | 'u16' | 'u32' | 'text';

interface Setting {
  readonly key: number;
  readonly type: SettingType;
}

export const SETTINGS = Object.freeze({
  foot: { key: 1, type: 'u8' },
  name: { key: 2, type: 'text' },
  shoe: { key: 4, type: 'u32' },
  advertisedSummary: { key: 5, type: 'u8' },
  units: { key: 6, type: 'u8' },
  height_cm: { key: 7, type: 'u8' },
  weight_kg: { key: 8, type: 'u8' },
  everyStride: { key: 9, type: 'u8' },
  wearingPlace: { key: 11, type: 'u8' },
  autoStart: { key: 12, type: 'u8' },
  runningHeld_s: { key: 13, type: 'u8' },
  walkingHeld_s: { key: 14, type: 'u16' },
  standingEnds_s: { key: 15, type: 'u16' },
  cadenceTarget_spm: { key: 17, type: 'u8' },
} as const satisfies Record<string, Setting>);

export type SettingName = keyof typeof SETTINGS;
export type SettingValue<N extends SettingName> = (typeof SETTINGS)[N]['type'] extends 'text'
  ? string
  : number;

const BYTES = { u8: 1, u16: 2, u32: 4 };

export function encodeSetting(name: SettingName, value: number | string): Uint8Array {
  const { type } = SETTINGS[name];
  if (type === 'text') return new TextEncoder().encode(String(value));
  if (
    typeof value !== 'number' ||
    !(value >= 0 && value < 2 ** (8 * BYTES[type])) ||
    !Number.isInteger(value)
  )
    throw new RangeError(`${name}: ${value} does not fit ${type}`);
  return Uint8Array.from(uint(value, BYTES[type]));
}

export function decodeSetting(type: SettingType, bytes: Uint8Array): number | string {
  if (type === 'text') return new TextDecoder().decode(bytes);
  const reader = new FieldReader(bytes);
  return type === 'u8' ? reader.u8() : type === 'u16' ? reader.u16() : reader.u32();
}

/** Object 1: all settings. Keys this client does not know are left out. */
export function decodeSettings(object: Uint8Array): Partial<Record<SettingName, number | string>> {
  const found: Partial<Record<SettingName, number | string>> = {};
  const names = Object.keys(SETTINGS) as SettingName[];
  const reader = new FieldReader(object);
  while (reader.left >= 2) {
    const key = reader.u8();
    const bytes = reader.take(reader.u8());
    const name = names.find((one) => SETTINGS[one].key === key);
    if (name) found[name] = decodeSetting(SETTINGS[name].type, bytes);
  }
  return found;
}

export async function getSetting<N extends SettingName>(
  controlPoint: ControlPoint,
  name: N,
): Promise<SettingValue<N>> {
  const { key, type } = SETTINGS[name];
  const bytes: number[] = [];
  let length: number;
  do {
    const part = await controlPoint.request(GET, [key, bytes.length]);
    length = part[1];
    if (part.length <= 3) break;
    bytes.push(...part.subarray(3));
  } while (bytes.length < length);
  return decodeSetting(type, Uint8Array.from(bytes)) as SettingValue<N>;
}

/** @param value undefined gives back the default */
export async function setSetting<N extends SettingName>(
  controlPoint: ControlPoint,
  name: N,
  value: SettingValue<N> | undefined,
): Promise<void> {
  const { key } = SETTINGS[name];
  const bytes = value === undefined ? new Uint8Array(0) : encodeSetting(name, value);
  let offset = 0;
  do {
    const part = bytes.subarray(offset, offset + PART);
    await controlPoint.request(SET, [key, bytes.length, offset, ...part]);
    offset += PART;
  } while (offset < bytes.length);
}
