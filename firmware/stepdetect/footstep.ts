/**
 * Was it a step? A movement of the right length may be that of a shoe in a bag, on a pedal, in the air or in a drum.
 *
 * What a step of a person shows, in every recording of real feet that was at hand, and other movements do not:
 *
 * - it begins and ends under gravity alone, when the foot is slow or at rest;
 * - the foot comes back to the attitude it had: flat on the ground;
 * - integrated, it ends nearly without speed; a movement that goes on (a pedal, a walking trunk) does not;
 * - it ends with a jolt, unless the foot then stands quite still;
 * - it never falls freely for long, and does not tumble.
 *
 * Limits and what they were set against: docs/ACCURACY.md, "What is not a step".
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import { norm3 } from '../sensors/integer';
import { FRAME_AXES, RING_MASK, type FrameRing } from '../sensors/ring';
import { angleCounts, framesOf, rateCounts, type FrameScale } from '../sensors/scale';
import type { MotionGate } from './gate';
import type { PitchTrack } from './pitch';
import { Spin } from './spin';
import type { StandingFoot } from './standing';
import type { Strapdown } from './strapdown';
import { highest } from './vertical';

/** Shorter is no step of a person: a foot put down elsewhere while standing. @source fit */
const LENGTH_LEAST_mm = 110;
/** The last step of a walk may be shorter: a foot that is lifted, tilting, and set down with a jolt beside the other. @source fit */
const CLOSING_LEAST_mm = 30;
/** A foot that spins may be lifted and set down nearly where it was; and spins no further than the second. @source fit */
const SPIN_LEAST_mm = 40;
const SPIN_LONG_mm = 250;
/** A stride without a swing of the foot (shuffling, side-steps), and hardly tilted, must have gone this far. @source fit */
const SHUFFLE_LEAST_mm = 200;
/**
 * However short its way, a foot that was lifted this high and set down made a step: higher than a heel can be raised with the ball on
 * the ground (sensor 85 mm from the ball, ankle to 50 degrees: 65 mm) or the toes with the heel on it (150 mm, 20 degrees: 51 mm).
 * @source geometry of the foot
 */
const LIFTED_mm = 70;
/**
 * Of a foot that spins, higher than one that pivots goes (docs/ACCURACY.md); and it is set down hard: with a jolt of this many
 * JOLT_g_s.
 * @source fit
 */
const SPIN_LIFTED_mm = 12;
const SET_DOWN_JOLTS = 2;
/** The foot of a step turns at least this fast. @source fit */
const PEAK_LEAST_dps = 50;

/** A gentle movement turns no faster than this: a shuffle, a first half step; but also a bag, a pedal. @source fit */
export const GENTLE_dps = 250;
/**
 * Gravity at the end of a gentle step, within 11 % (Q8).
 * @source fit, outside of what the recordings show (docs/ACCURACY.md, "What is not a step")
 */
const GENTLE_SHARE_Q8 = 28;
/**
 * And at the start: of a gentle step 16 %; of any that leaves rest 35 %, as a runner springs off.
 * @source fit, outside of what the recordings show (docs/ACCURACY.md, "What is not a step")
 */
const START_SHARE_Q8 = 41;
const SPRING_SHARE_Q8 = 90;
/**
 * Speed left at the end: of a gentle step, of a gentle one shorter than the last, of any.
 * @source fit, outside of what the recordings show (docs/ACCURACY.md, "What is not a step")
 */
const GENTLE_mm_s = 1700;
const SHORT_mm_s = 900;
const SPEED_MOST_mm_s = 5000;
const SHORT_mm = 200;
/**
 * Nobody walks steeper than the steepest stairs of a house: 200 mm up on 230 (DIN 18065), 7/8 (Q3). Short ways may seem to rise by
 * LENGTH_LEAST_mm more. Of a foot that turns faster than a walker's it is not asked: where the shock of a landing was cut off, or fell
 * between samples, nobody knows the height.
 * @source DIN 18065
 */
const STEEP_Q3 = 7;
/** A walker's foot turns no faster than this. @source fit */
export const BRISK_dps = 400;
/**
 * Toes up or down against the start by more than this: a gentle step that turned little, any step.
 * @source fit, outside of what the recordings show (docs/ACCURACY.md, "What is not a step")
 */
const GENTLE_RAISED_deg = 20;
const RAISED_deg = 75;
/**
 * Cosine (Q8) of the largest angle between gravity at a firm end and up carried through the step: 30, 25 and 14 degrees.
 * @source fit, outside of what the recordings show (docs/ACCURACY.md, "What is not a step")
 */
