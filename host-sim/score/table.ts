import type { ScoreResult } from './scorecard';
import type { Row } from './tally';

const PART_ORDER = ['all', 'walk', 'run'] as const;

interface Column {
  title: string;
  digits: number;
  value(row: Row): number | undefined;
}

function percent(share: number | undefined): number | undefined {
  return share === undefined ? undefined : 100 * share;
}

const COLUMNS: Column[] = [
  { title: 'rec', digits: 0, value: (row) => row.recordings },
  { title: 'strides', digits: 0, value: (row) => row.stride && row.stride.tp + row.stride.fn },
  { title: 'prec%', digits: 1, value: (row) => percent(row.stride?.precision) },
  { title: 'recall%', digits: 1, value: (row) => percent(row.stride?.recall) },
  { title: 'F1%', digits: 2, value: (row) => percent(row.stride?.f1) },
  { title: 'IC med', digits: 0, value: (row) => row.ic_ms?.median },
  { title: 'p95', digits: 0, value: (row) => row.ic_ms?.p95abs },
  { title: 'TC F1%', digits: 1, value: (row) => percent(row.tc?.f1) },
  { title: 'TC med', digits: 0, value: (row) => row.tc_ms?.median },
  { title: 'p95', digits: 0, value: (row) => row.tc_ms?.p95abs },
  { title: 'len err', digits: 3, value: (row) => row.length_m?.mean },
  { title: 'RMSE', digits: 3, value: (row) => row.length_m?.rmse },
  { title: '|len|%', digits: 1, value: (row) => row.length_m?.mape },
  { title: 'dist%', digits: 1, value: (row) => row.distance?.err_pct },
  { title: '|dist|%', digits: 1, value: (row) => row.distance?.mape },
  { title: 'count%', digits: 1, value: (row) => row.count?.err_pct },
  { title: 'exact%', digits: 0, value: (row) => percent(row.count?.exact) },
  { title: 'mocap%', digits: 1, value: (row) => percent(row.mocap_ok) },
];

const LEGEND = `Times in ms and lengths in m, detected less true; med = median, p95 = 95th percentile of the absolute error.
strides = true ones; |x| = mean absolute error; count = strides of complete recordings; exact = recordings with the right
count; mocap = motion-capture swings with one contact in the right place. - = no truth for it.`;

function cell(value: number | undefined, digits: number): string {
  if (value === undefined || !Number.isFinite(value)) return '-';
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** Rows of a data set: walk and run stand apart only where it has both. */
function rowsOf(parts: ScoreResult['datasets'][string]): [string, Row][] {
  const both = parts.walk !== undefined && parts.run !== undefined;
  return PART_ORDER.flatMap((part): [string, Row][] => {
    const row = parts[part];
    if (!row || (part !== 'all' && !both)) return [];
    return [[both || part !== 'all' ? part : parts.run ? 'run' : 'walk', row]];
  });
}

/** The score table as text. */
export function scoreTable(result: ScoreResult): string {
  const lines = [['data set', 'part', ...COLUMNS.map((column) => column.title)]];
  for (const [dataset, parts] of Object.entries(result.datasets)) {
    for (const [part, row] of rowsOf(parts))
      lines.push([dataset, part, ...COLUMNS.map((column) => cell(column.value(row), column.digits))]);
  }
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const text = lines.map((line) =>
    line.map((item, i) => (i < 2 ? item.padEnd(widths[i]) : item.padStart(widths[i]))).join('  '),
  );
  return `Events within +-${result.tol_ms} ms.\n${text.join('\n')}\n\n${LEGEND}`;
}
