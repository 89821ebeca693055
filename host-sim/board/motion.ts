import { SAMPLE_VALUES, type TraceSource } from '../traces/source';

/** Values of one reading of the motion: ax ay az in milli-g, gx gy gz in 0.1 degree/s. */
export const MOTION_VALUES = 6;

/** What moves the virtual IMU. */
export interface Motion {
  /**
   * Puts the motion at a simulated time into `out` (length 6: ax, ay, az in milli-g, gx, gy, gz in 0.1 degree/s).
   * Times may be fractions of a microsecond and never run backwards. Must not throw for what is wrong with its data: it is
   * called inside bus transactions, where the firmware would take the error for a bus fault.
   */
  at(time_us: number, out: Float64Array): void;
}

/** Recordings step by 100 ms at most (the longest radio loss in the data sets); a longer pause than this is a gap. */
export const GAP_US = 250_000;

/** Time the shoe has to boot before the recording begins, us. */
export const DEFAULT_START_US = 1_000_000;

/**
 * A recording as motion, by straight lines between its samples. Reads the source as time goes on and keeps only the two
 * samples around it.
 *
 * Before the first sample the foot rests in that sample's attitude (its acceleration, no rotation), after the last in
 * the last one's. Over a gap the acceleration goes in a straight line and the rotation is unknown: 0. A recording without
 * samples is weightless rest.
 */
export class RecordedMotion implements Motion {
  /** Simulated time of the recording's first sample, us. */
  readonly startsAt_us: number;
  /** Gaps so far: times the recording paused for longer than 250 ms. */
  gaps = 0;
  /** Samples read so far. */
  samples = 0;
  /** The last sample lies behind the time asked for last. */
  ended = false;
  /**
   * Why the recording could not be read further (a TraceError), which counts as its end. Whoever runs the clock has to
   * look at it.
   */
  failure: Error | undefined;

  private readonly source: TraceSource;
  private before = new Float64Array(SAMPLE_VALUES);
  private after = new Float64Array(SAMPLE_VALUES);
  /** What to add to the recording's time to get simulated time. */
  private readonly offset_us: number;
  /** Simulated times of the two samples; `after_us` is infinite once the source is exhausted. */
  private before_us: number;
  private after_us: number;
  private inGap = false;
  private asked_us = -Infinity;

  /**
   * @param startsAt_us simulated time of the first sample: the shoe boots before it
   * @throws TraceError when the first sample is malformed; later ones end the recording with `failure`
   */
  constructor(source: TraceSource, startsAt_us = DEFAULT_START_US) {
    this.source = source;
    this.startsAt_us = startsAt_us;
    if (source.next(this.before)) this.samples = 1;
    this.offset_us = startsAt_us - this.before[0];
    this.before_us = startsAt_us;
    this.after_us = startsAt_us;
    this.pull();
  }

  /** Time on the recording's own clock, us. */
  recordingTime_us(time_us: number): number {
    return time_us - this.offset_us;
  }

  /** Recorded time read so far, us: the whole recording's length once it has ended. */
  get length_us(): number {
    return (this.after_us === Infinity ? this.before_us : this.after_us) - this.startsAt_us;
  }

  /** @throws RangeError when time runs backwards */
  at(time_us: number, out: Float64Array): void {
    if (time_us < this.asked_us)
      throw new RangeError(`motion asked for ${time_us} us after ${this.asked_us} us`);
    this.asked_us = time_us;
    while (time_us >= this.after_us) this.step();
    const before_us = this.before_us;
    const after_us = this.after_us;
    if (time_us < before_us) this.rest(out);
    else if (after_us === Infinity) this.atEnd(time_us, out);
    else this.between((time_us - before_us) / (after_us - before_us), out);
  }

  private between(part: number, out: Float64Array): void {
    const before = this.before;
    const after = this.after;
    const ax = before[1];
    const ay = before[2];
    const az = before[3];
    out[0] = ax + (after[1] - ax) * part;
    out[1] = ay + (after[2] - ay) * part;
    out[2] = az + (after[3] - az) * part;
    if (this.inGap && part > 0) {
      out[3] = out[4] = out[5] = 0;
      return;
    }
    const gx = before[4];
    const gy = before[5];
    const gz = before[6];
    out[3] = gx + (after[4] - gx) * part;
    out[4] = gy + (after[5] - gy) * part;
    out[5] = gz + (after[6] - gz) * part;
  }

  /** The last sample itself still has its rotation. */
  private atEnd(time_us: number, out: Float64Array): void {
    this.ended = time_us > this.before_us;
    this.rest(out);
    if (!this.ended) for (let axis = 3; axis < MOTION_VALUES; axis++) out[axis] = this.before[axis + 1];
  }

  private rest(out: Float64Array): void {
    for (let axis = 0; axis < 3; axis++) {
      out[axis] = this.before[axis + 1];
      out[axis + 3] = 0;
    }
  }

  private step(): void {
    const passed = this.before;
    this.before = this.after;
    this.after = passed;
    this.before_us = this.after_us;
    this.pull();
  }

  /** Reads the sample after `before`. */
  private pull(): void {
    if (!this.read()) {
      this.after_us = Infinity;
      return;
    }
    this.samples++;
    this.after_us = this.after[0] + this.offset_us;
    this.inGap = this.after_us - this.before_us > GAP_US;
    if (this.inGap) this.gaps++;
  }

  private read(): boolean {
    try {
      return this.source.next(this.after);
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      return false;
    }
  }
}
