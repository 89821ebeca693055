/** Landings that may become a session: they are added up from the first one, so that nothing is lost when they do. */
import type { Landing } from './landing';
import { NO, YES } from './landing';
import { Splits } from './splits';
import { Tally } from './tally';

/**
 * A bout outlives as many landings of another kind in a row: as many as `lapse_ms` of standing takes (8 strides of a walk
 * at 100 steps/min last 10 s). Fewer when it has only begun, so that a wrong word of the detector now and then holds
 * nothing open.
 */
const CREDIT_MOST = 8;

export class Bout {
  readonly tally = new Tally();
  readonly splits: Splits;
  private open = false;
  /** Landings that belonged less those that did not. */
  private credit = 0;
  private lastBelonging_ms = 0;

  constructor(split_mm: number) {
    this.splits = new Splits(split_mm);
  }

  /**
   * Takes a landing.
   * @param belongs NO, YES or OPEN. An open one may begin a bout, when the next belongs.
   * @param lapse_ms longest time without a landing that belongs
   */
  add(landing: Landing, belongs: number, lapse_ms: number): void {
    if (this.open && landing.ic_ms - this.lastBelonging_ms > lapse_ms) this.open = false;
    if (belongs === NO) {
      if (this.credit === 0) this.open = false;
      if (!this.open) return;
      this.credit--;
    }
    if (this.open) this.tally.add(landing);
    else {
      this.open = true;
      this.credit = 0;
      this.tally.begin(landing);
      this.splits.begin(landing.ic_ms);
      this.lastBelonging_ms = landing.ic_ms;
    }
    this.splits.add(this.tally, landing);
    if (belongs !== YES) return;
    if (this.credit < CREDIT_MOST) this.credit++;
    this.lastBelonging_ms = landing.ic_ms;
  }

  /** Time from the first landing to the last that belonged, ms; 0 when there is no bout. */
  held_ms(): number {
    return this.open ? this.lastBelonging_ms - this.tally.first_ms : 0;
  }

  close(): void {
    this.open = false;
  }
}
