/** Walk or run, stride by stride and smoothed. */
import { GAIT_RUN, GAIT_UNKNOWN, GAIT_WALK } from '../stepdetect/stride';

/**
 * Where a stride's contact was not seen, its cadence tells: 134, 139 and 141 steps/min part walking from running about
 * equally well (93 %), from which the authors take a range of 135 to 140 steps/min (Hum Mov Sci 90:103117, 2023). In
 * between it is open.
 */
const RUN_FROM_spm = 140;
const WALK_BELOW_spm = 135;

/** Votes the smoothed gait moves through: three strides of the other gait in a row turn a settled one. */
const VOTES_MOST = 4;
const VOTES_RUN = 3;
const VOTES_WALK = 1;
const VOTES_OPEN = 2;

/**
 * The gait of one stride: the detector's, else by cadence.
 * @param person_spm cadence of this very stride, 0 when not known
 */
export function gaitOf(detected: number, person_spm: number): number {
  if (detected !== GAIT_UNKNOWN || person_spm === 0) return detected;
  if (person_spm >= RUN_FROM_spm) return GAIT_RUN;
  return person_spm < WALK_BELOW_spm ? GAIT_WALK : GAIT_UNKNOWN;
}

/** The present gait with hysteresis: a single stride of the other gait changes nothing, but the first after standing does. */
export class GaitState {
  running = false;
  private votes = VOTES_OPEN;

  add(gait: number): void {
    if (gait === GAIT_RUN && this.votes < VOTES_MOST) this.votes++;
    else if (gait === GAIT_WALK && this.votes > 0) this.votes--;
    if (this.votes >= VOTES_RUN) this.running = true;
    else if (this.votes <= VOTES_WALK) this.running = false;
  }

  /** The runner stands. */
  clear(): void {
    this.running = false;
    this.votes = VOTES_OPEN;
  }
}
