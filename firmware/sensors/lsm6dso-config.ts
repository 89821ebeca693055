/**
 * Ranges and data rates of the LSM6DSO family: register codes, and what they mean in units.
 */

import { DataRate } from './lsm6dso-registers';

/** The family's parts; they share their identity, so the one fitted is configured. */
export type Lsm6dsoPart = 'LSM6DSO' | 'LSM6DSOX' | 'LSM6DSO32';

/** A full-scale code as it stands in its control register, and the micro-units of one count. */
export interface FullScale {
  readonly bits: number;
  readonly perCount: number;
}

/** CTRL1_XL FS_XL[3:2] of the +-32 g part: datasheet LSM6DSO32, tables 45 and 3 (0.122 to 0.976 mg per count). */
const WIDE_ACCEL = new Map<number, FullScale>([
  [4, { bits: 0 << 2, perCount: 122 }],
  [8, { bits: 2 << 2, perCount: 244 }],
  [16, { bits: 3 << 2, perCount: 488 }],
  [32, { bits: 1 << 2, perCount: 976 }],
]);

/** CTRL1_XL FS_XL[3:2] of the +-16 g parts: datasheet LSM6DSO, and ST's lsm6dso_reg.c (0.061 to 0.488 mg per count). */
const NARROW_ACCEL = new Map<number, FullScale>([
  [2, { bits: 0 << 2, perCount: 61 }],
  [4, { bits: 2 << 2, perCount: 122 }],
  [8, { bits: 3 << 2, perCount: 244 }],
  [16, { bits: 1 << 2, perCount: 488 }],
]);

/** CTRL2_G FS_G and FS_125, bits [3:1]: datasheet 9.13 and table 3 (4.375 to 70 mdps per count). */
const GYRO = new Map<number, FullScale>([
  [125, { bits: 1 << 1, perCount: 4375 }],
  [250, { bits: 0 << 1, perCount: 8750 }],
  [500, { bits: 2 << 1, perCount: 17_500 }],
  [1000, { bits: 4 << 1, perCount: 35_000 }],
  [2000, { bits: 6 << 1, perCount: 70_000 }],
]);

/** The part's widest range, g. */
export function widestAccel_g(part: Lsm6dsoPart): number {
  return part === 'LSM6DSO32' ? 32 : 16;
}

/** The part's least range, g, which senses the smallest motion. */
export function leastAccel_g(part: Lsm6dsoPart): number {
  return part === 'LSM6DSO32' ? 4 : 2;
}

/** @throws RangeError when the part has no such range */
export function accelScale(part: Lsm6dsoPart, range_g: number): FullScale {
  const scale = (part === 'LSM6DSO32' ? WIDE_ACCEL : NARROW_ACCEL).get(range_g);
  if (scale === undefined) throw new RangeError(`${part} has no accelerometer range of ${range_g} g`);
  return scale;
}

/** @throws RangeError when there is no such range */
export function gyroScale(range_dps: number): FullScale {
  const scale = GYRO.get(range_dps);
  if (scale === undefined) throw new RangeError(`no gyroscope range of ${range_dps} dps`);
  return scale;
}

/** A data rate: its code, the ticks of the timestamp counter per sample, and the rate of the frames made of it. */
export interface SampleRate {
  readonly code: number;
  readonly slotTicks: number;
  readonly frames_Hz: number;
}

/**
 * Sampling at 416 Hz gives 208 frames a second: two samples are averaged into one, which lets less of what shakes above
 * 104 Hz into the frames, and keeps the ring as long as at 208 Hz.
 * @throws RangeError when the rate is not one of 104, 208, 416
 */
export function sampleRate(rate_Hz: number): SampleRate {
  switch (rate_Hz) {
    case 104:
      return { code: DataRate.HZ_104, slotTicks: 384, frames_Hz: 104 };
    case 208:
      return { code: DataRate.HZ_208, slotTicks: 192, frames_Hz: 208 };
    case 416:
      return { code: DataRate.HZ_416, slotTicks: 96, frames_Hz: 208 };
    default:
      throw new RangeError(`no data rate of ${rate_Hz} Hz: use 104, 208 or 416`);
  }
}

/**
 * The accelerometer by itself: 52 Hz is the highest rate of its low-power mode (datasheet 6.2), 26 uA instead of the 550 uA
 * of both sensors (table 4), and enough to tell landings (docs/ACCURACY.md, "Accelerometer only").
 */
export const ACCEL_ONLY_RATE: SampleRate = Object.freeze({
  code: DataRate.HZ_52,
  slotTicks: 768,
  frames_Hz: 52,
});

/**
 * True length of a tick of the timestamp counter in 1/65536 us: 25 us / (1 + 0.0015 FREQ_FINE).
 * Source: AN5192 as cited by Linux st_lsm6dsx; a real LSM6DSO32 with -38 ran at 196.5 Hz instead of 208.
 * @param freqFine INTERNAL_FREQ_FINE as read, 0 to 255, a signed byte
 */
export function tickLength_q16(freqFine: number): number {
  const steps = (freqFine << 24) >> 24;
  return Math.round((25 * 65536) / (1 + 0.0015 * steps));
}
