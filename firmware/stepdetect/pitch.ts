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

/** Half width of the smoothing box: +-12 ms takes out the ringing of the shoe and moves no event. @source fit */
const BOX_ms = 12;
/**
 * That is two frames at 200 Hz, one at 100: the rates in the box are locals of the loop, which cost less than an array.
 * @source design: cost
 */
const BOX_HALF_MOST = 2;
/** A lobe below this is no swing of a step; gentle shuffling stays below it. @source fit */
const LOBE_deg = 6;
/** Lobes that count as a swing of their own beside the largest: above this, and above half of the largest. @source fit */
const SWING_deg = 15;
/** Two lobes parted by less than this belong to one swing. @source fit */
const DIP_ms = 200;
/** Lobes of a stride that are kept. @source design: memory */
const MOST_LOBES = 12;
/**
 * While a stride goes on, an axis that came to differ by no more than this (Q14, sum over the components: half a degree) stays.
 * @source design: cost
 */
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

  /** Extremes of the raw rates along the sensor's axes, 0 or beyond; half a box beside the stride included. */
  mostX = 0;
  mostY = 0;
  mostZ = 0;
  leastX = 0;
  leastY = 0;
  leastZ = 0;

  /** What the frames are followed with: from which frame, about which axis, with which zero. */
  private begun = -1;
  private x = 0;
  private y = 0;
  private z = 0;
  private bias = 0;
  /** The newest rates before smoothing, and the sum of those that the next box has as well. */
  private raw1 = 0;
  private raw2 = 0;
  private raw3 = 0;
  private raw4 = 0;
  private boxSum = 0;
  /** Sums of all raw rates read: those of the frames and half a box beside them. */
  private sumX = 0;
  private sumY = 0;
  private sumZ = 0;
  /** First frame and angle of the lobe that has not ended, -1 when there is none; angle turned down since the last rate not below zero. */
  private openFrom = -1;
  private openAngle = 0;
  private below = 0;
  /** Every lobe above `lobe`, in order. @range 0 RING_FRAMES */
  private readonly lobeFrom = new Int16Array(MOST_LOBES);
  /** @range 0 RING_FRAMES */
  private readonly lobeTo = new Int16Array(MOST_LOBES);
  private readonly lobeAngle = new Int32Array(MOST_LOBES);
  /** @range 0 MOST_LOBES */
  private lobes = 0;
  /** As they were before the open lobe was taken to end with the last frame. @range 0 MOST_LOBES */
  private endedLobes = 0;
  private endedLargest = 0;
  /** @range 0 RING_FRAMES */
  private endedLargestEnd = 0;
  private readonly half: number;
  private readonly reciprocalQ14: number;
  private readonly lobe: number;
  private readonly swing: number;
  private readonly dip: number;

  constructor(scale: FrameScale) {
    const half = framesOf(BOX_ms, scale);
    this.half = half < BOX_HALF_MOST ? half : BOX_HALF_MOST;
    this.reciprocalQ14 = Math.round(16384 / (2 * this.half + 1));
    this.lobe = angleCounts(LOBE_deg, scale);
    this.swing = angleCounts(SWING_deg, scale);
    this.dip = framesOf(DIP_ms, scale);
  }

  /**
   * Follows the frames from `from` to `to` (counters of the ring, both included), `most` of them at most. Where a stride goes on that was
   * asked for before, up to an earlier frame, only the frames since then are read.
   * @returns whether it came to `to`; else it is to be called again with the same
   */
  follow(
    ring: FrameRing,
    from: number,
    to: number,
    axis: MedioLateralAxis,
    way: Strapdown,
    most: number,
  ): boolean {
    const frames = (to - from) & COUNTER_MASK;
    const goesOn = this.goesOn(from, frames, axis, way);
    const next = goesOn ? this.frames + 1 : -2 * this.half;
    const reach = next < 0 ? most : this.frames + most;
    if (goesOn) this.reopen();
    else this.begin(from, axis, way);
    this.frames = reach < frames ? reach : frames;
    this.project(ring, from, next);
    this.endOpen();
    this.keepSwings();
    this.turned = this.turnedAbout(ring, from, way);
    const upright = (this.x * way.upX + this.y * way.upY + this.z * way.upZ) >> 15;
    this.raised = this.net - mulShift(this.turned, upright, 14);
    return this.frames === frames;
  }

  /** Was there a lobe large enough for a step? */
  hasSwing(): boolean {
    return this.largest >= this.lobe;
  }

  /** Was the stride followed before with the same, and not as far? */
  private goesOn(from: number, frames: number, axis: MedioLateralAxis, way: Strapdown): boolean {
    if (from !== this.begun || frames <= this.frames || this.bias !== biasAbout(axis, way)) return false;
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
    this.bias = biasAbout(axis, way);
    this.raw1 = this.raw2 = this.raw3 = this.raw4 = this.boxSum = 0;
    this.sumX = this.sumY = this.sumZ = this.net = 0;
    this.openFrom = -1;
    this.openAngle = this.below = this.lobes = 0;
    this.largest = this.largestEnd = this.deepest = this.deepestEnd = 0;
    this.mostX = this.mostY = this.mostZ = 0;
    this.leastX = this.leastY = this.leastZ = 0;
  }

  /**
   * The rates about the axis with their lobes, the sums and the extremes, in one pass: reading a frame is what costs.
   * @param next the first rate to find; those before the first frame only fill the box
   * @range next -4 RING_FRAMES
   */
  private project(ring: FrameRing, from: number, next: number): void {
    const axes = ring.axes;
    const rate = this.rate;
    const frames = this.frames;
    const ahead = from + this.half;
    const narrow = this.half < BOX_HALF_MOST;
    const reciprocal = this.reciprocalQ14;
    const bias = this.bias;
    const x = this.x;
    const y = this.y;
    const z = this.z;
    let raw1 = this.raw1;
    let raw2 = this.raw2;
    let raw3 = this.raw3;
    let raw4 = this.raw4;
    let sum = this.boxSum;
    let sumX = this.sumX;
    let sumY = this.sumY;
    let sumZ = this.sumZ;
    let mostX = this.mostX;
    let mostY = this.mostY;
    let mostZ = this.mostZ;
    let leastX = this.leastX;
    let leastY = this.leastY;
    let leastZ = this.leastZ;
    let net = this.net;
    let below = this.below;
    let deepest = this.deepest;
    let open = this.openFrom;
    let angle = this.openAngle;
    let at: number;
    let gx: number;
    let gy: number;
    let gz: number;
    let raw: number;
    let value: number;
    for (let i = next; i <= frames; i++) {
      at = ((ahead + i) & RING_MASK) * FRAME_AXES;
      gx = axes[at + 3];
      gy = axes[at + 4];
      gz = axes[at + 5];
      sumX += gx;
      sumY += gy;
      sumZ += gz;
      if (gx > mostX) mostX = gx;
      else if (gx < leastX) leastX = gx;
      if (gy > mostY) mostY = gy;
      else if (gy < leastY) leastY = gy;
      if (gz > mostZ) mostZ = gz;
      else if (gz < leastZ) leastZ = gz;
      raw = (gx * x + gy * y + gz * z) >> 14;
      sum += raw;
      value = ((sum * reciprocal) >> 14) - bias;
      sum -= narrow ? raw2 : raw4;
      raw4 = raw3;
      raw3 = raw2;
      raw2 = raw1;
      raw1 = raw;
      if (i < 0) continue;
      rate[i] = value;
      net += value;
      if (value < 0) {
        below += value;
        if (below < deepest) {
          deepest = below;
          this.deepestEnd = i;
        }
      } else {
        below = 0;
        if (value > 0) {
          if (open < 0) {
            open = i;
            angle = 0;
          }
          angle += value;
          continue;
        }
      }
      if (open >= 0) this.endLobe(open, i, angle);
      open = -1;
    }
    this.raw1 = raw1;
    this.raw2 = raw2;
    this.raw3 = raw3;
    this.raw4 = raw4;
    this.boxSum = sum;
    this.sumX = sumX;
    this.sumY = sumY;
    this.sumZ = sumZ;
    this.mostX = mostX;
    this.mostY = mostY;
    this.mostZ = mostZ;
    this.leastX = leastX;
    this.leastY = leastY;
    this.leastZ = leastZ;
    this.net = net;
    this.below = below;
    this.deepest = deepest;
    this.openFrom = open;
    this.openAngle = angle;
  }

  /**
   * @range from 0 RING_FRAMES
   * @range to 0 RING_FRAMES
   */
  private endLobe(from: number, to: number, angle: number): void {
    if (angle > this.largest) {
      this.largest = angle;
      this.largestEnd = to;
    }
    const lobes = this.lobes;
    if (angle < this.lobe || lobes >= MOST_LOBES) return;
    this.lobeFrom[lobes] = from;
    this.lobeTo[lobes] = to;
    this.lobeAngle[lobes] = angle;
    this.lobes = lobes + 1;
  }

  /** The lobe that has not ended does so with the last frame: unless the stride goes on. */
  private endOpen(): void {
    this.endedLobes = this.lobes;
    this.endedLargest = this.largest;
    this.endedLargestEnd = this.largestEnd;
    if (this.openFrom >= 0) this.endLobe(this.openFrom, this.frames, this.openAngle);
  }

  private reopen(): void {
    this.lobes = this.endedLobes;
    this.largest = this.endedLargest;
    this.largestEnd = this.endedLargestEnd;
  }

  /** The angle about the present up: that of the sums, without the frames beside the stride. */
  private turnedAbout(ring: FrameRing, from: number, way: Strapdown): number {
    const axes = ring.axes;
    let x = this.sumX;
    let y = this.sumY;
    let z = this.sumZ;
    for (let i = 1; i <= this.half; i++) {
      const before = ((from - i) & RING_MASK) * FRAME_AXES;
      const after = ((from + this.frames + i) & RING_MASK) * FRAME_AXES;
      x -= axes[before + 3] + axes[after + 3];
      y -= axes[before + 4] + axes[after + 4];
      z -= axes[before + 5] + axes[after + 5];
    }
    return mulShift(x, way.upX, 15) + mulShift(y, way.upY, 15) + mulShift(z, way.upZ, 15);
  }

  /** Of the lobes found, keeps the largest and those comparable to it, and joins those parted by a short dip. */
  private keepSwings(): void {
    const least = this.largest >> 1 > this.swing ? this.largest >> 1 : this.swing;
    const lobes = this.lobes;
    /** @range 0 MOST_LOBES */
    let kept = 0;
    for (let i = 0; i < lobes; i++) {
      const angle = this.lobeAngle[i];
      if (angle !== this.largest && angle <= least) continue;
      const from = this.lobeFrom[i];
      if (kept > 0 && from - this.to[kept - 1] < this.dip) {
        this.to[kept - 1] = this.lobeTo[i];
        continue;
      }
      this.from[kept] = from;
      this.to[kept] = this.lobeTo[i];
      kept++;
    }
    this.swings = kept;
  }
}

/** The zero of the gyroscope about the axis, raw counts. */
function biasAbout(axis: MedioLateralAxis, way: Strapdown): number {
  return (way.biasX * axis.x + way.biasY * axis.y + way.biasZ * axis.z) >> 18;
}
