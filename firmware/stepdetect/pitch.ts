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
import type { FrameScale } from '../sensors/scale';
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

  /** The rate before smoothing, of the frames in the box. */
  private readonly raw = new Int16Array(BOX_FRAMES);
  private readonly half: number;
  private readonly reciprocalQ14: number;
  private readonly lobe: number;
  private readonly swing: number;
  private readonly dip: number;
  private readonly angle = new Int32Array(MOST_LOBES);

  constructor(scale: FrameScale) {
    const perMs = scale.rate_Hz / 1000;
    const perDeg = (1e6 / scale.gyro_udps) * scale.rate_Hz;
    this.half = Math.round(BOX_ms * perMs);
    this.reciprocalQ14 = Math.round(16384 / (2 * this.half + 1));
    this.lobe = Math.round(LOBE_deg * perDeg);
    this.swing = Math.round(SWING_deg * perDeg);
    this.dip = Math.round(DIP_ms * perMs);
  }

  /** Follows the frames from `from` to `to` (counters of the ring, both included). */
  follow(ring: FrameRing, from: number, to: number, axis: MedioLateralAxis, way: Strapdown): void {
    this.frames = (to - from) & COUNTER_MASK;
    const x = axis.x;
    const y = axis.y;
    const z = axis.z;
    const bias = (way.biasX * x + way.biasY * y + way.biasZ * z) >> 18;
    this.project(ring, from, x, y, z, bias, way.upX, way.upY, way.upZ);
    const upright = (x * way.upX + y * way.upY + z * way.upZ) >> 15;
    this.raised = this.net - mulShift(this.turned, upright, 14);
    this.findLobes();
  }

  /** Was there a lobe large enough for a step? */
  hasSwing(): boolean {
    return this.largest >= this.lobe;
  }

  private project(
    ring: FrameRing,
    from: number,
    x: number,
    y: number,
    z: number,
    bias: number,
    upX: number,
    upY: number,
    upZ: number,
  ): void {
    const axes = ring.axes;
    const raw = this.raw;
    const rate = this.rate;
    const half = this.half;
    const frames = this.frames;
    const reciprocal = this.reciprocalQ14;
    const width = 2 * half;
    const first = from - half;
    const last = frames + half;
    let sum = 0;
    let net = 0;
    let turned = 0;
    let at: number;
    let gx: number;
    let gy: number;
    let gz: number;
    let value: number;
    for (let i = 0; i <= frames + width; i++) {
      at = ((first + i) & RING_MASK) * FRAME_AXES;
      gx = axes[at + 3];
      gy = axes[at + 4];
      gz = axes[at + 5];
      if (i >= half && i <= last) turned += (gx * upX + gy * upY + gz * upZ) >> 15;
      value = (gx * x + gy * y + gz * z) >> 14;
      raw[i & BOX_MASK] = value;
      sum += value;
      if (i < width) continue;
      value = ((sum * reciprocal) >> 14) - bias;
      rate[i - width] = value;
      net += value;
      sum -= raw[(i - width) & BOX_MASK];
    }
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
