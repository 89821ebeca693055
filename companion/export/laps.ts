/** A run cut into laps and stretches without pause, as FIT and TCX want it. Refuses what no exporter could write. */
import type { Run, RunSample } from './run';

export interface Lap {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly moving_ms: number;
  readonly distance_m: number;
  readonly steps: number;
  /** A whole split, else what was left behind the last. */
  readonly isSplit: boolean;
  /** Those that end within the lap. */
  readonly samples: readonly RunSample[];
}

/** Time at which a sample is complete, and its distance covered: within the run. */
export function endOf(sample: RunSample, run: Run): number {
  return Math.min(sample.at_ms + sample.duration_ms, run.elapsed_ms);
}

/** At least one lap. @throws RangeError when the run's times or totals are no such */
export function lapsOf(run: Run): Lap[] {
  checkRun(run);
  const laps: Lap[] = [];
  let from_ms = 0;
  let left = { moving_ms: run.moving_ms, distance_m: run.distance_m, steps: run.steps };
  for (const split of run.splits) {
    const to_ms = Math.min(split.at_ms, run.elapsed_ms);
    if (to_ms <= from_ms) continue;
    const { moving_ms, distance_m, steps } = split;
    laps.push({ ...within(run, from_ms, to_ms), moving_ms, distance_m, steps, isSplit: true });
    left = {
      moving_ms: Math.max(0, left.moving_ms - moving_ms),
      distance_m: Math.max(0, left.distance_m - distance_m),
      steps: Math.max(0, left.steps - steps),
    };
    from_ms = to_ms;
  }
  if (laps.length === 0 || from_ms < run.elapsed_ms)
    laps.push({ ...within(run, from_ms, run.elapsed_ms), ...left, isSplit: false });
  return laps;
}

function within(run: Run, from_ms: number, to_ms: number) {
  const samples = run.samples.filter((sample) => {
    const end_ms = endOf(sample, run);
    return (end_ms > from_ms || from_ms === 0) && end_ms <= to_ms;
  });
  return { from_ms, to_ms, samples };
}

/** The samples of a lap in stretches, a new one behind each pause. */
export function stretchesOf(lap: Lap, run: Run): RunSample[][] {
  const stretches: RunSample[][] = [];
  let last_ms = -1;
  for (const sample of lap.samples) {
    const end_ms = endOf(sample, run);
    const paused = run.pauses.some(({ from_ms }) => from_ms >= last_ms && from_ms < end_ms);
    if (stretches.length === 0 || (paused && last_ms >= 0)) stretches.push([]);
    stretches[stretches.length - 1].push(sample);
    last_ms = end_ms;
  }
  return stretches;
}

/** What a shoe can tell: 32 bits of ms, strides and mm of 48 bits. */
const MOST = 2 ** 48;
const ELAPSED_MOST_ms = 2 ** 32;

function checkRun(run: Run): void {
  for (const name of ['elapsed_ms', 'moving_ms', 'distance_m', 'steps'] as const)
    if (!(run[name] >= 0 && run[name] <= (name === 'elapsed_ms' ? ELAPSED_MOST_ms : MOST)))
      throw new RangeError(`a run with ${name} ${run[name]} cannot be exported`);
  let last_ms = -Infinity;
  for (const { at_ms, duration_ms } of run.samples) {
    if (!(at_ms >= last_ms && at_ms < Infinity && duration_ms >= 0 && duration_ms < Infinity))
      throw new RangeError(`a sample at ${at_ms} ms, ${duration_ms} ms long, does not follow ${last_ms} ms`);
    last_ms = at_ms;
  }
}
