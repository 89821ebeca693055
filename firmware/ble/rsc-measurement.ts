/**
 * RSC Measurement 0x2A53: the value running watches read.
 * Source: Bluetooth SIG, Running Speed and Cadence Service 1.0, section 3.1, and the GATT characteristic of that name.
 */
import { putUint16, putUint32 } from './bytes';
import { saturate, UINT16_MAX, UINT32_MAX, UINT8_MAX } from './saturate';

/** Length with every field present, bytes. */
export const RSC_MEASUREMENT_MAXIMUM_LENGTH = 10;

/** Bits of the flags octet. */
export const RSC_STRIDE_LENGTH_PRESENT = 0x01;
export const RSC_TOTAL_DISTANCE_PRESENT = 0x02;
export const RSC_RUNNING = 0x04;

export interface RscMeasurement {
  /** Running, else walking (or standing). */
  running: boolean;
  /** mm/s. On the air 1/256 m/s; saturates at 255.996 m/s. */
  speed_mm_s: number;
  /** Landings per minute of the foot that carries the sensor, not of both. Saturates at 255. */
  footCadence_spm: number;
  /** Between two landings of that same foot, mm; undefined leaves the field out. On the air cm; saturates at 655.35 m. */
  strideLength_mm: number | undefined;
  /** mm; undefined leaves the field out. On the air 0.1 m; saturates at 429,496 km. */
  totalDistance_mm: number | undefined;
}

/** Writes the value from the start of `into` and returns its length: 4, 6, 8 or 10 bytes. Allocates nothing. */
export function encodeRscMeasurement(measurement: Readonly<RscMeasurement>, into: Uint8Array): number {
  let flags = measurement.running ? RSC_RUNNING : 0;
  putUint16(into, 1, saturate((measurement.speed_mm_s * 256) / 1000, UINT16_MAX));
  into[3] = saturate(measurement.footCadence_spm, UINT8_MAX);
  let length = 4;
  if (measurement.strideLength_mm !== undefined) {
    flags |= RSC_STRIDE_LENGTH_PRESENT;
    putUint16(into, length, saturate(measurement.strideLength_mm / 10, UINT16_MAX));
    length += 2;
  }
  if (measurement.totalDistance_mm !== undefined) {
    flags |= RSC_TOTAL_DISTANCE_PRESENT;
    putUint32(into, length, saturate(measurement.totalDistance_mm / 100, UINT32_MAX));
    length += 4;
  }
  into[0] = flags;
  return length;
}
