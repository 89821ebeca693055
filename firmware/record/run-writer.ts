/**
 * Writes the run that is open: start, series, splits, pauses, stop. Takes up a run that a reset interrupted.
 *
 * Times of a run are told as run time. For the boot a run began in that is boot time less its start; a boot that goes on
 * with it begins where the last record before left off, plus the time away when that is known.
 */
import type { SessionPause, SessionResume, SessionSplit, SessionStart, SessionStop } from '../session/sink';
import type { Stride } from '../stepdetect/stride';
import type { RecordLog } from './log';
import {
  CONTINUE,
  PAUSE,
  RESUME,
  RUN_START,
  RUN_STOP,
  SERIES,
  SPLIT,
  STOP_CONTINUED,
  STOP_RESET,
  STOP_RUN,
  STRIDES,
} from './format';
import type { Sampler } from './sampler';
import { SeriesEncoder } from './series';
import { FOOT, SHOE, STRIDE_DETAIL } from './settings';
import type { State } from './state';
import { StrideEncoder } from './stride-detail';
import { utcAt } from './wall-clock';

/** A series record at least this often, in run time: what a power cut can take from a run. */
const SERIES_ms = 150_000;
const SERIES_BYTES = 400;
const STRIDES_BYTES = 400;
/** Samples from before a run's start that are booked at once. A walk has 45 of them: together they would stall the shoe. */
const RECALLED_AT_ONCE = 2;
const NONE = -1;
/** Per-stride detail of one run: about an hour, at 80 strides a minute and 13.5 bytes a stride. */
const DETAIL_BUDGET = 65_536;
/** A landing within this time of the last is one more of the same motion (`standing_ms` in session/rules.ts). */
const STANDING_ms = 5000;
/** A run's last record is no older than this when a reset interrupts it for less than a minute. */
const MISSING_MOST_ms = SERIES_ms + 60_000;
const LENGTH_AS_MEASURED = 10_000;

export interface LengthFactor {
  /** At 2 m/s, 1/10000. */
  readonly lengthFactor: number;
}

export interface RunIdentity {
  /** Version of the firmware: major, minor, patch. */
  readonly firmware: readonly number[];
  /** What lengths are multiplied with. Default: as measured. */
  readonly lengths?: LengthFactor;
}

export interface Committer {
  /** Puts the record begun in the log into flash, and takes its meaning over into the state. */
  commit(): boolean;
}

export class RunWriter {
  /** Run this boot has open, 0 when none. */
  run = 0;
  /** Lifetime so far, strides not yet in a record included. To be kept up to date by the owner. */
  odometerStrides = 0;
  odometerDistance_mm = 0;

  private readonly log: RecordLog;
  private readonly state: State;
  private readonly sampler: Sampler;
  private readonly owner: Committer;
  private readonly identity: RunIdentity;
  private readonly series = new SeriesEncoder(SERIES_BYTES);
  /** Made for the first run that is to have every stride: few want that. */
  private detail: StrideEncoder | undefined;
  /** Run time less boot time; run time of sample 0 is -phase. */
  private shift_ms = 0;
  private phase_ms = 0;
  private lastSlot = -1;
  /** Slot, of this boot, from which on samples are still to be booked that were kept before the run was known; NONE: all are. */
  private recallFrom = NONE;
  private seriesFrom_ms = 0;
  /** What the boots before had of this run. */
  private before_ms = 0;
  private beforeStrides = 0;
  private beforeDistance_mm = 0;
  private beforeSplits = 0;
  private continued = false;
  /** So far, all boots. */
  private strides = 0;
  private distance_mm = 0;
  private moving_ms = 0;
  private last_ms = 0;
  private detailing = false;
  private detailBytes = 0;

  constructor(log: RecordLog, state: State, sampler: Sampler, owner: Committer, identity: RunIdentity) {
    this.log = log;
    this.state = state;
    this.sampler = sampler;
    this.owner = owner;
    this.identity = identity;
  }

  start(start: SessionStart, goOn: boolean, away_ms: number): void {
    if (goOn) this.takeUp(away_ms);
    else this.begin(start);
    this.series.clear();
    this.detailing = this.state.settings.number(STRIDE_DETAIL) === 1;
    if (this.detailing) this.detail ??= new StrideEncoder(STRIDES_BYTES);
    this.detail?.clear();
    this.detailBytes = 0;
    this.recallSamples(start.start_ms);
  }

  pause(pause: SessionPause): void {
    if (this.run === 0) return;
    this.recall(Infinity);
    this.moving_ms = this.before_ms + pause.moving_ms;
    this.flush(pause.at_ms);
    const writer = this.log.begin(PAUSE);
    writer.u32(this.run);
    writer.u32(pause.at_ms + this.shift_ms);
    this.owner.commit();
  }

