/** Settings as the radio reads and writes them: the flash's keys and bytes. docs/SPEC.md, 4.6. */
import {
  AUTO_START,
  CADENCE_TARGET,
  FOOT,
  HEIGHT_cm,
  NAME,
  PLACE,
  RUN_HELD_s,
  SHOE,
  STOP_STANDING_s,
  STRIDE_DETAIL,
  SUMMARY,
  UNITS,
  VALUE_MOST,
  WALK_HELD_s,
  WEIGHT_kg,
} from '../record/settings';
import { Result } from './footfall-numbers';

/** What keeps them: the shoe's record. */
export interface SettingsStore {
  setting(key: number): number;
  set(key: number, value: number): boolean;
  /** Back to the default. */
  unset(key: number): boolean;
  name(into: Uint8Array): number;
  setName(utf8: Uint8Array): boolean;
}

/** Keys a phone may read and set, with the bytes of their values; the name has as many as it has. */
const KEYS: readonly number[] = Object.freeze([
  FOOT,
  NAME,
  SHOE,
  SUMMARY,
  UNITS,
  HEIGHT_cm,
  WEIGHT_kg,
  STRIDE_DETAIL,
  PLACE,
  AUTO_START,
  RUN_HELD_s,
  WALK_HELD_s,
  STOP_STANDING_s,
  CADENCE_TARGET,
]);
const BYTES: readonly number[] = Object.freeze([1, 0, 4, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 1]);

export interface SettingsListener {
  /** A phone has changed this setting. */
  settingChanged(key: number): void;
}

export class SettingsAccess {
  /** Changes so far. */
  changes = 0;
  private readonly store: SettingsStore;
  private readonly listener: SettingsListener | undefined;
  /** A value that comes in parts: its key, and the bytes so far. */
  private parts: Uint8Array | undefined;
  private partsKey = 0;
  private partsLength = 0;
  private partsAt = 0;

  constructor(store: SettingsStore, listener?: SettingsListener) {
    this.store = store;
    this.listener = listener;
  }

  /** Copies the value of a key into `into` from `at` on. @returns its bytes, -1 for a key that is not a phone's */
  read(key: number, into: Uint8Array, at: number): number {
    const index = KEYS.indexOf(key);
    if (index < 0) return -1;
    if (key === NAME) {
      const name = new Uint8Array(VALUE_MOST);
      const length = this.store.name(name);
      for (let i = 0; i < length; i++) into[at + i] = name[i];
      return length;
    }
    let value = this.store.setting(key);
    for (let i = 0; i < BYTES[index]; i++) {
      into[at + i] = value % 256;
      value = Math.floor(value / 256);
    }
    return BYTES[index];
  }

  /** All of them: key, length, value. @returns the bytes written */
  readAll(into: Uint8Array): number {
    let at = 0;
    for (let i = 0; i < KEYS.length; i++) {
      const length = this.read(KEYS[i], into, at + 2);
      into[at] = KEYS[i];
      into[at + 1] = length;
      at += 2 + length;
    }
    return at;
  }

  /** @param request a Set Setting of at least four bytes. @returns a Result */
  write(request: Uint8Array): number {
    const key = request[1];
    const length = request[2];
    const offset = request[3];
    const here = request.length - 4;
    const index = KEYS.indexOf(key);
    if (index < 0) return Result.NotFound;
    const allowed = key === NAME ? length <= VALUE_MOST : length === 0 || length === BYTES[index];
    if (!allowed || offset + here > length || (here === 0 && length > 0)) return Result.InvalidParameter;
    const begun = this.parts;
    const goesOn = this.partsKey === key && this.partsLength === length && this.partsAt === offset;
    this.parts = undefined;
    if (offset > 0 && (begun === undefined || !goesOn)) return Result.InvalidParameter;
    const parts = offset > 0 && begun !== undefined ? begun : new Uint8Array(length);
    for (let i = 0; i < here; i++) parts[offset + i] = request[4 + i];
    if (offset + here === length) return this.keep(key, parts);
    this.parts = parts;
    this.partsKey = key;
    this.partsLength = length;
    this.partsAt = offset + here;
    return Result.Success;
  }

  private keep(key: number, parts: Uint8Array): number {
    const store = this.store;
    const { length } = parts;
    let number = 0;
    for (let i = length - 1; i >= 0; i--) number = number * 256 + parts[i];
    const before = key === NAME ? 0 : store.setting(key);
    let kept: boolean;
    if (length === 0) kept = store.unset(key);
    else if (key === NAME) kept = store.setName(parts);
    else kept = store.set(key, number);
    // A value out of range and a flash that takes nothing look the same from here; only the first leaves no trace.
    if (!kept) return Result.InvalidParameter;
    if (key === NAME || store.setting(key) !== before) {
      this.changes++;
      this.listener?.settingChanged(key);
    }
    return Result.Success;
  }
}
