/**
 * The coach on the shoe: looks back at each run when it is over, compares it with those before, and keeps the few things to
 * say until the next. While a session is open it does nothing but watch the cadence.
 *
 * Cheap by its bounds: a record of flash a second, after a run; the runs before are read once after a start. What a run is read with is made
 * for that run, and given back: it has no place beside a session or a transfer. Nothing else is allocated after construction. docs/COACH.md.
 */
import type { ShoeRecord } from '../record/record';
import { CADENCE_TARGET, HEIGHT_cm, SHOE } from '../record/settings';
import type { Live } from '../session/live';
import type { Advice } from './advice';
import { AdviceList, copy } from './advice-list';
import { AfterRun } from './after-run';
import { CadenceCue } from './cadence-cue';
import type { RunFigures } from './figures';
import { TIP_AFTER_s } from './own-cadence';
import { HISTORY_RUNS, RunHistory } from './run-history';
import { RunReview } from './run-review';
import { adviseShoe } from './shoe-age';

/** Bytes of records of earlier runs read after a start. */
const HISTORY_bytes = 131_072;
/** A jump in distance is looked for over so many days (after-run.ts). */
const DAYS_WHOLE = 30;
const MM_IN_KM = 1_000_000;
/** Value of CADENCE_TARGET: the runner's own cadence at the speed of the moment. */
const TARGET_OWN = 1;

export class ShoeCoach {
  /** Grows with every change of what there is to say. */
  revision = 0;
  private readonly record: ShoeRecord;
  private readonly live: Live;
  private readonly list = new AdviceList();
  private readonly afterRun = new AfterRun();
  private readonly runner = { height_cm: 0 };
  private readonly history = new RunHistory();
  /** Of the run that is being read. */
  private review: RunReview | undefined;
  private readonly cadenceCue = new CadenceCue();
  /** The last run looked at; the next one to read back in time, 0 when there is none. */
  private reviewed: number;
  private earlier: number;
  private budget_bytes = HISTORY_bytes;
  /** A run could not be read to its end: whether it was the longest is not known. */
  private missed = false;

  constructor(record: ShoeRecord, live: Live) {
    this.record = record;
    this.live = live;
    // The last run of the life before is looked at again: a phone may not have heard.
    this.reviewed = this.newestOver() - 1;
    if (this.reviewed < 0) this.reviewed = 0;
    this.earlier = this.reviewed;
  }

  get count(): number {
    return this.list.count;
  }

  /** Fills `entry` with the observation of this number, the heaviest being 0. */
  entry(index: number, entry: Advice): void {
    copy(this.list.at(index), entry);
  }

  /** The live cue: cadence has been below the runner's target for a while. */
  get cue(): boolean {
    return this.cadenceCue.on;
  }

  /** Is there a run it has not looked at to the end? */
  get busy(): boolean {
    return this.review !== undefined || this.due() > 0;
  }

  /**
   * To be called about once a second.
   * @param transferring a phone reads runs: the one that was being read is begun anew when it is done
   */
  tick(transferring: boolean): void {
    this.cadenceCue.tick(this.live, this.target_spm());
    const { review } = this;
    if (this.live.inSession || transferring) this.review = undefined;
    else if (review === undefined) this.pick();
    else if (review.step()) {
      this.review = undefined;
      this.take(review);
    }
  }

  private target_spm(): number {
    const target = this.record.setting(CADENCE_TARGET);
    return target === TARGET_OWN ? this.afterRun.own.at(this.live.speed_mm_s / 1000) : target;
  }

  private newestOver(): number {
    const { run, nextRun } = this.record.state;
    return (run > 0 ? run : nextRun) - 1;
  }

  /** The run to look at next: earlier ones while there is room and allowance, then those that are over; 0 none. */
  private due(): number {
    const { earlier, reviewed } = this;
    if (earlier > 0 && this.history.count < HISTORY_RUNS && this.budget_bytes > 0) return earlier;
    return reviewed < this.newestOver() ? reviewed + 1 : 0;
  }

  private pick(): void {
    const run = this.due();
    if (run === 0) return;
    this.review = new RunReview(this.record);
    this.review.begin(run);
  }

  private take(review: RunReview): void {
    const { history } = this;
    const { figures } = review;
    if (figures.run === this.earlier) {
      this.earlier--;
      this.budget_bytes -= review.read_bytes;
      if (review.complete) history.unshift(figures);
    } else {
      this.reviewed = figures.run;
      // A walk, or a dash for the bus, leaves what was said of the last run.
      if (review.complete && figures.isRun && figures.running_s >= TIP_AFTER_s) this.advise(figures);
      if (review.complete) history.push(figures);
    }
    if (!review.complete && review.read_bytes > 0) this.missed = true;
    this.afterRun.own.learn(history, this.record.setting(SHOE));
  }

  private advise(figures: RunFigures): void {
    const { list, record } = this;
    const before = list.count;
    list.clear();
    this.runner.height_cm = record.setting(HEIGHT_cm);
    this.afterRun.advise(list, this.runner, figures, this.history, this.isWhole(figures.day));
    adviseShoe(list, record.distance_mm / MM_IN_KM);
    if (before > 0 || list.count > 0) this.revision++;
  }

  /** Are all runs of the 30 days before this one among those remembered? */
  private isWhole(today: number): boolean {
    const { history } = this;
    if (this.missed) return false;
    if (this.earlier === 0 && this.reviewed <= HISTORY_RUNS) return true;
    if (history.count === 0) return false;
    const { day } = history.at(0);
    return day > 0 && day <= today - DAYS_WHOLE;
  }
}
