/**
 * What a stride tells beside its contacts and its length: foot strike, rolling in, impact, clearance, turning, slope.
 *
 * Each is measured by a file of its own; here is decided from where to where, and what may be believed (docs/ACCURACY.md).
 *
 * Integer TypeScript (docs/DESIGN.md).
 */
import type { MedioLateralAxis } from '../sensors/alignment';
import { atan2Ddeg, norm3 } from '../sensors/integer';
import { RING_MASK, type FrameRing } from '../sensors/ring';
import type { FrameScale } from '../sensors/scale';
import { FOOT_RIGHT, FOOT_UNKNOWN, FootSide } from './foot-side';
import { Impact } from './impact';
import { LandingTurn } from './landing-turn';
import type { PitchTrack } from './pitch';
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
 * Classes of the foot strike angle: above 8 degrees on the heel, below -1.6 on the forefoot (Altman and Davis 2012,
 * doi:10.1016/j.gaitpost.2011.09.104, fitted to the strike index).
 */
const REARFOOT_ddeg = 80;
const FOREFOOT_ddeg = -16;
/** No foot lands steeper; beyond is an error. */
const STRIKE_MOST_ddeg = 600;
/** Time from contact to the flat foot within which the turn is followed; a longer one has drifted. */
const LANDING_MOST_us = 1000000;
/** Level axes shorter than this share of one (Q15: a quarter) tell no direction. */
const LEVEL_LEAST = 8192;

export class StrideMetrics {
  /** Which foot the shoe is on. */
  readonly side = new FootSide();
  private readonly impact: Impact;
  private readonly landing = new LandingTurn();
  private readonly vertical: VerticalTrack;
  /** Forward along the foot at one end of the stride, Q15; result of `along`. */
  private x = 0;
  private y = 0;
  private z = 0;

  constructor(scale: FrameScale) {
    this.impact = new Impact(scale);
    this.vertical = new VerticalTrack(scale);
  }

  /**
   * Measures the landing at the end of a way, after `Strapdown.run`.
   * @param start first frame of the way (counter of the ring); `track` holds its frames
   * @param stride gets the values; its `icUs` is set
   * @param whole whether the way is of this one stride
   */
  measure(
    ring: FrameRing,
    start: number,
    track: PitchTrack,
    axis: MedioLateralAxis,
    way: Strapdown,
    stride: Stride,
    whole: boolean,
  ): void {
    const times = ring.time_us;
    const frames = track.frames;
    const step_us = (((times[(start + frames) & RING_MASK] - times[start & RING_MASK]) | 0) / frames) | 0;
    if (step_us <= 0) return;
    let contact = frames;
    while (contact > 0 && ((times[(start + contact) & RING_MASK] - stride.icUs) | 0) > 0) contact--;
    this.measureImpact(ring, start, contact, frames, step_us, stride);
    if (!this.along(way.upX, way.upY, way.upZ, axis)) return;
    this.measureLanding(ring, start, contact, frames, step_us, axis, way, stride, whole);
    if (!whole) return;
    this.measureTurn(way, stride);
    if ((stride.valid & CLIPPED) === 0) this.measureHeight(way, frames, stride);
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
    if (whole) side.learn(way, off, landing.rolled_ddeg, fx, fy, fz);
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

  /** The long axis at the end, in terms of forward and right of the start: how far the foot turned about the vertical. */
  private measureTurn(way: Strapdown, stride: Stride): void {
    const track = way.track;
    const ahead = (this.x * track.forwardX + this.y * track.forwardY + this.z * track.forwardZ) >> 15;
    const right = (this.x * track.rightX + this.y * track.rightY + this.z * track.rightZ) >> 15;
    stride.turnDdeg = atan2Ddeg(-right, ahead);
    stride.valid |= HAS_TURN;
  }

  private measureHeight(way: Strapdown, frames: number, stride: Stride): void {
    const vertical = this.vertical;
    if (!vertical.measure(way, frames)) return;
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
