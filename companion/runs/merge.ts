/** One run of a runner from what one shoe, or both, recorded of it. */
import type { Run, RunPause, RunSample, RunSplit } from '../export/run';
import type { FootRun } from './run';
import type { Sample } from './series';

/** Two recordings are of one run when they share this much of the shorter one's time. */
const SHARED_LEAST = 0.5;
/** Samples of the two shoes belong together when their middles are this near, in periods. */
const NEAR_periods = 0.75;

export interface Recording {
  /** Which shoe; two recordings of one shoe are never one run. */
  readonly shoe: string;
  readonly run: FootRun;
}

/** Puts recordings of the same run together. In order of start; those without a date last. */
export function pairUp<T extends Recording>(recordings: readonly T[]): T[][] {
  const sorted = [...recordings].sort((a, b) => (a.run.start_ms ?? Infinity) - (b.run.start_ms ?? Infinity));
  const groups: T[][] = [];
  for (const recording of sorted) {
    const partner = groups.findLast((group) => group.length === 1 && areOne(group[0], recording));
    if (partner) partner.push(recording);
    else groups.push([recording]);
  }
  return groups;
}

function areOne(a: Recording, b: Recording): boolean {
  const [first, second] = [a.run, b.run];
  if (a.shoe === b.shoe || (first.foot !== 'unknown' && first.foot === second.foot)) return false;
  if (first.start_ms === undefined || second.start_ms === undefined) return false;
  const from = Math.max(first.start_ms, second.start_ms);
  const to = Math.min(first.start_ms + first.elapsed_ms, second.start_ms + second.elapsed_ms);
  return to - from > SHARED_LEAST * Math.min(first.elapsed_ms, second.elapsed_ms);
}

/**
 * The run of one or two recordings. Distance and times of two are means, steps their sum, a value of a sample the mean of
 * those feet that have it; splits and pauses are those of the first.
 * @param of what `Run` says of the shoe besides
 */
export function mergedRun(
  recordings: readonly FootRun[],
  of: Pick<Run, 'shoe' | 'serial' | 'firmware'> = {},
): Run {
  const [one, other] = leftFirst(recordings);
  const runs = other ? [one, other] : [one];
  const samples = mergedSamples(one, other);
  const distance_m = mean(runs.map(({ distance_mm }) => distance_mm / 1000));
  return {
    kind: one.isRun ? 'run' : 'walk',
    start_ms: one.start_ms,
    zone_min: one.zone_min,
    elapsed_ms: Math.max(...runs.map(({ elapsed_ms }) => elapsed_ms)),
    moving_ms: Math.round(mean(runs.map(({ moving_ms }) => moving_ms))),
    distance_m,
    steps: other ? one.strides + other.strides : 2 * one.strides,
    foot: other ? 'both' : one.foot,
    ...of,
    samples: scaledTo(samples, distance_m),
    splits: splitsOf(one),
    pauses: one.pauses.map(({ from_ms, to_ms }): RunPause => ({ from_ms, to_ms })),
  };
}

/** Left before right: where the two are told apart by place, the place is the foot. */
function leftFirst(recordings: readonly FootRun[]): [FootRun, FootRun | undefined] {
  const [a, b] = recordings;
  if (!b) return [a, undefined];
  return a.foot === 'right' || b.foot === 'left' ? [b, a] : [a, b];
}

interface Placed {
  readonly sample: Sample;
  readonly at_ms: number;
  readonly duration_ms: number;
}

/** Samples with their times in the run; `lead_ms` is how much later this recording began. */
function placed(run: FootRun, lead_ms: number): Placed[] {
  const period_ms = 1000 * run.period_s;
  return run.samples.map((sample) => {
    const begin_ms = sample.k * period_ms - run.phase_ms;
    const at_ms = Math.max(0, begin_ms);
    const duration_ms = Math.max(1, Math.min(begin_ms + period_ms, run.elapsed_ms) - at_ms);
    return { sample, at_ms: at_ms + lead_ms, duration_ms };
  });
}

