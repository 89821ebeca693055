/** Weeks and months of running, in the runner's local time. */
import type { Run } from '../export/run';
import { weighted } from './statistics';

export interface Period {
  /** Local day of its beginning, days since 1970. */
  readonly day: number;
  readonly runs: number;
  readonly distance_m: number;
  readonly moving_ms: number;
  /** Over the time run, weighted by it. */
  readonly cadence_spm: number | undefined;
  readonly contact_ms: number | undefined;
  readonly speed_mps: number | undefined;
}

const DAY_ms = 86_400_000;
/** 1 January 1970 was a Thursday, three days after a Monday. */
const FROM_MONDAY = 3;

/** Local day of an instant, days since 1970. */
export function dayOf(start_ms: number, zone_min: number): number {
  return Math.floor((start_ms + zone_min * 60_000) / DAY_ms);
}

/** First day of the week (Monday) or month that a day is in. */
export function beginningOf(day: number, of: 'week' | 'month'): number {
  if (of === 'week') return day - ((((day + FROM_MONDAY) % 7) + 7) % 7);
  const date = new Date(day * DAY_ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / DAY_ms;
}

/** The beginning of the period after that of `day`. */
export function nextBeginning(day: number, of: 'week' | 'month'): number {
  return beginningOf(beginningOf(day, of) + (of === 'week' ? 7 : 31), of);
}

/**
 * Periods from the first with a run to that of `today`, those without a run as well; the last `most` of them. Runs without a
 * date are in none.
 */
export function periodsOf(runs: readonly Run[], of: 'week' | 'month', today: number, most: number): Period[] {
  const byBeginning = new Map<number, Run[]>();
  for (const run of runs) {
    if (run.start_ms === undefined) continue;
    const begins = beginningOf(dayOf(run.start_ms, run.zone_min), of);
    if (begins > today) continue;
    byBeginning.set(begins, [...(byBeginning.get(begins) ?? []), run]);
  }
  if (byBeginning.size === 0) return [];
  const periods: Period[] = [];
  for (let day = Math.min(...byBeginning.keys()); day <= today; day = nextBeginning(day, of))
    periods.push(period(day, byBeginning.get(day) ?? []));
  return periods.slice(-most);
}

function period(day: number, runs: readonly Run[]): Period {
  const samples = runs.flatMap(({ samples: of }) => of.filter(({ running }) => running));
  return {
    day,
    runs: runs.length,
    distance_m: runs.reduce((sum, { distance_m }) => sum + distance_m, 0),
    moving_ms: runs.reduce((sum, { moving_ms }) => sum + moving_ms, 0),
    cadence_spm: weighted(samples, 'cadence_spm'),
    contact_ms: weighted(samples, 'contact_ms'),
    speed_mps: weighted(samples, 'speed_mps'),
  };
}
