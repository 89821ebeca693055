/** A recording of a public data set in the project's form, and how it is written. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COLUMNS } from '../columns';
import { TraceError } from '../error';
import type { TraceEvents, TraceStride } from '../meta';

/** Standard gravity, m/s^2 (ISO 80000-3); sources in m/s^2 are divided by it. */
export const GRAVITY = 9.80665;
const DEGREE = 180 / Math.PI;

export interface ImportedTruth {
  kind: string;
  method: string;
  foot?: string;
  complete: boolean;
  total_strides?: number;
  total_steps?: number;
  distance_m?: number;
  labels_agree_with_mocap?: boolean;
  events_us: TraceEvents;
  strides?: (TraceStride & { rise_m?: number })[];
}

export interface Imported {
  name: string;
  dataset: string;
  source: string;
  licence: string;
  subject: string;
  activity: string;
  sample_rate_hz: number;
  sensor: Record<string, string>;
  /** Microseconds from the first sample. */
  t_us: number[];
  /** ax ay az in milli-g, gx gy gz in 0.1 degree/s, rounded. */
  values: number[][];
  truth: ImportedTruth;
}

/** To the nearest whole number, halves to the even one. */
export function rounded(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
  return (up ? floor + 1 : floor) + 0;
}

export function decimals(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** Values of a sample from m/s^2 and rad/s. */
export function fromSi(sample: readonly number[]): number[] {
  return sample.map((value, i) => rounded(i < 3 ? (value / GRAVITY) * 1000 : value * DEGREE * 10));
}

/** The rest of the description follows from the samples. @throws TraceError when their times do not ascend */
export function description(recording: Imported): Record<string, unknown> {
  const { name, dataset, source, licence, subject, activity, sample_rate_hz, sensor, t_us, truth } =
    recording;
  let gap = 0;
  for (let i = 1; i < t_us.length; i++) {
    const step = t_us[i] - t_us[i - 1];
    if (!(step > 0))
      throw new TraceError(name, {}, `times that ascend, at sample ${i + 1}`, `a step of ${step} us`);
    gap = Math.max(gap, step);
  }
  const duration_us = t_us[t_us.length - 1] - t_us[0];
  return {
    format: 1,
    name,
    dataset,
    source: { origin: source },
    licence,
    subject,
    activity,
    sample_rate_hz,
    sensor,
    samples: t_us.length,
    duration_s: decimals(duration_us / 1e6, 3),
    measured_rate_hz: decimals(((t_us.length - 1) * 1e6) / duration_us, 3),
    max_gap_us: gap,
    truth: { ...truth, strides: truth.strides ?? [] },
  };
}

/** Writes DEST/DATASET/NAME.csv and NAME.json. */
export function writeImported(recording: Imported, dest: string): void {
  const folder = join(dest, recording.dataset);
  mkdirSync(folder, { recursive: true });
  const text = description(recording);
  const lines = recording.t_us.map((time, i) => [time, ...recording.values[i]].join(','));
  writeFileSync(join(folder, `${recording.name}.csv`), `${[COLUMNS.join(','), ...lines].join('\n')}\n`);
  writeFileSync(join(folder, `${recording.name}.json`), `${JSON.stringify(text, undefined, 1)}\n`);
}
