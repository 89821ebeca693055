/**
 * The accelerometer-only mode's pass over every frame: how much the foot is shaken, and the bursts of it.
 *
 * Activity is the change of acceleration from frame to frame (the sum over the axes) plus half of how far its length is
 * from 1 g: whatever the mounting, next to nothing on a foot that stands. A stride shows two bursts of it, at push-off and
 * at landing. Both may be strong, but only a landing follows upon a swing, which shakes, and is followed by a stance,
 * which does not: the contrast of a burst is the ratio of before to after, in octaves.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md). Constants: chosen on the recordings of docs/ACCURACY.md, "Accelerometer only", none held
 * out; `npm run score -- ROOT --accel-only` prints what another choice does.
 */
import { norm3 } from '../sensors/integer';
import { COUNTER_MASK, FRAME_AXES, RING_MASK, type FrameRing } from '../sensors/ring';
import { forceCounts, framesOf, type FrameScale } from '../sensors/scale';
import { swingAcross } from './swing';

/** Sliding sum whose peaks are bursts and whose valleys are stances. @source fit --accel-only */
const WINDOW_ms = 100;
/** A burst is the strongest within this time on either side. @source fit --accel-only */
const APART_ms = 80;
/** Before a burst: a span of this length ending shortly after its peak, and one around the peak. @source fit --accel-only */
const BEFORE_ms = 200;
const BEFORE_LEAD_ms = 160;
const AROUND_ms = 160;
/** After a burst the least activity is looked for between these times. @source fit --accel-only */
const AFTER_FROM_ms = 50;
const AFTER_TO_ms = 300;
/**
 * A runner's foot is quiet for no more than an instant: after a burst as strong as a runner's, when nothing in that time is as quiet as
 * a foot that stands, the least is looked for in fewer frames and nearer (a sprinter's contact is 0.2 s).
 * @source fit --accel-only
 */
export const HARD_mg = 4500;
const RESTLESS_mg = 600;
const INSTANT_FRAMES = 3;
const INSTANT_FROM_ms = 60;
const INSTANT_TO_ms = 210;
/** A burst ebbs away from where it falls below this share of its peak, Q8. @source fit --accel-only */
const EBB_Q8 = 205;
/** Activity below which nothing is a burst, and what is added to both sides of the contrast: noise of the part. @source fit --accel-only */
const FLOOR_mg = 150;
const NOISE_mg = 30;
/**
 * The swing is what moves the foot for this long before the peak of a burst. A frame of it tells no more than 1 g.
 * @source fit --accel-only
 */
const SWING_ms = 600;
/** Frames further apart than this are a gap: what is known begins anew. @source design: five frames */
const GAP_us = 100_000;

/** Frames of history, a power of two: up to 60 Hz the swing before a burst lies within. @source design: memory */
export const HISTORY = 64;
const HISTORY_MASK = HISTORY - 1;

/** Logarithm to the base of 2 of `n` >= 1, Q8; linear between the powers, at most 0.09 too low. */
export function log2Q8(n: number): number {
  let octave = 0;
  let rest = n;
  while (rest >= 1 << 16) {
    rest >>= 8;
    octave += 8;
  }
  while (rest >= 512) {
    rest >>= 1;
    octave++;
  }
  while (rest < 256) {
    rest <<= 1;
    octave--;
  }
  return ((octave + 8) << 8) + (rest - 256);
}

export class Activity {
  /** The last burst `scan` stopped for: its peak's time (low 32 bits) and frame, counted from the start. */
  time_us = 0;
  frame = 0;
  /** When the burst began to ebb away. */
  over_us = 0;
  /** Mean activity at its peak and at the quietest after it, counts. */
  peak = 0;
  rest = 0;
  /** The acceleration of the quiet foot after it: the direction of gravity in the sensor, counts. */
  restX = 0;
  restY = 0;
  restZ = 0;
  /** log2 of the activity before to that after, Q8. */
  contrastQ8 = 0;
  /** Frames the search for bursts is behind the last frame. */
  readonly lag: number;
  /** Frame up to which bursts have been looked for. */
  searched = 0;
  /** Frames were missing since the last call of `scan`. */
  broken = false;

