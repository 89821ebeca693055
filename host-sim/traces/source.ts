/** A recording as a stream: what the virtual IMU is moved by. */
export interface TraceSource {
  /** Name without folder and suffix. */
  readonly name: string;
  /** Made by the synthesiser, not by a foot. */
  readonly synthetic: boolean;
  /** False when the recording has no gyroscope columns; its gyroscope values then read 0. */
  readonly hasGyro: boolean;
  /** Last minus first time stamp where it is known before reading (for progress), us. */
  readonly duration_us: number | undefined;
  /**
   * Puts the next sample into `frame` (length 7: t_us, ax, ay, az in milli-g, gx, gy, gz in 0.1 degree/s).
   * @returns false at the end of the recording
   * @throws TraceError with file, line and column at the first malformed line
   */
  next(frame: Float64Array): boolean;
  close(): void;
}

/** Values of one sample in `TraceSource.next`. */
export const SAMPLE_VALUES = 7;
