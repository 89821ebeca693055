/**
 * Do the numbers of a recording look like the units of the format? Gravity is the yardstick: a foot reads 1000 mg when it
 * rests, and about that in the middle of its values when it moves.
 */
import { SAMPLE_VALUES } from './source';

/** Something about a recording that looks wrong: the column it concerns, what was expected and what was found. */
export interface UnitFault {
  column: 't_us' | 'ax' | 'gx';
  expected: string;
  found: string;
}

/** Samples looked at: about ten seconds at the usual rates. */
export const PROBE_SAMPLES = 2048;
/** Fewer samples than this tell nothing. */
const LEAST_SAMPLES = 8;

/** Time steps a shoe's sensor can have: 5 kHz to 2 Hz. */
const STEP_US = { least: 200, most: 500_000 };
/** Middle of the acceleration while running or walking; a running foot reads up to 2 g in the middle of its values. */
const MOVING_MG = { least: 300, most: 3500 };
/** Rest with a sensor's scale error: the recordings at hand read 985 to 1070 mg. */
const RESTING_MG = { least: 800, most: 1250 };
/** A stretch counts as rest when no axis moves by more than 2 % of the whole, for 0.3 s. */
const REST_SPREAD = 0.02;
const REST_US = 300_000;

/** A foot that moves so much (peak to peak) rotates more than any of the limits below. */
const MOVED_MG = 1500;
const STEPPED_MG = 4000;
/** 3000 degree/s in rad/s, and 100 degree/s as the format writes it. */
const RAD_S_PEAK = 52;
const DPS_PEAK = 1000;

/** Collects the first samples of a recording and judges them. */
export class UnitProbe {
  private readonly samples: number[] = [];
  private count = 0;

  /** @param frame as `TraceSource.next` fills it */
  add(frame: Float64Array): void {
    for (let i = 0; i < SAMPLE_VALUES; i++) this.samples.push(frame[i]);
    this.count++;
  }

  get full(): boolean {
    return this.count >= PROBE_SAMPLES;
  }

  /** What looks wrong; nothing when the recording is too short to tell. */
  fault(hasGyro: boolean): UnitFault | undefined {
    if (this.count < LEAST_SAMPLES) return undefined;
    return this.timeFault() ?? this.accelFault() ?? (hasGyro ? this.gyroFault() : undefined);
  }

  private value(sample: number, column: number): number {
    return this.samples[sample * SAMPLE_VALUES + column];
  }

  private timeFault(): UnitFault | undefined {
    const steps: number[] = [];
    for (let i = 1; i < this.count; i++) steps.push(this.value(i, 0) - this.value(i - 1, 0));
    const step = median(steps);
    if (step >= STEP_US.least && step <= STEP_US.most) return undefined;
    const found = `steps of ${round(step)} (${timeGuess(step)})`;
    return { column: 't_us', expected: 'time in microseconds, in steps of 200 us to 0.5 s', found };
  }

  private accelFault(): UnitFault | undefined {
    const rest = this.restNorm();
    const norm = rest ?? median(this.norms());
    const limits = rest === undefined ? MOVING_MG : RESTING_MG;
    if (norm >= limits.least && norm <= limits.most) return undefined;
    const where = rest === undefined ? 'in the middle of the first values' : 'at rest';
    const expected = 'acceleration in milli-g (gravity reads about 1000)';
    return { column: 'ax', expected, found: `${round(norm)} ${where} (${accelGuess(norm)})` };
  }

  private norms(): number[] {
    return Array.from({ length: this.count }, (_, i) =>
      Math.hypot(this.value(i, 1), this.value(i, 2), this.value(i, 3)),
    );
  }

  /** Mean acceleration over the first stretch in which the sensor lay still; undefined when it never did. */
  private restNorm(): number | undefined {
    let from = 0;
    while (from < this.count) {
      const to = this.stillUntil(from);
      if (to === undefined) return undefined;
      if (this.value(to, 0) - this.value(from, 0) >= REST_US) {
        const norms = this.norms().slice(from, to + 1);
        return norms.reduce((sum, norm) => sum + norm, 0) / norms.length;
      }
      from += Math.max(1, (to - from) >> 1);
    }
    return undefined;
  }

  /** Last sample up to which no axis left its band, looking no further than needed; undefined when none is left. */
  private stillUntil(from: number): number | undefined {
    if (from + 1 >= this.count) return undefined;
    const low = [1, 2, 3].map((axis) => this.value(from, axis));
    const high = [...low];
    const band = REST_SPREAD * Math.hypot(low[0], low[1], low[2]);
    let to = from;
    while (to + 1 < this.count && this.value(to, 0) - this.value(from, 0) < REST_US) {
      for (let axis = 0; axis < 3; axis++) {
        low[axis] = Math.min(low[axis], this.value(to + 1, axis + 1));
        high[axis] = Math.max(high[axis], this.value(to + 1, axis + 1));
        if (high[axis] - low[axis] > band) return to;
      }
      to++;
    }
    return to;
  }

  /**
   * The format's integers of 0.1 degree/s cannot tell a slow foot from wrong units; numbers with decimals that stay small
   * while the foot is shaken can.
   */
  private gyroFault(): UnitFault | undefined {
    let peak = 0;
    let decimals = false;
    for (let i = 0; i < this.count; i++) {
      for (let axis = 4; axis < SAMPLE_VALUES; axis++) {
        const value = this.value(i, axis);
        peak = Math.max(peak, Math.abs(value));
        decimals ||= !Number.isInteger(value);
      }
    }
    const norms = this.norms();
    const moved = Math.max(...norms) - Math.min(...norms);
    if (!decimals || moved < MOVED_MG) return undefined;
    const expected = 'rotation in 0.1 degree/s (walking reaches 3000 and more)';
    const found = `at most ${round(peak)} while the acceleration moved by ${round(moved)} mg`;
    if (peak < RAD_S_PEAK) return { column: 'gx', expected, found: `${found} (looks like rad/s)` };
    if (peak < DPS_PEAK && moved >= STEPPED_MG)
      return { column: 'gx', expected, found: `${found} (looks like degree/s)` };
    return undefined;
  }
}

function timeGuess(step_us: number): string {
  if (step_us < 0.5) return 'looks like seconds';
  if (step_us < STEP_US.least) return 'looks like milliseconds';
  return 'looks like nanoseconds';
}

function accelGuess(norm: number): string {
  if (norm === 0) return 'no acceleration at all: a dead sensor';
  if (norm > 0.3 && norm < 3.5) return 'looks like g';
  if (norm > 6 && norm < 35) return 'looks like m/s2';
  if (norm > 7000) return 'looks like mm/s2 or raw counts of the sensor';
  if (norm > MOVING_MG.most || norm > RESTING_MG.most) return 'looks like raw counts of the sensor';
  return 'of no unit we know';
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}
