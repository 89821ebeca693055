/** The chip's cryptography, by Node's (OpenSSL). */
import { createHash, createPublicKey, verify, type Hash, type KeyObject } from 'node:crypto';
import type { UpdateCrypto } from '../../firmware/io/boot';

const COORDINATE_BYTES = 32;

/** @throws Error when the point is not on the curve */
export function publicKeyOf(point: Uint8Array): KeyObject {
  const coordinate = (at: number): string =>
    Buffer.from(point.subarray(at, at + COORDINATE_BYTES)).toString('base64url');
  return createPublicKey({
    format: 'jwk',
    key: { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(1 + COORDINATE_BYTES) },
  });
}

export class BoardCrypto implements UpdateCrypto {
  private hash: Hash | undefined;
  private readonly known = new Map<string, KeyObject>();

  sha256Start(): void {
    this.hash = createHash('sha256');
  }

  sha256Update(bytes: Uint8Array, length: number): void {
    this.hash?.update(bytes.subarray(0, length));
  }

  sha256Finish(into: Uint8Array): void {
    if (this.hash === undefined) throw new Error('no SHA-256 is under way');
    into.set(this.hash.digest());
    this.hash = undefined;
  }

  verifyP256(publicKey: Uint8Array, message: Uint8Array, length: number, signature: Uint8Array): boolean {
    const digits = Buffer.from(publicKey).toString('hex');
    let key = this.known.get(digits);
    if (key === undefined) {
      key = publicKeyOf(publicKey);
      this.known.set(digits, key);
    }
    return verify('sha256', message.subarray(0, length), { key, dsaEncoding: 'ieee-p1363' }, signature);
  }
}
