/**
 * What there is of the runs in flash, for whoever passes them on: which runs, their summaries, their records one by one.
 * Reading changes nothing. A run whose oldest block was given up is told by what is left of it.
 */
import { Reader } from './bytes';
import {
  CARRY,
  PAYLOAD_AT,
  RUN_START,
  RUN_STOP,
  SERIES,
  STOP_CONTINUED,
  STOP_RESET,
  STOP_RUN,
  isOfRun,
} from './format';
import type { RecordLog } from './log';
import { RunDate } from './run-date';
import type { Scan } from './scan';
import type { State } from './state';

/** What `RunReader.step`, `stepRecord` and a stream's `next` say. */
export const END = 0;
export const FOUND = 1;
export const NOT_YET = 2;

/** Where in a Carry the zone, the open run and the bytes of the releases are; the status is 16 bytes (SPEC-FLASH, 4.1). */
const CARRY_ZONE_AT = PAYLOAD_AT + 30;
const CARRY_RUN_AT = PAYLOAD_AT + 80;
const CARRY_RELEASES_AT = PAYLOAD_AT + 108;
const STATUS_BYTES = 16;

/** What `next` allows itself at a time; the sum is not bounded. */
const PART_bytes = 4096;

const GATHERING = 0;
const DATING = 1;

/** A run as far as its records tell. Filled by `RunReader.next` or `step`. */
export class RunInfo {
  run = 0;
  /** Its Run start is there: foot and what follows are known. */
  hasStart = false;
  /** Boot and boot time of the start; 0 when not known. Of a run that lost its start too, where a Carry tells them. */
  boot = 0;
  boot_ms = 0;
  /** UTC of the start, ms since 1970, also when the clock was set later (run-date.ts); 0 when it is not known. */
  utc_ms = 0;
  /** The run began at `utc_ms` or earlier: the clock was set in a later boot only. */
  isEstimate = false;
  zone_min = 0;
  foot = 0;
  sample_s = 0;
  phase_ms = 0;
  shoe = 0;
  lengthFactor = 0;
  /** Its Run stop is there; else the totals are those of its last Series. */
  hasStop = false;
  isRun = false;
  continued = false;
  byReset = false;
  elapsed_ms = 0;
  moving_ms = 0;
  strides = 0;
  distance_mm = 0;
  splits = 0;
  /** Records of the run and the bytes of their payloads. */
  records = 0;
  bytes = 0;
  released = false;

  clear(): void {
    this.run = 0;
    this.hasStart = false;
    this.boot = 0;
    this.boot_ms = 0;
    this.utc_ms = 0;
    this.isEstimate = false;
    this.zone_min = 0;
    this.foot = 0;
    this.sample_s = 0;
    this.phase_ms = 0;
    this.shoe = 0;
    this.lengthFactor = 0;
    this.hasStop = false;
    this.isRun = false;
    this.continued = false;
    this.byReset = false;
    this.elapsed_ms = 0;
    this.moving_ms = 0;
    this.strides = 0;
    this.distance_mm = 0;
    this.splits = 0;
    this.records = 0;
    this.bytes = 0;
    this.released = false;
  }
}

/** The records of a run, one by one. */
export class RunRecords {
  /** The record `nextRecord` found. */
  readonly scan: Scan;
  protected readonly log: RecordLog;
  protected readonly reader = new Reader();
  private wanted = 0;

  constructor(log: RecordLog) {
    this.log = log;
    this.scan = log.reader();
  }

  /** The steps to come may read this many bytes of flash, and the record they end in. */
  allow(bytes: number): void {
    this.scan.allowed = bytes;
  }

  /** Begins to read a run, record by record. */
  open(run: number): void {
    this.wanted = run;
    this.seek(run);
  }

  /**
   * Goes on reading a run behind the record at a place told by `place`.
   * @returns false when that record is no longer there; then begin with `open`
   */
  resume(run: number, place: number): boolean {
    this.wanted = run;
    const { scan, log } = this;
    return scan.seekRecord(Math.floor(place / log.blockLength), place % log.blockLength) && scan.next();
  }

  /** Finds the run's next record: type, version and payload are in `scan`. @returns false at its end */
  nextRecord(): boolean {
    for (;;) {
      this.allow(PART_bytes);
      const found = this.stepRecord();
      if (found !== NOT_YET) return found === FOUND;
    }
  }

  /** As `nextRecord`, within what is allowed. @returns FOUND, END, or NOT_YET when more has to be allowed */
  stepRecord(): number {
    const scan = this.scan;
    while (scan.nextAllowed()) {
      if (!isOfRun(scan.type) || scan.length < 4) {
        if (this.isBehind(scan.sequence)) return END;
        continue;
      }
      const run = this.runOf();
      if (run === this.wanted) return FOUND;
      if (run > this.wanted) return END;
    }
    return scan.paused ? NOT_YET : END;
  }

  /** Was the block begun when the run wanted was over already? Then neither it nor a later one has any of it. */
  private isBehind(sequence: number): boolean {
    const { blocks } = this.log;
    const index = blocks.find(sequence);
    return index < blocks.live && blocks.mark[blocks.order[index]] > 2 * this.wanted + 1;
  }

  /** Where the record last found is: a number that stays good for as long as the record is there. */
  get place(): number {
    return this.scan.sequence * this.log.blockLength + this.scan.offset;
  }

  /** Goes to the block in which `run` can begin: the last one begun with an earlier run open, or before. */
  protected seek(run: number): void {
    this.scan.seek(this.sequenceOf(run));
  }

  protected sequenceOf(run: number): number {
    const { blocks } = this.log;
    let index = 0;
    while (index + 1 < blocks.live && blocks.mark[blocks.order[index + 1]] <= 2 * run) index++;
    return blocks.live > 0 ? blocks.sequence[blocks.order[index]] : 0;
  }

