/** A stretch of the run: what a sensor in the foot feels, as a function of time. */
export interface Motion {
  /** The stretch ends here, s on the run's clock. */
  readonly end_s: number;
  /** Puts specific force (m/s^2) and rotation rate (rad/s), x y z each in the foot's axes, into `out`. */
  at(time_s: number, out: Float64Array): void;
}
