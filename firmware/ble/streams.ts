/** What a transfer can send: rows of bytes that come in pieces, the same ones each time. docs/SPEC.md, 4.5. */
import { PAYLOAD_AT } from '../record/format';
import type { ShoeRecord } from '../record/record';
import type { RunReader } from '../record/runs';
import { END, FOUND, RunInfo } from '../record/runs';
import { putUint16, putUint24, putUint32, putUint48 } from './bytes';
import { saturate, UINT16_MAX, UINT32_MAX } from './saturate';

export interface ByteStream {
  /** Goes to the first byte. */
  rewind(): void;
  /** Until this is called again, `next` may read this many bytes of flash in search of a piece, and the record they end in. */
  allow(bytes: number): void;
  /**
   * Finds the next piece: bytes 0 up to before `length` of `bytes`.
   * @returns FOUND, END, or NOT_YET when more has to be allowed (record/runs.ts)
   */
  next(): number;
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** Flash a run's stream may read at one time: more than the frames sent at one time hold. Our choice. */
const RUN_SEARCH_bytes = 8192;

/** A run's records, one piece each, as they lie in flash: type, version, length, payload. */
export class RunStream implements ByteStream {
  length = 0;
  private readonly runs: RunReader;
  private readonly run: number;

  constructor(runs: RunReader, run: number) {
    this.runs = runs;
    this.run = run;
  }

  get bytes(): Uint8Array {
    return this.runs.scan.bytes;
  }

  rewind(): void {
    this.runs.open(this.run);
  }

  /** Records follow each other, so frames do not get shorter for want of what `bytes` allows; a search ends here. */
  allow(): void {
    this.runs.allow(RUN_SEARCH_bytes);
  }

  next(): number {
    const found = this.runs.stepRecord();
    if (found === FOUND) this.length = PAYLOAD_AT + this.runs.scan.length;
    return found;
  }
}

/** Bytes of an entry of the list of runs. */
export const RUN_ENTRY_LENGTH = 44;

/** `which` of List Runs. */
export const LIST_ALL = 0;
export const LIST_UNRELEASED = 1;

const HAS_START = 1;
const HAS_STOP = 2;
const IS_RUN = 4;
const CONTINUED = 8;
const BY_RESET = 16;
const RELEASED = 32;
const ESTIMATE = 64;

/** The list of runs, an entry a piece. */
export class RunListStream implements ByteStream {
  readonly bytes = new Uint8Array(RUN_ENTRY_LENGTH);
  readonly length = RUN_ENTRY_LENGTH;
  private readonly runs: RunReader;
  private readonly after: number;
  private readonly which: number;
  /** Of the run told last. */
  private readonly info = new RunInfo();
  private last = 0;
  private searching = false;

  /** @param after runs with later numbers are listed. @param which LIST_* */
  constructor(runs: RunReader, after: number, which: number) {
    this.runs = runs;
    this.after = after;
    this.which = which;
  }

  rewind(): void {
    this.last = this.after;
    this.searching = false;
  }

  allow(bytes: number): void {
    this.runs.allow(bytes);
  }

  next(): number {
    const { runs, info } = this;
    if (!this.searching) runs.begin(this.last, this.which === LIST_UNRELEASED, info);
    this.searching = true;
    const found = runs.step(info);
    if (found !== FOUND) return found;
    this.searching = false;
    this.last = info.run;
    this.encode(info);
    return FOUND;
  }

  private encode(info: RunInfo): void {
    const bytes = this.bytes;
    let flags = 0;
    if (info.hasStart) flags |= HAS_START;
    if (info.hasStop) flags |= HAS_STOP;
    if (info.isRun) flags |= IS_RUN;
    if (info.continued) flags |= CONTINUED;
    if (info.byReset) flags |= BY_RESET;
    if (info.released) flags |= RELEASED;
    if (info.isEstimate) flags |= ESTIMATE;
    putUint32(bytes, 0, info.run);
    bytes[4] = flags;
    bytes[5] = info.foot;
    putUint32(bytes, 6, saturate(Math.floor(info.utc_ms / 1000), UINT32_MAX));
    putUint16(bytes, 10, info.zone_min);
    putUint32(bytes, 12, info.elapsed_ms);
    putUint32(bytes, 16, info.moving_ms);
    putUint32(bytes, 20, info.strides);
    putUint48(bytes, 24, info.distance_mm);
    putUint16(bytes, 30, saturate(info.splits, UINT16_MAX));
    putUint32(bytes, 32, info.boot);
    putUint32(bytes, 36, info.shoe);
    putUint24(bytes, 40, info.bytes + PAYLOAD_AT * info.records);
    bytes[43] = info.sample_s;
  }
}

/** Nothing to send: a search for a run that is not released, among those up to one. */
export class UnreleasedSearch implements ByteStream {
  readonly bytes = new Uint8Array(0);
  readonly length = 0;
  /** There is one. */
  found = false;
  private readonly runs: RunReader;
  private readonly after: number;
  private readonly upTo: number;
  private readonly info = new RunInfo();

  constructor(runs: RunReader, after: number, upTo: number) {
    this.runs = runs;
    this.after = after;
    this.upTo = upTo;
  }

  rewind(): void {
    this.found = false;
    this.runs.begin(this.after, true, this.info);
  }

  allow(bytes: number): void {
    this.runs.allow(bytes);
  }

  next(): number {
    const result = this.runs.step(this.info);
    if (result !== FOUND) return result;
    this.found = this.info.run <= this.upTo;
    return END;
  }
}

/** Bytes of an entry of the list of days. */
export const DAY_ENTRY_LENGTH = 12;

/** The list of days, an entry a piece. */
export class DayListStream implements ByteStream {
  readonly bytes = new Uint8Array(DAY_ENTRY_LENGTH);
  readonly length = DAY_ENTRY_LENGTH;
  private readonly record: ShoeRecord;
  private readonly after: number;

  /** @param after later days are listed */
  constructor(record: ShoeRecord, after: number) {
    this.record = record;
    this.after = after;
  }

  rewind(): void {
    this.record.days.begin(this.after);
  }

  allow(bytes: number): void {
    this.record.runs.allow(bytes);
  }

  next(): number {
    const { days } = this.record;
    const found = days.step();
    if (found !== FOUND) return found;
    putUint16(this.bytes, 0, days.day);
    putUint32(this.bytes, 2, days.strides);
    putUint48(this.bytes, 6, days.distance_mm);
    return FOUND;
  }
}

/** Longest object. */
export const OBJECT_MOST = 512;

/** A copy of something short, in one piece. */
export class ObjectStream implements ByteStream {
  readonly bytes = new Uint8Array(OBJECT_MOST);
  length = 0;
  private told = false;

  rewind(): void {
    this.told = false;
  }

  allow(): void {}

  next(): number {
    if (this.told || this.length === 0) return END;
    this.told = true;
    return FOUND;
  }
}
