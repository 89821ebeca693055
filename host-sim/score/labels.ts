/**
 * How late are labelled initial contacts? Beside what the detector found stands what no detector is needed for: the recording's own
 * greatest jolt, the fastest change of its acceleration around the label. A label that comes long after the jolt was made of
 * something that comes later, such as weight on a pressure sensor.
 */
import { openTrace } from '../traces/csv';
import { SAMPLE_VALUES, type TraceSource } from '../traces/source';
import { matchEvents } from './match';
import type { Scored } from './run';
import type { ScoreResult } from './scorecard';
import { percentile } from './stats';
import { aligned, cell } from './table';

/** The jolt of a landing lies within this before and after its label, us: the foot-off before is further away. */
const JOLT_BEFORE_us = 300_000;
const JOLT_AFTER_us = 150_000;
/** What was found belongs to the nearest label within this, us: labels are a second or so apart. */
const NEAR_us = 400_000;
/** Percentiles that are told. */
const QUANTILES = [5, 25, 50, 75, 95] as const;

/** Of one recording: times less those of the labels, ms; positive is after the label. */
export interface LabelLags {
  readonly dataset: string;
  readonly name: string;
  readonly labels: number;
  readonly found_ms: readonly number[];
  readonly jolt_ms: readonly number[];
}

export interface LabelRow {
  /** The recording, in the rows of one. */
  name?: string;
  dataset: string;
  labels: number;
  found: number[];
  jolt: number[];
}

/**
 * @param ic_us labels, ascending
 * @returns of each label the instant of the jolt, where there are samples; `source` is read to its end and closed
 * @throws TraceError when the recording is malformed
 */
export function jolts_us(source: TraceSource, ic_us: readonly number[]): (number | undefined)[] {
  const times: (number | undefined)[] = ic_us.map(() => undefined);
  const most = ic_us.map(() => 0);
  const frame = new Float64Array(SAMPLE_VALUES);
  const before = new Float64Array(SAMPLE_VALUES);
  let first = 0;
  try {
    for (let any = false; source.next(frame); any = true) {
      const middle_us = (frame[0] + before[0]) / 2;
      while (first < ic_us.length && ic_us[first] + JOLT_AFTER_us < middle_us) first++;
      for (let i = first; any && i < ic_us.length && ic_us[i] - JOLT_BEFORE_us <= middle_us; i++) {
        const change = Math.hypot(frame[1] - before[1], frame[2] - before[2], frame[3] - before[3]);
        const jolt = change / (frame[0] - before[0]);
        if (jolt <= most[i]) continue;
        most[i] = jolt;
        times[i] = middle_us;
      }
      before.set(frame);
    }
  } finally {
    source.close();
  }
  return times;
}

/** @param found_us contacts that were found, ascending, as the labels are */
export function labelLags(
  { dataset, name }: Pick<LabelLags, 'dataset' | 'name'>,
  ic_us: readonly number[],
  found_us: readonly number[],
  source: TraceSource,
): LabelLags {
  const found_ms = matchEvents(found_us, ic_us, NEAR_us).map(
    ({ detected, truth }) => (found_us[detected] - ic_us[truth]) / 1000,
  );
  const jolt_ms = jolts_us(source, ic_us).flatMap((time_us, i) =>
    time_us === undefined ? [] : [(time_us - ic_us[i]) / 1000],
  );
  return { dataset, name, labels: ic_us.length, found_ms, jolt_ms };
}

/** Of the recordings with labelled initial contacts. @throws as `jolts_us` */
export function labelLagsOf(scored: readonly Scored[]): LabelLags[] {
  return scored.flatMap(({ dataset, name, from, meta, found }) => {
    const ic_us = meta?.truth.events_us?.ic;
    if (!ic_us || typeof from !== 'string') return [];
    const found_us = found.strides.map((stride) => stride.ic_us).sort((a, b) => a - b);
    return [labelLags({ dataset, name }, ic_us, found_us, openTrace(from))];
  });
}

/** A row of each data set, before those of its recordings; of these those whose labels are latest first. */
export function labelRows(all: readonly LabelLags[]): LabelRow[] {
  return [...new Set(all.map(({ dataset }) => dataset))].flatMap((dataset) => {
    const members = all.filter((each) => each.dataset === dataset);
    const rows = members.map((each) => ({ ...row(dataset, [each]), name: each.name }));
    const middle = ({ jolt }: LabelRow) => jolt[QUANTILES.indexOf(50)];
    return [row(dataset, members), ...rows.sort((a, b) => middle(a) - middle(b))];
  });
}

function row(dataset: string, members: readonly LabelLags[]): LabelRow {
  const quantiles = (values: readonly number[]) => QUANTILES.map((p) => percentile(values, p));
  return {
    dataset,
    labels: members.reduce((sum, { labels }) => sum + labels, 0),
    found: quantiles(members.flatMap(({ found_ms }) => found_ms)),
    jolt: quantiles(members.flatMap(({ jolt_ms }) => jolt_ms)),
  };
}

const LEGEND = `Initial contacts found, and the greatest jolt of the recording's own accelerometer, less the labelled ones: percentiles, ms. Found =
nearest within ${NEAR_us / 1000} ms; the jolt is sought from ${JOLT_BEFORE_us / 1000} ms before a label to ${JOLT_AFTER_us / 1000} after it. F1 of strides, contacts within so many ms.`;

/** The rows as text, with how many strides count as right when labels may be further off. */
export function labelTable(rows: readonly LabelRow[], { datasets }: Pick<ScoreResult, 'datasets'>): string {
  const titles = ['found', 'jolt'].flatMap((name) =>
    QUANTILES.map((p, i) => (i === 0 ? `${name} ${p}%` : `${p}%`)),
  );
  const lines = rows.map(({ name, dataset, labels, found, jolt }) => {
    const all = name === undefined ? datasets[dataset]?.all : undefined;
    return [
      name === undefined ? dataset : '',
      name ?? '',
      String(labels),
      ...[...found, ...jolt].map((value) => cell(value, 0)),
      ...[all?.stride, all?.stride_250ms].map((stride) => cell(stride && 100 * stride.f1, 2)),
    ];
  });
  return `${aligned([['labels', 'recording', 'n', ...titles, 'F1% 150', '250'], ...lines])}\n\n${LEGEND}`;
}