  protected runOf(): number {
    const { reader, scan } = this;
    reader.begin(scan.bytes, PAYLOAD_AT, PAYLOAD_AT + scan.length);
    return reader.u32();
  }
}

/** The list of runs, and of each what it tells of itself. */
export class RunReader extends RunRecords {
  private after = 0;
  private unreleased = false;
  private phase = GATHERING;
  private readonly state: State;
  private readonly dates: RunDate;
  /** What the last Carry told of the run that was open then, 0 for none. */
  private carriedRun = 0;
  private carriedUtc_ms = 0;
  private carriedZone_min = 0;
  private carriedBoot = 0;
  private carriedBoot_ms = 0;

  constructor(log: RecordLog, state: State) {
    super(log);
    this.state = state;
    this.dates = new RunDate(this.scan, state);
  }

  /**
   * Finds the first run after the one numbered `after` (0: the first there is) and tells it in `info`. Reads as much flash
   * as that takes.
   * @returns false when there is none
   */
  next(after: number, info: RunInfo): boolean {
    this.begin(after, false, info);
    for (;;) {
      this.allow(PART_bytes);
      const found = this.step(info);
      if (found !== NOT_YET) return found === FOUND;
    }
  }

  /** As `next`, to be done by `step`s. With `unreleased`, runs that the phone has are passed over unread. */
  begin(after: number, unreleased: boolean, info: RunInfo): void {
    this.unreleased = unreleased;
    this.phase = GATHERING;
    info.clear();
    this.carriedRun = 0;
    this.after = unreleased ? this.state.releases.last(after) : after;
    this.seek(this.after + 1);
  }

  /** Goes on with what `begin` began, with the same `info`. @returns FOUND, END, or NOT_YET when more has to be allowed */
  step(info: RunInfo): number {
    if (this.phase === GATHERING) {
      if (this.unreleased && this.after + 1 >= this.state.nextRun) return END;
      if (!this.gather(info)) return NOT_YET;
      if (info.run === 0) return END;
      info.released = this.state.releases.has(info.run);
      if (!this.dates.begin(info)) return FOUND;
      this.phase = DATING;
      this.seek(info.run);
    }
    return this.dates.step(info) ? FOUND : NOT_YET;
  }

  private take(info: RunInfo): void {
    const { reader, scan } = this;
    info.records++;
    info.bytes += scan.length;
    if (scan.type === RUN_START) this.takeStart(info);
    else if (scan.type === SERIES && !info.hasStop) {
      info.elapsed_ms = reader.u32();
      info.strides = reader.u32();
      info.distance_mm = reader.u48();
      info.moving_ms = reader.u32();
    } else if (scan.type === RUN_STOP) {
      info.hasStop = true;
      info.elapsed_ms = reader.u32();
      info.moving_ms = reader.u32();
      info.strides = reader.u32();
      info.distance_mm = reader.u48();
      reader.at += 8;
      info.splits = reader.u16();
      const flags = reader.u8();
      info.isRun = (flags & STOP_RUN) !== 0;
      info.continued = (flags & STOP_CONTINUED) !== 0;
      info.byReset = (flags & STOP_RESET) !== 0;
    }
  }

  /** What a block begins with tells when the run open then had begun: for a run whose own start was given up. */
  private takeCarry(info: RunInfo): void {
    const { reader, scan } = this;
    reader.begin(scan.bytes, CARRY_RUN_AT, PAYLOAD_AT + scan.length);
    this.carriedRun = reader.u32();
    if (this.carriedRun === 0 || info.run !== 0) return;
    reader.at = CARRY_ZONE_AT;
    this.carriedZone_min = reader.s16();
    reader.at = CARRY_RELEASES_AT;
    const released = reader.u8();
    reader.at += released;
    const settings = reader.u16();
    reader.at += settings + STATUS_BYTES;
    this.carriedUtc_ms = reader.u48();
    this.carriedBoot = reader.u32();
    this.carriedBoot_ms = reader.u48();
  }

  private takeCarried(info: RunInfo): void {
    info.utc_ms = this.carriedUtc_ms;
    info.zone_min = this.carriedZone_min;
    info.boot = this.carriedBoot;
    info.boot_ms = this.carriedBoot_ms;
  }

  private takeStart(info: RunInfo): void {
    const reader = this.reader;
    info.hasStart = true;
    info.boot = reader.u32();
    info.boot_ms = reader.u48();
    info.utc_ms = reader.u48();
    info.zone_min = reader.s16();
    info.isRun = reader.u8() === 1;
    info.foot = reader.u8();
    info.sample_s = reader.u8();
    info.phase_ms = reader.u16();
    reader.at += 3;
    info.shoe = reader.u32();
    info.lengthFactor = reader.u16();
  }

  /** Takes the records of the run. @returns false when it has to go on */
  private gather(info: RunInfo): boolean {
    const scan = this.scan;
    while (scan.nextAllowed()) {
      if (scan.type === CARRY && scan.version > 1 && !info.hasStart) this.takeCarry(info);
      if (!isOfRun(scan.type) || scan.length < 4) continue;
      const run = this.runOf();
      if (run <= this.after) continue;
      if (info.run === 0) {
        if (this.unreleased && this.state.releases.has(run)) {
          this.after = this.state.releases.last(run);
          if (this.after + 1 >= this.state.nextRun) return true;
          const sequence = this.sequenceOf(this.after + 1);
          if (sequence > scan.sequence) scan.seek(sequence);
          continue;
        }
        info.run = run;
        if (scan.type !== RUN_START && run === this.carriedRun) this.takeCarried(info);
      } else if (run !== info.run) return true;
      this.take(info);
    }
    return !scan.paused;
  }
}
