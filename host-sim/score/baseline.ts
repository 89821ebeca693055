/** Compares scores with stored ones, figure by figure. */
import { readFileSync } from 'node:fs';
import type { RecordingScore } from './rules';
import type { ScoreResult } from './scorecard';
import type { Row } from './tally';

/** What a stored result must have to be compared with. */
export type Baseline = Pick<ScoreResult, 'datasets' | 'recordings' | 'board' | 'accelOnly' | 'calibrated'>;

interface Measure {
  title: string;
  unit: string;
  digits: number;
  /** What a figure may change by and still be called the same. */
  noise: number;
  /** How bad a row is, 0 being perfect; undefined where there is no truth for it. */
  badness(row: Row): number | undefined;
}

function size(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.abs(value);
}

/**
 * A replay gives the same bytes each time, so a difference is always the code's. Events count one by one. For times and
 * lengths the noise is what no user could see and the truth does not resolve: 1 ms (a fifth of a frame, a tenth of the
 * sampling interval of the contacts' truth), 1 mm (footprints measured with a ruler).
 */
const MEASURES: Measure[] = [
  {
    title: 'wrong strides',
    unit: '',
    digits: 0,
    noise: 0,
    badness: ({ stride }) => stride && stride.fp + stride.fn,
  },
  { title: 'wrong foot-offs', unit: '', digits: 0, noise: 0, badness: ({ tc }) => tc && tc.fp + tc.fn },
  {
    title: 'recordings with a wrong count',
    unit: '',
    digits: 0,
    noise: 0,
    badness: ({ count }) => count && Math.round(count.n * (1 - count.exact)),
  },
  {
    title: 'swings without one contact',
    unit: '%',
    digits: 2,
    noise: 0,
    badness: ({ mocap_ok }) => (mocap_ok === undefined ? undefined : 100 * (1 - mocap_ok)),
  },
  { title: 'IC bias', unit: 'ms', digits: 1, noise: 1, badness: ({ ic_ms }) => size(ic_ms?.bias) },
  { title: 'IC SD', unit: 'ms', digits: 1, noise: 1, badness: ({ ic_ms }) => ic_ms?.sd },
  { title: 'TC bias', unit: 'ms', digits: 1, noise: 1, badness: ({ tc_ms }) => size(tc_ms?.bias) },
  { title: 'TC SD', unit: 'ms', digits: 1, noise: 1, badness: ({ tc_ms }) => tc_ms?.sd },
  {
    title: 'contact time bias',
    unit: 'ms',
    digits: 1,
    noise: 1,
    badness: ({ contact_ms }) => size(contact_ms?.bias),
  },
  { title: 'contact time SD', unit: 'ms', digits: 1, noise: 1, badness: ({ contact_ms }) => contact_ms?.sd },
  {
    title: 'length bias',
    unit: 'm',
    digits: 4,
    noise: 0.001,
    badness: ({ length_m }) => size(length_m?.mean),
  },
  { title: 'length RMSE', unit: 'm', digits: 4, noise: 0.001, badness: ({ length_m }) => length_m?.rmse },
  { title: 'distance error', unit: '%', digits: 2, noise: 0.1, badness: ({ distance }) => distance?.mape },
  {
    title: 'cadence error',
    unit: '/min',
    digits: 3,
    noise: 0.05,
    badness: ({ cadence_spm }) => cadence_spm?.mean_abs,
  },
  {
    title: '10 s windows without cadence',
    unit: '',
    digits: 0,
    noise: 0,
    badness: ({ cadence_spm }) => cadence_spm?.silent,
  },
  {
    title: 'false strides of a standing foot',
    unit: '',
    digits: 0,
    noise: 0,
    badness: ({ non_walking }) => non_walking?.false_strides,
  },
  { title: 'start', unit: 's', digits: 2, noise: 0.1, badness: ({ start_s }) => start_s?.median },
  { title: 'starts never reported', unit: '', digits: 0, noise: 0, badness: ({ start_s }) => start_s?.never },
];

export interface Comparison {
  text: string;
  /** Data sets in which a figure is worse beyond the noise. */
  worse: string[];
}

function shown(value: number, { digits, unit }: Measure): string {
  return `${value.toFixed(digits)}${unit && ` ${unit}`}`;
}

/** What changed in a row beyond the noise, in words; a figure that is lost is worse. */
function changes(before: Row, now: Row): { better: string[]; worse: string[] } {
  const better: string[] = [];
  const worse: string[] = [];
  for (const measure of MEASURES) {
    const was = measure.badness(before);
    const is = measure.badness(now);
    if (was === undefined) continue;
    if (is === undefined) worse.push(`${measure.title} ${shown(was, measure)} -> none`);
    else if (Math.abs(is - was) > measure.noise + 1e-9)
      (is > was ? worse : better).push(`${measure.title} ${shown(was, measure)} -> ${shown(is, measure)}`);
  }
  return { better, worse };
}

