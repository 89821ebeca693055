/**
 * An append-only log of checksummed records on NOR flash (docs/SPEC-FLASH.md). What `commit` said yes to survives any power
 * cut; a record it was cut in is there as a whole or not at all.
 *
 * Nothing here throws: flash that fails makes `commit` say no. Nothing is allocated after construction.
 */
import type { Flash } from '../io/flash';
import { BAD, Blocks, FOREIGN, FREE } from './blocks';
import { Writer } from './bytes';
import {
  CARRY,
  CRC_BYTES,
  ERASED,
  HEADER_BYTES,
  PAYLOAD_AT,
  PAYLOAD_MOST,
  RECORD_MOST,
  UNIT,
  recordBytes,
  versionOf,
} from './format';
import { Scan, isErased, recordCrc } from './scan';

/** Fewer blocks leave no room beside the newest and the two that hold the last states (see `isHeld`). */
const BLOCKS_FEWEST = 4;
const BLOCKS_MOST = 1024;
/**
 * A record that cannot be written goes to the next block, and a block that does not take an erase is passed over. Each try
 * may take an erase, 70 ms as a rule; the IMU's FIFO holds out for 1.1 s (512 words at 442 a second). Blocks found bad are
 * not tried again until the next start, so later records find the good ones.
 */
const WRITE_TRIES = 3;
const ERASE_TRIES = 4;
/** Bytes looked at in one go after an erase, and programmed at most; a block is a multiple. */
const PAGE = 256;
/** What a record is programmed in: its size is a sum of these. A view for every size would take two kilobytes. */
const PIECES: readonly number[] = Object.freeze([PAGE, 128, 64, 32, UNIT]);

/** Blocks read at opening when no state is left in any. */
const RESCUED_BLOCKS = 16;

/** Whose state the log carries from block to block. */
export interface LogOwner {
  /** Writes the payload of a carry: all that must not go with the blocks given up. At most PAYLOAD_MOST bytes. */
  carry(writer: Writer): void;
  /** Takes a record at opening: a carry, and every one after it in order. Its payload is bytes 4 to 4 + length. */
  restore(type: number, version: number, bytes: Uint8Array, length: number): void;
  /** The run mark for a block begun now (SPEC-FLASH, 2). */
  mark(): number;
  /** Takes the run mark of the newest block at opening: run numbers below it are used up, whatever else is lost. */
  restoreMark(mark: number): void;
  /** Has the phone acknowledged every run from `first` to `last`? True when there are none. */
  released(first: number, last: number): boolean;
}

export class RecordLog {
  /** Where the payload of a record to be committed is written to. */
  readonly writer: Writer;
  readonly blocks: Blocks;
  /** The last record could not be written. */
  failed = false;
  /** What the flash last threw, undefined when it never did. */
  fault: unknown = undefined;
  /** Records and erases since opening, erases and programs that did not take, and units that were damaged at opening. */
  records = 0;
  erases = 0;
  failures = 0;
  damagedUnits = 0;
  /** The block (its sequence) and the offset of the record last committed. */
  lastSequence = 0;
  lastOffset = 0;
  /** Bytes of the partition's blocks. */
  readonly blockLength: number;

  private readonly flash: Flash;
  private readonly owner: LogOwner;
  /** The record begun. */
  private readonly bytes = new Uint8Array(RECORD_MOST);
  /** The carry of a new block: the record begun stays in `bytes` meanwhile. */
  private readonly carryBytes = new Uint8Array(RECORD_MOST);
  private readonly carryWriter: Writer;
  /** Pieces are programmed from here, and what was erased is looked at. */
  private readonly page = new Uint8Array(PAGE);
  private readonly pieces = PIECES.map((size) => this.page.subarray(0, size));
  /** What was programmed is read back. */
  private readonly unit = this.pieces[PIECES.length - 1];
  /** The same memory by four bytes, for an interpreter reads one as fast as four (docs/XS.md). */
  private readonly words = new Int32Array(this.bytes.buffer);
  private readonly carryWords = new Int32Array(this.carryBytes.buffer);
  private readonly pageWords = new Int32Array(this.page.buffer);
  /** The newest block, -1 before the first; where its next record goes; whether nothing may be added to it. */
  private current = -1;
  private offset = 0;
  private sealed = false;
  private nextSequence = 1;
  /** The blocks with the last two good carries: what the state is made from, and what is left should the newer one go bad. */
  private carried = -1;
  private carriedBefore = -1;

