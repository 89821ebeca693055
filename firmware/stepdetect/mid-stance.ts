/**
 * Is a valley of the rotation a mid-stance? A foot is slow in mid-air as well, where its swing turns round, and while its sole comes
 * down. First what costs nothing (the pitch so far), then what integration has left, then gravity.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import type { FrameRing } from '../sensors/ring';
import { angleCounts, framesOf, rateCounts, type FrameScale } from '../sensors/scale';
import { BRISK_dps, GENTLE_dps, type Footstep } from './footstep';
import type { MotionGate } from './gate';
import type { PitchTrack } from './pitch';
import type { StandingFoot } from './standing';
import type { Strapdown } from './strapdown';

/** The direction travelled tells the sign of the axis from ways this long. @source fit */
export const VOTE_LEAST_mm = 250;
/**
 * A stride shorter than this ends on a foot that bears weight at rest: its specific force is within 30 % (Q8) of gravity. Else it is a
 * jerk in the middle of a step. (A running foot may be off by more; its strides are longer.)
 * @source fit
 */
const FIRM_LENGTH_mm = 600;
const FIRM_SHARE_Q8 = 77;
/** A gentle stride (GENTLE_dps), however long, ends within 20 %: a foot on a pedal does not. @source fit */
const STILL_SHARE_Q8 = 51;
/** And a walker's (BRISK_dps) within 50 %. @source fit */
const BRISK_SHARE_Q8 = 128;
/** A valley this slow, or below 1/20 of the peak, is deep: the foot stood. @source fit */
const DEEP_dps = 20;
const DEEP_SHARE = 20;
/** A foot this fast at the valley was still in the air, while the sign is not known; and how long it is asked. @source fit */
const AIR_mm_s = 500;
const AIR_LONGEST_us = 1200000;
/** With the sign known a swing must be over before the foot stands: below this rotation, below this speed. @source fit */
const STAND_dps = 25;
const STAND_mm_s = 800;
/** The first stride's error is smaller: it begins at rest. @source fit */
const FIRST_mm_s = 250;
/** After this long it is not asked: the slowest stride is over. @source fit */
const STAND_LONGEST_us = 2200000;
/** A foot that turns slower than this, under 1 g within 10 % (Q8), stands. @source fit */
const FIRM_dps = 25;
const FIRM_LEVEL_Q8 = 26;
/** Time from the end of the swing to a mid-stance at least, and the angle of that swing. @source fit */
const LANDED_ms = 30;
const LANDED_deg = 12;
/** A foot raised by this much is not flat on the ground; and the sole comes down within this time of the swing's end. @source fit */
const RAISED_deg = 12;
const SLAP_ms = 65;
/**
 * One that came up or down by more than this was not flat on the ground at one of the ends: no slope is as steep (40 % is 22 degrees),
 * and a foot that leaves the ground is toes down by 60 (walking) to 90 degrees (running).
 * @source physiology, as said
 */
const ALOFT_deg = 45;

export class MidStance {
  private readonly perDps: number;
  private readonly landedFrames: number;
  private readonly landedAngle: number;
  private readonly raisedAngle: number;
  private readonly slapFrames: number;
  private readonly aloftAngle: number;

  /** @param gate,track,way,standing,footstep what is known of the stride that would end here */
  constructor(
    scale: FrameScale,
    private readonly gate: MotionGate,
    private readonly track: PitchTrack,
    private readonly way: Strapdown,
    private readonly standing: StandingFoot,
    private readonly footstep: Footstep,
  ) {
    this.perDps = rateCounts(1, scale);
    this.landedFrames = framesOf(LANDED_ms, scale);
    this.landedAngle = angleCounts(LANDED_deg, scale);
    this.raisedAngle = angleCounts(RAISED_deg, scale);
    this.aloftAngle = angleCounts(ALOFT_deg, scale);
    this.slapFrames = framesOf(SLAP_ms, scale);
  }

