/**
 * Reads the records of the log in order, skipping what is damaged. Keeps its place while records are added and blocks are
 * given up: it goes by sequence, not by position.
 */
import type { Flash } from '../io/flash';
import type { Blocks } from './blocks';
import { CRC_START, crcUint32, crcWords } from './crc32';
import { CRC_BYTES, ERASED, HEADER_BYTES, PAYLOAD_MOST, RECORD_MOST, UNIT, recordBytes } from './format';

/** More than any partition has. */
const UNLIMITED = 0x3fffffff;
/** Flash is read into the whole of a view. Reading a little more than a record does no harm; a view takes four slots of the heap. */
const READ_SIZES: readonly number[] = Object.freeze([64, 160, 256, 384, RECORD_MOST]);
/** Four bytes of erased flash. */
const ERASED_WORD = -1;

export class Scan {
  /** The record found: its payload is `length` bytes of `bytes` from PAYLOAD_AT on. */
  readonly bytes = new Uint8Array(RECORD_MOST);
  type = 0;
  version = 0;
  length = 0;
  /** Block (its sequence) and offset of the record found. */
  sequence = 0;
  offset = 0;
  /** Behind the last record found in the block, and whether only erased flash followed. */
  end = 0;
  clean = true;
  /** Damage met: units that are neither a record nor erased. */
  skippedUnits = 0;
  /** Bytes of flash `nextAllowed` may still read; the record at which they run out is read to its end. */
  allowed = 0;
  /** `nextAllowed` stopped because no more was allowed, not at the end of the log. */
  paused = false;

  private readonly flash: Flash;
  private readonly blocks: Blocks;
  private readonly blockLength: number;
  private readonly words = new Int32Array(this.bytes.buffer);
  private readonly unit = this.bytes.subarray(0, UNIT);
  private readonly views = READ_SIZES.map((size) => this.bytes.subarray(0, size));
  private at = 0;
  private only = false;

  constructor(flash: Flash, blocks: Blocks, blockLength: number) {
    this.flash = flash;
    this.blocks = blocks;
    this.blockLength = blockLength;
  }

  /** Goes before the first record of the first block of at least this sequence; 0 is the beginning of the log. */
  seek(sequence: number): void {
    this.only = false;
    this.enter(sequence);
  }

  /**
   * Goes before the first record of the block of this sequence, and stays within it. Looks at every unit of the block, also
   * behind the first erased one, so that `end` and `clean` tell where the next record may be written.
   */
  seekWithin(sequence: number): void {
    this.only = true;
    this.enter(sequence);
  }

  /** Goes before the record at this place, as `sequence` and `offset` told it; false when it is no longer there. */
  seekRecord(sequence: number, offset: number): boolean {
    this.seek(sequence);
    const blocks = this.blocks;
    const index = blocks.find(sequence);
    if (index >= blocks.live || blocks.sequence[blocks.order[index]] !== sequence) return false;
    this.at = offset;
    return true;
  }

  /** Finds the next record. @returns false at the end of the log */
  next(): boolean {
    this.allowed = UNLIMITED;
    return this.nextAllowed();
  }

  /**
   * Finds the next record, if what is `allowed` reaches. Goes on where it stopped.
   * @returns false at the end of the log, or when it does not reach (`paused`)
   */
  nextAllowed(): boolean {
    const blocks = this.blocks;
    this.paused = false;
    for (;;) {
      const index = blocks.find(this.sequence);
      if (index >= blocks.live) return false;
      const block = blocks.order[index];
      if (blocks.sequence[block] !== this.sequence) {
        // The block being read was given up.
        if (this.only) return false;
        this.enter(blocks.sequence[block]);
      }
      if (this.nextWithin(block)) return true;
      if (this.paused) return false;
      if (this.only || index + 1 >= blocks.live) return false;
      this.enter(blocks.sequence[blocks.order[index + 1]]);
    }
  }

  private enter(sequence: number): void {
    this.sequence = sequence;
    this.at = HEADER_BYTES;
    this.end = HEADER_BYTES;
    this.clean = true;
  }

  private nextWithin(block: number): boolean {
    const base = block * this.blockLength;
    while (this.at + UNIT <= this.blockLength) {
      if (this.allowed <= 0) {
        this.paused = true;
        return false;
      }
      const size = this.tryRecord(base);
      if (size === 0 && !this.only) return false;
      if (size > 0) {
        this.offset = this.at;
        this.at += size;
        this.end = this.at;
        this.clean = true;
        return true;
      }
      if (size < 0) {
        this.clean = false;
        this.skippedUnits++;
      }
      this.at += UNIT;
    }
    return false;
  }

  /** @returns the size of a good record at `at`; 0 when the unit is erased, -1 when it is neither */
  private tryRecord(base: number): number {
    const bytes = this.bytes;
    try {
      this.allowed -= UNIT;
      this.flash.read(this.unit, base + this.at);
      const type = bytes[0];
      if (type === ERASED && isErased(this.words, UNIT >> 2)) return 0;
      const length = bytes[2] | (bytes[3] << 8);
      const size = recordBytes(length);
      if (type === 0 || type === ERASED || length > PAYLOAD_MOST || this.at + size > this.blockLength)
        return -1;
      if (size > UNIT) this.read(base + this.at, size);
      if (this.words[(size - CRC_BYTES) >> 2] !== recordCrc(this.sequence, this.at, this.words, size))
        return -1;
      this.type = type;
      this.version = bytes[1];
      this.length = length;
      return size;
    } catch {
      return -1;
    }
  }

  /** Reads `size` bytes, and a little of what follows; not beyond the partition. */
  private read(position: number, size: number): void {
    const { bytes, flash, views } = this;
    let i = 0;
    while (views[i].length < size) i++;
    const into = views[i];
    this.allowed -= into.length;
    if (position + into.length <= this.blocks.count * this.blockLength) {
      flash.read(into, position);
      return;
    }
    for (let at = size - UNIT; at >= 0; at -= UNIT) {
      flash.read(this.unit, position + at);
      if (at > 0) bytes.copyWithin(at, 0, UNIT);
    }
  }
}

/**
 * The checksum of a record of `size` bytes at the beginning of `words`, which ends with it (SPEC-FLASH, 3), as a 32-bit number with
 * sign.
 */
export function recordCrc(sequence: number, offset: number, words: Int32Array, size: number): number {
  const crc = crcUint32(crcUint32(CRC_START, sequence), offset);
  return ~crcWords(crc, words, (size - CRC_BYTES) >> 2);
}

/** Are the first `count` words erased? A multiple of four. */
export function isErased(words: Int32Array, count: number): boolean {
  for (let i = 0; i < count; i += 4)
    if ((words[i] & words[i + 1] & words[i + 2] & words[i + 3]) !== ERASED_WORD) return false;
  return true;
}
