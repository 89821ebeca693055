import type { FrameScale } from './scale';

/** What went wrong since the driver was made; every counter saturates at 2^30 - 1. */
export interface ImuFaults {
  /** Times the FIFO overran before it was read (frames lost in the part). */
  overruns: number;
  /** Bus transactions that were not acknowledged. */
  busErrors: number;
  /** FIFO words dropped: damaged, unknown tag, half a frame. Invalid values while the part starts up do not count. */
  droppedWords: number;
  /** Times the part was found reset or misconfigured and was set up again. */
  restarts: number;
}

/** An inertial sensor with a FIFO, as the shoe uses it. One class per family of parts implements it. */
export interface Imu {
  /** Units of the frames. Fixed once configured. */
  readonly scale: FrameScale;
  /** Units of the frames while the gyroscope is off: their rotation reads 0. */
  readonly accelOnlyScale: FrameScale;
  readonly faults: Readonly<ImuFaults>;
  /** As in `faults`; to be asked after each block. */
  readonly overruns: number;
  /**
   * Hands all whole blocks of the part's FIFO to its decoder; allocates nothing. Bus errors are counted, not thrown.
   * @returns frames that came of them, or -1 when the part did not answer
   */
  drain(): number;
  /** As `drain`, and takes what is left below a whole block too (before sleep, or to catch up). */
  flush(): number;
  /**
   * Switches between frames of both sensors (as after construction) and, at a fraction of the current, of the accelerometer
   * alone at the lower rate of `accelOnlyScale`. What waits in the FIFO is lost, and the frames before and after are a gap in
   * time. Throws when the part does not answer.
   */
  useGyroscope(on: boolean): void;
  /** Stops frames and arms the part's own motion interrupt at the least current. Throws when the part does not answer. */
  sleep(): void;
  /** Back from `sleep` to frames; the frames before and after are a gap in time. Throws as above. */
  wake(): void;
  /** Leaves the part powered down and gives the bus and pin back. */
  close(): void;
}
