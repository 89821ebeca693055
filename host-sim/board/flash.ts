/**
 * A partition of NOR flash: programming clears bits, an erase sets those of a whole block, and either can be cut half-way.
 *
 * Figures of the parts: page of 256 bytes programmed in 0.8 ms, at most 5; block of 4 KB erased in 70 ms, at most 500; 100,000
 * cycles (ESP32-C3-MINI-1 datasheet v2.2, table 6-8); reading at 40 MHz quad, 20 MB/s. Current while programming or erasing: not
 * told for Espressif's flash, 15 mA at most for a NOR part of Microchip's; that is what energy is counted with.
 */
import type { Flash, FlashStatus } from '../../firmware/io/flash';
import type { VirtualClock } from './clock';

const PAGE_BYTES = 256;
/** As a rule, and at most. */
const PROGRAM_us = [800, 5000] as const;
const ERASE_us = [70_000, 500_000] as const;
const READ_bytes_per_us = 20;
const BUSY_mW = 15 * 3.3;
const ERASED = 0xff;
const BLOCKS = 272;
const BLOCK_BYTES = 4096;
/** The record's partition (firmware/device/partitions.csv). */
export const RECORD_BYTES = BLOCKS * BLOCK_BYTES;

export function erasedFlash(bytes = RECORD_BYTES): Uint8Array {
  return new Uint8Array(bytes).fill(ERASED);
}

/** One program of at most a page, or one erase, that is about to happen. */
export type FlashOperation =
  | { readonly kind: 'program'; readonly position: number; readonly bytes: Uint8Array }
  | { readonly kind: 'erase'; readonly block: number };

export interface FlashModelOptions {
  /** Default 272, as in partitions.csv. */
  readonly blocks?: number;
  /** Default 4096. */
  readonly blockLength?: number;
  /** Bytes that must be programmed together, aligned, and only once between two erases. Default 16; 1 asks for nothing. */
  readonly programUnit?: number;
  /** Erases a block bears; each one more leaves one more of its bits unable to be set. Default: never. */
  readonly endurance?: number;
  /** What a partition holds already; taken over, not copied. Default: erased. */
  readonly image?: Uint8Array;
  /** Every program and erase takes as long as it may. Default: as long as they do as a rule. */
  readonly slow?: boolean;
  /** Given: the chip stands still while the flash is busy. */
  readonly clock?: VirtualClock;
  /** Told of every operation before it happens. */
  readonly before?: (operation: FlashOperation, image: Uint8Array) => void;
}

/** Power went away: every use of the flash throws this until `powerOn`. */
export class PowerCut extends Error {
  constructor() {
    super('the power is cut');
    this.name = 'PowerCut';
  }
}

export class FlashModel implements Flash {
  readonly image: Uint8Array;
  /** Erases of each block since the model was made. */
  readonly erases: Uint32Array;
  programs = 0;
  programmedBytes = 0;
  readBytes = 0;
  busy_us = 0;

  private readonly blocks: number;
  private readonly blockLength: number;
  private readonly unit: number;
  private readonly options: FlashModelOptions;
  private readonly pace: 0 | 1;
  private readonly programmed: Uint8Array;
  /** Bits that cannot be set any more, by position. */
  private readonly stuck = new Map<number, number>();
  private cutIn = Infinity;
  private tear: ((operation: FlashOperation, image: Uint8Array) => void) | undefined;
  private dark = false;

  constructor(options: FlashModelOptions = {}) {
    this.options = options;
    this.pace = options.slow === true ? 1 : 0;
    this.blocks = options.blocks ?? BLOCKS;
    this.blockLength = options.blockLength ?? BLOCK_BYTES;
    this.unit = options.programUnit ?? 16;
    const size = this.blocks * this.blockLength;
    this.image = options.image ?? erasedFlash(size);
    if (this.image.length !== size)
      throw new RangeError(`image of ${this.image.length} bytes, expected ${size}`);
    this.erases = new Uint32Array(this.blocks);
    this.programmed = new Uint8Array(Math.ceil(size / this.unit));
    for (let at = 0; at < size; at++)
      if (this.image[at] !== ERASED) this.programmed[Math.floor(at / this.unit)] = 1;
  }

