/**
 * What a stride tells beside its contacts and its length: foot strike, rolling in, impact, clearance, turning, slope.
 *
 * Each is measured by a file of its own; here is decided from where to where, and what may be believed (docs/ACCURACY.md).
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import type { MedioLateralAxis } from '../sensors/alignment';
import { atan2Ddeg, norm3 } from '../sensors/integer';
import { RING_MASK, type FrameRing } from '../sensors/ring';
import type { FrameScale } from '../sensors/scale';
import { FootSide } from './foot-side';
import { Impact } from './impact';
import { LandingTurn } from './landing-turn';
import type { PitchTrack } from './pitch';
import { FOOT_RIGHT, FOOT_UNKNOWN } from './setup';
import type { StandingFoot } from './standing';
import type { Strapdown } from './strapdown';
import {
  CLIPPED,
  HAS_CLEARANCE,
  HAS_EVERSION,
  HAS_IMPACT,
  HAS_RISE,
  HAS_STRIKE,
  HAS_TURN,
  IMPACT_CLIPPED,
  STRIKE_FOREFOOT,
  STRIKE_MIDFOOT,
  STRIKE_REARFOOT,
  type Stride,
} from './stride';
import { VerticalTrack } from './vertical';

/**
 * Classes of the foot strike angle, fitted to the strike index: above 8 degrees on the heel, below -1.6 on the forefoot.
 * @source Altman and Davis 2012, doi:10.1016/j.gaitpost.2011.09.104
 */
const REARFOOT_ddeg = 80;
const FOREFOOT_ddeg = -16;
/** No foot lands steeper; beyond is an error. @source physiology, as said */
const STRIKE_MOST_ddeg = 600;
/** Time from contact to the flat foot within which the turn is followed; a longer one has drifted. @source physiology, as said */
const LANDING_MOST_us = 1000000;
/**
 * In a turn a foot rolls as it must: nothing about the side of it is learned then.
 * @source `npm run metrics`: how often the foot is named rightly
 */
const STRAIGHT_ddeg = 400;
/** More turning between two strides is a dance, or an error; degrees x 10. @source physiology, as said */
const TURN_MOST_ddeg = 3600;
/** Level axes shorter than this share of one (Q15: a quarter) tell no direction. @source design */
const LEVEL_LEAST = 8192;

export class StrideMetrics {
  /** Which foot the shoe is on. */
  readonly side = new FootSide();
  private readonly impact: Impact;
  private readonly landing = new LandingTurn();
  private readonly vertical = new VerticalTrack();
  /** Turn since the last stride, and whether all of it was seen. */
  private turned_ddeg = 0;
  private followed = true;
  /** Forward along the foot at the end of the way, Q15; result of `along`. */
  private x = 0;
  private y = 0;
  private z = 0;

  constructor(scale: FrameScale) {
    this.impact = new Impact(scale);
  }

  /** Follows the heading over a way between two instants of rest, after `Strapdown.run`, whether it becomes a stride or not. */
  follow(way: Strapdown, axis: MedioLateralAxis): void {
    if (!this.along(way.upX, way.upY, way.upZ, axis)) {
      this.lose();
      return;
    }
    const track = way.track;
    // The long axis at the end, in terms of forward and right of the start.
    const ahead = (this.x * track.forwardX + this.y * track.forwardY + this.z * track.forwardZ) >> 15;
    const right = (this.x * track.rightX + this.y * track.rightY + this.z * track.rightZ) >> 15;
    this.turned_ddeg += atan2Ddeg(-right, ahead);
  }

  /** The foot begins to move from rest: from here on the heading can be followed again. */
  start(): void {
    if (!this.followed) this.turned_ddeg = 0;
    this.followed = true;
  }

  /** The heading was lost: frames are missing. */
  lose(): void {
    this.followed = false;
  }

  /**
   * Measures the landing at the end of a way, after `follow`.
   * @param start first frame of the way (counter of the ring); `track` holds its frames
   * @param stride gets the values; its `icUs` and `toUs` are set
   * @param whole whether the way is of this one stride
   * @param swung whether the foot turned in it, about an axis whose sign is known
   */
  measure(
    ring: FrameRing,
    start: number,
    track: PitchTrack,
    axis: MedioLateralAxis,
    way: Strapdown,
    standing: StandingFoot,
    stride: Stride,
    whole: boolean,
    swung: boolean,
  ): void {
    const times = ring.time_us;
    const frames = track.frames;
    const step_us = (((times[(start + frames) & RING_MASK] - times[start & RING_MASK]) | 0) / frames) | 0;
    this.takeTurn(stride);
    if (step_us <= 0) return;
    let contact = frames;
    while (contact > 0 && ((times[(start + contact) & RING_MASK] - stride.icUs) | 0) > 0) contact--;
    this.measureImpact(ring, start, contact, frames, step_us, stride);
    if (whole && (stride.valid & CLIPPED) === 0) this.measureHeight(way, frames, standing, stride);
    if (swung && this.along(way.upX, way.upY, way.upZ, axis))
      this.measureLanding(ring, start, contact, frames, step_us, axis, way, stride, whole);
  }

