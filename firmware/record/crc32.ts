/**
 * CRC-32/ISO-HDLC, the checksum of Ethernet, gzip and littlefs (polynomial 0x04C11DB7 reflected; check value of
 * "123456789": 0xCBF43926). A byte at a time, by a table that is made when the module is preloaded: it lies in flash, 4 KB, and
 * spares an interpreter half of what four bits at a time take (docs/XS.md).
 */
const POLYNOMIAL = 0xedb88320;
const TABLE: readonly number[] = Object.freeze(Array.from({ length: 256 }, (_, byte) => entry(byte)));

function entry(byte: number): number {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) !== 0 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  return crc | 0;
}

/** What a checksum is begun with, and xored with at its end. */
export const CRC_START = -1;

/** Takes bytes `from` up to before `to` into a checksum under way. */
export function crcBytes(crc: number, bytes: Uint8Array, from: number, to: number): number {
  const table = TABLE;
  for (let i = from; i < to; i++) crc = table[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return crc;
}

/** Takes the four bytes of a u32, low byte first, into a checksum under way. */
export function crcUint32(crc: number, value: number): number {
  const table = TABLE;
  crc ^= value;
  crc = table[crc & 255] ^ (crc >>> 8);
  crc = table[crc & 255] ^ (crc >>> 8);
  crc = table[crc & 255] ^ (crc >>> 8);
  return table[crc & 255] ^ (crc >>> 8);
}

/**
 * Takes the first `count` words, four bytes each, into a checksum under way. The machine must be little-endian: every target is.
 * As `crcUint32` for each, but a call costs as much as a byte.
 */
export function crcWords(crc: number, words: Int32Array, count: number): number {
  const table = TABLE;
  for (let i = 0; i < count; i++) {
    crc ^= words[i];
    crc = table[crc & 255] ^ (crc >>> 8);
    crc = table[crc & 255] ^ (crc >>> 8);
    crc = table[crc & 255] ^ (crc >>> 8);
    crc = table[crc & 255] ^ (crc >>> 8);
  }
  return crc;
}

/** CRC-32 of bytes `from` up to before `to`, 0 to 2^32 - 1. */
export function crc32(bytes: Uint8Array, from: number, to: number): number {
  return ~crcBytes(CRC_START, bytes, from, to) >>> 0;
}
