/**
 * Directions fixed in the world as the turning foot sees them, and the specific force along them integrated: the loop of the
 * strapdown (strapdown.ts tells what it is for).
 *
 * Frames are taken in pairs: a foot's motion ends below 50 Hz, half as many rounds will do (docs/DESIGN.md). A pair is two intervals
 * around an odd frame, its middle. Forward and up are turned in sensor coordinates from middle to middle by the trapezoid sum of the
 * rates; right is square to both. The forces of the pair, those on either side turned to the middle first (a foot turns by 20 degrees in a pair:
 * without it, sculling), make its change of velocity by the trapezoid rule; gravity is taken off up; way is velocity by the same rule.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md). Scales: unit vectors Q15, carried as Q23; rotation per pair Q15 rad; velocity in 1/16
 * accelerometer count x frame; way in accelerometer count x frame^2.
 */
import { FRAME_AXES, RING_FRAMES, RING_MASK, type FrameRing } from '../sensors/ring';
import type { Strapdown } from './strapdown';

/** Pairs of frames in the ring. */
export const RING_PAIRS = RING_FRAMES >> 1;
/** Bits that a direction is carried with beyond Q15. @source design: 32-bit arithmetic */
const CARRY_BITS = 8;
/**
 * No rotation that a pair can hold (1 rad about each axis) makes a direction longer: what is left out of the series shortens it by
 * angle^6 / 144. The ranges rest on that, so it is looked at every so many pairs.
 * @source arithmetic, as said
 */
const DIRECTION_MOST = 65535;
const LOOK_EVERY = 8;
/** 1/6, Q16. @source arithmetic */
const SIXTH_Q16 = 10923;
/**
 * Velocity beyond any foot, 12 m/s: garbage is held there instead of overflowing.
 * @source physiology: a foot in mid-swing, twice as fast as a run of 6 m/s
 */
const VELOCITY_MOST = 1 << 22;
/** VELOCITY_MOST in 16 bits. @source arithmetic */
export const SPEED_SHIFT = 7;
const SPEED_MOST = 32767;
const SPEED_LEAST = -32768;

export class InertialTrack {
  /** Speed at each even frame, drift included, in 2^SPEED_SHIFT/16 counts x frame. */
  readonly forwardSpeed = new Int16Array(RING_PAIRS);
  readonly rightSpeed = new Int16Array(RING_PAIRS);
  readonly upSpeed = new Int16Array(RING_PAIRS);
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
  /** The pair `follow` goes on with; beyond the last one when all are followed. @range 0 RING_PAIRS */
  next = 0;
  /** What forward and up carry beyond Q15 until then. */
  private readonly rest = new Uint8Array(6);

  /** @param gravity16 one g in 1/16 counts */
  constructor(private readonly gravity16: number) {}

