/**
 * The rules by which detected strides are scored against the truth of a recording. Pure functions.
 *
 * - Truth with initial contacts: detections are matched one-to-one, smallest time difference first, within +-150 ms;
 *   matched are right, true ones left are missed, detections left are false. When the truth is not complete only
 *   detections at its labelled strides count.
 * - Terminal contacts likewise, from `tc_us` and `to_us` of all strides with duplicates within 30 ms merged.
 * - Truth with mid-stances or stride borders: a stride is right when exactly one detection lies in [start, end). With
 *   complete truth, detections outside all strides are false too.
 * - Truth with one mark per stride at an unknown phase: detections are first moved by their circular mean phase to the
 *   middle between marks.
 * - Running: a stride so classed, or of 2.2 m/s and more, or of a recording whose activity is running.
 */
import type { RecordingJson } from '../report/recording-json';
import { matchEvents, mergeDuplicates, type Match } from './match';
import { percentile } from './stats';
import type { Counts, Pair, Tally } from './tally';
import type { TraceEvents, TraceStride } from '../traces/meta';
import { flawAt, worstFlaws, type Flaw } from './flaws';
import { isRunning } from './gait';
import type { RecordingTruth, Truth } from './truth';

/** Matching tolerance of event times, us. */
export const TOLERANCE_US = 150000;
/** Tolerance that tells a missed event from a badly timed one, us. */
export const WIDE_TOLERANCE_US = 250000;
/** Foot-offs nearer than this are one, us. */
const SAME_FOOT_OFF_US = 30000;
/** Marks further apart than this enclose a pause, not a stride, us. */
const LONGEST_MARKED_STRIDE_US = 1.1e6;
/** A motion-capture swing with no successor is given this long to come to rest, us. */
const LAST_SWING_US = 1.5e6;

export type Part = 'all' | 'walk' | 'run';
/** What the rules need of a result file. */
export type Detections = Pick<RecordingJson, 'strides'> & {
  distance_m?: number;
  /** Length of the recording. */
  duration_us?: number;
  /** When the first stride after the start of gait was reported, on the recording's clock. */
  firstReport_us?: number;
  /** When the recording's own gyroscope was at the end of its range; absent where that is not known. */
  fast_us?: number[];
};

/** The numbers of one recording. */
export interface RecordingScore {
  /** Detected and true strides, where the truth knows its total. */
  count?: Pair;
  distance?: Pair;
  ic?: Counts;
  tc?: Counts;
  /** Intervals that did not hold exactly one detection: their start and how many they held. */
  bad?: Pair[];
  /** Detections outside all intervals of complete truth. */
  outside?: number;
  /** Missed and false strides, and the worst of the right ones. */
  flaws?: Flaw[];
}

interface Interval {
  start_us: number;
  end_us: number;
  stride: TraceStride | undefined;
}

function countBetween(times: readonly number[], start: number, end: number): number {
  return times.filter((time) => time >= start && time < end).length;
}

function consecutive(times: readonly number[]): [number, number][] {
  return times.slice(1).map((time, i) => [times[i], time]);
}

function strideCount(truth: Truth, ic: readonly number[]): Pair | undefined {
  const { bouts } = truth;
  if (bouts && bouts.length > 0 && bouts[0].strides !== undefined) {
    const detected = bouts.reduce((total, bout) => total + countBetween(ic, bout.start_us, bout.end_us), 0);
    return [detected, bouts.reduce((total, bout) => total + (bout.strides ?? 0), 0)];
  }
  if (truth.complete && truth.total_strides) return [ic.length, truth.total_strides];
  return undefined;
}

/** The intervals that should hold one detection each; undefined when the truth has none. */
function intervals(truth: Truth, events: TraceEvents): Interval[] | undefined {
  const strides = truth.strides ?? [];
  if (events.midstance) {
    const byStart = new Map(strides.map((stride) => [stride.start_us, stride]));
    return consecutive(events.midstance).map(([start_us, end_us]) => ({
      start_us,
      end_us,
      stride: byStart.get(start_us),
    }));
  }
  if (events.stride_start)
    return strides.map((stride) => ({ start_us: stride.start_us, end_us: stride.end_us, stride }));
  return undefined;
}

