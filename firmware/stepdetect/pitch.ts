/**
 * The rotation of the foot about its medio-lateral axis over one stride, and its swings.
 *
 * Positive pitch rate lifts the toes: a swing is a lobe of positive rate (the foot turns from toes-down at push-off to
 * toes-up at contact), bounded by the push-off before and the foot's coming down after it.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import type { MedioLateralAxis } from '../sensors/alignment';
import { mulShift } from '../sensors/integer';
import { COUNTER_MASK, FRAME_AXES, RING_FRAMES, RING_MASK, type FrameRing } from '../sensors/ring';
import { angleCounts, framesOf, type FrameScale } from '../sensors/scale';
import type { Strapdown } from './strapdown';

/** Half width of the smoothing box: +-12 ms takes out the ringing of the shoe and moves no event. */
const BOX_ms = 12;
/** Room for the frames of the box, 11 at 416 Hz: a power of two. */
const BOX_FRAMES = 32;
const BOX_MASK = BOX_FRAMES - 1;
/** A lobe below this is no swing of a step; gentle shuffling stays below it. */
const LOBE_deg = 6;
/** Lobes that count as a swing of their own beside the largest: above this, and above half of the largest. */
const SWING_deg = 15;
/** Two lobes parted by less than this belong to one swing. */
const DIP_ms = 200;
const MOST_LOBES = 12;
/** While a stride goes on, an axis that came to differ by no more than this (Q14, sum over the components: half a degree) stays. */
const AXIS_APART = 160;

export class PitchTrack {
  /** Pitch rate of the frames, smoothed, raw gyroscope counts; entry 0 is the first frame of the stride. */
  readonly rate = new Int16Array(RING_FRAMES);
  /** Frames in the stride. @range 0 RING_FRAMES-1 */
  frames = 0;
  /** First frame and end (first frame after) of each swing, in order. @range 0 RING_FRAMES */
  readonly from = new Int16Array(MOST_LOBES);
  /** @range 0 RING_FRAMES */
  readonly to = new Int16Array(MOST_LOBES);
  /** @range 0 MOST_LOBES */
  swings = 0;
  /** Sum of the pitch rate over all frames: the angle the foot came round by, counts x frames. */
  net = 0;
  /** Angle turned about the up of the stride's start, counts x frames: positive to the left. */
  turned = 0;
  /** Angle by which the toes came up between the first frame and the last, turning left out, counts x frames. */
  raised = 0;
  /** Angle of the largest lobe, counts x frames, and its end. */
  largest = 0;
  /** @range 0 RING_FRAMES */
  largestEnd = 0;
  /** The same of the largest lobe of negative rate. */
  deepest = 0;
  /** @range 0 RING_FRAMES */
  deepestEnd = 0;
  /** The accelerometer or gyroscope stood at the end of its range: found out by the detector. */
  clipped = false;

  /** Extremes of the raw rates along the sensor's axes, 0 or beyond. */
  mostX = 0;
  mostY = 0;
  mostZ = 0;
  leastX = 0;
  leastY = 0;
  leastZ = 0;

  /** What the frames are followed with: from which frame, about which axis, with which up and zero. */
  private begun = -1;
  private x = 0;
  private y = 0;
  private z = 0;
  private upX = 0;
  private upY = 0;
  private upZ = 0;
  private bias = 0;
  /** Sum of the rates in the box but the oldest. */
  private boxSum = 0;
  /** The rate before smoothing, of the frames in the box. */
  private readonly raw = new Int16Array(BOX_FRAMES);
  private readonly half: number;
  private readonly reciprocalQ14: number;
  private readonly lobe: number;
  private readonly swing: number;
  private readonly dip: number;
  private readonly angle = new Int32Array(MOST_LOBES);

  constructor(scale: FrameScale) {
    this.half = framesOf(BOX_ms, scale);
    this.reciprocalQ14 = Math.round(16384 / (2 * this.half + 1));
    this.lobe = angleCounts(LOBE_deg, scale);
    this.swing = angleCounts(SWING_deg, scale);
    this.dip = framesOf(DIP_ms, scale);
  }

  /**
   * Follows the frames from `from` to `to` (counters of the ring, both included). Where a stride goes on that was asked for before,
   * up to an earlier frame, only the frames since then are read.
   */
  follow(ring: FrameRing, from: number, to: number, axis: MedioLateralAxis, way: Strapdown): void {
    const frames = (to - from) & COUNTER_MASK;
    const done = this.goesOn(from, frames, axis, way) ? this.frames + 2 * this.half : -1;
    if (done < 0) this.begin(from, axis, way);
    this.frames = frames;
    this.project(ring, from, done);
    const upright = (this.x * way.upX + this.y * way.upY + this.z * way.upZ) >> 15;
    this.raised = this.net - mulShift(this.turned, upright, 14);
    this.findLobes();
  }

  /** Was there a lobe large enough for a step? */
  hasSwing(): boolean {
    return this.largest >= this.lobe;
  }