  /** Adds to the speeds from frame `first` to before frame `end`. */
  addSpeed(first: number, end: number, forward: number, right: number, up: number): void {
    const to = (end + 1) >> 1;
    for (let i = (first + 1) >> 1; i < to; i++) {
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

  /** Begins at the first frame, where forward (fx, fy, fz) and up (ux, uy, uz) are as given, Q15. */
  begin(fx: number, fy: number, fz: number, ux: number, uy: number, uz: number): void {
    this.forwardX = fx;
    this.forwardY = fy;
    this.forwardZ = fz;
    this.upX = ux;
    this.upY = uy;
    this.upZ = uz;
    this.rest.fill(0);
    this.forwardV = this.rightV = this.upV = 0;
    this.forwardWay = this.rightWay = this.upWay = 0;
    this.upSpeed[0] = this.rightSpeed[0] = this.forwardSpeed[0] = 0;
    this.next = 0;
  }

  /**
   * Turns forward and up along the `frames` frames after `from`, an even number, and integrates the specific force along them and along
   * right: `most` pairs of it at most, to be called until `next` is beyond the last. One loop for the three: reading a frame is what costs.
   * @param way the rotations of the pairs (`turnX`), and what takes the directions at frames at the end of the accelerometer's
   *     range (`force`)
   * @returns false when the rotation is beyond what can be followed; nothing of it may be used then
   */
  follow(ring: FrameRing, from: number, frames: number, way: Strapdown, most: number): boolean {
    const axes = ring.axes;
    const turnX = way.turnX;
    const turnY = way.turnY;
    const turnZ = way.turnZ;
    const forwardSpeed = this.forwardSpeed;
    const rightSpeed = this.rightSpeed;
    const upSpeed = this.upSpeed;
    const gravity = 2 * this.gravity16;
    const pairs = frames >> 1;
    const first = this.next;
    /** @range 0 RING_PAIRS-1 */
    const last = first + most <= pairs ? first + most - 1 : pairs;
    const rest = this.rest;
    let slot = (from + 2 * first) & RING_MASK;
    let at = slot * FRAME_AXES;
    let ax = axes[at];
    let ay = axes[at + 1];
    let az = axes[at + 2];
    let fx = this.forwardX;
    let fy = this.forwardY;
    let fz = this.forwardZ;
    let rx = 0;
    let ry = 0;
    let rz = 0;
    let ux = this.upX;
    let uy = this.upY;
    let uz = this.upZ;
    let carryFX = (fx << CARRY_BITS) | rest[0];
    let carryFY = (fy << CARRY_BITS) | rest[1];
    let carryFZ = (fz << CARRY_BITS) | rest[2];
    let carryUX = (ux << CARRY_BITS) | rest[3];
    let carryUY = (uy << CARRY_BITS) | rest[4];
    let carryUZ = (uz << CARRY_BITS) | rest[5];
    let forwardV = this.forwardV;
    let forwardWay = this.forwardWay;
    let rightV = this.rightV;
    let rightWay = this.rightWay;
    let upV = this.upV;
    let upWay = this.upWay;
    const clipped = way.force;
    const limit = clipped.limit;
    let clips = limit.before(2 * first + 1);
    /** The pair with the next frame at the limit. */
    let clippedAt = clips < limit.frames ? (limit.at[clips] - 1) >> 1 : RING_PAIRS;
    let wx: number;
    let wy: number;
    let wz: number;
    let wideX: number;
    let wideY: number;
    let wideZ: number;
    let vx: number;
    let vy: number;
    let vz: number;
    let qx: number;
    let qy: number;
    let qz: number;
    let share: number;
    let faster: number;
    let forward: number;
    let right: number;
    let up: number;
    // Ways wrap, where a force at the end of its range lasts for the whole ring: then they are garbage in either language.
    for (let i = first; i <= last; i++) {
      wx = turnX[i];
      wy = turnY[i];
      wz = turnZ[i];
      // v' = v + v x w (1 - a^2 / 6) + (v x w) x w (1 - a^2 / 12) / 2, a the length of w: a direction fixed in the world, seen from
      // the turning sensor.
      share = ((((wx * wx) >> 15) + ((wy * wy) >> 15) + ((wz * wz) >> 15)) * SIXTH_Q16) >> 16;
      vx = wx - ((wx * share) >> 15);
      vy = wy - ((wy * share) >> 15);
      vz = wz - ((wz * share) >> 15);
      qx = (fy * vz - fz * vy) >> 7;
      qy = (fz * vx - fx * vz) >> 7;
      qz = (fx * vy - fy * vx) >> 7;
      // w (1 + a^2 / 12)
      wideX = wx + ((wx - vx) >> 1);
      wideY = wy + ((wy - vy) >> 1);
      wideZ = wz + ((wz - vz) >> 1);
      carryFX += qx + (((qy >> 9) * wideZ - (qz >> 9) * wideY) >> 7);
      carryFY += qy + (((qz >> 9) * wideX - (qx >> 9) * wideZ) >> 7);
      carryFZ += qz + (((qx >> 9) * wideY - (qy >> 9) * wideX) >> 7);
      fx = carryFX >> CARRY_BITS;
      fy = carryFY >> CARRY_BITS;
      fz = carryFZ >> CARRY_BITS;
      qx = (uy * vz - uz * vy) >> 7;
      qy = (uz * vx - ux * vz) >> 7;
      qz = (ux * vy - uy * vx) >> 7;
      carryUX += qx + (((qy >> 9) * wideZ - (qz >> 9) * wideY) >> 7);
      carryUY += qy + (((qz >> 9) * wideX - (qx >> 9) * wideZ) >> 7);
      carryUZ += qz + (((qx >> 9) * wideY - (qy >> 9) * wideX) >> 7);
      ux = carryUX >> CARRY_BITS;
      uy = carryUY >> CARRY_BITS;
      uz = carryUZ >> CARRY_BITS;
      if ((i & (LOOK_EVERY - 1)) === 0 && (isBeyond(fx, fy, fz) || isBeyond(ux, uy, uz))) return false;
      rx = (fy * uz - fz * uy) >> 15;
      ry = (fz * ux - fx * uz) >> 15;
      rz = (fx * uy - fy * ux) >> 15;
      if (i === pairs) break;
      // The frames beside the middle as it sees them: half of the pair's rotation from it, to the first order.
      slot = (slot + 1) & RING_MASK;
      at = slot * FRAME_AXES;
      vx = ax + 2 * axes[at];
      vy = ay + 2 * axes[at + 1];
      vz = az + 2 * axes[at + 2];
      slot = (slot + 1) & RING_MASK;
      at = slot * FRAME_AXES;
      qx = ax;
      qy = ay;
      qz = az;
      ax = axes[at];
      ay = axes[at + 1];
      az = axes[at + 2];
      qx = ax - qx;
      qy = ay - qy;
      qz = az - qz;
      vx = (vx + ax + ((wy * qz - wz * qy) >> 16) + 2) >> 2;
      vy = (vy + ay + ((wz * qx - wx * qz) >> 16) + 2) >> 2;
      vz = (vz + az + ((wx * qy - wy * qx) >> 16) + 2) >> 2;
      while (clippedAt === i) {
        clipped.take(ring, from, limit.at[clips], fx, fy, fz, rx, ry, rz, ux, uy, uz);
        clips++;
        clippedAt = clips < limit.frames ? (limit.at[clips] - 1) >> 1 : RING_PAIRS;
      }
      faster = forwardV + ((fx * vx + fy * vy + fz * vz) >> 10);
      forwardWay = (forwardWay + ((forwardV + faster) >> 4)) | 0;
      forwardV = faster;
      forward = faster >> SPEED_SHIFT;
      faster = rightV + ((rx * vx + ry * vy + rz * vz) >> 10);
      rightWay = (rightWay + ((rightV + faster) >> 4)) | 0;
      rightV = faster;
      right = faster >> SPEED_SHIFT;
      faster = upV + ((ux * vx + uy * vy + uz * vz) >> 10) - gravity;
      upWay = (upWay + ((upV + faster) >> 4)) | 0;
      upV = faster;
      up = faster >> SPEED_SHIFT;
      // One look for the three at what is beyond 16 bits: hardly any foot is so fast.
      if (((forward - SPEED_LEAST) | (right - SPEED_LEAST) | (up - SPEED_LEAST)) >>> 16 !== 0) {
        forward = inSpeed(forward);
        right = inSpeed(right);
        up = inSpeed(up);
      }
      forwardSpeed[i + 1] = forward;
      rightSpeed[i + 1] = right;
      upSpeed[i + 1] = up;
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
    rest[0] = carryFX;
    rest[1] = carryFY;
    rest[2] = carryFZ;
    rest[3] = carryUX;
    rest[4] = carryUY;
    rest[5] = carryUZ;
    const through = last === pairs;
    this.forwardV = through ? held(forwardV) : forwardV;
    this.forwardWay = forwardWay;
    this.rightV = through ? held(rightV) : rightV;
    this.rightWay = rightWay;
    this.upV = through ? held(upV) : upV;
    this.upWay = upWay;
    this.next = last + 1;
    return true;
  }
}

/** A speed in 16 bits. */
function inSpeed(speed: number): number {
  return speed > SPEED_MOST ? SPEED_MOST : speed < SPEED_LEAST ? SPEED_LEAST : speed;
}

/** @noinline */
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
