/**
 * CRC-16/IBM-3740, also called CCITT-FALSE: polynomial 0x1021, start 0xFFFF, not reflected, no final xor; "123456789" gives
 * 0x29B1 (reveng.sourceforge.io, catalogue of CRC algorithms). Four bits at a time, with a table of 16 numbers.
 */
const NIBBLES: readonly number[] = Object.freeze([
  0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50a5, 0x60c6, 0x70e7, 0x8108, 0x9129, 0xa14a, 0xb16b, 0xc18c,
  0xd1ad, 0xe1ce, 0xf1ef,
]);

/** CRC-16 of bytes `from` up to before `to`. */
export function crc16(bytes: Uint8Array, from: number, to: number): number {
  const table = NIBBLES;
  let crc = 0xffff;
  for (let i = from; i < to; i++) {
    const byte = bytes[i];
    crc = ((crc << 4) & 0xffff) ^ table[(crc >> 12) ^ (byte >> 4)];
    crc = ((crc << 4) & 0xffff) ^ table[(crc >> 12) ^ (byte & 15)];
  }
  return crc;
}