  /**
   * Has the foot only just stopped swinging, and does it still hang with its toes up? Then the sole has yet to come down:
   * a slow foot nearly stands still there, and speed cannot tell.
   * @param signed the sign of the axis is known
   */
  toesUp(signed: boolean): boolean {
    const track = this.track;
    const raised = track.raised;
    if (signed || track.largest > -track.deepest)
      return raised > this.raisedAngle && track.frames - track.largestEnd < this.slapFrames;
    return raised < -this.raisedAngle && track.frames - track.deepestEnd < this.slapFrames;
  }

  /** With the sign known: does the foot turn on, its swing not over? Needs no integration, which spares most of them. */
  midSwing(ring: FrameRing, at: number, duration_us: number, signed: boolean): boolean {
    if (!signed || duration_us >= STAND_LONGEST_us || this.landed(ring, at)) return false;
    return this.gate.valleyRate >= STAND_dps * this.perDps;
  }

  /** Is the valley only a slow moment of a foot in mid-air? */
  inTheAir(ring: FrameRing, at: number, duration_us: number, signed: boolean, fromRest: boolean): boolean {
    const gate = this.gate;
    const slow = gate.valleyRate;
    const residual = this.way.residual_mm_s;
    // From rest the pitch it began with is that of a flat foot.
    if (fromRest && this.isAloft() && slow >= FIRM_dps * this.perDps) return true;
    // The first stride shows the sign itself, and begins at rest, where integration starts without error.
    const most_mm_s = signed ? STAND_mm_s : FIRST_mm_s;
    const seen = signed || this.way.forward_mm > VOTE_LEAST_mm;
    const swings = seen && duration_us < STAND_LONGEST_us && !this.landed(ring, at);
    if (swings && residual >= most_mm_s && !this.standsFirmly(ring, at)) return true;
    if (slow < DEEP_dps * this.perDps || slow * DEEP_SHARE < gate.peakRate) return false;
    return !signed && residual > AIR_mm_s && duration_us < AIR_LONGEST_us;
  }

  /** No rotation, and gravity alone: nothing but a foot on the ground, whatever integration says after a turn on the spot. */
  private standsFirmly(ring: FrameRing, at: number): boolean {
    return this.gate.valleyRate < FIRM_dps * this.perDps && this.standing.isGravity(ring, at, FIRM_LEVEL_Q8);
  }

  /** Is the foot toes up or down by more than any ground, against the start? (After a turn its pitch mixes with its roll.) */
  private isAloft(): boolean {
    const track = this.track;
    const aloft = track.raised > this.aloftAngle || track.raised < -this.aloftAngle;
    return aloft && !this.footstep.spin.spins(track);
  }

  /** Does a short way, or a gentle one, end on a foot that does not stand? */
  isJerk(ring: FrameRing, at: number, length_mm: number, duration_us: number): boolean {
    if (this.gate.peakRate < GENTLE_dps * this.perDps)
      return !this.standing.isGravity(ring, at, STILL_SHARE_Q8);
    if (duration_us >= STAND_LONGEST_us) return false;
    if (length_mm >= FIRM_LENGTH_mm)
      return (
        this.gate.peakRate < BRISK_dps * this.perDps && !this.standing.isGravity(ring, at, BRISK_SHARE_Q8)
      );
    return !this.standing.isGravity(ring, at, FIRM_SHARE_Q8);
  }

  /**
   * Has the foot swung and come down? While a runner's heel comes down after the forefoot the swing seems to go on; then the jolt of the
   * landing tells.
   */
  private landed(ring: FrameRing, at: number): boolean {
    const track = this.track;
    if (track.largest < this.landedAngle) return false;
    return track.frames - track.largestEnd > this.landedFrames || this.footstep.cameDown(ring, at);
  }

  /**
   * Was the foot in the air where the stride seemed to begin, between its push-off and its swing? Then it swings without having pushed
   * off, has come up by as much as a push-off turns it down, and seems not to stand. A gap that hides a mid-stance leads there, and from there
   * to the same place in the next stride.
   */
  beganAloft(ring: FrameRing, at: number): boolean {
    const track = this.track;
    return (
      track.raised > this.aloftAngle &&
      track.from[0] < this.landedFrames &&
      track.largest > -2 * track.deepest &&
      this.way.residual_mm_s >= STAND_mm_s &&
      this.landed(ring, at)
    );
  }
}
