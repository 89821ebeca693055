/** What the session rules need to know of one landing: filled in place for every stride. */

/** Does a landing belong to what a rule asks for? */
export const NO = 0;
export const YES = 1;
/** Not to be told from this landing alone (the first after standing has no cadence). */
export const OPEN = 2;

export class Landing {
  /** Initial contact, ms on the clock's scale; never less than that of the landing before. */
  ic_ms = 0;
  /** Time since the landing before, ms; 0 when the runner stood in between. */
  gap_ms = 0;
  /** Length of the stride that ended here, whole mm. */
  length_mm = 0;
  /** The length stands in for a missing one. */
  estimated = false;
  /** This stride was run. */
  ran = false;
  /** NO, YES or OPEN: a running stride at a running cadence. */
  runs = OPEN;
  /** NO, YES or OPEN: brisk walking, or running. */
  brisk = OPEN;
}
