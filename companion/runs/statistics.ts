/** What is reckoned from runs: splits, stretches, personal bests, weeks and months. */
import type { Run, RunSample } from '../export/run';

export interface Split {
  /** Less than the unit for what is left at the end. */
  readonly distance_m: number;
  readonly elapsed_ms: number;
  readonly cadence_spm: number | undefined;
  readonly contact_ms: number | undefined;
}

/** What is left at the end counts as a split from here on, m. */
const REST_LEAST_m = 20;

/** Splits of any unit, by the distance at the end of each sample. Pauses are within the times. */
export function splitsBy(run: Run, unit_m: number): Split[] {
  const splits: Split[] = [];
  let begun_ms = 0;
  let begun_m = 0;
  let within: RunSample[] = [];
  const close = (at_ms: number, at_m: number) => {
    splits.push({
      distance_m: at_m - begun_m,
      elapsed_ms: at_ms - begun_ms,
      cadence_spm: weighted(within, 'cadence_spm'),
      contact_ms: weighted(
        within.filter(({ running }) => running),
        'contact_ms',
      ),
    });
    [begun_ms, begun_m, within] = [at_ms, at_m, []];
  };
  let before_m = 0;
  for (const sample of run.samples) {
    within.push(sample);
    while (sample.distance_m - begun_m >= unit_m) {
      const share = (begun_m + unit_m - before_m) / (sample.distance_m - before_m);
      close(sample.at_ms + share * sample.duration_ms, begun_m + unit_m);
    }
    before_m = sample.distance_m;
  }
  if (run.distance_m - begun_m >= REST_LEAST_m) close(run.elapsed_ms, run.distance_m);
  return splits;
}

export interface Stretch {
  readonly kind: 'run' | 'walk' | 'stand';
  readonly from_ms: number;
  readonly to_ms: number;
  readonly distance_m: number;
}

/** Shorter ones are part of what is around them, ms. */
const STRETCH_LEAST_ms = 20_000;

/** The parts run, walked and stood. */
export function stretchesOf(run: Run): Stretch[] {
  const raw: Stretch[] = [];
  let end_ms = 0;
  let before_m = 0;
  const add = (kind: Stretch['kind'], from_ms: number, to_ms: number, distance_m: number) => {
    const last = raw.at(-1);
    if (last?.kind === kind)
      raw[raw.length - 1] = { ...last, to_ms, distance_m: last.distance_m + distance_m };
    else raw.push({ kind, from_ms, to_ms, distance_m });
  };
  for (const sample of run.samples) {
    if (sample.at_ms - end_ms > 1000) add('stand', end_ms, sample.at_ms, 0);
    end_ms = Math.max(end_ms, sample.at_ms + sample.duration_ms);
    add(sample.running ? 'run' : 'walk', sample.at_ms, end_ms, sample.distance_m - before_m);
    before_m = sample.distance_m;
  }
  return withoutShort(raw);
}

function withoutShort(stretches: readonly Stretch[]): Stretch[] {
  const kept: Stretch[] = [];
  for (const stretch of stretches) {
    const last = kept.at(-1);
    const isShort = (one: Stretch) => one.to_ms - one.from_ms < STRETCH_LEAST_ms;
    if (!last) kept.push(stretch);
    else if (last.kind === stretch.kind || isShort(stretch))
      kept[kept.length - 1] = joined(last, stretch, last.kind);
    // A short one at the very beginning has none before it.
    else if (kept.length === 1 && isShort(last)) kept[0] = joined(last, stretch, stretch.kind);
    else kept.push(stretch);
  }
  return kept;
}

function joined(a: Stretch, b: Stretch, kind: Stretch['kind']): Stretch {
  return { kind, from_ms: a.from_ms, to_ms: b.to_ms, distance_m: a.distance_m + b.distance_m };
}

type Mean = 'cadence_spm' | 'contact_ms' | 'speed_mps' | 'strikeAngle_deg' | 'flight_ms' | 'impact_g';

/** Mean over the time of the samples that have the value. */
export function weighted(samples: readonly RunSample[], key: Mean): number | undefined {
  let [sum, time] = [0, 0];
  for (const sample of samples) {
    const value = sample[key];
    if (value === undefined) continue;
    sum += value * sample.duration_ms;
    time += sample.duration_ms;
  }
  return time > 0 ? sum / time : undefined;
}

/** Share of the left foot in the contact times of both, percent; of the samples run. */
export function balanceOf(samples: readonly RunSample[]): number | undefined {
  let [left, both] = [0, 0];
  for (const { running, contactLeft_ms, contactRight_ms, duration_ms } of samples) {
    if (!running || contactLeft_ms === undefined || contactRight_ms === undefined) continue;
    left += contactLeft_ms * duration_ms;
    both += (contactLeft_ms + contactRight_ms) * duration_ms;
  }
  return both > 0 ? (100 * left) / both : undefined;
}

/** Strike angles that part rearfoot, midfoot and forefoot, degrees (docs/ACCURACY.md). */
const REARFOOT_OVER_deg = 8;
const FOREFOOT_UNDER_deg = -1.6;

export type Strike = 'rearfoot' | 'midfoot' | 'forefoot';

/** Altman and Davis 2012, Gait & Posture 35:298: rearfoot above 8 degrees, forefoot below -1.6. */
export function strikeOf(angle_deg: number): Strike {
  if (angle_deg > REARFOOT_OVER_deg) return 'rearfoot';
  return angle_deg < FOREFOOT_UNDER_deg ? 'forefoot' : 'midfoot';
}

/** Least time for a distance within the run, pauses included; undefined when it is not that long. */
export function fastest_ms(run: Run, distance_m: number): number | undefined {
  if (run.distance_m < distance_m) return undefined;
  const way = wayOf(run.samples);
  const end_m = way.at(-1)?.m ?? 0;
  let best: number | undefined;
  // The way is a row of straight pieces: the fastest stretch begins or ends where two of them meet.
  for (const { m } of way)
    for (const from_m of [m, m - distance_m]) {
      if (from_m < 0 || from_m + distance_m > end_m) continue;
      const time = timeAt(way, from_m + distance_m, 'first') - timeAt(way, from_m, 'last');
      if (best === undefined || time < best) best = time;
    }
  return best;
}

interface Place {
  readonly m: number;
  readonly ms: number;
}

/** Distance over time; a pause takes time and no way. */
function wayOf(samples: readonly RunSample[]): Place[] {
  const way: Place[] = [];
  for (const { at_ms, duration_ms, distance_m } of samples) {
    const last = way.at(-1) ?? { m: 0, ms: at_ms };
    if (way.length === 0 || at_ms > last.ms) way.push({ m: last.m, ms: Math.max(at_ms, last.ms) });
    way.push({ m: distance_m, ms: Math.max(at_ms + duration_ms, last.ms) });
  }
  return way;
}

/** When a distance was reached: at first, or (standing there) at last. */
function timeAt(way: readonly Place[], m: number, which: 'first' | 'last'): number {
  const isBehind = (place: Place) => (which === 'first' ? place.m >= m : place.m > m);
  let [low, high] = [0, way.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBehind(way[middle])) high = middle;
    else low = middle + 1;
  }
  const [before, after] = [way[Math.max(0, low - 1)], way[low]];
  if (!isBehind(after)) return after.ms;
  return after.m > before.m
    ? before.ms + ((m - before.m) / (after.m - before.m)) * (after.ms - before.ms)
    : after.ms;
}

export const BEST_DISTANCES_m = [1000, 1609.344, 5000, 10_000, 21_097.5, 42_195] as const;
