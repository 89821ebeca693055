/**
 * A run's dynamics, a few bytes every few seconds: the mean of each metric over the strides of a sample, each told as the
 * difference from the last (docs/SPEC-FLASH.md, 4.8). Steady running gives differences of one byte.
 */
import { Reader, Writer } from './bytes';

/** Bits of `Sample.valid`: what is there. */
export const HAS_STRIDE_TIME = 1;
export const HAS_CONTACT = 2;
export const HAS_LENGTH = 4;
export const HAS_SPEED = 8;
export const SAMPLE_RUN = 16;
export const SAMPLE_CLIPPED = 32;
const GAP = 64;
const SAME = 128;

/** Most bytes a sample takes: flags, gap (5), strides (5), four values of 5. */
export const SAMPLE_MOST = 31;

export class Sample {
  /** Number of the sample: which stretch of the run. */
  slot = 0;
  strides = 0;
  /** HAS_*, SAMPLE_*. A value whose bit is clear must not be used. */
  valid = 0;
  /** Means: ms, ms, cm, cm/s. */
  strideTime_ms = 0;
  contact_ms = 0;
  length_cm = 0;
  speed_cm_s = 0;
}

/** Packs samples into a buffer of its own. */
export class SeriesEncoder {
  readonly bytes: Uint8Array;
  samples = 0;
  first = 0;
  private readonly writer: Writer;
  private last = 0;
  private strides = 0;
  private strideTime_ms = 0;
  private contact_ms = 0;
  private length_cm = 0;
  private speed_cm_s = 0;

  constructor(bytes: number) {
    this.bytes = new Uint8Array(bytes);
    this.writer = new Writer(this.bytes);
  }

  /** Bytes in use. */
  get length(): number {
    return this.writer.at;
  }

  clear(): void {
    this.writer.at = 0;
    this.samples = 0;
    this.strides = 0;
    this.strideTime_ms = 0;
    this.contact_ms = 0;
    this.length_cm = 0;
    this.speed_cm_s = 0;
  }

  /** Is there room for one more? */
  get roomy(): boolean {
    return this.samples < 255 && this.writer.at + SAMPLE_MOST <= this.bytes.length;
  }

  /** Adds a sample with at least one stride and a later slot than the last. There must be room. */
  add(sample: Sample): void {
    const writer = this.writer;
    const { valid, strides } = sample;
    if (this.samples === 0) this.first = sample.slot;
    const gap = this.samples === 0 ? 0 : sample.slot - this.last - 1;
    let flags =
      valid & (HAS_STRIDE_TIME | HAS_CONTACT | HAS_LENGTH | HAS_SPEED | SAMPLE_RUN | SAMPLE_CLIPPED);
    if (gap > 0) flags |= GAP;
    if (strides === this.strides) flags |= SAME;
    writer.u8(flags);
    if (gap > 0) writer.varint(gap);
    if (strides !== this.strides) writer.varint(strides);
    if ((valid & HAS_STRIDE_TIME) !== 0) {
      writer.zigzag(sample.strideTime_ms - this.strideTime_ms);
      this.strideTime_ms = sample.strideTime_ms;
    }
    if ((valid & HAS_CONTACT) !== 0) {
      writer.zigzag(sample.contact_ms - this.contact_ms);
      this.contact_ms = sample.contact_ms;
    }
    if ((valid & HAS_LENGTH) !== 0) {
      writer.zigzag(sample.length_cm - this.length_cm);
      this.length_cm = sample.length_cm;
    }
    if ((valid & HAS_SPEED) !== 0) {
      writer.zigzag(sample.speed_cm_s - this.speed_cm_s);
      this.speed_cm_s = sample.speed_cm_s;
    }
    this.strides = strides;
    this.last = sample.slot;
    this.samples++;
  }
}

/** Unpacks what SeriesEncoder packed, sample by sample. */
export class SeriesDecoder {
  private readonly reader = new Reader(new Uint8Array(0));
  private left = 0;
  private slot = 0;
  private readonly last = new Sample();

  /** @param first number of the first of `samples` samples in bytes `from` up to before `end` */
  begin(bytes: Uint8Array, from: number, end: number, first: number, samples: number): void {
    this.reader.begin(bytes, from, end);
    this.left = samples;
    this.slot = first - 1;
    const last = this.last;
    last.strides = 0;
    last.strideTime_ms = 0;
    last.contact_ms = 0;
    last.length_cm = 0;
    last.speed_cm_s = 0;
  }

  /** @returns false at the end, or when the bytes end too early */
  next(sample: Sample): boolean {
    if (this.left <= 0) return false;
    this.left--;
    const { reader, last } = this;
    const flags = reader.u8();
    this.slot += 1 + ((flags & GAP) !== 0 ? reader.varint() : 0);
    if ((flags & SAME) === 0) last.strides = reader.varint();
    sample.slot = this.slot;
    sample.strides = last.strides;
    sample.valid = flags & ~(GAP | SAME);
    if ((flags & HAS_STRIDE_TIME) !== 0) last.strideTime_ms = (last.strideTime_ms + reader.zigzag()) | 0;
    if ((flags & HAS_CONTACT) !== 0) last.contact_ms = (last.contact_ms + reader.zigzag()) | 0;
    if ((flags & HAS_LENGTH) !== 0) last.length_cm = (last.length_cm + reader.zigzag()) | 0;
    if ((flags & HAS_SPEED) !== 0) last.speed_cm_s = (last.speed_cm_s + reader.zigzag()) | 0;
    sample.strideTime_ms = (flags & HAS_STRIDE_TIME) !== 0 ? last.strideTime_ms : 0;
    sample.contact_ms = (flags & HAS_CONTACT) !== 0 ? last.contact_ms : 0;
    sample.length_cm = (flags & HAS_LENGTH) !== 0 ? last.length_cm : 0;
    sample.speed_cm_s = (flags & HAS_SPEED) !== 0 ? last.speed_cm_s : 0;
    if (!reader.ok) this.left = 0;
    return reader.ok;
  }
}
