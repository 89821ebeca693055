/** What a generated program does in Node, and how long it stays within what the language allows. */
import vm from 'node:vm';
import type { Program } from './grammar';
import { JAVASCRIPT, prelude, print, TESTED } from './print';

export interface Expected {
  /** A number for each call that went well: of its result and all of the program's memory after it. */
  readonly hashes: number[];
  /** What was wrong with the next call or the constructor, when not all went well. */
  readonly wrong: string | undefined;
}

interface Instance {
  run(a: number, b: number): number;
}
type Make = (x: number, y: number) => Instance;

const TESTS = `
const $limit = 2 ** 53;
class $Wrong extends Error {}
function $fit(v, low = -(2 ** 31), high = 2 ** 31 - 1) {
  if (!(v >= low && v <= high)) throw new $Wrong('does not fit');
  return v;
}
function $exact(v) {
  if (!(v >= -$limit && v <= $limit)) throw new $Wrong('not exact');
  return v;
}
function $index(i, length) {
  if (!(i >= 0 && i < length)) throw new $Wrong('bad index');
  return i;
}
function $remainder(a, b) {
  if (b === 0) throw new $Wrong('remainder by 0');
  return a % b;
}
function $mulShift(a, b, n) {
  return mulShift(a, b, n, $exact(a * b));
}
`;

/** The fields that make up a program's memory; arrays have a length. */
export function memory(p: Program): { readonly name: string; readonly length?: number }[] {
  return [
    ...p.fields.map(({ name }) => ({ name })),
    ...p.flags.map((name) => ({ name })),
    ...p.arrays.map(({ name, length }) => ({ name, length })),
    ...p.part.map(({ name }) => ({ name: `part.${name}` })),
    ...p.reals.map((_, i) => ({ name: `real${i}` })),
  ];
}

/** One step of the hash, the same in C. */
export function mix(hash: number, value: number): number {
  return Math.imul(hash ^ value, 16777619);
}

/** Runs programs in Node. */
export function expectations(programs: readonly Program[]): Expected[] {
  const plain = compileAll(programs, false);
  const tested = compileAll(programs, true);
  return programs.map((program, i) => expectation(program, plain[i], tested[i]));
}

function compileAll(
  programs: readonly Program[],
  tests: boolean,
): { make: Make; hash: (p: Instance) => number }[] {
  const style = tests ? TESTED : JAVASCRIPT;
  const text = [
    prelude(style),
    tests ? TESTS : '',
    ...programs.map((each) => print(each, style)),
    '[',
    ...programs.map((each) => {
      const values = memory(each).map(({ name, length }) => `${length ? '...' : ''}p.${name}`);
      return `{ make: (x, y) => new P${each.id}({ x, y }), hash: (p) => [${values.join(', ')}].reduce((h, v) => Math.imul(h ^ v, 16777619), 0) },`;
    }),
    ']',
  ].join('\n');
  return vm.runInNewContext(text) as { make: Make; hash: (p: Instance) => number }[];
}

function expectation(
  program: Program,
  plain: { make: Make; hash: (p: Instance) => number },
  tested: { make: Make },
): Expected {
  const hashes: number[] = [];
  const [x, y] = program.scale;
  try {
    const test = tested.make(x, y);
    const instance = plain.make(x, y);
    for (const [a, b] of program.inputs) {
      test.run(a, b);
      const result = instance.run(a, b);
      hashes.push(mix(plain.hash(instance), result));
    }
  } catch (error) {
    return { hashes, wrong: (error as Error).message };
  }
  return { hashes, wrong: undefined };
}
