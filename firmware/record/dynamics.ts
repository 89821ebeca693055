/**
 * The dynamics beyond time, length and speed, as series and strides keep them (docs/SPEC-FLASH.md, 4.14): for each entry a
 * mask of what is there, shared by those that follow as long as it stays the same, and the differences from the last.
 */
import {
  HAS_CLEARANCE,
  HAS_EVERSION,
  HAS_FLIGHT,
  HAS_IMPACT,
  HAS_RISE,
  HAS_STRIKE,
  type Stride,
} from '../stepdetect/stride';
import { Reader, Writer } from './bytes';

/** Places of the values: ms, 0.1 degree, 0.1 degree, mm, 10 mg, mm. Bit i of a mask says whether value i is there. */
export const FLIGHT_ms = 0;
export const STRIKE_ddeg = 1;
export const EVERSION_ddeg = 2;
export const CLEARANCE_mm = 3;
export const IMPACT_cg = 4;
export const RISE_mm = 5;
export const DYNAMICS = 6;
/** Values a mask has room for; those to come are read over. */
const MASK_BITS = 8;

/** Most bytes an entry takes: mask, count, six differences of three bytes. */
export const DYNAMICS_MOST = 20;
const INT16_MOST = 0x7fff;
const COUNT_MOST = 255;

/** Puts what a stride has into `values`. @returns its mask */
export function dynamicsOf(stride: Stride, values: Int16Array): number {
  const valid = stride.valid;
  let mask = 0;
  if ((valid & HAS_FLIGHT) !== 0) mask |= keep(values, FLIGHT_ms, stride.flightUs / 1000);
  if ((valid & HAS_STRIKE) !== 0) mask |= keep(values, STRIKE_ddeg, stride.strikeAngleDdeg);
  if ((valid & HAS_EVERSION) !== 0) mask |= keep(values, EVERSION_ddeg, stride.eversionDdeg);
  if ((valid & HAS_CLEARANCE) !== 0) mask |= keep(values, CLEARANCE_mm, stride.clearanceMm);
  if ((valid & HAS_IMPACT) !== 0) mask |= keep(values, IMPACT_cg, stride.impactMg / 10);
  if ((valid & HAS_RISE) !== 0) mask |= keep(values, RISE_mm, stride.riseMm);
  return mask;
}

/**
 * Adds to `sums` the values `dynamicsOf` gives of a stride, and 1 in the place behind the sums of each that it does not have: nearly always none.
 * By itself, for it is done at every stride, and an interpreter spends as much on a read or write of an array as on five operations.
 */
export function addDynamics(stride: Stride, sums: Float64Array): void {
  const valid = stride.valid;
  if ((valid & HAS_FLIGHT) !== 0) sums[FLIGHT_ms] += int16(Math.round(stride.flightUs / 1000));
  else sums[DYNAMICS + FLIGHT_ms]++;
  if ((valid & HAS_STRIKE) !== 0) sums[STRIKE_ddeg] += int16(stride.strikeAngleDdeg);
  else sums[DYNAMICS + STRIKE_ddeg]++;
  if ((valid & HAS_EVERSION) !== 0) sums[EVERSION_ddeg] += int16(stride.eversionDdeg);
  else sums[DYNAMICS + EVERSION_ddeg]++;
  if ((valid & HAS_CLEARANCE) !== 0) sums[CLEARANCE_mm] += int16(stride.clearanceMm);
  else sums[DYNAMICS + CLEARANCE_mm]++;
  if ((valid & HAS_IMPACT) !== 0) sums[IMPACT_cg] += int16(Math.round(stride.impactMg / 10));
  else sums[DYNAMICS + IMPACT_cg]++;
  if ((valid & HAS_RISE) !== 0) sums[RISE_mm] += int16(stride.riseMm);
  else sums[DYNAMICS + RISE_mm]++;
}

/** Stores a value, rounded, at the end of the range when it is beyond. @returns its bit */
export function keep(values: Int16Array, place: number, value: number): number {
  values[place] = int16(Math.round(value));
  return 1 << place;
}

function int16(whole: number): number {
  return whole > INT16_MOST ? INT16_MOST : whole < -INT16_MOST ? -INT16_MOST : whole;
}

/** Packs entries into a part of a buffer, behind what its owner has there. */
export class DynamicsEncoder {
  private readonly bytes: Uint8Array;
  private readonly writer: Writer;
  private readonly last = new Int16Array(DYNAMICS);
  private from = 0;
  private mask = -1;
  private countAt = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.writer = new Writer(bytes);
  }

  /** Behind the last entry. */
  get end(): number {
    return this.writer.at;
  }

  /** No entry, and the next one goes to the beginning of the buffer. */
  clear(): void {
    this.from = 0;
    this.writer.at = 0;
    this.mask = -1;
    this.last.fill(0);
  }

  /** Moves all entries, so that the first one is at `to`: makes room before them, or closes it. */
  move(to: number): void {
    const by = to - this.from;
    this.bytes.copyWithin(to, this.from, this.writer.at);
    this.from = to;
    this.writer.at += by;
    this.countAt += by;
  }

  /** Adds an entry: the values at `from` on whose bits are in `mask`. There must be room for DYNAMICS_MOST bytes. */
  add(mask: number, values: Int16Array, from = 0): void {
    const { writer, bytes, last } = this;
    if (mask !== this.mask || bytes[this.countAt] === COUNT_MOST) {
      this.mask = mask;
      writer.u8(mask);
      this.countAt = writer.at;
      writer.u8(0);
    }
    bytes[this.countAt]++;
    for (let i = 0; i < DYNAMICS; i++) {
      if (((mask >> i) & 1) === 0) continue;
      const value = values[from + i];
      writer.zigzag(value - last[i]);
      last[i] = value;
    }
  }
}

export class DynamicsDecoder {
  private readonly reader = new Reader();
  private readonly last = new Int16Array(DYNAMICS);
  private left = 0;
  private shared = 0;

  begin(bytes: Uint8Array, from: number, end: number): void {
    this.reader.begin(bytes, from, end);
    this.last.fill(0);
    this.left = 0;
  }

  /**
   * Goes to the next entry. Behind the last there are entries without values.
   * @param values gets its values, 0 for those it does not have
   * @returns its mask
   */
  next(values: Int16Array): number {
    const { reader, last } = this;
    values.fill(0);
    if (this.left === 0) {
      if (reader.at >= reader.end) return 0;
      this.shared = reader.u8();
      this.left = reader.u8();
      if (this.left === 0) return 0;
    }
    this.left--;
    for (let i = 0; i < MASK_BITS; i++) {
      if (((this.shared >> i) & 1) === 0) continue;
      const difference = reader.zigzag();
      if (i >= DYNAMICS) continue;
      last[i] += difference;
      values[i] = last[i];
    }
    if (reader.ok) return this.shared & ((1 << DYNAMICS) - 1);
    values.fill(0);
    return 0;
  }
}
