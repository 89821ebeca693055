/**
 * Intervals of integers: what is known of a value without running anything.
 *
 * Ends are numbers, exact up to 2^53. Beyond that an end only says "beyond": such values are not exact in TypeScript either.
 */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export const INT32: Interval = { low: -(2 ** 31), high: 2 ** 31 - 1 };
export const UINT32: Interval = { low: 0, high: 2 ** 32 - 1 };
export const BOOLEAN: Interval = { low: 0, high: 1 };
export const EXACT: Interval = { low: -(2 ** 53), high: 2 ** 53 };
/** What C computes with where nothing is known. */
export const INT64: Interval = { low: -(2 ** 63), high: 2 ** 63 };

export const ELEMENTS: Readonly<Record<'Int8' | 'Uint8' | 'Int16' | 'Uint16' | 'Int32', Interval>> = {
  Int8: { low: -128, high: 127 },
  Uint8: { low: 0, high: 255 },
  Int16: { low: -32768, high: 32767 },
  Uint16: { low: 0, high: 65535 },
  Int32: INT32,
};

export function exactly(value: number): Interval {
  return { low: value, high: value };
}

export function isWithin(a: Interval, b: Interval): boolean {
  return a.low >= b.low && a.high <= b.high;
}

export function same(a: Interval, b: Interval): boolean {
  return a.low === b.low && a.high === b.high;
}

export function contains(a: Interval, value: number): boolean {
  return a.low <= value && value <= a.high;
}

/** The least interval that holds both. */
export function join(a: Interval, b: Interval): Interval {
  if (isWithin(b, a)) return a;
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

/** What lies in both; undefined when nothing does. */
export function meet(a: Interval, b: Interval): Interval | undefined {
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  return low <= high ? { low, high } : undefined;
}

/** What a value can be that was tested to lie in `to`: what does not is stopped. */
export function clamp(a: Interval, to: Interval): Interval {
  return meet(a, to) ?? to;
}

/** What a value can be that was cut to 32 or 64 bits, or to an element's: all that fits when not all of it does. */
export function cut(a: Interval, to: Interval): Interval {
  return isWithin(a, to) ? a : to;
}

function hull(...values: number[]): Interval {
  // -0 and 0 are one value.
  return { low: Math.min(...values) + 0, high: Math.max(...values) + 0 };
}

export function add(a: Interval, b: Interval): Interval {
  return { low: a.low + b.low, high: a.high + b.high };
}

export function subtract(a: Interval, b: Interval): Interval {
  return { low: a.low - b.high, high: a.high - b.low };
}

export function multiply(a: Interval, b: Interval): Interval {
  return hull(a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high);
}

export function negate(a: Interval): Interval {
  return { low: -a.high + 0, high: -a.low + 0 };
}

export function complement(a: Interval): Interval {
  return { low: -a.high - 1, high: -a.low - 1 };
}

/** ToInt32. */
export function wrap(a: Interval): Interval {
  if (isWithin(a, INT32)) return a;
  // All of it within one turn of 2^32: it keeps its shape.
  const turn = 2 ** 32;
  const turns = Math.floor((a.low + 2 ** 31) / turn);
  const moved = { low: a.low - turns * turn, high: a.high - turns * turn };
  return isWithin(a, EXACT) && isWithin(moved, INT32) ? moved : INT32;
}

/** ToUint32. */
export function wrapUnsigned(a: Interval): Interval {
  if (isWithin(a, UINT32)) return a;
  if (isWithin(a, INT32) && a.high < 0) return { low: a.low + 2 ** 32, high: a.high + 2 ** 32 };
  return UINT32;
}

/** `(a / b) | 0` before ToInt32: truncated towards 0; 0 when b is. */
export function divide(a: Interval, b: Interval): Interval {
  const values: number[] = [];
  const corner = (divisor: number) => values.push(Math.trunc(a.low / divisor), Math.trunc(a.high / divisor));
  if (b.low < 0) {
    corner(b.low);
    corner(Math.min(b.high, -1));
  }
  if (b.high > 0) {
    corner(Math.max(b.low, 1));
    corner(b.high);
  }
  if (contains(b, 0)) values.push(0);
  return hull(...values);
}

/** `a % b`, b not 0. */
export function remainder(a: Interval, b: Interval): Interval {
  const most = Math.max(Math.abs(b.low), Math.abs(b.high)) - 1;
  if (most < 0) return exactly(0);
  return {
    low: a.low >= 0 ? 0 : Math.max(a.low, -most),
    high: a.high <= 0 ? 0 : Math.min(a.high, most),
  };
}

/** 2^n - 1, the least that is at or above `value`. */
function mask(value: number): number {
  let ones = 0;
  while (ones < value) ones = ones * 2 + 1;
  return ones;
}

/** Both operands within 32 bits signed. */
export function and(a: Interval, b: Interval): Interval {
  if (a.low >= 0 && b.low >= 0) return { low: 0, high: Math.min(a.high, b.high) };
  if (a.low >= 0) return { low: 0, high: a.high };
  if (b.low >= 0) return { low: 0, high: b.high };
  // Bits that are the sign in both stay the sign.
  return { low: -mask(Math.max(-a.low, -b.low) - 1) - 1, high: Math.max(a.high, b.high) };
}

export function or(a: Interval, b: Interval): Interval {
  return { low: orLow(a, b), high: a.high < 0 || b.high < 0 ? -1 : mask(Math.max(a.high, b.high)) };
}

function orLow(a: Interval, b: Interval): number {
  if (a.low >= 0 && b.low >= 0) return Math.max(a.low, b.low);
  return Math.min(a.low, b.low);
}

export function xor(a: Interval, b: Interval): Interval {
  if (a.low >= 0 && b.low >= 0) return { low: 0, high: mask(Math.max(a.high, b.high)) };
  const most = mask(Math.max(a.high, b.high, -a.low - 1, -b.low - 1));
  return { low: -most - 1, high: most };
}

/** `a << n` before ToInt32, n within 0 to 31. */
export function shiftLeft(a: Interval, n: Interval): Interval {
  return multiply(a, { low: 2 ** n.low, high: 2 ** n.high });
}

/** `a >> n`, n within 0 to 31. */
export function shiftRight(a: Interval, n: Interval): Interval {
  const at = (value: number, by: number) => Math.floor(value / 2 ** by);
  return hull(at(a.low, n.low), at(a.low, n.high), at(a.high, n.low), at(a.high, n.high));
}

/** The number of bits to shift by: modulo 32. */
export function shiftCount(n: Interval): Interval {
  return isWithin(n, { low: 0, high: 31 }) ? n : { low: 0, high: 31 };
}
