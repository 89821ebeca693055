/**
 * The impact of a landing: how hard, and how suddenly.
 *
 * The greatest specific force around initial contact is what this sensor in this shoe felt, ringing of the shoe included: it
 * compares a runner with themself, not with a force plate (docs/ACCURACY.md).
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import { mulShift, norm3 } from '../sensors/integer';
import { FRAME_AXES, RING_MASK, type FrameRing } from '../sensors/ring';
import { framesOf, type FrameScale } from '../sensors/scale';

/**
 * The peak lies within this time of initial contact: the passive peak comes 10 to 50 ms after it (Cavanagh and Lafortune 1980), and the
 * instant itself is known to some 20 ms (docs/ACCURACY.md).
 * @source Cavanagh and Lafortune 1980, as said
 */
const BEFORE_ms = 25;
const AFTER_ms = 75;
/** Its steepest rise is looked for in this time before it. @source design: the definition of the figure (docs/ACCURACY.md) */
const RISE_ms = 15;
/** The ends of the int16 range, less the noise of a clipped sensor. @source data sheets: 16-bit outputs */
const CLIP = 32700;
const CLIP_HALF = CLIP >> 1;

export class Impact {
  /** Greatest specific force, mg, and its steepest rise from one frame to the next, mg/ms. */
  peak_mg = 0;
  rate_mg_ms = 0;
  /** The accelerometer was at the end of its range: the impact was harder. */
  clipped = false;

  private readonly before: number;
  private readonly after: number;
  private readonly rise: number;
  /** mg per count, Q20. */
  private readonly countQ20: number;

  constructor(scale: FrameScale) {
    this.before = Math.max(1, framesOf(BEFORE_ms, scale));
    this.after = Math.max(1, framesOf(AFTER_ms, scale));
    this.rise = Math.max(1, framesOf(RISE_ms, scale));
    this.countQ20 = Math.round((scale.accel_ug / 1000) * 2 ** 20);
  }

  /**
   * Looks around the frame `contact` of the `frames` + 1 frames from `from`.
   * @param step_us time from one frame to the next, above 0
   */
  measure(ring: FrameRing, from: number, contact: number, frames: number, step_us: number): void {
    const axes = ring.axes;
    const first = contact > this.before ? contact - this.before : 0;
    const last = contact + this.after < frames ? contact + this.after : frames;
    let greatest = -1;
    let peak = first;
    let clipped = false;
    let before = 0x7fffffff;
    let at: number;
    let x: number;
    let y: number;
    let z: number;
    let square: number;
    for (let i = first; i <= last; i++) {
      at = ((from + i) & RING_MASK) * FRAME_AXES;
      // Halves: the sum of three squares stays within 31 bits.
      x = axes[at] >> 1;
      y = axes[at + 1] >> 1;
      z = axes[at + 2] >> 1;
      square = x * x + y * y + z * z;
      // No axis alone is at its end below this.
      if (square >= CLIP_HALF * CLIP_HALF && isClipped(axes[at], axes[at + 1], axes[at + 2])) clipped = true;
      // What falls from the start on is the end of the swing's braking, not the impact.
      if (square > greatest && (greatest >= 0 || square > before)) {
        greatest = square;
        peak = i;
      }
      before = square;
    }
    this.clipped = clipped;
    let after = this.force(ring, from + peak);
    this.peak_mg = mulShift(after, this.countQ20, 20);
    let steepest = 0;
    const start = peak > this.rise ? peak - this.rise : 0;
    for (let i = peak - 1; i >= start; i--) {
      const force = this.force(ring, from + i);
      if (after - force > steepest) steepest = after - force;
      after = force;
    }
    this.rate_mg_ms = ((mulShift(steepest, this.countQ20, 20) * 1000) / step_us) | 0;
  }

  /** @noinline */
  private force(ring: FrameRing, frame: number): number {
    const at = (frame & RING_MASK) * FRAME_AXES;
    return norm3(ring.axes[at], ring.axes[at + 1], ring.axes[at + 2]);
  }
}

function isClipped(x: number, y: number, z: number): boolean {
  return x > CLIP || x < -CLIP || y > CLIP || y < -CLIP || z > CLIP || z < -CLIP;
}
