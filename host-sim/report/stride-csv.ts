/** Every stride of every recording as a line of a CSV file, with the truth beside it where there is one. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { ReplayedStride, ReplayResult } from '../engines/replay';
import { knownAt, type KnownStride } from './known-strides';

/** Columns of what the shoe found, as in the result files. */
const FOUND = [
  'ic_us',
  'tc_us',
  'to_us',
  'midstance_us',
  'kind',
  'stride_ms',
  'step_ms',
  'contact_ms',
  'swing_ms',
  'flight_ms',
  'length_m',
  'speed_mps',
  'strike_deg',
  'strike',
  'eversion_deg',
  'eversion_dps',
  'impact_g',
  'impact_g_per_s',
  'impact_clipped',
  'clearance_m',
  'turn_deg',
  'rise_m',
  'clipped',
] as const satisfies readonly (keyof ReplayedStride)[];

/** Columns of the truth. */
const KNOWN = [
  'ic_us',
  'tc_us',
  'length_m',
  'strike_deg',
  'eversion_deg',
  'eversion_dps',
  'impact_g',
  'clearance_m',
  'turn_deg',
  'rise_m',
] as const satisfies readonly (keyof KnownStride)[];

/** Writes as recordings are replayed. An empty cell is a value that is not there. */
export class StrideCsv {
  private readonly file: number;

  /** @throws what the file system throws */
  constructor(path: string) {
    this.file = openSync(path, 'w');
    this.line(['trace', 'foot', ...FOUND, ...KNOWN.map((name) => `true_${name}`)]);
  }

  /** @param known true strides of the recording, none where there is no truth */
  add(result: ReplayResult, known: readonly KnownStride[]): void {
    for (const stride of result.strides) {
      const truth = knownAt(known, stride.ic_us);
      this.line([
        result.trace,
        result.foot,
        ...FOUND.map((name) => stride[name]),
        ...KNOWN.map((name) => truth?.[name]),
      ]);
    }
  }

  close(): void {
    closeSync(this.file);
  }

  private line(cells: readonly (string | number | boolean | undefined)[]): void {
    writeSync(this.file, `${cells.map(cell).join(',')}\n`);
  }
}

function cell(value: string | number | boolean | undefined): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return String(typeof value === 'number' ? Number(value.toFixed(4)) : value);
  return /[",\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value;
}
