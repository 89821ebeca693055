/** What the analysis has found out, as the emitter and the report ask for it. */
import { ELEMENTS, EXACT, exactly, INT32, isWithin, UINT32, type Interval } from './ranges/interval';
import type { Element, Expr, Range, Variable } from './ir';

export interface Facts {
  /** What an integer expression can be, before any store cuts it; undefined when it is never evaluated. */
  range(e: Expr): Interval | undefined;
  /** What arguments are given for a parameter; undefined when it is never called. */
  parameter(variable: Variable): Interval | undefined;
  /** The elements that the array of an expression has at least. */
  length(array: Expr): number;
}

/** Is the value of an expression, and are all on the way to it, exact in TypeScript? */
export function isExact(e: Expr, facts: Facts): boolean {
  return isWithin(rangeOf(e, facts), EXACT);
}

export function fits(e: Expr, facts: Facts): boolean {
  return isWithin(rangeOf(e, facts), INT32);
}

/** As `Facts.range`; of what is never evaluated just 0. */
export function rangeOf(e: Expr, facts: Facts): Interval {
  return facts.range(e) ?? exactly(0);
}

/** Does a stored value fit, and lie in the range that is declared? */
export function isStoreProven(value: Expr, declared: Range | undefined, facts: Facts): boolean {
  const range = rangeOf(value, facts);
  return isWithin(range, INT32) && (!declared || isWithin(range, declared));
}

export function isIndexProven(array: Expr, index: Expr, facts: Facts): boolean {
  return isWithin(rangeOf(index, facts), { low: 0, high: facts.length(array) - 1 });
}

/** Nothing but what the types say: for tests of the guards, in which nothing may be taken as proven. */
export function typesAlone(lengths: (array: Expr) => number): Facts {
  const beyond: Interval = { low: -(2 ** 63), high: 2 ** 63 };
  return {
    range(e) {
      if (e.kind === 'number') return exactly(e.value);
      if (e.kind === 'element')
        return e.array.type.kind === 'array' ? elementRange(e.array.type.element) : INT32;
      if (e.kind === 'arithmetic' || e.kind === 'negate') return beyond;
      if (e.kind === 'remainder' || e.kind === 'choose') return beyond;
      return e.kind === 'bitwise' && e.operator === '>>>' ? UINT32 : INT32;
    },
    parameter: () => INT32,
    length: lengths,
  };
}

export function elementRange(element: Element): Interval {
  return ELEMENTS[element];
}
