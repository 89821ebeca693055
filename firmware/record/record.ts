/**
 * The shoe's memory: takes what the session tells, and keeps it in flash until the phone has it. Knows the odometer, the
 * days, the time, the settings, and what was before a reset. docs/RECORDS.md.
 *
 * Nothing is allocated after construction but by `runs`. Flash that fails loses records, never the session.
 */
import type { Flash } from '../io/flash';
import type { Clock } from '../io/time';
import type { Live } from '../session/live';
import type {
  SessionPause,
  SessionResume,
  SessionSink,
  SessionSplit,
  SessionStart,
  SessionStop,
} from '../session/sink';
import type { Stride } from '../stepdetect/stride';
import { BOOT, CARRY, DAY, RELEASE, SETTING, STATUS, TIME, TOTALS } from './format';
import { RecordLog } from './log';
import { RunWriter, type Committer, type RunIdentity } from './run-writer';
import { DayReader } from './days';
import { RunReader } from './runs';
import { Sampler } from './sampler';
import { CALIBRATION, LAYOUT, NAME, SETTINGS_LAYOUT, VALUE_MOST, type Migration } from './settings';
import { DAYS_KEPT, State } from './state';
import { Status } from './status';
import { dayAt, isPlausible, utcAt } from './wall-clock';

/** `esp_reset_reason()`: the restarts that happen at once, without anyone (panic, watchdogs, brown-out, software). */
const RESTART_REASONS: readonly number[] = Object.freeze([3, 4, 5, 6, 7, 9, 14, 15]);
/** A run goes on after a reset when its strides do so within this time. */
const GO_ON_ms = 60_000;
/**
 * After this time no session can come any more that began within the first minute: a walk is told six minutes later, and
 * stops of ten seconds do not break it.
 */
const GIVE_UP_ms = 900_000;
/** Outside of runs the totals are written this often while there are new strides, and when they have ceased for so long. */
const TOTALS_EVERY_ms = 300_000;
const TOTALS_AFTER_ms = 30_000;
/** Seconds of a sample of the series: a run of 200 m in 40 s still has five, and 200 hours fit (npm run bench). */
const SAMPLE_s = 8;

/** Step `i` leads from layout i of the settings to the next. None yet: layout 1 is the first. */
const MIGRATIONS: readonly Migration[] = Object.freeze([]);

/** What is known about this start. */
export interface BootInfo {
  /** As `esp_reset_reason()` numbers them; 0 not known, 1 power-on. */
  readonly reason: number;
  /** How long the shoe was off, where the chip's own clock ran on. */
  readonly away_ms?: number;
  /** The time of day now, where the chip's own clock kept it, ms since 1970. */
  readonly utc_ms?: number;
}

export interface RecordOptions extends RunIdentity {
  readonly flash: Flash;
  readonly clock: Clock;
  readonly boot: BootInfo;
  /** Hears every time of day that was set, ms since 1970. */
  readonly onTime?: (utc_ms: number) => void;
  /** Seconds of a sample of the series, 1 to 60. Default 8. */
  readonly sample_s?: number;
  /** For settings of an older layout, and the layout they lead to. Default: this firmware's. */
  readonly migrations?: readonly Migration[];
  readonly layout?: number;
}

/** What is known of the life that a reset ended. */
export interface LifeBefore {
  readonly runOpen: boolean;
  readonly uptime_s: number;
  /** How the shoe was last, and its counters. */
  readonly status: Status;
}

export class ShoeRecord implements SessionSink, Committer {
  readonly log: RecordLog;
  readonly state = new State();
  readonly runs: RunReader;
  /** Reads with `runs.scan`: not at the same time as runs. */
  readonly days: DayReader;
  /** The life before this one, as far as it was recorded. */
  readonly before: LifeBefore;

  private readonly clock: Clock;
  private readonly boot: BootInfo;
  private readonly flash: Flash;
  private readonly onTime: ((utc_ms: number) => void) | undefined;
  private readonly sampler: Sampler;
  private readonly writer: RunWriter;
  /** May the run the reset interrupted still go on? */
  private interrupted: boolean;
  /** Odometer when this boot began, and what `Live` says it has added. */
  private readonly baseStrides: number;
  private readonly baseDistance_mm: number;
  private lastStrides = 0;
  private lastDistance_mm = 0;
  private lastStride_ms = 0;
  private totals_ms = 0;

