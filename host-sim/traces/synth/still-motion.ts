import { Attitude, fixedAngle, GRAVITY, RADIAN } from './attitude';
import { HEEL_ARM } from './gait';
import { Lobes } from './lobes';
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

/** Toes lifted by this angle, and how fast they come down: about 5 g at the sensor. */
const TAP_RAD = 14 * RADIAN;
const TAP_UP = { centre: 0.3, half: 0.2 };
const TAP_DOWN = { centre: 0.62, before: 0.12 };
const TAP_STOP_S = 0.012;

const LEVEL = fixedAngle(0);
const UP = Float64Array.of(0, 0, GRAVITY);

/** One tap of the forefoot: it turns about the heel, slowly up, fast down, and stops on the ground. */
export class TapMotion implements Motion {
  readonly end_s: number;
  private readonly pitch: Lobes;
  private readonly attitude = new Attitude();

  constructor(start_s: number, end_s: number) {
    const length_s = end_s - start_s;
    this.end_s = end_s;
    this.pitch = new Lobes(0, [
      {
        centre_s: start_s + TAP_UP.centre * length_s,
        before_s: TAP_UP.half * length_s,
        after_s: TAP_UP.half * length_s,
        area_rad: TAP_RAD,
      },
      {
        centre_s: start_s + TAP_DOWN.centre * length_s,
        before_s: TAP_DOWN.before * length_s,
        after_s: TAP_STOP_S,
        area_rad: -TAP_RAD,
      },
    ]);
  }

  at(time_s: number, out: Float64Array): void {
    const { pitch, attitude } = this;
    pitch.at(time_s);
    attitude.set(LEVEL, pitch, LEVEL);
    attitude.pivotAccel(HEEL_ARM, out);
    attitude.addWorld(UP, out);
    attitude.rotation(out);
  }
}
