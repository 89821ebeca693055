/**
 * What there is of the runs in flash, for whoever passes them on: which runs, their summaries, their records one by one.
 * Reading changes nothing. A run whose oldest block was given up is told by what is left of it.
 */
import { Reader } from './bytes';
import {
  BOOT,
  PAYLOAD_AT,
  RUN_START,
  RUN_STOP,
  SERIES,
  STOP_CONTINUED,
  STOP_RESET,
  STOP_RUN,
  TIME,
  isOfRun,
} from './format';
import type { RecordLog } from './log';
import type { Scan } from './scan';
import type { State } from './state';

/** What `RunReader.step` and a stream's `next` say. */
export const END = 0;
export const FOUND = 1;
export const NOT_YET = 2;

/** What `next` allows itself at a time; the sum is not bounded. */
const PART_bytes = 4096;

const GATHERING = 0;
const DATING = 1;

/** A run as far as its records tell. Filled by `RunReader.next` or `step`. */
export class RunInfo {
  run = 0;
  /** Its Run start is there: boot, times, foot and what follows are known. */
  hasStart = false;
  boot = 0;
  boot_ms = 0;
  /** UTC of the start, ms since 1970, also when the clock was set later in that boot; 0 when it is not known. */
  utc_ms = 0;
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

export class RunReader {
  /** The record `nextRecord` found. */
  readonly scan: Scan;
  private readonly log: RecordLog;
  private readonly state: State;
  private readonly reader = new Reader(new Uint8Array(0));
  private wanted = 0;

  /** The search `begin` began. */
  private info = new RunInfo();
  private after = 0;
  private unreleased = false;
  private phase = GATHERING;
  /** The Time record that dates runs of boot `datedBoot` begun from `datedFrom_ms` to `set_ms`; `set_ms` -1: there is none. */
  private datedBoot = 0;
  private datedFrom_ms = 0;
  private set_ms = -1;
  private setUtc_ms = 0;
  private setZone_min = 0;

  constructor(log: RecordLog, state: State) {
    this.log = log;
    this.state = state;
    this.scan = log.reader();
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
      const found = this.step();
      if (found !== NOT_YET) return found === FOUND;
    }
  }

  /** As `next`, to be done by `step`s. With `unreleased`, runs that the phone has are passed over unread. */
  begin(after: number, unreleased: boolean, info: RunInfo): void {
    this.info = info;
    this.unreleased = unreleased;
    this.phase = GATHERING;
    info.clear();
    this.after = unreleased ? this.state.releases.last(after) : after;
    this.seek(this.after + 1);
  }

  /** The steps to come may read this many bytes of flash, and the record they end in. */
  allow(bytes: number): void {
    this.scan.allowed = bytes;
  }

  /** Goes on with what `begin` began. @returns FOUND, END, or NOT_YET when more has to be allowed */
  step(): number {
    const info = this.info;
    if (this.phase === GATHERING) {
      if (this.unreleased && this.after + 1 >= this.state.nextRun) return END;
      if (!this.gather(info)) return NOT_YET;
      if (info.run === 0) return END;
      info.released = this.state.releases.has(info.run);
      if (!this.needsDate(info)) return FOUND;
      this.phase = DATING;
      this.datedBoot = 0;
      this.set_ms = -1;
      this.seek(info.run);
    }
    if (!this.findTime(info)) return NOT_YET;
    this.datedBoot = info.boot;
    this.datedFrom_ms = info.boot_ms;
    this.date(info);
    return FOUND;
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
    const scan = this.scan;
    while (scan.next()) {
      if (!isOfRun(scan.type) || scan.length < 4) continue;
      const run = this.runOf();
      if (run === this.wanted) return true;
      if (run > this.wanted) return false;
    }
    return false;
  }

  /** Where the record last found is: a number that stays good for as long as the record is there. */
  get place(): number {
    return this.scan.sequence * this.log.blockLength + this.scan.offset;
  }

  /** Goes to the block in which `run` can begin: the last one begun with an earlier run open, or before. */
  private seek(run: number): void {
    this.scan.seek(this.sequenceOf(run));
  }

  private sequenceOf(run: number): number {
    const { blocks } = this.log;
    let index = 0;
    while (index + 1 < blocks.live && blocks.mark[blocks.order[index + 1]] <= 2 * run) index++;
    return blocks.live > 0 ? blocks.sequence[blocks.order[index]] : 0;
  }

  private runOf(): number {
    const { reader, scan } = this;
    reader.begin(scan.bytes, PAYLOAD_AT, PAYLOAD_AT + scan.length);
    return reader.u32();
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
      } else if (run !== info.run) return true;
      this.take(info);
    }
    return !scan.paused;
  }

  /** Dates what can be dated without reading on. @returns whether there is more to look for */
  private needsDate(info: RunInfo): boolean {
    if (!info.hasStart || info.utc_ms !== 0) return false;
    const { boots, timeBoot } = this.state;
    if (info.boot === boots && timeBoot !== boots) return false;
    const known = info.boot === this.datedBoot && info.boot_ms >= this.datedFrom_ms;
    // A boot that is over gets no more times; the one that goes on may.
    const lasts = this.set_ms >= 0 ? info.boot_ms <= this.set_ms : info.boot !== boots;
    if (!known || !lasts) return true;
    this.date(info);
    return false;
  }

  /** Looks for the first time the clock was set after the run's start, in the same boot. @returns false when it has to go on */
  private findTime(info: RunInfo): boolean {
    const { scan, reader } = this;
    while (scan.nextAllowed()) {
      if (scan.type !== TIME && scan.type !== BOOT) continue;
      reader.begin(scan.bytes, PAYLOAD_AT, PAYLOAD_AT + scan.length);
      const boot = reader.u32();
      if (boot > info.boot) return true;
      if (scan.type === BOOT) continue;
      const set_ms = reader.u48();
      if (boot !== info.boot || set_ms < info.boot_ms) continue;
      this.set_ms = set_ms;
      this.setUtc_ms = reader.u48();
      this.setZone_min = reader.s16();
      return true;
    }
    return !scan.paused;
  }

  private date(info: RunInfo): void {
    const { timeBoot, utcOffset_ms } = this.state;
    if (this.set_ms >= 0) {
      info.utc_ms = this.setUtc_ms - (this.set_ms - info.boot_ms);
      info.zone_min = this.setZone_min;
    } else if (timeBoot === info.boot) info.utc_ms = info.boot_ms + utcOffset_ms;
  }
}
