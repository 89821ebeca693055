/**
 * The way the foot makes between two instants of least motion: strapdown integration of the frames in the ring.
 *
 * Between two mid-stances the velocity of the foot starts and ends near zero. Two level unit vectors fixed in the world
 * (forward and right) are turned in sensor coordinates by the rotation rate, second order per frame; the specific force along
 * each is integrated twice by the trapezoid rule; the velocity left at the end is taken back linearly over time (linear
 * de-drift: Skog et al. 2010, Hannink et al. 2017). That velocity also tells how far the assumed "up" was tilted: over a
 * stride the mean specific force is gravity, also in running, where the foot is never at rest.
 *
 * Integer TypeScript (docs/DESIGN.md). Scales: unit vectors Q15, carried as Q23; rotation per frame Q16 rad, its remainder
 * carried on; velocity in 1/16 accelerometer count x frame; way in accelerometer count x frame^2.
 */
import { isqrt, mulShift, norm3 } from '../sensors/integer';
import { COUNTER_MASK, FRAME_AXES, RING_FRAMES, RING_MASK, type FrameRing } from '../sensors/ring';
import type { FrameScale } from '../sensors/scale';
import type { Saturation } from './saturation';

/** Unit vectors are Q15. */
const ONE = 32767;
const CARRY_BITS = 8;
/** Standard acceleration of gravity, m/s2. */
const GRAVITY = 9.80665;
/** Largest tilt one stride may correct, Q15: 15 degrees. */
const TILT_MOST = 9000;
/** Velocity and way beyond any foot: 12 m/s and 30 m; garbage is held there instead of overflowing. */
const VELOCITY_MOST = 1 << 22;
const WAY_MOST_mm = 30000;
/** VELOCITY_MOST in 16 bits. */
const SPEED_SHIFT = 7;
const SPEED_MOST = 32767;

export class Strapdown {
  /** Up where `run` begins, Q15, sensor coordinates; (0, 0, 0) while unknown. Set by `level` or `proceed`. */
  upX = 0;
  upY = 0;
  upZ = 0;
  /** Way of the last `run`: forward and to the right, mm. */
  forward_mm = 0;
  right_mm = 0;
  /** Horizontal speed left at the end before de-drift, mm/s: near zero when both ends were instants of rest. */
  residual_mm_s = 0;
  /** How far up leaned forward and to the right of what `run` began with, on the mean of the stride; Q15. */
  leanForward = 0;
  leanRight = 0;
  /** Forward and right of the start as seen by the sensor at the end of the last `run`, Q15. */
  forwardX = 0;
  forwardY = 0;
  forwardZ = 0;
  rightX = 0;
  rightY = 0;
  rightZ = 0;
  /** Rotation from the frame before to each frame of the last `run`, Q16 rad; entry 0 is not used. */
  readonly turnX = new Int16Array(RING_FRAMES);
  readonly turnY = new Int16Array(RING_FRAMES);
  readonly turnZ = new Int16Array(RING_FRAMES);
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
  private readonly gravity16: number;

  /** Speed at each frame of the last `run`, drift included, in 2^SPEED_SHIFT/16 counts x frame. */
  private readonly forwardSpeed = new Int16Array(RING_FRAMES);
  private readonly rightSpeed = new Int16Array(RING_FRAMES);
  /** What `track` gives back: direction at the end (Q15), velocity, way. */
  private endX = 0;
  private endY = 0;
  private endZ = 0;
  private velocity = 0;
  private way = 0;

