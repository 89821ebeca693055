/**
 * The instants of ground contact around one swing, from the pitch rate.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md). Positions are frames of the stride, Q8.
 */
import { framesOf, rateCounts, type FrameScale } from '../sensors/scale';
import type { PitchTrack } from './pitch';

/** A push-off turns the foot faster than this; below, the foot was lifted flat. @source fit */
const PUSH_dps = 20;
/**
 * Foot-off is where the push-off has fallen back to this share of its greatest rate, Q8: walking 70 %, where the scatter on voisard2023
 * is least; running half, as synthetic running has it (no recording of running has a labelled foot-off).
 * @source fit
 */
export const RELEASE_WALK_Q8 = 180;
export const RELEASE_RUN_Q8 = 128;
/** A landing turns the foot down faster than this; below, it was put down flat. @source fit */
const LANDING_dps = 15;
/** A sole that slaps down turns faster than this; below, it was set down softly. @source fit */
const SLAP_dps = 100;
/** Where contact lies between half of the fastest turn down and that turn, Q8. @source fit */
const CONTACT_SHARE_Q8 = 100;
/** The foot has come down within this time of the end of the swing. @source fit */
const LANDING_ms = 150;

export class ContactFinder {
  /** Did the sole slap down after the last `initial` contact? A heel strike does, a forefoot strike or soft step does not. */
  slapped = false;
  /** The push-off: where it was looked for from, its frame and rate. @range 0 512 */
  private pushFrom = 0;
  /** @range 0 512 */
  private pushAt = 0;
  private pushRate = 0;
  private readonly push: number;
  private readonly landing: number;
  private readonly slap: number;
  private readonly landingFrames: number;

  constructor(scale: FrameScale) {
    this.push = rateCounts(PUSH_dps, scale);
    this.landing = rateCounts(LANDING_dps, scale);
    this.slap = rateCounts(SLAP_dps, scale);
    this.landingFrames = framesOf(LANDING_ms, scale);
  }

  /**
   * Looks for the push-off: the heel is turned up (negative pitch rate) until the toes leave the ground.
   * @param earliest frame it cannot come before
   * @param swing first frame of the swing
   */
  findPush(track: PitchTrack, earliest: number, swing: number): void {
    const rate = track.rate;
    let value: number;
    let least = 0;
    let at = swing;
    for (let i = earliest; i < swing; i++) {
      value = rate[i];
      if (value < least) {
        least = value;
        at = i;
      }
    }
    this.pushFrom = earliest;
    this.pushAt = at;
    this.pushRate = least;
  }

  /**
   * Terminal contact, after `findPush`: the foot, free then, is swept forward. The instant is where the rate has come back to a share
   * of the push-off minimum. (Falbriard et al. 2018 compare such features: the minimum itself is early, the zero crossing late.)
   * @param swing first frame of the swing
   * @param cut the gyroscope ended below the push-off: its minimum is a plateau, and leaving that is what can be seen
   * @param releaseQ8 RELEASE_WALK_Q8 or RELEASE_RUN_Q8
   */
  terminal(track: PitchTrack, swing: number, cut: boolean, releaseQ8: number): number {
    const rate = track.rate;
    const least = this.pushRate;
    if (least > -this.push) return swing << 8;
    const half = cut ? least - (least >> 3) : (least * releaseQ8) >> 8;
    const at = cut ? firstBelow(rate, this.pushFrom, swing, least - (least >> 4)) : this.pushAt;
    for (let i = at; i < swing; i++) {
      const next = rate[i + 1];
      if (next > half) return (i << 8) + ((((half - rate[i]) << 8) / (next - rate[i])) | 0);
    }
    return swing << 8;
  }

  /**
   * Initial contact: after the swing the foot turns back towards the ground; contact lies between the instant its pitch
   * rate crosses zero (the foot still in the air) and the fastest turn down (the sole slapping flat), two thirds of the way.
   * @param end first frame after the swing
   * @param latest frame the landing cannot come after
   */
  initial(track: PitchTrack, end: number, latest: number): number {
    const rate = track.rate;
    const over = end > 0 ? rate[end - 1] : 0;
    const under = rate[end];
    const zero = over > 0 && under < 0 ? ((end - 1) << 8) + (((over << 8) / (over - under)) | 0) : end << 8;
    let limit = end + this.landingFrames;
    if (limit > latest) limit = latest;
    if (limit > track.frames) limit = track.frames;
    let least = -this.landing;
    let at = -1;
    for (let i = end; i < limit; i++) {
      if (rate[i] < least) {
        least = rate[i];
        at = i;
      }
    }
    this.slapped = least < -this.slap;
    if (at < 0) return zero;
    const half = crossing(rate, end, at, least >> 1);
    return half + ((((at << 8) - half) * CONTACT_SHARE_Q8) >> 8);
  }
}

/** First frame from `from` to before `to` at or below `level`; `to` when there is none. */
function firstBelow(rate: Int16Array, from: number, to: number, level: number): number {
  let i = from;
  while (i < to && rate[i] > level) i++;
  return i;
}

/** Where the rate falls through `level` between the frames `from` and `to`, Q8; `to` when it does not. */
function crossing(rate: Int16Array, from: number, to: number, level: number): number {
  let i = from;
  while (i < to && rate[i] > level) i++;
  if (i === from || i === to) return i << 8;
  const over = rate[i - 1] - level;
  const fall = rate[i - 1] - rate[i];
  return ((i - 1) << 8) + (((over << 8) / fall) | 0);
}
