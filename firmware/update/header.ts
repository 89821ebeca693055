/** The header of a firmware file: what it says, and whether this shoe may take it. docs/SPEC-UPDATE.md, 1 and 2. */
import { uint16At, uint32At } from '../ble/bytes';
import { Result } from '../ble/footfall-numbers';
import type { UpdateImage } from '../ble/update-receiver';

export const HEADER_BYTES = 256;
/** Bytes that the signature covers; it follows them. */
export const SIGNED_BYTES = 192;
export const SIGNATURE_BYTES = 64;
export const DIGEST_BYTES = 32;
export const DIGEST_AT = 56;
export const KEY_AT = 20;

/** "FFUP" */
const MAGIC = 0x50554646;
const HEADER_VERSION = 1;
const ECDSA_P256_SHA256 = 1;
const VERSION_AT = 10;
const SIZE_AT = 16;
const BOARD_AT = 24;
const BOARD_BYTES = 32;

/** What runs now. */
export interface RunningFirmware {
  /** `esp_chip_id_t` */
  readonly chip: number;
  /** Name of the board's file. */
  readonly board: string;
  /** Major, minor, patch: "0.1.0". */
  readonly version: string;
}

/** Bytes of the image behind the header. */
export function imageBytes(header: Uint8Array): number {
  return uint32At(header, SIZE_AT);
}

/** Three numbers of 0 to 255 as one, to compare by. */
export function versionNumber(major: number, minor: number, patch: number): number {
  return (major << 16) | (minor << 8) | patch;
}

/** @throws RangeError when it is not three numbers of 0 to 255 */
export function parseVersion(version: string): number {
  const parts = version.split('.').map(Number);
  if (parts.length !== 3 || !parts.every((part) => part >= 0 && part <= 255 && part === Math.floor(part)))
    throw new RangeError(`version ${version}: expected three numbers of 0 to 255`);
  return versionNumber(parts[0], parts[1], parts[2]);
}

/**
 * Everything but key and signature.
 * @param image as Begin Update named it: its version is not below the running one
 * @returns a Result
 */
export function checkHeader(header: Uint8Array, image: UpdateImage, running: RunningFirmware): number {
  if (!hasForm(header) || imageBytes(header) !== image.length - HEADER_BYTES) return Result.NotAnImage;
  if (uint16At(header, 8) !== running.chip || !isBoard(header, running.board)) return Result.WrongTarget;
  const isNamed =
    header[VERSION_AT] === image.major &&
    header[VERSION_AT + 1] === image.minor &&
    header[VERSION_AT + 2] === image.patch;
  return isNamed ? Result.Success : Result.VersionRefused;
}

function hasForm(header: Uint8Array): boolean {
  return (
    uint32At(header, 0) === MAGIC &&
    header[4] === HEADER_VERSION &&
    header[5] === ECDSA_P256_SHA256 &&
    uint16At(header, 6) === HEADER_BYTES &&
    isZero(header, VERSION_AT + 3, SIZE_AT) &&
    isZero(header, DIGEST_AT + DIGEST_BYTES, SIGNED_BYTES) &&
    header[BOARD_AT + BOARD_BYTES - 1] === 0
  );
}

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 0) return false;
  return true;
}

function isBoard(header: Uint8Array, board: string): boolean {
  for (let i = 0; i < BOARD_BYTES; i++)
    if (header[BOARD_AT + i] !== (i < board.length ? board.charCodeAt(i) : 0)) return false;
  return true;
}
