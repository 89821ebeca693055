/** Makes the figures of a run from its records in flash, a record at a time. docs/SPEC-FLASH.md, 4.7 to 4.10. */
import { PAYLOAD_AT, RUN_START, RUN_STOP, SERIES, STOP_RUN } from '../record/format';
import type { ShoeRecord } from '../record/record';
import { END, FOUND, RunRecords } from '../record/runs';
import { HAS_CONTACT, HAS_SPEED, HAS_STRIDE_TIME, SAMPLE_RUN, Sample, SeriesDecoder } from '../record/series';
import { RunFigures } from './figures';
import { FiguresBuilder } from './figures-builder';

/** Bytes of flash a step may read, and the record they end in. */
const STEP_bytes = 512;
/** A run with every stride takes 64 KB, and 7 KB an hour besides; nothing longer is read to its end. */
const RUN_MOST_bytes = 98_304;
/** Steps of both feet in the time of one stride. */
const STEPS = 2;
const MINUTE_ms = 60_000;
const MINUTES_IN_DAY = 1440;

export class RunReview extends RunRecords {
  readonly figures = new RunFigures();
  /** All of the run was there: its start, its end, and what is between. */
  complete = false;
  /** Bytes of records read of the run so far. */
  read_bytes = 0;
  private readonly record: ShoeRecord;
  private readonly builder = new FiguresBuilder();
  private readonly series = new SeriesDecoder();
  private readonly sample = new Sample();
  private period_s = 0;
  private phase_s = 0;

  constructor(record: ShoeRecord) {
    super(record.log);
    this.record = record;
  }

  begin(run: number): void {
    this.open(run);
    this.builder.begin();
    this.figures.clear();
    this.figures.run = run;
    this.complete = false;
    this.read_bytes = 0;
    this.period_s = 0;
  }

  /** Reads one record, or as far as it may in search of it. @returns true when the run is done: its figures are there */
  step(): boolean {
    this.allow(STEP_bytes);
    const found = this.stepRecord();
    if (found === FOUND) {
      this.read_bytes += this.scan.length;
      this.take();
      if (!this.complete && this.read_bytes < RUN_MOST_bytes) return false;
    } else if (found !== END) return false;
    this.builder.finish(this.figures);
    return true;
  }

  private take(): void {
    const { reader, figures, scan } = this;
    reader.begin(scan.bytes, PAYLOAD_AT + 4, PAYLOAD_AT + scan.length);
    if (scan.type === RUN_START) this.takeStart();
    else if (scan.type === SERIES && this.period_s > 0) this.takeSeries();
    else if (scan.type === RUN_STOP) {
      reader.at += 12;
      figures.distance_m = reader.u48() / 1000;
      reader.at += 10;
      figures.isRun = (reader.u8() & STOP_RUN) !== 0;
      this.complete = this.period_s > 0;
    }
  }

  private takeStart(): void {
    const { reader, figures } = this;
    const { timeBoot, utcOffset_ms } = this.record.state;
    const boot = reader.u32();
    const boot_ms = reader.u48();
    let utc_ms = reader.u48();
    const zone_min = reader.s16();
    if (utc_ms === 0 && boot === timeBoot) utc_ms = boot_ms + utcOffset_ms;
    if (utc_ms > 0) figures.day = Math.floor((utc_ms / MINUTE_ms + zone_min) / MINUTES_IN_DAY);
    reader.at += 2;
    this.period_s = reader.u8();
    this.phase_s = reader.u16() / 1000;
    reader.at += 3;
    figures.shoe = reader.u32();
  }

  private takeSeries(): void {
    const { reader, series, sample, builder, period_s, phase_s } = this;
    const { bytes, length } = this.scan;
    reader.at += 30;
    const first = reader.u32();
    const samples = reader.u8();
    series.begin(bytes, reader.at, PAYLOAD_AT + length, first, samples);
    while (series.next(sample)) {
      const { valid, strideTime_ms, speed_cm_s, contact_ms } = sample;
      builder.add(
        sample.slot * period_s - phase_s,
        period_s,
        (valid & SAMPLE_RUN) !== 0,
        (valid & HAS_SPEED) !== 0 ? speed_cm_s / 100 : 0,
        (valid & HAS_STRIDE_TIME) !== 0 && strideTime_ms > 0 ? (STEPS * MINUTE_ms) / strideTime_ms : 0,
        (valid & HAS_CONTACT) !== 0 ? contact_ms : 0,
      );
    }
  }
}
