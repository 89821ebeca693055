import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { COLUMNS } from '../columns';
import type { TraceTruth } from '../meta';
import { SAMPLE_VALUES } from '../source';
import type { SyntheticRun } from './run';

/** Lines written at a time. */
const LINES = 4096;

/**
 * Writes a run as NAME.csv and NAME.json into a folder, in the format of recordings (integers; marked synthetic). Takes
 * the run's samples.
 * @returns the path of the CSV file
 * @throws what the file system throws
 */
export function writeTrace(run: SyntheticRun, folder: string): string {
  const path = join(folder, `${run.name}.csv`);
  const frame = new Float64Array(SAMPLE_VALUES);
  const file = openSync(path, 'w');
  try {
    let lines = [COLUMNS.join(',')];
    while (run.next(frame)) {
      lines.push(Array.from(frame, (value) => String(Math.round(value))).join(','));
      if (lines.length < LINES) continue;
      writeSync(file, `${lines.join('\n')}\n`);
      lines = [];
    }
    if (lines.length > 0) writeSync(file, `${lines.join('\n')}\n`);
  } finally {
    closeSync(file);
  }
  writeFileSync(path.replace(/csv$/, 'json'), `${JSON.stringify(description(run), undefined, 1)}\n`);
  return path;
}

function description(run: SyntheticRun): Record<string, unknown> {
  return {
    format: 1,
    name: run.name,
    dataset: 'synthetic',
    synthetic: true,
    source: { origin: 'SYNTHETIC: calculated by Footfall (docs/SYNTHESIS.md), not recorded on a foot' },
    licence: 'Apache-2.0',
    subject: 'none (synthetic)',
    activity: activityOf(run),
    sample_rate_hz: run.rate_Hz,
    samples: run.samples,
    duration_s: run.duration_us / 1e6,
    measured_rate_hz: run.rate_Hz,
    max_gap_us: Math.ceil(1e6 / run.rate_Hz),
    truth: traceTruth(run),
  };
}

/** The truth of a run as it stands beside a recording. */
export function traceTruth({ truth: { strides, distance_m } }: SyntheticRun): TraceTruth {
  return {
    kind: 'synthetic: exact by construction',
    foot: 'the only one',
    complete: true,
    total_strides: strides.length,
    distance_m,
    events_us: {
      ic: strides.map(({ ic_us }) => ic_us),
      tc: strides.map(({ to_us }) => to_us),
    },
    strides: strides.map(({ to_us, midstance_us, length_m, speed_mps, gait }) => ({
      start_us: to_us,
      end_us: midstance_us,
      length_m,
      mean_speed_mps: speed_mps,
      class: gait,
    })),
    bouts: [],
  };
}

/** `walk`, `run`, `mixed`, or `other` without a stride. */
export function activityOf({ truth }: SyntheticRun): string {
  const strides = truth.strides.length;
  const running = truth.strides.filter(({ gait }) => gait === 'run').length;
  if (strides === 0) return 'other';
  if (running === 0) return 'walk';
  return running === strides ? 'run' : 'mixed';
}
