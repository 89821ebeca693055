import { SAMPLE_VALUES, type TraceSource } from '../traces/source';

/**
 * Samples of one recording that a report keeps. Longer ones are thinned: a 16-minute recording at 208 Hz still stands in
 * full, and a page of one recording stays below 3 MB.
 */
export const MAX_POINTS = 200000;
/** Time unit of the kept samples, us: 32 bits of it are 119 hours. */
export const TIME_UNIT_US = 100;
const UINT16_MAX = 65535;

/** The magnitude of a recording's axes over time. */
export interface Signal {
  /** Times in TIME_UNIT_US from the first sample. */
  time: Uint32Array;
  /** Rotation rate, 0.1 degree/s. */
  gyro: Uint16Array;
  /** Specific force, milli-g. */
  accel: Uint16Array;
  /** Samples of the recording that each point stands for; the point is the largest of them. */
  every: number;
}

/** Hands a recording on sample by sample and keeps its magnitudes, in fixed memory however long it is. */
export class SignalTap implements TraceSource {
  private readonly time = new Uint32Array(MAX_POINTS);
  private readonly gyro = new Uint16Array(MAX_POINTS);
  private readonly accel = new Uint16Array(MAX_POINTS);
  private count = 0;
  private every = 1;
  /** Samples gone into the last point. */
  private filled = 0;
  private first_us: number | undefined;

  constructor(private readonly source: TraceSource) {}

  get name(): string {
    return this.source.name;
  }

  get synthetic(): boolean {
    return this.source.synthetic;
  }

  get hasGyro(): boolean {
    return this.source.hasGyro;
  }

  get duration_us(): number | undefined {
    return this.source.duration_us;
  }

  /** Time stamp of the first sample, us. */
  get start_us(): number {
    return this.first_us ?? 0;
  }

  next(frame: Float64Array): boolean {
    if (!this.source.next(frame)) return false;
    if (frame.length < SAMPLE_VALUES) return true;
    this.first_us ??= frame[0];
    const accel = Math.min(UINT16_MAX, Math.hypot(frame[1], frame[2], frame[3]));
    const gyro = Math.min(UINT16_MAX, Math.hypot(frame[4], frame[5], frame[6]));
    if (this.filled === 0) {
      if (this.count === MAX_POINTS) this.thin();
      this.time[this.count] = (frame[0] - this.first_us) / TIME_UNIT_US;
      this.gyro[this.count] = gyro;
      this.accel[this.count] = accel;
      this.count++;
    } else {
      const at = this.count - 1;
      if (gyro > this.gyro[at]) this.gyro[at] = gyro;
      if (accel > this.accel[at]) this.accel[at] = accel;
    }
    this.filled = (this.filled + 1) % this.every;
    return true;
  }

  close(): void {
    this.source.close();
  }

  signal(): Signal {
    const { count, every } = this;
    return {
      time: this.time.slice(0, count),
      gyro: this.gyro.slice(0, count),
      accel: this.accel.slice(0, count),
      every,
    };
  }

  /** Makes one point of two. */
  private thin(): void {
    const { time, gyro, accel } = this;
    for (let i = 0; i < MAX_POINTS / 2; i++) {
      time[i] = time[2 * i];
      gyro[i] = Math.max(gyro[2 * i], gyro[2 * i + 1]);
      accel[i] = Math.max(accel[2 * i], accel[2 * i + 1]);
    }
    this.count = MAX_POINTS / 2;
    this.every *= 2;
  }
}
