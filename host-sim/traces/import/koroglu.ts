/**
 * Cetin and Koroglu's footprints: SensorConnectData_NN_GDLBIO.mat with stride indices and measured positions, and the
 * older SensorConnectData_NN.csv with a MAT file of the same name that has the count only.
 */
import { existsSync } from 'node:fs';
import { TraceError } from '../error';
import type { TraceStride } from '../meta';
import { filesBelow } from './files';
import { needed, readMat, type MatArray } from './mat';
import { decimals, fromSi, rounded, type Imported } from './recording';
import { checkWhole, column, readTable } from './table';

/** A stride is called running from this speed on when it lasts shorter than this. */
const RUN = { least_mps: 2.2, longest_s: 0.92 };
/** Shares of running strides from which a recording is called a run, or mixed. */
const RUN_SHARE = 0.5;
const MIXED_SHARE = 0.1;
const PREFIX = 'inertial-6253.76535:scaled';
const CSV_AXES = ['AccelX', 'AccelY', 'AccelZ', 'GyroX', 'GyroY', 'GyroZ'];

const COMMON = {
  dataset: 'koroglu_footprints',
  licence: 'MIT (LICENSE of the repository)',
  subject: 'not stated',
  sample_rate_hz: 200,
  sensor: { position: 'foot mounted (shoe)', device: 'LORD MicroStrain 3DM-GX5-25' },
};

export function importKoroglu(source: string): Imported[] {
  return [
    ...filesBelow(source, /SensorConnectData_(\d+)_GDLBIO\.mat$/).map(({ path, caught }) =>
      measured(path, caught[0]),
    ),
    ...filesBelow(source, /SensorConnectData_(\d+)\.csv$/)
      .filter(({ path }) => existsSync(path.replace(/csv$/, 'mat')))
      .map(({ path, caught }) => counted(path, caught[0])),
  ];
}

function measured(path: string, number: string): Imported {
  const mat = readMat(path);
  const imu = needed(path, mat, 'imu_data', 6);
  const times = needed(path, mat, 'timestamps').values;
  const marks = strideIndices(path, mat);
  const places = needed(path, mat, 'GCP', 2);
  if (times.length !== imu.rows)
    throw new TraceError(path, {}, `a time for each of ${imu.rows} samples`, String(times.length));
  const t_us = Array.from(times, (time) => rounded((time - times[0]) * 1e6));
  const midstance = Array.from(marks, (mark) => {
    // MATLAB counts samples from 1, these files from 0; the last mark may stand one past the end.
    const time = t_us[Math.min(mark, t_us.length - 1)];
    if (time === undefined) throw new TraceError(path, {}, 'stride indices within the samples', String(mark));
    return time;
  });
  if (places.rows !== midstance.length)
    throw new TraceError(path, {}, `a position for each of ${midstance.length} strides`, String(places.rows));
  const strides = midstance.slice(1).map((end_us, i) => {
    const start_us = midstance[i];
    const dx = places.values[i + 1] - places.values[i];
    const dy = places.values[places.rows + i + 1] - places.values[places.rows + i];
    return strideOf(start_us, end_us, Math.hypot(dx, dy));
  });
  return {
    ...COMMON,
    name: `koroglu_${activity(strides)}_${number}`,
    source: `G. Cetin, M. T. Koroglu (github mtahakoroglu/LLIO), SensorConnectData_${number}_GDLBIO.mat`,
    activity: activity(strides),
    t_us,
    values: t_us.map((_, i) => fromSi([0, 1, 2, 3, 4, 5].map((axis) => imu.values[axis * imu.rows + i]))),
    truth: {
      kind: 'stride segmentation + measured footprint positions',
      method: 'published stride index, checked by hand; length: distance of footprints measured with a ruler',
      complete: true,
      total_strides: strides.length,
      distance_m: decimals(needed(path, mat, 'traveled_distance').values[0], 2),
      events_us: { midstance },
      strides,
    },
  };
}

/** In the MAT file, else in the table beside it. */
function strideIndices(path: string, mat: Map<string, MatArray>): ArrayLike<number> {
  const inMat = mat.get('strideIndex');
  if (inMat) return inMat.values;
  const file = path.replace(/GDLBIO\.mat$/, 'strideIndex_timestamp_gcpX_gcpY.csv');
  return column(readTable(file, { separator: ',', columns: ['strideIndex'] }), 'strideIndex');
}

function strideOf(start_us: number, end_us: number, length: number): TraceStride {
  const seconds = (end_us - start_us) / 1e6;
  const speed = length / seconds;
  return {
    start_us,
    end_us,
    length_m: decimals(length, 4),
    mean_speed_mps: decimals(speed, 3),
    class: speed >= RUN.least_mps && seconds < RUN.longest_s ? 'run' : 'walk',
  };
}

function activity(strides: readonly TraceStride[]): string {
  const share = strides.filter((stride) => stride.class === 'run').length / strides.length;
  return share >= RUN_SHARE ? 'run' : share >= MIXED_SHARE ? 'mixed' : 'walk';
}

function counted(path: string, number: string): Imported {
  const names = CSV_AXES.map((axis) => `${PREFIX}${axis}`);
  const table = readTable(path, { separator: ',', columns: ['Time', ...names] });
  checkWhole(table, ['Time', ...names], 1);
  const times = column(table, 'Time');
  const axes = names.map((name) => column(table, name));
  const mat = path.replace(/csv$/, 'mat');
  return {
    ...COMMON,
    name: `koroglu_walk_${number}`,
    source: `G. Cetin, M. T. Koroglu (github mtahakoroglu/PyShoe-dataset-correction-for-bipedal-locomotion), SensorConnectData_${number}.csv`,
    activity: 'walk',
    t_us: times.map((time) => rounded((time - times[0]) * 1e6)),
    // This file has g where the MAT files have m/s^2.
    values: times.map((_, i) =>
      axes.map((values, axis) => rounded(axis < 3 ? values[i] * 1000 : (values[i] * 1800) / Math.PI)),
    ),
    truth: {
      kind: 'stride count only',
      method: 'counted by the experimenters',
      complete: true,
      total_strides: needed(mat, readMat(mat), 'numberOfStrides').values[0],
      events_us: {},
    },
  };
}
