/**
 * The way the foot makes between two instants of least motion: strapdown integration of the frames in the ring.
 *
 * Between two mid-stances the velocity of the foot starts and ends near zero. Two unit vectors fixed in the world (forward
 * and up; right is square to both) are turned in sensor coordinates by the rotation rate, fourth order per pair of frames; the specific
 * force along each is integrated twice by the trapezoid rule; the velocity left at the end is taken back linearly over time (linear
 * de-drift: Skog et al. 2010, Hannink et al. 2017). That velocity also tells how far the assumed "up" was tilted: over a
 * stride the mean specific force is gravity, also in running, where the foot is never at rest.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md). Scales: unit vectors Q15, carried as Q23; rotation per pair Q15 rad, its remainder
 * carried on; velocity in 1/16 accelerometer count x frame; way in accelerometer count x frame^2.
 */
import { isqrt, mulShift, norm3 } from '../sensors/integer';
import { COUNTER_MASK, FRAME_AXES, RING_FRAMES, RING_MASK, type FrameRing } from '../sensors/ring';
import { forceCounts, type FrameScale } from '../sensors/scale';
import { ClippedForce } from './clipped-force';
import { InertialTrack, RING_PAIRS } from './inertial-track';
import type { Saturation } from './saturation';

/** Unit vectors are Q15. @source format */
const ONE = 32767;
/** Standard acceleration of gravity, m/s2. @source CGPM 1901 */
const GRAVITY = 9.80665;
/** Largest tilt one stride may correct, Q15: 15 degrees. @source fit */
const TILT_MOST = 9000;
/** A way beyond any stride: garbage is held there instead of overflowing. @source design: garbage is held */
const WAY_MOST_mm = 30000;
/** How a run stands. */
export const RUN_ON = 0;
export const RUN_THROUGH = 1;
export const RUN_LOST = 2;

export class Strapdown {
  /** Up where a run begins, Q15, sensor coordinates; (0, 0, 0) while unknown. @range -32800 32800 */
  upX = 0;
  /** @range -32800 32800 */
  upY = 0;
  /** @range -32800 32800 */
  upZ = 0;
  /** Way of the last run (`begin` to `finish`): forward and to the right, mm. */
  forward_mm = 0;
  right_mm = 0;
  /** Height gained in it, mm. */
  rise_mm = 0;
  /** Horizontal speed left at the end before de-drift, mm/s: near zero when both ends were instants of rest. */
  residual_mm_s = 0;
  /** How far up leaned forward and to the right of what it began with, on the mean of the stride; Q15. */
  leanForward = 0;
  leanRight = 0;
  /** Rotation in it from the frame before to the frame after each even frame, where there are these; Q15 rad. */
  readonly turnX = new Int16Array(RING_PAIRS);
  readonly turnY = new Int16Array(RING_PAIRS);
  readonly turnZ = new Int16Array(RING_PAIRS);
  /** Zero-rate level of the gyroscope, 1/16 counts. */
  biasX = 0;
  biasY = 0;
  biasZ = 0;

  /** Angle of one count over one microsecond, Q44 rad. */
  private readonly countAngleQ44: number;
  /** mm per count x us^2, Q56, and mm/s per 1/16 count x us, Q38. */
  private readonly wayQ56: number;
  private readonly speedQ38: number;
  /** One g in 1/16 counts. */
  readonly gravity16: number;

  readonly track: InertialTrack;
  /** Force at the end of the accelerometer's range; the owner looks for the frames (`force.limit.find`) before `begin`. */
  readonly force: ClippedForce;
  /** Millimetres per unit of a way in the last run, Q28. */
  wayQ28 = 0;

  constructor(scale: FrameScale) {
    this.countAngleQ44 = Math.round(scale.gyro_udps * ((Math.PI / 180) * 1e-12 * 2 ** 44));
    this.wayQ56 = Math.round(scale.accel_ug * (GRAVITY * 1e-15) * 2 ** 56);
    this.speedQ38 = Math.round(scale.accel_ug * (((GRAVITY * 1e-9) / 16) * 2 ** 38));
    this.gravity16 = forceCounts(16_000, scale);
    this.track = new InertialTrack(this.gravity16);
    this.force = new ClippedForce(scale);
  }

  /** Is an up direction known? */
  levelled(): boolean {
    return this.upX !== 0 || this.upY !== 0 || this.upZ !== 0;
  }

  /** Goes back to an earlier up, Q15. */
  resume(upX: number, upY: number, upZ: number): void {
    this.upX = upX;
    this.upY = upY;
    this.upZ = upZ;
  }

  /** The medio-lateral axis was turned round after a run: what was forward is backward. */
  turnRound(): void {
    this.forward_mm = -this.forward_mm;
    this.right_mm = -this.right_mm;
    this.track.turnRound();
  }

