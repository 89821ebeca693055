/**
 * Tells the strides of a stretch between two mid-stances: which swings count, when the foot left the ground and came down,
 * and what else the stretch shows of each.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md): nothing is allocated after construction.
 */
import type { MedioLateralAxis } from '../sensors/alignment';
import { COUNTER_MASK, RING_MASK, type FrameRing } from '../sensors/ring';
import type { FrameScale } from '../sensors/scale';
import { ContactFinder, RELEASE_RUN_Q8, RELEASE_WALK_Q8 } from './contacts';
import type { Footstep } from './footstep';
import type { Gap } from './gap';
import { NO_LENGTH_mm, type Landings } from './landings';
import type { StrideMetrics } from './metrics';
import type { PitchTrack } from './pitch';
import type { Saturation } from './saturation';
import type { StandingFoot } from './standing';
import type { Strapdown } from './strapdown';

/**
 * A short step may end softly (the foot stands before it turns flat, or turns on after it stands), any step on the forefoot (the heel
 * comes down after contact: the swing seems to go on). When the landing seen in the pitch rate is this far from where the foot came to
 * a halt, the halt counts; contact is so much after the speed fell below a quarter.
 * @source fit
 */
const SOFT_LENGTH_mm = 1000;
const SOFT_APART_us = 75000;
const FORE_APART_us = 20000;
const HALT_us = 17000;
/** Two strides in one segment take at least this each. @source fit */
const SPLIT_LEAST_us = 450000;
/** Time a foot put down flat is taken to have been in the air. @source fit */
const FLAT_SWING_us = 300000;
/**
 * A landing or foot-off nearer to missing frames than this was not seen.
 * @source design: the smoothing of the pitch rate reaches two frames
 */
const SEEN_FRAMES = 3;
/** In longer gaps whole strides may have been made. @source design: half of the shortest stride time of a runner (0.6 s) */
const GAP_MOST_us = 300000;

export class StrideReporter {
  private readonly contacts: ContactFinder;
  private readonly axis: MedioLateralAxis;
  private readonly way: Strapdown;
  private readonly track: PitchTrack;
  private readonly footstep: Footstep;
  private readonly saturation: Saturation;
  private readonly standing: StandingFoot;
  private readonly metrics: StrideMetrics;
  private readonly landings: Landings;
  private readonly gap: Gap;
  /** Angle of the swing of the stride before, counts x frames. */
  private usual = 0;

  /** Looks at what the detector has found out about a stretch, and gives its strides to `landings`. */
  constructor(
    scale: FrameScale,
    axis: MedioLateralAxis,
    way: Strapdown,
    track: PitchTrack,
    footstep: Footstep,
    saturation: Saturation,
    standing: StandingFoot,
    metrics: StrideMetrics,
    landings: Landings,
    gap: Gap,
  ) {
    this.contacts = new ContactFinder(scale);
    this.axis = axis;
    this.way = way;
    this.track = track;
    this.footstep = footstep;
    this.saturation = saturation;
    this.standing = standing;
    this.metrics = metrics;
    this.landings = landings;
    this.gap = gap;
  }

  /**
   * Reports the swings between the frames `start` and `at`, one stride each.
   * @param signKnown does the axis surely point right?
   */
  report(
    ring: FrameRing,
    start: number,
    at: number,
    length_mm: number,
    duration_us: number,
    signKnown: boolean,
  ): void {
    const track = this.track;
    if (this.footstep.spin.hidesSwing(track)) {
      this.footstep.spin.find(ring, start, track.frames);
      const tc = this.timeAt(ring, start, this.footstep.spin.from << 8);
      const ic = this.timeAt(ring, start, this.footstep.spunDown(ring, start) << 8);
      this.landings.land(tc, ic, ring.time_us[at & RING_MASK], length_mm, duration_us, track.clipped, false);
      this.measure(ring, start, true, false);
      return;
    }
    if (!track.hasSwing()) {
      this.reportFlat(ring, start, at, length_mm, duration_us);
      return;
    }
    this.tell(ring, start, length_mm, duration_us, signKnown);
    this.usual = track.largest;
  }

  /**
   * Reports the swings between the frames `start` and `at`, whose way cannot be told, when they are like that of the stride
   * before, and follow upon it.
   */
  bridge(ring: FrameRing, start: number, at: number): void {
    const track = this.track;
    const to_us = ring.time_us[at & RING_MASK];
    const duration_us = (to_us - ring.time_us[start & RING_MASK]) | 0;
    const amidGait = this.landings.follows(to_us);
    if (this.gap.length_us > GAP_MOST_us) this.landings.interrupt();
    if (amidGait && track.hasSwing() && track.largest > this.usual >> 1)
      this.tell(ring, start, NO_LENGTH_mm, duration_us, false);
  }

