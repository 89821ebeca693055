import { Attitude, fixedAngle, GRAVITY, type Vector } from './attitude';
import { Lobes, type Lobe } from './lobes';
import type { Motion } from './motion';

/** A foot flat on the ground. */
export class StillMotion implements Motion {
  readonly end_s: number;

  constructor(end_s: number) {
    this.end_s = end_s;
  }

  at(_time_s: number, out: Float64Array): void {
    out.fill(0);
    out[2] = GRAVITY;
  }
}

const LEVEL = fixedAngle(0);
const UP = Float64Array.of(0, 0, GRAVITY);

/** A foot that turns up and down about a point on the ground: its heel, or its toes. */
export class PivotMotion implements Motion {
  readonly end_s: number;
  private readonly arm: Vector;
  private readonly pitch: Lobes;
  private readonly attitude = new Attitude();

  /** @param arm from the point to the sensor @param lobes of the pitch, toes up; flat before and after */
  constructor(end_s: number, arm: Vector, lobes: readonly Lobe[]) {
    this.end_s = end_s;
    this.arm = arm;
    this.pitch = new Lobes(0, lobes);
  }

  at(time_s: number, out: Float64Array): void {
    const { pitch, attitude } = this;
    pitch.at(time_s);
    attitude.set(LEVEL, pitch, LEVEL);
    attitude.pivotAccel(this.arm, out);
    attitude.addWorld(UP, out);
    attitude.rotation(out);
  }
}