/** Wrong strides of a recording; undefined when it has no such truth. */
export function wrongStrides({ ic, bad, outside = 0, count }: RecordingScore): number | undefined {
  if (ic) return ic[1] + ic[2];
  if (bad) return bad.length + outside;
  return count && Math.abs(count[0] - count[1]);
}

function changedRecordings(before: Baseline['recordings'], now: Baseline['recordings']): string[] {
  return Object.entries(now).flatMap(([name, score]) => {
    const was = name in before ? wrongStrides(before[name]) : undefined;
    const is = wrongStrides(score);
    if (was === undefined || is === undefined || was === is) return [];
    return [`  ${is > was ? 'worse ' : 'better'} ${name}: wrong strides ${was} -> ${is}`];
  });
}

/** Mean absolute distance errors with a personal calibration closer than this are the same, percent. */
const CALIBRATED_NOISE = 0.1;

/** What became of the distances with a personal calibration; names those that are worse. */
function changedCalibration(before: Baseline, now: Baseline, worse: string[]): string[] {
  return (now.calibrated ?? []).flatMap(({ dataset, part, recordings, calibrated }) => {
    const was = before.calibrated?.find((row) => row.dataset === dataset && row.part === part);
    if (was?.recordings !== recordings) return [];
    const change = calibrated.mape - was.calibrated.mape;
    if (Math.abs(change) <= CALIBRATED_NOISE) return [];
    const title = `${dataset}, ${part}, calibrated`;
    if (change > 0) worse.push(title);
    const figures = `${was.calibrated.mape.toFixed(2)} % -> ${calibrated.mape.toFixed(2)} %`;
    return [`${title}:`, `  ${change > 0 ? 'worse ' : 'better'} distance error ${figures}`];
  });
}

/** What the figures are called the same within. */
function noiseText(): string {
  const stated = MEASURES.filter(({ noise }) => noise > 0);
  return `Noise: ${stated.map(({ title, noise, unit }) => `${title} ${noise} ${unit}`).join(', ')}; all else counts one by one.`;
}

/** Compares every data set of `now` with the same of `before`; where their recordings differ in number, says so only. */
export function compareScores(before: Baseline, now: Baseline): Comparison {
  const lines: string[] = [];
  const worse: string[] = [];
  const { part, rate_Hz } = before.board;
  if (part !== now.board.part || rate_Hz !== now.board.rate_Hz)
    lines.push(
      `The baseline is of an ${part} at ${rate_Hz} Hz, this of an ${now.board.part} at ${now.board.rate_Hz} Hz.`,
    );
  if (before.accelOnly !== now.accelOnly) lines.push('One of them had no gyroscopes.');
  for (const [dataset, parts] of Object.entries(now.datasets)) {
    for (const part of ['all', 'walk', 'run'] as const) {
      const is = parts[part];
      if (!is || (part !== 'all' && !(parts.walk && parts.run))) continue;
      const was = before.datasets[dataset]?.[part];
      const title = part === 'all' ? dataset : `${dataset}, ${part}`;
      if (was?.recordings !== is.recordings) {
        lines.push(
          `${title}: not compared, ${is.recordings} recordings and ${was?.recordings ?? 0} in the baseline`,
        );
        continue;
      }
      const change = changes(was, is);
      if (change.worse.length > 0) worse.push(title);
      const told = [
        ...change.worse.map((text) => `  worse  ${text}`),
        ...change.better.map((text) => `  better ${text}`),
      ];
      lines.push(told.length > 0 ? `${title}:` : `${title}: the same`, ...told);
    }
  }
  for (const dataset of Object.keys(before.datasets))
    if (!(dataset in now.datasets)) lines.push(`${dataset}: not scored now`);
  lines.push(...changedCalibration(before, now, worse));
  const changed = changedRecordings(before.recordings, now.recordings);
  if (changed.length > 0) lines.push('Recordings:', ...changed);
  return { text: ['Against the baseline:', ...lines, noiseText()].join('\n'), worse };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a file that `--out` wrote. @throws Error naming the file when it is none */
export function readBaseline(file: string): Baseline {
  let scores: unknown;
  try {
    scores = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: expected scores written by --out: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const whole =
    isObject(scores) &&
    ['datasets', 'recordings', 'board'].every((key) => isObject(scores[key])) &&
    Object.values(scores.datasets as object).every(isObject);
  if (!whole) throw new Error(`${file}: expected scores written by --out (datasets, recordings, board)`);
  return scores as Baseline;
}