  resume(resume: SessionResume): void {
    if (this.run === 0) return;
    const writer = this.log.begin(RESUME);
    writer.u32(this.run);
    writer.u32(resume.at_ms + this.shift_ms);
    this.owner.commit();
  }

  split(split: SessionSplit): void {
    if (this.run === 0) return;
    const writer = this.log.begin(SPLIT);
    writer.u32(this.run);
    writer.u32(split.at_ms + this.shift_ms);
    writer.u16(this.beforeSplits + split.split);
    writer.u32(split.elapsed_ms);
    writer.u32(split.moving_ms);
    writer.u32(split.steps);
    this.owner.commit();
  }

  stop(stop: SessionStop): void {
    if (this.run === 0) return;
    this.recall(Infinity);
    this.flush(stop.end_ms);
    const writer = this.log.begin(RUN_STOP);
    writer.u32(this.run);
    writer.u32(stop.end_ms + this.shift_ms);
    writer.u32(this.before_ms + stop.moving_ms);
    writer.u32(this.beforeStrides + stop.strides);
    writer.u48(this.beforeDistance_mm + stop.distance_mm);
    writer.u32(stop.runStrides);
    writer.u32(stop.estimatedStrides);
    writer.u16(this.beforeSplits + stop.splits);
    writer.u8((stop.run === 1 ? STOP_RUN : 0) | (this.continued ? STOP_CONTINUED : 0));
    this.odometer();
    this.owner.commit();
    this.run = 0;
  }

  /** Ends the run that a reset left open, with what its last records say. */
  close(): void {
    const state = this.state;
    const writer = this.log.begin(RUN_STOP);
    writer.u32(state.run);
    writer.u32(state.runTime_ms);
    writer.u32(state.runMoving_ms);
    writer.u32(state.runStrides);
    writer.u48(state.runDistance_mm);
    writer.u32(0);
    writer.u32(0);
    writer.u16(state.runSplits);
    writer.u8(STOP_RUN | STOP_RESET);
    this.odometer();
    this.owner.commit();
  }

  /** Takes a stride after the session has. The sample it belongs to is told by `sample`. */
  stride(stride: Stride, at_ms: number): void {
    if (this.run === 0) return;
    this.tick();
    const gap_ms = at_ms - this.last_ms;
    if (gap_ms > 0 && gap_ms <= STANDING_ms) this.moving_ms += gap_ms;
    this.last_ms = at_ms;
    const detail = this.detail;
    if (!this.detailing || detail === undefined) return;
    detail.add(stride, Math.max(0, Math.round(at_ms + this.shift_ms)));
    if (!detail.roomy) this.flushDetail();
  }

  /** To be called once a second: goes on with what there is to do. */
  tick(): void {
    this.recall(RECALLED_AT_ONCE);
  }

  /** The sampler has completed a sample. It keeps that with those from before: all are booked in their order. */
  sample(): void {
    if (this.run === 0 || this.recallFrom !== NONE) return;
    this.addSample();
    if (!this.series.roomy || this.sampleTime_ms() - this.seriesFrom_ms >= SERIES_ms)
      this.flush(this.last_ms);
  }

  /**
   * Writes the samples at hand.
   * @param at_ms how far the run is, boot time
   * @param moving_ms time in motion until then
   */
  private flush(at_ms: number, moving_ms = this.moving_ms): void {
    this.flushDetail();
    const series = this.series;
    if (series.samples === 0) return;
    const writer = this.log.begin(SERIES);
    writer.u32(this.run);
    writer.u32(at_ms + this.shift_ms);
    writer.u32(this.strides);
    writer.u48(this.distance_mm);
    writer.u32(moving_ms);
    this.odometer();
    writer.u32(series.first);
    writer.u8(series.samples);
    writer.part(series.bytes, series.length);
    this.owner.commit();
    this.series.clear();
  }

  private flushDetail(): void {
    const detail = this.detail;
    if (detail === undefined || detail.strides === 0) return;
    this.detailBytes += detail.length;
    const writer = this.log.begin(STRIDES);
    writer.u32(this.run);
    writer.u32(detail.first_ms);
    writer.u8(detail.strides);
    writer.part(detail.bytes, detail.length);
    this.owner.commit();
    detail.clear();
    if (this.detailBytes >= DETAIL_BUDGET) this.detailing = false;
  }

