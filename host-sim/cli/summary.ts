/** What a replay gave, in a few lines. */
import type { ReplayedStride, ReplayResult } from '../engines/replay';
import { characteristicName, lastRsc, radioCounts } from '../report/radio';
import { cadence, clockTime, distance, integer, pace, replaySpeed } from './format';

/** Longer stride times hold a rest, us. */
const LONGEST_STRIDE_US = 3e6;

export function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** Stride times in ms, by the shoe where it gave one, else from contact to contact. */
export function strideTimes_ms(strides: readonly ReplayedStride[]): (number | undefined)[] {
  return strides.map((stride, i) => {
    if (stride.stride_ms !== undefined) return stride.stride_ms;
    const time_us = i > 0 ? stride.ic_us - strides[i - 1].ic_us : Infinity;
    return time_us <= LONGEST_STRIDE_US ? time_us / 1000 : undefined;
  });
}

function known(values: readonly (number | undefined)[]): number[] {
  return values.filter((value) => value !== undefined);
}

function gaits(strides: readonly ReplayedStride[]): string {
  const running = strides.filter((stride) => stride.kind === 'run').length;
  const walking = strides.filter((stride) => stride.kind === 'walk').length;
  const parts = [`${walking} walking`, `${running} running`];
  const open = strides.length - running - walking;
  if (open > 0) parts.push(`${open} undecided`);
  return parts.join(', ');
}

/** Faults as words; empty when there were none. */
export function faultWords(faults: ReplayResult['faults']): string[] {
  const words: [number, string][] = [
    [faults.overruns, 'FIFO overruns'],
    [faults.busErrors, 'bus errors'],
    [faults.droppedWords, 'FIFO words dropped'],
    [faults.restarts, 'IMU restarts'],
    [faults.ringOverwrites, 'frames overwritten unread'],
  ];
  return words.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
}

/** One line per fact, each a label and a text. */
export function summaryLines(result: ReplayResult, real_ms: number): [label: string, text: string][] {
  const { strides, radio } = result;
  const stride_ms = median(known(strideTimes_ms(strides)));
  const speed = median(known(strides.map((stride) => stride.speed_mps)));
  const contact = median(known(strides.map((stride) => stride.contact_ms)));
  const rsc = lastRsc(radio);
  const air = Object.entries(radioCounts(radio)).map(([key, count]) => {
    const [kind, uuid] = key.split(' ');
    return `${integer(count)} ${kind}${uuid ? ` ${characteristicName(uuid)}` : ''}`;
  });
  const lines: [string, string][] = [
    ['recording', `${clockTime(result.duration_us)}, ${integer(result.samples)} samples${synthetic(result)}`],
    [
      'strides',
      `${integer(strides.length)} of this foot (${gaits(strides)}); ${integer(result.steps)} steps`,
    ],
    ['distance', distance(result.distance_m)],
    ['median', medians(stride_ms, speed, contact)],
    ['on air', air.length > 0 ? air.join(', ') : 'nothing'],
  ];
  if (rsc)
    lines.push([
      'last RSC',
      `${rsc.running ? 'running' : 'walking'}, ${rsc.speed_mps.toFixed(2)} m/s, ${rsc.footCadence_spm}/min` +
        (rsc.totalDistance_m === undefined ? '' : `, ${rsc.totalDistance_m.toFixed(1)} m in all`),
    ]);
  if (result.session.length > 0)
    lines.push([
      'session',
      result.session.map((event) => `${event.kind} ${clockTime(event.t_us)}`).join(', '),
    ]);
  lines.push(['record', recordWords(result.record)]);
  for (const words of faultWords(result.faults)) lines.push(['fault', words]);
  for (const warning of result.warnings) lines.push(['warning', warning]);
  lines.push([
    'replayed',
    `in ${(real_ms / 1000).toFixed(2)} s, ${replaySpeed(result.duration_us, real_ms)}`,
  ]);
  return lines;
}

/** Runs named one by one, at most. */
const RUNS_NAMED = 5;

/** What the shoe has in flash, and what the replay did to it. */
export function recordWords(record: ReplayResult['record']): string {
  if (!record.kept) return 'nothing is kept: the record could not be opened';
  const { runs } = record;
  const named = runs.slice(-RUNS_NAMED).map((run) => {
    const length = `${clockTime(run.elapsed_ms * 1000)}, ${distance(run.distance_m)}`;
    return `${run.kind} ${run.run} (${length}, ${integer(run.bytes)} bytes${run.complete ? '' : ', open'})`;
  });
  if (runs.length > named.length) named.unshift(`${runs.length - named.length} more runs`);
  return [
    named.length > 0 ? named.join(', ') : 'no run',
    `${integer(record.strides)} strides and ${distance(record.distance_m)} in ${integer(record.boots)} start(s)`,
    `${integer(record.records)} records, ${integer(record.programmedBytes)} bytes and ${integer(record.erases)} erase(s) now`,
  ].join('; ');
}

function synthetic(result: ReplayResult): string {
  return result.synthetic ? ', SYNTHETIC (made by a program, not by a foot)' : '';
}

function medians(
  stride_ms: number | undefined,
  speed_mps: number | undefined,
  contact_ms: number | undefined,
) {
  return [
    `cadence ${stride_ms === undefined ? '-' : cadence(60000 / stride_ms)}`,
    `pace ${speed_mps === undefined ? '-' : pace(speed_mps * 1000)}`,
    `contact ${contact_ms === undefined ? '-' : `${contact_ms.toFixed(0)} ms`}`,
  ].join(', ');
}

/** The same in one line, for a recording among many. */
export function summaryLine(result: ReplayResult, real_ms: number): string {
  const stride_ms = median(known(strideTimes_ms(result.strides)));
  const odd = [...faultWords(result.faults), ...result.warnings];
  return [
    clockTime(result.duration_us),
    `${result.strides.length} strides (${gaits(result.strides)})`,
    distance(result.distance_m),
    `cadence ${stride_ms === undefined ? '-' : cadence(60000 / stride_ms)}`,
    replaySpeed(result.duration_us, real_ms),
    ...(odd.length > 0 ? [`note: ${odd.join('; ')}`] : []),
  ].join(', ');
}
