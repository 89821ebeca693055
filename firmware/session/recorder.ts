/**
 * Starts, pauses, resumes and stops sessions by the rules, and tells the sink.
 *
 *     idle --a bout held long enough--> open --standing--> paused --stood too long, or nothing brisk--> idle
 *                                         ^----two landings----'
 *
 * What comes after the last brisk stride (slow steps, single steps at a traffic light) counts only once a brisk stride
 * follows: until then it is in `tally` but not in `sure`, and its splits are held back.
 */
import { Bout } from './bout';
import { FEET } from './cadence';
import { YES, type Landing } from './landing';
import type { SessionRules } from './rules';
import type { SessionSink, SessionStop } from './sink';
import { Splits } from './splits';
import { Tally } from './tally';

export class SessionRecorder {
  inSession = false;
  paused = false;
  /** The open session with all its landings, and as of its last brisk one. */
  readonly tally = new Tally();
  private readonly sure = new Tally();
  private readonly splits: Splits;
  private readonly run: Bout;
  private readonly walk: Bout;
  private readonly rules: SessionRules;
  private readonly sink: SessionSink | undefined;
  private session = 0;
  private pausedSince_ms = 0;

  constructor(rules: SessionRules, sink: SessionSink | undefined) {
    this.rules = rules;
    this.sink = sink;
    this.splits = new Splits(rules.split_mm);
    this.run = new Bout(rules.split_mm);
    this.walk = new Bout(rules.split_mm);
  }

  /** Takes a landing. `settle` must have been called for its instant. */
  land(landing: Landing): void {
    if (this.inSession) this.goOn(landing);
    else this.wait(landing);
  }

  /** No landing for `standing_ms`. */
  stand(): void {
    if (!this.inSession || this.paused) return;
    this.paused = true;
    this.pausedSince_ms = this.tally.last_ms;
    const { session, tally } = this;
    const { last_ms, moving_ms, distance_mm } = tally;
    this.sink?.pause({ session, at_ms: last_ms, moving_ms, distance_mm });
  }

  /** Ends the session when its time is over. */
  settle(now_ms: number): void {
    if (!this.inSession) return;
    const stood = now_ms - this.tally.last_ms >= this.rules.stopStanding_ms;
    if (stood || now_ms - this.sure.last_ms >= this.rules.stopSlow_ms) this.stop();
  }

  /** Ends the open session with its last brisk stride. */
  stop(): void {
    if (!this.inSession) return;
    this.inSession = false;
    this.paused = false;
    const sure = this.sure;
    const footCadence_spm = sure.footCadence_spm();
    const stop: SessionStop = {
      session: this.session,
      start_ms: sure.first_ms,
      end_ms: sure.last_ms,
      elapsed_ms: sure.last_ms - sure.first_ms,
      moving_ms: sure.moving_ms,
      strides: sure.strides,
      steps: FEET * sure.strides,
      distance_mm: sure.distance_mm,
      footCadence_spm,
      personCadence_spm: FEET * footCadence_spm,
      run: 2 * sure.runStrides > sure.strides ? 1 : 0,
      runStrides: sure.runStrides,
      estimatedStrides: sure.estimatedStrides,
      splits: this.splits.told,
    };
    this.sink?.stop(stop);
  }

  private wait(landing: Landing): void {
    const rules = this.rules;
    this.run.add(landing, landing.runs, rules.lapse_ms);
    this.walk.add(landing, landing.brisk, rules.lapse_ms);
    // A run is asked first: a walk to warm up is then left out of it, as Milestone trims it (parameters, 5).
    if (this.run.held_ms() >= rules.runHeld_ms) this.start(this.run, 1);
    else if (this.walk.held_ms() >= rules.briskHeld_ms) this.start(this.walk, 0);
  }

  private start(bout: Bout, run: number): void {
    this.inSession = true;
    this.session++;
    this.tally.copy(bout.tally);
    this.sure.copy(bout.tally);
    this.splits.copy(bout.splits);
    this.run.close();
    this.walk.close();
    this.sink?.start({ session: this.session, start_ms: this.tally.first_ms, run });
    this.splits.tell(this.sink, this.session);
  }

  private goOn(landing: Landing): void {
    if (this.paused && landing.gap_ms > 0) this.resume(landing.ic_ms - landing.gap_ms);
    this.tally.add(landing);
    this.splits.add(this.tally, landing);
    if (landing.brisk !== YES) return;
    this.sure.copy(this.tally);
    this.splits.tell(this.sink, this.session);
  }

  /** Two landings in a row end a pause: one alone is a foot moved while waiting. */
  private resume(at_ms: number): void {
    this.paused = false;
    this.sink?.resume({ session: this.session, at_ms, paused_ms: at_ms - this.pausedSince_ms });
  }
}
