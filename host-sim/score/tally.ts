import { lengthStats, mean, prf, timingStats, type LengthStats, type Prf, type TimingStats } from './stats';

/** Right, wrong and missed detections. */
export type Counts = [tp: number, fp: number, fn: number];

/** Detected against true, of one recording. */
export type Pair = [detected: number, truth: number];

/** One row of the score table. A section is absent when no recording of the row has truth for it. */
export interface Row {
  recordings: number;
  stride?: Prf;
  stride_250ms?: Prf;
  ic_ms?: TimingStats;
  tc?: Prf;
  tc_ms?: TimingStats;
  /** Share of motion-capture swings with exactly one initial contact between speed peak and rest. */
  mocap_ok?: number;
  length_m?: LengthStats;
  /** Error of the summed distance, and mean absolute error of a recording's, percent. */
  distance?: { n: number; err_pct: number; mape: number };
  /** Error of the summed stride count, mean absolute error of a recording's, and share of exact recordings. */
  count?: { n: number; detected: number; truth: number; err_pct: number; mape: number; exact: number };
}

function addTo(target: Counts, counts: Readonly<Counts>): void {
  counts.forEach((count, i) => (target[i] += count));
}

function pairErrors(pairs: readonly Pair[]): { n: number; err_pct: number; mape: number } {
  const detected = pairs.reduce((total, pair) => total + pair[0], 0);
  const truth = pairs.reduce((total, pair) => total + pair[1], 0);
  return {
    n: pairs.length,
    err_pct: 100 * (detected / truth - 1),
    mape: 100 * mean(pairs.map((pair) => Math.abs(pair[0] / pair[1] - 1))),
  };
}

/** Sums of one row while recordings are scored. */
export class Tally {
  recordings = 0;
  readonly icErrors_us: number[] = [];
  readonly tcErrors_us: number[] = [];
  readonly lengths_m: Pair[] = [];
  readonly distances_m: Pair[] = [];
  readonly counts: Pair[] = [];
  readonly mocap: [right: number, swings: number] = [0, 0];
  private strides: Counts | undefined;
  private stridesWide: Counts | undefined;
  private contactsEnded: Counts | undefined;

  addStrides(counts: Readonly<Counts>): void {
    addTo((this.strides ??= [0, 0, 0]), counts);
  }

  /** Strides matched within the wide tolerance, which tells a missed stride from a badly timed one. */
  addStridesWide(counts: Readonly<Counts>): void {
    addTo((this.stridesWide ??= [0, 0, 0]), counts);
  }

  addTerminalContacts(counts: Readonly<Counts>): void {
    addTo((this.contactsEnded ??= [0, 0, 0]), counts);
  }

  row(): Row {
    const row: Row = { recordings: this.recordings };
    if (this.strides) row.stride = prf(...this.strides);
    if (this.stridesWide?.some((count) => count > 0)) row.stride_250ms = prf(...this.stridesWide);
    row.ic_ms = timingStats(this.icErrors_us);
    if (this.contactsEnded) row.tc = prf(...this.contactsEnded);
    row.tc_ms = timingStats(this.tcErrors_us);
    if (this.mocap[1] > 0) row.mocap_ok = this.mocap[0] / this.mocap[1];
    row.length_m = lengthStats(
      this.lengths_m.map((pair) => pair[0]),
      this.lengths_m.map((pair) => pair[1]),
    );
    if (this.distances_m.length > 0) row.distance = pairErrors(this.distances_m);
    if (this.counts.length > 0) {
      row.count = {
        ...pairErrors(this.counts),
        detected: this.counts.reduce((total, pair) => total + pair[0], 0),
        truth: this.counts.reduce((total, pair) => total + pair[1], 0),
        exact: mean(this.counts.map((pair) => (pair[0] === pair[1] ? 1 : 0))),
      };
    }
    return row;
  }
}
