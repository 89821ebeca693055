/**
 * A run's dynamics, a few bytes every few seconds: the mean of each metric over the strides of a sample, each told as the
 * difference from the last (docs/SPEC-FLASH.md, 4.8). Steady running gives differences of one byte.
 */
import { Reader, Writer } from './bytes';
import { DYNAMICS, DYNAMICS_MOST, DynamicsDecoder, DynamicsEncoder } from './dynamics';

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
  /** Means of the further dynamics, and which of them are there (dynamics.ts). */
  dynamicsMask = 0;
  readonly dynamics = new Int16Array(DYNAMICS);
}

const WAY_AND_TIME = HAS_STRIDE_TIME | HAS_LENGTH;

/** Length over stride time, cm/s. */
function derivedSpeed(sample: Sample): number {
  return sample.strideTime_ms > 0 ? Math.round((sample.length_cm * 1000) / sample.strideTime_ms) : 0;
}

/** Is the speed length over stride time, within 1 % and 1 cm/s? It need not be kept then. */
function isDerived(sample: Sample): boolean {
  if ((sample.valid & WAY_AND_TIME) !== WAY_AND_TIME) return false;
  const difference = sample.speed_cm_s - derivedSpeed(sample);
  return (difference < 0 ? -difference : difference) <= sample.speed_cm_s / 100 + 1;
}

/** Packs samples, and behind them their dynamics, into a buffer of its own. */
export class SeriesEncoder {
  readonly bytes: Uint8Array;
  samples = 0;
  first = 0;
  private readonly writer: Writer;
  private readonly dynamics: DynamicsEncoder;
  private last = 0;
  private strides = 0;
  private strideTime_ms = 0;
  private contact_ms = 0;
  private length_cm = 0;
  private speed_cm_s = 0;

  /** @param bytes for both together */
  constructor(bytes: number) {
    this.bytes = new Uint8Array(bytes);
    this.dynamics = new DynamicsEncoder(this.bytes);
    this.writer = new Writer(this.bytes);
  }

  /** Bytes of `bytes` in use. */
  get length(): number {
    return this.dynamics.end;
  }

  clear(): void {
    this.writer.at = 0;
    this.dynamics.clear();
    this.samples = 0;
    this.strides = 0;
    this.strideTime_ms = 0;
    this.contact_ms = 0;
    this.length_cm = 0;
    this.speed_cm_s = 0;
  }

  /** Is there room for one more? */
  get roomy(): boolean {
    return this.samples < 255 && this.length + SAMPLE_MOST + DYNAMICS_MOST <= this.bytes.length;
  }

  /** Adds a sample with at least one stride and a later slot than the last. There must be room. */
  add(sample: Sample): void {
    const { writer, dynamics } = this;
    const { valid, strides } = sample;
    dynamics.move(writer.at + SAMPLE_MOST);
    if (this.samples === 0) this.first = sample.slot;
    const gap = this.samples === 0 ? 0 : sample.slot - this.last - 1;
    let flags =
      valid & (HAS_STRIDE_TIME | HAS_CONTACT | HAS_LENGTH | HAS_SPEED | SAMPLE_RUN | SAMPLE_CLIPPED);
    if (isDerived(sample)) flags &= ~HAS_SPEED;
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
    if ((flags & HAS_SPEED) !== 0) {
      writer.zigzag(sample.speed_cm_s - this.speed_cm_s);
      this.speed_cm_s = sample.speed_cm_s;
    }
    dynamics.move(writer.at);
    dynamics.add(sample.dynamicsMask, sample.dynamics);
    this.strides = strides;
    this.last = sample.slot;
    this.samples++;
  }
}

/** Unpacks what SeriesEncoder packed, sample by sample. */
export class SeriesDecoder {
  private readonly reader = new Reader();
  private readonly dynamics = new DynamicsDecoder();
  private left = 0;
  private slot = 0;
  /** The last sample's. */
  private flags = 0;
  private strides = 0;
  private strideTime_ms = 0;
  private contact_ms = 0;
  private length_cm = 0;
  private speed_cm_s = 0;

  /** @param first number of the first of `samples` samples in bytes `from` up to before `end`; their dynamics follow them */
  begin(bytes: Uint8Array, from: number, end: number, first: number, samples: number): void {
    this.restart(bytes, from, end, first, samples);
    while (this.left > 0) this.read();
    const behind = this.reader.ok ? this.reader.at : end;
    this.restart(bytes, from, end, first, samples);
    this.dynamics.begin(bytes, behind, end);
  }

  /** @returns false at the end, or when the bytes end too early */
  next(sample: Sample): boolean {
    if (this.left <= 0) return false;
    if (!this.read()) return false;
    this.tell(sample);
    sample.dynamicsMask = this.dynamics.next(sample.dynamics);
    return true;
  }

  private restart(bytes: Uint8Array, from: number, end: number, first: number, samples: number): void {
    this.reader.begin(bytes, from, end);
    this.left = samples;
    this.slot = first - 1;
    this.strides = 0;
    this.strideTime_ms = 0;
    this.contact_ms = 0;
    this.length_cm = 0;
    this.speed_cm_s = 0;
  }

  private read(): boolean {
    this.left--;
    const reader = this.reader;
    const flags = reader.u8();
    this.flags = flags;
    this.slot += 1 + ((flags & GAP) !== 0 ? reader.varint() : 0);
    if ((flags & SAME) === 0) this.strides = reader.varint();
    if ((flags & HAS_STRIDE_TIME) !== 0) this.strideTime_ms = (this.strideTime_ms + reader.zigzag()) | 0;
    if ((flags & HAS_CONTACT) !== 0) this.contact_ms = (this.contact_ms + reader.zigzag()) | 0;
    if ((flags & HAS_LENGTH) !== 0) this.length_cm = (this.length_cm + reader.zigzag()) | 0;
    if ((flags & HAS_SPEED) !== 0) this.speed_cm_s = (this.speed_cm_s + reader.zigzag()) | 0;
    if (!reader.ok) this.left = 0;
    return reader.ok;
  }

  private tell(sample: Sample): void {
    const flags = this.flags;
    sample.slot = this.slot;
    sample.strides = this.strides;
    sample.valid = flags & ~(GAP | SAME);
    sample.strideTime_ms = (flags & HAS_STRIDE_TIME) !== 0 ? this.strideTime_ms : 0;
    sample.contact_ms = (flags & HAS_CONTACT) !== 0 ? this.contact_ms : 0;
    sample.length_cm = (flags & HAS_LENGTH) !== 0 ? this.length_cm : 0;
    sample.speed_cm_s = (flags & HAS_SPEED) !== 0 ? this.speed_cm_s : 0;
    if ((flags & (HAS_SPEED | WAY_AND_TIME)) === WAY_AND_TIME) {
      sample.valid |= HAS_SPEED;
      sample.speed_cm_s = derivedSpeed(sample);
    }
  }
}
