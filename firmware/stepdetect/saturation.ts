/**
 * A gyroscope at the end of its range: finds the frames, and how much rotation they hide.
 *
 * A foot turns up to 1500 degree/s in a sprint; many gyroscopes end at 500. What is cut off shows as a plateau of one axis, at
 * the same height stride after stride; a peak of motion is round, and no two are as high.
 * Between two mid-stances the foot comes back to the same pitch: what the pitch rate sums up to over a stride is what the
 * plateau hides. (Without this the foot is thought tilted by tens of degrees for half of the stride, and strides of fast
 * running read 10 to 40 % short.)
 *
 * Integer TypeScript (docs/DESIGN.md).
 */
import { FRAME_AXES, RING_MASK, type FrameRing } from '../sensors/ring';
import type { FrameScale } from '../sensors/scale';

/**
 * Gyroscopes end at 250, 500, 1000 or 2000 degree/s (LSM6DSO, MPU-9250, BMI160 data sheets), calibrated ones within 1/16 of
 * that. A plateau elsewhere is a motion.
 */
const LEAST_RANGE_dps = 250;
const RANGE_SHIFT = 4;
/**
 * A plateau: frames within 1/64 of the extreme for this long. The slopes beside it are steep: within 1/16 there are at most
 * half as many more. (A round peak, a parabola, has twice as many.)
 */
const LEVEL_SHIFT = 6;
const SLOPE_SHIFT = 4;
const PLATEAU_ms = 24;
/** The end of the range: plateaus within 1/64 of the highest so far, seen in this many strides. */
const CEILING_SHIFT = 6;
const HITS_LEAST = 3;
const HITS_MOST = 6;
/** A stride within 1/8 of the end of the range that does not reach it, or reaches it without a plateau, takes one back. */
const SPREAD_SHIFT = 3;
/** A stride whose pitch comes round to less than this hides nothing worth the doubt. */
const NET_LEAST_deg = 5;
/** What a plateau may hide, on the mean: a foot turns by no more than this beyond any range. */
const HIDDEN_MOST_dps = 1000;

export class Saturation {
  /** Offset of the saturated axis in a frame, 3 to 5; 0 when there is none. */
  axis = 0;
  /** Its frames are those beyond this: above when positive, below when negative. Raw counts. */
  level = 0;
  /** Frames in the plateaus of that axis and sign. */
  frames = 0;
  /** To be added to each of them, raw counts. Set by `spread`. */
  hidden = 0;

  /** Highest values so far, above zero for x, y, z, then below; and the strides that had a plateau there. */
  private readonly ceiling = new Int32Array(6);
  private readonly hits = new Int32Array(6);
  private readonly range: number;
  private readonly least: number;
  private readonly plateau: number;
  private readonly hiddenMost: number;
  private readonly netLeast: number;

  constructor(scale: FrameScale) {
    const perDps = 1e6 / scale.gyro_udps;
    this.range = Math.round(LEAST_RANGE_dps * perDps);
    this.least = this.range - (this.range >> RANGE_SHIFT);
    this.plateau = Math.round((PLATEAU_ms * scale.rate_Hz) / 1000);
    this.hiddenMost = Math.round(HIDDEN_MOST_dps * perDps);
    this.netLeast = Math.round(NET_LEAST_deg * perDps * scale.rate_Hz);
  }

  /** Looks for the longest plateau in `frames` + 1 frames from `from`. */
  find(ring: FrameRing, from: number, frames: number): void {
    const axes = ring.axes;
    this.axis = 0;
    this.frames = 0;
    this.hidden = 0;
    for (let axis = 3; axis < FRAME_AXES; axis++) {
      let greatest = this.least;
      let least = -this.least;
      for (let i = 0; i <= frames; i++) {
        const value = axes[((from + i) & RING_MASK) * FRAME_AXES + axis];
        if (value > greatest) greatest = value;
        if (value < least) least = value;
      }
      if (greatest > this.least && this.reaches(axis - 3, greatest))
        this.measure(ring, from, frames, axis, greatest, axis - 3);
      if (least < -this.least && this.reaches(axis, -least))
        this.measure(ring, from, frames, axis, least, axis);
    }
  }

  /**
   * Spreads the rotation that is missing about the medio-lateral axis over the plateau.
   * @param net sum of the pitch rate over the stride, counts x frames
   * @param share the medio-lateral component of the saturated axis, Q14
   * @returns false when the plateau cannot explain it
   */
  spread(net: number, share: number): boolean {
    this.hidden = 0;
    if (this.frames === 0 || (share < 4096 && share > -4096)) return false;
    if (net < this.netLeast && net > -this.netLeast) return false;
    const each = (-net / this.frames) | 0;
    const hidden = ((each * 16384) / share) | 0;
    if (this.level > 0 ? hidden <= 0 : hidden >= 0) return false;
    this.hidden =
      hidden > this.hiddenMost ? this.hiddenMost : hidden < -this.hiddenMost ? -this.hiddenMost : hidden;
    return true;
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

  /** Counts the frames of one axis near its `extreme`; keeps them when they are a known plateau and more than those so far. */
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
    if (this.hits[end] < HITS_LEAST || count <= this.frames) return;
    this.axis = axis;
    this.level = sign * level;
    this.frames = count;
  }
}
