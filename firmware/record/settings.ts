/**
 * Settings and calibration: small values by key, each with a default. Kept as the bytes the flash has (key, length, value,
 * ascending keys), so that keys a newer firmware added outlive an older one.
 */
import type { Reader, Writer } from './bytes';

/** Keys. A key is never used again for anything else; 3 was a length factor. */
export const LAYOUT = 0;
export const FOOT = 1;
export const NAME = 2;
export const SHOE = 4;
export const SUMMARY = 5;
export const UNITS = 6;
export const HEIGHT_cm = 7;
export const WEIGHT_kg = 8;
export const STRIDE_DETAIL = 9;
/** The personal model of stride length, as session/length-model.ts writes it. */
export const CALIBRATION = 10;
export const PLACE = 11;
export const AUTO_START = 12;
export const RUN_HELD_s = 13;
export const WALK_HELD_s = 14;
export const STOP_STANDING_s = 15;
export const DELETED = 16;
export const CADENCE_TARGET = 17;

/** Version of the keys' meanings, in LAYOUT. */
export const SETTINGS_LAYOUT = 1;

/** Bytes of a name, and of any value. */
export const VALUE_MOST = 32;
export const BLOB_MOST = 48;
/** Of all settings together; the rest of a carry needs up to 207 of its 504 bytes. */
export const SETTINGS_MOST = 288;

/** What a key may be, and what it is until it is set. Values are numbers of `bytes` bytes; or text, or bytes of their owner. */
interface Meaning {
  readonly bytes: number;
  readonly least: number;
  readonly most: number;
  readonly standard: number;
}

const MEANINGS: readonly (Meaning | undefined)[] = Object.freeze([
  Object.freeze({ bytes: 1, least: 0, most: 255, standard: SETTINGS_LAYOUT }),
  /** 0 not known, 1 left, 2 right. */
  Object.freeze({ bytes: 1, least: 0, most: 2, standard: 0 }),
  /** NAME is text. */
  undefined,
  undefined,
  Object.freeze({ bytes: 4, least: 0, most: 0xffffffff, standard: 1 }),
  /** Advertised summary: 0 off, 1 on, 2 while no phone is bonded, 3 as BTHome. */
  Object.freeze({ bytes: 1, least: 0, most: 3, standard: 1 }),
  /** 0 km, 1 miles. */
  Object.freeze({ bytes: 1, least: 0, most: 1, standard: 0 }),
  /** 0 not told. */
  Object.freeze({ bytes: 1, least: 0, most: 250, standard: 0 }),
  Object.freeze({ bytes: 1, least: 0, most: 250, standard: 0 }),
  /** Keep every stride of a run. */
  Object.freeze({ bytes: 1, least: 0, most: 1, standard: 0 }),
  /** CALIBRATION is bytes. */
  undefined,
  /** Where it is worn: 0 in the sole, 1 on top of the shoe. */
  Object.freeze({ bytes: 1, least: 0, most: 1, standard: 0 }),
  /** Sessions that start by themselves: bit 0 runs, bit 1 walks. */
  Object.freeze({ bytes: 1, least: 0, most: 3, standard: 3 }),
  /** Running and brisk walking held before a session starts, standing that ends it: as SESSION_RULES. */
  Object.freeze({ bytes: 1, least: 10, most: 250, standard: 60 }),
  Object.freeze({ bytes: 2, least: 60, most: 3600, standard: 360 }),
  Object.freeze({ bytes: 2, least: 30, most: 3600, standard: 180 }),
  /** Runs up to this one are hidden from phones. */
  Object.freeze({ bytes: 4, least: 0, most: 0xffffffff, standard: 0 }),
  /** Cadence below which the runner wants to be told, steps/min: 0 none, 1 the runner's own. */
  Object.freeze({ bytes: 1, least: 0, most: 220, standard: 0 }),
]);

/** One step of a migration: from layout `index` to the next. Changes values with `settings.put` and `putNumber`. */
export type Migration = (settings: Settings) => void;

export class Settings {
  /** Bytes in use, and the bytes. */
  length = 0;
  readonly bytes = new Uint8Array(SETTINGS_MOST);

