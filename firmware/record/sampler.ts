/**
 * Gathers strides into samples of a few seconds, and keeps the last minutes of them: a session is told only when it has been
 * held for one minute (a run) or six (a walk), and begins in the past.
 */
import {
  CLIPPED,
  GAIT_RUN,
  HAS_CONTACT as STRIDE_HAS_CONTACT,
  HAS_LENGTH as STRIDE_HAS_LENGTH,
  HAS_SPEED as STRIDE_HAS_SPEED,
  HAS_STRIDE_TIME as STRIDE_HAS_TIME,
  type Stride,
} from '../stepdetect/stride';
import { addDynamics, DYNAMICS, keep } from './dynamics';
import {
  HAS_CONTACT,
  HAS_LENGTH,
  HAS_SPEED,
  HAS_STRIDE_TIME,
  SAMPLE_CLIPPED,
  SAMPLE_RUN,
  Sample,
} from './series';

/** Samples of eight seconds: over twelve minutes, six of a walk's wait and as much again of short stops. */
const KEPT = 96;
/**
 * Places of a kept sample's numbers, 16 bits each; slot and distance have two, the lower one first. One array: each takes seven
 * slots of the heap beside its bytes.
 */
const SLOT = 0;
const STRIDES = 2;
const VALID = 3;
const STRIDE_TIME_ms = 4;
const CONTACT_ms = 5;
const LENGTH_cm = 6;
const SPEED_cm_s = 7;
const DISTANCE_mm = 8;
const MASK = 10;
const FIRST_DYNAMICS = 11;
const FIELDS = FIRST_DYNAMICS + DYNAMICS;
const UINT16_SPAN = 0x1_0000;
/** A stride is reported up to 2 s after its initial contact (`standing_ms` in session/rules.ts): later the sample is whole. */
const LATE_ms = 3000;

export class Sampler {
  readonly period_ms: number;
  /** The sample last completed, and the distance of its strides. */
  readonly done = new Sample();
  doneDistance_mm = 0;
  /** Samples kept. */
  count = 0;

  private slot = 0;
  private strides = 0;
  private ran = 0;
  private clipped = false;
  private distance_mm = 0;
  private times = 0;
  private time_us = 0;
  private contacts = 0;
  private contact_us = 0;
  private lengths = 0;
  private length_mm = 0;
  private speeds = 0;
  private speed_mm_s = 0;
  /** Of each of the dynamics the sum, and behind the sums how many strides had no value for it. */
  private readonly sums = new Float64Array(2 * DYNAMICS);

  private head = 0;
  /** Samples kept, FIELDS numbers each. */
  private readonly kept = new Uint16Array(KEPT * FIELDS);

  constructor(period_s: number) {
    this.period_ms = period_s * 1000;
  }

  /** Strides and distance of the sample under way. */
  get openStrides(): number {
    return this.strides;
  }

  get openDistance_mm(): number {
    return this.distance_mm;
  }

  /** @returns true when a stride at `at_ms` belongs to a later sample than the one under way: `close` it first */
  isOver(at_ms: number): boolean {
    return this.strides > 0 && at_ms >= (this.slot + 1) * this.period_ms;
  }

  /** @returns true when no stride can come any more for the sample under way */
  isDue(now_ms: number): boolean {
    return this.strides > 0 && now_ms >= (this.slot + 1) * this.period_ms + LATE_ms;
  }

  /** @param distance_mm what the session booked for the stride */
  add(stride: Stride, at_ms: number, distance_mm: number): void {
    if (this.strides === 0) this.slot = Math.floor(at_ms / this.period_ms);
    const valid = stride.valid;
    this.strides++;
    this.distance_mm += distance_mm;
    if (stride.gait === GAIT_RUN) this.ran++;
    if ((valid & CLIPPED) !== 0) this.clipped = true;
    if ((valid & STRIDE_HAS_TIME) !== 0) {
      this.times++;
      this.time_us += stride.strideTimeUs;
    }
    if ((valid & STRIDE_HAS_CONTACT) !== 0) {
      this.contacts++;
      this.contact_us += stride.contactUs;
    }
    if ((valid & STRIDE_HAS_LENGTH) !== 0) {
      this.lengths++;
      this.length_mm += stride.lengthMm;
    }
    if ((valid & STRIDE_HAS_SPEED) !== 0) {
      this.speeds++;
      this.speed_mm_s += stride.speedMmS;
    }
    addDynamics(stride, this.sums);
  }

