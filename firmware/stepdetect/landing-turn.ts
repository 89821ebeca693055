/**
 * How the foot turns between initial contact and the moment it is flat: pitch (the foot strike angle) and roll (rolling in).
 *
 * The foot flat on the ground is the reference, whatever the slope and the mounting: the angles are the rotation about the
 * medio-lateral and the long axis, summed over the tenths of a second in between. So nothing drifts, and no attitude is
 * needed. (Falbriard et al. 2020, doi:10.3389/fbioe.2020.00065, reference the flat foot too.)
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md). Angles are sums of Q15 rad.
 */
import { mulShift } from '../sensors/integer';
import type { Strapdown } from './strapdown';

/** 0.1 degree per rad, Q8. @source arithmetic */
const DDEG_PER_RAD_Q8 = 146677;
/** degree/s per Q15 rad in a pair of frames 1 us apart, Q16: 57.2958 x 10^6. @source arithmetic */
const DPS_us_Q16 = 57295780;
/**
 * The roll is looked at every pair of frames; every second when the foot takes longer than this many frames to become flat (walking).
 * @source design: cost
 */
const EVERY = 1;
const EVERY_LONG = 2;
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
    // Of all the pairs only sums; the roll is looked at every second when the foot takes long.
    const every = flat - contact > LONG ? EVERY_LONG : EVERY;
    const last = flat >> 1;
    const first = (contact + 1) >> 1;
    // Of the pair in which contact lies, what is left of it; the last ends with its middle.
    const left = first === last ? 256 - part : ((2 * first + 1 - contact) * 256 - part) >> 1;
    let sumX = (turnX[first] * left) >> 8;
    let sumY = (turnY[first] * left) >> 8;
    let sumZ = (turnZ[first] * left) >> 8;
    let rolled = (sumX * fx + sumY * fy + sumZ * fz) >> 14;
    let most = rolled > 0 ? rolled : 0;
    let least = rolled < 0 ? rolled : 0;
    let fastest = 0;
    let slowest = 0;
    let due = first + every;
    let before = rolled;
    for (let i = first + 1; i <= last; i++) {
      sumX += turnX[i];
      sumY += turnY[i];
      sumZ += turnZ[i];
      if (i !== due && i !== last) continue;
      rolled = (sumX * fx + sumY * fy + sumZ * fz) >> 14;
      if (rolled > most) most = rolled;
      if (rolled < least) least = rolled;
      if (i !== due || i === last) break;
      const turned = rolled - before;
      if (turned > fastest) fastest = turned;
      if (turned < slowest) slowest = turned;
      before = rolled;
      due += every;
    }
    const pitched = (sumX * mx + sumY * my + sumZ * mz) >> 14;
    this.strike_ddeg = mulShift(-pitched, DDEG_PER_RAD_Q8, 23);
    this.rolled_ddeg = mulShift(rolled, DDEG_PER_RAD_Q8, 23);
    this.right_ddeg = mulShift(most, DDEG_PER_RAD_Q8, 23);
    this.left_ddeg = mulShift(-least, DDEG_PER_RAD_Q8, 23);
    const perStepQ16 = (DPS_us_Q16 / (every * step_us)) | 0;
    this.right_dps = mulShift(fastest, perStepQ16, 16);
    this.left_dps = mulShift(-slowest, perStepQ16, 16);
  }
}
