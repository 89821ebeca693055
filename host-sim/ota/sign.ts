/** What makers do: keys, signing the image that the build made, looking at a file. docs/UPDATE.md. */
import { createPrivateKey, createHash, verify, type KeyObject } from 'node:crypto';
import { publicKeyOf } from '../board/crypto';
import { CHIPS, readEspImage } from '../board/esp-image';
import { imageBytesMost } from '../device/targets';
import { firmwareFile, HEADER_BYTES, keyId, newKey, publicPoint } from './file';

const SIGNED_BYTES = 192;
const BOARD_BYTES = 32;
const DIGEST_BYTES = 32;
/** Words for people: what a maker has to do otherwise. */
export class SigningError extends Error {}

/** A new private key as PEM (PKCS #8), encrypted when there is a passphrase. */
export function makeKey(passphrase?: string): string {
  const encryption = passphrase ? { cipher: 'aes-256-cbc', passphrase } : {};
  return newKey()
    .export({ type: 'pkcs8', format: 'pem', ...encryption })
    .toString();
}

/** @throws SigningError when it is no private key for P-256, or the passphrase is wrong */
export function readKey(pem: string | Buffer, passphrase?: string): KeyObject {
  try {
    const key = createPrivateKey({ key: pem, passphrase });
    publicPoint(key);
    return key;
  } catch (error) {
    throw new SigningError(
      `not a private key for P-256, or a wrong passphrase (${(error as Error).message})`,
    );
  }
}

/** The public key as the firmware has it (firmware/device/update-keys.ts). */
export function publicDigits(key: KeyObject): string {
  return publicPoint(key).toString('hex');
}

/** Signs the image that ESP-IDF's build made. @throws SigningError when it could not be started or updated, or header values are wrong */
export function signImage(image: Buffer, header: { board: string; version: string }, key: KeyObject): Buffer {
  const found = readEspImage(image);
  if (found === undefined)
    throw new SigningError(
      'not an application image of ESP-IDF, or a spoiled one (magic, checksum or digest)',
    );
  if (chipName(found.chip) === undefined)
    throw new SigningError(`chip ${found.chip} is none of this project`);
  const most = imageBytesMost();
  if (image.length > most) throw new SigningError(`${image.length} bytes; a slot takes ${most}`);
  try {
    return firmwareFile(image, { ...header, chip: found.chip }, key);
  } catch (error) {
    throw error instanceof RangeError ? new SigningError(error.message) : error;
  }
}

export interface FileReport {
  readonly chip: string;
  readonly board: string;
  readonly version: string;
  readonly imageBytes: number;
  readonly key: string;
  readonly digestRight: boolean;
  /** Against the key given; undefined without one. */
  readonly signatureRight: boolean | undefined;
}

/** @throws SigningError when it has no header */
export function describe(file: Buffer, publicKey?: string): FileReport {
  if (file.length < HEADER_BYTES || file.toString('latin1', 0, 4) !== 'FFUP' || file[4] !== 1)
    throw new SigningError('not a firmware file');
  const image = file.subarray(HEADER_BYTES);
  const chip = file.readUInt16LE(8);
  const point = publicKey === undefined ? undefined : Buffer.from(publicKey, 'hex');
  return {
    chip: chipName(chip) ?? `unknown (${chip})`,
    board: file.toString('latin1', 24, 24 + BOARD_BYTES).split('\0', 1)[0],
    version: [...file.subarray(10, 13)].join('.'),
    imageBytes: file.readUInt32LE(16),
    key: file.toString('hex', 20, 24),
    digestRight:
      file.readUInt32LE(16) === image.length &&
      createHash('sha256')
        .update(image)
        .digest()
        .equals(file.subarray(56, 56 + DIGEST_BYTES)),
    signatureRight:
      point &&
      keyId(point).equals(file.subarray(20, 24)) &&
      verify(
        'sha256',
        file.subarray(0, SIGNED_BYTES),
        { key: publicKeyOf(point), dsaEncoding: 'ieee-p1363' },
        file.subarray(SIGNED_BYTES, HEADER_BYTES),
      ),
  };
}

function chipName(chip: number): string | undefined {
  return Object.keys(CHIPS).find((name) => CHIPS[name] === chip);
}