  /** Completes the sample under way: it is in `done`, and kept. Its slot counts from the clock's zero. */
  close(): void {
    const done = this.done;
    done.slot = this.slot;
    done.strides = this.strides;
    done.valid = (2 * this.ran > this.strides ? SAMPLE_RUN : 0) | (this.clipped ? SAMPLE_CLIPPED : 0);
    done.strideTime_ms = mean(this.time_us, this.times, 1000);
    done.contact_ms = mean(this.contact_us, this.contacts, 1000);
    done.length_cm = mean(this.length_mm, this.lengths, 10);
    done.speed_cm_s = mean(this.speed_mm_s, this.speeds, 10);
    if (this.times > 0) done.valid |= HAS_STRIDE_TIME;
    if (this.contacts > 0) done.valid |= HAS_CONTACT;
    if (this.lengths > 0) done.valid |= HAS_LENGTH;
    if (this.speeds > 0) done.valid |= HAS_SPEED;
    this.closeDynamics(done);
    this.doneDistance_mm = this.distance_mm;
    this.keep(done);
    this.strides = 0;
    this.ran = 0;
    this.clipped = false;
    this.distance_mm = 0;
    this.times = 0;
    this.time_us = 0;
    this.contacts = 0;
    this.contact_us = 0;
    this.lengths = 0;
    this.length_mm = 0;
    this.speeds = 0;
    this.speed_mm_s = 0;
  }

  /** End of the newest sample kept; 0 when there is none. */
  get keptUntil_ms(): number {
    if (this.count === 0) return 0;
    const from = (this.head > 0 ? this.head - 1 : KEPT - 1) * FIELDS;
    return (this.kept[from + SLOT] + this.kept[from + SLOT + 1] * UINT16_SPAN + 1) * this.period_ms;
  }

  /** The first sample kept, 0 the oldest, that lies in slot `slot` or later; `count` when there is none. */
  firstFrom(slot: number): number {
    const kept = this.kept;
    let at = this.head;
    for (let index = this.count; index > 0; index--) {
      at = (at > 0 ? at : KEPT) - 1;
      const from = at * FIELDS;
      if (kept[from + SLOT] + kept[from + SLOT + 1] * UINT16_SPAN < slot) return index;
    }
    return 0;
  }

  /** Brings back a sample kept, 0 the oldest, into `done`. */
  recall(index: number): void {
    const at = (this.head - this.count + index + KEPT) % KEPT;
    const { done, kept } = this;
    const from = at * FIELDS;
    done.slot = kept[from + SLOT] + kept[from + SLOT + 1] * UINT16_SPAN;
    done.strides = kept[from + STRIDES];
    done.valid = kept[from + VALID];
    done.strideTime_ms = kept[from + STRIDE_TIME_ms];
    done.contact_ms = kept[from + CONTACT_ms];
    done.length_cm = kept[from + LENGTH_cm];
    done.speed_cm_s = kept[from + SPEED_cm_s];
    this.doneDistance_mm = kept[from + DISTANCE_mm] + kept[from + DISTANCE_mm + 1] * UINT16_SPAN;
    done.dynamicsMask = kept[from + MASK];
    for (let i = 0; i < DYNAMICS; i++) done.dynamics[i] = kept[from + FIRST_DYNAMICS + i];
  }

  private closeDynamics(done: Sample): void {
    const sums = this.sums;
    done.dynamicsMask = 0;
    for (let i = 0; i < DYNAMICS; i++) {
      done.dynamics[i] = 0;
      const count = done.strides - sums[DYNAMICS + i];
      if (count > 0) done.dynamicsMask |= keep(done.dynamics, i, sums[i] / count);
    }
    sums.fill(0);
  }

  private keep(done: Sample): void {
    const at = this.head;
    const kept = this.kept;
    const from = at * FIELDS;
    kept[from + SLOT] = done.slot;
    kept[from + SLOT + 1] = done.slot / UINT16_SPAN;
    kept[from + STRIDES] = done.strides;
    kept[from + VALID] = done.valid;
    kept[from + STRIDE_TIME_ms] = done.strideTime_ms;
    kept[from + CONTACT_ms] = done.contact_ms;
    kept[from + LENGTH_cm] = done.length_cm;
    kept[from + SPEED_cm_s] = done.speed_cm_s;
    kept[from + DISTANCE_mm] = this.doneDistance_mm;
    kept[from + DISTANCE_mm + 1] = this.doneDistance_mm / UINT16_SPAN;
    kept[from + MASK] = done.dynamicsMask;
    for (let i = 0; i < DYNAMICS; i++) kept[from + FIRST_DYNAMICS + i] = done.dynamics[i];
    this.head = (at + 1) % KEPT;
    if (this.count < KEPT) this.count++;
  }
}

/** Mean of `count` values in units of 1/`scale`, a whole number that fits 16 bits; 0 when there are none. */
function mean(sum: number, count: number, scale: number): number {
  if (count === 0 || !(sum > 0)) return 0;
  const value = Math.round(sum / (count * scale));
  return value > 0xffff ? 0xffff : value;
}
