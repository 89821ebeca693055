/**
 * What the coach says: numbers of observations and their arguments. The words are in companion/coach, for they have no
 * business on the shoe; docs/COACH.md has the rules behind them. A number is never used again for anything else.
 *
 * Plain TypeScript, for the shoe and the phone page alike.
 */

/** After a run. Arguments in brackets. */

/** Cadence below the runner's own at this speed [steps/min below, this run's steps/min, the expected ones]. */
export const CADENCE_BELOW_OWN = 1;
/** Cadence below the published range, and too few runs yet to know the runner's own [steps/min, lower edge of the range]. */
export const CADENCE_BELOW_RANGE = 2;
/** Contact time rose during the run at equal speed [0.1 %, ms at the beginning, ms at the end]. */
export const CONTACT_DRIFT = 3;
/** One foot is longer on the ground [its share 0.1 %, 1 left or 2 right, its usual share 0.1 % or 0 not known]. */
export const IMBALANCE = 4;
/** Much longer than any run of the 30 days before [% longer, this run 10 m, the longest before 10 m]. */
export const LONGEST_RUN_JUMP = 5;

/** Over weeks. */

/** Cadence at the same speed has changed [0.1 steps/min, weeks, steps/min now]. */
export const CADENCE_TREND = 16;
/** Contact time at the same speed has changed [ms, weeks, ms now]. */
export const CONTACT_TREND = 17;
/** The days of the last week were all alike [mean over standard deviation of the daily distance 0.1, days with a run]. */
export const DAYS_ALIKE = 18;

/** Of the shoe. */

/** It has gone far [km, km at which a look is worth while]. */
export const SHOE_AGE = 32;

/** While running: the words for the live cue (bit 6 of a stride's flags, docs/SPEC.md 4.3). Never in a list. */
export const CADENCE_CUE = 48;

export type AdviceKind = 'run' | 'weeks' | 'shoe' | 'live';

export function kindOf(advice: number): AdviceKind {
  if (advice < CADENCE_TREND) return 'run';
  if (advice < SHOE_AGE) return 'weeks';
  return advice < CADENCE_CUE ? 'shoe' : 'live';
}

/** An observation. What the shoe tells (docs/SPEC.md 4.9) and what the page finds by itself have the same form. */
export class Advice {
  /** Which: one of the numbers above, 0 to 65,535. */
  advice = 0;
  /** How much it matters, 0 to 100. */
  weight = 0;
  /** Arguments used, 0 to 3. */
  arguments = 0;
  /** Run it is about, as its owner numbers them; 0 none. */
  run = 0;
  /** Arguments, -32,768 to 32,767. */
  first = 0;
  second = 0;
  third = 0;
}