/** Intervals between marks inside bouts, and the time to add to detections so that they lie amid them. */
function phaseIntervals(truth: Truth, marks: readonly number[], ic: readonly number[]): [Interval[], number] {
  const bouts = truth.bouts ?? [];
  const spans = consecutive(marks).filter(
    ([a, b]) =>
      b - a < LONGEST_MARKED_STRIDE_US && bouts.some((bout) => bout.start_us <= a && b <= bout.end_us),
  );
  let sine = 0;
  let cosine = 0;
  for (const [a, b] of spans) {
    for (const time of ic.filter((t) => t >= a && t < b)) {
      const angle = (2 * Math.PI * (time - a)) / (b - a);
      sine += Math.sin(angle);
      cosine += Math.cos(angle);
    }
  }
  const turn = Math.atan2(sine, cosine) / (2 * Math.PI);
  const phase = sine === 0 && cosine === 0 ? 0.5 : turn - Math.floor(turn);
  const period = percentile(
    spans.map(([a, b]) => b - a),
    50,
  );
  return [
    spans.map(([start_us, end_us]) => ({ start_us, end_us, stride: undefined })),
    (0.5 - phase) * period,
  ];
}

function scoreContacts(
  meta: RecordingTruth,
  strides: Detections['strides'],
  trueIc: readonly number[],
  rows: readonly Tally[],
): RecordingScore {
  const { truth } = meta;
  const labelled = (time: number) =>
    (truth.strides ?? []).some((s) => time >= s.start_us - TOLERANCE_US && time <= s.end_us + TOLERANCE_US);
  const ic = strides.map((stride) => stride.ic_us).filter((time) => truth.complete || labelled(time));
  const matches = matchEvents(ic, trueIc, TOLERANCE_US);
  const counts = countsOf(matches.length, ic.length, trueIc.length);
  const wide = countsOf(matchEvents(ic, trueIc, WIDE_TOLERANCE_US).length, ic.length, trueIc.length);
  const lengths = truth.complete ? contactLengths(truth, matches, strides) : [];
  for (const row of rows) {
    row.addStrides(counts);
    row.addStridesWide(wide);
    for (const match of matches) row.icErrors_us.push(ic[match.detected] - trueIc[match.truth]);
    row.lengths_m.push(...lengths);
  }
  const score: RecordingScore = { ic: counts, flaws: contactFlaws(matches, ic, trueIc) };
  const trueTc = truth.events_us?.tc;
  const footOffs = strides
    .flatMap((stride) => [stride.tc_us, stride.to_us])
    .filter((time) => time !== undefined);
  if (trueTc && footOffs.length > 0) {
    const tc = mergeDuplicates(footOffs, SAME_FOOT_OFF_US);
    const tcMatches = matchEvents(tc, trueTc, TOLERANCE_US);
    score.tc = countsOf(tcMatches.length, tc.length, trueTc.length);
    for (const row of rows) {
      row.addTerminalContacts(score.tc);
      for (const match of tcMatches) row.tcErrors_us.push(tc[match.detected] - trueTc[match.truth]);
    }
  }
  return score;
}

/** Lengths of matched strides, where the truth has one for each initial contact. */
function contactLengths(truth: Truth, matches: readonly Match[], strides: Detections['strides']): Pair[] {
  const known = truth.strides ?? [];
  if (known.length !== truth.events_us?.ic?.length) return [];
  return matches.flatMap((match): Pair[] => {
    const length = strides[match.detected].length_m;
    const trueLength = known[match.truth].length_m;
    return length === undefined || trueLength === undefined ? [] : [[length, trueLength]];
  });
}

function contactFlaws(matches: readonly Match[], ic: readonly number[], trueIc: readonly number[]): Flaw[] {
  const found = new Set(matches.map((match) => match.truth));
  const right = new Set(matches.map((match) => match.detected));
  const timing = matches.map((match) =>
    flawAt('timing', trueIc[match.truth], (ic[match.detected] - trueIc[match.truth]) / 1000),
  );
  return [
    ...trueIc.filter((_, j) => !found.has(j)).map((time) => flawAt('missed', time)),
    ...ic.filter((_, i) => !right.has(i)).map((time) => flawAt('false', time)),
    ...worstFlaws(timing),
  ];
}

function countsOf(matched: number, detected: number, truth: number): Counts {
  return [matched, detected - matched, truth - matched];
}

