/**
 * Steps that turn on the spot: the foot spins about upright and hardly pitches, so that no swing shows in the pitch rate.
 *
 * A foot that pivots under load turns about upright alone; one that is lifted and set down elsewhere tilts as well. That tells
 * a step, which may move the foot by less than its own length, from a pivot, which carries the sensor around the ball of the
 * foot. The instants come from the rotation as a whole.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import { norm3 } from '../sensors/integer';
import { FRAME_AXES, RING_MASK, type FrameRing } from '../sensors/ring';
import { angleCounts, framesOf, type FrameScale } from '../sensors/scale';
import type { PitchTrack } from './pitch';

/** A step spins when it turns by more than the first about upright, and its largest lobe of pitch is below the second. @source fit */
const SPIN_deg = 45;
const SWING_deg = 15;
/**
 * A foot that pivots on its ball carries a sensor this far away from it around by up to twice as much, mm.
 * @source geometry of the foot: from the instep to the ball
 */
const ARM_mm = 85;
/** A way longer than that by this much is a step, mm. @source fit */
const BEYOND_mm = 30;
/** Tilting beside the spin: above the first, the foot was lifted, however short the way; below the second, it was not. @source fit */
const LIFTED_deg = 28;
const PIVOT_deg = 15;
/** The foot moves while its rotation, a mean over so long, is above these shares of its highest, Q8. @source fit */
const WINDOW_ms = 60;
const OFF_Q8 = 128;
const ON_Q8 = 102;

export class Spin {
  /** First and last frame of the spin: result of `find`. */
  from = 0;
  to = 0;
  private readonly spin: number;
  private readonly swing: number;
  private readonly lifted: number;
  private readonly pivot: number;
  private readonly halfTurn: number;
  private readonly window: number;

  constructor(scale: FrameScale) {
    this.spin = angleCounts(SPIN_deg, scale);
    this.swing = angleCounts(SWING_deg, scale);
    this.lifted = angleCounts(LIFTED_deg, scale);
    this.pivot = angleCounts(PIVOT_deg, scale);
    this.halfTurn = angleCounts(180, scale);
    this.window = framesOf(WINDOW_ms, scale);
  }

  /** Did the foot turn far about upright? */
  spins(track: PitchTrack): boolean {
    return track.turned > this.spin || track.turned < -this.spin;
  }

  /** And did it hardly pitch: is there no swing to time the step by? */
  hidesSwing(track: PitchTrack): boolean {
    return track.largest < this.swing && this.spins(track);
  }

  /** Is a way longer than pivoting by as much as the foot turned would carry the sensor? */
  wentBeyond(track: PitchTrack, length_mm: number): boolean {
    // The chord 2 r sin(angle / 2), with sin(90 deg x) as x (2 - x): 0 to 6 % of r too long from 45 degrees on.
    let share = ((track.turned < 0 ? -track.turned : track.turned) / (this.halfTurn >> 8)) | 0;
    if (share > 256) share = 256;
    return length_mm > BEYOND_mm + ((2 * ARM_mm * share * (512 - share)) >> 16);
  }

  /** Did a spinning foot tilt so much that it was lifted? `start` is the first frame of the stride. */
  wasLifted(ring: FrameRing, start: number, track: PitchTrack): boolean {
    return this.tilted(ring, start, track) > this.lifted;
  }

  /** Did it tilt so little that it only pivoted? */
  pivoted(ring: FrameRing, start: number, track: PitchTrack): boolean {
    return this.tilted(ring, start, track) < this.pivot;
  }

  /** Finds the first and the last frame of the spin. */
  find(ring: FrameRing, start: number, frames: number): void {
    const window = this.window;
    const middle = window >> 1;
    let highest = 0;
    let sum = 0;
    for (let i = 0; i <= frames; i++) {
      sum += rateAt(ring, start + i);
      if (i >= window) sum -= rateAt(ring, start + i - window);
      if (sum > highest) highest = sum;
    }
    const off = (highest >> 8) * OFF_Q8;
    const on = (highest >> 8) * ON_Q8;
    this.from = -1;
    this.to = 0;
    sum = 0;
    for (let i = 0; i <= frames; i++) {
      sum += rateAt(ring, start + i);
      if (i >= window) sum -= rateAt(ring, start + i - window);
      if (this.from < 0 && sum > off) this.from = i > middle ? i - middle : 0;
      if (sum > on) this.to = i > middle ? i - middle : 0;
    }
    if (this.from < 0) this.from = 0;
  }

  /** Angle the foot turned through beyond what it turned about upright, counts x frames. */
  private tilted(ring: FrameRing, start: number, track: PitchTrack): number {
    const frames = track.frames;
    let total = 0;
    for (let i = 0; i <= frames; i++) total += rateAt(ring, start + i);
    return track.turned < 0 ? total + track.turned : total - track.turned;
  }
}

/** Length of the rotation rate of a frame, raw counts. */
function rateAt(ring: FrameRing, frame: number): number {
  const axes = ring.axes;
  const at = (frame & RING_MASK) * FRAME_AXES;
  return norm3(axes[at + 3], axes[at + 4], axes[at + 5]);
}
