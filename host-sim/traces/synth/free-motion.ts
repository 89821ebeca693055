/** Movements of a foot, or of a shoe without one, described by six coordinates: where the sensor is and how it is turned. */
import { Attitude, fixedAngle, GRAVITY } from './attitude';
import type { Motion } from './motion';

/** Place of the sensor (m) and angles of the foot (rad), in this order in every array. */
export const COORDINATES = ['x', 'y', 'z', 'roll', 'pitch', 'yaw'] as const;
export type Coordinate = (typeof COORDINATES)[number];

/** A part of a movement: movements add up. */
export interface Movement {
  /** Adds value, first and second derivative of each coordinate (length 6 each) at a time on the run's clock. */
  add(time_s: number, value: Float64Array, rate: Float64Array, accel: Float64Array): void;
}

/** Time in which a movement grows from a foot at rest, and dies down to it. */
const FADE_S = 1.5;

/** Several movements at once. With `fades` they grow from, and die down to, a foot flat on the ground. */
export class FreeMotion implements Motion {
  readonly end_s: number;
  private readonly start_s: number;
  private readonly fade_s: number;
  private readonly movements: readonly Movement[];
  private readonly attitude = new Attitude();
  private readonly value = new Float64Array(COORDINATES.length);
  private readonly rate = new Float64Array(COORDINATES.length);
  private readonly accel = new Float64Array(COORDINATES.length);
  private readonly angles = [fixedAngle(0), fixedAngle(0), fixedAngle(0)];
  private readonly fade = Float64Array.of(1, 0, 0);

  constructor(start_s: number, end_s: number, movements: readonly Movement[], fades = true) {
    this.start_s = start_s;
    this.end_s = end_s;
    this.movements = movements;
    this.fade_s = fades ? Math.min(FADE_S, (end_s - start_s) / 3) : 0;
  }

  at(time_s: number, out: Float64Array): void {
    const { value, rate, accel, attitude } = this;
    value.fill(0);
    rate.fill(0);
    accel.fill(0);
    for (let i = 0; i < this.movements.length; i++) this.movements[i].add(time_s, value, rate, accel);
    if (this.fade_s > 0) this.fadeAt(time_s);
    const [roll, pitch, yaw] = this.angles;
    roll.angle = value[3];
    roll.rate = rate[3];
    pitch.angle = value[4];
    pitch.rate = rate[4];
    yaw.angle = value[5];
    yaw.rate = rate[5];
    attitude.set(roll, pitch, yaw);
    accel[2] += GRAVITY;
    out[0] = out[1] = out[2] = 0;
    attitude.addWorld(accel, out);
    attitude.rotation(out);
  }

  /** Multiplies all by the smoothest step of fifth degree, at both ends. */
  private fadeAt(time_s: number): void {
    const { fade, fade_s, value, rate, accel } = this;
    const s = Math.min(time_s - this.start_s, this.end_s - time_s) / fade_s;
    if (s >= 1) return;
    const u = Math.max(0, s);
    const sign = time_s - this.start_s < this.end_s - time_s ? 1 : -1;
    fade[0] = u * u * u * (10 - 15 * u + 6 * u * u);
    fade[1] = (sign * (30 * u * u * (1 - u) * (1 - u))) / fade_s;
    fade[2] = (60 * u * (1 - u) * (1 - 2 * u)) / (fade_s * fade_s);
    for (let i = 0; i < COORDINATES.length; i++) {
      accel[i] = fade[0] * accel[i] + 2 * fade[1] * rate[i] + fade[2] * value[i];
      rate[i] = fade[0] * rate[i] + fade[1] * value[i];
      value[i] *= fade[0];
    }
  }
}
