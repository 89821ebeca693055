/**
 * When a session starts, pauses, goes on and stops by itself.
 *
 * Every number is a published rule of a shoe pod or of gait research, or says that it is our own choice. Steps per minute
 * count both feet. Sources by short name:
 * - Milestone: milestonepod.com/faq/parameters and /explore/metrics
 * - Stryd: help.stryd.com, article 6879539 (when Stryd is activated and when it stops recording)
 * - Under Armour: the Gemini 2 RE as described at buff.ly/1nh9B5c
 * - Mobilise-D: the walking-bout rules of mobilise-d/mobgap (`MaxBreakCriteria(max_break_s=3)`)
 */
export interface SessionRules {
  /** A running stride counts towards the start of a run from this cadence on. */
  readonly runCadence_spm: number;
  /** Running held this long starts a session. */
  readonly runHeld_ms: number;
  /** Walking is brisk from this cadence on. Only a brisk walk starts a session, and a session ends with the last brisk stride. */
  readonly briskCadence_spm: number;
  /** Brisk walking (or running) held this long starts a session. */
  readonly briskHeld_ms: number;
  /** Before the start: standing up to this long does not break what has been held so far. */
  readonly lapse_ms: number;
  /** No landing for this long: the runner stands, and an open session is paused from the last landing on. */
  readonly standing_ms: number;
  /** Standing this long ends the session. */
  readonly stopStanding_ms: number;
  /** Nothing brisk for this long ends the session, even when there were slow steps. */
  readonly stopSlow_ms: number;
  /** Length of a split, mm. */
  readonly split_mm: number;
}

export const SESSION_RULES: SessionRules = Object.freeze({
  /** Stryd: "greater than 130 steps/minute" is a running cadence. */
  runCadence_spm: 130,
  /**
   * Our choice: long enough that catching a bus is no run. No vendor publishes how long its running cadence must last.
   * Nothing is lost by waiting, since a session begins with the first stride of what was held.
   */
  runHeld_ms: 60000,
  /** Milestone: a session starts "when your cadence is 100 spm or more, for 6 minutes or more". */
  briskCadence_spm: 100,
  briskHeld_ms: 360000,
  /**
   * Milestone adds its measures up by the minute: at 120 spm a minute with a stop of 10 s still makes 100 steps, so such a
   * stop breaks nothing there either.
   */
  lapse_ms: 10000,
  /**
   * Mobilise-D: a walking bout is broken by 3 s without a stride. To that come the 2 s by which a stride is at most
   * reported late.
   */
  standing_ms: 5000,
  /** Under Armour: the shoe goes on over short stops and ends the workout at complete stops longer than three minutes. */
  stopStanding_ms: 180000,
  /** Milestone: a drop under 100 spm for longer than 30 minutes ends the session. */
  stopSlow_ms: 1800000,
  /** A kilometre. */
  split_mm: 1000000,
});
