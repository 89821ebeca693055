/**
 * The forces of a stride: the end of the accelerometer's range, where it lies and which frames reach it; whether there is a jolt or a
 * long fall (footstep.ts).
 *
 * A part may end at 8, 16 or 32 g, and a recording was made with any. Peaks scatter; the end of a range is where many frames read
 * the same, stride after stride.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import { FRAME_AXES, RING_FRAMES, RING_MASK, type FrameRing } from '../sensors/ring';
import { forceCounts, type FrameScale } from '../sensors/scale';

/**
 * No accelerometer for feet ends below 8 g; less 1/16 for its scale error.
 * @source data sheets: accelerometers for feet end at 8 g or higher
 */
const LEAST_mg = 7500;
/** Values within 1/64 of the highest so far are at the end of the range, if it is one. @source fit */
const LEVEL_SHIFT = 6;
/** It is one when that many were there besides the highest itself, and a third as many as in the eighth below. @source fit */
const HITS_LEAST = 6;
const HITS_SHARE = 3;
const NEAR_SHIFT = 3;
/** Both are halved beyond this. @source design */
const HITS_MOST = 512;
/** The end of a 16-bit value, less the noise of a clipped sensor: needs no other sign. @source data sheets: 16-bit outputs */
const INT16_END = 32700;
/** Free fall is less than this along each axis. @source fit */
const FALL_mg = 300;
/** Frames of one stride that are kept. @source design: memory */
export const CLIPPED_FRAMES_MOST = 64;

export class ForceLimit {
  /** The stride's frames at the end of the range, counted from its first, in order; and how many. */
  readonly at = new Int16Array(CLIPPED_FRAMES_MOST);
  frames = 0;
  /** One of them, or the first, reads the end of 16 bits. */
  clipped = false;
  /** Values from here on, and below its negative, are at the end of the range. Raw counts. */
  level: number;

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
    const loud = powerBelow(least);
    const beyond = -2 * loud;
    const first = (from & RING_MASK) * FRAME_AXES;
    let at: number;
    let x: number;
    let y: number;
    let z: number;
    this.frames = 0;
    this.clipped = largest(axes[first], axes[first + 1], axes[first + 2]) > INT16_END;
    let i = 1;
    while (i <= frames) {
      // Up to the ring's end: the place does not wrap within.
      let place = (from + i) & RING_MASK;
      const past = i - place;
      const end = place + frames + 1 - i;
      const stop = end < RING_FRAMES ? end : RING_FRAMES;
      for (; place < stop; place++) {
        at = place * FRAME_AXES;
        x = axes[at];
        y = axes[at + 1];
        z = axes[at + 2];
        // One look for the three at what lies within a power of two: most do.
        if ((((x + loud) | (y + loud) | (z + loud)) & beyond) === 0) continue;
        if (x > least || x < below || y > least || y < below || z > least || z < below)
          this.take(past + place, largest(x, y, z));
      }
      i = past + stop;
    }
    if (this.hits + this.near > HITS_MOST) {
      this.hits >>= 1;
      this.near >>= 1;
    }
    const isEnd = this.hits >= HITS_LEAST && this.hits * HITS_SHARE >= this.near;
    if (!isEnd && this.highest < INT16_END) this.frames = 0;
  }

  /** How many of the frames at the end of the range come before `frame`. @range returns 0 CLIPPED_FRAMES_MOST */
  before(frame: number): number {
    /** @range 0 CLIPPED_FRAMES_MOST */
    let n = 0;
    while (n < this.frames && this.at[n] < frame) n++;
    return n;
  }

  /** Is there free fall for more than `most` frames in a row among the `frames` frames after `from`? One of so many is looked at. */
  falls(ring: FrameRing, from: number, frames: number, most: number): boolean {
    for (let i = most + 1; i <= frames; i += most + 1) {
      if (!this.isFall(ring, from + i)) continue;
      let first = i;
      let last = i;
      while (first > 1 && this.isFall(ring, from + first - 1)) first--;
      while (last < frames && this.isFall(ring, from + last + 1)) last++;
      if (last - first >= most) return true;
    }
    return false;
  }

  /** Does one axis change by `least` or more from a frame to the next among the `frames` frames after `from`? It mostly does near their end. */
  jolts(ring: FrameRing, from: number, frames: number, least: number): boolean {
    const axes = ring.axes;
    let at = ((from + frames) & RING_MASK) * FRAME_AXES;
    let x = axes[at];
    let y = axes[at + 1];
    let z = axes[at + 2];
    for (let i = frames - 1; i >= 0; i--) {
      at = ((from + i) & RING_MASK) * FRAME_AXES;
      x -= axes[at];
      y -= axes[at + 1];
      z -= axes[at + 2];
      if (x >= least || x <= -least || y >= least || y <= -least || z >= least || z <= -least) return true;
      x = axes[at];
      y = axes[at + 1];
      z = axes[at + 2];
    }
    return false;
  }

  private isFall(ring: FrameRing, frame: number): boolean {
    const at = (frame & RING_MASK) * FRAME_AXES;
    return largest(ring.axes[at], ring.axes[at + 1], ring.axes[at + 2]) <= this.fall;
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

/** The greatest power of two that is `n` at most; `n` is 1 or more. */
function powerBelow(n: number): number {
  let power = 1;
  while (power <= n >> 1) power <<= 1;
  return power;
}
