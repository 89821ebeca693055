/** What one count of the IMU's axes means, for the detector. */
export interface FrameScale {
  /** Micro-g per count of the accelerometer (LSM6DSO32 at 32 g: 976). */
  readonly accel_ug: number;
  /** Micro-degrees per second per count of the gyroscope (2000 dps: 70,000). */
  readonly gyro_udps: number;
  /** Nominal frame rate, Hz. */
  readonly rate_Hz: number;
}