  /** Gives the swings of the stretch to `landings`. */
  private tell(
    ring: FrameRing,
    start: number,
    length_mm: number,
    duration_us: number,
    signKnown: boolean,
  ): void {
    const track = this.track;
    const measured = length_mm !== NO_LENGTH_mm;
    let swings = track.swings;
    let first = 0;
    if (swings > 1 && duration_us < SPLIT_LEAST_us * swings) {
      // Too fast for several steps: the one that ends in the largest lobe.
      while (first < swings - 1 && track.to[first] < track.largestEnd) first++;
      swings = 1;
    }
    const share_mm = measured ? (length_mm / swings) | 0 : NO_LENGTH_mm;
    const share_us = (duration_us / swings) | 0;
    let earliest = 0;
    for (let i = first; i < first + swings; i++) {
      const end = track.to[i];
      const isLast = i === first + swings - 1;
      const latest = isLast ? track.frames : track.from[i + 1];
      const tc = this.footOff(ring, start, earliest, track.from[i]);
      const landing = this.timeAt(ring, start, this.contacts.initial(track, end, latest));
      const soft = measured && swings === 1 && (length_mm < SOFT_LENGTH_mm || !this.contacts.slapped);
      const ic = soft ? this.softLanding(ring, start, landing, length_mm >= SOFT_LENGTH_mm) : landing;
      const middle = isLast ? track.frames : (end + latest) >> 1;
      const middle_us = this.timeAt(ring, start, middle << 8);
      const seen = measured || this.sawFootOff(earliest, track.from[i]);
      this.landings.land(tc, ic, middle_us, share_mm, share_us, measured && track.clipped, seen);
      if (isLast && measured) this.measure(ring, start, swings === 1, signKnown);
      earliest = end;
    }
  }

  /** Was there a push-off between the frames `earliest` and `swing`, none of them missing? */
  private sawFootOff(earliest: number, swing: number): boolean {
    if (swing <= earliest + SEEN_FRAMES) return false;
    const gap = this.gap;
    return !gap.found || gap.at < earliest || gap.at > swing + SEEN_FRAMES;
  }

  /** The foot-off between the frames `earliest` and `swing`, us. */
  private footOff(ring: FrameRing, start: number, earliest: number, swing: number): number {
    const cut = this.saturation.found;
    const contacts = this.contacts;
    contacts.findPush(this.track, earliest, swing);
    const tc = this.timeAt(ring, start, contacts.terminal(this.track, swing, cut, RELEASE_WALK_Q8));
    if (!this.landings.runs(tc)) return tc;
    return this.timeAt(ring, start, contacts.terminal(this.track, swing, cut, RELEASE_RUN_Q8));
  }

  /** The landing of a step without a slap, us: where the foot halts, when the pitch rate tells something else. */
  private softLanding(ring: FrameRing, start: number, landing: number, long: boolean): number {
    const halt = (this.timeAt(ring, start, this.way.haltAt(this.track.frames)) + HALT_us) | 0;
    const apart = (landing - halt) | 0;
    if (apart > (long ? FORE_APART_us : SOFT_APART_us) || apart < -SOFT_APART_us) return halt;
    // Set down without a slap: turning and travelling seldom end together, halfway then.
    if (!this.contacts.slapped && apart < 0) return (landing - (apart >> 1)) | 0;
    return landing;
  }

  /** A foot put down flat has no swing to time it by: contact is where it comes to a halt. */
  private reportFlat(
    ring: FrameRing,
    start: number,
    at: number,
    length_mm: number,
    duration_us: number,
  ): void {
    const ic = (this.timeAt(ring, start, this.way.haltAt(this.track.frames)) + HALT_us) | 0;
    const first = ring.time_us[start & RING_MASK];
    const tc = ((ic - first) | 0) > FLAT_SWING_us ? (ic - FLAT_SWING_us) | 0 : first;
    this.landings.land(
      tc,
      ic,
      ring.time_us[at & RING_MASK],
      length_mm,
      duration_us,
      this.track.clipped,
      false,
    );
    this.measure(ring, start, true, false);
  }

  private measure(ring: FrameRing, start: number, whole: boolean, swung: boolean): void {
    this.metrics.measure(
      ring,
      start,
      this.track,
      this.axis,
      this.way,
      this.standing,
      this.landings.pending,
      whole,
      swung,
    );
  }

  /** Time of a position in frames, Q8, after `start`. */
  private timeAt(ring: FrameRing, start: number, position: number): number {
    const frame = (start + (position >> 8)) & COUNTER_MASK;
    const time = ring.time_us[frame & RING_MASK];
    const part = position & 255;
    if (part === 0) return time;
    const step = (ring.time_us[(frame + 1) & RING_MASK] - time) | 0;
    return (time + ((step * part) >> 8)) | 0;
  }
}
