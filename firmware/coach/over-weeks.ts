/** What there is to say of the last weeks, without any one run. Each rule: docs/COACH.md. For the page: it has all runs. */
import { CADENCE_TREND, CONTACT_TREND, DAYS_ALIKE } from './advice';
import type { AdviceList } from './advice-list';
import type { RunFigures } from './figures';
import { LeastSquares } from './least-squares';
import { levelOf, tellsCadence, CADENCE_BY_SPEED } from './own-cadence';

/** A trend is over the last eight weeks, and needs runs over four of them: our choice. */
const TREND_DAYS = 56;
const TREND_DAYS_LEAST = 28;
const TREND_RUNS_LEAST = 8;
/** Slopes this many standard errors off zero are no chance. */
const TREND_ERRORS = 3;
/** Smaller changes are not worth a word: our choice. */
const CADENCE_CHANGE_spm = 3;
const CONTACT_CHANGE_ms = 8;
/** Runs at speeds that differ by less than this are at the same speed. */
const SAME_SPEED_mps = 0.1;

/** Foster 1998 (Med Sci Sports Exerc 30:1164): the mean of the daily load over its standard deviation, within a week. */
const WEEK_DAYS = 7;
const MONOTONY_MOST = 2;
const MONOTONY_RUN_DAYS = 5;

/** @param runs oldest first. @param today local day, days since 1970. @param shoe the pair whose trends are wanted */
export function adviseOverWeeks(
  list: AdviceList,
  runs: readonly RunFigures[],
  today: number,
  shoe: number,
): void {
  const recent = runs.filter(
    (run) => run.shoe === shoe && run.day > today - TREND_DAYS && run.day <= today && tellsCadence(run),
  );
  cadenceTrend(list, recent);
  contactTrend(list, recent);
  daysAlike(list, runs, today);
}

function cadenceTrend(list: AdviceList, runs: readonly RunFigures[]): void {
  const fit = new LeastSquares();
  let speed_mps = 0;
  for (const run of runs) {
    fit.add(0, run.day, levelOf(run));
    speed_mps += run.speed_mps / runs.length;
  }
  const change = changeOf(fit, 0);
  if (change > -CADENCE_CHANGE_spm && change < CADENCE_CHANGE_spm) return;
  const now = fit.meanY + fit.slope * (fit.lastT - fit.meanT) + CADENCE_BY_SPEED * speed_mps;
  list.add(CADENCE_TREND, 35, 0, 10 * change, weeksOf(fit), now);
}

function contactTrend(list: AdviceList, runs: readonly RunFigures[]): void {
  const fit = new LeastSquares();
  for (const run of runs) if (run.contact_ms > 0) fit.add(run.speed_mps, run.day, run.contact_ms);
  const change = changeOf(fit, SAME_SPEED_mps);
  if (change > -CONTACT_CHANGE_ms && change < CONTACT_CHANGE_ms) return;
  const now = fit.meanY + fit.slope * (fit.lastT - fit.meanT);
  list.add(CONTACT_TREND, 30, 0, change, weeksOf(fit), now);
}

/** Change from the first run to the last; 0 when there is none to speak of. */
function changeOf(fit: LeastSquares, steady: number): number {
  const days = fit.lastT - fit.firstT;
  if (fit.n < TREND_RUNS_LEAST || days < TREND_DAYS_LEAST || !fit.solve(steady)) return 0;
  const slope = fit.slope < 0 ? -fit.slope : fit.slope;
  return slope >= TREND_ERRORS * fit.error ? fit.slope * days : 0;
}

function weeksOf(fit: LeastSquares): number {
  return (fit.lastT - fit.firstT) / WEEK_DAYS;
}

function daysAlike(list: AdviceList, runs: readonly RunFigures[], today: number): void {
  const distance_m = new Array<number>(WEEK_DAYS).fill(0);
  for (const run of runs) {
    const ago = today - run.day;
    if (run.day > 0 && run.isRun && ago >= 0 && ago < WEEK_DAYS) distance_m[ago] += run.distance_m;
  }
  const runDays = distance_m.filter((day_m) => day_m > 0).length;
  const mean = distance_m.reduce((sum, day_m) => sum + day_m, 0) / WEEK_DAYS;
  const variance = distance_m.reduce((sum, day_m) => sum + (day_m - mean) ** 2, 0) / (WEEK_DAYS - 1);
  if (runDays < MONOTONY_RUN_DAYS || mean * mean <= MONOTONY_MOST ** 2 * variance) return;
  const monotony = variance > 0 ? mean / Math.sqrt(variance) : Infinity;
  list.add(DAYS_ALIKE, 40, 0, 10 * (monotony < 9.9 ? monotony : 9.9), runDays);
}
