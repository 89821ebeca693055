/**
 * Which foot the shoe is on, from how it rolls.
 *
 * A foot lands on its outer edge and rolls in until it is flat; pushing off it rolls out again over the ball (Nigg 1986; every
 * recording with a stated side here does so on the mean). Seen along the foot these turns are mirrored between left and
 * right: a right foot leans to the left after contact and to the right in push-off.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import { mulShift } from '../sensors/integer';
import { FOOT_LEFT, FOOT_RIGHT, FOOT_UNKNOWN } from './setup';
import type { Strapdown } from './strapdown';

/**
 * Strides before the side is told, and the mean roll it takes then (0.1 degree).
 * @source `npm run metrics`: how often the foot is named rightly
 */
const STRIDES_LEAST = 6;
const ROLL_LEAST_ddeg = 20;
/** The sum is halved at so many strides: shoes are lent. @source design */
const STRIDES_MOST = 128;
/** One stride counts for no more than this, 0.1 degree: nothing but a stumble rolls further. @source physiology, as said */
const ROLL_MOST_ddeg = 400;
/** Every second pair of frames will do: a foot pushes off for tenths of a second. @source design: cost */
const EVERY = 2;
/** 0.1 degree per rad, Q8. @source arithmetic */
const DDEG_PER_RAD_Q8 = 146677;

export class FootSide {
  /** FOOT_LEFT, FOOT_RIGHT, or FOOT_UNKNOWN until enough strides agree. A setting goes before it. */
  foot = FOOT_UNKNOWN;

  private chosen = FOOT_UNKNOWN;
  private sum = 0;
  private strides = 0;

  /** Takes what the runner says, as often as you like; FOOT_UNKNOWN leaves it to the strides. */
  choose(foot: number): void {
    if (foot === this.chosen) return;
    this.chosen = foot;
    this.forget();
  }

  /** The medio-lateral axis was turned round: left was right. */
  forget(): void {
    this.sum = 0;
    this.strides = 0;
    this.foot = this.chosen;
  }

  /**
   * Takes one stride, after `Strapdown.run`.
   * @param off frame of the way at which the foot leaves the ground; it is flat at the first
   * @param landing_ddeg roll from contact to the flat foot, 0.1 degree, right edge down positive
   * @param fx,fy,fz long axis pointing forward, Q14
   * @noinline
   */
  learn(way: Strapdown, off: number, landing_ddeg: number, fx: number, fy: number, fz: number): void {
    if (this.chosen !== FOOT_UNKNOWN) return;
    const turnX = way.turnX;
    const turnY = way.turnY;
    const turnZ = way.turnZ;
    let rolled = 0;
    for (let i = 1; i <= off >> 1; i += EVERY)
      rolled += (turnX[i] * fx + turnY[i] * fy + turnZ[i] * fz) >> 14;
    const roll = mulShift(rolled * EVERY, DDEG_PER_RAD_Q8, 23) - landing_ddeg;
    this.sum += roll > ROLL_MOST_ddeg ? ROLL_MOST_ddeg : roll < -ROLL_MOST_ddeg ? -ROLL_MOST_ddeg : roll;
    this.strides++;
    this.judge();
  }

  private judge(): void {
    if (this.strides < STRIDES_LEAST) return;
    const least = ROLL_LEAST_ddeg * this.strides;
    if (this.sum >= least) this.foot = FOOT_RIGHT;
    else if (this.sum <= -least) this.foot = FOOT_LEFT;
    if (this.strides < STRIDES_MOST) return;
    this.strides >>= 1;
    this.sum >>= 1;
  }
}
