/**
 * Puts swings together into strides: a landing waits for the foot-off that ends its contact, then goes out.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import { COUNTER_MASK } from '../sensors/ring';
import type { StrideQueue } from './queue';
import { deriveTimes } from './times';
import {
  CLIPPED,
  GAIT_RUN,
  GAIT_UNKNOWN,
  GAIT_WALK,
  HAS_CONTACT,
  HAS_LENGTH,
  HAS_MIDSTANCE,
  HAS_SPEED,
  HAS_STRIDE_TIME,
  HAS_TC,
  HAS_TO,
  Stride,
} from './stride';

/** Contact times of people: from a sprint's 80 ms down to half of that, to a very slow walk. @source physiology, as said */
const CONTACT_LEAST_us = 40000;
const FOOT_OFF_MOST_us = 2500000;
/** After longer than this on the ground the foot stood, and did not roll over it: no contact time. @source physiology, as said */
const CONTACT_MOST_us = 1600000;
/** Stride times of people. @source physiology: cadences of 40 to 400 steps a minute */
const STRIDE_MOST_us = 3000000;
const STRIDE_LEAST_us = 300000;
/** The way of a stride that cannot be told, mm. */
export const NO_LENGTH_mm = -1;

export class Landings {
  /** The landing that waits for its terminal contact; as `land` has left it. */
  readonly pending = new Stride();
  private isPending = false;
  private count = 0;
  private lastIcUs = 0;
  private hasLastIc = false;

  /** @param queue where finished strides go */
  constructor(private readonly queue: StrideQueue) {}

  /** Would a foot-off at `tc` end a contact shorter than the swing before it: is there a flight phase? */
  runs(tc: number): boolean {
    const pending = this.pending;
    if (!this.isPending || (pending.valid & HAS_TO) === 0) return false;
    return ((tc - pending.icUs) | 0) < ((pending.icUs - pending.toUs) | 0);
  }

  /** Does a landing at `ic` follow another within the time of a stride: is it amid gait? */
  follows(ic: number): boolean {
    return this.hasLastIc && ((ic - this.lastIcUs) | 0) < STRIDE_MOST_us;
  }

  /**
   * A swing from the terminal contact `tc` to the initial contact `ic`: ends the contact before, and begins the next.
   * Instants in us of the ring's clock; length (or NO_LENGTH_mm) and duration are those of the way from mid-stance to mid-stance.
   * @param footOffSeen is `tc` measured? A foot set down flat or spun round is not seen to leave the ground.
   */
  land(
    tc: number,
    ic: number,
    midstance: number,
    length_mm: number,
    duration_us: number,
    clipped: boolean,
    footOffSeen: boolean,
  ): void {
    const pending = this.pending;
    if (this.isPending) {
      if (footOffSeen) this.leave(tc);
      this.release();
    }
    pending.icUs = ic;
    pending.toUs = tc;
    pending.midstanceUs = midstance;
    const measured = length_mm !== NO_LENGTH_mm;
    const length = measured ? length_mm : 0;
    pending.lengthMm = length;
    pending.gait = GAIT_UNKNOWN;
    pending.valid = (footOffSeen ? HAS_TO : 0) | HAS_MIDSTANCE | (measured ? HAS_LENGTH | HAS_SPEED : 0);
    if (clipped) pending.valid |= CLIPPED;
    // From landing to landing where both are known: the instant of least rotation wanders over a long stance.
    let time_us = duration_us;
    const strideTime = (ic - this.lastIcUs) | 0;
    if (this.hasLastIc && strideTime > 0 && strideTime < STRIDE_MOST_us) {
      pending.strideTimeUs = strideTime;
      pending.valid |= HAS_STRIDE_TIME;
      if (strideTime > STRIDE_LEAST_us) time_us = strideTime;
    }
    pending.speedMmS = ((length * 1000) / ((time_us / 1000) | 0)) | 0;
    this.lastIcUs = ic;
    this.hasLastIc = true;
    this.isPending = true;
  }

  /** The foot-off `tc` ends the contact that waits for it. */
  private leave(tc: number): void {
    const pending = this.pending;
    const contact = (tc - pending.icUs) | 0;
    if (contact <= CONTACT_LEAST_us || contact >= FOOT_OFF_MOST_us) return;
    pending.tcUs = tc;
    pending.valid |= HAS_TC;
    if (contact >= CONTACT_MOST_us) return;
    pending.contactUs = contact;
    pending.valid |= HAS_CONTACT;
    // A flight phase: the foot is on the ground for less than half of the stride.
    if ((pending.valid & HAS_TO) !== 0) pending.gait = this.runs(tc) ? GAIT_RUN : GAIT_WALK;
  }

  /** The next landing does not follow the last. */
  interrupt(): void {
    this.hasLastIc = false;
  }

  /** Hands the landing that waits for its terminal contact out as it is. */
  release(): void {
    if (!this.isPending) return;
    this.isPending = false;
    this.count = (this.count + 1) & COUNTER_MASK;
    this.pending.index = this.count;
    deriveTimes(this.pending);
    this.queue.push(this.pending);
  }
}
