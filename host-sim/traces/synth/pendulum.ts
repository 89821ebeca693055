import type { Movement } from './free-motion';

/** A leg, or a bag, that swings to and fro about a point above the sensor; the foot turns with it. */
export class Pendulum implements Movement {
  private readonly start_s: number;
  private readonly length_m: number;
  private readonly swing_rad: number;
  private readonly omega: number;
  private readonly pitch_rad: number;

  /** @param pitch_rad how the foot hangs, toes up */
  constructor(start_s: number, length_m: number, swing_rad: number, Hz: number, pitch_rad: number) {
    this.start_s = start_s;
    this.length_m = length_m;
    this.swing_rad = swing_rad;
    this.omega = 2 * Math.PI * Hz;
    this.pitch_rad = pitch_rad;
  }

  add(time_s: number, value: Float64Array, rate: Float64Array, accel: Float64Array): void {
    const { length_m: l, omega } = this;
    const turn = omega * (time_s - this.start_s);
    const q = this.swing_rad * Math.sin(turn);
    const q1 = this.swing_rad * omega * Math.cos(turn);
    const q2 = -omega * omega * q;
    const sin = Math.sin(q);
    const cos = Math.cos(q);
    value[0] += l * sin;
    value[2] += l * (1 - cos);
    rate[0] += l * cos * q1;
    rate[2] += l * sin * q1;
    accel[0] += l * (cos * q2 - sin * q1 * q1);
    accel[2] += l * (sin * q2 + cos * q1 * q1);
    value[4] += this.pitch_rad + q;
    rate[4] += q1;
  }
}
