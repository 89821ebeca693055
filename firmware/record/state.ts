/**
 * What the shoe knows over restarts: odometer, days, time, the open run, what the phone has, settings. Every block begins
 * with all of it, and every record changes it in one way, here, whether it is just being written or read at opening.
 */
import { Reader, type Writer } from './bytes';
import {
  BOOT,
  CARRY,
  CONTINUE,
  DAY,
  PAYLOAD_AT,
  PAUSE,
  RELEASE,
  RESUME,
  RUN_START,
  RUN_STOP,
  SERIES,
  SETTING,
  SPLIT,
  STATUS,
  TIME,
  TOTALS,
} from './format';
import { Releases } from './releases';
import { Settings } from './settings';
import { STATE_AWAKE, STATE_PAUSED, STATE_SESSION, Status } from './status';

export const DAYS_KEPT = 4;

export class State {
  boots = 0;
  nextRun = 1;
  /** Lifetime, as of the last record. */
  strides = 0;
  distance_mm = 0;
  /** The boot the clock was last set in (0: never), its UTC less its boot time, and local time less UTC. */
  timeBoot = 0;
  utcOffset_ms = 0;
  zone_min = 0;
  /** The last days with steps, newest last; day 0 is not known yet, or an unused place. */
  readonly day = new Uint16Array(DAYS_KEPT);
  readonly dayStrides = new Uint32Array(DAYS_KEPT);
  readonly dayDistance_mm = new Float64Array(DAYS_KEPT);
  /** The run open as of the last record, 0 when none, and how far it was. */
  run = 0;
  runTime_ms = 0;
  runStrides = 0;
  runDistance_mm = 0;
  runMoving_ms = 0;
  runSplits = 0;
  /** UTC of the open run's start, ms since 1970; 0 not known. */
  runUtc_ms = 0;
  /** How the shoe was as of the last record. */
  readonly status = new Status();
  readonly releases = new Releases();
  readonly settings = new Settings();
  private readonly reader = new Reader();
  /** Boot of the open run's start, and boot time of it: for a clock set while it is open. */
  private runBoot = 0;
  private runStart_ms = 0;

  mark(): number {
    return this.run > 0 ? 2 * this.run + 1 : 2 * this.nextRun;
  }

  restoreMark(mark: number): void {
    this.useUp((mark >>> 1) + (mark & 1) - 1);
  }

  released(first: number, last: number): boolean {
    for (let run = first; run <= last; run++) if (!this.releases.has(run)) return false;
    return true;
  }

  /** Strides and distance that `day` has once it is the newest: as `beginDay` would make it, without doing so. */
  stridesOf(day: number): number {
    return this.sumOf(this.dayStrides, day);
  }

  distanceOf_mm(day: number): number {
    return this.sumOf(this.dayDistance_mm, day);
  }

  /**
   * Makes `day` the newest of the days kept. Strides of a day not known (0) become the day's as soon as it is known; a day
   * that is there already (the clock was set back, or the shoe restarted) goes on; else the oldest one is given up.
   */
  beginDay(day: number): void {
    const newest = DAYS_KEPT - 1;
    if (this.day[newest] === day) return;
    const strides = this.stridesOf(day);
    const distance_mm = this.distanceOf_mm(day);
    const at = this.findDay(day);
    if (this.day[newest] !== 0) this.pushDays(at > 0 ? at : 0);
    else if (at >= 0) this.dropDay(at);
    this.day[newest] = day;
    this.dayStrides[newest] = strides;
    this.dayDistance_mm[newest] = distance_mm;
  }

  carry(writer: Writer): void {
    writer.u32(this.boots);
    writer.u32(this.nextRun);
    writer.u48(this.strides);
    writer.u48(this.distance_mm);
    writer.u32(this.timeBoot);
    writer.u48(this.utcOffset_ms);
    writer.s16(this.zone_min);
    for (let i = 0; i < DAYS_KEPT; i++) {
      writer.u16(this.day[i]);
      writer.u32(this.dayStrides[i]);
      writer.u48(this.dayDistance_mm[i]);
    }
    writer.u32(this.run);
    writer.u32(this.runTime_ms);
    writer.u32(this.runStrides);
    writer.u48(this.runDistance_mm);
    writer.u32(this.runMoving_ms);
    writer.u16(this.runSplits);
    this.releases.write(writer);
    this.settings.write(writer);
    this.status.write(writer);
    writer.u48(this.runUtc_ms);
    writer.u32(this.runBoot);
    writer.u48(this.runStart_ms);
  }

  /** Takes what a record says. A payload of a newer version has the known fields first. */
  restore(type: number, version: number, bytes: Uint8Array, length: number): void {
    const reader = this.reader;
    reader.begin(bytes, PAYLOAD_AT, PAYLOAD_AT + length);
    if (version === 0) return;
    switch (type) {
      case CARRY:
        return this.readCarry(reader, version);
      case BOOT:
        this.boots = reader.u32();
        this.status.clear();
        return;
      case STATUS:
        return this.status.read(reader);
      case TIME:
        return this.readTime(reader);
      case SETTING:
        return this.readSetting(reader);
      case TOTALS:
      case DAY:
        return this.readTotals(reader);
      case RELEASE:
        return this.releases.add(reader.u32());
      case RUN_START:
        return this.readStart(reader);
      case SERIES:
        return this.readSeries(reader);
      case SPLIT:
        reader.at += 8;
        this.runSplits = reader.u16();
        return;
      case PAUSE:
        this.status.state = STATE_PAUSED;
        return;
      case RESUME:
        this.status.state = STATE_SESSION;
        return;
      case CONTINUE:
        reader.at += 8;
        this.runTime_ms = reader.u32();
        this.status.state = STATE_SESSION;
        return;
      case RUN_STOP:
        this.useUp(reader.u32());
        this.run = 0;
        this.runUtc_ms = 0;
        this.runBoot = 0;
        this.status.state = STATE_AWAKE;
        reader.at += 29;
        return this.readOdometer(reader);
    }
  }

