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
 * The peak lies within this time of initial contact: the passive peak comes 10 to 50 ms after it (Cavanagh and Lafortune 1980), and
 * the instant itself is known to some 20 ms (docs/ACCURACY.md).
 */
const BEFORE_ms = 25;
const AFTER_ms = 75;
/** Its steepest rise is looked for in this time before it. */
const RISE_ms = 15;
/** The ends of the int16 range, less the noise of a clipped sensor. */
const CLIP = 32700;
const CLIP_SPAN = 2 * CLIP;

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
    let clipped = 0;
    let before = 0x7fffffff;
    for (let i = first; i <= last; i++) {
      const at = ((from + i) & RING_MASK) * FRAME_AXES;
      const x = axes[at];
      const y = axes[at + 1];
      const z = axes[at + 2];
      // v + CLIP, unsigned, is beyond 2 CLIP when v is beyond +-CLIP.
      if ((x + CLIP) >>> 0 > CLIP_SPAN || (y + CLIP) >>> 0 > CLIP_SPAN || (z + CLIP) >>> 0 > CLIP_SPAN)
        clipped++;
      // Halves: the sum of three squares stays within 31 bits.
      const square = (x >> 1) * (x >> 1) + (y >> 1) * (y >> 1) + (z >> 1) * (z >> 1);
      // What falls from the start on is the end of the swing's braking, not the impact.
      if (square > greatest && (greatest >= 0 || square > before)) {
        greatest = square;
        peak = i;
      }
      before = square;
    }
    this.clipped = clipped > 0;
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

  private force(ring: FrameRing, frame: number): number {
    const at = (frame & RING_MASK) * FRAME_AXES;
    return norm3(ring.axes[at], ring.axes[at + 1], ring.axes[at + 2]);
  }
}