  private readonly window: number;
  private readonly apart: number;
  private readonly before: number;
  private readonly beforeLead: number;
  private readonly around: number;
  private readonly afterFrom: number;
  private readonly afterTo: number;
  private readonly hard: number;
  private readonly restless: number;
  private readonly instantFrom: number;
  private readonly instantTo: number;
  private readonly swingFrames: number;
  private readonly gravity: number;
  private readonly floorSum: number;
  private readonly noise: number;

  /** Activity of each frame, and its sliding sum (at the middle of the window). */
  private readonly shaken = new Int32Array(HISTORY);
  private readonly sums = new Int32Array(HISTORY);
  private sum = 0;
  private count = 0;
  private known = 0;
  private ax = 0;
  private ay = 0;
  private az = 0;
  private last_us = 0;

  /** @param scale at most ACCEL_ONLY_MOST_Hz frames a second */
  constructor(scale: FrameScale) {
    this.window = framesOf(WINDOW_ms, scale) | 1;
    this.apart = framesOf(APART_ms, scale);
    this.before = framesOf(BEFORE_ms, scale);
    this.beforeLead = framesOf(BEFORE_LEAD_ms, scale);
    this.around = framesOf(AROUND_ms, scale);
    this.afterFrom = framesOf(AFTER_FROM_ms, scale);
    this.afterTo = framesOf(AFTER_TO_ms, scale);
    this.hard = forceCounts(HARD_mg, scale);
    this.restless = forceCounts(RESTLESS_mg, scale);
    this.instantFrom = framesOf(INSTANT_FROM_ms, scale);
    this.instantTo = framesOf(INSTANT_TO_ms, scale);
    this.swingFrames = framesOf(SWING_ms, scale);
    this.lag = this.afterTo + (this.window >> 1);
    this.gravity = forceCounts(1000, scale);
    this.floorSum = forceCounts(FLOOR_mg * this.window, scale);
    this.noise = forceCounts(NOISE_mg, scale);
  }

  /** The frames to come do not follow those so far. */
  interrupt(): void {
    this.known = 0;
    this.broken = true;
  }

  /** Lets the frames that wait in the ring pass unseen: the foot rests in them, and has for `HISTORY` frames before. */
  pass(ring: FrameRing): void {
    this.count = (this.count + ring.waiting()) & COUNTER_MASK;
    ring.tail = ring.head;
  }

  /** After `pass`: goes back in the ring, to as many frames of rest as what follows can depend on. */
  goBack(ring: FrameRing): void {
    this.known = 0;
    this.count = (this.count - HISTORY) & COUNTER_MASK;
    ring.tail = (ring.tail - HISTORY) & COUNTER_MASK;
  }

  /** Takes frames from the ring up to the next burst. Returns false when the ring is empty. */
  scan(ring: FrameRing): boolean {
    const axes = ring.axes;
    const shaken = this.shaken;
    const sums = this.sums;
    const window = this.window;
    const half = window >> 1;
    const gravity = this.gravity;
    const end = ring.head;
    let f = ring.tail;
    let ax = this.ax;
    let ay = this.ay;
    let az = this.az;
    let last_us = this.last_us;
    let sum = this.sum;
    let n = this.count;
    let found = false;
    while (f !== end && !found) {
      const slot = f & RING_MASK;
      const at = slot * FRAME_AXES;
      const x = axes[at];
      const y = axes[at + 1];
      const z = axes[at + 2];
      const time_us = ring.time_us[slot];
      f = (f + 1) & COUNTER_MASK;
      const step_us = (time_us - last_us) | 0;
      if (step_us > GAP_us || step_us <= 0) {
        this.known = 0;
        this.broken = true;
      }
      let off = norm3(x, y, z) - gravity;
      if (off < 0) off = -off;
      const dx = x > ax ? x - ax : ax - x;
      const dy = y > ay ? y - ay : ay - y;
      const dz = z > az ? z - az : az - z;
      const activity = this.known === 0 ? 0 : (off >> 1) + dx + dy + dz;
      n = (n + 1) & COUNTER_MASK;
      sum += activity;
      if (this.known >= window) sum -= shaken[(n - window) & HISTORY_MASK];
      else if (this.known === 0) sum = 0;
      shaken[n & HISTORY_MASK] = activity;
      sums[(n - half) & HISTORY_MASK] = sum;
      ax = x;
      ay = y;
      az = z;
      last_us = time_us;
      if (this.known < HISTORY) this.known++;
      if (this.known === HISTORY)
        found = this.judge(ring, (n - this.lag) & COUNTER_MASK, (slot - n) & RING_MASK);
    }
    ring.tail = f;
    this.ax = ax;
    this.ay = ay;
    this.az = az;
    this.last_us = last_us;
    this.sum = sum;
    this.count = n;
    this.searched = (n - this.lag) & COUNTER_MASK;
    return found;
  }

