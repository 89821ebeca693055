import type { Span } from './gait';
import {
  cadenceStats,
  lengthStats,
  mean,
  percentile,
  prf,
  timingStats,
  type CadenceStats,
  type LengthStats,
  type Prf,
  type TimingStats,
} from './stats';

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
  /** Errors of the cadence in windows of 10 s, strides per minute; silent: windows in which the shoe had none. */
  cadence_spm?: CadenceStats & { silent: number };
  contact_ms?: TimingStats;
  /** Strides reported while the foot stood, or moved without a step. */
  non_walking?: { hours: number; false_strides: number; per_hour: number };
  /** From the start of gait to the first stride reported, s; never: recordings in which none was. */
  start_s?: { n: number; never: number; median: number; p95: number };
}

function addTo(target: Counts, counts: Readonly<Counts>): void {
  counts.forEach((count, i) => (target[i] += count));
}

export function pairErrors(pairs: readonly Pair[]): { n: number; err_pct: number; mape: number } {
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
  readonly cadenceErrors_spm: number[] = [];
  silentWindows = 0;
  readonly contactErrors_us: number[] = [];
  readonly starts_s: number[] = [];
  unreported = 0;
  private stood_us = 0;
  private falseWhileStanding = 0;
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

  /** Adds a stretch of time without a step, and the contacts among `ic` that were found in it. */
  addStanding({ start_us, end_us }: Span, ic: readonly number[]): void {
    this.stood_us += end_us - start_us;
    this.falseWhileStanding += ic.filter((time) => time >= start_us && time < end_us).length;
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
    this.addMeasures(row);
    return row;
  }

  private addMeasures(row: Row): void {
    const { stood_us, falseWhileStanding, silentWindows, unreported, starts_s } = this;
    if (this.cadenceErrors_spm.length > 0)
      row.cadence_spm = { ...cadenceStats(this.cadenceErrors_spm), silent: silentWindows };
    row.contact_ms = timingStats(this.contactErrors_us);
    if (stood_us > 0) {
      const hours = stood_us / 3.6e9;
      row.non_walking = { hours, false_strides: falseWhileStanding, per_hour: falseWhileStanding / hours };
    }
    if (starts_s.length > 0)
      row.start_s = {
        n: starts_s.length,
        never: unreported,
        median: percentile(starts_s, 50),
        p95: percentile(starts_s, 95),
      };
  }
}
