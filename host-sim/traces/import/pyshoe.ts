/**
 * PyShoe, Vicon part: vicon/processed/DATE.mat with signals and foot position, and DATE_strideIndex_timestamp*.csv with
 * the stride labels, which stand in another repository: both below one source folder.
 */
import { TraceError } from '../error';
import type { TraceStride } from '../meta';
import { filesBelow } from './files';
import { lowPass, peaks, percentile, speedOf } from './filter';
import { needed, readMat, type MatArray } from './mat';
import { decimals, fromSi, rounded, type Imported } from './recording';
import { column, readTable } from './table';

const RATE_HZ = 200;
/** Foot position is smoothed, then swings are speed maxima so high, of the 95th percentile, and so far apart. */
const SMOOTH_HZ = 8;
const SWING_SHARE = 0.3;
const SWING_SAMPLES = 60;
/** A trial is a run, or neither walk nor run, by the median stride time and the 95th percentile of the foot's speed. */
const RUN = { longest_s: 0.9, least_mps: 2.5 };
const WALK_LEAST_MPS = 2.2;

export function importPyshoe(source: string): Imported[] {
  const labels = new Map(
    filesBelow(source, /(\d{4}(?:-\d\d){5})_strideIndex_timestamp(_gcpX_gcpY)?\.csv$/)
      // Of the two forms the longer one is the later.
      .sort((a, b) => Number(a.caught[1] !== undefined) - Number(b.caught[1] !== undefined))
      .map(({ path, caught }) => [caught[0], path]),
  );
  return filesBelow(source, /processed\/(\d{4}(?:-\d\d){5})\.mat$/).flatMap(({ path, caught: [date] }) => {
    const file = labels.get(date);
    return file === undefined ? [] : [trial(path, date, file)];
  });
}

function trial(path: string, date: string, labelFile: string): Imported {
  const mat = readMat(path);
  const imu = needed(path, mat, 'imu', 6);
  const times = needed(path, mat, 'ts').values;
  const place = needed(path, mat, 'gt', 3);
  if (times.length !== imu.rows || place.rows !== imu.rows)
    throw new TraceError(path, {}, `${imu.rows} times and positions`, `${times.length} and ${place.rows}`);
  const time_us = (time: number) => rounded((time - times[0]) * 1e6);
  const t_us = Array.from(times, time_us);
  const table = readTable(labelFile, { separator: ',', columns: ['strideIndex', 'timestamp'] });
  const samples = column(table, 'timestamp').map((time, i) => {
    const sample = t_us.indexOf(time_us(time));
    if (sample < 0)
      throw new TraceError(labelFile, { line: i + 2 }, `the time of a sample of ${path}`, String(time));
    return sample;
  });
  const strides = samples.slice(1).map((end, i) => strideOf(samples[i], end, t_us, place));
  const coordinates = [0, 1, 2].map((axis) =>
    lowPass(place.values.subarray(axis * place.rows, (axis + 1) * place.rows), SMOOTH_HZ, RATE_HZ),
  );
  const speed = speedOf(coordinates, RATE_HZ);
  const fast = percentile(speed, 95);
  const swings = peaks(speed, SWING_SHARE * fast, SWING_SAMPLES);
  const rests = swings.slice(1).map((end, i) => slowest(speed, swings[i], end));
  const activity = activityOf(strides, fast);
  return {
    name: `pyshoe_${activity}_${date.replaceAll('-', '')}`,
    dataset: 'pyshoe_vicon',
    source: `University of Toronto STARS Lab, PyShoe, Vicon part (doi:10.21227/v1z6-9z84), ${date}`,
    licence: 'not stated by the original repository (IEEE DataPort, open access); MIT where it is copied',
    subject: 'pyshoe-U1',
    activity,
    sample_rate_hz: RATE_HZ,
    sensor: { position: 'on top of the shoe', side: 'right', device: 'LORD MicroStrain 3DM-GX3-25' },
    t_us,
    values: t_us.map((_, i) => fromSi([0, 1, 2, 3, 4, 5].map((axis) => imu.values[axis * imu.rows + i]))),
    truth: {
      kind: 'stride segmentation + mocap position',
      method:
        'published stride index; mocap_swing_peak and mocap_rest: maxima and minima of the speed of the foot by ' +
        'motion capture, low-pass 8 Hz',
      foot: 'right',
      complete: true,
      labels_agree_with_mocap:
        swings.length === strides.length && strides.every((stride) => oneSwing(stride, swings, t_us)),
      total_strides: strides.length,
      distance_m: decimals(
        strides.reduce((sum, { length_m = 0 }) => sum + length_m, 0),
        2,
      ),
      events_us: {
        midstance: samples.map((sample) => t_us[sample]),
        mocap_swing_peak: swings.map((sample) => t_us[sample]),
        mocap_rest: rests.map((sample) => t_us[sample]),
      },
      strides,
    },
  };
}

function oneSwing(
  { start_us, end_us }: TraceStride,
  swings: readonly number[],
  t_us: readonly number[],
): boolean {
  return swings.filter((sample) => t_us[sample] >= start_us && t_us[sample] < end_us).length === 1;
}

function strideOf(start: number, end: number, t_us: readonly number[], { rows, values }: MatArray) {
  const moved = [0, 1, 2].map((axis) => values[axis * rows + end] - values[axis * rows + start]);
  const length = Math.hypot(moved[0], moved[1]);
  return {
    start_us: t_us[start],
    end_us: t_us[end],
    length_m: decimals(length, 4),
    rise_m: decimals(moved[2], 4),
    mean_speed_mps: decimals((length * 1e6) / (t_us[end] - t_us[start]), 3),
  };
}

function slowest(speed: Float64Array, from: number, to: number): number {
  let at = from;
  for (let i = from; i < to; i++) if (speed[i] < speed[at]) at = i;
  return at;
}

function activityOf(strides: readonly TraceStride[], fast_mps: number): 'walk' | 'run' | 'other' {
  const time_s = percentile(
    strides.map(({ start_us, end_us }) => (end_us - start_us) / 1e6),
    50,
  );
  if (fast_mps < WALK_LEAST_MPS) return 'other';
  return time_s < RUN.longest_s && fast_mps >= RUN.least_mps ? 'run' : 'walk';
}
