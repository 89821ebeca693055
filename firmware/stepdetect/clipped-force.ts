/**
 * What an accelerometer at the end of its range hides, put back into the velocities and ways of a stride.
 *
 * A landing foot is stopped with up to 70 g (Bailey and Harle 2014), and parts end at 8, 16 or 32. What is cut off is velocity
 * lost at known instants, along known axes of the sensor. Taken back linearly over the stride, as a drift, a loss at the
 * landing would slow the swing before it: sprints would read 10 to 30 % short.
 *
 * - A long plateau is a swing's: smooth. What it hides follows from the slopes on either side (a cubic with both slopes).
 * - A short one is an impact's: its slopes tell what share each frame has, the velocity left at the end of the stride how much
 *   all hide, first alike for all axes, then for each axis and sign. A foot on the ground has no velocity in any
 *   direction; and up is taken from how the foot stands then (standing.ts), so that little of what is left is a lean.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md). Scales: velocity in 1/16 count x frame, as inertial-track.ts; amounts Q10, 1 is what
 * the slopes tell.
 */
import { mulShift, norm3, shareQ10 } from '../sensors/integer';
import { FRAME_AXES, RING_MASK, type FrameRing } from '../sensors/ring';
import { framesOf, type FrameScale } from '../sensors/scale';
import { ForceLimit } from './force-limit';
import { SPEED_SHIFT, type InertialTrack } from './inertial-track';

/** Frames x axes of one stride that are followed. @source design: memory */
const ENTRIES_MOST = 52;
/** Both signs of three axes: 0 to 2, and 3 to 5 for the negative ones. The plateaus of a swing are taken from theirs. @source design */
const ENDS = 6;
const SWING = 6;
const ALL = 1 << 10;
/**
 * A plateau longer than this is a swing's: an impact is over in less (16 % of a contact, 25 ms at 6 m/s, and its top is cut off).
 * @source fit, below the shocks of docs/SYNTHESIS.md
 */
const IMPACT_ms = 22;
/** A plateau is reconstructed as if no longer than this, which no swing's is. @source design */
const SPAN_MOST = 64;
/** Rounds of the solution for each axis and sign; more would follow the noise. @source fit */
const ROUNDS = 2;
/** No frame hides more than 32 times what its slopes tell, Q10. @source design: 32-bit arithmetic */
const AMOUNT_MOST = 32 << 10;
const SMALL = 1 << 16;
const ALONG_MOST = 1 << 20;

export class ClippedForce {
  readonly limit: ForceLimit;
  /** Frames and axes in which force was put back in the last stride. */
  restored = 0;

  private entries = 0;
  private readonly frame = new Int16Array(ENTRIES_MOST);
  private readonly end = new Int8Array(ENTRIES_MOST);
  /** Forward, right and up along the clipped axis, Q14, and the excess that its slopes tell, counts: the velocity that the amount 1 adds. */
  private readonly alongF = new Int16Array(ENTRIES_MOST);
  private readonly alongR = new Int16Array(ENTRIES_MOST);
  private readonly alongU = new Int16Array(ENTRIES_MOST);
  private readonly excess = new Uint16Array(ENTRIES_MOST);
  /** Those velocities summed for each end, and the amounts. */
  private readonly sumF = new Int32Array(ENDS);
  private readonly sumR = new Int32Array(ENDS);
  private readonly sumU = new Int32Array(ENDS);
  private readonly amount = new Int32Array(ENDS + 1);
  private readonly impactFrames: number;
  /** Velocity left. */
  private leftF = 0;
  private leftR = 0;
  private leftU = 0;

  constructor(scale: FrameScale) {
    this.limit = new ForceLimit(scale);
    this.impactFrames = framesOf(IMPACT_ms, scale);
  }

  /** A new stride is followed. */
  begin(): void {
    this.entries = 0;
    this.restored = 0;
  }

