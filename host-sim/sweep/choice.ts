/** Which value of a constant one half of the subjects would choose, and what that is worth on the other. */
import { HALVES, type Half } from '../score/recordings';
import { costOf } from './figures';
import type { Swept } from './sweep';

/** Costs closer than this are the same: about one wrong stride of a half. */
const SAME = 0.03;
/** A constant whose values differ by less than a data set's noise (figures.ts) may have any of them. */
const FLAT = 0.1;

/** How bad every value is, in the order of the values. NaN where the kernel cannot take it. */
export type Costs = readonly number[];

export interface Choice {
  /** On the recordings of each half alone, and on what is synthetic. */
  readonly costs: Readonly<Record<Half | 'synthetic', Costs>>;
  /** On a half and what is synthetic together, by which it chooses. */
  readonly totals: Readonly<Record<Half, Costs>>;
  /** What each half would choose. */
  readonly chosen: Readonly<Record<Half, number>>;
  readonly verdict: 'flat' | 'both keep it' | 'both change it' | 'the halves disagree';
}

/** The best value; among those that are as good, the nearest to the present one. */
function best(values: readonly number[], costs: Costs, present: number): number {
  const least = Math.min(...costs.filter((cost) => !Number.isNaN(cost)));
  const good = values.filter((_, i) => costs[i] <= least + SAME);
  return good.reduce((nearest, value) =>
    Math.abs(value - present) < Math.abs(nearest - present) ? value : nearest,
  );
}

function spread(costs: Costs): number {
  const known = costs.filter((cost) => !Number.isNaN(cost));
  return Math.max(...known) - Math.min(...known);
}

export function choose({ constant: { value: present }, values, tried }: Swept): Choice {
  const costsOn = (group: Half | 'synthetic') =>
    tried.map(({ scores, error }) => (error === undefined ? costOf(scores[group]) : NaN));
  const synthetic = costsOn('synthetic');
  const costs = { a: costsOn('a'), b: costsOn('b'), synthetic };
  const withSynthetic = (half: Half) => costs[half].map((cost, i) => cost + synthetic[i]);
  const totals = { a: withSynthetic('a'), b: withSynthetic('b') };
  const [a, b] = HALVES.map((half) => best(values, totals[half], present));
  const flat = HALVES.every((half) => spread(totals[half]) < FLAT);
  const verdict = flat
    ? 'flat'
    : a === present && b === present
      ? 'both keep it'
      : a === present || b === present || a > present !== b > present
        ? 'the halves disagree'
        : 'both change it';
  return { costs, totals, chosen: { a, b }, verdict };
}
