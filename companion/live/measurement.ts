/** RSC Measurement 0x2A53, which every shoe tells anyone. docs/SPEC.md 3.1. */
import { FieldReader } from '../client/bytes';

export interface Measurement {
  readonly running: boolean;
  readonly speed_mps: number;
  /** Landings of this foot per minute. */
  readonly footCadence: number;
  readonly strideLength_m?: number;
  /** Since the shoe started, or what a collector set. */
  readonly distance_m?: number;
}

const HAS_STRIDE_LENGTH = 1;
const HAS_DISTANCE = 2;
const RUNNING = 4;
/** No foot is faster, m/s and landings per minute: garbage is not shown. */
const SPEED_MOST_mps = 13;
const CADENCE_MOST = 180;

/** @returns undefined for what is no measurement: too few bytes for its flags, or what no runner does */
export function decodeMeasurement(value: Uint8Array): Measurement | undefined {
  const reader = new FieldReader(value);
  const flags = reader.u8();
  const speed_mps = reader.u16() / 256;
  const footCadence = reader.u8();
  const strideLength_m = (flags & HAS_STRIDE_LENGTH) !== 0 ? reader.u16() / 100 : undefined;
  const distance_m = (flags & HAS_DISTANCE) !== 0 ? reader.u32() / 10 : undefined;
  if (reader.at > value.length || speed_mps > SPEED_MOST_mps || footCadence > CADENCE_MOST) return undefined;
  return { running: (flags & RUNNING) !== 0, speed_mps, footCadence, strideLength_m, distance_m };
}
