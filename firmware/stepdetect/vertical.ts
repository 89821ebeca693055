/**
 * The height of the foot over one stride, from the velocities of the strapdown: how high the sensor was lifted, how much higher
 * or lower it came to stand.
 *
 * Up is integrated as the level way is (strapdown.ts), and the velocity left at the end, which holds the accelerometer's scale
 * error, is taken back linearly too (foot clearance by such integration: Mariani et al. 2010, 2012). The level velocity left at
 * the end tells how far up leaned; without that correction a lean of one degree would be a slope of 2 %.
 *
 * Integer TypeScript (docs/DESIGN.md).
 */
import { mulShift } from '../sensors/integer';
import type { FrameScale } from '../sensors/scale';
import { SPEED_SHIFT } from './inertial-track';
import type { Strapdown } from './strapdown';

/**
 * The velocity left at the end is below this share of what gravity adds meanwhile (Q8: 12 %): accelerometers read up to 7 %
 * wrong, and a stride that lost more was clipped or did not begin or end on the ground.
 */
const LEFT_SHARE_Q8 = 31;
/** A foot that is this fast at the end, drift included, mm/s, was not yet down (the detector's own limit). */
const STAND_mm_s = 800;
/** A foot is lifted by no more, and climbs no more in a stride: four stairs of 190 mm. */
const CLEARANCE_MOST_mm = 1500;
const RISE_MOST_mm = 800;

export class VerticalTrack {
  /** Greatest height during the stride and height at its end, above its start; mm. */
  highest_mm = 0;
  rise_mm = 0;

  /** One g in 1/16 counts. */
  private readonly gravity16: number;

  constructor(scale: FrameScale) {
    this.gravity16 = Math.round(16e6 / scale.accel_ug);
  }

  /**
   * Takes the heights of the last `Strapdown.run` over `frames` frames.
   * @returns false when they cannot be believed
   */
  measure(way: Strapdown, frames: number): boolean {
    const left = way.track.upV;
    const most = (this.gravity16 * frames * LEFT_SHARE_Q8) >> 8;
    if (way.residual_mm_s >= STAND_mm_s || left >= most || left <= -most) return false;
    this.rise_mm = way.rise_mm;
    this.highest_mm = highest(way, frames);
    const rise = this.rise_mm;
    return this.highest_mm <= CLEARANCE_MOST_mm && rise <= RISE_MOST_mm && rise >= -RISE_MOST_mm;
  }
}

/** Every fourth frame is enough: the height of a foot changes slowly, and the impact comes after its greatest. */
function highest(way: Strapdown, frames: number): number {
  const forwardSpeed = way.track.forwardSpeed;
  const rightSpeed = way.track.rightSpeed;
  const upSpeed = way.track.upSpeed;
  const leanF = way.leanForward;
  const leanR = way.leanRight;
  const end = upSpeed[frames] + ((forwardSpeed[frames] * leanF + rightSpeed[frames] * leanR) >> 15);
  // The drift of four frames, Q8.
  const slope = ((end << 10) / frames) | 0;
  let drift = 0;
  let before = 0;
  let height = 0;
  let most = 0;
  for (let i = 4; i <= frames; i += 4) {
    drift += slope;
    const speed = upSpeed[i] + ((forwardSpeed[i] * leanF + rightSpeed[i] * leanR) >> 15) - (drift >> 8);
    height += before + speed;
    if (height > most) most = height;
    before = speed;
  }
  // Twice the mean speed over four frames, in 2^SPEED_SHIFT / 16 counts x frame.
  return mulShift(most << (SPEED_SHIFT - 3), way.wayQ28, 28);
}
