/** Runs made up for tests of what is reckoned from them. */
import type { Run, RunSample } from '../../companion/export/run';
import type { FootRun } from '../../companion/runs/run';
import type { Sample } from '../../companion/runs/series';

export const START_ms = Date.UTC(2026, 5, 1, 6);

export function footRun(of: Partial<FootRun> = {}, sample: Partial<Sample> = {}, count = 75): FootRun {
  return {
    foot: 'left',
    isRun: true,
    start_ms: START_ms,
    zone_min: 0,
    pair: 1,
    elapsed_ms: count * 8000,
    moving_ms: count * 8000,
    strides: 10 * count,
    distance_mm: 10 * count * 2400,
    period_s: 8,
    phase_ms: 0,
    samples: Array.from({ length: count }, (_, k) => ({
      k,
      strides: 10,
      isRun: true,
      clipped: false,
      strideTime_ms: 800,
      contact_ms: 250,
      length_cm: 240,
      speed_cm_s: 300,
      ...sample,
    })),
    splits: [],
    pauses: [],
    hasStart: true,
    endedByReset: false,
    ...of,
  };
}

/** A run of pieces of 10 s each, at these speeds in m/s; 0 stands. */
export function runOf(
  speeds: readonly number[],
  of: Partial<Run> = {},
  sample: Partial<RunSample> = {},
): Run {
  const samples: RunSample[] = [];
  let distance_m = 0;
  speeds.forEach((speed_mps, i) => {
    if (speed_mps === 0) return;
    distance_m += 10 * speed_mps;
    const running = speed_mps > 2;
    samples.push({ at_ms: 10_000 * i, duration_ms: 10_000, distance_m, running, speed_mps, ...sample });
  });
  return {
    kind: 'run',
    start_ms: START_ms,
    zone_min: 0,
    elapsed_ms: 10_000 * speeds.length,
    moving_ms: 10_000 * samples.length,
    distance_m,
    steps: 0,
    foot: 'left',
    samples,
    splits: [],
    pauses: [],
    ...of,
  };
}
