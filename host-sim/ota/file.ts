/** Firmware files as makers make them: header, signature, image. Written from docs/SPEC-UPDATE.md, 1, and not from the firmware. */
import { createHash, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export const HEADER_BYTES = 256;
const SIGNED_BYTES = 192;
const BOARD_AT = 24;
const BOARD_MOST = 31;
const DIGEST_AT = 56;
const ECDSA_P256_SHA256 = 1;

export interface FileHeader {
  readonly chip: number;
  readonly board: string;
  /** Major, minor, patch. */
  readonly version: string;
}

/** A new private key for P-256. */
export function newKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
}

/** The public key's 65 bytes. @throws Error when the key is none for P-256 */
export function publicPoint(key: KeyObject): Buffer {
  const { crv, x, y } = createPublicKey(key).export({ format: 'jwk' });
  if (crv !== 'P-256' || x === undefined || y === undefined) throw new Error('the key is none for P-256');
  return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
}

export function keyId(point: Uint8Array): Buffer {
  return createHash('sha256').update(point).digest().subarray(0, 4);
}

/** The header without its signature. @throws RangeError when version or board cannot be written */
export function unsignedHeader(image: Uint8Array, header: FileHeader, point: Uint8Array): Buffer {
  const version = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(header.version)?.slice(1).map(Number);
  if (version === undefined || version.some((part) => part > 255))
    throw new RangeError(`version ${header.version}: expected three numbers of 0 to 255`);
  if (!/^[\x21-\x7e]+$/.test(header.board) || header.board.length > BOARD_MOST)
    throw new RangeError(`board ${header.board}: expected 1 to ${BOARD_MOST} characters of ASCII`);
  if (image.length === 0) throw new RangeError('the image is empty');
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.write('FFUP', 0, 'latin1');
  bytes[4] = 1;
  bytes[5] = ECDSA_P256_SHA256;
  bytes.writeUInt16LE(HEADER_BYTES, 6);
  bytes.writeUInt16LE(header.chip, 8);
  bytes.set(version, 10);
  bytes.writeUInt32LE(image.length, 16);
  keyId(point).copy(bytes, 20);
  bytes.write(header.board, BOARD_AT, 'latin1');
  createHash('sha256').update(image).digest().copy(bytes, DIGEST_AT);
  return bytes;
}

/** Signs what of a header is signed, in place. */
export function signHeader(header: Buffer, key: KeyObject): Buffer {
  sign('sha256', header.subarray(0, SIGNED_BYTES), { key, dsaEncoding: 'ieee-p1363' }).copy(
    header,
    SIGNED_BYTES,
  );
  return header;
}

/** A whole file. Throws as `unsignedHeader`. */
export function firmwareFile(image: Uint8Array, header: FileHeader, key: KeyObject): Buffer {
  return Buffer.concat([signHeader(unsignedHeader(image, header, publicPoint(key)), key), image]);
}