  /** Where a day before the newest is; -1 when it is not kept, as a day not known never is. */
  private findDay(day: number): number {
    let at = day === 0 ? -1 : DAYS_KEPT - 2;
    while (at >= 0 && this.day[at] !== day) at--;
    return at;
  }

  private sumOf(values: Uint32Array | Float64Array, day: number): number {
    const newest = DAYS_KEPT - 1;
    if (this.day[newest] === day) return values[newest];
    const at = this.findDay(day);
    return (at >= 0 ? values[at] : 0) + (this.day[newest] === 0 ? values[newest] : 0);
  }

  /** Takes out the day at `at`; those before it move up. */
  private dropDay(at: number): void {
    for (let i = at; i > 0; i--) this.copyDay(i - 1, i);
    this.day[0] = 0;
    this.dayStrides[0] = 0;
    this.dayDistance_mm[0] = 0;
  }

  /** Makes the newest place free: those after `at` move down over it. */
  private pushDays(at: number): void {
    for (let i = at; i + 1 < DAYS_KEPT; i++) this.copyDay(i + 1, i);
  }

  private copyDay(from: number, to: number): void {
    this.day[to] = this.day[from];
    this.dayStrides[to] = this.dayStrides[from];
    this.dayDistance_mm[to] = this.dayDistance_mm[from];
  }

  private readCarry(reader: Reader, version: number): void {
    this.boots = reader.u32();
    this.nextRun = reader.u32();
    this.strides = reader.u48();
    this.distance_mm = reader.u48();
    this.timeBoot = reader.u32();
    this.utcOffset_ms = reader.u48();
    this.zone_min = reader.s16();
    for (let i = 0; i < DAYS_KEPT; i++) {
      this.day[i] = reader.u16();
      this.dayStrides[i] = reader.u32();
      this.dayDistance_mm[i] = reader.u48();
    }
    this.run = reader.u32();
    this.runTime_ms = reader.u32();
    this.runStrides = reader.u32();
    this.runDistance_mm = reader.u48();
    this.runMoving_ms = reader.u32();
    this.runSplits = reader.u16();
    this.releases.read(reader);
    this.settings.read(reader);
    if (version < 2) return;
    this.status.read(reader);
    this.runUtc_ms = reader.u48();
    this.runBoot = reader.u32();
    this.runStart_ms = reader.u48();
  }

  private readTime(reader: Reader): void {
    this.timeBoot = reader.u32();
    const boot_ms = reader.u48();
    this.utcOffset_ms = reader.u48() - boot_ms;
    this.zone_min = reader.s16();
    if (this.run > 0 && this.runBoot === this.timeBoot) this.runUtc_ms = this.runStart_ms + this.utcOffset_ms;
  }

  private readSetting(reader: Reader): void {
    const key = reader.u8();
    const length = reader.u8();
    this.settings.put(key, reader.bytes, reader.at, length);
  }

  private readTotals(reader: Reader): void {
    this.strides = reader.u48();
    this.distance_mm = reader.u48();
    this.beginDay(reader.u16());
    this.dayStrides[DAYS_KEPT - 1] = reader.u32();
    this.dayDistance_mm[DAYS_KEPT - 1] = reader.u48();
    this.status.uptime_s = reader.u32();
  }

  private readStart(reader: Reader): void {
    this.run = reader.u32();
    this.nextRun = this.run + 1;
    this.runBoot = reader.u32();
    this.runStart_ms = reader.u48();
    this.runUtc_ms = reader.u48();
    this.status.state = STATE_SESSION;
    this.runTime_ms = 0;
    this.runStrides = 0;
    this.runDistance_mm = 0;
    this.runMoving_ms = 0;
    this.runSplits = 0;
  }

  /** No later run may have the number of this one, also when its start is not there. */
  private useUp(run: number): void {
    if (run >= this.nextRun) this.nextRun = run + 1;
  }

  private readSeries(reader: Reader): void {
    this.useUp(reader.u32());
    this.runTime_ms = reader.u32();
    this.runStrides = reader.u32();
    this.runDistance_mm = reader.u48();
    this.runMoving_ms = reader.u32();
    this.readOdometer(reader);
  }

  /** What the odometer gained belongs to the day, too. */
  private readOdometer(reader: Reader): void {
    const strides = reader.u48();
    const distance_mm = reader.u48();
    this.dayStrides[DAYS_KEPT - 1] += strides - this.strides;
    this.dayDistance_mm[DAYS_KEPT - 1] += distance_mm - this.distance_mm;
    this.strides = strides;
    this.distance_mm = distance_mm;
  }
}
