/**
 * Five firm taps on a shoe that stands still: the gesture that lets a phone bond. docs/SPEC.md, 5.
 *
 * Looks at the raw frames: the sum of the accelerations' steps from one frame to the next, and only where that is no noise at
 * anything else. Steps of a foot turn it, and taps do not; a stride, or a jolt with a turn, begins the count anew.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md): nothing is allocated after construction.
 */
import { FRAME_AXES, RING_FRAMES, RING_MASK, type FrameRing } from './ring';
import type { FrameScale } from './scale';

/** Knocks that make the gesture. @source our choice: no recording of the gesture was at hand */
const TAPS = 5;
/**
 * Sum over the axes of the step of the acceleration between two frames: a knuckle on a sole gives several g.
 * @source our choice, as TAPS
 */
const KNOCK_ug = 1_500_000;
/** Below this the shoe is quiet: noise and a hand that holds it. @source our choice, as TAPS */
const QUIET_ug = 300_000;
/** A shoe being tapped on turns less; a foot that steps turns at 200 degrees/s and more. @source our choice, as TAPS */
const TURN_udps = 60_000_000;
/**
 * Ringing after a knock; quiet before the first tap; the shortest and longest time from one to the next; the quiet at the end.
 * @source our choice, as TAPS
 */
const RINGING_us = 60_000;
const BEFORE_us = 500_000;
const GAP_LEAST_us = 120_000;
const GAP_MOST_us = 700_000;
const END_us = 1_000_000;

export class TapDetector {
  private readonly knock: number;
  private readonly quiet: number;
  private readonly turn: number;
  private x = 0;
  private y = 0;
  private z = 0;
  private primed = false;
  private taps = 0;
  private last_us = 0;
  /** Nothing moved since this instant but for knocks. */
  private quietSince_us = 0;

  constructor(scale: FrameScale) {
    this.knock = (KNOCK_ug / scale.accel_ug) | 0;
    this.quiet = (QUIET_ug / scale.accel_ug) | 0;
    this.turn = (TURN_udps / scale.gyro_udps) | 0;
  }

  /**
   * Takes the newest `frames` frames of the ring, 1 to all of them.
   * @returns whether the gesture is complete
   */
  take(ring: FrameRing, frames: number): boolean {
    const axes = ring.axes;
    const quiet = this.quiet;
    const newest_us = ring.time_us[(ring.head - 1) & RING_MASK];
    let left = frames < RING_FRAMES ? frames : RING_FRAMES;
    if (!this.primed) {
      this.prime(axes, ((ring.head - left) & RING_MASK) * FRAME_AXES, newest_us);
      left--;
    }
    let x = this.x;
    let y = this.y;
    let z = this.z;
    let slot = (ring.head - left) & RING_MASK;
    let at: number;
    for (; left > 0; left--) {
      at = slot * FRAME_AXES;
      let jolt = axes[at] - x;
      x += jolt;
      if (jolt < 0) jolt = -jolt;
      let step = axes[at + 1] - y;
      y += step;
      jolt += step < 0 ? -step : step;
      step = axes[at + 2] - z;
      z += step;
      jolt += step < 0 ? -step : step;
      if (jolt > quiet) this.jolted(jolt, this.turns(axes, at), ring.time_us[slot]);
      slot = (slot + 1) & RING_MASK;
    }
    this.x = x;
    this.y = y;
    this.z = z;
    return this.isComplete(newest_us);
  }

  /** As `take`, for frames among which nothing moves (`Stillness`): none of their steps comes near what this looks for. */
  rest(ring: FrameRing, frames: number): boolean {
    if (!this.primed) return this.take(ring, frames);
    const slot = (ring.head - 1) & RING_MASK;
    const at = slot * FRAME_AXES;
    this.x = ring.axes[at];
    this.y = ring.axes[at + 1];
    this.z = ring.axes[at + 2];
    return this.isComplete(ring.time_us[slot]);
  }

  /** Begins anew: the foot has taken a stride, or frames are missing. */
  reset(): void {
    this.taps = 0;
    this.primed = false;
  }

  /** The first frame has nothing before it to differ from. */
  private prime(axes: Int16Array, at: number, time_us: number): void {
    this.primed = true;
    this.x = axes[at];
    this.y = axes[at + 1];
    this.z = axes[at + 2];
    this.disturbed(time_us);
  }

  private turns(axes: Int16Array, at: number): boolean {
    const turn = this.turn;
    const gx = axes[at + 3];
    const gy = axes[at + 4];
    const gz = axes[at + 5];
    return gx > turn || gx < -turn || gy > turn || gy < -turn || gz > turn || gz < -turn;
  }

  private jolted(jolt: number, turns: boolean, time_us: number): void {
    const since_us = (time_us - this.last_us) | 0;
    const ringing = this.taps > 0 && since_us < RINGING_us;
    if (turns) this.disturbed(time_us);
    else if (ringing) return;
    else if (jolt >= this.knock) this.tap(time_us, since_us);
    else this.disturbed(time_us);
  }

  private tap(time_us: number, since_us: number): void {
    const first = this.taps === 0 || since_us > GAP_MOST_us;
    const quiet_us = (time_us - this.quietSince_us) | 0;
    // Before the first tap the shoe was quiet as well; a sixth tap is another gesture.
    if (first ? quiet_us < BEFORE_us : since_us < GAP_LEAST_us || this.taps >= TAPS) {
      this.disturbed(time_us);
      return;
    }
    this.taps = first ? 1 : this.taps + 1;
    this.last_us = time_us;
    this.quietSince_us = time_us;
  }

  private disturbed(time_us: number): void {
    this.taps = 0;
    this.quietSince_us = time_us;
  }

  private isComplete(newest_us: number): boolean {
    const quiet_us = (newest_us - this.quietSince_us) | 0;
    if (quiet_us >= 0 && quiet_us < END_us) return false;
    const complete = this.taps === TAPS;
    this.taps = 0;
    // Differences of 32 bits of microseconds hold for half an hour.
    this.quietSince_us = (newest_us - END_us) | 0;
    return complete;
  }
}
