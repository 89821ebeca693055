/**
 * A gyroscope at the end of its range: finds the frames, and puts the rotation back that they hide.
 *
 * A foot turns up to 1500 degree/s in a sprint; many gyroscopes end at 500. What is cut off shows as a plateau of one axis, at
 * the same height stride after stride; a peak of motion is round, and no two are as high.
 * The slopes on either side of a plateau tell how high the peak was: a cubic with both slopes, the parabola through them when they
 * are equal. How much of that to believe is for the end of the stride to tell, where the foot has no velocity (detector.ts).
 * (Without this the foot is thought tilted by tens of degrees for half of the stride, and strides of fast running read 10 to
 * 40 % short.)
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import { FRAME_AXES, RING_MASK, type FrameRing } from '../sensors/ring';
import { framesOf, rateCounts, type FrameScale } from '../sensors/scale';
import type { PitchTrack } from './pitch';

/**
 * Gyroscopes end at 250, 500, 1000 or 2000 degree/s, calibrated ones within 1/16 of that. A plateau elsewhere is a motion.
 * @source data sheets of LSM6DSO, MPU-9250, BMI160
 */
const LEAST_RANGE_dps = 250;
const RANGE_SHIFT = 4;
/**
 * A plateau: frames within 1/64 of the extreme for this long. The slopes beside it are steep: within 1/16 there are at most half as
 * many more. (A round peak, a parabola, has twice as many.)
 * @source fit
 */
const LEVEL_SHIFT = 6;
const SLOPE_SHIFT = 4;
const PLATEAU_ms = 24;
/** The end of the range: plateaus within 1/64 of the highest so far, seen in this many strides. @source fit */
const CEILING_SHIFT = 6;
const HITS_LEAST = 3;
const HITS_MOST = 6;
/** A stride within 1/8 of the end of the range that does not reach it, or reaches it without a plateau, takes one back. @source fit */
const SPREAD_SHIFT = 3;
/** Frames from which the slope beside a plateau is taken. @source fit */
const SLOPE_FRAMES = 2;
/** A plateau of more frames is no peak. @source design: 32-bit arithmetic */
const SPAN_MOST = 40;
/** No foot turns by more than this beyond any range. @source physiology: a sprinter's foot turns at up to 1500 degree/s */
const HIDDEN_MOST_dps = 1000;

/** The end of a 16-bit value, less the noise of a clipped sensor. @source data sheets: 16-bit outputs */
const INT16_END = 32700;

export class Saturation {
  /** A frame of the stride reads the end of 16 bits. */
  clipped = false;
  /** The stride has frames at the end of the range. */
  found = false;
  /** How much of what the slopes tell is put back, Q8: 0 to 256. */
  share = 0;

  /** Where the plateaus of this stride begin, above zero for x, y, z, then below; 0 where there is none. Raw counts. */
  private readonly level = new Uint16Array(6);
  /** Highest values so far, above zero for x, y, z, then below; and the strides that had a plateau there. */
  private readonly ceiling = new Uint16Array(6);
  private readonly hits = new Uint8Array(6);
  private readonly range: number;
  private readonly least: number;
  private readonly plateau: number;
  private readonly hiddenMost: number;

  constructor(scale: FrameScale) {
    this.range = rateCounts(LEAST_RANGE_dps, scale);
    this.least = this.range - (this.range >> RANGE_SHIFT);
    this.plateau = framesOf(PLATEAU_ms, scale);
    this.hiddenMost = rateCounts(HIDDEN_MOST_dps, scale);
  }

  /** Looks for plateaus in the frames from `from` that `track` has followed. */
  find(ring: FrameRing, from: number, track: PitchTrack): void {
    const frames = track.frames;
    this.found = false;
    this.clipped = false;
    this.share = 0;
    this.level.fill(0);
    this.judge(ring, from, frames, 0, track.mostX, track.leastX);
    this.judge(ring, from, frames, 1, track.mostY, track.leastY);
    this.judge(ring, from, frames, 2, track.mostZ, track.leastZ);
  }

  /** One axis, by its extremes in the stride. */
  private judge(
    ring: FrameRing,
    from: number,
    frames: number,
    axis: number,
    greatest: number,
    least: number,
  ): void {
    if (greatest > INT16_END || least < -INT16_END) this.clipped = true;
    if (greatest > this.least && this.reaches(axis, greatest))
      this.measure(ring, from, frames, axis + 3, greatest, axis);
    if (least < -this.least && this.reaches(axis + 3, -least))
      this.measure(ring, from, frames, axis + 3, least, axis + 3);
  }

  /**
   * Adds `share` of what the plateaus hide to the rotation of the pairs in the `frames` frames after `from`, Q15 rad.
   * @param perCountQ28 rotation of one count over one frame, Q28 rad
   */
  putBack(
    ring: FrameRing,
    from: number,
    frames: number,
    perCountQ28: number,
    turnX: Int16Array,
    turnY: Int16Array,
    turnZ: Int16Array,
  ): void {
    for (let axis = 0; axis < 3; axis++) {
      const turns = axis === 0 ? turnX : axis === 1 ? turnY : turnZ;
      if (this.level[axis] !== 0)
        this.raise(ring, from, frames, axis + 3, this.level[axis], perCountQ28, turns);
      if (this.level[axis + 3] !== 0)
        this.raise(ring, from, frames, axis + 3, -this.level[axis + 3], perCountQ28, turns);
    }
  }

