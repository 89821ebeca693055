/**
 * The height of the foot over one stride: how high the sensor was lifted, how much higher or lower it came to stand.
 *
 * As the level way (strapdown.ts): up, fixed in the world, is turned in sensor coordinates by the rotation of the frames; the
 * specific force along it is integrated twice; the velocity left at the end, which holds the accelerometer's scale error and gravity,
 * is taken back linearly over time (foot clearance by such integration: Mariani et al. 2010, 2012). Two frames are taken at
 * a time: a foot's height has nothing of use above 50 Hz, and it costs half.
 *
 * Integer TypeScript (docs/DESIGN.md). Scales: up Q15, carried as Q23; velocity in 1/16 accelerometer count x pair of frames;
 * height in accelerometer count x pair^2.
 */
import { mulShift } from '../sensors/integer';
import { FRAME_AXES, RING_FRAMES, RING_MASK, type FrameRing } from '../sensors/ring';
import type { FrameScale } from '../sensors/scale';
import type { Strapdown } from './strapdown';

const CARRY_BITS = 8;
/** Standard acceleration of gravity, m/s2. */
const GRAVITY = 9.80665;
/** Beyond any foot: garbage is held there instead of overflowing. */
const VELOCITY_MOST = 1 << 22;
/**
 * The velocity left at the end is below this share of what gravity adds meanwhile (Q8: 12 %): accelerometers read up to 7 %
 * wrong (design of the project), and a stride that lost more was clipped or did not begin or end on the ground.
 */
const LEFT_SHARE_Q8 = 31;

export class VerticalTrack {
  /** Greatest height during the stride and height at its end, above its start; mm. */
  highest_mm = 0;
  rise_mm = 0;

  /** One g in 1/16 counts. */
  private readonly gravity16: number;
  /** mm per count x us^2, Q56. */
  private readonly wayQ56: number;
  private readonly velocity = new Int32Array(RING_FRAMES / 2 + 1);

  constructor(scale: FrameScale) {
    this.gravity16 = Math.round(16e6 / scale.accel_ug);
    this.wayQ56 = Math.round(scale.accel_ug * GRAVITY * 1e-15 * 2 ** 56);
  }

  /**
   * Follows the `frames` frames after the frame `from`; their rotation is that of the last `Strapdown.run`.
   * @param x,y,z up at `from`, Q15, sensor coordinates
   * @param step_us time from one frame to the next, 1 to 40,000
   * @returns false when more velocity is left at the end than an accelerometer's scale error explains
   */
  run(
    ring: FrameRing,
    from: number,
    frames: number,
    step_us: number,
    way: Strapdown,
    x: number,
    y: number,
    z: number,
  ): boolean {
    const pairs = frames >> 1;
    const left = this.integrate(ring, from, pairs, way, x, y, z);
    const most = (this.gravity16 * pairs * LEFT_SHARE_Q8) >> 8;
    this.climb(pairs, left, mulShift(4 * step_us * step_us, this.wayQ56, 28));
    return left < most && left > -most;
  }

  /** Keeps the velocity after each pair; returns that after the last. */
  private integrate(
    ring: FrameRing,
    from: number,
    pairs: number,
    way: Strapdown,
    x: number,
    y: number,
    z: number,
  ): number {
    const axes = ring.axes;
    const turnX = way.turnX;
    const turnY = way.turnY;
    const turnZ = way.turnZ;
    const velocities = this.velocity;
    const gravity = this.gravity16;
    let at = (from & RING_MASK) * FRAME_AXES;
    let ax = axes[at];
    let ay = axes[at + 1];
    let az = axes[at + 2];
    let carryX = x << CARRY_BITS;
    let carryY = y << CARRY_BITS;
    let carryZ = z << CARRY_BITS;
    let velocity = 0;
    for (let pair = 1, i = 1; pair <= pairs; pair++, i += 2) {
      const wx = turnX[i] + turnX[i + 1];
      const wy = turnY[i] + turnY[i + 1];
      const wz = turnZ[i] + turnZ[i + 1];
      // v' = v + v x w + (v x w) x w / 2, as in Strapdown.
      const qx = (y * wz - z * wy) >> 8;
      const qy = (z * wx - x * wz) >> 8;
      const qz = (x * wy - y * wx) >> 8;
      carryX += qx + (((qy >> 9) * wz - (qz >> 9) * wy) >> 8);
      carryY += qy + (((qz >> 9) * wx - (qx >> 9) * wz) >> 8);
      carryZ += qz + (((qx >> 9) * wy - (qy >> 9) * wx) >> 8);
      const nextX = carryX >> CARRY_BITS;
      const nextY = carryY >> CARRY_BITS;
      const nextZ = carryZ >> CARRY_BITS;
      at = ((from + i) & RING_MASK) * FRAME_AXES;
      let sumX = ax + 2 * axes[at];
      let sumY = ay + 2 * axes[at + 1];
      let sumZ = az + 2 * axes[at + 2];
      at = ((from + i + 1) & RING_MASK) * FRAME_AXES;
      ax = axes[at];
      ay = axes[at + 1];
      az = axes[at + 2];
      sumX += ax;
      sumY += ay;
      sumZ += az;
      // Mean force of the pair (a quarter of the sum) along the mean of up before and after (half of the sum).
      const force =
        (((x + nextX) >> 1) * (sumX >> 2) +
          ((y + nextY) >> 1) * (sumY >> 2) +
          ((z + nextZ) >> 1) * (sumZ >> 2)) >>
        11;
      velocity += force - gravity;
      velocities[pair] = velocity;
      x = nextX;
      y = nextY;
      z = nextZ;
    }
    return velocity > VELOCITY_MOST ? VELOCITY_MOST : velocity < -VELOCITY_MOST ? -VELOCITY_MOST : velocity;
  }

  /** Integrates the velocities, less their linear drift to `left`. */
  private climb(pairs: number, left: number, wayQ28: number): void {
    const velocities = this.velocity;
    const slope = ((left << 6) / pairs) | 0;
    let height = 0;
    let highest = 0;
    let drift = 0;
    let before = 0;
    for (let pair = 1; pair <= pairs; pair++) {
      drift += slope;
      let velocity = velocities[pair] - (drift >> 6);
      if (velocity > VELOCITY_MOST) velocity = VELOCITY_MOST;
      else if (velocity < -VELOCITY_MOST) velocity = -VELOCITY_MOST;
      height += (before + velocity) >> 5;
      if (height > highest) highest = height;
      before = velocity;
    }
    this.highest_mm = mulShift(highest, wayQ28, 28);
    this.rise_mm = mulShift(height, wayQ28, 28);
  }
}
