/**
 * Finds the medio-lateral axis of a foot from its own rotation, whatever way the module was put into the shoe.
 *
 * A foot in gait turns mostly about the medio-lateral axis: it is the principal axis of the uncentred second moment of the
 * rotation rate over moving samples (docs/ACCURACY.md, "Alignment").
 * The axis has no sign of its own; `StrideDetector` finds that from the direction in which the foot travels.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */

import { norm3 } from './integer';

/** Unit vectors are Q14: 16384 is 1. @source format */
export const AXIS_ONE = 16384;
/**
 * Counts are rounded to multiples of 2^6 before they are multiplied: full scale then adds 3 x 2^18 at most.
 * @source 32-bit arithmetic, as said
 */
const MOMENT_SHIFT = 6;
const MOMENT_HALF = 1 << (MOMENT_SHIFT - 1);
/**
 * The sums are halved when they pass this together: a memory of some twenty strides running, forty walking, so a shoe put on anew is
 * seen.
 * @source fit
 */
const MOMENT_LIMIT = 1 << 22;
/**
 * Rounds of the power iteration at most; each divides the error by the ratio of the two largest moments (above 3). An axis that changes
 * by less than this in a round (Q14, sum over the components: 0.03 degrees) is found: that of the stride before mostly is near enough.
 * @source arithmetic, as said
 */
const POWER_ROUNDS = 12;
const POWER_APART = 8;

export class MedioLateralAxis {
  /** The axis, Q14, in sensor coordinates; (0, 0, 0) until enough rotation was seen. @range -16400 16400 */
  x = 0;
  /** @range -16400 16400 */
  y = 0;
  /** @range -16400 16400 */
  z = 0;
  /** The moments. @range 0 1<<23 */
  private xx = 0;
  /** @range 0 1<<23 */
  private yy = 0;
  /** @range 0 1<<23 */
  private zz = 0;
  /** @range -8388608 1<<23 */
  private xy = 0;
  /** @range -8388608 1<<23 */
  private xz = 0;
  /** @range -8388608 1<<23 */
  private yz = 0;

  /** Takes one rotation rate in raw counts, int16 each. */
  add(gx: number, gy: number, gz: number): void {
    const x = (gx + MOMENT_HALF) >> MOMENT_SHIFT;
    const y = (gy + MOMENT_HALF) >> MOMENT_SHIFT;
    const z = (gz + MOMENT_HALF) >> MOMENT_SHIFT;
    this.xx += x * x;
    this.yy += y * y;
    this.zz += z * z;
    this.xy += x * y;
    this.xz += x * z;
    this.yz += y * z;
    if (this.xx + this.yy + this.zz > MOMENT_LIMIT) this.halve();
  }

  /**
   * Brings the axis up to date; keeps its present sign when it has one.
   * @returns false while too little rotation was seen for an axis
   */
  update(): boolean {
    let shift = 0;
    let most = this.xx > this.yy ? this.xx : this.yy;
    if (this.zz > most) most = this.zz;
    if (most < 64) return false;
    // Products of a 15-bit vector and 15-bit moments fit 31 bits, sums of three do too after the shift below.
    while (most >> shift > 16383) shift++;
    /** @range 0 16400 */
    const xx = this.xx >> shift;
    /** @range 0 16400 */
    const yy = this.yy >> shift;
    /** @range 0 16400 */
    const zz = this.zz >> shift;
    /** @range -16400 16400 */
    const xy = this.xy >> shift;
    /** @range -16400 16400 */
    const xz = this.xz >> shift;
    /** @range -16400 16400 */
    const yz = this.yz >> shift;
    /** @range -16400 16400 */
    let x = this.x;
    /** @range -16400 16400 */
    let y = this.y;
    /** @range -16400 16400 */
    let z = this.z;
    if (x === 0 && y === 0 && z === 0) {
      // Start from the column of the largest diagonal element: never orthogonal to the principal axis.
      if (xx >= yy && xx >= zz) {
        x = xx;
        y = xy;
        z = xz;
      } else if (yy >= zz) {
        x = xy;
        y = yy;
        z = yz;
      } else {
        x = xz;
        y = yz;
        z = zz;
      }
    }
    // No moment of a pair of axes is beyond the largest of one. So divisions stay within 32 bits.
    const down = most >> shift < 1024 ? 10 : most >> shift < 4096 ? 12 : 14;
    let apart = POWER_APART + 1;
    for (let round = 0; round < POWER_ROUNDS && apart > POWER_APART; round++) {
      /** @range -50000 50000 */
      const u = (xx * x + xy * y + xz * z) >> down;
      /** @range -50000 50000 */
      const v = (xy * x + yy * y + yz * z) >> down;
      /** @range -50000 50000 */
      const w = (xz * x + yz * y + zz * z) >> down;
      const length = norm3(u, v, w);
      if (length === 0) return false;
      const beforeX = x;
      const beforeY = y;
      const beforeZ = z;
      x = ((u * AXIS_ONE) / length) | 0;
      y = ((v * AXIS_ONE) / length) | 0;
      z = ((w * AXIS_ONE) / length) | 0;
      apart = apartBy(x, beforeX) + apartBy(y, beforeY) + apartBy(z, beforeZ);
    }
    this.x = x;
    this.y = y;
    this.z = z;
    return true;
  }

  /** Turns the axis round. */
  flip(): void {
    this.x = -this.x;
    this.y = -this.y;
    this.z = -this.z;
  }

  /** Forgets everything. */
  reset(): void {
    this.x = this.y = this.z = 0;
    this.xx = this.yy = this.zz = this.xy = this.xz = this.yz = 0;
  }

  private halve(): void {
    this.xx >>= 1;
    this.yy >>= 1;
    this.zz >>= 1;
    this.xy >>= 1;
    this.xz >>= 1;
    this.yz >>= 1;
  }
}

function apartBy(a: number, b: number): number {
  return a > b ? a - b : b - a;
}
