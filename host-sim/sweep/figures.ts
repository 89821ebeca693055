/** What a constant moves, and how bad that is. */
import type { ScoreResult } from '../score/scorecard';
import type { Row } from '../score/tally';

/**
 * A figure of a row of scores. What the score calls the same (score/baseline.ts: 1 ms, 0.1 % of the way) costs a tenth: 10 ms, 1 % of the
 * strides, of length or distance, and one false stride an hour are equally bad. That is a choice, of the order of what the
 * issue of accuracy asks for.
 */
export interface Figure {
  readonly title: string;
  readonly digits: number;
  /** A change below this is not shown. */
  readonly noise: number;
  readonly value: (row: Row) => number | undefined;
  /** Strides or hours behind it: a data set counts by those. */
  readonly weight: (row: Row) => number;
  /** Undefined where it is shown only. */
  readonly cost?: (value: number) => number;
}

const tenth = (ms: number): number => Math.abs(ms) / 10;

export const FIGURES: readonly Figure[] = [
  {
    title: 'F1 %',
    digits: 2,
    noise: 0.005,
    value: ({ stride }) => stride && 100 * stride.f1,
    weight: ({ stride }) => (stride ? stride.tp + stride.fn : 0),
    cost: (percent) => 100 - percent,
  },
  ...(['ic', 'tc'] as const).flatMap((event): Figure[] => {
    const stats = (row: Row) => row[`${event}_ms`];
    const common = { digits: 1, noise: 0.5, weight: (row: Row) => stats(row)?.n ?? 0, cost: tenth };
    return [
      { ...common, title: `${event.toUpperCase()} bias ms`, value: (row) => stats(row)?.bias },
      { ...common, title: `${event.toUpperCase()} SD ms`, value: (row) => stats(row)?.sd },
    ];
  }),
  {
    title: 'length RMSE m',
    digits: 4,
    noise: 0.0005,
    value: ({ length_m }) => length_m?.rmse,
    weight: ({ length_m }) => length_m?.n ?? 0,
  },
  {
    title: 'length |%|',
    digits: 2,
    noise: 0.05,
    value: ({ length_m }) => length_m?.mape,
    weight: ({ length_m }) => length_m?.n ?? 0,
    cost: (percent) => percent,
  },
  {
    title: 'distance |%|',
    digits: 2,
    noise: 0.05,
    value: ({ distance }) => distance?.mape,
    weight: ({ distance }) => distance?.n ?? 0,
    cost: (percent) => percent,
  },
  {
    title: 'false/h',
    digits: 2,
    noise: 0,
    value: ({ non_walking }) => non_walking?.per_hour,
    weight: ({ non_walking }) => non_walking?.hours ?? 0,
  },
  {
    title: 'false/h, no steps',
    digits: 2,
    noise: 0,
    value: (row) => (row.stride ? undefined : row.non_walking?.per_hour),
    weight: ({ non_walking }) => non_walking?.hours ?? 0,
    cost: (perHour) => perHour,
  },
];

/** Labels that are pressure under the foot, 60 ms after the touch (docs/ACCURACY.md, "Known failures"): their bias is not the detector's. */
const LATE_LABELS = 'marpino';

export interface NamedRow {
  readonly dataset: string;
  readonly part: string;
  readonly row: Row;
}

/**
 * Rows that have no stride in common: walking and running apart where there are both; of a data set with a part in which two kinds of
 * truth agree, that part.
 */
export function rowsOf({ datasets }: Pick<ScoreResult, 'datasets'>): NamedRow[] {
  return Object.entries(datasets).flatMap(([dataset, parts]) => {
    if (`${dataset}_agree` in datasets) return [];
    const { all, walk, run } = parts;
    if (walk && run)
      return [
        { dataset, part: 'walk', row: walk },
        { dataset, part: 'run', row: run },
      ];
    return all ? [{ dataset, part: run ? 'run' : walk ? 'walk' : '', row: all }] : [];
  });
}

/** What a figure of a row costs; undefined where it has no such figure, or one that says nothing of the detector. */
function costIn({ dataset, row }: NamedRow, { title, value, cost }: Figure): number | undefined {
  const figure = value(row);
  if (figure === undefined || (dataset === LATE_LABELS && title.includes('bias'))) return undefined;
  return cost?.(figure);
}

/** How bad scores are: the figures' costs, each the mean over all strides (or hours) that have it, added up. 0 is perfect. */
export function costOf(scores: Pick<ScoreResult, 'datasets'>): number {
  const rows = rowsOf(scores);
  let total = 0;
  for (const figure of FIGURES) {
    let [sum, weights] = [0, 0];
    for (const named of rows) {
      const cost = costIn(named, figure);
      if (cost === undefined) continue;
      sum += figure.weight(named.row) * cost;
      weights += figure.weight(named.row);
    }
    if (weights > 0) total += sum / weights;
  }
  return total;
}

/** Figures that cost more in `now` than in `before` by more than their noise: "voisard2023 IC SD ms 16.8 -> 18.0". */
export function worseFigures(
  before: Pick<ScoreResult, 'datasets'>,
  now: Pick<ScoreResult, 'datasets'>,
): string[] {
  const then = rowsOf(before);
  return rowsOf(now).flatMap((named) => {
    const { dataset, part, row } = named;
    const was = then.find((other) => other.dataset === dataset && other.part === part);
    if (!was) return [];
    return FIGURES.flatMap((figure) => {
      const { title, digits, noise, value } = figure;
      const [from, to] = [value(was.row), value(row)];
      const [costFrom, costTo] = [costIn(was, figure), costIn(named, figure)];
      if (from === undefined || to === undefined || costFrom === undefined || costTo === undefined) return [];
      if (costTo <= costFrom || Math.abs(to - from) <= noise) return [];
      return [`${dataset} ${part} ${title} ${from.toFixed(digits)} -> ${to.toFixed(digits)}`];
    });
  });
}
