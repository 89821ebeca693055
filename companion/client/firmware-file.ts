/** What a firmware file says of itself. docs/SPEC-UPDATE.md, 1. Whether it is signed is for the shoe to say. */
import { FieldReader } from './bytes';

const MAGIC = 0x50554646;
const HEADER_VERSION = 1;
const HEADER_BYTES = 256;
const BOARD_BYTES = 32;

/** Chips, as `esp_chip_id_t` numbers them. */
export const CHIP_NAMES: Readonly<Record<number, string>> = {
  5: 'ESP32-C3',
  9: 'ESP32-S3',
  13: 'ESP32-C6',
  16: 'ESP32-H2',
};

export interface FirmwareFile {
  readonly chip: number;
  readonly board: string;
  /** Major, minor, patch. */
  readonly version: readonly [number, number, number];
  /** Of the image behind the header. */
  readonly imageBytes: number;
}

/** The file is not one the shoe could take. */
export class NotFirmware extends Error {
  constructor(why: string) {
    super(`not a firmware file: ${why}`);
    this.name = 'NotFirmware';
  }
}

/** @throws NotFirmware */
export function readFirmwareFile(file: Uint8Array): FirmwareFile {
  const reader = new FieldReader(file);
  if (file.length <= HEADER_BYTES || reader.u32() !== MAGIC) throw new NotFirmware('it has no header');
  if (reader.u8() !== HEADER_VERSION) throw new NotFirmware('its header is of a kind not known here');
  reader.at = 8;
  const chip = reader.u16();
  const version = [reader.u8(), reader.u8(), reader.u8()] as const;
  reader.at = 16;
  const imageBytes = reader.u32();
  if (imageBytes !== file.length - HEADER_BYTES)
    throw new NotFirmware('it was cut short, or has more than it says');
  reader.at = 24;
  const text = String.fromCharCode(...reader.take(BOARD_BYTES));
  return { chip, board: text.split('\0', 1)[0], version, imageBytes };
}