  /** Sets up to the direction of a specific force at rest, raw counts. */
  level(ax: number, ay: number, az: number): void {
    const length = norm3(ax, ay, az);
    if (length === 0) return;
    this.upX = ((ax * ONE) / length) | 0;
    this.upY = ((ay * ONE) / length) | 0;
    this.upZ = ((az * ONE) / length) | 0;
  }

  /**
   * Begins a run: the integration of the frames from `from` to `to` (counters of the ring, both included, an even number apart; else the
   * last is left out), starting at `up`. `follow` does it piece by piece, `finish` makes a way of it.
   * @param axisX,axisY,axisZ the medio-lateral axis, Q14, pointing right: forward is level and square to it
   * @param saturation frames of a saturated gyroscope axis, and what to add to them
   * @returns false when there are no two frames, or the axis stands upright
   */
  begin(
    ring: FrameRing,
    from: number,
    to: number,
    axisX: number,
    axisY: number,
    axisZ: number,
    saturation: Saturation,
  ): boolean {
    const frames = (to - from) & COUNTER_MASK & ~1;
    if (frames < 2 || frames >= RING_FRAMES) return false;
    const ux = this.upX;
    const uy = this.upY;
    const uz = this.upZ;
    let fx = (uy * axisZ - uz * axisY) >> 14;
    let fy = (uz * axisX - ux * axisZ) >> 14;
    let fz = (ux * axisY - uy * axisX) >> 14;
    const level = norm3(fx, fy, fz);
    const step_us = stepOf(ring, from, frames);
    if (level < 8192 || step_us <= 0 || step_us > 40000) return false;
    fx = ((fx * ONE) / level) | 0;
    fy = ((fy * ONE) / level) | 0;
    fz = ((fz * ONE) / level) | 0;
    const perCountQ28 = mulShift(this.countAngleQ44, step_us, 16);
    this.turns(ring, from, frames, perCountQ28);
    if (saturation.share !== 0) {
      saturation.putBack(ring, from, frames, perCountQ28, this.turnX, this.turnY, this.turnZ);
    }
    this.track.begin(fx, fy, fz, ux, uy, uz);
    this.force.begin();
    return true;
  }

  /**
   * Goes on with a run, for `most` pairs of frames at most: 1 to RING_PAIRS.
   * @returns RUN_ON, RUN_THROUGH at its end, or RUN_LOST when the rotation is beyond what can be followed
   */
  follow(ring: FrameRing, from: number, to: number, most: number): number {
    const frames = framesBetween(from, to);
    const track = this.track;
    if (!track.follow(ring, from, frames, this, most)) return RUN_LOST;
    return track.next > frames >> 1 ? RUN_THROUGH : RUN_ON;
  }

  /** Ends a run that is through: puts back what the end of the accelerometer's range hides, and carries `up` on to the end. */
  finish(ring: FrameRing, from: number, to: number): void {
    const frames = framesBetween(from, to);
    const track = this.track;
    this.force.restore(track, ring, from, frames);
    const step_us = stepOf(ring, from, frames);
    const wayQ28 = mulShift(step_us * step_us, this.wayQ56, 28);
    const speedQ28 = mulShift(step_us, this.speedQ38, 10);
    const forwardV = track.forwardV;
    const rightV = track.rightV;
    this.wayQ28 = wayQ28;
    this.forward_mm = wayLeft(track.forwardWay, forwardV, frames, wayQ28);
    this.right_mm = wayLeft(track.rightWay, rightV, frames, wayQ28);
    this.residual_mm_s = norm3(mulShift(forwardV, speedQ28, 28), mulShift(rightV, speedQ28, 28), 0);
    // True up leans towards the velocity gained by (velocity gained) / (g x time).
    const gained = (this.gravity16 * frames) >> 12;
    const leanF = tilt(forwardV, gained);
    const leanR = tilt(rightV, gained);
    this.leanForward = leanF;
    this.leanRight = leanR;
    this.rise_mm =
      wayLeft(track.upWay, track.upV, frames, wayQ28) +
      ((this.forward_mm * leanF + this.right_mm * leanR) >> 15);
    this.level(
      track.upX + ((track.forwardX * leanF + track.rightX * leanR) >> 15),
      track.upY + ((track.forwardY * leanF + track.rightY * leanR) >> 15),
      track.upZ + ((track.forwardZ * leanF + track.rightZ * leanR) >> 15),
    );
  }

  /** Level length of the last run, mm. */
  length_mm(): number {
    return isqrt(this.forward_mm * this.forward_mm + this.right_mm * this.right_mm);
  }

