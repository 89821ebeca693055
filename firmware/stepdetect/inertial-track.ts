/**
 * Directions fixed in the world as the turning foot sees them, and the specific force along them integrated: the loop of the
 * strapdown (strapdown.ts tells what it is for).
 *
 * Forward and up are turned in sensor coordinates by the rotation of each frame, second order; right is square to both. The
 * force along each, gravity taken off up, is integrated twice by the trapezoid rule.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md). Scales: unit vectors Q15, carried as Q23; rotation per frame Q16 rad; velocity in 1/16
 * accelerometer count x frame; way in accelerometer count x frame^2.
 */
import { FRAME_AXES, RING_FRAMES, RING_MASK, type FrameRing } from '../sensors/ring';
import type { Strapdown } from './strapdown';

const CARRY_BITS = 8;
/**
 * The second order makes a direction longer by a share of angle^4 / 8 each frame: a foot at 2000 deg/s and 208 Hz by a
 * tenth of a thousandth. Twice its length is no foot's doing but that of something that spins on and on, a shoe in a washing machine.
 */
const DIRECTION_MOST = 65535;
/** The directions are looked at every so many frames: meanwhile 65,536 a frame is the most they can gain (`qx >> 8` and on). */
const LOOK_EVERY = 4;
/** Velocity beyond any foot, 12 m/s: garbage is held there instead of overflowing. */
const VELOCITY_MOST = 1 << 22;
/** VELOCITY_MOST in 16 bits. */
export const SPEED_SHIFT = 7;
const SPEED_MOST = 32767;
const SPEED_LEAST = -32767;

export class InertialTrack {
  /** Speed at each frame, drift included, in 2^SPEED_SHIFT/16 counts x frame. */
  readonly forwardSpeed = new Int16Array(RING_FRAMES);
  readonly rightSpeed = new Int16Array(RING_FRAMES);
  readonly upSpeed = new Int16Array(RING_FRAMES);
  /** The directions as seen at the last frame, Q15. */
  forwardX = 0;
  forwardY = 0;
  forwardZ = 0;
  rightX = 0;
  rightY = 0;
  rightZ = 0;
  upX = 0;
  upY = 0;
  upZ = 0;
  /** Velocity there and way, drift included. */
  forwardV = 0;
  forwardWay = 0;
  rightV = 0;
  rightWay = 0;
  upV = 0;
  upWay = 0;

  /** @param gravity16 one g in 1/16 counts */
  constructor(private readonly gravity16: number) {}

  /** Adds to the speeds from frame `first` to before frame `end`. */
  addSpeed(first: number, end: number, forward: number, right: number, up: number): void {
    for (let i = first; i < end; i++) {
      this.forwardSpeed[i] = inSpeed(this.forwardSpeed[i] + forward);
      this.rightSpeed[i] = inSpeed(this.rightSpeed[i] + right);
      this.upSpeed[i] = inSpeed(this.upSpeed[i] + up);
    }
  }

  /** The medio-lateral axis was turned round: what was forward at the start is backward. */
  turnRound(): void {
    this.forwardX = -this.forwardX;
    this.forwardY = -this.forwardY;
    this.forwardZ = -this.forwardZ;
    this.rightX = -this.rightX;
    this.rightY = -this.rightY;
    this.rightZ = -this.rightZ;
  }

