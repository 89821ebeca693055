/**
 * The pass over the forces of a stride: the end of the accelerometer's range, where it lies and which frames reach it; the hardest
 * jolt and the longest fall (footstep.ts).
 *
 * A part may end at 8, 16 or 32 g, and a recording was made with any. Peaks scatter; the end of a range is where many frames read
 * the same, stride after stride.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import { FRAME_AXES, RING_MASK, type FrameRing } from '../sensors/ring';
import { forceCounts, type FrameScale } from '../sensors/scale';

/** No accelerometer for feet ends below 8 g; 1/16 for its scale error. */
const LEAST_mg = 7500;
/** Values within 1/64 of the highest so far are at the end of the range, if it is one. */
const LEVEL_SHIFT = 6;
/** It is one when that many were there besides the highest itself, and a third as many as in the eighth below. */
const HITS_LEAST = 6;
const HITS_SHARE = 3;
const NEAR_SHIFT = 3;
/** Both are halved beyond this. */
const HITS_MOST = 512;
/** The end of a 16-bit value, less the noise of a clipped sensor: needs no other sign. */
const INT16_END = 32700;
/** Free fall is less than this along each axis. */
const FALL_mg = 300;
/** Frames of one stride that are kept. */
export const CLIPPED_FRAMES_MOST = 64;

export class ForceLimit {
  /** The stride's frames at the end of the range, counted from its first, in order; and how many. */
  readonly at = new Int16Array(CLIPPED_FRAMES_MOST);
  frames = 0;
  /** One of them, or the first, reads the end of 16 bits. */
  clipped = false;
  /** Values from here on, and below its negative, are at the end of the range. Raw counts. */
  level: number;

  /** The hardest jolt (change of one axis from a frame to the next, raw counts) and the longest free fall (frames) of the stride. */
  hardest = 0;
  longestFall = 0;

  /** Below this along each axis nothing holds the foot. */
  private readonly fall: number;
  /** Smaller values are neither at the end of any range nor near it. */
  private readonly least: number;
  /** Highest value so far; how many were at its level, and near it. */
  private highest: number;
  private hits = 0;
  private near = 0;

  constructor(scale: FrameScale) {
    this.highest = Math.min(INT16_END, forceCounts(LEAST_mg, scale));
    this.level = this.highest;
    this.least = this.highest - (this.highest >> NEAR_SHIFT);
    this.fall = forceCounts(FALL_mg, scale);
  }

  /** Looks at the `frames` frames after `from`; for `clipped` also at that one. */
  find(ring: FrameRing, from: number, frames: number): void {
    const axes = ring.axes;
    const least = this.least;
    const below = -least;
    const fall = this.fall;
    const rise = -fall;
    let at = (from & RING_MASK) * FRAME_AXES;
    let x = axes[at];
    let y = axes[at + 1];
    let z = axes[at + 2];
    let hardest = 0;
    let falling = 0;
    let longest = 0;
    let jolt: number;
    let next: number;
    this.frames = 0;
    this.clipped = largest(x, y, z) > INT16_END;
    for (let i = 1; i <= frames; i++) {
      at = ((from + i) & RING_MASK) * FRAME_AXES;
      next = axes[at];
      jolt = next > x ? next - x : x - next;
      x = next;
      if (jolt > hardest) hardest = jolt;
      next = axes[at + 1];
      jolt = next > y ? next - y : y - next;
      y = next;
      if (jolt > hardest) hardest = jolt;
      next = axes[at + 2];
      jolt = next > z ? next - z : z - next;
      z = next;
      if (jolt > hardest) hardest = jolt;
      if (x > fall || x < rise || y > fall || y < rise || z > fall || z < rise) {
        falling = 0;
        if (x > least || x < below || y > least || y < below || z > least || z < below)
          this.take(i, largest(x, y, z));
      } else {
        falling++;
        if (falling > longest) longest = falling;
      }
    }
    this.hardest = hardest;
    this.longestFall = longest;
    if (this.hits + this.near > HITS_MOST) {
      this.hits >>= 1;
      this.near >>= 1;
    }
    const isEnd = this.hits >= HITS_LEAST && this.hits * HITS_SHARE >= this.near;
    if (!isEnd && this.highest < INT16_END) this.frames = 0;
  }

  private take(i: number, value: number): void {
    if (value > INT16_END) this.clipped = true;
    const record = value > this.highest;
    if (record) {
      if (value - this.highest > this.highest >> LEVEL_SHIFT) {
        this.hits = 0;
        this.near = 0;
        this.frames = 0;
      }
      this.highest = value;
      this.level = value - (value >> LEVEL_SHIFT);
    }
    if (value >= this.level) {
      if (!record) this.hits++;
      if (this.frames < CLIPPED_FRAMES_MOST) {
        this.at[this.frames] = i;
        this.frames++;
      }
    } else if (value >= this.highest - (this.highest >> NEAR_SHIFT)) this.near++;
  }
}

/** The largest of three values without their signs. */
function largest(x: number, y: number, z: number): number {
  let most = x < 0 ? -x : x;
  if (y > most || -y > most) most = y < 0 ? -y : y;
  if (z > most || -z > most) most = z < 0 ? -z : z;
  return most;
}
