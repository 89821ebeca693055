import { Attitude, fixedAngle, GRAVITY, RADIAN } from './attitude';
import type { Motion } from './motion';

/** A sine of a coordinate: of the sensor's place (m) or of the foot's angle (degrees). */
export interface Sine {
  of: 'x' | 'y' | 'z' | 'roll' | 'pitch' | 'yaw';
  amplitude: number;
  Hz: number;
  phase_deg?: number;
}

/** A movement made of sines about a mean attitude (degrees). */
export interface Oscillation {
  sines: readonly Sine[];
  mean_deg?: { roll?: number; pitch?: number };
}

const COORDINATES = ['x', 'y', 'z', 'roll', 'pitch', 'yaw'] as const;
const VALUES = 4;
/** Time in which a movement grows from a foot at rest, and dies down to it. */
const FADE_S = 1.5;

/** Movements without steps: sines that fade in from, and out to, a foot flat on the ground. */
export class OscillationMotion implements Motion {
  readonly end_s: number;
  private readonly start_s: number;
  private readonly fade_s: number;
  private readonly attitude = new Attitude();
  /** Per sine: coordinate, amplitude (m, rad), angular frequency, phase. */
  private readonly table: Float64Array;
  private readonly mean = new Float64Array(COORDINATES.length);
  /** Value, first and second derivative of each coordinate, and of the fade. */
  private readonly value = new Float64Array(COORDINATES.length);
  private readonly rate = new Float64Array(COORDINATES.length);
  private readonly accel = new Float64Array(COORDINATES.length);
  private readonly angles = [fixedAngle(0), fixedAngle(0), fixedAngle(0)];
  private readonly fade = new Float64Array(3);

  constructor(start_s: number, end_s: number, { sines, mean_deg = {} }: Oscillation) {
    this.start_s = start_s;
    this.end_s = end_s;
    this.fade_s = Math.min(FADE_S, (end_s - start_s) / 3);
    this.mean[3] = (mean_deg.roll ?? 0) * RADIAN;
    this.mean[4] = (mean_deg.pitch ?? 0) * RADIAN;
    this.table = Float64Array.from(
      sines.flatMap(({ of, amplitude, Hz, phase_deg = 0 }) => {
        const coordinate = COORDINATES.indexOf(of);
        return [
          coordinate,
          coordinate < 3 ? amplitude : amplitude * RADIAN,
          2 * Math.PI * Hz,
          phase_deg * RADIAN,
        ];
      }),
    );
  }

  at(time_s: number, out: Float64Array): void {
    const { value, rate, accel, fade, attitude } = this;
    this.sum(time_s - this.start_s);
    this.fadeAt(time_s);
    const share = fade[0];
    const slope = fade[1];
    const curve = fade[2];
    for (let i = 0; i < COORDINATES.length; i++) {
      accel[i] = share * accel[i] + 2 * slope * rate[i] + curve * value[i];
      rate[i] = share * rate[i] + slope * value[i];
      value[i] *= share;
    }
    this.angles.forEach((angle, i) => {
      angle.angle = value[3 + i];
      angle.rate = rate[3 + i];
    });
    const [roll, pitch, yaw] = this.angles;
    attitude.set(roll, pitch, yaw);
    accel[2] += GRAVITY;
    out[0] = out[1] = out[2] = 0;
    attitude.addWorld(accel, out);
    attitude.rotation(out);
  }

  private sum(time_s: number): void {
    const { value, rate, accel, table } = this;
    value.set(this.mean);
    rate.fill(0);
    accel.fill(0);
    for (let i = 0; i < table.length; i += VALUES) {
      const coordinate = table[i];
      const amplitude = table[i + 1];
      const omega = table[i + 2];
      const sine = amplitude * Math.sin(omega * time_s + table[i + 3]);
      value[coordinate] += sine;
      rate[coordinate] += amplitude * omega * Math.cos(omega * time_s + table[i + 3]);
      accel[coordinate] -= omega * omega * sine;
    }
  }

  /** The smoothest step of fifth degree, at both ends. */
  private fadeAt(time_s: number): void {
    const { fade, fade_s } = this;
    const s = Math.min(time_s - this.start_s, this.end_s - time_s) / fade_s;
    if (s >= 1) {
      fade[0] = 1;
      fade[1] = fade[2] = 0;
      return;
    }
    const u = Math.max(0, s);
    const sign = time_s - this.start_s < this.end_s - time_s ? 1 : -1;
    fade[0] = u * u * u * (10 - 15 * u + 6 * u * u);
    fade[1] = (sign * (30 * u * u * (1 - u) * (1 - u))) / fade_s;
    fade[2] = (60 * u * (1 - u) * (1 - 2 * u)) / (fade_s * fade_s);
  }
}
