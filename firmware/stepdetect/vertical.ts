/**
 * The height of the foot over one stride, from the velocities of the strapdown: how high the sensor was lifted, how much higher
 * or lower it came to stand.
 *
 * Up is integrated as the level way is (strapdown.ts), and the velocity left at the end, which holds the accelerometer's scale
 * error, is taken back linearly too (foot clearance by such integration: Mariani et al. 2010, 2012). The level velocity left at
 * the end tells how far up leaned; without that correction a lean of one degree would be a slope of 2 %.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import { mulShift } from '../sensors/integer';
import { SPEED_SHIFT } from './inertial-track';
import type { StandingFoot } from './standing';
import type { Strapdown } from './strapdown';

/**
 * The mean specific force of a stride is gravity. Where it is further from it than this (Q8: 4 %), the sensor was clipped, or the
 * stride did not begin and end on the ground. Where gravity was not yet seen at rest: 8 %, as parts read up to 7 % wrong.
 * @source fit
 */
const LEFT_SHARE_Q8 = 10;
const LEFT_SHARE_UNSEEN_Q8 = 20;
/** A foot that is this fast at the end, drift included, mm/s, was not yet down. @source as STAND_mm_s of mid-stance.ts */
const STAND_mm_s = 800;
/** A foot is lifted by no more, and climbs no more in a stride: four stairs of 190 mm. @source physiology, as said */
const CLEARANCE_MOST_mm = 1500;
const RISE_MOST_mm = 800;

export class VerticalTrack {
  /** Greatest height during the stride and height at its end, above its start; mm. */
  highest_mm = 0;
  rise_mm = 0;

  /**
   * Takes the heights of the last `Strapdown.run` over `frames` frames.
   * @returns false when they cannot be believed
   */
  measure(way: Strapdown, frames: number, standing: StandingFoot): boolean {
    const gravity = standing.gravity16;
    const left = way.track.upV - (gravity - way.gravity16) * frames;
    const share = standing.rests > 0 ? LEFT_SHARE_Q8 : LEFT_SHARE_UNSEEN_Q8;
    const most = ((gravity * share) >> 8) * frames;
    if (way.residual_mm_s >= STAND_mm_s || left >= most || left <= -most) return false;
    this.rise_mm = standing.trueLength(way.rise_mm);
    this.highest_mm = standing.trueLength(highest(way, frames));
    const rise = this.rise_mm;
    return this.highest_mm <= CLEARANCE_MOST_mm && rise <= RISE_MOST_mm && rise >= -RISE_MOST_mm;
  }
}

/**
 * The greatest height in the last `Strapdown.run` over `frames` frames, mm. Every second pair of frames is enough: the height of a foot
 * changes slowly, and the impact comes after its greatest.
 */
export function highest(way: Strapdown, frames: number): number {
  const pairs = frames >> 1;
  const forwardSpeed = way.track.forwardSpeed;
  const rightSpeed = way.track.rightSpeed;
  const upSpeed = way.track.upSpeed;
  const leanF = way.leanForward;
  const leanR = way.leanRight;
  const end = upSpeed[pairs] + ((forwardSpeed[pairs] * leanF + rightSpeed[pairs] * leanR) >> 15);
  // The drift of four frames, Q8.
  const slope = ((end << 9) / pairs) | 0;
  let drift = 0;
  let before = 0;
  let height = 0;
  let most = 0;
  for (let i = 2; i <= pairs; i += 2) {
    drift += slope;
    const speed = upSpeed[i] + ((forwardSpeed[i] * leanF + rightSpeed[i] * leanR) >> 15) - (drift >> 8);
    height += before + speed;
    if (height > most) most = height;
    before = speed;
  }
  // Twice the mean speed over four frames, in 2^SPEED_SHIFT / 16 counts x frame.
  return mulShift(most << (SPEED_SHIFT - 3), way.wayQ28, 28);
}