  /** Energy of programs and erases so far, mJ. */
  get busy_mJ(): number {
    return (this.busy_us / 1e6) * BUSY_mW;
  }

  status(): FlashStatus {
    return { size: this.image.length, blocks: this.blocks, blockLength: this.blockLength };
  }

  read(buffer: Uint8Array, position: number): void {
    this.check(position, buffer.length);
    buffer.set(this.image.subarray(position, position + buffer.length));
    this.readBytes += buffer.length;
    this.pass(buffer.length / READ_bytes_per_us, false);
  }

  write(buffer: Uint8Array, position: number): void {
    this.check(position, buffer.length);
    if (position % this.unit !== 0 || buffer.length % this.unit !== 0)
      throw new RangeError(`program of ${buffer.length} bytes at ${position}: not in units of ${this.unit}`);
    for (let at = position; at < position + buffer.length;) {
      const end = Math.min(position + buffer.length, at - (at % PAGE_BYTES) + PAGE_BYTES);
      const bytes = buffer.slice(at - position, end - position);
      this.operate({ kind: 'program', position: at, bytes });
      at = end;
    }
  }

  eraseBlock(block: number): void {
    if (!Number.isInteger(block) || block < 0 || block >= this.blocks) throw new RangeError(`block ${block}`);
    this.operate({ kind: 'erase', block });
  }

  close(): void {
    this.dark = true;
  }

  /**
   * Cuts the power in the middle of an operation: `operations` more are done, then `tear` does to the image what the next one
   * gets done (nothing by default).
   */
  cutAfter(operations: number, tear?: (operation: FlashOperation, image: Uint8Array) => void): void {
    this.cutIn = operations;
    this.tear = tear;
  }

  powerOn(): void {
    this.dark = false;
    this.cutIn = Infinity;
  }

  /** From now on the bits of `mask` at `position` read 0, whatever is erased. */
  wearOut(position: number, mask: number): void {
    this.stuck.set(position, (this.stuck.get(position) ?? 0) | mask);
    this.image[position] &= ~mask;
  }

  private operate(operation: FlashOperation): void {
    if (this.dark) throw new PowerCut();
    this.options.before?.(operation, this.image);
    if (this.cutIn-- === 0) {
      this.tear?.(operation, this.image);
      this.dark = true;
      throw new PowerCut();
    }
    if (operation.kind === 'program') this.program(operation.position, operation.bytes);
    else this.erase(operation.block);
  }

  private program(position: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += this.unit) {
      const index = (position + at) / this.unit;
      if (this.unit > 1 && this.programmed[index] === 1)
        throw new Error(`unit at ${position + at} programmed again without an erase`);
      this.programmed[index] = 1;
    }
    for (let at = 0; at < bytes.length; at++) this.image[position + at] &= bytes[at];
    this.programs++;
    this.programmedBytes += bytes.length;
    this.pass(PROGRAM_us[this.pace], true);
  }

  private erase(block: number): void {
    const start = block * this.blockLength;
    this.image.fill(ERASED, start, start + this.blockLength);
    this.programmed.fill(0, start / this.unit, (start + this.blockLength) / this.unit);
    this.erases[block]++;
    const beyond = this.erases[block] - (this.options.endurance ?? Infinity);
    // A fixed scatter (Knuth's multiplicative hash) picks the bit, so that every run is the same.
    if (beyond > 0) {
      const hash = Math.imul(this.erases[block] * this.blocks + block, 0x9e3779b1) >>> 0;
      this.wearOut(start + ((hash >>> 3) % this.blockLength), 1 << (hash & 7));
    }
    for (const [position, mask] of this.stuck)
      if (position >= start && position < start + this.blockLength) this.image[position] &= ~mask;
    this.pass(ERASE_us[this.pace], true);
  }

  private check(position: number, length: number): void {
    if (this.dark) throw new PowerCut();
    if (!Number.isInteger(position) || position < 0 || position + length > this.image.length)
      throw new RangeError(`${length} bytes at ${position} of ${this.image.length}`);
  }

  private pass(us: number, busy: boolean): void {
    if (busy) this.busy_us += us;
    this.options.clock?.advance(Math.ceil(us));
  }
}
