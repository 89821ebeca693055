/** Per-stride metrics of synthetic gaits against what the foot truly did. */
import { replay } from '../engines/node';
import type { ReplayedStride, ReplayOptions } from '../engines/replay';
import { synthesise, type Plan, type TrueMetrics } from '../traces/synth';
import { deviation, mean } from './stats';

/** A detected stride belongs to a true one within this of its contact, us. */
const EVENT_us = 80000;

/** Errors of one figure: detected less true. */
export interface Spread {
  n: number;
  bias: number;
  sd: number;
}

export interface MetricErrors {
  name: string;
  /** True strides, and those found. */
  strides: number;
  found: number;
  /** Share of the strikes with an angle whose class is that of the true angle. */
  classRight: number;
  figures: Record<Figure, Spread | undefined>;
}

type Error = (found: ReplayedStride, truth: TrueMetrics) => number | undefined;

function less(found: number | undefined, truth: number): number | undefined {
  return found === undefined ? undefined : found - truth;
}

function percent(found: number | undefined, truth: number): number | undefined {
  return found === undefined ? undefined : 100 * (found / truth - 1);
}

/** Degrees, millimetres, percent. */
const FIGURES = {
  strike_deg: (found, truth) => less(found.strike_deg, truth.strike_deg),
  eversion_deg: (found, truth) => less(found.eversion_deg, truth.eversion_deg),
  eversionRate_pct: (found, truth) => percent(found.eversion_dps, truth.eversion_dps),
  impact_pct: (found, truth) => percent(found.impact_g, truth.impact_g),
  clearance_mm: (found, truth) => less(thousand(found.clearance_m), 1000 * truth.clearance_m),
  rise_mm: (found, truth) => less(thousand(found.rise_m), 1000 * truth.rise_m),
  turn_deg: (found, truth) => less(found.turn_deg, truth.turn_deg),
} satisfies Record<string, Error>;
export type Figure = keyof typeof FIGURES;
export const FIGURE_NAMES = Object.keys(FIGURES) as Figure[];

function thousand(value: number | undefined): number | undefined {
  return value === undefined ? undefined : 1000 * value;
}

/** Classes of docs/ACCURACY.md. */
function strikeClass(angle_deg: number): ReplayedStride['strike'] {
  return angle_deg > 8 ? 'rearfoot' : angle_deg < -1.6 ? 'forefoot' : 'midfoot';
}

export function metricErrors(plan: Plan, options: Pick<ReplayOptions, 'rate_Hz' | 'part'>): MetricErrors {
  const run = synthesise(plan);
  const metrics = run.metrics();
  const { strides } = replay(run, options);
  const pairs = run.truth.strides.flatMap(({ ic_us }, i) => {
    const found = strides.find((stride) => Math.abs(stride.ic_us - ic_us) < EVENT_us);
    return found ? [{ found, truth: metrics[i] }] : [];
  });
  const classes = pairs.filter(({ found }) => found.strike !== undefined);
  const figures = FIGURE_NAMES.map((name) => {
    const error: Error = FIGURES[name];
    return [name, spread(pairs.map(({ found, truth }) => error(found, truth)))] as const;
  });
  return {
    name: plan.name,
    strides: metrics.length,
    found: pairs.length,
    classRight:
      classes.filter(({ found, truth }) => found.strike === strikeClass(truth.strike_deg)).length /
      classes.length,
    figures: Object.fromEntries(figures) as MetricErrors['figures'],
  };
}

function spread(values: readonly (number | undefined)[]): Spread | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : { n: known.length, bias: mean(known), sd: deviation(known) };
}
