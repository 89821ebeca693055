/** How the shoe is and what went wrong since it started: kept now and then, so that the life after a reset can tell. */
import type { Reader, Writer } from './bytes';

/** What the shoe does. */
export const STATE_UNKNOWN = 0;
export const STATE_NO_IMU = 1;
export const STATE_AWAKE = 2;
export const STATE_SESSION = 3;
export const STATE_PAUSED = 4;
export const STATE_ASLEEP = 5;
export const STATE_CHARGING = 6;
/** Just before everything is switched off: the cell is empty, or the shoe is put on the shelf. */
export const STATE_LOW = 7;
export const STATE_SHIPPING = 8;

/** docs/SPEC-FLASH.md, 4.13. */
export class Status {
  /** Time since the start, s. */
  uptime_s = 0;
  /** STATE_*. */
  state = STATE_UNKNOWN;
  /** Percent. */
  battery = 0;
  /** Since the start; all stand at 65535. */
  overruns = 0;
  busErrors = 0;
  restarts = 0;
  /** Frames overwritten before the detector took them. */
  overwritten = 0;
  /** Erases and programs of the flash that did not take. */
  flashFailures = 0;

  clear(): void {
    this.uptime_s = 0;
    this.state = STATE_UNKNOWN;
    this.battery = 0;
    this.overruns = 0;
    this.busErrors = 0;
    this.restarts = 0;
    this.overwritten = 0;
    this.flashFailures = 0;
  }

  copy(from: Status): void {
    this.uptime_s = from.uptime_s;
    this.state = from.state;
    this.battery = from.battery;
    this.overruns = from.overruns;
    this.busErrors = from.busErrors;
    this.restarts = from.restarts;
    this.overwritten = from.overwritten;
    this.flashFailures = from.flashFailures;
  }

  write(writer: Writer): void {
    writer.u32(this.uptime_s);
    writer.u8(this.state);
    writer.u8(this.battery);
    writer.u16(this.overruns);
    writer.u16(this.busErrors);
    writer.u16(this.restarts);
    writer.u16(this.overwritten);
    writer.u16(this.flashFailures);
  }

  read(reader: Reader): void {
    this.uptime_s = reader.u32();
    this.state = reader.u8();
    this.battery = reader.u8();
    this.overruns = reader.u16();
    this.busErrors = reader.u16();
    this.restarts = reader.u16();
    this.overwritten = reader.u16();
    this.flashFailures = reader.u16();
  }
}
