/** Gregorian date and time of day of milliseconds since 1970, and back, without Date: nothing is allocated. */

const DAY_ms = 86_400_000;
/** Days from 1 March of the year 0 to 1 January 1970, and in 400, 100, 4 and 1 years (H. Hinnant, "chrono-compatible low-level
 * date algorithms": years begin in March, so that the leap day is the last). */
const EPOCH_days = 719_468;
const ERA_days = 146_097;
const DAYS_IN_MONTH: readonly number[] = Object.freeze([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);

export class CivilTime {
  year = 1970;
  /** 1 to 12, 1 to 31. */
  month = 1;
  day = 1;
  hours = 0;
  minutes = 0;
  seconds = 0;
  /** 0 to 999. */
  milliseconds = 0;
  /** 1 Monday to 7 Sunday. */
  weekday = 4;

  /** Takes an instant of 1970 or later. */
  set(ms: number): void {
    const days = Math.floor(ms / DAY_ms);
    let left = ms - days * DAY_ms;
    this.milliseconds = left % 1000;
    left = (left - this.milliseconds) / 1000;
    this.seconds = left % 60;
    left = (left - this.seconds) / 60;
    this.minutes = left % 60;
    this.hours = (left - this.minutes) / 60;
    // 1 January 1970 was a Thursday.
    this.weekday = ((days + 3) % 7) + 1;
    const z = days + EPOCH_days;
    const era = Math.floor(z / ERA_days);
    const dayOfEra = z - era * ERA_days;
    const yearOfEra = Math.floor(
      (dayOfEra -
        Math.floor(dayOfEra / 1460) +
        Math.floor(dayOfEra / 36_524) -
        Math.floor(dayOfEra / 146_096)) /
        365,
    );
    const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
    const march = Math.floor((5 * dayOfYear + 2) / 153);
    this.day = dayOfYear - Math.floor((153 * march + 2) / 5) + 1;
    this.month = march < 10 ? march + 3 : march - 9;
    this.year = yearOfEra + era * 400 + (this.month <= 2 ? 1 : 0);
  }

  /** Is there such a date and time? */
  exists(): boolean {
    const { month, day } = this;
    if (month < 1 || month > 12 || day < 1 || this.hours > 23 || this.minutes > 59 || this.seconds > 59)
      return false;
    return day <= DAYS_IN_MONTH[month - 1] + (month === 2 && this.isLeap() ? 1 : 0);
  }

  /** Milliseconds since 1970 of a date and time that exists. */
  ms(): number {
    const { month, day } = this;
    const year = this.year - (month <= 2 ? 1 : 0);
    const era = Math.floor(year / 400);
    const yearOfEra = year - era * 400;
    const march = month > 2 ? month - 3 : month + 9;
    const dayOfYear = Math.floor((153 * march + 2) / 5) + day - 1;
    const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
    const days = era * ERA_days + dayOfEra - EPOCH_days;
    const seconds = (this.hours * 60 + this.minutes) * 60 + this.seconds;
    return days * DAY_ms + seconds * 1000 + this.milliseconds;
  }

  private isLeap(): boolean {
    const { year } = this;
    return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  }
}
