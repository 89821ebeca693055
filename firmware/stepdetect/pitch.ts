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
/** The ends of the int16 range, less the noise of a clipped sensor. */
const CLIP = 32700;
const CLIP_SPAN = 2 * CLIP;

export class PitchTrack {
  /** Pitch rate of the frames, smoothed, raw gyroscope counts; entry 0 is the first frame of the stride. */
  readonly rate = new Int16Array(RING_FRAMES);
  /** Frames in the stride. */
  frames = 0;
  /** First frame and end (first frame after) of each swing, in order. */
  readonly from = new Int16Array(MOST_LOBES);
  readonly to = new Int16Array(MOST_LOBES);
  swings = 0;
  /** Sum of the pitch rate over all frames: the angle the foot came round by, counts x frames. */
  net = 0;
  /** Angle turned about the up of the stride's start, counts x frames: positive to the left. */
  turned = 0;
  /** Angle by which the toes came up between the first frame and the last, turning left out, counts x frames. */
  raised = 0;
  /** Angle of the largest lobe, counts x frames, and its end. */
  largest = 0;
  largestEnd = 0;
  /** The same of the largest lobe of negative rate. */
  deepest = 0;
  deepestEnd = 0;
  /** The accelerometer or gyroscope stood at the end of its range. */
  clipped = false;
  /** Longest step between two frames, us. */
  longest_us = 0;

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
    this.project(ring, from, x, y, z, bias);
    this.inspect(ring, from, way.upX, way.upY, way.upZ);
    const upright = (x * way.upX + y * way.upY + z * way.upZ) >> 15;
    this.raised = this.net - mulShift(this.turned, upright, 14);
    this.findLobes();
  }

  /** Was there a lobe large enough for a step? */
  hasSwing(): boolean {
    return this.largest >= this.lobe;
  }

  private project(ring: FrameRing, from: number, x: number, y: number, z: number, bias: number): void {
    const axes = ring.axes;
    const raw = this.raw;
    const rate = this.rate;
    const half = this.half;
    const frames = this.frames;
    const reciprocal = this.reciprocalQ14;
    const width = 2 * half;
    let sum = 0;
    let net = 0;
    for (let i = 0; i <= frames + width; i++) {
      const at = ((from + i - half) & RING_MASK) * FRAME_AXES;
      const value = (axes[at + 3] * x + axes[at + 4] * y + axes[at + 5] * z) >> 14;
      raw[i & BOX_MASK] = value;
      sum += value;
      if (i < width) continue;
      const smooth = ((sum * reciprocal) >> 14) - bias;
      rate[i - width] = smooth;
      net += smooth;
      sum -= raw[(i - width) & BOX_MASK];
    }
    this.net = net;
  }

  private inspect(ring: FrameRing, from: number, upX: number, upY: number, upZ: number): void {
    const axes = ring.axes;
    const times = ring.time_us;
    const frames = this.frames;
    let before = times[from & RING_MASK];
    let longest = 0;
    let clipped = 0;
    let turned = 0;
    for (let i = 0; i <= frames; i++) {
      const slot = (from + i) & RING_MASK;
      const time = times[slot];
      const step = (time - before) | 0;
      before = time;
      if (step > longest) longest = step;
      const at = slot * FRAME_AXES;
      turned += (axes[at + 3] * upX + axes[at + 4] * upY + axes[at + 5] * upZ) >> 15;
      // v + CLIP is beyond 0 .. 2 CLIP when v is beyond +-CLIP: as an unsigned number then, one comparison each.
      if ((axes[at] + CLIP) >>> 0 > CLIP_SPAN || (axes[at + 1] + CLIP) >>> 0 > CLIP_SPAN) clipped++;
      else if ((axes[at + 2] + CLIP) >>> 0 > CLIP_SPAN || (axes[at + 3] + CLIP) >>> 0 > CLIP_SPAN) clipped++;
      else if ((axes[at + 4] + CLIP) >>> 0 > CLIP_SPAN || (axes[at + 5] + CLIP) >>> 0 > CLIP_SPAN) clipped++;
    }
    this.turned = turned;
    this.longest_us = longest;
    this.clipped = clipped > 0;
  }

  private findLobes(): void {
    const rate = this.rate;
    const angles = this.angle;
    const last = this.frames;
    let lobes = 0;
    let begin = -1;
    let angle = 0;
    let below = 0;
    this.largest = 0;
    this.largestEnd = 0;
    this.deepest = 0;
    this.deepestEnd = 0;
    for (let i = 0; i <= last; i++) {
      const value = rate[i];
      below = value < 0 ? below + value : 0;
      if (below < this.deepest) {
        this.deepest = below;
        this.deepestEnd = i;
      }
      if (value > 0) {
        if (begin < 0) {
          begin = i;
          angle = 0;
        }
        angle += value;
      }
      if (begin < 0 || (value > 0 && i < last)) continue;
      if (angle > this.largest) {
        this.largest = angle;
        this.largestEnd = i;
      }
      if (angle >= this.lobe && lobes < MOST_LOBES) {
        this.from[lobes] = begin;
        this.to[lobes] = i;
        angles[lobes] = angle;
        lobes++;
      }
      begin = -1;
    }
    this.swings = lobes;
    this.keepSwings();
  }

  /** Of the lobes found, keeps the largest and those comparable to it, and joins those parted by a short dip. */
  private keepSwings(): void {
    const least = this.largest >> 1 > this.swing ? this.largest >> 1 : this.swing;
    const lobes = this.swings;
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