function scoreIntervals(
  meta: RecordingTruth,
  spans: readonly Interval[],
  ic: readonly number[],
  strides: Detections['strides'],
  row: (part: Part) => Tally,
) {
  const bad: Pair[] = [];
  const wrong: Flaw[] = [];
  const lengths: Flaw[] = [];
  let used = 0;
  for (const span of spans) {
    const inside = ic.flatMap((time, i) => (time >= span.start_us && time < span.end_us ? [i] : []));
    used += inside.length;
    const right = inside.length === 1;
    const { start_us, end_us } = span;
    if (!right) {
      bad.push([start_us, inside.length]);
      wrong.push({ kind: inside.length > 0 ? 'double' : 'missed', start_us, end_us });
    }
    const trueLength = span.stride?.length_m;
    const length = right ? strides[inside[0]].length_m : undefined;
    if (length !== undefined && trueLength !== undefined)
      lengths.push({ kind: 'length', start_us, end_us, error: length - trueLength });
    for (const tally of [row('all'), row(isRunning(span.stride, meta.activity) ? 'run' : 'walk')]) {
      tally.addStrides(right ? [1, 0, 0] : [0, inside.length, 1]);
      if (length !== undefined && trueLength !== undefined) tally.lengths_m.push([length, trueLength]);
    }
  }
  return { bad, used, flaws: [...wrong, ...worstFlaws(lengths)] };
}

/** Does exactly one contact fall between each motion-capture swing's speed peak and the rest after it? */
function scoreMocap(
  peaks: readonly number[],
  rests: readonly number[],
  ic: readonly number[],
  rows: readonly Tally[],
) {
  peaks.forEach((peak, i) => {
    const next = peaks[i + 1] ?? peak + LAST_SWING_US;
    const rest = rests.find((time) => time > peak && time <= next) ?? next;
    const right = ic.filter((time) => time > peak && time <= rest).length === 1 ? 1 : 0;
    for (const row of rows) {
      row.mocap[0] += right;
      row.mocap[1] += 1;
    }
  });
}

/**
 * Scores one recording and adds its numbers to the rows it belongs to.
 * @param row gives the tally of a part of the data set
 */
export function scoreRecording(
  meta: RecordingTruth,
  detections: Detections,
  row: (part: Part) => Tally,
): RecordingScore {
  const { truth } = meta;
  const events = truth.events_us ?? {};
  const strides = [...detections.strides].sort((a, b) => a.ic_us - b.ic_us);
  let ic = strides.map((stride) => stride.ic_us);
  const rows = [row('all'), row(meta.activity === 'run' ? 'run' : 'walk')];
  const score: RecordingScore = { count: strideCount(truth, ic) };
  const lengths = strides.map((stride) => stride.length_m).filter((length) => length !== undefined);
  const distance =
    detections.distance_m ?? (lengths.length > 0 ? lengths.reduce((a, b) => a + b, 0) : undefined);
  if (distance !== undefined && truth.distance_m) score.distance = [distance, truth.distance_m];
  for (const tally of rows) {
    tally.recordings++;
    if (score.count) tally.counts.push(score.count);
    if (score.distance) tally.distances_m.push(score.distance);
  }
  if (events.ic && !events.stride_start)
    return { ...score, ...scoreContacts(meta, strides, events.ic, rows) };

  let spans = intervals(truth, events);
  let complete = truth.complete;
  if (!spans && events.stride_phase) {
    const [marked, shift_us] = phaseIntervals(truth, events.stride_phase, ic);
    spans = marked;
    if (ic.length > 0) ic = ic.map((time) => time + shift_us);
    complete = false;
  }
  if (!spans) return score;
  const { bad, used, flaws } = scoreIntervals(meta, spans, ic, strides, row);
  score.bad = bad;
  score.flaws = flaws;
  if (complete) {
    score.outside = ic.length - used;
    const inSpan = (time: number) => spans.some((span) => time >= span.start_us && time < span.end_us);
    flaws.push(...ic.filter((time) => !inSpan(time)).map((time) => flawAt('false', time)));
    for (const tally of rows) tally.addStrides([0, score.outside, 0]);
  }
  if (events.mocap_swing_peak && events.mocap_rest)
    scoreMocap(events.mocap_swing_peak, events.mocap_rest, ic, rows);
  return score;
}

/** Scores the labelled strides in which the recording's gyroscope did not come to the end of its range. */
export function scoreUnclipped(
  { truth, activity }: RecordingTruth,
  { strides, fast_us = [] }: Detections,
  row: (part: Part) => Tally,
): void {
  const ic = strides.map((stride) => stride.ic_us);
  const clear = (intervals(truth, truth.events_us ?? {}) ?? []).filter(
    ({ start_us, end_us }) => countBetween(fast_us, start_us, end_us) === 0,
  );
  for (const part of new Set(clear.map(({ stride }) => (isRunning(stride, activity) ? 'run' : 'walk'))))
    row(part).recordings++;
  if (clear.length > 0) row('all').recordings++;
  scoreIntervals({ truth, activity }, clear, ic, strides, row);
}