const ATTITUDE_COS_Q8 = 222;
const GENTLE_COS_Q8 = 232;
const SHORT_COS_Q8 = 248;
/** An end is firm when the foot turns slower than this, and gravity is within 11 %. @source fit */
const FIRM_dps = 25;
/**
 * Specific force that changes faster than this is a jolt; a foot that stands without one turns slower than this, within 5 %.
 * @source fit, outside of what the recordings show (docs/ACCURACY.md, "What is not a step")
 */
const JOLT_g_s = 40;
const STILL_dps = 8;
const STILL_SHARE_Q8 = 13;
/** A foot that spun comes down within this time of the middle between the ends of its turn and of its way. @source fit */
const SPUN_ms = 150;
/** A swing faster than this, a runner's, never ends softly. @source fit */
export const FAST_dps = 650;
/**
 * Free fall (force-limit.ts) is shorter than this.
 * @source fit, outside of what the recordings show (docs/ACCURACY.md, "What is not a step")
 */
const FALL_ms = 180;

/**
 * A runner's landing jolts by this many JOLT_g_s, and the foot is in mid-stance within this time of it. In the air, slow before it lands on
 * the forefoot, a foot jolts by 185 g/s at most, landing so by 300 at least (synthetic, 89 to 833 Hz); real ones in the air by 142. @source fit
 */
const LANDING_ms = 100;
const LANDING_JOLTS = 6;

export class Footstep {
  readonly spin: Spin;
  /** Was it refused, by the last `isStep`, for what integration gave alone? Then the way is lost, whatever it was. */
  isLost = false;
  private readonly perDps: number;
  private readonly perDeg: number;
  private readonly jolt: number;
  private readonly fallFrames: number;
  private readonly spunFrames: number;
  private readonly landingFrames: number;

  /** @param gate,track,way,standing what is known of the movement */
  constructor(
    scale: FrameScale,
    private readonly gate: MotionGate,
    private readonly track: PitchTrack,
    private readonly way: Strapdown,
    private readonly standing: StandingFoot,
  ) {
    this.spin = new Spin(scale);
    this.perDps = rateCounts(1, scale);
    this.perDeg = angleCounts(1, scale);
    this.jolt = Math.round((JOLT_g_s * 1e6) / scale.accel_ug / scale.rate_Hz);
    this.spunFrames = framesOf(SPUN_ms, scale);
    this.landingFrames = framesOf(LANDING_ms, scale);
    this.fallFrames = framesOf(FALL_ms, scale);
  }

  /**
   * Was the movement from the frame `start` to the frame `at` a step?
   * @param upX,upY,upZ up at its start, Q15
   * @param fromRest did the foot stand still before it?
   * @param amidGait did the foot land a short time before?
   */
  isStep(
    ring: FrameRing,
    start: number,
    at: number,
    length_mm: number,
    upX: number,
    upY: number,
    upZ: number,
    fromRest: boolean,
    amidGait: boolean,
  ): boolean {
    this.isLost = false;
    const gate = this.gate;
    const track = this.track;
    const way = this.way;
    if (gate.peakRate < PEAK_LEAST_dps * this.perDps) return false;
    if (!this.wentFar(ring, start, length_mm, amidGait)) return false;
    const standing = this.standing;
    const gentle = gate.peakRate < GENTLE_dps * this.perDps;
    if (gentle || fromRest) {
      if (!standing.isGravity(ring, start, gentle ? START_SHARE_Q8 : SPRING_SHARE_Q8)) return false;
    }
    if (way.residual_mm_s > SPEED_MOST_mm_s || beyond(track.raised, RAISED_deg * this.perDeg)) {
      this.isLost = true;
      return false;
    }
    const brisk = gate.peakRate < BRISK_dps * this.perDps;
    if (brisk && beyond(way.rise_mm << 3, length_mm * STEEP_Q3 + (LENGTH_LEAST_mm << 3))) return false;
    if (gentle && !this.endsGently(ring, at, length_mm)) return false;
    if (way.force.limit.falls(ring, start, track.frames, this.fallFrames)) return false;
    if (this.mustJolt(ring, at, gentle) && !this.jolts(ring, start, this.jolt)) return false;
    if (gate.valleyRate >= FIRM_dps * this.perDps || !standing.isGravity(ring, at, GENTLE_SHARE_Q8))
      return true;
    const share = !gentle ? ATTITUDE_COS_Q8 : length_mm < SHORT_mm ? SHORT_COS_Q8 : GENTLE_COS_Q8;
    return standing.isUpright(upX, upY, upZ, share);
  }