  /** Was the stride followed before with the same, and not as far? */
  private goesOn(from: number, frames: number, axis: MedioLateralAxis, way: Strapdown): boolean {
    if (from !== this.begun || frames <= this.frames || this.bias !== biasAbout(axis, way)) return false;
    if (this.upX !== way.upX || this.upY !== way.upY || this.upZ !== way.upZ) return false;
    const x = this.x - axis.x;
    const y = this.y - axis.y;
    const z = this.z - axis.z;
    return (x < 0 ? -x : x) + (y < 0 ? -y : y) + (z < 0 ? -z : z) <= AXIS_APART;
  }

  private begin(from: number, axis: MedioLateralAxis, way: Strapdown): void {
    this.begun = from;
    this.x = axis.x;
    this.y = axis.y;
    this.z = axis.z;
    this.upX = way.upX;
    this.upY = way.upY;
    this.upZ = way.upZ;
    this.bias = biasAbout(axis, way);
    this.boxSum = this.net = this.turned = 0;
    this.mostX = this.mostY = this.mostZ = 0;
    this.leastX = this.leastY = this.leastZ = 0;
  }

  /**
   * The rates about the axis, the angle about up, and the extremes.
   * @param done places that were in the box before, counted from its half before the first frame; -1 for none
   * @range done -1 RING_FRAMES+BOX_FRAMES
   */
  private project(ring: FrameRing, from: number, done: number): void {
    const axes = ring.axes;
    const raw = this.raw;
    const rate = this.rate;
    const half = this.half;
    const frames = this.frames;
    const reciprocal = this.reciprocalQ14;
    const bias = this.bias;
    const x = this.x;
    const y = this.y;
    const z = this.z;
    const upX = this.upX;
    const upY = this.upY;
    const upZ = this.upZ;
    const width = 2 * half;
    const first = from - half;
    const last = frames + half;
    let sum = this.boxSum;
    let net = this.net;
    let turned = this.turned;
    let at: number;
    let gx: number;
    let gy: number;
    let gz: number;
    let value: number;
    for (let i = done < 0 ? 0 : done - half + 1; i <= frames + width; i++) {
      at = ((first + i) & RING_MASK) * FRAME_AXES;
      gx = axes[at + 3];
      gy = axes[at + 4];
      gz = axes[at + 5];
      if (i >= half && i <= last) {
        turned += (gx * upX + gy * upY + gz * upZ) >> 15;
        if (gx > this.mostX) this.mostX = gx;
        else if (gx < this.leastX) this.leastX = gx;
        if (gy > this.mostY) this.mostY = gy;
        else if (gy < this.leastY) this.leastY = gy;
        if (gz > this.mostZ) this.mostZ = gz;
        else if (gz < this.leastZ) this.leastZ = gz;
      }
      if (i <= done) continue;
      value = (gx * x + gy * y + gz * z) >> 14;
      raw[i & BOX_MASK] = value;
      sum += value;
      if (i < width) continue;
      value = ((sum * reciprocal) >> 14) - bias;
      rate[i - width] = value;
      net += value;
      sum -= raw[(i - width) & BOX_MASK];
    }
    this.boxSum = sum;
    this.net = net;
    this.turned = turned;
  }

  private findLobes(): void {
    const rate = this.rate;
    const last = this.frames;
    const least = this.lobe;
    let lobes = 0;
    let begin = -1;
    let angle = 0;
    let below = 0;
    let largest = 0;
    let largestEnd = 0;
    let deepest = 0;
    let deepestEnd = 0;
    let value: number;
    for (let i = 0; i <= last; i++) {
      value = rate[i];
      if (value < 0) {
        below += value;
        if (below < deepest) {
          deepest = below;
          deepestEnd = i;
        }
      } else {
        below = 0;
        if (value > 0) {
          if (begin < 0) {
            begin = i;
            angle = 0;
          }
          angle += value;
          if (i < last) continue;
        }
      }
      if (begin < 0) continue;
      if (angle > largest) {
        largest = angle;
        largestEnd = i;
      }
      if (angle >= least && lobes < MOST_LOBES) {
        this.from[lobes] = begin;
        this.to[lobes] = i;
        this.angle[lobes] = angle;
        lobes++;
      }
      begin = -1;
    }
    this.largest = largest;
    this.largestEnd = largestEnd;
    this.deepest = deepest;
    this.deepestEnd = deepestEnd;
    this.swings = lobes;
    this.keepSwings();
  }

  /** Of the lobes found, keeps the largest and those comparable to it, and joins those parted by a short dip. */
  private keepSwings(): void {
    const least = this.largest >> 1 > this.swing ? this.largest >> 1 : this.swing;
    const lobes = this.swings;
    /** @range 0 MOST_LOBES */
    let kept = 0;
    for (let i = 0; i < lobes; i++) {
      const angle = this.angle[i];
      if (angle !== this.largest && angle <= least) continue;
      if (kept > 0 && this.from[i] - this.to[kept - 1] < this.dip) {
        this.to[kept - 1] = this.to[i];
        continue;
      }
      this.from[kept] = this.from[i];
      this.to[kept] = this.to[i];
      kept++;
    }
    this.swings = kept;
  }
}

/** The zero of the gyroscope about the axis, raw counts. */
function biasAbout(axis: MedioLateralAxis, way: Strapdown): number {
  return (way.biasX * axis.x + way.biasY * axis.y + way.biasZ * axis.z) >> 18;
}
