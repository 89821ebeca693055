import type { CalibratedRow } from './calibrated';
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

/** The second table: what the reference scorer does not print. */
const MORE_COLUMNS: Column[] = [
  { title: 'IC bias', digits: 1, value: (row) => row.ic_ms?.bias },
  { title: 'SD', digits: 1, value: (row) => row.ic_ms?.sd },
  { title: 'TC bias', digits: 1, value: (row) => row.tc_ms?.bias },
  { title: 'SD', digits: 1, value: (row) => row.tc_ms?.sd },
  { title: 'contact bias', digits: 1, value: (row) => row.contact_ms?.bias },
  { title: 'SD', digits: 1, value: (row) => row.contact_ms?.sd },
  { title: 'len -1.96', digits: 3, value: (row) => row.length_m?.limits?.low },
  { title: '+1.96', digits: 3, value: (row) => row.length_m?.limits?.high },
  { title: '10 s', digits: 0, value: (row) => row.cadence_spm && row.cadence_spm.n + row.cadence_spm.silent },
  { title: 'silent', digits: 0, value: (row) => row.cadence_spm?.silent },
  { title: 'cad bias', digits: 2, value: (row) => row.cadence_spm?.bias },
  { title: '|cad|', digits: 2, value: (row) => row.cadence_spm?.mean_abs },
  { title: 'p95', digits: 2, value: (row) => row.cadence_spm?.p95abs },
  { title: 'start s', digits: 1, value: (row) => row.start_s?.median },
  { title: 'p95', digits: 1, value: (row) => row.start_s?.p95 },
  { title: 'never', digits: 0, value: (row) => row.start_s?.never },
  { title: 'min stood', digits: 1, value: (row) => row.non_walking && 60 * row.non_walking.hours },
  { title: 'false', digits: 0, value: (row) => row.non_walking?.false_strides },
  { title: 'false/h', digits: 1, value: (row) => row.non_walking?.per_hour },
];

const LEGEND = `Times in ms and lengths in m, detected less true; med = median, p95 = 95th percentile of the absolute error.
strides = true ones; |x| = mean absolute error; count = strides of complete recordings; exact = recordings with the right
count; mocap = motion-capture swings with one contact in the right place. - = no truth for it.`;

export function cell(value: number | undefined, digits: number): string {
  if (value === undefined || !Number.isFinite(value)) return '-';
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

const MORE_LEGEND = `contact = of matched strides; len -1.96, +1.96 = 95 % limits of agreement of the stride length (Bland and Altman);
cad = cadence in windows of 10 s, strides per minute, silent = windows without one; start = from the first foot-off (with motion
capture: the first swing's peak) to the first stride reported, never = recordings without one; stood = time without a step:
before, between and after the gait of recordings, and synthetic movements.`;

/** Rows of a data set: walk and run stand apart only where it has both. */
function rowsOf(parts: ScoreResult['datasets'][string]): [string, Row][] {
  const both = parts.walk !== undefined && parts.run !== undefined;
  return PART_ORDER.flatMap((part): [string, Row][] => {
    const row = parts[part];
    if (!row || (part !== 'all' && !both)) return [];
    const only = parts.run ? 'run' : parts.walk ? 'walk' : '-';
    return [[both ? part : only, row]];
  });
}

/** Rows without a figure are left out. */
function tableOf(rows: [string, string, Row][], columns: readonly Column[]): string {
  const lines = [['data set', 'part', ...columns.map((column) => column.title)]];
  for (const [dataset, part, row] of rows) {
    const cells = columns.map((column) => cell(column.value(row), column.digits));
    if (cells.some((text) => text !== '-')) lines.push([dataset, part, ...cells]);
  }
  return aligned(lines);
}

/** The first two columns are text. */
export function aligned(lines: readonly string[][]): string {
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines
    .map((line) =>
      line.map((item, i) => (i < 2 ? item.padEnd(widths[i]) : item.padStart(widths[i]))).join('  '),
    )
    .join('\n');
}

const CALIBRATED_TITLES = ['rec', 'learned m', 'raw dist%', '|dist|%', 'calibrated dist%', '|dist|%'];
const CALIBRATED_LEGEND = `Personal calibration: for each recording the model of stride length learns from all others of the same subject and foot
(koroglu_footprints: of the data set, subjects are not stated), and is scored on the one it has not seen.`;

/** Empty when no recording has others to learn from. */
function calibratedTable(rows: readonly CalibratedRow[]): string[] {
  if (rows.length === 0) return [];
  const lines = rows.map(({ dataset, part, recordings, learned_m, raw, calibrated }) => [
    dataset,
    part,
    cell(recordings, 0),
    cell(learned_m, 0),
    ...[raw.err_pct, raw.mape, calibrated.err_pct, calibrated.mape].map((value) => cell(value, 2)),
  ]);
  return [aligned([['data set', 'part', ...CALIBRATED_TITLES], ...lines]), CALIBRATED_LEGEND];
}

/** The score tables as text. */
export function scoreTable(result: ScoreResult): string {
  const rows = Object.entries(result.datasets).flatMap(([dataset, parts]) =>
    rowsOf(parts).map(([part, row]): [string, string, Row] => [dataset, part, row]),
  );
  const scored = rows.filter(([, part]) => part !== '-');
  return [
    `Events within +-${result.tol_ms} ms.\n${tableOf(scored, COLUMNS)}`,
    LEGEND,
    tableOf(rows, MORE_COLUMNS),
    MORE_LEGEND,
    ...calibratedTable(result.calibrated ?? []),
  ].join('\n\n');
}
