/**
 * What is known of every block of the partition: filled from the headers when the log is opened, kept up to date from then
 * on. 11 bytes of memory a block, bounded by the partition.
 */
import type { Flash } from '../io/flash';
import { Writer } from './bytes';
import { CRC_START, crcWords } from './crc32';
import { HEADER_BYTES, MAGIC, MAJOR, MINOR } from './format';

/** What a block holds. */
export const FREE = 0;
export const LIVE = 1;
/** Of another major version of the format. */
export const FOREIGN = 2;
/** Did not take an erase or its header since the start. */
export const BAD = 3;

const NEVER = 0xffffffff;
/** Places in a header (SPEC-FLASH, 2), in bytes and in words. */
const MAJOR_AT = 4;
const LENGTH_AT = 6;
const SEQUENCE_WORD = 2;
const ERASES_WORD = 3;
const MARK_WORD = 4;
const CRC_WORD = 7;

export class Blocks {
  readonly count: number;
  readonly kind: Uint8Array;
  readonly sequence: Uint32Array;
  readonly mark: Uint32Array;
  /** The live blocks by sequence, oldest first. */
  readonly order: Uint16Array;
  live = 0;
  /** Most erases that any live block had when the log was opened. */
  private mostErases = 0;
  private readonly header = new Uint8Array(HEADER_BYTES);
  /** The header's eight numbers, little-endian as every machine this runs on. */
  readonly headerWords = new Int32Array(this.header.buffer);
  private readonly writer = new Writer(this.header);

  constructor(count: number) {
    this.count = count;
    this.kind = new Uint8Array(count);
    this.sequence = new Uint32Array(count);
    this.mark = new Uint32Array(count);
    this.order = new Uint16Array(count);
  }

  /** Reads the header of every block. A block that cannot be read counts as bad. */
  scan(flash: Flash, blockLength: number): void {
    this.live = 0;
    this.mostErases = 0;
    for (let block = 0; block < this.count; block++) {
      try {
        flash.read(this.header, block * blockLength);
        this.kind[block] = this.judge(block);
      } catch {
        this.kind[block] = BAD;
      }
      if (this.kind[block] !== LIVE) continue;
      this.order[this.live++] = block;
      const erases = this.headerErases;
      if (erases > this.mostErases) this.mostErases = erases;
    }
    this.sort();
  }

  /**
   * How often a block was erased, as its header tells. It is lost with the header: the most of the others then, so that wear is
   * never told too low.
   */
  readErases(flash: Flash, block: number, position: number): number {
    if (this.kind[block] !== LIVE) return this.mostErases;
    try {
      flash.read(this.header, position);
    } catch {
      return this.mostErases;
    }
    return this.headerWords[CRC_WORD] === this.headerCrc() ? this.headerErases : this.mostErases;
  }

  /** Makes `headerWords` the header of a block that was erased `erases` times. */
  nextHeader(sequence: number, erases: number, mark: number): void {
    const writer = this.writer;
    writer.at = 0;
    writer.u32(MAGIC);
    writer.u8(MAJOR);
    writer.u8(MINOR);
    writer.u16(HEADER_BYTES);
    writer.u32(sequence);
    writer.u32(erases);
    writer.u32(mark);
    writer.u32(NEVER);
    writer.u32(NEVER);
    this.headerWords[CRC_WORD] = this.headerCrc();
  }

  /** The block was begun: it is the newest now. */
  begin(block: number, sequence: number, mark: number): void {
    this.kind[block] = LIVE;
    this.sequence[block] = sequence;
    this.mark[block] = mark;
    this.order[this.live++] = block;
  }

  /** The block holds nothing any more. */
  drop(block: number, kind: number): void {
    if (this.kind[block] === LIVE) {
      let at = 0;
      while (this.order[at] !== block) at++;
      this.order.copyWithin(at, at + 1, this.live);
      this.live--;
    }
    this.kind[block] = kind;
  }

  /** Where in `order` the first block of at least this sequence is; `live` when there is none. */
  find(sequence: number): number {
    let low = 0;
    let high = this.live;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sequence[this.order[middle]] < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private judge(block: number): number {
    const { header, headerWords } = this;
    if (headerWords[0] !== MAGIC) return FREE;
    this.sequence[block] = headerWords[SEQUENCE_WORD];
    this.mark[block] = headerWords[MARK_WORD];
    const major = header[MAJOR_AT];
    if (major !== MAJOR && major !== 0 && major !== 0xff) return FOREIGN;
    const headerBytes = header[LENGTH_AT] | (header[LENGTH_AT + 1] << 8);
    if (headerWords[CRC_WORD] !== this.headerCrc() || headerBytes !== HEADER_BYTES) return FREE;
    return this.sequence[block] > 0 ? LIVE : FREE;
  }

  private get headerErases(): number {
    return this.headerWords[ERASES_WORD] >>> 0;
  }

  private headerCrc(): number {
    return ~crcWords(CRC_START, this.headerWords, CRC_WORD);
  }

  /** Shell's sort: nothing allocated, and quick on what is nearly in order already. */
  private sort(): void {
    const { order, sequence, live } = this;
    for (let gap = live >> 1; gap > 0; gap >>= 1)
      for (let i = gap; i < live; i++) {
        const block = order[i];
        const key = sequence[block];
        let j = i;
        for (; j >= gap && sequence[order[j - gap]] > key; j -= gap) order[j] = order[j - gap];
        order[j] = block;
      }
  }
}