function mergedSamples(one: FootRun, other: FootRun | undefined): RunSample[] {
  const mine = placed(one, 0);
  const lead_ms = (other?.start_ms ?? 0) - (one.start_ms ?? 0);
  const theirs = other ? placed(other, lead_ms) : [];
  const near_ms = NEAR_periods * 1000 * one.period_s;
  const samples: RunSample[] = [];
  let distance_m = 0;
  let next = 0;
  for (const here of mine) {
    const middle = here.at_ms + here.duration_ms / 2;
    while (next + 1 < theirs.length && apart(theirs[next + 1], middle) <= apart(theirs[next], middle)) next++;
    const there = theirs.length > 0 && apart(theirs[next], middle) < near_ms ? theirs[next] : undefined;
    distance_m += (here.sample.strides * (here.sample.length_cm ?? 0)) / 100;
    samples.push(mergedSample(here, there?.sample, other !== undefined, distance_m));
  }
  return samples;
}

function apart(placedSample: Placed, middle_ms: number): number {
  return Math.abs(placedSample.at_ms + placedSample.duration_ms / 2 - middle_ms);
}

function mergedSample(here: Placed, there: Sample | undefined, two: boolean, distance_m: number): RunSample {
  const { sample } = here;
  const both = <K extends keyof Sample>(key: K): number | undefined => {
    const values = [sample[key], there?.[key]].filter((value) => typeof value === 'number');
    return values.length > 0 ? mean(values) : undefined;
  };
  const strideTime_ms = both('strideTime_ms');
  const speed_cm_s = both('speed_cm_s');
  const length_cm = both('length_cm');
  return withoutUnknown({
    at_ms: here.at_ms,
    duration_ms: here.duration_ms,
    distance_m,
    running: sample.isRun,
    speed_mps: speed_cm_s === undefined ? undefined : speed_cm_s / 100,
    cadence_spm: strideTime_ms ? 120_000 / strideTime_ms : undefined,
    contact_ms: both('contact_ms'),
    contactLeft_ms: two ? sample.contact_ms : undefined,
    contactRight_ms: two ? there?.contact_ms : undefined,
    strideLength_m: length_cm === undefined ? undefined : length_cm / 100,
    flight_ms: both('flight_ms'),
    strikeAngle_deg: both('strike_deg'),
    eversion_deg: both('eversion_deg'),
    clearance_mm: both('clearance_mm'),
    impact_g: both('impact_g'),
    rise_mm: both('rise_mm'),
  });
}

/** Distances of the samples are sums of rounded means; the run's own is right. */
function scaledTo(samples: RunSample[], distance_m: number): RunSample[] {
  const summed_m = samples.at(-1)?.distance_m ?? 0;
  if (summed_m <= 0) return samples;
  return samples.map((sample) => ({ ...sample, distance_m: (sample.distance_m * distance_m) / summed_m }));
}

const KM_m = 1000;
const MILE_m = 1609.344;

/** The shoe tells that a unit was complete, not which: what lies nearest to the mean distance of them. */
function splitsOf({ splits, distance_mm }: FootRun): RunSplit[] {
  const each_m = distance_mm / 1000 / Math.max(1, splits.length + 0.5);
  const unit_m = Math.abs(each_m - MILE_m) < Math.abs(each_m - KM_m) ? MILE_m : KM_m;
  return splits.map(({ end_ms, elapsed_ms, moving_ms, steps }) => ({
    at_ms: end_ms,
    elapsed_ms,
    moving_ms,
    distance_m: unit_m,
    steps,
  }));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function withoutUnknown(sample: { [K in keyof RunSample]: RunSample[K] | undefined }): RunSample {
  return Object.fromEntries(
    Object.entries(sample).filter(([, value]) => value !== undefined),
  ) as unknown as RunSample;
}
