/** Replays cells of the synthetic grid and sums them up, level by level. */
import { activityOf, synthesise, traceTruth } from '../traces/synth';
import { FACTORS, type Factor, type GridCell } from './grid-cells';
import { replayAll, type ReplayAnswer } from './pool';
import { scoreRecording } from './rules';
import { Tally, type Row } from './tally';

export interface CellScore {
  name: string;
  levels: GridCell['levels'];
  row: Row;
}

export interface GridResult {
  cells: CellScore[];
  /** Rows of every level of every factor, in the order they come up. */
  levels: Record<Factor, Record<string, Row>>;
  total: Row;
  failures: string[];
}

export interface GridProgress {
  start(total: number): void;
  done(name: string): void;
}

export async function runGrid(
  cells: readonly GridCell[],
  threads: number,
  progress: GridProgress,
): Promise<GridResult> {
  const answers: ReplayAnswer[] = [];
  progress.start(cells.length);
  const jobs = cells.map(({ plan, options, sourceFault }) => ({ from: plan, options, sourceFault }));
  await replayAll(jobs, threads, (index, answer) => {
    answers[index] = answer;
    progress.done(cells[index].plan.name);
  });
  return sumUp(cells, answers);
}

function sumUp(cells: readonly GridCell[], answers: readonly ReplayAnswer[]): GridResult {
  const tallies = Object.fromEntries(FACTORS.map((factor) => [factor, new Map<string, Tally>()])) as Record<
    Factor,
    Map<string, Tally>
  >;
  const total = new Tally();
  const failures: string[] = [];
  const scored: CellScore[] = [];
  cells.forEach(({ levels, plan }, i) => {
    const { recording, error = 'no answer' } = answers[i];
    if (!recording) return failures.push(`${plan.name}: ${error}`);
    const run = synthesise(plan);
    const meta = { activity: activityOf(run), truth: traceTruth(run) };
    const own = new Tally();
    const sums = FACTORS.map((factor) => {
      const known = tallies[factor];
      const tally = known.get(levels[factor]) ?? new Tally();
      known.set(levels[factor], tally);
      return tally;
    });
    for (const tally of [own, total, ...sums])
      scoreRecording(meta, recording, (part) => (part === 'all' ? tally : NOBODY));
    scored.push({ name: plan.name, levels, row: own.row() });
  });
  const rows = (factor: Factor) =>
    Object.fromEntries([...tallies[factor]].map(([level, tally]) => [level, tally.row()]));
  return {
    cells: scored,
    levels: Object.fromEntries(FACTORS.map((factor) => [factor, rows(factor)])) as GridResult['levels'],
    total: total.row(),
    failures,
  };
}

/** Takes the rows of walking and running, which the grid has as levels. */
const NOBODY = new Tally();

/** Wrong strides of a cell, then its error of distance: the larger the worse. */
function badness({ row }: CellScore): [wrong: number, distance: number] {
  return [(row.stride?.fp ?? 0) + (row.stride?.fn ?? 0), row.distance?.mape ?? 0];
}

/** The worst cells first. */
export function worstCells({ cells }: Pick<GridResult, 'cells'>): CellScore[] {
  return [...cells].sort((a, b) => {
    const [wrongA, distanceA] = badness(a);
    const [wrongB, distanceB] = badness(b);
    return wrongB - wrongA || distanceB - distanceA;
  });
}

interface Column {
  title: string;
  digits: number;
  value(row: Row): number | undefined;
}

const COLUMNS: Column[] = [
  { title: 'cells', digits: 0, value: (row) => row.recordings },
  { title: 'strides', digits: 0, value: ({ stride }) => stride && stride.tp + stride.fn },
  { title: 'F1%', digits: 2, value: ({ stride }) => stride && 100 * stride.f1 },
  { title: 'missed', digits: 0, value: ({ stride }) => stride?.fn },
  { title: 'false', digits: 0, value: ({ stride }) => stride?.fp },
  { title: 'IC bias', digits: 1, value: ({ ic_ms }) => ic_ms?.bias },
  { title: 'SD', digits: 1, value: ({ ic_ms }) => ic_ms?.sd },
  { title: 'TC bias', digits: 1, value: ({ tc_ms }) => tc_ms?.bias },
  { title: 'SD', digits: 1, value: ({ tc_ms }) => tc_ms?.sd },
  { title: 'length RMSE', digits: 3, value: ({ length_m }) => length_m?.rmse },
  { title: 'dist%', digits: 1, value: ({ distance }) => distance?.err_pct },
  { title: '|dist|%', digits: 1, value: ({ distance }) => distance?.mape },
];

function lines(rows: readonly [string, Row][], first: string): string {
  const cells = [
    [first, ...COLUMNS.map(({ title }) => title)],
    ...rows.map(([name, row]) => [
      name,
      ...COLUMNS.map(
        (column) =>
          column
            .value(row)
            ?.toFixed(column.digits)
            .replace(/^-(0\.?0*)$/, '$1') ?? '-',
      ),
    ]),
  ];
  const widths = cells[0].map((_, i) => Math.max(...cells.map((line) => line[i].length)));
  return cells
    .map((line) =>
      line.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))).join('  '),
    )
    .join('\n');
}

/** Tables of every factor, and the worst cells. */
export function gridTable(result: GridResult, worst: number): string {
  const tables = FACTORS.map((factor) => lines(Object.entries(result.levels[factor]), factor));
  const cells = worstCells(result)
    .slice(0, worst)
    .map(({ name, row }): [string, Row] => [name, row]);
  return [
    lines([['all cells', result.total]], ''),
    ...tables,
    lines(cells, `the ${cells.length} worst cells`),
  ].join('\n\n');
}
