/** The result file of one recording: DIR/NAME.json. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReplayedStride, ReplayResult } from '../engines/replay';
import { radioJson, type RadioJson } from './radio';

/** Times are microseconds on the recording's clock; absent values are left out. */
export interface RecordingJson {
  trace: string;
  engine: ReplayResult['engine'];
  synthetic: boolean;
  duration_us: number;
  samples: number;
  strides: ReplayedStride[];
  /** The foot the shoe took itself to be on; absent when it does not know. */
  foot?: 'left' | 'right';
  /** Steps of both feet. */
  steps: number;
  distance_m: number;
  ble: RadioJson;
  session: ReplayResult['session'];
  /** What the shoe keeps in flash. */
  record: ReplayResult['record'];
  faults: ReplayResult['faults'];
  warnings: string[];
}

export function recordingJson(result: ReplayResult): RecordingJson {
  return {
    trace: result.trace,
    engine: result.engine,
    synthetic: result.synthetic,
    duration_us: result.duration_us,
    samples: result.samples,
    strides: result.strides,
    foot: result.foot,
    steps: result.steps,
    distance_m: result.distance_m,
    ble: radioJson(result.radio),
    session: result.session,
    record: result.record,
    faults: result.faults,
    warnings: result.warnings,
  };
}

/** JSON with one line for every item of the lists in `object` and of those in its objects. */
function itemPerLine(value: unknown, indent = ''): string {
  const inner = `${indent} `;
  if (Array.isArray(value) && value.length > 0)
    return `[\n${value.map((item) => inner + JSON.stringify(item)).join(',\n')}\n${indent}]`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const lines = entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${itemPerLine(item, inner)}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
}

/** Writes DIR/NAME.json: one line per stride and radio event, so that two results can be compared by eye. */
export function writeRecordingJson(folder: string, recording: RecordingJson): void {
  writeFileSync(join(folder, `${recording.trace}.json`), `${itemPerLine(recording)}\n`);
}