  /** @throws RangeError when the partition has too few or too small blocks */
  constructor(options: RecordOptions) {
    const state = this.state;
    const boot = options.boot;
    this.clock = options.clock;
    this.boot = boot;
    this.flash = options.flash;
    this.onTime = options.onTime;
    this.log = new RecordLog(options.flash, state);
    this.runs = new RunReader(this.log, state);
    this.days = new DayReader(this.runs.scan, state);
    this.sampler = new Sampler(options.sample_s ?? SAMPLE_s);
    this.writer = new RunWriter(this.log, state, this.sampler, this, options);
    this.baseStrides = state.strides;
    this.baseDistance_mm = state.distance_mm;
    this.writer.odometerStrides = state.strides;
    this.writer.odometerDistance_mm = state.distance_mm;
    const status = new Status();
    status.copy(state.status);
    this.before = { runOpen: state.run > 0, uptime_s: status.uptime_s, status };
    this.interrupted = state.run > 0;
    this.noteBoot();
    if (boot.utc_ms !== undefined && isPlausible(boot.utc_ms, state.zone_min))
      this.takeTime(boot.utc_ms, state.zone_min);
    else this.roll(this.clock.now());
    const layout = options.layout ?? SETTINGS_LAYOUT;
    // All settings in one record, so that a cut leaves either the old ones or the new.
    if (state.settings.migrate(options.migrations ?? MIGRATIONS, layout)) {
      state.carry(this.log.begin(CARRY));
      this.log.commit();
    }
    if (this.interrupted && !this.isRestart()) this.giveUp();
  }

  /** Lifetime strides of this foot and distance, those not yet in a record included. */
  get strides(): number {
    return this.baseStrides + this.lastStrides;
  }

  get distance_mm(): number {
    return this.baseDistance_mm + this.lastDistance_mm;
  }

  /** Takes a stride, after the session has, with what the session has booked since the start. */
  stride(stride: Stride, ic_ms: number, live: Live): void {
    const sampler = this.sampler;
    this.roll(this.clock.now());
    if (sampler.isOver(ic_ms)) this.closeSample();
    sampler.add(stride, ic_ms, live.distance_mm - this.lastDistance_mm);
    this.lastStrides = live.strides;
    this.lastDistance_mm = live.distance_mm;
    this.lastStride_ms = ic_ms;
    this.writer.odometerStrides = this.strides;
    this.writer.odometerDistance_mm = this.distance_mm;
    this.writer.stride(stride, ic_ms);
  }

  /** To be called once a second, after the session's. */
  tick(now_ms: number): void {
    if (this.sampler.isDue(now_ms)) this.closeSample();
    this.writer.tick();
    this.roll(now_ms);
    if (this.interrupted && now_ms > GIVE_UP_ms) this.giveUp();
    if (this.writer.run !== 0 || this.strides === this.state.strides) return;
    const resting = now_ms - this.lastStride_ms >= TOTALS_AFTER_ms;
    if (resting || now_ms - this.totals_ms >= TOTALS_EVERY_ms) this.keepTotals(now_ms);
  }

  /**
   * Keeps how the shoe is: to be called when `status` has changed in its state, and now and then. `uptime_s` and
   * `flashFailures` are filled in here.
   */
  keepStatus(status: Status): void {
    status.uptime_s = this.clock.now() / 1000;
    status.flashFailures = this.log.failures;
    status.write(this.log.begin(STATUS));
    this.commit();
  }

  /** Before sleep, shutdown or an update: writes what is only in memory. End an open session first. */
  settle(): void {
    if (this.strides !== this.state.strides) this.keepTotals(this.clock.now());
  }

  /** Settles, and gives the flash back. Nothing may be called afterwards. */
  close(): void {
    this.settle();
    this.flash.close();
  }

  start(start: SessionStart): void {
    const away_ms = this.boot.away_ms ?? 0;
    const goOn = this.interrupted && start.start_ms + away_ms <= GO_ON_ms;
    if (this.interrupted && !goOn) this.giveUp();
    this.interrupted = false;
    this.writer.start(start, goOn, away_ms);
  }

  pause(pause: SessionPause): void {
    this.finishSample();
    this.writer.pause(pause);
  }

  resume(resume: SessionResume): void {
    this.writer.resume(resume);
  }

  split(split: SessionSplit): void {
    this.writer.split(split);
  }

  stop(stop: SessionStop): void {
    this.finishSample();
    this.writer.stop(stop);
  }

  /** The phone has the whole run: it may be given up when space is short. False when that is not possible (yet). */
  release(run: number): boolean {
    const state = this.state;
    if (run < 1 || run >= state.nextRun || run === state.run || !state.releases.reaches(run)) return false;
    if (state.releases.has(run)) return true;
    this.log.begin(RELEASE).u32(run);
    return this.commit();
  }

  /**
   * Sets the time of day.
   * @param utc_ms now, ms since 1970
   * @param zone_min local time less UTC, minutes
   * @returns false for a time before 2020 or after 2149, a zone that does not exist, or when it could not be kept
   */
  setTime(utc_ms: number, zone_min: number): boolean {
    if (!isPlausible(utc_ms, zone_min)) return false;
    const kept = this.takeTime(utc_ms, zone_min);
    this.onTime?.(utc_ms);
    return kept;
  }

  /** UTC of an instant of this boot, ms since 1970; 0 when it is not known. */
  utc_ms(boot_ms: number): number {
    return utcAt(this.state, boot_ms);
  }

