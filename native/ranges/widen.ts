/** Widening: an interval that keeps growing goes to the next of a few ends at once. */
import { eachExpression, eachStatement, expressions, type Func } from '../ir';
import { INT32, type Interval } from './interval';

export class Widening {
  private readonly ends: number[];

  /** The ends are the constants of the program, and their neighbours: what comparisons are made with. */
  constructor(functions: readonly Func[]) {
    const ends = new Set<number>([INT32.low, INT32.high, -32768, 32767, 65535, 0, 1, -1]);
    const add = (value: number) => {
      for (const end of [value - 1, value, value + 1, -value - 1, -value, -value + 1]) ends.add(end);
    };
    for (const func of functions)
      eachStatement(func.body, (s) => {
        for (const e of expressions(s))
          eachExpression(e, (each) => each.kind === 'number' && add(each.value));
      });
    this.ends = [...ends].filter((end) => Number.isInteger(end)).sort((a, b) => a - b);
  }

  readonly widen = (from: Interval, to: Interval): Interval => ({
    low: to.low < from.low ? this.below(to.low) : from.low,
    high: to.high > from.high ? this.above(to.high) : from.high,
  });

  /** The last resort: an end that still grows goes as far as 32 bits do. */
  readonly widenFully = (from: Interval, to: Interval): Interval => ({
    low: to.low < from.low ? Math.min(to.low, INT32.low) : from.low,
    high: to.high > from.high ? Math.max(to.high, INT32.high) : from.high,
  });

  private above(value: number): number {
    return this.ends.find((end) => end >= value) ?? value;
  }

  private below(value: number): number {
    for (let i = this.ends.length - 1; i >= 0; i--) if (this.ends[i] <= value) return this.ends[i];
    return value;
  }
}
