/**
 * Personal calibration: teaches the length model (length-model.ts) from a known distance or from the phone's speeds, and
 * puts the strides right with it.
 *
 * Known distance: `start`, walk or run 400 m or more, `finish(distance)`. GPS: `gpsSpeed` about once a second while the
 * runner keeps a steady pace; half a minute of it is one observation. What is absurd is refused, and says why.
 *
 * A stride passes through `take` on its way from the detector to the session: its length and speed are calibrated from
 * there on, in totals, record and radio. Learning looks at the lengths as they were measured.
 */
import { HAS_LENGTH, HAS_SPEED, HAS_STRIDE_TIME, type Stride } from '../stepdetect/stride';
import { LengthModel } from './length-model';

/** What `finish` and `gpsSpeed` answer. */
export const CALIBRATION_LEARNED = 0;
/** GPS: taken, more are needed for an observation. */
export const CALIBRATION_GATHERING = 1;
/** `finish` without `start`. */
export const CALIBRATION_NOT_STARTED = 2;
/** The distance is below 400 m or above 100 km, or no number. */
export const CALIBRATION_REFUSED_DISTANCE = 3;
/** More than one in ten strides had no measured length. */
export const CALIBRATION_REFUSED_STRIDES = 4;
/** It asks for a factor out of bounds, or more than 15 % from what was learned so far. */
export const CALIBRATION_REFUSED_ABSURD = 5;
/** GPS: not running or walking, not accurate enough, or no number; what was gathered is dropped. */
export const CALIBRATION_REFUSED_SPEED = 6;

/** Shortest and longest known distance. A lap of a track; a day's walk. */
export const KNOWN_LEAST_mm = 400_000;
export const KNOWN_MOST_mm = 100_000_000;
/** A course is right within 0.5 %, and started and ended within 2 m (one standard deviation). */
const COURSE_SHARE = 0.005;
const COURSE_ENDS_mm = 2000;

/** One observation from GPS: this long, at a steady pace, without a hole between samples. */
const WINDOW_ms = 30_000;
const HOLE_MOST_ms = 3000;
const WINDOW_STRIDES_LEAST = 15;
/** Steady: all samples within 20 % of each other. A speed from the phone lags by a second or two. */
const STEADY_SHARE = 0.2;
/** Slower is no gait that a satellite receiver can time; faster is no runner. */
const GPS_LEAST_mm_s = 800;
const GPS_MOST_mm_s = 8000;
/** Speed accuracy (68 %) the phone may state at most. Android and iOS give it; 0 where it is not known. */
const GPS_ACCURACY_MOST_mm_s = 600;
/** What half a minute of GPS speeds is worth at least: 2 % (errors of satellite and path outlast the averaging). */
const GPS_SHARE = 0.02;
const ONE_Q20 = 1 << 20;

/** What a known distance is worth: its standard deviation, as a share of it. */
export function courseDeviation(distance_mm: number): number {
  return Math.hypot(COURSE_SHARE, COURSE_ENDS_mm / distance_mm);
}

export class Calibration {
  readonly model = new LengthModel();
  /** Grows with every change of the model: save it when it differs from the one saved last. */
  revision = 0;
  /** A known distance is under way. */
  measuring = false;
  private readonly course = new Stretch();
  private readonly window = new Stretch();
  private gpsFirst_ms = 0;
  private gpsLast_ms = 0;
  private gpsSamples = 0;
  private gpsSum = 0;
  private gpsAccuracySum = 0;
  private gpsSlowest = 0;
  private gpsFastest = 0;

  /** Length measured since `start`, as it would be without calibration, mm. */
  get measured_mm(): number {
    return this.course.length_mm;
  }

  /** Calibrates a stride's length and speed in place. */
  take(stride: Stride): void {
    const hasLength = (stride.valid & HAS_LENGTH) !== 0 && stride.lengthMm > 0;
    if (this.measuring) this.course.add(stride, hasLength);
    if (this.gpsSamples > 0) this.window.add(stride, hasLength);
    if (!hasLength || this.model.observations === 0) return;
    const factor_Q20 = this.model.factor_Q20(stride.speedMmS);
    stride.lengthMm = Math.round((stride.lengthMm * factor_Q20) / ONE_Q20);
    if ((stride.valid & HAS_SPEED) !== 0)
      stride.speedMmS = Math.round((stride.speedMmS * factor_Q20) / ONE_Q20);
  }

  /** Begins a known distance at the next stride; one under way begins anew. */
  start(): void {
    this.measuring = true;
    this.course.clear();
  }

  /** Gives a known distance up. */
  cancel(): void {
    this.measuring = false;
  }

