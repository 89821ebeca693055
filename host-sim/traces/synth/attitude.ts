/** A vector; the synthesiser's axes are x forward, y to the left, z up, in the world and in the foot alike. */
export type Vector = [number, number, number];

/** Gravity, m/s^2 (standard gravity, ISO 80000-3). */
export const GRAVITY = 9.80665;
export const RADIAN = Math.PI / 180;

/** An angle in rad with its first and second derivative. */
export interface Angle {
  angle: number;
  rate: number;
  accel: number;
}

export function fixedAngle(angle: number): Angle {
  return { angle, rate: 0, accel: 0 };
}

/**
 * How the foot is turned and turns: yaw about the world's z, then pitch (toes up is positive), then roll about the foot's
 * long axis. Fields are set in place, so that nothing is made per sample.
 */
export class Attitude {
  /** Rotation rate in the foot's axes, rad/s. */
  private wx = 0;
  private wy = 0;
  private wz = 0;
  // Rows of the rotation from the foot's axes to the world's.
  private xx = 1;
  private xy = 0;
  private xz = 0;
  private yx = 0;
  private yy = 1;
  private yz = 0;
  private zx = 0;
  private zy = 0;
  private zz = 1;
  private ax = 0;
  private ay = 0;
  private az = 0;

  /** Takes the angles as objects, not numbers: numbers would be boxed, per sample, on their way. */
  set(roll: Angle, pitch: Angle, yaw: Angle): void {
    const rollRate = roll.rate;
    const pitchRate = pitch.rate;
    const yawRate = yaw.rate;
    const sr = Math.sin(roll.angle);
    const cr = Math.cos(roll.angle);
    // Toes up is a turn about -y.
    const sp = -Math.sin(pitch.angle);
    const cp = Math.cos(pitch.angle);
    const sy = Math.sin(yaw.angle);
    const cy = Math.cos(yaw.angle);
    this.xx = cy * cp;
    this.xy = cy * sp * sr - sy * cr;
    this.xz = cy * sp * cr + sy * sr;
    this.yx = sy * cp;
    this.yy = sy * sp * sr + cy * cr;
    this.yz = sy * sp * cr - cy * sr;
    this.zx = -sp;
    this.zy = cp * sr;
    this.zz = cp * cr;
    this.wx = rollRate - yawRate * sp;
    this.wy = -pitchRate * cr + yawRate * cp * sr;
    this.wz = pitchRate * sr + yawRate * cp * cr;
    // Without yaw, which stands still while a foot is on the ground.
    this.ax = roll.accel;
    this.ay = -pitch.accel * cr + pitchRate * rollRate * sr;
    this.az = pitch.accel * sr + pitchRate * rollRate * cr;
  }

  /** Acceleration of a point of the foot about a pivot that stands still (while yaw does), in the foot's axes. */
  pivotAccel(arm: Vector, out: Float64Array): void {
    const rx = arm[0];
    const ry = arm[1];
    const rz = arm[2];
    const { wx, wy, wz, ax, ay, az } = this;
    const vx = wy * rz - wz * ry;
    const vy = wz * rx - wx * rz;
    const vz = wx * ry - wy * rx;
    out[0] = ay * rz - az * ry + wy * vz - wz * vy;
    out[1] = az * rx - ax * rz + wz * vx - wx * vz;
    out[2] = ax * ry - ay * rx + wx * vy - wy * vx;
  }

  /** Adds a vector of the world, turned into the foot's axes. */
  addWorld(world: Float64Array, out: Float64Array): void {
    const x = world[0];
    const y = world[1];
    const z = world[2];
    out[0] += this.xx * x + this.yx * y + this.zx * z;
    out[1] += this.xy * x + this.yy * y + this.zy * z;
    out[2] += this.xz * x + this.yz * y + this.zz * z;
  }

  /** Puts the rotation rate behind the specific force. */
  rotation(out: Float64Array): void {
    out[3] = this.wx;
    out[4] = this.wy;
    out[5] = this.wz;
  }

  /** A vector of the foot in the world's axes. */
  toWorld([x, y, z]: Vector): Vector {
    return [
      this.xx * x + this.xy * y + this.xz * z,
      this.yx * x + this.yy * y + this.yz * z,
      this.zx * x + this.zy * y + this.zz * z,
    ];
  }

  /** Velocity of a point of the foot about a pivot that stands still, in the foot's axes. */
  pivotVelocity([rx, ry, rz]: Vector): Vector {
    const { wx, wy, wz } = this;
    return [wy * rz - wz * ry, wz * rx - wx * rz, wx * ry - wy * rx];
  }
}
