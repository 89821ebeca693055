/** A month in the life of a shoe: each day a few things happen to it, at random; at its end the phone has every run. */
import fc from 'fast-check';
import { happenings, type MonthCommand, type MonthModel } from './commands';
import { checkEnergy, type Energy } from './drain';
import type { MonthCounts } from './month-shoe';
import { DAY_ms, HOUR_ms, MINUTE_ms, MonthShoe, SECOND_ms } from './month-shoe';

export interface MonthResult {
  readonly days: number;
  readonly counts: MonthCounts;
  readonly energy: Energy;
}

/** Things that may happen in a day, at most. */
const A_DAY = 6;

/** Days of things that happen. */
export function days(count: number): fc.Arbitrary<Iterable<MonthCommand>[]> {
  return fc.array(happenings(A_DAY), { minLength: count, maxLength: count });
}

/** Plays them, a night after each day, and closes the books. The counts say what was wrong. */
export async function play(
  plan: readonly Iterable<MonthCommand>[],
  onDay?: (day: number) => void,
): Promise<MonthResult> {
  const real = new MonthShoe();
  const model: MonthModel = { shipped: false, version: 0, offered: 0 };
  real.living.chip.powerOn();
  real.pass(10 * SECOND_ms);
  for (const [day, commands] of plan.entries()) {
    await fc.asyncModelRun(() => ({ model, real }), commands);
    const night_ms = (day + 1) * DAY_ms - real.now_ms;
    if (night_ms > 0) real.pass(night_ms);
    onDay?.(day + 1);
  }
  await end(real);
  const energy = real.drain.close();
  real.counts.problems.push(...checkEnergy(energy));
  return { days: plan.length, counts: real.counts, energy };
}

/** The shoe is charged, whatever it was, and the phone takes everything. */
async function end(real: MonthShoe): Promise<void> {
  real.plug(true);
  real.pass(HOUR_ms);
  real.checkFlash();
  if (!(await real.sync())) real.wrong(`at the end the phone does not reach the shoe (${real.state})`);
  real.pass(MINUTE_ms);
  real.checkFlash();
  real.checkPhone();
  real.plug(false);
  real.pass(MINUTE_ms);
}

/** What would happen in a month of this seed. */
export function planOf(count: number, seed: number): Iterable<MonthCommand>[] {
  const [plan] = fc.sample(days(count), { seed, numRuns: 1 });
  return plan;
}