  /**
   * Ends a known distance.
   * @param distance_mm its true length
   * @returns CALIBRATION_LEARNED, or why nothing was learned. Only after CALIBRATION_REFUSED_DISTANCE it goes on: the
   *   distance may be told again.
   */
  finish(distance_mm: number): number {
    if (!this.measuring) return CALIBRATION_NOT_STARTED;
    if (!(distance_mm >= KNOWN_LEAST_mm && distance_mm <= KNOWN_MOST_mm)) return CALIBRATION_REFUSED_DISTANCE;
    this.measuring = false;
    const course = this.course;
    if (!course.isMeasured()) return CALIBRATION_REFUSED_STRIDES;
    const ratio = distance_mm / course.length_mm;
    return this.learn(ratio, course.speed_mm_s(), courseDeviation(distance_mm));
  }

  /**
   * Takes a speed over ground from the phone.
   * @param speed_mm_s as the receiver gives it
   * @param accuracy_mm_s its stated accuracy (68 %), 0 when not known
   * @param now_ms when it came, on the clock's scale
   */
  gpsSpeed(speed_mm_s: number, accuracy_mm_s: number, now_ms: number): number {
    const usable =
      speed_mm_s >= GPS_LEAST_mm_s &&
      speed_mm_s <= GPS_MOST_mm_s &&
      accuracy_mm_s >= 0 &&
      accuracy_mm_s <= GPS_ACCURACY_MOST_mm_s;
    if (!usable) {
      this.gpsSamples = 0;
      return CALIBRATION_REFUSED_SPEED;
    }
    const step_ms = now_ms - this.gpsLast_ms;
    if (this.gpsSamples === 0 || !(step_ms >= 0 && step_ms <= HOLE_MOST_ms))
      this.openWindow(speed_mm_s, now_ms);
    this.gpsLast_ms = now_ms;
    this.gpsSamples++;
    this.gpsSum += speed_mm_s;
    this.gpsAccuracySum += accuracy_mm_s;
    if (speed_mm_s < this.gpsSlowest) this.gpsSlowest = speed_mm_s;
    if (speed_mm_s > this.gpsFastest) this.gpsFastest = speed_mm_s;
    if (this.gpsFastest > this.gpsSlowest * (1 + STEADY_SHARE)) this.openWindow(speed_mm_s, now_ms);
    return now_ms - this.gpsFirst_ms < WINDOW_ms ? CALIBRATION_GATHERING : this.closeWindow();
  }

  /** Forgets the model and what is under way. */
  reset(): void {
    this.model.reset();
    this.revision++;
    this.measuring = false;
    this.gpsSamples = 0;
  }

  private openWindow(speed_mm_s: number, now_ms: number): void {
    this.gpsFirst_ms = now_ms;
    this.gpsSamples = 0;
    this.gpsSum = 0;
    this.gpsAccuracySum = 0;
    this.gpsSlowest = speed_mm_s;
    this.gpsFastest = speed_mm_s;
    this.window.clear();
  }

  private closeWindow(): number {
    const { window, gpsSamples } = this;
    this.gpsSamples = 0;
    if (window.strides < WINDOW_STRIDES_LEAST || !window.isMeasured()) return CALIBRATION_REFUSED_STRIDES;
    const gps_mm_s = this.gpsSum / gpsSamples;
    const accuracy = this.gpsAccuracySum / gpsSamples / gps_mm_s;
    const speed_mm_s = window.speed_mm_s();
    const deviation = Math.hypot(GPS_SHARE, accuracy / 2);
    return this.learn(gps_mm_s / speed_mm_s, speed_mm_s, deviation);
  }

  private learn(ratio: number, speed_mm_s: number, deviation: number): number {
    const deviation_Q20 = Math.ceil(deviation * ONE_Q20);
    if (!this.model.learn(Math.round(ratio * ONE_Q20), speed_mm_s, deviation_Q20))
      return CALIBRATION_REFUSED_ABSURD;
    this.revision++;
    return CALIBRATION_LEARNED;
  }
}

/** Strides of a stretch of gait, as measured. */
class Stretch {
  strides = 0;
  length_mm = 0;
  private withLength = 0;
  /** Of the strides with length and time: both summed. */
  private timed_mm = 0;
  private timed_us = 0;

  clear(): void {
    this.strides = 0;
    this.length_mm = 0;
    this.withLength = 0;
    this.timed_mm = 0;
    this.timed_us = 0;
  }

  add(stride: Stride, hasLength: boolean): void {
    this.strides++;
    if (!hasLength) return;
    this.withLength++;
    this.length_mm += stride.lengthMm;
    if ((stride.valid & HAS_STRIDE_TIME) === 0) return;
    this.timed_mm += stride.lengthMm;
    this.timed_us += stride.strideTimeUs;
  }

  /** Were nine in ten of the strides measured, and some timed? */
  isMeasured(): boolean {
    return this.withLength * 10 >= this.strides * 9 && this.timed_us > 0;
  }

  speed_mm_s(): number {
    return (this.timed_mm * 1e6) / this.timed_us;
  }
}