  /**
   * Takes the frame at the limit that is `frame` frames after `from`, and the directions forward, right and up, Q15, as the middle of
   * its pair sees them.
   */
  take(
    ring: FrameRing,
    from: number,
    frame: number,
    fx: number,
    fy: number,
    fz: number,
    rx: number,
    ry: number,
    rz: number,
    ux: number,
    uy: number,
    uz: number,
  ): void {
    const axes = ring.axes;
    const at = ((from + frame) & RING_MASK) * FRAME_AXES;
    const ax = axes[at];
    const ay = axes[at + 1];
    const az = axes[at + 2];
    const level = this.limit.level;
    if (ax >= level) this.enter(frame, 0, fx, rx, ux);
    else if (ax <= -level) this.enter(frame, 3, fx, rx, ux);
    if (ay >= level) this.enter(frame, 1, fy, ry, uy);
    else if (ay <= -level) this.enter(frame, 4, fy, ry, uy);
    if (az >= level) this.enter(frame, 2, fz, rz, uz);
    else if (az <= -level) this.enter(frame, 5, fz, rz, uz);
  }

  /** Puts back what the frames taken hide, into the track of the `frames` frames after `from`. */
  restore(track: InertialTrack, ring: FrameRing, from: number, frames: number): void {
    if (this.entries === 0) return;
    this.leftF = track.forwardV;
    this.leftR = track.rightV;
    this.leftU = track.upV;
    this.sumF.fill(0);
    this.sumR.fill(0);
    this.sumU.fill(0);
    for (let n = 0; n < this.entries; n++) this.weigh(ring, from, n);
    this.solveAlike();
    for (let round = 0; round < ROUNDS; round++)
      for (let end = 0; end < ENDS; end++) this.solve(end, this.sumF[end], this.sumR[end], this.sumU[end]);
    this.add(track, frames);
    this.restored = this.entries;
  }

  private enter(frame: number, end: number, forward: number, right: number, up: number): void {
    const n = this.entries;
    if (n >= ENTRIES_MOST) return;
    this.frame[n] = frame;
    this.end[n] = end;
    const negative = end >= 3;
    this.alongF[n] = (negative ? -forward : forward) >> 1;
    this.alongR[n] = (negative ? -right : right) >> 1;
    this.alongU[n] = (negative ? -up : up) >> 1;
    this.entries = n + 1;
  }

  /** Turns the steps of an entry into the velocity that the excess its slopes tell would add. */
  private weigh(ring: FrameRing, from: number, n: number): void {
    const level = this.limit.level;
    const end = this.end[n];
    const negative = end >= 3;
    const axis = negative ? end - 3 : end;
    const at = from + this.frame[n];
    // Frames before and after it that are at the end as well.
    let k = 0;
    let rest = 0;
    while (k < SPAN_MOST && force(ring, at - k - 1, axis, negative) >= level) k++;
    while (k + rest < SPAN_MOST && force(ring, at + rest + 1, axis, negative) >= level) rest++;
    // Counted from the frame before them, and to the one behind.
    k++;
    rest++;
    const span = k + rest;
    const before = force(ring, at - k, axis, negative);
    const after = force(ring, at + rest, axis, negative);
    const smooth = span - 1 > this.impactFrames;
    let excess: number;
    if (smooth) {
      const rise = slope(before - force(ring, at - k - 2, axis, negative), level);
      const fall = slope(after - force(ring, at + rest + 2, axis, negative), level);
      excess = ((rise * k * rest * rest + fall * k * k * rest) / (span * span)) | 0;
      if (excess > level) excess = level;
    } else {
      excess = ((2 * level - before - after) * span * 85) >> 10;
      if (excess > 2 * level) excess = 2 * level;
      if (excess < level >> 6) excess = level >> 6;
    }
    this.excess[n] = excess;
    const stepF = mulShift(this.alongF[n], excess, 10);
    const stepR = mulShift(this.alongR[n], excess, 10);
    const stepU = mulShift(this.alongU[n], excess, 10);
    if (smooth) {
      this.end[n] = SWING;
      this.leftF += stepF;
      this.leftR += stepR;
      this.leftU += stepU;
    } else {
      this.sumF[end] += stepF;
      this.sumR[end] += stepR;
      this.sumU[end] += stepU;
    }
  }