  /** The swing (`swingAcross`) before frame `frame`, after which the foot rests at (x, y, z); all as noted of a burst. */
  swing(ring: FrameRing, frame: number, x: number, y: number, z: number): number {
    const place = ring.tail - 1 - ((this.count - frame) & COUNTER_MASK);
    return swingAcross(ring.axes, place, this.swingFrames, x, y, z, this.gravity);
  }

  /**
   * Is there the peak of a burst at frame `i`?
   * @param shift from the frames of the history, which all came one after the other, to their places in the ring
   */
  private judge(ring: FrameRing, i: number, shift: number): boolean {
    const sums = this.sums;
    const peak = sums[i & HISTORY_MASK];
    if (peak <= this.floorSum || peak < sums[(i + 1) & HISTORY_MASK]) return false;
    for (let k = this.apart; k > 0; k--) {
      if (peak <= sums[(i - k) & HISTORY_MASK] || peak < sums[(i + k) & HISTORY_MASK]) return false;
    }
    const window = this.window;
    const ebb = (peak * EBB_Q8) >> 8;
    let least = peak;
    let quiet = i;
    let over = 1;
    while (over < this.afterTo && sums[(i + over) & HISTORY_MASK] > ebb) over++;
    for (let k = this.afterFrom; k <= this.afterTo; k++) {
      const after = sums[(i + k) & HISTORY_MASK];
      if (after < least) {
        least = after;
        quiet = i + k;
      }
    }
    const before =
      this.mean(i - this.beforeLead, this.before) + this.mean(i - (this.around >> 1), this.around);
    this.frame = i;
    this.time_us = ring.time_us[(i + shift) & RING_MASK];
    this.over_us = ring.time_us[(i + over + shift) & RING_MASK];
    this.peak = (peak / window) | 0;
    this.rest = (least / window) | 0;
    if (this.peak >= this.hard && this.rest >= this.restless) quiet = this.quietInstant(i);
    this.contrastQ8 = log2Q8(before + this.noise) - log2Q8(this.rest + this.noise);
    this.atRest(ring.axes, quiet + shift);
    return true;
  }

  /** The frame of the quietest instant after the burst at `i`, whose activity becomes `rest`. */
  private quietInstant(i: number): number {
    const shaken = this.shaken;
    const from = i + this.instantFrom;
    const end = i + this.instantTo;
    let least = COUNTER_MASK;
    let quiet = from;
    for (let k = from; k <= end; k++) {
      const after =
        shaken[(k - 1) & HISTORY_MASK] + shaken[k & HISTORY_MASK] + shaken[(k + 1) & HISTORY_MASK];
      if (after < least) {
        least = after;
        quiet = k;
      }
    }
    this.rest = (least / INSTANT_FRAMES) | 0;
    return quiet;
  }

  /** The acceleration of the quiet foot around the ring's place `quiet`. */
  private atRest(axes: Int16Array, quiet: number): void {
    const window = this.window;
    const half = window >> 1;
    let x = 0;
    let y = 0;
    let z = 0;
    for (let k = quiet - half; k <= quiet + half; k++) {
      const at = (k & RING_MASK) * FRAME_AXES;
      x += axes[at];
      y += axes[at + 1];
      z += axes[at + 2];
    }
    this.restX = (x / window) | 0;
    this.restY = (y / window) | 0;
    this.restZ = (z / window) | 0;
  }

  private mean(from: number, frames: number): number {
    const shaken = this.shaken;
    let sum = 0;
    for (let k = 0; k < frames; k++) sum += shaken[(from + k) & HISTORY_MASK];
    return (sum / frames) | 0;
  }
}