  /** @throws RangeError for a partition of fewer than 4 or more than 1024 blocks, or of blocks too small */
  constructor(flash: Flash, owner: LogOwner) {
    const status = flash.status();
    const blocks = Math.min(status.blocks, BLOCKS_MOST);
    if (blocks < BLOCKS_FEWEST) throw new RangeError(`${blocks} blocks, expected ${BLOCKS_FEWEST} or more`);
    if (status.blockLength < HEADER_BYTES + 2 * RECORD_MOST || status.blockLength % PAGE !== 0)
      throw new RangeError(`blocks of ${status.blockLength} bytes`);
    this.flash = flash;
    this.owner = owner;
    this.blockLength = status.blockLength;
    this.blocks = new Blocks(blocks);
    this.writer = new Writer(this.bytes);
    this.carryWriter = new Writer(this.carryBytes);
    this.open();
  }

  /** A reader of its own for the records of this log. */
  reader(): Scan {
    return new Scan(this.flash, this.blocks, this.blockLength);
  }

  /** Begins a record: its payload goes into what is returned, PAYLOAD_MOST bytes at most. */
  begin(type: number): Writer {
    const writer = this.writer;
    writer.bytes[0] = type;
    writer.bytes[1] = versionOf(type);
    writer.at = PAYLOAD_AT;
    return writer;
  }

  /** Puts the record begun into flash. @returns whether it is there for good */
  commit(): boolean {
    const length = this.writer.at - PAYLOAD_AT;
    if (length < 0 || length > PAYLOAD_MOST) return false;
    const size = finish(this.bytes, length);
    for (let i = 0; i < WRITE_TRIES; i++) {
      if (!this.makeRoom(size)) break;
      if (this.put(this.words, size)) {
        this.records++;
        this.failed = false;
        return true;
      }
    }
    this.failed = true;
    return false;
  }

  /** Bytes that can still be written before a block has to be given up. */
  free(): number {
    const { blocks } = this;
    let free = 0;
    for (let block = 0; block < blocks.count; block++)
      if (blocks.kind[block] === FREE) free += this.blockLength - HEADER_BYTES;
    if (this.current >= 0 && !this.sealed) free += this.blockLength - this.offset;
    return free;
  }

  private open(): void {
    const { blocks } = this;
    const scan = this.reader();
    blocks.scan(this.flash, this.blockLength);
    const newest = blocks.live - 1;
    if (newest < 0) return;
    // Back to the newest carry that is whole: nearly always that of the newest block.
    let from = newest;
    while (from >= 0 && !this.hasCarry(scan, from)) from--;
    if (from >= 0) {
      this.carried = blocks.order[from];
      this.carriedBefore = from > 0 ? blocks.order[from - 1] : -1;
    }
    // Without any good carry the last records there are help; the time to open has to stay bounded.
    for (let i = from >= 0 ? from : Math.max(0, blocks.live - RESCUED_BLOCKS); i <= newest; i++) {
      scan.skippedUnits = 0;
      scan.seekWithin(blocks.sequence[blocks.order[i]]);
      while (scan.next()) this.owner.restore(scan.type, scan.version, scan.bytes, scan.length);
      this.damagedUnits += scan.skippedUnits;
    }
    this.current = blocks.order[newest];
    this.owner.restoreMark(blocks.mark[this.current]);
    this.nextSequence = blocks.sequence[this.current] + 1;
    this.offset = scan.end;
    this.sealed = !scan.clean;
  }

  private hasCarry(scan: Scan, index: number): boolean {
    return (
      scan.seekRecord(this.blocks.sequence[this.blocks.order[index]], HEADER_BYTES) &&
      scan.next() &&
      scan.offset === HEADER_BYTES &&
      scan.type === CARRY
    );
  }

  /** Makes the newest block one that begins with a carry and has `size` bytes left. */
  private makeRoom(size: number): boolean {
    if (this.current >= 0 && !this.sealed) {
      // A cut between header and carry leaves a block that still lacks it.
      if (this.offset === HEADER_BYTES) this.putCarry();
      if (!this.sealed && this.offset + size <= this.blockLength) return true;
    }
    for (let i = 0; i < ERASE_TRIES; i++) {
      const block = this.choose();
      if (block < 0) return false;
      if (this.openBlock(block) && this.putCarry()) return true;
    }
    return false;
  }

