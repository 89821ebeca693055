/** A run as comma-separated values: a line for each sample. RFC 4180; units are in the heads. */
import { lapsOf } from './laps';
import type { Run, RunSample } from './run';

/** Head, and how its value is written. */
const COLUMNS: readonly (readonly [string, (sample: RunSample) => string])[] = [
  ['time_s', ({ at_ms }) => fixed(at_ms / 1000, 3)],
  ['duration_s', ({ duration_ms }) => fixed(duration_ms / 1000, 3)],
  ['distance_m', ({ distance_m }) => fixed(distance_m, 2)],
  ['gait', ({ running }) => (running ? 'run' : 'walk')],
  ['speed_mps', ({ speed_mps }) => fixed(speed_mps, 3)],
  ['cadence_spm', ({ cadence_spm }) => fixed(cadence_spm, 1)],
  ['contact_ms', ({ contact_ms }) => fixed(contact_ms, 1)],
  ['contact_left_ms', ({ contactLeft_ms }) => fixed(contactLeft_ms, 1)],
  ['contact_right_ms', ({ contactRight_ms }) => fixed(contactRight_ms, 1)],
  ['stride_length_m', ({ strideLength_m }) => fixed(strideLength_m, 3)],
  ['flight_ms', ({ flight_ms }) => fixed(flight_ms, 1)],
  ['strike_angle_deg', ({ strikeAngle_deg }) => fixed(strikeAngle_deg, 1)],
  ['eversion_deg', ({ eversion_deg }) => fixed(eversion_deg, 1)],
  ['clearance_mm', ({ clearance_mm }) => fixed(clearance_mm, 0)],
  ['impact_g', ({ impact_g }) => fixed(impact_g, 2)],
  ['rise_mm', ({ rise_mm }) => fixed(rise_mm, 0)],
];

/**
 * A first column has the UTC of the sample's beginning, empty when the run has no date.
 * @throws RangeError when the run's own times are none (laps.ts)
 */
export function csvOf(run: Run): string {
  lapsOf(run);
  const lines = [['utc', ...COLUMNS.map(([head]) => head)].join(',')];
  for (const sample of run.samples) {
    const utc = run.start_ms === undefined ? '' : new Date(run.start_ms + sample.at_ms).toISOString();
    lines.push([utc, ...COLUMNS.map(([, write]) => write(sample))].join(','));
  }
  return lines.map((line) => `${line}\r\n`).join('');
}

/** Empty when the value is not known. */
function fixed(value: number | undefined, digits: number): string {
  return value === undefined || !Number.isFinite(value) ? '' : value.toFixed(digits);
}