  /** A setting (settings.ts): as set, else its default. */
  setting(key: number): number {
    return this.state.settings.number(key);
  }

  /** @returns false for an unknown key, a value out of its range, or when it could not be kept */
  set(key: number, value: number): boolean {
    const settings = this.state.settings;
    const bytes = key === LAYOUT ? undefined : settings.encode(key, value);
    return bytes !== undefined && this.keepSetting(key, bytes);
  }

  /** Back to the default. @returns false when it could not be kept */
  unset(key: number): boolean {
    return key !== LAYOUT && this.keepSetting(key, new Uint8Array(0));
  }

  /** The runner's name for the shoe, UTF-8. @returns its bytes; 0 when it has none */
  name(into: Uint8Array): number {
    return this.state.settings.copy(NAME, into);
  }

  setName(utf8: Uint8Array): boolean {
    return utf8.length <= VALUE_MOST && this.keepSetting(NAME, utf8);
  }

  /** The personal model of stride length as it was kept last. @returns its bytes; 0 when there is none */
  calibration(into: Uint8Array): number {
    return this.state.settings.copy(CALIBRATION, into);
  }

  /** Up to BLOB_MOST bytes; none forgets the model. */
  setCalibration(bytes: Uint8Array): boolean {
    return this.keepSetting(CALIBRATION, bytes);
  }

  private takeTime(utc_ms: number, zone_min: number): boolean {
    const now_ms = this.clock.now();
    // What was walked so far belongs to the day as it was known.
    this.settle();
    const writer = this.log.begin(TIME);
    writer.u32(this.state.boots);
    writer.u48(now_ms);
    writer.u48(utc_ms);
    writer.s16(zone_min);
    const kept = this.commit();
    // A clock that could not be kept still goes until the next start.
    if (!kept) this.adopt();
    this.roll(now_ms);
    return kept;
  }

  private keepSetting(key: number, value: Uint8Array): boolean {
    const { length } = value;
    if (!this.state.settings.accepts(key, length)) return false;
    const writer = this.log.begin(SETTING);
    writer.u8(key);
    writer.u8(length);
    for (let i = 0; i < length; i++) writer.u8(value[i]);
    return this.commit();
  }

  private isRestart(): boolean {
    const away_ms = this.boot.away_ms;
    if (away_ms !== undefined) return away_ms <= GO_ON_ms;
    return RESTART_REASONS.indexOf(this.boot.reason) >= 0;
  }

  private giveUp(): void {
    this.interrupted = false;
    this.writer.close();
  }

  /** A day is told when it is over, and the next begins. */
  private roll(now_ms: number): void {
    const state = this.state;
    const day = dayAt(state, now_ms);
    const newest = state.day[DAYS_KEPT - 1];
    if (day === newest) return;
    if (newest !== 0 && this.dayStrides() > 0) this.putTotals(DAY, newest, now_ms);
    this.putTotals(TOTALS, day, now_ms);
  }

  private keepTotals(now_ms: number): void {
    this.putTotals(TOTALS, this.state.day[DAYS_KEPT - 1], now_ms);
  }

  private dayStrides(): number {
    return this.state.dayStrides[DAYS_KEPT - 1] + this.strides - this.state.strides;
  }

  /** @param day the newest day kept, or the one that begins */
  private putTotals(type: number, day: number, now_ms: number): void {
    const state = this.state;
    const writer = this.log.begin(type);
    writer.u48(this.strides);
    writer.u48(this.distance_mm);
    writer.u16(day);
    writer.u32(state.stridesOf(day) + this.strides - state.strides);
    writer.u48(state.distanceOf_mm(day) + this.distance_mm - state.distance_mm);
    writer.u32(now_ms / 1000);
    this.commit();
    this.totals_ms = now_ms;
  }

  private noteBoot(): void {
    const { state, boot, before } = this;
    const writer = this.log.begin(BOOT);
    writer.u32(state.boots + 1);
    writer.u8(boot.reason);
    writer.u8((before.runOpen ? 1 : 0) | (boot.away_ms !== undefined ? 2 : 0));
    writer.u32(boot.away_ms ?? 0);
    writer.u32(before.uptime_s);
    before.status.write(writer);
    // Without it in flash the boot still has its number, or an earlier boot's time would be taken for this one's.
    if (this.commit()) return;
    state.boots++;
    state.status.clear();
  }

  private closeSample(): void {
    this.sampler.close();
    this.writer.sample();
  }

  /** The sample under way, when the run pauses or stops. */
  private finishSample(): void {
    if (this.sampler.openStrides > 0) this.closeSample();
  }

  /** Puts the record begun in `log` into flash, and takes over what it says. */
  commit(): boolean {
    if (!this.log.commit()) return false;
    this.adopt();
    return true;
  }

  private adopt(): void {
    const bytes = this.log.writer.bytes;
    this.state.restore(bytes[0], bytes[1], bytes, bytes[2] | (bytes[3] << 8));
  }
}
