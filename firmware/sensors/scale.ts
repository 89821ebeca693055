/** What one count of the IMU's axes means, for the detector. */
export interface FrameScale {
  /** Micro-g per count of the accelerometer (LSM6DSO32 at 32 g: 976). @range 30 1500 */
  readonly accel_ug: number;
  /** Micro-degrees per second per count of the gyroscope (2000 dps: 70,000). @range 3000 150000 */
  readonly gyro_udps: number;
  /** Nominal frame rate, Hz. @range 25 220 */
  readonly rate_Hz: number;
}

/** Frames in a time. */
export function framesOf(ms: number, scale: FrameScale): number {
  return Math.round((ms * scale.rate_Hz) / 1000);
}

/** Counts of the gyroscope at a rate of rotation. */
export function rateCounts(dps: number, scale: FrameScale): number {
  return Math.round((dps * 1e6) / scale.gyro_udps);
}

/** Sum of the gyroscope's counts over the frames in which the foot turns by an angle. */
export function angleCounts(deg: number, scale: FrameScale): number {
  return Math.round((deg * 1e6 * scale.rate_Hz) / scale.gyro_udps);
}

/** Counts of the accelerometer at a specific force. */
export function forceCounts(mg: number, scale: FrameScale): number {
  return Math.round((mg * 1000) / scale.accel_ug);
}
