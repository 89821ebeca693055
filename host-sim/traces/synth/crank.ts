/** A foot on a crank, or a shoe on the wall of a spinning drum: turning in bouts. */
import type { Movement } from './free-motion';

/** A bout of turning, s on the run's clock. */
export interface Bout {
  from_s: number;
  to_s: number;
  rpm: number;
  /** Time to get up to speed, and to slow down. */
  ramp_s: number;
}

export interface CrankShape {
  radius_m: number;
  /** Foot angle, toes up: mean, and how it follows the sine of the crank's angle from the top; rad. */
  pitch: { mean: number; swing: number };
  /** The foot is fixed to the crank and turns with it. */
  fixed?: boolean;
  /** The sensor lies this far behind the pedal, m. */
  behind_m: number;
  /** Angle of the crank at the start, rad from the top, forward. */
  start: number;
}

export class Crank implements Movement {
  private readonly shape: CrankShape;
  private readonly bouts: readonly Bout[];
  /** Crank angle at the start of each bout. */
  private readonly angles: number[];
  private bout = 0;
  private angle = 0;
  private speed = 0;
  private change = 0;

  constructor(shape: CrankShape, bouts: readonly Bout[]) {
    this.shape = shape;
    this.bouts = bouts;
    let angle = shape.start;
    this.angles = bouts.map((bout) => {
      const start = angle;
      angle += turned(bout);
      return start;
    });
  }

  add(time_s: number, value: Float64Array, rate: Float64Array, accel: Float64Array): void {
    this.turn(time_s);
    const { angle, speed, change } = this;
    const { radius_m: r, pitch, fixed = false, behind_m: b } = this.shape;
    const sin = Math.sin(angle);
    const cos = Math.cos(angle);
    value[0] += r * sin;
    value[2] += r * cos;
    rate[0] += r * cos * speed;
    rate[2] -= r * sin * speed;
    accel[0] += r * (cos * change - sin * speed * speed);
    accel[2] -= r * (sin * change + cos * speed * speed);
    // Fixed: as the crank goes forward at the top, what is fixed to it turns toes down.
    const p = fixed ? -angle : pitch.mean + pitch.swing * sin;
    const p1 = fixed ? -speed : pitch.swing * cos * speed;
    const p2 = fixed ? -change : pitch.swing * (cos * change - sin * speed * speed);
    value[4] += p;
    rate[4] += p1;
    const sp = Math.sin(p);
    const cp = Math.cos(p);
    value[0] -= b * cp;
    value[2] -= b * sp;
    rate[0] += b * sp * p1;
    rate[2] -= b * cp * p1;
    accel[0] += b * (cp * p1 * p1 + sp * p2);
    accel[2] += b * (sp * p1 * p1 - cp * p2);
  }

  private turn(time_s: number): void {
    const { bouts } = this;
    if (time_s < bouts[this.bout].from_s) this.bout = 0;
    while (this.bout + 1 < bouts.length && time_s >= bouts[this.bout + 1].from_s) this.bout++;
    const { from_s, to_s, rpm, ramp_s } = bouts[this.bout];
    const omega = (rpm * 2 * Math.PI) / 60;
    const start = this.angles[this.bout];
    const since = Math.max(0, time_s - from_s);
    const left = Math.max(0, to_s - time_s);
    if (since < ramp_s) {
      const u = since / ramp_s;
      this.angle = start + omega * ramp_s * rampArea(u);
      this.speed = omega * rampShare(u);
      this.change = (omega / ramp_s) * rampSlope(u);
    } else if (left < ramp_s) {
      const u = left / ramp_s;
      this.angle = start + turned(bouts[this.bout]) - omega * ramp_s * rampArea(u);
      this.speed = omega * rampShare(u);
      this.change = -(omega / ramp_s) * rampSlope(u);
    } else {
      this.angle = start + omega * (since - ramp_s / 2);
      this.speed = omega;
      this.change = 0;
    }
  }
}

/** Angle of a whole bout, rad. */
function turned({ from_s, to_s, rpm, ramp_s }: Bout): number {
  return ((rpm * 2 * Math.PI) / 60) * (to_s - from_s - ramp_s);
}

/** The smoothest step of fifth degree, its slope and its area from 0. */
function rampShare(u: number): number {
  return u * u * u * (10 - 15 * u + 6 * u * u);
}

function rampSlope(u: number): number {
  return 30 * u * u * (1 - u) * (1 - u);
}

function rampArea(u: number): number {
  return u ** 4 * (2.5 - 3 * u + u * u);
}
