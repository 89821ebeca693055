/** What one shoe adds to the outing: its counters only grow, so what the link missed is in the next value. */
import type { StrideDynamics } from '../client/dynamics';
import type { Foot } from '../runs/run';
import type { Measurement } from './measurement';

/** Values older than this are not shown as now, ms. */
export const FRESH_ms = 4000;
/** Faster than anyone runs: a counter that grew more than this was set by someone, not run, m/s. */
const POSSIBLE_mps = 12;
/** Contact and strike are over the strides of so many, ms. */
const RECENT_ms = 10_000;
/** Stride numbers are the low 16 bits. More strides than this at once mean that the shoe has restarted. */
const NUMBERS = 0x10000;
const POSSIBLE_strides_per_s = 3;

export interface RecentStride {
  readonly at_ms: number;
  readonly contact_ms?: number;
  readonly strikeAngle_deg?: number;
  readonly strideTime_ms?: number;
  readonly cadenceCue: boolean;
}

/** Everything that outlives a reload of the page. */
export interface SideState {
  foot: Foot;
  /** Of the outing, when this shoe joined it. */
  readonly joined_m: number;
  readonly joined_strides: number;
  gained_m: number;
  gainedStrides: number;
  /** Last values of the shoe's counters, and when they came. */
  counter_m?: number;
  counter_ms: number;
  number?: number;
  number_ms: number;
}

export class Side {
  measurement: Measurement | undefined;
  measured_ms = -Infinity;
  recent: RecentStride[] = [];

  constructor(readonly state: SideState) {}

  static joining(foot: Foot, distance_m: number, strides: number): Side {
    return new Side({
      foot,
      joined_m: distance_m,
      joined_strides: strides,
      gained_m: 0,
      gainedStrides: 0,
      counter_ms: 0,
      number_ms: 0,
    });
  }

  get distance_m(): number {
    return this.state.joined_m + this.state.gained_m;
  }

  get strides(): number {
    return this.state.joined_strides + this.state.gainedStrides;
  }

  isFresh(now_ms: number): boolean {
    return now_ms - this.measured_ms < FRESH_ms;
  }

  /** @returns metres gained over a time in which nothing was heard; undefined when the link held */
  measure(measurement: Measurement, now_ms: number): void {
    const { state } = this;
    this.measurement = measurement;
    this.measured_ms = now_ms;
    const counter_m = measurement.distance_m;
    if (counter_m === undefined) return;
    if (state.counter_m !== undefined) {
      const gain = counter_m - state.counter_m;
      const possible = ((now_ms - state.counter_ms) / 1000 + 5) * POSSIBLE_mps;
      // A lower counter: the shoe has restarted, or a watch has set it. What it has now may be all since then, or nothing.
      if (gain >= 0 && gain <= possible) state.gained_m += gain;
    }
    state.counter_m = counter_m;
    state.counter_ms = now_ms;
  }

  stride(stride: StrideDynamics, now_ms: number): void {
    const { state } = this;
    if (state.number !== undefined) {
      const gain = (stride.number - state.number + NUMBERS) % NUMBERS;
      const possible = ((now_ms - state.number_ms) / 1000 + 5) * POSSIBLE_strides_per_s;
      state.gainedStrides += gain <= possible ? gain : 1;
    } else state.gainedStrides++;
    state.number = stride.number;
    state.number_ms = now_ms;
    const { contact_ms, strikeAngle_deg, strideTime_ms, cadenceCue } = stride;
    this.recent.push({ at_ms: now_ms, contact_ms, strikeAngle_deg, strideTime_ms, cadenceCue });
    this.recent = this.recent.filter(({ at_ms }) => now_ms - at_ms < RECENT_ms);
  }

  /** As the last stride has it. */
  cadenceCue(now_ms: number): boolean {
    const last = this.recent.at(-1);
    return last !== undefined && now_ms - last.at_ms < FRESH_ms && last.cadenceCue;
  }

  /** Mean of the recent strides. */
  mean(key: 'contact_ms' | 'strikeAngle_deg' | 'strideTime_ms', now_ms: number): number | undefined {
    const values = this.recent
      .filter(({ at_ms }) => now_ms - at_ms < RECENT_ms)
      .map((stride) => stride[key])
      .filter((value) => value !== undefined);
    return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined;
  }
}
