/**
 * How the foot turns between initial contact and the moment it is flat: pitch (the foot strike angle) and roll (rolling in).
 *
 * The foot flat on the ground is the reference, whatever the slope and the mounting: the angles are the rotation about the
 * medio-lateral and the long axis, summed over the tenths of a second in between. So nothing drifts, and no attitude is
 * needed. (Falbriard et al. 2020, doi:10.3389/fbioe.2020.00065, reference the flat foot too.)
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md). Angles are sums of Q16 rad.
 */
import { mulShift } from '../sensors/integer';
import type { Strapdown } from './strapdown';

/** 0.1 degree per rad, Q8. */
const DDEG_PER_RAD_Q8 = 146677;
/** degree/s per Q16 rad in 1 us, Q16: 57.2958 x 10^6. */
const DPS_us_Q16 = 57295780;
/** The roll is looked at every so many frames: every fourth when the foot takes longer than this to become flat (walking). */
const EVERY = 2;
const EVERY_LONG = 4;
const LONG = 40;

export class LandingTurn {
  /** Pitch at contact against the flat foot, 0.1 degree; toes up is positive. */
  strike_ddeg = 0;
  /** Roll from contact to the flat foot, 0.1 degree; right edge down is positive. */
  rolled_ddeg = 0;
  /** Furthest roll from contact on, right edge down and left edge down; 0.1 degree, 0 or more. */
  right_ddeg = 0;
  left_ddeg = 0;
  /** Fastest roll to either side, degree/s, 0 or more. */
  right_dps = 0;
  left_dps = 0;

  /**
   * Follows the rotation of the last `Strapdown.run`.
   * @param contact,flat frames of the way: the last before the contact, and that of the flat foot, one later at least
   * @param part how far contact lies behind its frame, Q8 of a frame
   * @param step_us time from one frame to the next
   * @param mx,my,mz medio-lateral axis pointing right, Q14
   * @param fx,fy,fz long axis pointing forward, Q14
   */
  follow(
    way: Strapdown,
    contact: number,
    flat: number,
    part: number,
    step_us: number,
    mx: number,
    my: number,
    mz: number,
    fx: number,
    fy: number,
    fz: number,
  ): void {
    const turnX = way.turnX;
    const turnY = way.turnY;
    const turnZ = way.turnZ;
    // Of all the frames only sums; the roll is looked at every few frames.
    const every = flat - contact > LONG ? EVERY_LONG : EVERY;
    const rest = 256 - part;
    let sumX = (turnX[contact + 1] * rest) >> 8;
    let sumY = (turnY[contact + 1] * rest) >> 8;
    let sumZ = (turnZ[contact + 1] * rest) >> 8;
    let before = 0;
    let rolled = 0;
    let most = 0;
    let least = 0;
    let fastest = 0;
    let slowest = 0;
    let due = contact + every;
    for (let i = contact + 2; i <= flat; i++) {
      sumX += turnX[i];
      sumY += turnY[i];
      sumZ += turnZ[i];
      if (i !== due && i !== flat) continue;
      rolled = (sumX * fx + sumY * fy + sumZ * fz) >> 14;
      if (rolled > most) most = rolled;
      if (rolled < least) least = rolled;
      if (i !== due) break;
      const turned = rolled - before;
      if (turned > fastest) fastest = turned;
      if (turned < slowest) slowest = turned;
      before = rolled;
      due += every;
    }
    const pitched = (sumX * mx + sumY * my + sumZ * mz) >> 14;
    this.strike_ddeg = mulShift(-pitched, DDEG_PER_RAD_Q8, 24);
    this.rolled_ddeg = mulShift(rolled, DDEG_PER_RAD_Q8, 24);
    this.right_ddeg = mulShift(most, DDEG_PER_RAD_Q8, 24);
    this.left_ddeg = mulShift(-least, DDEG_PER_RAD_Q8, 24);
    const perStepQ16 = (DPS_us_Q16 / (every * step_us)) | 0;
    this.right_dps = mulShift(fastest, perStepQ16, 16);
    this.left_dps = mulShift(-slowest, perStepQ16, 16);
  }
}
