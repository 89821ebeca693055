/** The entries of ESP-IDF's `otadata` partition (esp_flash_partitions.h, esp_ota_select_entry_t), and which of two counts. */
import { crc32 } from 'node:zlib';
import type { Flash } from '../../firmware/io/flash';

export const OtaState = Object.freeze({
  New: 0,
  PendingVerify: 1,
  Valid: 2,
  Invalid: 3,
  Aborted: 4,
  Undefined: 0xffffffff,
});

export const SECTORS = 2;
const ENTRY_BYTES = 32;
const STATE_AT = 24;
const CRC_AT = 28;
const NO_SEQUENCE = 0xffffffff;

export class OtaEntry {
  constructor(readonly bytes: Buffer) {}

  static of(sequence: number, state: number): OtaEntry {
    const bytes = Buffer.alloc(ENTRY_BYTES, 0xff);
    bytes.writeUInt32LE(sequence, 0);
    bytes.writeUInt32LE(state, STATE_AT);
    bytes.writeUInt32LE(sequenceCrc(bytes), CRC_AT);
    return new OtaEntry(bytes);
  }

  get sequence(): number {
    return this.bytes.readUInt32LE(0);
  }

  get state(): number {
    return this.bytes.readUInt32LE(STATE_AT);
  }

  /** Only the sequence is under the checksum. */
  get isSound(): boolean {
    return this.sequence !== NO_SEQUENCE && this.bytes.readUInt32LE(CRC_AT) === sequenceCrc(this.bytes);
  }

  /** bootloader_common_ota_select_invalid */
  get isInvalid(): boolean {
    return (
      this.sequence === NO_SEQUENCE || this.state === OtaState.Invalid || this.state === OtaState.Aborted
    );
  }

  get isValid(): boolean {
    return !this.isInvalid && this.isSound;
  }

  get slot(): number {
    return (this.sequence - 1) % SECTORS;
  }

  withState(state: number): OtaEntry {
    const bytes = Buffer.from(this.bytes);
    bytes.writeUInt32LE(state, STATE_AT);
    return new OtaEntry(bytes);
  }
}

/** bootloader_common_ota_select_crc: `esp_rom_crc32_le` begun with all bits set. */
function sequenceCrc(entry: Buffer): number {
  return crc32(entry.subarray(0, 4), 0xffffffff);
}

export function readEntries(flash: Flash): OtaEntry[] {
  const { blockLength } = flash.status();
  return Array.from({ length: SECTORS }, (_, sector) => {
    const bytes = Buffer.alloc(ENTRY_BYTES);
    flash.read(bytes, sector * blockLength);
    return new OtaEntry(bytes);
  });
}

/** Erase, then program: what a cut leaves in between is no entry. */
export function writeEntry(flash: Flash, sector: number, entry: OtaEntry): void {
  flash.eraseBlock(sector);
  flash.write(entry.bytes, sector * flash.status().blockLength);
}

/** bootloader_common_get_active_otadata: the valid one with the higher sequence; -1 none. */
export function activeEntry(entries: readonly OtaEntry[]): number {
  const [first, second] = entries;
  if (first.isValid && second.isValid) return first.sequence >= second.sequence ? 0 : 1;
  return entries.findIndex((entry) => entry.isValid);
}
