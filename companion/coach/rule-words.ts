/** What a language says for each rule. */
import type { Advice } from '../../firmware/coach/advice';

export type Units = 'km' | 'miles';

export interface RuleWords {
  readonly title: string;
  readonly text: (advice: Advice, units: Units) => string;
  /** The data the rule looks at. */
  readonly lookedAt: string;
}

/** By number of advice. */
export type Words = Readonly<Record<number, RuleWords | undefined>>;

const METRES_IN = { km: 1000, miles: 1609.344 };

/** A distance with one digit, without its unit. */
export function distanceIn(metres: number, units: Units): string {
  return (metres / METRES_IN[units]).toFixed(1);
}
