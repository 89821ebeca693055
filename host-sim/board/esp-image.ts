/**
 * An application image as ESP-IDF's build makes it and its bootloader checks it: header of 24 bytes, segments, checksum, SHA-256
 * (ESP-IDF, "App Image Format"; esp_app_format.h, esp_app_desc.h). What is in the segments is no program: the virtual board runs the
 * firmware in Node whatever the image holds, and takes only its version from it.
 */
import { createHash } from 'node:crypto';

const MAGIC = 0xe9;
const HEADER_BYTES = 24;
const SEGMENT_HEADER_BYTES = 8;
const SEGMENTS_MOST = 16;
const CHIP_AT = 12;
const HASH_APPENDED_AT = 23;
const CHECKSUM_START = 0xef;
const HASH_BYTES = 32;
/** esp_app_desc_t, the first thing in the first segment. */
const DESCRIPTION_AT = HEADER_BYTES + SEGMENT_HEADER_BYTES;
const DESCRIPTION_BYTES = 256;
const DESCRIPTION_MAGIC = 0xabcd5432;
const VERSION_AT = 16;
const NAME_AT = 48;
const TEXT_BYTES = 32;
/** Where constants lie on an ESP32-C3 (soc.h, SOC_DROM_LOW). */
const LOAD_ADDRESS = 0x3c000020;

/** `esp_chip_id_t` */
export const CHIPS: Readonly<Record<string, number>> = { esp32c3: 5, esp32s3: 9, esp32c6: 13, esp32h2: 16 };

export interface EspImage {
  readonly chip: number;
  /** Bytes, checksum and digest included. */
  readonly length: number;
  readonly version: string;
}

/** An image of `length` bytes, a multiple of 16 and 400 or more, with constant noise in it. */
export function buildEspImage(chip: number, version: string, length: number): Uint8Array {
  const image = Buffer.alloc(length);
  const data = length - HASH_BYTES - 16 - DESCRIPTION_AT;
  if (length % 16 !== 0 || data < DESCRIPTION_BYTES) throw new RangeError(`an image of ${length} bytes`);
  image[0] = MAGIC;
  image[1] = 1;
  image.writeUInt16LE(chip, CHIP_AT);
  image[HASH_APPENDED_AT] = 1;
  image.writeUInt32LE(LOAD_ADDRESS, HEADER_BYTES);
  image.writeUInt32LE(data, HEADER_BYTES + 4);
  for (let at = DESCRIPTION_AT; at < DESCRIPTION_AT + data; at++)
    image[at] = Math.imul(at ^ (version.length << 20) ^ (version.charCodeAt(0) << 12), 0x9e3779b1) >>> 13;
  image.fill(0, DESCRIPTION_AT, DESCRIPTION_AT + DESCRIPTION_BYTES);
  image.writeUInt32LE(DESCRIPTION_MAGIC, DESCRIPTION_AT);
  image.write(version, DESCRIPTION_AT + VERSION_AT, TEXT_BYTES - 1, 'latin1');
  image.write('footfall', DESCRIPTION_AT + NAME_AT, TEXT_BYTES - 1, 'latin1');
  let checksum = CHECKSUM_START;
  for (let at = DESCRIPTION_AT; at < DESCRIPTION_AT + data; at++) checksum ^= image[at];
  const end = length - HASH_BYTES;
  image[end - 1] = checksum;
  createHash('sha256').update(image.subarray(0, end)).digest().copy(image, end);
  return image;
}

/** As the bootloader looks at a slot. @returns undefined when there is no image it would start */
export function readEspImage(slot: Uint8Array): EspImage | undefined {
  const bytes = Buffer.from(slot.buffer, slot.byteOffset, slot.length);
  if (bytes.length < DESCRIPTION_AT + DESCRIPTION_BYTES || bytes[0] !== MAGIC) return undefined;
  const segments = bytes[1];
  if (segments < 1 || segments > SEGMENTS_MOST) return undefined;
  let at = HEADER_BYTES;
  let checksum = CHECKSUM_START;
  for (let i = 0; i < segments; i++) {
    if (at + SEGMENT_HEADER_BYTES > bytes.length) return undefined;
    const length = bytes.readUInt32LE(at + 4);
    at += SEGMENT_HEADER_BYTES;
    if (length > bytes.length - at) return undefined;
    for (const end = at + length; at < end; at++) checksum ^= bytes[at];
  }
  const end = (at + 16) & -16;
  if (end > bytes.length || bytes[end - 1] !== checksum) return undefined;
  const hashed = bytes[HASH_APPENDED_AT] === 1;
  if (hashed) {
    if (end + HASH_BYTES > bytes.length) return undefined;
    const digest = createHash('sha256').update(bytes.subarray(0, end)).digest();
    if (!digest.equals(bytes.subarray(end, end + HASH_BYTES))) return undefined;
  }
  if (bytes.readUInt32LE(DESCRIPTION_AT) !== DESCRIPTION_MAGIC) return undefined;
  const text = bytes.toString(
    'latin1',
    DESCRIPTION_AT + VERSION_AT,
    DESCRIPTION_AT + VERSION_AT + TEXT_BYTES,
  );
  return {
    chip: bytes.readUInt16LE(CHIP_AT),
    length: hashed ? end + HASH_BYTES : end,
    version: text.split('\0', 1)[0],
  };
}