  /** The number behind a key: its default when it is not set or holds what it may not. */
  number(key: number): number {
    const meaning = MEANINGS[key];
    if (meaning === undefined) return 0;
    const at = this.find(key);
    if (at < 0 || this.bytes[at + 1] !== meaning.bytes) return meaning.standard;
    let value = 0;
    for (let i = meaning.bytes - 1; i >= 0; i--) value = value * 256 + this.bytes[at + 2 + i];
    return value >= meaning.least && value <= meaning.most ? value : meaning.standard;
  }

  /** Copies the bytes behind a key into `into`. @returns its bytes, 0 when it is not set */
  copy(key: number, into: Uint8Array): number {
    const at = this.find(key);
    if (at < 0) return 0;
    const length = Math.min(this.bytes[at + 1], into.length);
    for (let i = 0; i < length; i++) into[i] = this.bytes[at + 2 + i];
    return length;
  }

  /** A number as the key keeps it; undefined when the key may not be that. */
  encode(key: number, value: number): Uint8Array | undefined {
    const meaning = MEANINGS[key];
    if (meaning === undefined || !(value >= meaning.least && value <= meaning.most)) return undefined;
    const bytes = new Uint8Array(meaning.bytes);
    let left = Math.round(value);
    for (let i = 0; i < meaning.bytes; i++) {
      bytes[i] = left % 256;
      left = Math.floor(left / 256);
    }
    return bytes;
  }

  /** May the value be kept under the key, and is there room for it? */
  accepts(key: number, length: number): boolean {
    if (key < 0 || key > 254 || length < 0 || length > BLOB_MOST) return false;
    const meaning = MEANINGS[key];
    if (meaning !== undefined && length !== 0 && length !== meaning.bytes) return false;
    return this.length + 2 + length - this.entryBytes(key) <= SETTINGS_MOST;
  }

  /** Sets a key to `length` bytes of `value` from `from` on; none takes it out. False when it is not accepted. */
  put(key: number, value: Uint8Array, from: number, length: number): boolean {
    if (!this.accepts(key, length)) return false;
    const bytes = this.bytes;
    let at = 0;
    while (at < this.length && bytes[at] < key) at += 2 + bytes[at + 1];
    const old = this.entryBytes(key);
    const entry = length > 0 ? 2 + length : 0;
    bytes.copyWithin(at + entry, at + old, this.length);
    this.length += entry - old;
    if (entry > 0) {
      bytes[at] = key;
      bytes[at + 1] = length;
      for (let i = 0; i < length; i++) bytes[at + 2 + i] = value[from + i];
    }
    return true;
  }

  /** Sets a key to a number. False when it is not accepted. */
  putNumber(key: number, value: number): boolean {
    const bytes = this.encode(key, value);
    return bytes !== undefined && this.put(key, bytes, 0, bytes.length);
  }

  /** Brings values of an older layout up to date, one step after the other. @returns whether the layout was older */
  migrate(steps: readonly Migration[], layout: number): boolean {
    const from = this.number(LAYOUT);
    if (from >= layout) return false;
    for (let i = from; i < layout && i < steps.length; i++) steps[i](this);
    return this.putNumber(LAYOUT, layout);
  }

  write(writer: Writer): void {
    writer.u16(this.length);
    for (let i = 0; i < this.length; i++) writer.u8(this.bytes[i]);
  }

  read(reader: Reader): void {
    const length = reader.u16();
    this.length = 0;
    for (let i = 0; i < length; i++) {
      const byte = reader.u8();
      if (i < SETTINGS_MOST) this.bytes[i] = byte;
    }
    // Whole entries only.
    const end = length < SETTINGS_MOST ? length : SETTINGS_MOST;
    let at = 0;
    while (at + 2 <= end && at + 2 + this.bytes[at + 1] <= end) at += 2 + this.bytes[at + 1];
    this.length = at;
  }

  private find(key: number): number {
    for (let at = 0; at < this.length; at += 2 + this.bytes[at + 1]) if (this.bytes[at] === key) return at;
    return -1;
  }

  private entryBytes(key: number): number {
    const at = this.find(key);
    return at < 0 ? 0 : 2 + this.bytes[at + 1];
  }
}
