/**
 * What the runner does and has done: live values for the radio, totals since boot, and sessions that start, pause and stop
 * by themselves (rules.ts), told to a sink.
 *
 * Nothing is allocated after construction.
 */
import {
  GAIT_RUN,
  GAIT_UNKNOWN,
  HAS_CONTACT,
  HAS_SPEED,
  HAS_STRIDE_TIME,
  type Stride,
} from '../stepdetect/stride';
import { Cadence, FEET, personCadence } from './cadence';
import { Calibration } from './calibration';
import { GaitState, gaitOf } from './gait';
import { Landing, NO, OPEN, YES } from './landing';
import { StrideLength } from './length';
import type { Live } from './live';
import { RecentMean } from './recent';
import { SessionRecorder } from './recorder';
import { SESSION_RULES, type SessionRules } from './rules';
import type { SessionSink } from './sink';

export interface SessionOptions {
  /** Default SESSION_RULES. */
  readonly rules?: SessionRules;
  readonly sink?: SessionSink;
  /** The personal model of stride length. Default: none learned yet. */
  readonly calibration?: Calibration;
}

export class Session implements Live {
  moving = false;
  speed_mm_s = 0;
  contact_ms = 0;
  strides = 0;
  distance_mm = 0;

  readonly calibration: Calibration;

  private readonly rules: SessionRules;
  private readonly recorder: SessionRecorder;
  private readonly cadence = new Cadence();
  private readonly gait = new GaitState();
  private readonly length = new StrideLength();
  private readonly speeds_mm_s = new RecentMean();
  private readonly landing = new Landing();
  private last_ms = 0;

  constructor(options: SessionOptions = {}) {
    this.rules = options.rules ?? SESSION_RULES;
    this.calibration = options.calibration ?? new Calibration();
    this.recorder = new SessionRecorder(this.rules, options.sink);
  }

  get footCadence_spm(): number {
    return this.cadence.foot_spm;
  }

  get personCadence_spm(): number {
    return this.cadence.person_spm;
  }

  /** Speed over cadence, so that the three agree while the runner changes speed; the last length until both are known. */
  get strideLength_mm(): number {
    const last_mm = this.length.last_mm;
    const foot_spm = this.cadence.foot_spm;
    if (last_mm === 0 || this.speed_mm_s <= 0 || foot_spm <= 0) return last_mm;
    return (this.speed_mm_s * 60) / foot_spm;
  }

  get running(): boolean {
    return this.gait.running;
  }

  get inSession(): boolean {
    return this.recorder.inSession;
  }

  get paused(): boolean {
    return this.recorder.paused;
  }

  get steps(): number {
    return FEET * this.strides;
  }

  /** Time in motion in the open session so far, ms; 0 when there is none. */
  get sessionMoving_ms(): number {
    return this.recorder.inSession ? this.recorder.tally.moving_ms : 0;
  }

  /** Distance in the open session so far, mm; 0 when there is none. */
  get sessionDistance_mm(): number {
    return this.recorder.inSession ? this.recorder.tally.distance_mm : 0;
  }

  /**
   * Takes a stride of the detector and calibrates its length and speed in place. Strides come in order, each some time
   * after it happened.
   * @param ic_ms its initial contact on the clock's scale. (`stride.icUs` wraps every 71 minutes, this does not.) An
   *   instant before the last one is taken as that one.
   */
  stride(stride: Stride, ic_ms: number): void {
    const at_ms = this.strides > 0 && ic_ms < this.last_ms ? this.last_ms : ic_ms;
    this.tick(at_ms);
    this.calibration.take(stride);
    const gap_ms = this.moving ? at_ms - this.last_ms : 0;
    this.last_ms = at_ms;
    this.moving = true;

    const strideTime_us =
      (stride.valid & HAS_STRIDE_TIME) !== 0 && stride.strideTimeUs > 0 ? stride.strideTimeUs : 0;
    if (strideTime_us > 0) this.cadence.add(strideTime_us);
    const person_spm = strideTime_us > 0 ? personCadence(strideTime_us) : 0;
    const gait = gaitOf(stride.gait, person_spm);
    this.gait.add(gait);
    this.length.add(stride, gait === GAIT_UNKNOWN ? this.gait.running : gait === GAIT_RUN);
    this.contact_ms = (stride.valid & HAS_CONTACT) !== 0 ? stride.contactUs / 1000 : 0;
    this.updateSpeed(stride, strideTime_us);

    this.strides++;
    this.distance_mm += this.length.last_mm;
    this.report(at_ms, gap_ms, gait, person_spm);
  }

  /** To be called once a second with the clock's time: notices what only the absence of strides tells. */
  tick(now_ms: number): void {
    if (this.moving && now_ms - this.last_ms > this.rules.standing_ms) this.stand();
    this.recorder.settle(now_ms);
  }

  /** Ends an open session now, for an orderly shutdown; what has been booked stays. */
  finish(): void {
    this.recorder.stop();
  }

  private updateSpeed(stride: Stride, strideTime_us: number): void {
    const length = this.length;
    if (length.measured && (stride.valid & HAS_SPEED) !== 0) this.speeds_mm_s.add(stride.speedMmS);
    else if (length.last_mm > 0 && strideTime_us > 0)
      this.speeds_mm_s.add((length.last_mm * 1e6) / strideTime_us);
    this.speed_mm_s = this.speeds_mm_s.mean();
  }

  private report(ic_ms: number, gap_ms: number, gait: number, person_spm: number): void {
    const rules = this.rules;
    const landing = this.landing;
    landing.ic_ms = ic_ms;
    landing.gap_ms = gap_ms;
    landing.length_mm = this.length.last_mm;
    landing.estimated = !this.length.measured && this.length.last_mm > 0;
    landing.ran = gait === GAIT_RUN;
    if (gait === GAIT_UNKNOWN) landing.runs = OPEN;
    else landing.runs = landing.ran && (person_spm === 0 || person_spm >= rules.runCadence_spm) ? YES : NO;
    const smoothed_spm = this.cadence.person_spm;
    if (this.gait.running || smoothed_spm >= rules.briskCadence_spm) landing.brisk = YES;
    else landing.brisk = smoothed_spm === 0 ? OPEN : NO;
    this.recorder.land(landing);
  }

  private stand(): void {
    this.moving = false;
    this.speed_mm_s = 0;
    this.contact_ms = 0;
    this.cadence.clear();
    this.gait.clear();
    this.length.clear();
    this.speeds_mm_s.clear();
    this.recorder.stand();
  }
}
