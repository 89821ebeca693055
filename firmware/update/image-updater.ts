/**
 * Takes a firmware file into the slot that does not run, if it is for this shoe, not older than what runs, and signed by a key
 * that what runs knows; and starts it. docs/SPEC-UPDATE.md, 2 and 3; docs/UPDATE.md.
 *
 * Nothing is written before the header has passed, and nothing is started whose bytes, read back from flash, are not those signed.
 */
import { Result } from '../ble/footfall-numbers';
import type { UpdateImage, Updater } from '../ble/update-receiver';
import type { BootControl, UpdateCrypto } from '../io/boot';
import type { Timers } from '../io/time';
import {
  checkHeader,
  DIGEST_AT,
  DIGEST_BYTES,
  HEADER_BYTES,
  imageBytes,
  KEY_AT,
  parseVersion,
  SIGNATURE_BYTES,
  SIGNED_BYTES,
  versionNumber,
  type RunningFirmware,
} from './header';
import { NOTHING, Slot } from './slot';

const PUBLIC_KEY_BYTES = 65;
const KEY_ID_BYTES = 4;
/** First byte of a point with both coordinates (SEC 1, 2.3.3). */
const UNCOMPRESSED = 4;
const HEX = '0123456789abcdef';
/** From Apply Update to the restart: its indication and the link's end still go out. */
const RESTART_ms = 1000;

export interface ImageUpdaterOptions {
  readonly boot: BootControl;
  readonly crypto: UpdateCrypto;
  /** Public keys of those who may sign, 65 bytes each as hexadecimal digits. */
  readonly keys: readonly string[];
  readonly running: RunningFirmware;
  readonly timers: Timers;
  /** Closes everything and restarts the chip. */
  readonly restart: () => void;
  readonly log?: (sentence: string) => void;
}

export class ImageUpdater implements Updater {
  kept = 0;
  private readonly options: ImageUpdaterOptions;
  private readonly version: number;
  private readonly slot: Slot;
  private readonly keys: Uint8Array[] = [];
  private readonly image = { length: 0, crc32: 0, major: 0, minor: 0, patch: 0 };
  private readonly header = new Uint8Array(HEADER_BYTES);
  private headerFilled = 0;
  private readonly signature = new Uint8Array(SIGNATURE_BYTES);
  private readonly digest = new Uint8Array(DIGEST_BYTES);
  private written = false;
  private restarting = false;

  /** @throws RangeError when a key or the running version is none */
  constructor(options: ImageUpdaterOptions) {
    this.options = options;
    this.version = parseVersion(options.running.version);
    this.slot = new Slot(options.boot);
    for (const key of options.keys) this.keys.push(fromHex(key));
  }

  get returned(): boolean {
    return this.options.boot.returned;
  }

  begin(image: UpdateImage): number {
    this.kept = 0;
    this.headerFilled = 0;
    this.written = false;
    if (this.restarting || this.options.boot.onTrial) return Result.Busy;
    if (image.length <= HEADER_BYTES) return Result.NotAnImage;
    try {
      if (image.length - HEADER_BYTES > this.slot.room) return Result.OperationFailed;
      if (versionNumber(image.major, image.minor, image.patch) < this.version) return Result.VersionRefused;
      Object.assign(this.image, image);
      this.resume();
      return Result.Success;
    } catch (error) {
      return this.fault(error);
    }
  }

  write(bytes: Uint8Array, from: number, to: number): number {
    try {
      if (this.headerFilled < HEADER_BYTES) {
        const left = HEADER_BYTES - this.headerFilled;
        const part = to - from < left ? to - from : left;
        this.header.set(bytes.subarray(from, from + part), this.headerFilled);
        this.headerFilled += part;
        from += part;
        if (this.headerFilled < HEADER_BYTES) return Result.Success;
        const result = this.check();
        if (result !== Result.Success) return result;
        this.written = true;
        this.slot.begin(this.header, this.image.crc32);
      }
      this.slot.append(bytes, from, to);
      return Result.Success;
    } catch (error) {
      return this.fault(error);
    }
  }

  verify(): number {
    const { slot, header, digest } = this;
    const size = imageBytes(header);
    try {
      slot.end(size);
      slot.digest(this.options.crypto, size, digest);
    } catch (error) {
      return this.fault(error);
    }
    for (let i = 0; i < DIGEST_BYTES; i++)
      if (digest[i] !== header[DIGEST_AT + i]) return Result.SignatureRefused;
    return Result.Success;
  }

  apply(): number {
    const { boot, timers, restart } = this.options;
    if (this.restarting) return Result.Success;
    if (!boot.activate()) return Result.OperationFailed;
    this.restarting = true;
    timers.set(restart, RESTART_ms);
    return Result.Success;
  }

  cancel(): void {
    if (!this.written || this.restarting) return;
    this.written = false;
    try {
      this.slot.forget();
    } catch (error) {
      this.fault(error);
    }
  }

  /** Goes on where a reset cut off this very file, if there is one. */
  private resume(): void {
    const { slot, header, image } = this;
    slot.readHeader(header);
    if (this.check() !== Result.Success) return;
    const bytes = slot.find(image.crc32, imageBytes(header));
    if (bytes === NOTHING) return;
    this.headerFilled = HEADER_BYTES;
    this.written = true;
    this.kept = HEADER_BYTES + bytes;
  }

  /** @returns a Result */
  private check(): number {
    const { header, signature } = this;
    const { running, crypto } = this.options;
    const result = checkHeader(header, this.image, running);
    if (result !== Result.Success) return result;
    for (let i = 0; i < SIGNATURE_BYTES; i++) signature[i] = header[SIGNED_BYTES + i];
    for (const key of this.keys)
      if (this.isNamed(key) && crypto.verifyP256(key, header, SIGNED_BYTES, signature)) return Result.Success;
    return Result.SignatureRefused;
  }

  private isNamed(key: Uint8Array): boolean {
    const { header, digest } = this;
    const { crypto } = this.options;
    crypto.sha256Start();
    crypto.sha256Update(key, PUBLIC_KEY_BYTES);
    crypto.sha256Finish(digest);
    for (let i = 0; i < KEY_ID_BYTES; i++) if (header[KEY_AT + i] !== digest[i]) return false;
    return true;
  }

  private fault(error: unknown): number {
    this.options.log?.(`update: ${error instanceof Error ? error.message : String(error)}`);
    return Result.OperationFailed;
  }
}

/** @throws RangeError when it is no public key in digits */
function fromHex(digits: string): Uint8Array {
  const bytes = new Uint8Array(PUBLIC_KEY_BYTES);
  let isKey = digits.length === 2 * PUBLIC_KEY_BYTES;
  for (let i = 0; i < PUBLIC_KEY_BYTES && isKey; i++) {
    const byte = 16 * HEX.indexOf(digits.charAt(2 * i)) + HEX.indexOf(digits.charAt(2 * i + 1));
    isKey = HEX.includes(digits.charAt(2 * i)) && HEX.includes(digits.charAt(2 * i + 1));
    bytes[i] = byte;
  }
  if (!isKey || bytes[0] !== UNCOMPRESSED)
    throw new RangeError('a public key has 130 hexadecimal digits, 04 first');
  return bytes;
}
