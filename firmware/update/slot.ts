/**
 * The slot that is being filled: what goes where in its flash, and what of it outlives a reset. docs/SPEC-UPDATE.md, 3.
 * Every method but the constructor throws what the flash throws.
 */
import { putUint32, uint32At } from '../ble/bytes';
import type { BootControl, UpdateCrypto } from '../io/boot';
import type { Flash } from '../io/flash';
import { crc32 } from '../record/crc32';
import { HEADER_BYTES } from './header';

/** Bytes programmed and read at a time. */
const BUFFER_BYTES = 1024;
const MARK_BYTES = 16;
const MARK_CRC_AT = 12;
/** Marks left over for those that a cut spoils. */
const MARKS_SPARE = 32;
const ERASED = 0xff;

/** `Slot.find`: there is no such file under way. */
export const NOTHING = -1;

export class Slot {
  private readonly boot: Pick<BootControl, 'otherSlot'>;
  private readonly buffer = new Uint8Array(BUFFER_BYTES);
  private readonly mark = new Uint8Array(MARK_BYTES);
  private flash: Flash | undefined;
  private blockLength = 0;
  private blocks = 0;
  /** Where in the slot the next whole buffer goes, and bytes in the buffer. */
  private at = 0;
  private filled = 0;
  /** Image bytes from one mark to the next. */
  private interval = 0;
  private nextMark = 0;
  private marked = NOTHING;
  private crc = 0;

  constructor(boot: Pick<BootControl, 'otherSlot'>) {
    this.boot = boot;
  }

  /** Bytes that an image may have. */
  get room(): number {
    this.open();
    return (this.blocks - 1) * this.blockLength;
  }

  /** Reads the header of what is under way into `header`, whatever it is. */
  readHeader(header: Uint8Array): void {
    this.open().read(header, this.room);
  }

  /**
   * Goes on with the file that has this CRC-32, whose header `readHeader` has read.
   * @param size bytes of its image
   * @returns bytes of the image that are there; NOTHING when no mark tells of them
   */
  find(crc: number, size: number): number {
    const flash = this.open();
    const { mark } = this;
    const marks = this.marks;
    this.marked = NOTHING;
    this.nextMark = 0;
    for (let i = 0; i < marks; i++) {
      flash.read(mark, this.placeOf(i));
      if (isErased(mark)) continue;
      this.nextMark = i + 1;
      const offset = uint32At(mark, 0);
      if (uint32At(mark, 4) === crc && isSound(mark) && offset <= size && offset > this.marked)
        this.marked = offset;
    }
    this.crc = crc;
    this.at = this.marked;
    this.filled = 0;
    return this.marked;
  }

  /** Begins the file with this header and CRC-32. */
  begin(header: Uint8Array, crc: number): void {
    const flash = this.open();
    flash.eraseBlock(this.blocks - 1);
    flash.write(header, this.room);
    this.crc = crc;
    this.at = 0;
    this.filled = 0;
    this.nextMark = 0;
    this.writeMark(0);
  }

  /** Takes the next bytes of the image, `from` up to before `to`. */
  append(bytes: Uint8Array, from: number, to: number): void {
    const { buffer } = this;
    while (from < to) {
      const left = BUFFER_BYTES - this.filled;
      const part = to - from < left ? to - from : left;
      buffer.set(bytes.subarray(from, from + part), this.filled);
      from += part;
      this.filled += part;
      if (this.filled === BUFFER_BYTES) this.program(buffer);
    }
  }

  /** The image is complete, `size` bytes. */
  end(size: number): void {
    const { buffer, filled } = this;
    if (filled > 0) {
      const units = (filled + MARK_BYTES - 1) & -MARK_BYTES;
      buffer.fill(ERASED, filled, units);
      this.program(buffer.subarray(0, units));
    }
    if (this.marked !== size) this.writeMark(size);
  }

  /** SHA-256 of the first `size` bytes of the slot, as they are read back. */
  digest(crypto: UpdateCrypto, size: number, into: Uint8Array): void {
    const flash = this.open();
    const { buffer } = this;
    crypto.sha256Start();
    for (let at = 0; at < size; at += BUFFER_BYTES) {
      flash.read(buffer, at);
      crypto.sha256Update(buffer, size - at < BUFFER_BYTES ? size - at : BUFFER_BYTES);
    }
    crypto.sha256Finish(into);
  }

  /** Nothing is under way any more. */
  forget(): void {
    this.open().eraseBlock(this.blocks - 1);
    this.filled = 0;
  }

  private open(): Flash {
    if (this.flash === undefined) {
      const flash = this.boot.otherSlot();
      const { blocks, blockLength } = flash.status();
      this.flash = flash;
      this.blocks = blocks;
      this.blockLength = blockLength;
      const most = ((blockLength - HEADER_BYTES) / MARK_BYTES) | 0;
      const each = most - MARKS_SPARE - 1;
      this.interval = blockLength * (((blocks + each - 1) / each) | 0);
    }
    return this.flash;
  }

  private get marks(): number {
    return ((this.blockLength - HEADER_BYTES) / MARK_BYTES) | 0;
  }

  private placeOf(mark: number): number {
    return this.room + HEADER_BYTES + mark * MARK_BYTES;
  }

  private program(bytes: Uint8Array): void {
    const flash = this.open();
    if (this.at % this.blockLength === 0) flash.eraseBlock(this.at / this.blockLength);
    flash.write(bytes, this.at);
    this.at += bytes.length;
    this.filled = 0;
    if (bytes.length === BUFFER_BYTES && this.at % this.interval === 0) this.writeMark(this.at);
  }

  /** Without room for it (after dozens of cuts) a resume only loses more. */
  private writeMark(offset: number): void {
    if (this.nextMark >= this.marks) return;
    const { mark } = this;
    putUint32(mark, 0, offset);
    putUint32(mark, 4, this.crc);
    putUint32(mark, 8, 0xffffffff);
    putUint32(mark, MARK_CRC_AT, crc32(mark, 0, MARK_CRC_AT));
    this.open().write(mark, this.placeOf(this.nextMark));
    this.nextMark++;
    this.marked = offset;
  }
}

function isSound(mark: Uint8Array): boolean {
  return uint32At(mark, MARK_CRC_AT) === crc32(mark, 0, MARK_CRC_AT);
}

function isErased(mark: Uint8Array): boolean {
  for (let i = 0; i < MARK_BYTES; i++) if (mark[i] !== ERASED) return false;
  return true;
}