  constructor(scale: FrameScale) {
    this.countAngleQ44 = Math.round(((scale.gyro_udps * Math.PI) / 180) * 1e-12 * 2 ** 44);
    this.wayQ56 = Math.round(scale.accel_ug * GRAVITY * 1e-15 * 2 ** 56);
    this.speedQ38 = Math.round(((scale.accel_ug * GRAVITY * 1e-9) / 16) * 2 ** 38);
    this.gravity16 = Math.round(16e6 / scale.accel_ug);
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

  /** The medio-lateral axis was turned round after `run`: what was forward is backward. */
  turnRound(): void {
    this.forward_mm = -this.forward_mm;
    this.right_mm = -this.right_mm;
    this.leanForward = -this.leanForward;
    this.leanRight = -this.leanRight;
    this.forwardX = -this.forwardX;
    this.forwardY = -this.forwardY;
    this.forwardZ = -this.forwardZ;
    this.rightX = -this.rightX;
    this.rightY = -this.rightY;
    this.rightZ = -this.rightZ;
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
   * Integrates the frames from `from` to `to` (counters of the ring, both included), starting at `up`, and carries `up` on
   * to the end.
   * @param axisX,axisY,axisZ the medio-lateral axis, Q14, pointing right: forward is level and square to it
   * @param saturation frames of a saturated gyroscope axis, and what to add to them
   * @returns false when there are no two frames or the axis stands upright
   */
  run(
    ring: FrameRing,
    from: number,
    to: number,
    axisX: number,
    axisY: number,
    axisZ: number,
    saturation: Saturation,
  ): boolean {
    const frames = (to - from) & COUNTER_MASK;
    const ux = this.upX;
    const uy = this.upY;
    const uz = this.upZ;
    let fx = (uy * axisZ - uz * axisY) >> 14;
    let fy = (uz * axisX - ux * axisZ) >> 14;
    let fz = (ux * axisY - uy * axisX) >> 14;
    const level = norm3(fx, fy, fz);
    if (frames < 2 || frames >= RING_FRAMES || level < 8192) return false;
    fx = ((fx * ONE) / level) | 0;
    fy = ((fy * ONE) / level) | 0;
    fz = ((fz * ONE) / level) | 0;
    const span_us = (ring.time_us[to & RING_MASK] - ring.time_us[from & RING_MASK]) | 0;
    const step_us = (span_us / frames) | 0;
    if (step_us <= 0 || step_us > 40000) return false;
    this.turns(ring, from, frames, step_us);
    if (saturation.hidden !== 0) this.restore(ring, from, frames, step_us, saturation);
    const wayQ28 = mulShift(step_us * step_us, this.wayQ56, 28);
    const speedQ28 = mulShift(step_us, this.speedQ38, 10);

    this.track(ring, from, frames, this.forwardSpeed, fx, fy, fz);
    const forwardX = this.endX;
    const forwardY = this.endY;
    const forwardZ = this.endZ;
    const forwardV = this.velocity;
    this.forward_mm = this.wayLeft(frames, wayQ28);
    this.track(
      ring,
      from,
      frames,
      this.rightSpeed,
      (fy * uz - fz * uy) >> 15,
      (fz * ux - fx * uz) >> 15,
      (fx * uy - fy * ux) >> 15,
    );
    const rightX = this.endX;
    const rightY = this.endY;
    const rightZ = this.endZ;
    const rightV = this.velocity;
    this.right_mm = this.wayLeft(frames, wayQ28);

    this.residual_mm_s = norm3(mulShift(forwardV, speedQ28, 28), mulShift(rightV, speedQ28, 28), 0);
    this.forwardX = forwardX;
    this.forwardY = forwardY;
    this.forwardZ = forwardZ;
    this.rightX = rightX;
    this.rightY = rightY;
    this.rightZ = rightZ;
    // True up leans towards the velocity gained by (velocity gained) / (g x time).
    const gained = (this.gravity16 * frames) >> 12;
    const tiltF = this.tilt(forwardV, gained);
    const tiltR = this.tilt(rightV, gained);
    this.leanForward = tiltF;
    this.leanRight = tiltR;
    this.level(
      (rightY * forwardZ - rightZ * forwardY + forwardX * tiltF + rightX * tiltR) >> 15,
      (rightZ * forwardX - rightX * forwardZ + forwardY * tiltF + rightY * tiltR) >> 15,
      (rightX * forwardY - rightY * forwardX + forwardZ * tiltF + rightZ * tiltR) >> 15,
    );
    return true;
  }

  /** Level length of the last `run`, mm. */
  length_mm(): number {
    return isqrt(this.forward_mm * this.forward_mm + this.right_mm * this.right_mm);
  }

  /**
   * Where the foot comes to a halt in the last `run` over `frames` frames: its level speed, drift taken out, falls below a
   * quarter of its greatest. Frames, Q8.
   */
  haltAt(frames: number): number {
    let greatest = 0;
    let before = 0;
    let halt = frames << 8;
    for (let i = 1; i <= frames; i++) {
      const square = this.speedSquared(i, frames);
      if (square > greatest) {
        greatest = square;
        halt = -1;
      } else if (halt < 0 && square < greatest >> 4) {
        const speed = isqrt(square);
        const over = isqrt(before) - speed;
        const short = (isqrt(greatest) >> 2) - speed;
        halt = (i << 8) - (over > 0 ? ((short << 8) / over) | 0 : 0);
      }
      before = square;
    }
    return halt < 0 ? frames << 8 : halt;
  }

  private speedSquared(i: number, frames: number): number {
    const forward = (this.forwardSpeed[i] - (((this.forwardSpeed[frames] * i) / frames) | 0)) >> 1;
    const right = (this.rightSpeed[i] - (((this.rightSpeed[frames] * i) / frames) | 0)) >> 1;
    return forward * forward + right * right;
  }

  /** The rotation from each frame to the next, from the mean rate of both; the remainders are carried on. */
  private turns(ring: FrameRing, from: number, frames: number, step_us: number): void {
    const axes = ring.axes;
    const perCountQ28 = mulShift(this.countAngleQ44, step_us, 16);
    const bx = this.biasX;
    const by = this.biasY;
    const bz = this.biasZ;
    let at = (from & RING_MASK) * FRAME_AXES;
    let gx = axes[at + 3];
    let gy = axes[at + 4];
    let gz = axes[at + 5];
    let restX = 0;
    let restY = 0;
    let restZ = 0;
    for (let i = 1; i <= frames; i++) {
      at = ((from + i) & RING_MASK) * FRAME_AXES;
      const nextX = axes[at + 3];
      const nextY = axes[at + 4];
      const nextZ = axes[at + 5];
      restX += (((gx + nextX) << 3) - bx) * perCountQ28;
      restY += (((gy + nextY) << 3) - by) * perCountQ28;
      restZ += (((gz + nextZ) << 3) - bz) * perCountQ28;
      this.turnX[i] = restX >> 16;
      this.turnY[i] = restY >> 16;
      this.turnZ[i] = restZ >> 16;
      restX &= 0xffff;
      restY &= 0xffff;
      restZ &= 0xffff;
      gx = nextX;
      gy = nextY;
      gz = nextZ;
    }
  }

  /** Adds the rotation that a saturated axis hides to the frames of its plateau. */
  private restore(
    ring: FrameRing,
    from: number,
    frames: number,
    step_us: number,
    saturation: Saturation,
  ): void {
    const axes = ring.axes;
    const axis = saturation.axis;
    const level = saturation.level;
    const turns = axis === 3 ? this.turnX : axis === 4 ? this.turnY : this.turnZ;
    // Q28 per count and frame, times counts, to Q16.
    const extra = mulShift(mulShift(this.countAngleQ44, step_us, 16), saturation.hidden, 12);
    for (let i = 1; i <= frames; i++) {
      const value = axes[((from + i) & RING_MASK) * FRAME_AXES + axis];
      if (level > 0 ? value >= level : value <= level) turns[i] += extra;
    }
  }

  /** Turns the world direction (x, y, z), Q15, along the frames and integrates the specific force along it twice. */
  private track(
    ring: FrameRing,
    from: number,
    frames: number,
    speeds: Int16Array,
    x: number,
    y: number,
    z: number,
  ): void {
    const axes = ring.axes;
    const turnX = this.turnX;
    const turnY = this.turnY;
    const turnZ = this.turnZ;
    let at = (from & RING_MASK) * FRAME_AXES;
    let force = (x * axes[at] + y * axes[at + 1] + z * axes[at + 2]) >> 11;
    let velocity = 0;
    let way = 0;
    speeds[0] = 0;
    let carryX = x << CARRY_BITS;
    let carryY = y << CARRY_BITS;
    let carryZ = z << CARRY_BITS;
    for (let i = 1; i <= frames; i++) {
      const wx = turnX[i];
      const wy = turnY[i];
      const wz = turnZ[i];
      // v' = v + v x w + (v x w) x w / 2: a direction fixed in the world, seen from the turning sensor.
      const qx = (y * wz - z * wy) >> 8;
      const qy = (z * wx - x * wz) >> 8;
      const qz = (x * wy - y * wx) >> 8;
      carryX += qx + (((qy >> 9) * wz - (qz >> 9) * wy) >> 8);
      carryY += qy + (((qz >> 9) * wx - (qx >> 9) * wz) >> 8);
      carryZ += qz + (((qx >> 9) * wy - (qy >> 9) * wx) >> 8);
      x = carryX >> CARRY_BITS;
      y = carryY >> CARRY_BITS;
      z = carryZ >> CARRY_BITS;
      at = ((from + i) & RING_MASK) * FRAME_AXES;
      const next = (x * axes[at] + y * axes[at + 1] + z * axes[at + 2]) >> 11;
      const faster = velocity + ((force + next) >> 1);
      way += (velocity + faster) >> 5;
      velocity = faster;
      const speed = velocity >> SPEED_SHIFT;
      speeds[i] = speed > SPEED_MOST ? SPEED_MOST : speed < -SPEED_MOST ? -SPEED_MOST : speed;
      force = next;
    }
    this.endX = x;
    this.endY = y;
    this.endZ = z;
    this.velocity =
      velocity > VELOCITY_MOST ? VELOCITY_MOST : velocity < -VELOCITY_MOST ? -VELOCITY_MOST : velocity;
    this.way = way;
  }

  /** Way of the last `track` less the linear drift of its velocity, mm. */
  private wayLeft(frames: number, wayQ28: number): number {
    const way_mm = mulShift(this.way - (((this.velocity >> 1) * frames) >> 4), wayQ28, 28);
    return way_mm > WAY_MOST_mm ? WAY_MOST_mm : way_mm < -WAY_MOST_mm ? -WAY_MOST_mm : way_mm;
  }

  private tilt(velocity: number, gained: number): number {
    const tilt = ((velocity * 8) / gained) | 0;
    return tilt > TILT_MOST ? TILT_MOST : tilt < -TILT_MOST ? -TILT_MOST : tilt;
  }
}
