/** What one count of the IMU's axes means, for the detector. */
export interface FrameScale {
  /** Micro-g per count of the accelerometer (LSM6DSO32 at 32 g: 976). @range 30 1500 */
  readonly accel_ug: number;
  /** Micro-degrees per second per count of the gyroscope (2000 dps: 70,000). @range 3000 150000 */
  readonly gyro_udps: number;
  /** Nominal frame rate, Hz. @range 25 220 */
  readonly rate_Hz: number;
}
