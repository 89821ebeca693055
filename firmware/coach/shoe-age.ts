/** How far a shoe has gone. docs/COACH.md. */
import { SHOE_AGE } from './advice';
import type { AdviceList } from './advice-list';

/**
 * From 300 and 500 miles on: the range usually given for running shoes. Cook, Kester & Brunet 1985 (Am J Sports Med 13:248) found
 * cushioning to fall fast at first and to level out at about 500 miles.
 */
const LOOK_km = 480;
const OLD_km = 800;

/** @param odometer_km all steps, run or walked */
export function adviseShoe(list: AdviceList, odometer_km: number): void {
  if (odometer_km >= OLD_km) list.add(SHOE_AGE, 42, 0, odometer_km, OLD_km);
  else if (odometer_km >= LOOK_km) list.add(SHOE_AGE, 20, 0, odometer_km, LOOK_km);
}