  /**
   * Where the foot comes to a halt in the last run over `frames` frames: its level speed, drift taken out, falls below a
   * quarter of its greatest. Frames, Q8.
   */
  haltAt(frames: number): number {
    const forwardSpeed = this.track.forwardSpeed;
    const rightSpeed = this.track.rightSpeed;
    const pairs = frames >> 1;
    // The drift of pair i is (that of the last x i / pairs) | 0: from pair to pair its whole part and its remainder go on.
    const endF = forwardSpeed[pairs];
    const endR = rightSpeed[pairs];
    const signF = endF < 0 ? -1 : 1;
    const signR = endR < 0 ? -1 : 1;
    const wholeF = (endF / pairs) | 0;
    const wholeR = (endR / pairs) | 0;
    const partF = (endF - wholeF * pairs) * signF;
    const partR = (endR - wholeR * pairs) * signR;
    let driftF = 0;
    let driftR = 0;
    let restF = 0;
    let restR = 0;
    let forward: number;
    let right: number;
    let square: number;
    let greatest = 0;
    let before = 0;
    let halt = pairs << 9;
    for (let i = 1; i <= pairs; i++) {
      driftF += wholeF;
      restF += partF;
      if (restF >= pairs) {
        restF -= pairs;
        driftF += signF;
      }
      driftR += wholeR;
      restR += partR;
      if (restR >= pairs) {
        restR -= pairs;
        driftR += signR;
      }
      forward = (forwardSpeed[i] - driftF) >> 1;
      right = (rightSpeed[i] - driftR) >> 1;
      square = forward * forward + right * right;
      if (square > greatest) {
        greatest = square;
        halt = -1;
      } else if (halt < 0 && square < greatest >> 4) {
        const speed = isqrt(square);
        const over = isqrt(before) - speed;
        const short = (isqrt(greatest) >> 2) - speed;
        halt = (i << 9) - (over > 0 ? ((short << 9) / over) | 0 : 0);
      }
      before = square;
    }
    return halt < 0 ? pairs << 9 : halt;
  }

  /**
   * The rotations of the pairs, from middle to middle: the rates of both and twice that of the frame between, by the trapezoid rule,
   * remainders carried on.
   */
  private turns(ring: FrameRing, from: number, frames: number, perCountQ28: number): void {
    const axes = ring.axes;
    const turnX = this.turnX;
    const turnY = this.turnY;
    const turnZ = this.turnZ;
    // Sums of four rates less four times the zero, which is in 1/16 counts.
    const perSumQ28 = 4 * perCountQ28;
    const zeroX = this.biasX * perCountQ28;
    const zeroY = this.biasY * perCountQ28;
    const zeroZ = this.biasZ * perCountQ28;
    const pairs = frames >> 1;
    // Before the first frame is as after it, and after the last as before it: there half of the pair counts.
    let at = ((from + 1) & RING_MASK) * FRAME_AXES;
    let beforeX = axes[at + 3];
    let beforeY = axes[at + 4];
    let beforeZ = axes[at + 5];
    let sumX: number;
    let sumY: number;
    let sumZ: number;
    let restX = 0;
    let restY = 0;
    let restZ = 0;
    for (let i = 0; i <= pairs; i++) {
      at = ((from + 2 * i) & RING_MASK) * FRAME_AXES;
      sumX = beforeX + 2 * axes[at + 3];
      sumY = beforeY + 2 * axes[at + 4];
      sumZ = beforeZ + 2 * axes[at + 5];
      at = ((from + 2 * i + (i < pairs ? 1 : -1)) & RING_MASK) * FRAME_AXES;
      beforeX = axes[at + 3];
      beforeY = axes[at + 4];
      beforeZ = axes[at + 5];
      restX += (sumX + beforeX) * perSumQ28 - zeroX;
      restY += (sumY + beforeY) * perSumQ28 - zeroY;
      restZ += (sumZ + beforeZ) * perSumQ28 - zeroZ;
      turnX[i] = restX >> 16;
      turnY[i] = restY >> 16;
      turnZ[i] = restZ >> 16;
      restX &= 0xffff;
      restY &= 0xffff;
      restZ &= 0xffff;
    }
    turnX[0] >>= 1;
    turnY[0] >>= 1;
    turnZ[0] >>= 1;
    turnX[pairs] >>= 1;
    turnY[pairs] >>= 1;
    turnZ[pairs] >>= 1;
  }
}

/** The frames of a run that has begun. */
function framesBetween(from: number, to: number): number {
  return (to - from) & RING_MASK & ~1;
}

/** Time from frame to frame in the `frames` frames after `from`, us. */
function stepOf(ring: FrameRing, from: number, frames: number): number {
  const span_us = (ring.time_us[(from + frames) & RING_MASK] - ring.time_us[from & RING_MASK]) | 0;
  return (span_us / frames) | 0;
}

/** Way less the linear drift of its velocity, mm. */
function wayLeft(way: number, velocity: number, frames: number, wayQ28: number): number {
  const way_mm = mulShift((way - (((velocity >> 1) * frames) >> 4)) | 0, wayQ28, 28);
  return way_mm > WAY_MOST_mm ? WAY_MOST_mm : way_mm < -WAY_MOST_mm ? -WAY_MOST_mm : way_mm;
}

/** @noinline */
function tilt(velocity: number, gained: number): number {
  const lean = ((velocity * 8) / gained) | 0;
  return lean > TILT_MOST ? TILT_MOST : lean < -TILT_MOST ? -TILT_MOST : lean;
}
