/** Interval arithmetic holds every result that there can be: tried with every pair of values, and at the ends of 32 bits. */
import { expect } from 'chai';
import {
  add,
  and,
  complement,
  contains,
  divide,
  INT32,
  multiply,
  negate,
  or,
  remainder,
  shiftCount,
  shiftLeft,
  shiftRight,
  subtract,
  wrap,
  wrapUnsigned,
  xor,
  type Interval,
} from '../../native/ranges/interval';
import { Random } from '../../native/fuzz/random';

/** Each operation on intervals, and what TypeScript does with two integers; undefined where the language does not allow it. */
const OPERATIONS: [
  string,
  (a: Interval, b: Interval) => Interval,
  (a: number, b: number) => number | undefined,
][] = [
  ['+', add, (a, b) => a + b],
  ['-', subtract, (a, b) => a - b],
  ['*', multiply, (a, b) => a * b],
  ['&', and, (a, b) => a & b],
  ['|', or, (a, b) => a | b],
  ['^', xor, (a, b) => a ^ b],
  ['(a / b) | 0', (a, b) => wrap(divide(a, b)), (a, b) => (a / b) | 0],
  ['%', remainder, (a, b) => (b === 0 ? undefined : a % b)],
  ['<<', (a, b) => wrap(shiftLeft(a, shiftCount(b))), (a, b) => a << b],
  ['>>', (a, b) => shiftRight(a, shiftCount(b)), (a, b) => a >> b],
  ['>>>', (a, b) => shiftRight(wrapUnsigned(a), shiftCount(b)), (a, b) => a >>> b],
  ['-a', negate, (a) => -a],
  ['~a', complement, (a) => ~a],
  ['(a + b) | 0', (a, b) => wrap(add(a, b)), (a, b) => (a + b) | 0],
];

function values({ low, high }: Interval): number[] {
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}

describe('integer TypeScript: intervals', () => {
  for (const [name, operation, compute] of OPERATIONS) {
    it(`${name}: all small intervals`, () => {
      const ends = [-9, -8, -5, -2, -1, 0, 1, 3, 7, 8, 10];
      const intervals = ends.flatMap((low) =>
        ends.filter((high) => high >= low).map((high) => ({ low, high })),
      );
      for (const a of intervals) {
        for (const b of intervals) {
          const result = operation(a, b);
          for (const x of values(a))
            for (const y of values(b)) {
              const value = compute(x, y);
              if (value !== undefined && !contains(result, value))
                expect.fail(`${x} ${name} ${y} = ${value}, not in ${result.low} to ${result.high}`);
            }
        }
      }
    });

    it(`${name}: intervals of all sizes`, () => {
      const random = new Random(7);
      const interval = (): Interval => {
        const [p, q] = [random.integer(), random.integer()];
        return { low: Math.min(p, q), high: Math.max(p, q) };
      };
      for (let i = 0; i < 3000; i++) {
        const a = interval();
        const b = interval();
        const result = operation(a, b);
        const within = (each: Interval) => {
          const wild = random.integer();
          return contains(each, wild)
            ? wild
            : random.pick([each.low, each.high, Math.max(each.low, Math.min(each.high, 0))]);
        };
        for (let k = 0; k < 8; k++) {
          const x = within(a);
          const y = within(b);
          const value = compute(x, y);
          if (value !== undefined && !contains(result, value))
            expect.fail(`${x} ${name} ${y} = ${value}, not in ${result.low} to ${result.high}`);
        }
      }
    });
  }

  it('wraps as ToInt32 does', () => {
    const turn = 2 ** 32;
    expect(wrap({ low: turn - 5, high: turn + 5 })).to.deep.equal({ low: -5, high: 5 });
    expect(wrap({ low: 2 ** 31 - 1, high: 2 ** 31 })).to.deep.equal(INT32);
  });
});
