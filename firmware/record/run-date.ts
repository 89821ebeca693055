/**
 * When a run was that began before anyone had told the shoe the time: by the first time told after its start, in the same
 * start of the chip; else, as an estimate, by the first one told in a later start.
 *
 * The estimate takes the starts between for as long as their records say they lasted, and the shoe for never off between
 * them. Off it may have been, so the run began then or earlier: an estimate is never too early, and keeps the order of runs.
 */
import { Reader } from './bytes';
import { BOOT, CARRY, PAYLOAD_AT, TIME } from './format';
import type { RunInfo } from './runs';
import type { Scan } from './scan';
import type { State } from './state';

/** Where in a Carry the boot of the last time is (SPEC-FLASH, 4.1). */
const CARRY_TIME_AT = PAYLOAD_AT + 20;

export class RunDate {
  private readonly scan: Scan;
  private readonly state: State;
  private readonly reader = new Reader();
  /** What is known: runs of `boot` that began from `from_ms` to `until_ms`. Boot 0: nothing. */
  private boot = 0;
  private from_ms = 0;
  private until_ms = 0;
  /** UTC of the start of the chip, and local time less UTC. */
  private start_ms = 0;
  private zone_min = 0;
  /** No run dated so began later: the start that knew the time came after it. */
  private latest_ms = 0;
  private isEstimate = false;
  /** The search under way: the start last passed, and how long it and those before it lasted from the run's on. */
  private passedBoot = 0;
  private passed_ms = 0;

  constructor(scan: Scan, state: State) {
    this.scan = scan;
    this.state = state;
  }

  /** Dates what can be dated without reading on. @returns whether there is more to look for, from the run on */
  begin(info: RunInfo): boolean {
    // Nobody has told the time since.
    if (info.boot === 0 || info.utc_ms !== 0 || this.state.timeBoot < info.boot) return false;
    if (info.boot === this.boot && info.boot_ms >= this.from_ms && info.boot_ms <= this.until_ms) {
      this.date(info);
      return false;
    }
    this.passedBoot = info.boot;
    this.passed_ms = 0;
    return true;
  }

  /** Looks on, as far as the scan is allowed to, and dates the run at last. @returns false when it has to go on */
  step(info: RunInfo): boolean {
    const { scan, reader } = this;
    while (scan.nextAllowed()) {
      const type = scan.type;
      if (type !== TIME && type !== BOOT && type !== CARRY) continue;
      reader.begin(scan.bytes, PAYLOAD_AT, PAYLOAD_AT + scan.length);
      if (type === BOOT) this.pass(info);
      else if (type === TIME ? this.takeTime(info) : this.takeCarry(info)) return true;
    }
    if (scan.paused) return false;
    // The record that told the time is gone, what it told is not.
    const { timeBoot, utcOffset_ms, zone_min } = this.state;
    this.take(info, timeBoot, utcOffset_ms, zone_min, Infinity);
    return true;
  }

  /** A start of the chip, and what it tells of the life before it. */
  private pass(info: RunInfo): void {
    const reader = this.reader;
    const boot = reader.u32();
    if (boot <= this.passedBoot) return;
    reader.at += 2;
    const away_ms = reader.u32();
    const uptime_ms = 1000 * reader.u32();
    const least_ms = this.passedBoot === info.boot && this.passed_ms === 0 ? leastUptime_ms(info) : 0;
    this.passed_ms += away_ms + (uptime_ms > least_ms ? uptime_ms : least_ms);
    this.passedBoot = boot;
  }

  private takeTime(info: RunInfo): boolean {
    const reader = this.reader;
    const boot = reader.u32();
    const set_ms = reader.u48();
    if (boot < info.boot || (boot === info.boot && set_ms < info.boot_ms)) return false;
    const offset_ms = reader.u48() - set_ms;
    this.take(info, boot, offset_ms, reader.s16(), boot === info.boot ? set_ms : Infinity);
    return true;
  }

  /** Every block begins with what was known then: it stands for a Time that was given up with its block. */
  private takeCarry(info: RunInfo): boolean {
    const reader = this.reader;
    reader.at = CARRY_TIME_AT;
    const boot = reader.u32();
    if (boot < info.boot) return false;
    const offset_ms = reader.u48();
    this.take(info, boot, offset_ms, reader.s16(), Infinity);
    return true;
  }

  /** Takes the time of a start, which was told first after the run, as UTC less boot time. */
  private take(info: RunInfo, boot: number, offset_ms: number, zone_min: number, until_ms: number): void {
    this.isEstimate = boot !== info.boot;
    // Starts behind the one that knew the time do not count; which part of the sum is theirs is not known any more.
    if (this.passedBoot > boot || this.passed_ms < info.boot_ms) this.passed_ms = info.boot_ms;
    this.boot = info.boot;
    this.from_ms = info.boot_ms;
    this.until_ms = until_ms;
    this.start_ms = this.isEstimate ? offset_ms - this.passed_ms : offset_ms;
    this.latest_ms = this.isEstimate ? offset_ms : Infinity;
    this.zone_min = zone_min;
    this.date(info);
  }

  private date(info: RunInfo): void {
    const utc_ms = this.start_ms + info.boot_ms;
    info.utc_ms = utc_ms < this.latest_ms ? utc_ms : this.latest_ms;
    info.zone_min = this.zone_min;
    info.isEstimate = this.isEstimate;
  }
}

/** How long the life in which a run began lasted at least: until the run was over, unless a reset came into it. */
function leastUptime_ms(info: RunInfo): number {
  return info.continued ? info.boot_ms : info.boot_ms + info.elapsed_ms;
}