  /**
   * Turns forward (fx, fy, fz) and up (ux, uy, uz), Q15, along the `frames` frames after `from` and integrates the specific
   * force along them and along right. One loop for the three: reading a frame is what costs.
   * @param way where the rotation from the frame before to each frame is kept (`turnX`), and what takes the directions at frames
   *     at the end of the accelerometer's range (`force`)
   * @param perCountQ28 rotation of one count over one frame, Q28 rad
   * @range fx -400000 400000
   * @range fy -400000 400000
   * @range fz -400000 400000
   * @range ux -400000 400000
   * @range uy -400000 400000
   * @range uz -400000 400000
   * @param turned the rotation is there already; else it is made from the gyroscope, its remainders carried on
   * @returns false when the rotation is beyond what can be followed; nothing of it may be used then
   */
  follow(
    ring: FrameRing,
    from: number,
    frames: number,
    way: Strapdown,
    perCountQ28: number,
    turned: boolean,
    fx: number,
    fy: number,
    fz: number,
    ux: number,
    uy: number,
    uz: number,
  ): boolean {
    const axes = ring.axes;
    const turnX = way.turnX;
    const turnY = way.turnY;
    const turnZ = way.turnZ;
    const biasX = way.biasX;
    const biasY = way.biasY;
    const biasZ = way.biasZ;
    const forwardSpeed = this.forwardSpeed;
    const rightSpeed = this.rightSpeed;
    const upSpeed = this.upSpeed;
    const gravity = this.gravity16;
    let at = (from & RING_MASK) * FRAME_AXES;
    let ax = axes[at];
    let ay = axes[at + 1];
    let az = axes[at + 2];
    let gx = axes[at + 3];
    let gy = axes[at + 4];
    let gz = axes[at + 5];
    let rx = (fy * uz - fz * uy) >> 15;
    let ry = (fz * ux - fx * uz) >> 15;
    let rz = (fx * uy - fy * ux) >> 15;
    let forceF = (fx * ax + fy * ay + fz * az) >> 11;
    let forceR = (rx * ax + ry * ay + rz * az) >> 11;
    let forceU = ((ux * ax + uy * ay + uz * az) >> 11) - gravity;
    let carryFX = fx << CARRY_BITS;
    let carryFY = fy << CARRY_BITS;
    let carryFZ = fz << CARRY_BITS;
    let carryUX = ux << CARRY_BITS;
    let carryUY = uy << CARRY_BITS;
    let carryUZ = uz << CARRY_BITS;
    let forwardV = 0;
    let forwardWay = 0;
    let rightV = 0;
    let rightWay = 0;
    let upV = 0;
    let upWay = 0;
    const clipped = way.force;
    const limit = clipped.limit;
    clipped.begin();
    let clips = 0;
    let clippedAt = limit.frames > 0 ? limit.at[0] : -1;
    forwardSpeed[0] = rightSpeed[0] = upSpeed[0] = 0;
    let restX = 0;
    let restY = 0;
    let restZ = 0;
    let wx: number;
    let wy: number;
    let wz: number;
    let qx: number;
    let qy: number;
    let qz: number;
    let next: number;
    let faster: number;
    // Ways wrap, where a force at the end of its range lasts for the whole ring: then they are garbage in either language.
    for (let i = 1; i <= frames; i++) {
      at = ((from + i) & RING_MASK) * FRAME_AXES;
      if (turned) {
        wx = turnX[i];
        wy = turnY[i];
        wz = turnZ[i];
      } else {
        next = axes[at + 3];
        restX += (((gx + next) << 3) - biasX) * perCountQ28;
        gx = next;
        next = axes[at + 4];
        restY += (((gy + next) << 3) - biasY) * perCountQ28;
        gy = next;
        next = axes[at + 5];
        restZ += (((gz + next) << 3) - biasZ) * perCountQ28;
        gz = next;
        turnX[i] = wx = restX >> 16;
        turnY[i] = wy = restY >> 16;
        turnZ[i] = wz = restZ >> 16;
        restX &= 0xffff;
        restY &= 0xffff;
        restZ &= 0xffff;
      }
      // v' = v + v x w + (v x w) x w / 2: a direction fixed in the world, seen from the turning sensor.
      qx = (fy * wz - fz * wy) >> 8;
      qy = (fz * wx - fx * wz) >> 8;
      qz = (fx * wy - fy * wx) >> 8;
      carryFX += qx + (((qy >> 9) * wz - (qz >> 9) * wy) >> 8);
      carryFY += qy + (((qz >> 9) * wx - (qx >> 9) * wz) >> 8);
      carryFZ += qz + (((qx >> 9) * wy - (qy >> 9) * wx) >> 8);
      fx = carryFX >> CARRY_BITS;
      fy = carryFY >> CARRY_BITS;
      fz = carryFZ >> CARRY_BITS;
      qx = (uy * wz - uz * wy) >> 8;
      qy = (uz * wx - ux * wz) >> 8;
      qz = (ux * wy - uy * wx) >> 8;
      carryUX += qx + (((qy >> 9) * wz - (qz >> 9) * wy) >> 8);
      carryUY += qy + (((qz >> 9) * wx - (qx >> 9) * wz) >> 8);
      carryUZ += qz + (((qx >> 9) * wy - (qy >> 9) * wx) >> 8);
      ux = carryUX >> CARRY_BITS;
      uy = carryUY >> CARRY_BITS;
      uz = carryUZ >> CARRY_BITS;
      if ((i & (LOOK_EVERY - 1)) === 0 && (isBeyond(fx, fy, fz) || isBeyond(ux, uy, uz))) return false;
      rx = (fy * uz - fz * uy) >> 15;
      ry = (fz * ux - fx * uz) >> 15;
      rz = (fx * uy - fy * ux) >> 15;
      ax = axes[at];
      ay = axes[at + 1];
      az = axes[at + 2];
      if (i === clippedAt) {
        clipped.take(i, ax, ay, az, fx, fy, fz, rx, ry, rz, ux, uy, uz);
        clips++;
        clippedAt = clips < limit.frames ? limit.at[clips] : -1;
      }
      next = (fx * ax + fy * ay + fz * az) >> 11;
      faster = forwardV + ((forceF + next) >> 1);
      forwardWay = (forwardWay + ((forwardV + faster) >> 5)) | 0;
      forwardV = faster;
      forceF = next;
      faster >>= SPEED_SHIFT;
      forwardSpeed[i] = faster > SPEED_MOST ? SPEED_MOST : faster < SPEED_LEAST ? SPEED_LEAST : faster;
      next = (rx * ax + ry * ay + rz * az) >> 11;
      faster = rightV + ((forceR + next) >> 1);
      rightWay = (rightWay + ((rightV + faster) >> 5)) | 0;
      rightV = faster;
      forceR = next;
      faster >>= SPEED_SHIFT;
      rightSpeed[i] = faster > SPEED_MOST ? SPEED_MOST : faster < SPEED_LEAST ? SPEED_LEAST : faster;
      next = ((ux * ax + uy * ay + uz * az) >> 11) - gravity;
      faster = upV + ((forceU + next) >> 1);
      upWay = (upWay + ((upV + faster) >> 5)) | 0;
      upV = faster;
      forceU = next;
      faster >>= SPEED_SHIFT;
      upSpeed[i] = faster > SPEED_MOST ? SPEED_MOST : faster < SPEED_LEAST ? SPEED_LEAST : faster;
    }
    this.upX = ux;
    this.upY = uy;
    this.upZ = uz;
    this.forwardX = fx;
    this.forwardY = fy;
    this.forwardZ = fz;
    this.rightX = rx;
    this.rightY = ry;
    this.rightZ = rz;
    this.forwardV = held(forwardV);
    this.forwardWay = forwardWay;
    this.rightV = held(rightV);
    this.rightWay = rightWay;
    this.upV = held(upV);
    this.upWay = upWay;
    return true;
  }
}

/** A speed in 16 bits. */
function inSpeed(speed: number): number {
  return speed > SPEED_MOST ? SPEED_MOST : speed < SPEED_LEAST ? SPEED_LEAST : speed;
}

function held(velocity: number): number {
  return velocity > VELOCITY_MOST ? VELOCITY_MOST : velocity < -VELOCITY_MOST ? -VELOCITY_MOST : velocity;
}

function isBeyond(x: number, y: number, z: number): boolean {
  return (
    x > DIRECTION_MOST ||
    x < -DIRECTION_MOST ||
    y > DIRECTION_MOST ||
    y < -DIRECTION_MOST ||
    z > DIRECTION_MOST ||
    z < -DIRECTION_MOST
  );
}
