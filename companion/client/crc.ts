/**
 * Checksums of the transfer, docs/SPEC.md 4.5. Names and check values as in the catalogue of parametrised CRC algorithms
 * (reveng.sourceforge.io).
 */

const CRC16_POLYNOMIAL = 0x1021;
/** 0x04C11DB7 reflected. */
const CRC32_POLYNOMIAL = 0xedb88320;

const CRC16_TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) !== 0 ? (crc << 1) ^ CRC16_POLYNOMIAL : crc << 1;
  return crc;
});

const CRC32_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) !== 0 ? (crc >>> 1) ^ CRC32_POLYNOMIAL : crc >>> 1;
  return crc;
});

/** CRC-16/IBM-3740 of the bytes before `end`. "123456789" gives 0x29B1. */
export function crc16(bytes: Uint8Array, end = bytes.length): number {
  let crc = 0xffff;
  for (let i = 0; i < end; i++) crc = ((crc << 8) & 0xffff) ^ CRC16_TABLE[(crc >>> 8) ^ bytes[i]];
  return crc;
}

/** CRC-32/ISO-HDLC. "123456789" gives 0xCBF43926. `before` is the checksum of what came before. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC32_TABLE[(crc ^ byte) & 0xff];
  return ~crc >>> 0;
}
