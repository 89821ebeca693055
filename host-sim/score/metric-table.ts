/** The metrics command's tables as text. */
import { FIGURE_NAMES, type MetricErrors, type Spread } from './metric-errors';
import type { FootRow, GaitRow, Plausible, TurnRow } from './metric-plausibility';

function lines(cells: string[][]): string {
  const widths = cells[0].map((_, i) => Math.max(...cells.map((line) => line[i].length)));
  return cells
    .map((line) =>
      line
        .map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A number without the sign of a rounded zero. */
function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

function spread(errors: Spread | undefined): string {
  return errors ? `${fixed(errors.bias, 1)} ±${fixed(errors.sd, 1)}` : '-';
}

const ERROR_TITLES: Record<(typeof FIGURE_NAMES)[number], string> = {
  strike_deg: 'strike °',
  eversion_deg: 'eversion °',
  eversionRate_pct: 'its rate %',
  impact_pct: 'impact %',
  clearance_mm: 'clearance mm',
  rise_mm: 'rise mm',
  turn_deg: 'turn °',
};

/** Errors on synthetic gaits. */
export function errorTable(rows: readonly MetricErrors[]): string {
  const head = ['synthetic gait', 'found', 'class %', ...FIGURE_NAMES.map((name) => ERROR_TITLES[name])];
  return lines([
    head,
    ...rows.map(({ name, strides, found, classRight, figures }) => [
      name,
      `${found}/${strides}`,
      fixed(100 * classRight, 0),
      ...FIGURE_NAMES.map((figure) => spread(figures[figure])),
    ]),
  ]);
}

interface Column {
  title: string;
  digits: number;
  scale: number;
  name: keyof GaitRow['figures'];
}

const COLUMNS: Column[] = [
  { title: 'strike °', name: 'strike_deg', digits: 1, scale: 1 },
  { title: 'eversion °', name: 'eversion_deg', digits: 1, scale: 1 },
  { title: 'its rate °/s', name: 'eversion_dps', digits: 0, scale: 1 },
  { title: 'impact g', name: 'impact_g', digits: 1, scale: 1 },
  { title: 'clearance mm', name: 'clearance_m', digits: 0, scale: 1000 },
  { title: 'rise mm', name: 'rise_m', digits: 0, scale: 1000 },
  { title: 'turn °', name: 'turn_deg', digits: 1, scale: 1 },
];

function plausible(figure: Plausible | undefined, { digits, scale }: Column): string {
  if (!figure) return '-';
  const { mean, sd, within, given } = figure;
  const share = given > 0.995 ? '' : ` ${fixed(100 * given, 0)}%`;
  return `${fixed(scale * mean, digits)} ±${fixed(scale * sd, digits)} (${fixed(scale * within, digits)})${share}`;
}

/** Means of recordings. */
export function gaitTable(rows: readonly GaitRow[]): string {
  const head = [
    'data set',
    'gait',
    'rec',
    'strides',
    'rear/mid/fore %',
    ...COLUMNS.map(({ title }) => title),
  ];
  return lines([
    head,
    ...rows.map((row) => [
      row.dataset,
      row.gait,
      String(row.recordings),
      String(row.strides),
      [row.rearfoot, row.midfoot, row.forefoot].map((share) => fixed(100 * share, 0)).join('/'),
      ...COLUMNS.map((column) => plausible(row.figures[column.name], column)),
    ]),
  ]);
}

export function turnTable(rows: readonly TurnRow[]): string {
  return lines([
    ['turning', 'course', 'n', 'bias °', 'SD °', 'worst °'],
    ...rows.map(({ dataset, course, n, bias_deg, sd_deg, worst_deg }) => [
      dataset,
      course,
      String(n),
      ...[bias_deg, sd_deg, worst_deg].map((value) => fixed(value, 1)),
    ]),
  ]);
}

export function footTable(rows: readonly FootRow[]): string {
  const table = lines([
    ['foot', 'rec', 'right', 'wrong', 'not told'],
    ...rows.map(({ dataset, recordings, right, wrong, open }) => [
      dataset,
      ...[recordings, right, wrong, open].map(String),
    ]),
  ]);
  const wrong = rows.flatMap(({ wrongNames }) => wrongNames);
  return wrong.length > 0 ? `${table}\nwrong: ${wrong.join(', ')}` : table;
}
