/** Advice from all the page knows, by the same rules the shoe has (firmware/coach, docs/COACH.md). */
import type { Advice } from '../../firmware/coach/advice';
import { AdviceList } from '../../firmware/coach/advice-list';
import { AfterRun, type Runner } from '../../firmware/coach/after-run';
import type { RunFigures } from '../../firmware/coach/figures';
import { adviseOverWeeks } from '../../firmware/coach/over-weeks';
import { adviseShoe } from '../../firmware/coach/shoe-age';

export type { Advice, Runner, RunFigures };

/** @param before all runs before it that the page has, oldest first. @returns at most three, heaviest first */
export function afterRun(run: RunFigures, before: readonly RunFigures[], runner: Runner): Advice[] {
  const list = new AdviceList();
  new AfterRun().advise(list, runner, run, { count: before.length, at: (index) => before[index] }, true);
  return allOf(list);
}

/**
 * @param runs all runs, oldest first
 * @param today local day, days since 1970 (`dayOf`)
 * @param pair the pair of shoes in use
 * @param odometer_km all it has gone, steps included
 * @returns at most three, heaviest first
 */
export function overWeeks(
  runs: readonly RunFigures[],
  today: number,
  pair: number,
  odometer_km: number,
): Advice[] {
  const list = new AdviceList();
  adviseOverWeeks(list, runs, today, pair);
  adviseShoe(list, odometer_km);
  return allOf(list);
}

function allOf(list: AdviceList): Advice[] {
  return Array.from({ length: list.count }, (_, i) => list.at(i));
}