  /** The turn since the stride reported before, small shifts of the foot in between included. */
  private takeTurn(stride: Stride): void {
    const turned = this.turned_ddeg;
    if (this.followed && turned <= TURN_MOST_ddeg && turned >= -TURN_MOST_ddeg) {
      stride.turnDdeg = turned;
      stride.valid |= HAS_TURN;
    }
    this.turned_ddeg = 0;
    this.followed = true;
  }

  private measureImpact(
    ring: FrameRing,
    start: number,
    contact: number,
    frames: number,
    step_us: number,
    stride: Stride,
  ): void {
    const impact = this.impact;
    impact.measure(ring, start, contact, frames, step_us);
    stride.impactMg = impact.peak_mg;
    stride.impactRateMgMs = impact.rate_mg_ms;
    stride.valid |= HAS_IMPACT;
    if (impact.clipped) stride.valid |= IMPACT_CLIPPED;
  }

  private measureLanding(
    ring: FrameRing,
    start: number,
    contact: number,
    frames: number,
    step_us: number,
    axis: MedioLateralAxis,
    way: Strapdown,
    stride: Stride,
    whole: boolean,
  ): void {
    const landing = this.landing;
    const side = this.side;
    const toFlat = frames - contact;
    if (toFlat < 1 || toFlat * step_us > LANDING_MOST_us) return;
    const part = (((stride.icUs - ring.time_us[(start + contact) & RING_MASK]) << 8) / step_us) | 0;
    const fx = this.x >> 1;
    const fy = this.y >> 1;
    const fz = this.z >> 1;
    landing.follow(
      way,
      contact,
      frames,
      part > 255 ? 255 : part,
      step_us,
      axis.x,
      axis.y,
      axis.z,
      fx,
      fy,
      fz,
    );
    const off = (((stride.toUs - ring.time_us[start & RING_MASK]) | 0) / step_us) | 0;
    const turned = stride.turnDdeg;
    if (whole && turned < STRAIGHT_ddeg && turned > -STRAIGHT_ddeg)
      side.learn(way, off, landing.rolled_ddeg, fx, fy, fz);
    if (side.foot !== FOOT_UNKNOWN) {
      const right = side.foot === FOOT_RIGHT;
      stride.eversionDdeg = right ? landing.left_ddeg : landing.right_ddeg;
      stride.eversionRateDps = right ? landing.left_dps : landing.right_dps;
      stride.valid |= HAS_EVERSION;
    }
    const angle = landing.strike_ddeg;
    if (angle > STRIKE_MOST_ddeg || angle < -STRIKE_MOST_ddeg) return;
    stride.strikeAngleDdeg = angle;
    stride.strike =
      angle > REARFOOT_ddeg ? STRIKE_REARFOOT : angle < FOREFOOT_ddeg ? STRIKE_FOREFOOT : STRIKE_MIDFOOT;
    stride.valid |= HAS_STRIKE;
  }

  private measureHeight(way: Strapdown, frames: number, standing: StandingFoot, stride: Stride): void {
    const vertical = this.vertical;
    if (!vertical.measure(way, frames, standing)) return;
    stride.clearanceMm = vertical.highest_mm;
    stride.riseMm = vertical.rise_mm;
    stride.valid |= HAS_CLEARANCE | HAS_RISE;
  }

  /** Sets the foot's forward direction where `up` (Q15) is up: level, square to the medio-lateral axis. */
  private along(ux: number, uy: number, uz: number, axis: MedioLateralAxis): boolean {
    const x = (uy * axis.z - uz * axis.y) >> 14;
    const y = (uz * axis.x - ux * axis.z) >> 14;
    const z = (ux * axis.y - uy * axis.x) >> 14;
    const length = norm3(x, y, z);
    if (length < LEVEL_LEAST) return false;
    this.x = ((x * 32767) / length) | 0;
    this.y = ((y * 32767) / length) | 0;
    this.z = ((z * 32767) / length) | 0;
    return true;
  }
}
