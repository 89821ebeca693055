import { RunFigures, type RunsBefore } from './figures';

/** Runs a shoe remembers for comparison. */
export const HISTORY_RUNS = 16;
const FIELDS = 7;

/** The last runs, packed: of each what the rules want of runs before. Allocates nothing after construction. */
export class RunHistory implements RunsBefore {
  count = 0;
  /** Right-aligned: the newest is the last. Seven digits each: none of the figures is known to more. */
  private readonly values = new Float32Array(HISTORY_RUNS * FIELDS);
  private readonly figures = new RunFigures();

  /** The same object each time. */
  at(index: number): Readonly<RunFigures> {
    const { values, figures } = this;
    const at = (HISTORY_RUNS - this.count + index) * FIELDS;
    figures.shoe = values[at];
    figures.day = values[at + 1];
    figures.isRun = values[at + 2] > 0;
    figures.distance_m = values[at + 3];
    figures.running_s = values[at + 4];
    figures.speed_mps = values[at + 5];
    figures.cadence_spm = values[at + 6];
    return figures;
  }

  /** Adds a run newer than all; the oldest goes when there is no room. */
  push(run: Readonly<RunFigures>): void {
    this.values.copyWithin(0, FIELDS);
    if (this.count < HISTORY_RUNS) this.count++;
    this.put(HISTORY_RUNS - 1, run);
  }

  /** Adds a run older than all, if there is room. */
  unshift(run: Readonly<RunFigures>): void {
    if (this.count === HISTORY_RUNS) return;
    this.count++;
    this.put(HISTORY_RUNS - this.count, run);
  }

  private put(place: number, run: Readonly<RunFigures>): void {
    const values = this.values;
    const at = place * FIELDS;
    values[at] = run.shoe;
    values[at + 1] = run.day;
    values[at + 2] = run.isRun ? 1 : 0;
    values[at + 3] = run.distance_m;
    values[at + 4] = run.running_s;
    values[at + 5] = run.speed_mps;
    values[at + 6] = run.cadence_spm;
  }
}
