/**
 * CRC-32/ISO-HDLC, the checksum of Ethernet, gzip and littlefs (polynomial 0x04C11DB7 reflected; check value of
 * "123456789": 0xCBF43926). Four bits at a time: a table of 16 numbers instead of 256, as littlefs' lfs_crc does.
 */
const NIBBLES: readonly number[] = Object.freeze([
  0x00000000,
  0x1db71064,
  0x3b6e20c8,
  0x26d930ac,
  0x76dc4190,
  0x6b6b51f4,
  0x4db26158,
  0x5005713c,
  0xedb88320 | 0,
  0xf00f9344 | 0,
  0xd6d6a3e8 | 0,
  0xcb61b38c | 0,
  0x9b64c2b0 | 0,
  0x86d3d2d4 | 0,
  0xa00ae278 | 0,
  0xbdbdf21c | 0,
]);

/** What a checksum is begun with, and xored with at its end. */
export const CRC_START = -1;

/** Takes bytes `from` up to before `to` into a checksum under way. */
export function crcBytes(crc: number, bytes: Uint8Array, from: number, to: number): number {
  const table = NIBBLES;
  for (let i = from; i < to; i++) {
    const byte = bytes[i];
    crc = table[(crc ^ byte) & 15] ^ (crc >>> 4);
    crc = table[(crc ^ (byte >> 4)) & 15] ^ (crc >>> 4);
  }
  return crc;
}

/**
 * Takes the four bytes of a u32, low byte first, into a checksum under way. Without a loop: that halves it on an interpreter
 * (docs/XS.md).
 */
export function crcUint32(crc: number, value: number): number {
  const table = NIBBLES;
  crc ^= value;
  crc = table[crc & 15] ^ (crc >>> 4);
  crc = table[crc & 15] ^ (crc >>> 4);
  crc = table[crc & 15] ^ (crc >>> 4);
  crc = table[crc & 15] ^ (crc >>> 4);
  crc = table[crc & 15] ^ (crc >>> 4);
  crc = table[crc & 15] ^ (crc >>> 4);
  crc = table[crc & 15] ^ (crc >>> 4);
  return table[crc & 15] ^ (crc >>> 4);
}

/** Takes the first `count` words, four bytes each, into a checksum under way. The machine must be little-endian: every target is. */
export function crcWords(crc: number, words: Int32Array, count: number): number {
  for (let i = 0; i < count; i++) crc = crcUint32(crc, words[i]);
  return crc;
}

/** CRC-32 of bytes `from` up to before `to`, 0 to 2^32 - 1. */
export function crc32(bytes: Uint8Array, from: number, to: number): number {
  return ~crcBytes(CRC_START, bytes, from, to) >>> 0;
}
