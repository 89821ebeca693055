/**
 * What a standing foot tells: which way is up, where the gyroscope's zero lies, and how long gravity reads.
 *
 * Integer TypeScript (docs/DESIGN.md).
 */
import { norm3 } from '../sensors/integer';
import { FRAME_AXES, RING_MASK, type FrameRing } from '../sensors/ring';
import type { FrameScale } from '../sensors/scale';
import type { Strapdown } from './strapdown';

/** Half of the time the specific force is averaged over. */
const LEVEL_HALF_s = 0.03;
/** Largest difference from 1 g at which the accelerometer shows gravity and nothing else, Q8: 10 %. */
const LEVEL_SHARE_Q8 = 26;
/** Frames of rest averaged for the zero-rate level of the gyroscope: a standing foot sways, fewer tell of that instead. */
const BIAS_FRAMES = 256;
/** Frames before the motion that are left out of it. */
const BIAS_MARGIN = 20;
/** And the rest is taken for one only when no axis changed by more than this in it. */
const BIAS_SPREAD_dps = 6;

/** Largest scale error of an accelerometer that is believed, Q8: 9 % (parts and their soldering stay within 7 %). */
const SCALE_MOST_Q8 = 23;

export class StandingFoot {
  private readonly oneG: number;
  /** Length of gravity as this accelerometer shows it, raw counts. */
  private gravity: number;
  private readonly levelHalf: number;
  private readonly spreadMost: number;
  private readonly bias = new Int32Array(3);
  /** Mean specific force, raw counts: result of `meanForce`. */
  private forceX = 0;
  private forceY = 0;
  private forceZ = 0;

  constructor(scale: FrameScale) {
    this.oneG = Math.round(1e6 / scale.accel_ug);
    this.gravity = this.oneG;
    this.levelHalf = Math.max(2, Math.round(LEVEL_HALF_s * scale.rate_Hz));
    this.spreadMost = Math.round((BIAS_SPREAD_dps * 1e6) / scale.gyro_udps);
  }

  /** Takes up from the mean specific force around the frame `at`. */
  level(ring: FrameRing, at: number, way: Strapdown): void {
    this.meanForce(ring, at);
    way.level(this.forceX, this.forceY, this.forceZ);
  }

  /** As `level`, but only when that force is as long as gravity; else up stays what it was. */
  levelIfGravity(ring: FrameRing, at: number, way: Strapdown): void {
    if (this.isGravity(ring, at, LEVEL_SHARE_Q8)) way.level(this.forceX, this.forceY, this.forceZ);
  }

  /** Is the mean specific force around the frame `at` within `share`/256 of 1 g? */
  isGravity(ring: FrameRing, at: number, share: number): boolean {
    this.meanForce(ring, at);
    const off = norm3(this.forceX, this.forceY, this.forceZ) - this.gravity;
    const most = (this.gravity * share) >> 8;
    return off < most && off > -most;
  }

  /** A length integrated from this accelerometer, put right by the length of gravity it shows. */
  trueLength(length_mm: number): number {
    return ((length_mm * this.oneG) / this.gravity) | 0;
  }

  /**
   * Takes the zero-rate level of the gyroscope and the scale of the accelerometer from the rest that ended at the frame
   * `end`, when it was long and still.
   * @param rested frames of rest before `end`
   */
  learn(ring: FrameRing, end: number, rested: number, way: Strapdown): void {
    if (rested < BIAS_FRAMES + BIAS_MARGIN) return;
    const axes = ring.axes;
    const first = end - BIAS_MARGIN - BIAS_FRAMES;
    for (let axis = 3; axis < FRAME_AXES; axis++) {
      let sum = 0;
      let least = 32767;
      let greatest = -32768;
      for (let i = 1; i <= BIAS_FRAMES; i++) {
        const value = axes[((first + i) & RING_MASK) * FRAME_AXES + axis];
        sum += value;
        if (value < least) least = value;
        if (value > greatest) greatest = value;
      }
      if (greatest - least > this.spreadMost) return;
      this.bias[axis - 3] = ((sum * 16) / BIAS_FRAMES) | 0;
    }
    way.biasX = this.bias[0];
    way.biasY = this.bias[1];
    way.biasZ = this.bias[2];
    this.meanForce(ring, end - BIAS_MARGIN - (BIAS_FRAMES >> 1));
    const gravity = norm3(this.forceX, this.forceY, this.forceZ);
    const off = gravity - this.oneG;
    const most = (this.oneG * SCALE_MOST_Q8) >> 8;
    if (off < most && off > -most) this.gravity = gravity;
  }

  private meanForce(ring: FrameRing, middle: number): void {
    const axes = ring.axes;
    const half = this.levelHalf;
    let x = 0;
    let y = 0;
    let z = 0;
    for (let i = -half; i <= half; i++) {
      const at = ((middle + i) & RING_MASK) * FRAME_AXES;
      x += axes[at];
      y += axes[at + 1];
      z += axes[at + 2];
    }
    const n = 2 * half + 1;
    this.forceX = (x / n) | 0;
    this.forceY = (y / n) | 0;
    this.forceZ = (z / n) | 0;
  }
}
