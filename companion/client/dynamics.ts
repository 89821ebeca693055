/** Live dynamics: a record for each stride. docs/SPEC.md 4.3. */
import { FieldReader } from './bytes';

export interface StrideDynamics {
  readonly gait: 'unknown' | 'walk' | 'run';
  readonly strike: 'unknown' | 'rearfoot' | 'midfoot' | 'forefoot';
  /** A sensor, or the impact, was at the end of its range. */
  readonly clipped: boolean;
  readonly impactClipped: boolean;
  /** The live cue: cadence has been below the runner's target for a while. */
  readonly cadenceCue: boolean;
  /** Low 16 bits of its number since the shoe started, and of its initial contact on the shoe's clock. */
  readonly number: number;
  readonly ic_ms: number;
  strideTime_ms?: number;
  contact_ms?: number;
  length_mm?: number;
  speed_mm_s?: number;
  strikeAngle_deg?: number;
  swing_ms?: number;
  flight_ms?: number;
  stepTime_ms?: number;
  impact_mg?: number;
  impactRate_mg_ms?: number;
  eversion_deg?: number;
  eversionRate_deg_s?: number;
  clearance_mm?: number;
  turn_deg?: number;
  rise_mm?: number;
}

type Field = Exclude<
  keyof StrideDynamics,
  'gait' | 'strike' | 'clipped' | 'impactClipped' | 'cadenceCue' | 'number' | 'ic_ms'
>;

/** Name, signed, unit; in the order of the bits. */
const FIELDS: readonly (readonly [Field, boolean, number])[] = [
  ['strideTime_ms', false, 1],
  ['contact_ms', false, 1],
  ['length_mm', false, 1],
  ['speed_mm_s', false, 1],
  ['strikeAngle_deg', true, 10],
  ['swing_ms', false, 1],
  ['flight_ms', true, 1],
  ['stepTime_ms', false, 1],
  ['impact_mg', false, 0.1],
  ['impactRate_mg_ms', false, 1],
  ['eversion_deg', true, 10],
  ['eversionRate_deg_s', true, 1],
  ['clearance_mm', false, 1],
  ['turn_deg', true, 10],
  ['rise_mm', true, 1],
];

const GAITS = ['unknown', 'walk', 'run', 'unknown'] as const;
const STRIKES = ['unknown', 'rearfoot', 'midfoot', 'forefoot'] as const;

/** A notification: its number (modulo 256) and the strides in it. A record that is cut short is left out. */
export function decodeDynamics(value: Uint8Array): { sequence: number; strides: StrideDynamics[] } {
  const strides: StrideDynamics[] = [];
  let at = 1;
  while (at < value.length) {
    const end = at + 1 + value[at];
    if (end > value.length) break;
    strides.push(decodeStride(value.subarray(at + 1, end)));
    at = end;
  }
  return { sequence: value[0], strides };
}

function decodeStride(record: Uint8Array): StrideDynamics {
  const reader = new FieldReader(record);
  const flags = reader.u8();
  const stride: StrideDynamics = {
    gait: GAITS[flags & 3],
    strike: STRIKES[(flags >> 2) & 3],
    clipped: (flags & 0x10) !== 0,
    impactClipped: (flags & 0x20) !== 0,
    cadenceCue: (flags & 0x40) !== 0,
    number: reader.u16(),
    ic_ms: reader.u16(),
  };
  const present = reader.u16();
  FIELDS.forEach(([name, isSigned, unit], bit) => {
    if ((present & (1 << bit)) === 0) return;
    stride[name] = (isSigned ? reader.s16() : reader.u16()) / unit;
  });
  return stride;
}