  /** The block to be erased next: a free one, else the oldest released, else the oldest. -1 when there is none. */
  private choose(): number {
    const { blocks } = this;
    // Free ones in turn from the newest on, so that a new shoe's blocks wear one after the other too.
    for (let i = 1; i <= blocks.count; i++) {
      const block = (this.current + i) % blocks.count;
      if (blocks.kind[block] === FREE) return block;
    }
    let oldest = -1;
    for (let i = 0; i < blocks.live; i++) {
      const block = blocks.order[i];
      if (this.isHeld(block)) continue;
      if (this.isReleased(i)) return block;
      if (oldest < 0) oldest = block;
    }
    for (let block = 0; oldest < 0 && block < blocks.count; block++)
      if (blocks.kind[block] === FOREIGN) oldest = block;
    return oldest;
  }

  private isHeld(block: number): boolean {
    return block === this.current || block === this.carried || block === this.carriedBefore;
  }

  /** Do only runs that the phone has lie in the live block at `index`, which is not the last? */
  private isReleased(index: number): boolean {
    const { blocks } = this;
    if (index + 1 >= blocks.live) return false;
    const first = blocks.mark[blocks.order[index]];
    const next = blocks.mark[blocks.order[index + 1]];
    return this.owner.released(first >>> 1, (next & 1) === 1 ? next >>> 1 : (next >>> 1) - 1);
  }

  private openBlock(block: number): boolean {
    const { blocks } = this;
    const sequence = this.nextSequence;
    const mark = this.owner.mark();
    const start = block * this.blockLength;
    const erases = blocks.readErases(this.flash, block, start);
    blocks.drop(block, BAD);
    blocks.nextHeader(sequence, erases + 1, mark);
    this.erases++;
    if (!this.erase(block, start) || !this.program(blocks.headerWords, start, HEADER_BYTES)) {
      this.failures++;
      return false;
    }
    blocks.begin(block, sequence, mark);
    this.nextSequence++;
    this.current = block;
    this.offset = HEADER_BYTES;
    this.sealed = false;
    return true;
  }

  private putCarry(): boolean {
    const writer = this.carryWriter;
    writer.bytes[0] = CARRY;
    writer.bytes[1] = versionOf(CARRY);
    writer.at = PAYLOAD_AT;
    this.owner.carry(writer);
    const size = finish(this.carryBytes, writer.at - PAYLOAD_AT);
    if (!this.put(this.carryWords, size)) return false;
    this.carriedBefore = this.carried;
    this.carried = this.current;
    return true;
  }

  /** Writes a finished record behind the last one. */
  private put(words: Int32Array, size: number): boolean {
    words[(size - CRC_BYTES) >> 2] = recordCrc(this.blocks.sequence[this.current], this.offset, words, size);
    if (this.program(words, this.current * this.blockLength + this.offset, size)) {
      this.lastSequence = this.blocks.sequence[this.current];
      this.lastOffset = this.offset;
      this.offset += size;
      return true;
    }
    this.failures++;
    this.sealed = true;
    return false;
  }

  private erase(block: number, start: number): boolean {
    const { page, pageWords } = this;
    try {
      this.flash.eraseBlock(block);
      for (let at = 0; at < this.blockLength; at += PAGE) {
        this.flash.read(page, start + at);
        if (!isErased(pageWords, PAGE >> 2)) return false;
      }
      return true;
    } catch (error) {
      this.fault = error;
      return false;
    }
  }

  /** Programs `size` bytes, a multiple of UNIT, from the beginning of `words`, and reads them back. */
  private program(words: Int32Array, position: number, size: number): boolean {
    const { unit, pieces, pageWords } = this;
    try {
      for (let at = 0, i = 0; at < size;) {
        const piece = pieces[i];
        if (piece.length > size - at) {
          i++;
          continue;
        }
        const from = at >> 2;
        for (let word = piece.length >> 2; word-- > 0;) pageWords[word] = words[from + word];
        this.flash.write(piece, position + at);
        at += piece.length;
      }
      for (let at = 0; at < size; at += UNIT) {
        this.flash.read(unit, position + at);
        const from = at >> 2;
        const differs =
          (pageWords[0] ^ words[from]) |
          (pageWords[1] ^ words[from + 1]) |
          (pageWords[2] ^ words[from + 2]) |
          (pageWords[3] ^ words[from + 3]);
        if (differs !== 0) return false;
      }
      return true;
    } catch (error) {
      this.fault = error;
      return false;
    }
  }
}

/** Completes a record of `length` payload bytes but for its checksum. @returns its size */
function finish(bytes: Uint8Array, length: number): number {
  const size = recordBytes(length);
  bytes[2] = length;
  bytes[3] = length >> 8;
  for (let i = PAYLOAD_AT + length; i < size; i++) bytes[i] = ERASED;
  return size;
}
