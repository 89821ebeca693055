import { Advice } from './advice';

/** More than a few things at a time are not heard: our choice. */
export const ADVICE_MOST = 3;
const INT16_MOST = 0x7fff;

/** The few things that matter most, heaviest first. Allocates nothing after construction. */
export class AdviceList {
  count = 0;
  private readonly entries: readonly Advice[];

  constructor(most = ADVICE_MOST) {
    this.entries = Array.from({ length: most }, () => new Advice());
  }

  at(index: number): Advice {
    return this.entries[index];
  }

  clear(): void {
    this.count = 0;
  }

  /**
   * Takes an observation when it is among the heaviest.
   * @param weight 0 to 100; beyond stands at the end of the range, as do the arguments at those of 16 bits
   */
  add(advice: number, weight: number, run: number, first: number, second = 0, third = 0): void {
    const { entries } = this;
    const heavy = weight > 100 ? 100 : weight > 0 ? Math.round(weight) : 0;
    let at = this.count;
    while (at > 0 && entries[at - 1].weight < heavy) at--;
    if (at >= entries.length) return;
    if (this.count < entries.length) this.count++;
    for (let i = this.count - 1; i > at; i--) copy(entries[i - 1], entries[i]);
    const entry = entries[at];
    entry.advice = advice;
    entry.weight = heavy;
    entry.arguments = 3;
    entry.run = run;
    entry.first = int16(first);
    entry.second = int16(second);
    entry.third = int16(third);
  }
}

export function copy(from: Readonly<Advice>, to: Advice): void {
  to.advice = from.advice;
  to.weight = from.weight;
  to.arguments = from.arguments;
  to.run = from.run;
  to.first = from.first;
  to.second = from.second;
  to.third = from.third;
}

function int16(value: number): number {
  if (!(value > -INT16_MOST)) return -INT16_MOST;
  return value > INT16_MOST ? INT16_MOST : Math.round(value);
}
