/** CRC-32 by way of Node's zlib: the last eight bytes of a gzip stream are checksum and length (RFC 1952). */
import { gzipSync } from 'node:zlib';

export function crc32(bytes: Uint8Array): number {
  const gzip = gzipSync(bytes);
  return gzip.readUInt32LE(gzip.length - 8);
}
