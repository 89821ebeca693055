/** A run of one foot, as its stream tells it. docs/SPEC-FLASH.md, 4.7 to 4.12. */
import { FieldReader } from '../client/bytes';
import { RecordType, recordsOf } from './records';
import { samplesOf, type Sample } from './series';

export type Foot = 'unknown' | 'left' | 'right';

/** Run times are ms since the start of the run. */
export interface Span {
  readonly from_ms: number;
  readonly to_ms: number;
}

export interface ShoeSplit {
  readonly end_ms: number;
  readonly split: number;
  readonly elapsed_ms: number;
  readonly moving_ms: number;
  readonly steps: number;
}

export interface FootRun {
  readonly foot: Foot;
  /** A run, else a walk. */
  readonly isRun: boolean;
  /** ms since 1970 UTC; undefined when the shoe did not know the time. */
  readonly start_ms: number | undefined;
  /** Local time less UTC, minutes. */
  readonly zone_min: number;
  /** Number the runner gave the pair. */
  readonly pair: number;
  readonly elapsed_ms: number;
  readonly moving_ms: number;
  /** Of this foot. */
  readonly strides: number;
  readonly distance_mm: number;
  /** Seconds a sample covers, and where the first one begins before the start. */
  readonly period_s: number;
  readonly phase_ms: number;
  readonly samples: readonly Sample[];
  readonly splits: readonly ShoeSplit[];
  readonly pauses: readonly Span[];
  /** The beginning is there; else the shoe had to give it up. */
  readonly hasStart: boolean;
  /** Ended by a reset of the shoe. */
  readonly endedByReset: boolean;
}

type Draft = { -readonly [K in keyof FootRun]: FootRun[K] } & {
  samples: Sample[];
  splits: ShoeSplit[];
  pauses: Span[];
};

const DEFAULT_PERIOD_s = 8;
/** Times before 2020 were refused by the shoe, later than this by the protocol: anything else is a damaged number. */
const EARLIEST_ms = Date.UTC(2020, 0, 1);
const LATEST_ms = Date.UTC(2150, 0, 1);

/** Reads a run. Records it does not know are passed over; a stream without a usable record gives an empty run. */
export function decodeRun(stream: Uint8Array): FootRun {
  const run: Draft = {
    foot: 'unknown',
    isRun: false,
    start_ms: undefined,
    zone_min: 0,
    pair: 1,
    elapsed_ms: 0,
    moving_ms: 0,
    strides: 0,
    distance_mm: 0,
    period_s: DEFAULT_PERIOD_s,
    phase_ms: 0,
    samples: [],
    splits: [],
    pauses: [],
    hasStart: false,
    endedByReset: false,
  };
  let paused_ms: number | undefined;
  for (const { type, payload } of recordsOf(stream)) {
    // Behind the number of the run.
    const reader = new FieldReader(payload, 4);
    if (type === RecordType.RunStart) takeStart(run, reader);
    else if (type === RecordType.Series) takeSeries(run, reader, payload);
    else if (type === RecordType.Split) takeSplit(run, reader);
    else if (type === RecordType.Pause) paused_ms = reader.u32();
    else if (type === RecordType.Resume && paused_ms !== undefined) {
      run.pauses.push({ from_ms: paused_ms, to_ms: reader.u32() });
      paused_ms = undefined;
    } else if (type === RecordType.RunStop) takeStop(run, reader);
  }
  run.samples = run.samples.filter(({ k }) => k * run.period_s * 1000 - run.phase_ms < run.elapsed_ms);
  return run;
}

function takeStart(run: Draft, reader: FieldReader): void {
  reader.at += 4 + 6;
  const start_ms = reader.u48();
  run.start_ms = start_ms >= EARLIEST_ms && start_ms < LATEST_ms ? start_ms : undefined;
  run.zone_min = reader.s16();
  run.isRun = reader.u8() === 1;
  const foot = reader.u8();
  run.foot = foot === 1 ? 'left' : foot === 2 ? 'right' : 'unknown';
  run.period_s = reader.u8() || DEFAULT_PERIOD_s;
  run.phase_ms = reader.u16();
  reader.at += 3;
  run.pair = reader.u32();
  run.hasStart = true;
}

/** Totals of a series stand until those of the stop come. */
function takeSeries(run: Draft, reader: FieldReader, payload: Uint8Array): void {
  run.elapsed_ms = Math.max(run.elapsed_ms, reader.u32());
  run.strides = reader.u32();
  run.distance_mm = reader.u48();
  run.moving_ms = reader.u32();
  run.samples.push(...samplesOf(payload));
}

function takeSplit(run: Draft, reader: FieldReader): void {
  run.splits.push({
    end_ms: reader.u32(),
    split: reader.u16(),
    elapsed_ms: reader.u32(),
    moving_ms: reader.u32(),
    steps: reader.u32(),
  });
}

function takeStop(run: Draft, reader: FieldReader): void {
  run.elapsed_ms = reader.u32();
  run.moving_ms = reader.u32();
  run.strides = reader.u32();
  run.distance_mm = reader.u48();
  reader.at += 4 + 4 + 2;
  const flags = reader.u8();
  run.isRun = (flags & 1) !== 0;
  run.endedByReset = (flags & 4) !== 0;
}
