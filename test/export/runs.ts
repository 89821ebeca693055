/** Runs as the exporters take them, made up. */
import type { Run, RunSample } from '../../companion/export/run';

/** 2026-11-24 06:10 UTC, 14:10 in Shanghai. */
export const START_ms = Date.UTC(2026, 10, 24, 6, 10);

export function sampleAt(at_ms: number, more: Partial<RunSample> = {}): RunSample {
  return {
    at_ms,
    duration_ms: 8000,
    distance_m: (3.1 * (at_ms + 8000)) / 1000,
    running: true,
    speed_mps: 3.1,
    cadence_spm: 171,
    contact_ms: 251.5,
    strideLength_m: 2.18,
    flight_ms: 98,
    strikeAngle_deg: -3.5,
    ...more,
  };
}

/** Twelve minutes at 3.1 m/s, two of them standing, in two whole kilometres and a rest. */
export function steadyRun(more: Partial<Run> = {}): Run {
  const samples: RunSample[] = [];
  for (let at_ms = 0; at_ms < 360_000; at_ms += 8000) samples.push(sampleAt(at_ms));
  for (let at_ms = 480_000; at_ms < 840_000; at_ms += 8000)
    samples.push(sampleAt(at_ms, { distance_m: (3.1 * (at_ms - 112_000)) / 1000 }));
  return {
    kind: 'run',
    start_ms: START_ms,
    zone_min: 480,
    elapsed_ms: 840_000,
    moving_ms: 720_000,
    distance_m: 2232,
    steps: 2052,
    foot: 'left',
    shoe: 'Blue & "fast" <shoe>',
    serial: 'F8164C0A12',
    firmware: '0.1.0',
    samples,
    splits: [
      { at_ms: 322_581, elapsed_ms: 322_581, moving_ms: 322_581, distance_m: 1000, steps: 919 },
      { at_ms: 765_161, elapsed_ms: 442_580, moving_ms: 322_580, distance_m: 1000, steps: 919 },
    ],
    pauses: [{ from_ms: 360_000, to_ms: 480_000 }],
    ...more,
  };
}
