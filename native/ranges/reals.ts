/** Intervals of real numbers: of constructors. IEEE operations keep order, so that the ends of a result come from ends. */
import type { Interval } from './interval';

const EVERYTHING: Interval = { low: -Infinity, high: Infinity };

export function realOperation(
  operator: '+' | '-' | '*' | '/' | 'min' | 'max',
  a: Interval,
  b: Interval,
): Interval {
  switch (operator) {
    case '+':
      return sound({ low: a.low + b.low, high: a.high + b.high });
    case '-':
      return sound({ low: a.low - b.high, high: a.high - b.low });
    case '*':
      return corners(a, b, (x, y) => x * y);
    case '/':
      return b.low <= 0 && b.high >= 0 ? EVERYTHING : corners(a, b, (x, y) => x / y);
    case 'min':
      return { low: Math.min(a.low, b.low), high: Math.min(a.high, b.high) };
    case 'max':
      return { low: Math.max(a.low, b.low), high: Math.max(a.high, b.high) };
  }
}

function corners(a: Interval, b: Interval, apply: (x: number, y: number) => number): Interval {
  const values = [apply(a.low, b.low), apply(a.low, b.high), apply(a.high, b.low), apply(a.high, b.high)];
  return sound({ low: Math.min(...values), high: Math.max(...values) });
}

function sound(a: Interval): Interval {
  return Number.isNaN(a.low) || Number.isNaN(a.high) ? EVERYTHING : a;
}

/** Math.round, Math.floor, truncation: of what may be any number, any integer of 32 bits (C stops at the rest). */
export function toInteger(kind: 'round' | 'floor' | 'truncate', a: Interval): Interval {
  const apply = { round: Math.round, floor: Math.floor, truncate: Math.trunc }[kind];
  const end = (value: number) => Math.max(-(2 ** 53), Math.min(2 ** 53, apply(value))) + 0;
  return { low: end(a.low), high: end(a.high) };
}
