/**
 * Ranges and data rates of the ICM-42688-P: register codes, and what they mean in units.
 */

import { DataRate } from './icm42688p-registers';

/** A full-scale code as it stands in its control register, and the micro-units of one count. */
export interface FullScale {
  readonly bits: number;
  readonly perCount: number;
}

/** ACCEL_CONFIG0 ACCEL_FS_SEL[7:5]: 14.38 and table 2 (2048 to 16,384 counts per g). */
const ACCEL = new Map<number, FullScale>([
  [16, { bits: 0 << 5, perCount: 488 }],
  [8, { bits: 1 << 5, perCount: 244 }],
  [4, { bits: 2 << 5, perCount: 122 }],
  [2, { bits: 3 << 5, perCount: 61 }],
]);

/** GYRO_CONFIG0 GYRO_FS_SEL[7:5]: 14.37 and table 1 (16.4 to 262 counts per degree/s: the range over 32,768). */
const GYRO = new Map<number, FullScale>([
  [2000, { bits: 0 << 5, perCount: 61_035 }],
  [1000, { bits: 1 << 5, perCount: 30_518 }],
  [500, { bits: 2 << 5, perCount: 15_259 }],
  [250, { bits: 3 << 5, perCount: 7629 }],
  [125, { bits: 4 << 5, perCount: 3815 }],
]);

/** @throws RangeError when there is no such range */
export function accelScale(range_g: number): FullScale {
  const scale = ACCEL.get(range_g);
  if (scale === undefined) throw new RangeError(`ICM-42688-P has no accelerometer range of ${range_g} g`);
  return scale;
}

/** @throws RangeError when there is no such range */
export function gyroScale(range_dps: number): FullScale {
  const scale = GYRO.get(range_dps);
  if (scale === undefined) throw new RangeError(`ICM-42688-P: no gyroscope range of ${range_dps} dps`);
  return scale;
}

/** A data rate: its code, and the nominal time between samples. */
export interface SampleRate {
  readonly code: number;
  readonly slot_us: number;
  readonly frames_Hz: number;
}

/**
 * The next rate, 500 Hz, fills the FIFO in a quarter of a second: an erase of the chip's flash takes up to half a second.
 * @throws RangeError when the rate is not one of 100, 200
 */
export function sampleRate(rate_Hz: number): SampleRate {
  switch (rate_Hz) {
    case 100:
      return { code: DataRate.HZ_100, slot_us: 10_000, frames_Hz: 100 };
    case 200:
      return { code: DataRate.HZ_200, slot_us: 5000, frames_Hz: 200 };
    default:
      throw new RangeError(`ICM-42688-P: no data rate of ${rate_Hz} Hz: use 100 or 200`);
  }
}

/** The accelerometer by itself, duty-cycled: the rate next to that of the LSM6DSO family (lsm6dso-config.ts). */
export const ACCEL_ONLY_RATE: SampleRate = Object.freeze({
  code: DataRate.HZ_50,
  slot_us: 20_000,
  frames_Hz: 50,
});
