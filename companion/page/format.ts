/** Numbers as runners read them. */
import { words } from './words/words';
import { preferences } from './preferences';

export const KM_m = 1000;
export const MILE_m = 1609.344;
/** Slower is not told as a pace: s per unit of distance. */
const PACE_MOST_s = 3600;
export const NONE = '–';

export function unit_m(): number {
  return preferences.value.units === 'mi' ? MILE_m : KM_m;
}

export function unitName(): string {
  return preferences.value.units === 'mi' ? words.value.mi : words.value.km;
}

export function paceUnit(): string {
  return `/${unitName()}`;
}

/** "5:07" of a speed. */
export function pace(speed_mps: number | undefined): string {
  if (!speed_mps || speed_mps <= 0) return NONE;
  return paceOf_s(unit_m() / speed_mps);
}

/** "5:07" of seconds for a unit of distance. */
export function paceOf_s(seconds: number): string {
  return seconds < PACE_MOST_s ? minutes(seconds) : NONE;
}

function minutes(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** "12:03" or "1:02:03". */
export function time(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const [hours, rest] = [Math.floor(s / 3600), s % 3600];
  const two = (n: number) => String(n).padStart(2, '0');
  return hours > 0
    ? `${hours}:${two(Math.floor(rest / 60))}:${two(rest % 60)}`
    : `${Math.floor(rest / 60)}:${two(rest % 60)}`;
}

/** Hours and minutes, for sums. */
export function duration(ms: number): string {
  const whole = Math.round(ms / 60_000);
  return words.value.hoursMinutes(Math.floor(whole / 60), whole % 60);
}

/** "5.12": kilometres or miles. */
export function distance(m: number, digits = 2): string {
  return (m / unit_m()).toLocaleString(words.value.locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

export function whole(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? NONE : String(Math.round(value));
}

export function decimal(value: number | undefined, digits = 1): string {
  return value === undefined || !Number.isFinite(value) ? NONE : value.toFixed(digits);
}

/** "48.9 / 51.1": shares of the left and the right foot, percent. */
export function balance(left_percent: number | undefined): string {
  return left_percent === undefined
    ? NONE
    : `${left_percent.toFixed(1)} / ${(100 - left_percent).toFixed(1)}`;
}

/** Instants are shown in the time zone they were run in. */
function local(start_ms: number, zone_min: number): Date {
  return new Date(start_ms + zone_min * 60_000);
}

export function date(start_ms: number | undefined, zone_min: number): string {
  if (start_ms === undefined) return words.value.dateUnknown;
  const options = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  } as const;
  return local(start_ms, zone_min).toLocaleDateString(words.value.locale, options);
}

export function clock(start_ms: number | undefined, zone_min: number): string {
  if (start_ms === undefined) return '';
  const options = { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' } as const;
  return local(start_ms, zone_min).toLocaleTimeString(words.value.locale, options);
}

/** A day, days since 1970. */
export function day(of: number, options: Intl.DateTimeFormatOptions): string {
  return new Date(of * 86_400_000).toLocaleDateString(words.value.locale, { ...options, timeZone: 'UTC' });
}

export function bytes(n: number): string {
  return n < 10_240 ? `${(n / 1024).toFixed(1)} KB` : `${Math.round(n / 1024)} KB`;
}