  /** One amount for all impacts. */
  private solveAlike(): void {
    let forward = 0;
    let right = 0;
    let up = 0;
    for (let end = 0; end < ENDS; end++) {
      forward += this.sumF[end];
      right += this.sumR[end];
      up += this.sumU[end];
      this.amount[end] = 0;
    }
    let amount = this.wanted(forward, right, up);
    if (amount < 0) amount = 0;
    if (amount > AMOUNT_MOST) amount = AMOUNT_MOST;
    this.amount.fill(amount);
    this.amount[SWING] = ALL;
    this.spend(amount, forward, right, up);
  }

  /** The amount of one end that leaves least velocity, the others as they are. */
  private solve(end: number, forward: number, right: number, up: number): void {
    const before = this.amount[end];
    let amount = before + this.wanted(forward, right, up);
    if (amount < 0) amount = 0;
    if (amount > AMOUNT_MOST) amount = AMOUNT_MOST;
    this.amount[end] = amount;
    this.spend(amount - before, forward, right, up);
  }

  /** How much of this velocity takes away most of what is left, Q10. */
  private wanted(forward: number, right: number, up: number): number {
    const length = norm3(forward, right, up);
    if (length < 16) return 0;
    const along =
      mulShift(this.leftF, shareQ10(forward, length), 10) +
      mulShift(this.leftR, shareQ10(right, length), 10) +
      mulShift(this.leftU, shareQ10(up, length), 10);
    if (length > SMALL) return -(((along << 4) / (length >> 6)) | 0);
    const held = along > ALONG_MOST ? ALONG_MOST : along < -ALONG_MOST ? -ALONG_MOST : along;
    return -(((held << 10) / length) | 0);
  }

  private spend(amount: number, forward: number, right: number, up: number): void {
    this.leftF += mulShift(forward, amount, 10);
    this.leftR += mulShift(right, amount, 10);
    this.leftU += mulShift(up, amount, 10);
  }

  private add(track: InertialTrack, frames: number): void {
    const entries = this.entries;
    let forward = 0;
    let right = 0;
    let up = 0;
    for (let n = 0; n < entries; n++) {
      const amount = this.amount[this.end[n]];
      const excess = this.excess[n];
      forward += mulShift(mulShift(this.alongF[n], excess, 10), amount, 10);
      right += mulShift(mulShift(this.alongR[n], excess, 10), amount, 10);
      up += mulShift(mulShift(this.alongU[n], excess, 10), amount, 10);
      const at = this.frame[n];
      const to = n + 1 < entries ? this.frame[n + 1] : frames + 1;
      if (to > at) track.addSpeed(at, to, forward >> SPEED_SHIFT, right >> SPEED_SHIFT, up >> SPEED_SHIFT);
      track.forwardWay = (track.forwardWay + mulShift(forward, to - at, 4)) | 0;
      track.rightWay = (track.rightWay + mulShift(right, to - at, 4)) | 0;
      track.upWay = (track.upWay + mulShift(up, to - at, 4)) | 0;
    }
    track.forwardV += forward;
    track.rightV += right;
    track.upV += up;
  }
}

function force(ring: FrameRing, frame: number, axis: number, negative: boolean): number {
  const value = ring.axes[(frame & RING_MASK) * FRAME_AXES + axis];
  return negative ? -value : value;
}

/** Rise over two frames, per frame; none when it falls, and no steeper than a quarter of the range. @noinline */
function slope(rise: number, level: number): number {
  const each = rise >> 1;
  return each < 0 ? 0 : each > level >> 2 ? level >> 2 : each;
}