  private endsGently(ring: FrameRing, at: number, length_mm: number): boolean {
    if (!this.standing.isGravity(ring, at, GENTLE_SHARE_Q8)) return false;
    if (this.way.residual_mm_s > (length_mm < SHORT_mm ? SHORT_mm_s : GENTLE_mm_s)) return false;
    const track = this.track;
    return this.spin.spins(track) || !beyond(track.raised, GENTLE_RAISED_deg * this.perDeg);
  }

  /** Would a step of this kind end with a jolt? */
  private mustJolt(ring: FrameRing, at: number, gentle: boolean): boolean {
    const gate = this.gate;
    if (gate.peakRate > FAST_dps * this.perDps) return true;
    if (!gentle) return false;
    return gate.valleyRate >= STILL_dps * this.perDps || !this.standing.isGravity(ring, at, STILL_SHARE_Q8);
  }

  /** Has the foot gone far enough, or, spinning on the spot, been lifted? */
  private wentFar(ring: FrameRing, start: number, length_mm: number, amidGait: boolean): boolean {
    const track = this.track;
    const spin = this.spin;
    if (spin.spins(track) && length_mm < SPIN_LONG_mm) {
      if (this.wasSetDown(ring, start, SPIN_LIFTED_mm)) return true;
      if (length_mm < SPIN_LEAST_mm) return false;
      if (length_mm >= LENGTH_LEAST_mm && track.hasSwing() && !spin.pivoted(ring, start, track)) return true;
      return spin.wentBeyond(track, length_mm) || spin.wasLifted(ring, start, track);
    }
    if (length_mm >= SHUFFLE_LEAST_mm || this.wasSetDown(ring, start, LIFTED_mm)) return true;
    if (length_mm >= LENGTH_LEAST_mm && (track.hasSwing() || spin.wasLifted(ring, start, track))) return true;
    if (!amidGait || length_mm < CLOSING_LEAST_mm || spin.pivoted(ring, start, track)) return false;
    return this.jolts(ring, start, this.jolt);
  }

  /**
   * Was the foot lifted by this height above both ends of its way, and set down hard? Where integration left much speed, nobody knows.
   */
  private wasSetDown(ring: FrameRing, start: number, height_mm: number): boolean {
    const way = this.way;
    if (way.residual_mm_s >= SHORT_mm_s || !this.jolts(ring, start, SET_DOWN_JOLTS * this.jolt)) return false;
    return highest(way, this.track.frames) - (way.rise_mm > 0 ? way.rise_mm : 0) >= height_mm;
  }

  /** Was there the jolt of a runner's landing shortly before the frame `at`? */
  cameDown(ring: FrameRing, at: number): boolean {
    const frames = this.landingFrames;
    return this.way.force.limit.jolts(ring, at - frames, frames, LANDING_JOLTS * this.jolt);
  }

  private jolts(ring: FrameRing, start: number, least: number): boolean {
    return this.way.force.limit.jolts(ring, start, this.track.frames, least);
  }

  /**
   * The frame in which a foot that spun comes down, counted from the frame `start`. Turning and travelling seldom end together: about
   * halfway between these, where it jolts. Without a jolt it never left the ground, and all that ends is the turn.
   */
  spunDown(ring: FrameRing, start: number): number {
    const spun = this.spin.to;
    let hardest = SET_DOWN_JOLTS * this.jolt;
    if (!this.jolts(ring, start, hardest)) return spun;
    const axes = ring.axes;
    const frames = this.track.frames;
    const middle = (spun + (this.way.haltAt(frames) >> 8)) >> 1;
    const first = middle - this.spunFrames;
    const last = middle + this.spunFrames < frames ? middle + this.spunFrames : frames;
    let down = middle;
    for (let i = first < 1 ? 1 : first; i <= last; i++) {
      const before = ((start + i - 1) & RING_MASK) * FRAME_AXES;
      const at = ((start + i) & RING_MASK) * FRAME_AXES;
      const x = axes[at] - axes[before];
      const y = axes[at + 1] - axes[before + 1];
      const z = axes[at + 2] - axes[before + 2];
      const jolt = norm3(x, y, z);
      if (jolt <= hardest) continue;
      hardest = jolt;
      down = i;
    }
    return down;
  }
}

function beyond(value: number, most: number): boolean {
  return value > most || value < -most;
}
