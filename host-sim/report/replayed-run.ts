/** A replayed recording as a run for the exporters: all of it, whether the shoe opened a session or not. */
import type { Run, RunPause, RunSample, RunSplit } from '../../companion/export/run';
import { SESSION_RULES } from '../../firmware/session/rules';
import type { ReplayedStride, ReplayResult } from '../engines/replay';

const SAMPLE_ms = 1000;
const SPLIT_m = SESSION_RULES.split_mm / 1000;
const PAUSE_us = SESSION_RULES.standing_ms * 1000;
const FEET = 2;
const MINUTE_ms = 60_000;

/** From the first landing to the last. Recordings have no date. @throws Error when there are no strides */
export function replayedRun(result: ReplayResult): Run {
  const { strides, foot } = result;
  if (strides.length === 0) throw new Error('there are no strides: nothing to export');
  const start_us = strides[0].ic_us;
  const since_ms = (instant_us: number) => (instant_us - start_us) / 1000;
  const distances_m = distancesOf(result);
  const pauses = pausesOf(strides, since_ms);
  const running = strides.filter(({ kind }) => kind === 'run').length;
  const elapsed_ms = since_ms(strides[strides.length - 1].ic_us);
  return {
    kind: 2 * running > strides.length ? 'run' : 'walk',
    start_ms: undefined,
    zone_min: 0,
    elapsed_ms,
    moving_ms: elapsed_ms - pausedWithin(pauses, 0, elapsed_ms),
    distance_m: distances_m[distances_m.length - 1],
    steps: FEET * strides.length,
    foot: foot ?? 'unknown',
    shoe: 'Footfall virtual shoe',
    samples: samplesOf(strides, distances_m, since_ms),
    splits: splitsOf(strides, distances_m, pauses, since_ms),
    pauses,
  };
}

/** Way covered at each landing. Strides that were not measured share what the shoe booked for them. */
function distancesOf({ strides, distance_m }: ReplayResult): number[] {
  const known = strides.flatMap(({ length_m }) => length_m ?? []);
  const measured_m = known.reduce((sum, length) => sum + length, 0);
  const open = strides.length - known.length;
  const each_m = open > 0 ? Math.max(0, distance_m - measured_m) / open : 0;
  let way_m = 0;
  return strides.map(({ length_m }) => (way_m += length_m ?? each_m));
}

function pausesOf(strides: readonly ReplayedStride[], since_ms: (instant_us: number) => number): RunPause[] {
  return strides.flatMap(({ ic_us }, i) => {
    const before_us = strides[Math.max(0, i - 1)].ic_us;
    return ic_us - before_us > PAUSE_us ? [{ from_ms: since_ms(before_us), to_ms: since_ms(ic_us) }] : [];
  });
}

function pausedWithin(pauses: readonly RunPause[], from_ms: number, to_ms: number): number {
  return pauses.reduce(
    (sum, pause) => sum + Math.max(0, Math.min(pause.to_ms, to_ms) - Math.max(pause.from_ms, from_ms)),
    0,
  );
}

/** Strides by the second they landed in. */
function samplesOf(
  strides: readonly ReplayedStride[],
  distances_m: readonly number[],
  since_ms: (instant_us: number) => number,
): RunSample[] {
  const samples: RunSample[] = [];
  for (let from = 0; from < strides.length;) {
    const second = Math.floor(since_ms(strides[from].ic_us) / SAMPLE_ms);
    let to = from + 1;
    while (to < strides.length && Math.floor(since_ms(strides[to].ic_us) / SAMPLE_ms) === second) to++;
    samples.push(sampleOf(strides.slice(from, to), second * SAMPLE_ms, distances_m[to - 1]));
    from = to;
  }
  return samples;
}

function sampleOf(strides: readonly ReplayedStride[], at_ms: number, distance_m: number): RunSample {
  const mean = (value: (stride: ReplayedStride) => number | undefined): number | undefined => {
    const known = strides.flatMap((stride) => value(stride) ?? []);
    return known.length > 0 ? known.reduce((sum, one) => sum + one, 0) / known.length : undefined;
  };
  const stride_ms = mean((stride) => stride.stride_ms);
  const clearance_m = mean((stride) => stride.clearance_m);
  const rise_m = mean((stride) => stride.rise_m);
  return {
    at_ms,
    duration_ms: SAMPLE_ms,
    distance_m,
    running: 2 * strides.filter(({ kind }) => kind === 'run').length > strides.length,
    speed_mps: mean((stride) => stride.speed_mps),
    cadence_spm: stride_ms === undefined ? undefined : (FEET * MINUTE_ms) / stride_ms,
    contact_ms: mean((stride) => stride.contact_ms),
    strideLength_m: mean((stride) => stride.length_m),
    flight_ms: mean((stride) => stride.flight_ms),
    strikeAngle_deg: mean((stride) => stride.strike_deg),
    eversion_deg: mean((stride) => stride.eversion_deg),
    clearance_mm: clearance_m === undefined ? undefined : 1000 * clearance_m,
    impact_g: mean((stride) => stride.impact_g),
    rise_mm: rise_m === undefined ? undefined : 1000 * rise_m,
  };
}

/** Whole kilometres, interpolated between the landings on either side. */
function splitsOf(
  strides: readonly ReplayedStride[],
  distances_m: readonly number[],
  pauses: readonly RunPause[],
  since_ms: (instant_us: number) => number,
): RunSplit[] {
  const splits: RunSplit[] = [];
  let from_ms = 0;
  let counted = 0;
  for (let i = 1; i < strides.length; i++) {
    const mark_m = SPLIT_m * (splits.length + 1);
    if (distances_m[i] < mark_m) continue;
    const part = (mark_m - distances_m[i - 1]) / (distances_m[i] - distances_m[i - 1]);
    const at_ms = since_ms(strides[i - 1].ic_us + part * (strides[i].ic_us - strides[i - 1].ic_us));
    splits.push({
      at_ms,
      elapsed_ms: at_ms - from_ms,
      moving_ms: at_ms - from_ms - pausedWithin(pauses, from_ms, at_ms),
      distance_m: SPLIT_m,
      steps: FEET * (i - counted),
    });
    from_ms = at_ms;
    counted = i;
  }
  return splits;
}
