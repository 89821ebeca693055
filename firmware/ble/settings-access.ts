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

const NOT_A_KEY = -1;

export class SettingsAccess {
  /** Changes so far, and what hears of each. */
  changes = 0;
  private readonly store: SettingsStore;
  private readonly onChange: (key: number) => void;
  /** A value that comes in parts: its key, and the bytes so far. */
  private readonly parts = new Uint8Array(VALUE_MOST);
  private partsKey = NOT_A_KEY;
  private partsLength = 0;
  private partsAt = 0;
  private readonly value = new Uint8Array(VALUE_MOST);

  constructor(store: SettingsStore, onChange: (key: number) => void) {
    this.store = store;
    this.onChange = onChange;
  }

  /** Copies the value of a key into `into` from `at` on. @returns its bytes, -1 for a key that is not a phone's */
  read(key: number, into: Uint8Array, at: number): number {
    const index = KEYS.indexOf(key);
    if (index < 0) return -1;
    if (key === NAME) {
      const length = this.store.name(this.value);
      for (let i = 0; i < length; i++) into[at + i] = this.value[i];
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
    if (offset === 0) {
      this.partsKey = key;
      this.partsLength = length;
      this.partsAt = 0;
    } else if (this.partsKey !== key || this.partsLength !== length || this.partsAt !== offset) {
      this.forget();
      return Result.InvalidParameter;
    }
    for (let i = 0; i < here; i++) this.parts[offset + i] = request[4 + i];
    this.partsAt = offset + here;
    if (this.partsAt < length) return Result.Success;
    this.forget();
    return this.keep(key, length);
  }

  private forget(): void {
    this.partsKey = NOT_A_KEY;
  }

  private keep(key: number, length: number): number {
    const store = this.store;
    const parts = this.parts;
    let number = 0;
    for (let i = length - 1; i >= 0; i--) number = number * 256 + parts[i];
    const before = key === NAME ? 0 : store.setting(key);
    let kept: boolean;
    if (length === 0) kept = store.unset(key);
    else if (key === NAME) kept = store.setName(parts.slice(0, length));
    else kept = store.set(key, number);
    // A value out of range and a flash that takes nothing look the same from here; only the first leaves no trace.
    if (!kept) return Result.InvalidParameter;
    if (key === NAME || store.setting(key) !== before) {
      this.changes++;
      this.onChange(key);
    }
    return Result.Success;
  }
}
