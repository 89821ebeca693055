/** The page of scores: every recording, worst first, with its signal, truth and detections. */
import { page } from '../report/html';
import { plotScript } from '../report/page';
import { SignalStore } from '../report/report-data';
import { SCORE_STYLE, scorePageScript, type ScoredPlot, type ScorePageData } from '../report/score-page';
import { SignalTap } from '../report/signal-tap';
import { openTrace } from '../traces/csv';
import { SAMPLE_VALUES } from '../traces/source';
import { synthesise } from '../traces/synth';
import { wrongStrides } from './baseline';
import { flawAt, type Flaw } from './flaws';
import type { RecordingScore } from './rules';
import type { Scored, ScoreRun } from './run';
import { scoreTable } from './table';
import type { Truth } from './truth';

/** Among recordings with as many wrong strides, a length error of 0.1 m weighs as much as a timing error of 50 ms. */
const LENGTH_WEIGHT = 1 / 0.1;
const TIMING_WEIGHT = 1 / 50;

/** A scored recording with what orders it. */
interface Ranked extends Scored {
  score: RecordingScore;
  wrong: number | undefined;
  worst: number;
}

function isWrong({ kind }: Flaw): boolean {
  return kind !== 'length' && kind !== 'timing';
}

function ranked(target: Scored, scores: Readonly<Record<string, RecordingScore>>): Ranked {
  const { strides } = target.found;
  const score = target.meta
    ? scores[target.name]
    : {
        ic: [0, strides.length, 0] as [number, number, number],
        flaws: strides.map((s) => flawAt('false', s.ic_us)),
      };
  const sizes = (score.flaws ?? []).map(
    ({ kind, error = 0 }) => Math.abs(error) * (kind === 'length' ? LENGTH_WEIGHT : TIMING_WEIGHT),
  );
  return { ...target, score, wrong: wrongStrides(score), worst: Math.max(0, ...sizes) };
}

/** Worst first: by wrong strides, then by the largest error of a right one, then by name. */
export function worstFirst({ scored, result }: Pick<ScoreRun, 'scored' | 'result'>): Ranked[] {
  return scored
    .map((target) => ranked(target, result.recordings))
    .sort((a, b) => (b.wrong ?? 0) - (a.wrong ?? 0) || b.worst - a.worst || (a.name < b.name ? -1 : 1));
}

function flawText({ kind, start_us, error = 0 }: Flaw): string {
  const time = `${(start_us / 1e6).toFixed(2)} s`;
  const sign = error > 0 ? '+' : '';
  if (kind === 'length') return `${time} length ${sign}${error.toFixed(3)} m`;
  if (kind === 'timing') return `${time} contact ${sign}${error.toFixed(0)} ms`;
  return `${time} ${kind}`;
}

/** The marks of the truth, and what they are. */
function marksOf({ events_us = {} }: Truth): [times: number[], what: string] {
  const { ic, midstance, stride_start, stride_end = [], stride_phase } = events_us;
  if (stride_start) return [[...stride_start, ...stride_end], 'border of a stride: one contact between two'];
  if (ic) return [ic, 'initial contact'];
  if (midstance) return [midstance, 'mid-stance: one contact between two'];
  return [stride_phase ?? [], stride_phase ? 'one mark per stride, phase unknown' : 'no times known'];
}

function factsOf({ dataset, found, score, wrong, meta }: Ranked): [string, string][] {
  const pair = (values: [number, number], digits: number) =>
    `${values[0].toFixed(digits)} found, ${values[1].toFixed(digits)} true`;
  const facts: [string, string][] = [['Data set', dataset]];
  facts.push(['Wrong strides', wrong === undefined ? 'not known' : String(wrong)]);
  if (score.count) facts.push(['Strides', pair(score.count, 0)]);
  if (score.distance) facts.push(['Distance, m', pair(score.distance, 1)]);
  if (meta?.truth.complete === false) facts.push(['Truth', 'of some strides only']);
  if (found.warnings.length > 0) facts.push(['Warnings', found.warnings.join('; ')]);
  return facts;
}

function plotted(recording: Ranked, signals: SignalStore): ScoredPlot {
  const { from, found, meta, score, dataset, name } = recording;
  const tap = new SignalTap(typeof from === 'string' ? openTrace(from) : synthesise(from));
  const frame = new Float64Array(SAMPLE_VALUES);
  try {
    while (tap.next(frame));
  } finally {
    tap.close();
  }
  const seconds = (time_us: number) => (time_us - tap.start_us) / 1e6;
  const [marks, marksAre] = marksOf(meta?.truth ?? {});
  const flaws = [...(score.flaws ?? [])].sort(
    (a, b) => Number(isWrong(b)) - Number(isWrong(a)) || a.start_us - b.start_us,
  );
  return {
    name,
    dataset,
    synthetic: found.synthetic,
    duration_s: found.duration_us / 1e6,
    hasGyro: tap.hasGyro,
    wrong: recording.wrong ?? null,
    facts: factsOf(recording),
    marks: marks.map(seconds),
    marksAre,
    ends: (meta?.truth.events_us?.tc ?? []).map(seconds),
    flaws: flaws.map((flaw) => ({
      wrong: isWrong(flaw),
      start: seconds(flaw.start_us),
      end: seconds(flaw.end_us),
      text: flawText(flaw),
    })),
    strides: found.strides.map(({ ic_us, tc_us }) => ({
      ic: seconds(ic_us),
      tc: tc_us === undefined ? null : seconds(tc_us),
    })),
    signal: signals.keep(tap),
  };
}

/** @returns the whole page. Synthetic movements in which nothing was counted are left out: they have nothing to show. */
export function scorePage(run: ScoreRun): string {
  const all = worstFirst(run);
  const shown = all.filter(({ found, wrong }) => !found.synthetic || wrong !== 0);
  const left = all.length - shown.length;
  const signals = new SignalStore();
  const data: ScorePageData = {
    board: run.result.board,
    tables: scoreTable(run.result),
    recordings: shown.map((recording) => plotted(recording, signals)),
    remark: left > 0 ? `${left} synthetic recordings without a false stride are left out.` : '',
  };
  const title = `scores of ${shown.length} recordings`;
  const script = [plotScript, scorePageScript].join('\n');
  return page({ title, style: SCORE_STYLE, script, start: 'showScores(uPlot, data, plotTools)' }, data);
}