  private begin(start: SessionStart): void {
    const { state, sampler } = this;
    this.run = state.nextRun;
    this.shift_ms = -start.start_ms;
    this.phase_ms = start.start_ms % sampler.period_ms;
    this.continued = false;
    this.before_ms = 0;
    this.beforeStrides = 0;
    this.beforeDistance_mm = 0;
    this.beforeSplits = 0;
    this.strides = 0;
    this.distance_mm = 0;
    this.moving_ms = 0;
    this.lastSlot = -1;
    const writer = this.log.begin(RUN_START);
    writer.u32(this.run);
    writer.u32(state.boots);
    writer.u48(start.start_ms);
    writer.u48(utcAt(state, start.start_ms));
    writer.s16(state.zone_min);
    writer.u8(start.run);
    writer.u8(state.settings.number(FOOT));
    writer.u8(sampler.period_ms / 1000);
    writer.u16(this.phase_ms);
    const firmware = this.identity.firmware;
    for (let i = 0; i < 3; i++) writer.u8(firmware[i]);
    writer.u32(state.settings.number(SHOE));
    writer.u16(this.identity.lengths?.lengthFactor ?? LENGTH_AS_MEASURED);
    this.owner.commit();
  }

  private takeUp(away_ms: number): void {
    const state = this.state;
    this.run = state.run;
    this.shift_ms = this.runTimeAtBoot(away_ms);
    this.phase_ms = 0;
    this.continued = true;
    this.before_ms = state.runMoving_ms;
    this.beforeStrides = state.runStrides;
    this.beforeDistance_mm = state.runDistance_mm;
    this.beforeSplits = state.runSplits;
    this.strides = state.runStrides;
    this.distance_mm = state.runDistance_mm;
    this.moving_ms = state.runMoving_ms;
    // The samples before lie before the run time reached.
    this.lastSlot = Math.floor(state.runTime_ms / this.sampler.period_ms);
    const writer = this.log.begin(CONTINUE);
    writer.u32(this.run);
    writer.u32(state.boots);
    writer.u32(this.shift_ms);
    this.owner.commit();
  }

  /**
   * Run time at which this boot began. Where the chip kept the time of day it is known; else the run goes on where its last
   * record left off, and what lay between that and the reset is missing from it.
   */
  private runTimeAtBoot(away_ms: number): number {
    const state = this.state;
    const least_ms = state.runTime_ms + away_ms;
    const boot_ms = utcAt(state, 0) - state.runUtc_ms;
    const plausible = state.runUtc_ms > 0 && boot_ms >= least_ms && boot_ms <= least_ms + MISSING_MOST_ms;
    return plausible ? boot_ms : least_ms;
  }

  /** The samples since the start, which lies in the past: they are booked little by little. */
  private recallSamples(start_ms: number): void {
    const { sampler } = this;
    this.seriesFrom_ms = start_ms + this.shift_ms;
    this.recallFrom = Math.floor(start_ms / sampler.period_ms);
    this.last_ms = Math.max(start_ms, sampler.keptUntil_ms);
    this.moving_ms = this.before_ms + this.last_ms - start_ms;
    this.recall(RECALLED_AT_ONCE);
  }

  /** Books samples that were kept before the run was known, `most` of them at most. */
  private recall(most: number): void {
    const { sampler } = this;
    if (this.recallFrom === NONE) return;
    const first = sampler.firstFrom(this.recallFrom);
    const end = Math.min(first + most, sampler.count);
    for (let i = first; i < end; i++) {
      sampler.recall(i);
      this.addSample();
      this.recallFrom = sampler.done.slot + 1;
      const at_ms = this.recallFrom * sampler.period_ms;
      if (!this.series.roomy) this.flush(at_ms, this.moving_ms - Math.max(0, this.last_ms - at_ms));
    }
    if (end === sampler.count) this.recallFrom = NONE;
  }

  /** Books the sampler's `done` and packs it. */
  private addSample(): void {
    const { sampler, series } = this;
    const done = sampler.done;
    const boot_ms = done.slot * sampler.period_ms;
    const slot = Math.floor((boot_ms + this.shift_ms + this.phase_ms) / sampler.period_ms);
    this.strides += done.strides;
    this.distance_mm += sampler.doneDistance_mm;
    const bootSlot = done.slot;
    done.slot = slot > this.lastSlot ? slot : this.lastSlot + 1;
    this.lastSlot = done.slot;
    if (series.samples === 0) this.seriesFrom_ms = boot_ms + this.shift_ms;
    series.add(done);
    done.slot = bootSlot;
  }

  private sampleTime_ms(): number {
    return (this.sampler.done.slot + 1) * this.sampler.period_ms + this.shift_ms;
  }

  private odometer(): void {
    this.log.writer.u48(this.odometerStrides);
    this.log.writer.u48(this.odometerDistance_mm);
  }
}