  /** One axis and sign: its frames beyond `level`. */
  private raise(
    ring: FrameRing,
    from: number,
    frames: number,
    axis: number,
    level: number,
    perCountQ28: number,
    turns: Int16Array,
  ): void {
    const axes = ring.axes;
    const sign = level > 0 ? 1 : -1;
    const height = sign * level;
    let i = 1;
    while (i < frames) {
      if (sign * axes[((from + i) & RING_MASK) * FRAME_AXES + axis] < height) {
        i++;
        continue;
      }
      const first = i;
      while (i < frames && sign * axes[((from + i) & RING_MASK) * FRAME_AXES + axis] >= height) i++;
      const span = i - first;
      if (span > SPAN_MOST) continue;
      const rise = this.slope(ring, from + first - 1, axis, sign, -SLOPE_FRAMES, height);
      const fall = this.slope(ring, from + i, axis, sign, SLOPE_FRAMES, height);
      let before = 0;
      for (let k = 0; k <= span; k++) {
        let hidden = 0;
        if (k < span) {
          const a = 2 * k + 1;
          const b = 2 * span - a;
          const peak = ((rise * a * b * b + fall * a * a * b) / (8 * span * span)) | 0;
          const value = sign * axes[((from + first + k) & RING_MASK) * FRAME_AXES + axis];
          hidden = ((peak * this.share) >> 8) - (value - height);
          if (hidden < 0) hidden = 0;
          if (hidden > this.hiddenMost) hidden = this.hiddenMost;
        }
        turns[(first + k) >> 1] += sign * (((before + hidden) * perCountQ28) >> 14);
        before = hidden;
      }
    }
  }

  /** How steeply a value rises to that of the frame `at`, from `beside` frames further on; per frame. */
  private slope(
    ring: FrameRing,
    at: number,
    axis: number,
    sign: number,
    beside: number,
    height: number,
  ): number {
    const axes = ring.axes;
    const rise =
      sign *
      (axes[(at & RING_MASK) * FRAME_AXES + axis] - axes[((at + beside) & RING_MASK) * FRAME_AXES + axis]);
    const each = (rise / SLOPE_FRAMES) | 0;
    return each < 0 ? 0 : each > height >> 2 ? height >> 2 : each;
  }

  /** Is this extreme near the highest so far, and that near the end of some gyroscope's range? */
  private reaches(end: number, extreme: number): boolean {
    let range = this.range;
    while (extreme > range + (range >> RANGE_SHIFT)) range <<= 1;
    const isEnd = extreme >= range - (range >> RANGE_SHIFT);
    const ceiling = this.ceiling[end];
    if (extreme > ceiling) {
      this.ceiling[end] = extreme;
      if (extreme - ceiling > ceiling >> CEILING_SHIFT) this.hits[end] = 0;
    }
    if (isEnd && extreme >= ceiling - (ceiling >> CEILING_SHIFT)) return true;
    // Nearly as high and not there: more like the peaks of a motion than the end of a range.
    if (extreme >= ceiling - (ceiling >> SPREAD_SHIFT)) this.doubt(end);
    return false;
  }

  private doubt(end: number): void {
    if (this.hits[end] > 0) this.hits[end]--;
  }

  /** Counts the frames of one axis near its `extreme`; keeps its level when they are a plateau and the range is known. */
  private measure(
    ring: FrameRing,
    from: number,
    frames: number,
    axis: number,
    extreme: number,
    end: number,
  ): void {
    const axes = ring.axes;
    const sign = extreme > 0 ? 1 : -1;
    const height = sign * extreme;
    const level = height - (height >> LEVEL_SHIFT);
    const slope = height - (height >> SLOPE_SHIFT);
    let count = 0;
    let near = 0;
    let run = 0;
    let longest = 0;
    for (let i = 0; i <= frames; i++) {
      const value = sign * axes[((from + i) & RING_MASK) * FRAME_AXES + axis];
      if (value < slope) {
        run = 0;
        continue;
      }
      near++;
      if (value >= level) {
        count++;
        run++;
        if (run > longest) longest = run;
      }
    }
    if (longest < this.plateau || near * 2 > count * 3) {
      this.doubt(end);
      return;
    }
    if (this.hits[end] < HITS_MOST) this.hits[end]++;
    if (!this.isKnown()) return;
    this.level[end] = slope;
    this.found = true;
  }

  /** A part ends alike on all axes: one end that is known makes the others. */
  private isKnown(): boolean {
    for (let end = 0; end < 6; end++) if (this.hits[end] >= HITS_LEAST) return true;
    return false;
  }
}
