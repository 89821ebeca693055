/** What is proven of a program, and where the checked build has to look. */
import { elementRange, isIndexProven, rangeOf, type Facts } from './facts';
import { contains, EXACT, INT32, isWithin, type Interval } from './ranges/interval';
import {
  eachExpression,
  eachStatement,
  expressions,
  type Expr,
  type Func,
  type Program,
  type Range,
  type Stmt,
} from './ir';
import { fileOf } from './emit/statements';
import type ts from 'typescript';

export type Kind = 'store' | 'declared' | 'index' | 'intermediate' | 'divisor' | 'real';

/** A place where something could go wrong. */
export interface Place {
  readonly kind: Kind;
  readonly node: ts.Node;
  readonly proven: boolean;
  readonly range: Interval;
  /** What it has to lie within. */
  readonly limit: Interval;
}

export interface Report {
  readonly places: Place[];
  /** Stores into arrays of 8 or 16 bits: all, and those that may wrap as in JavaScript. */
  readonly narrow: number;
  readonly wrapping: number;
}

export function report(program: Program, facts: Facts): Report {
  const places: Place[] = [];
  let narrow = 0;
  let wrapping = 0;
  const add = (kind: Kind, node: ts.Node, range: Interval, limit: Interval) =>
    places.push({ kind, node, proven: isWithin(range, limit), range, limit });
  const store = (e: Expr, declared: Range | undefined) => {
    if (e.type.kind !== 'int') return;
    add('store', e.node, rangeOf(e, facts), INT32);
    if (declared) add('declared', e.node, rangeOf(e, facts), declared);
  };
  const statement = (s: Stmt, func: Func) => {
    if (s.kind === 'declare' && s.value) store(s.value, s.variable.range);
    if (s.kind === 'return' && s.value) store(s.value, func.resultRange);
    if (s.kind === 'construct') for (const arg of s.args) store(arg, undefined);
    if (s.kind === 'assign' && s.place.kind === 'variable') store(s.value, s.place.variable.range);
    if (s.kind === 'assign' && s.place.kind === 'field') store(s.value, s.place.field.range);
    const array =
      s.kind === 'fill'
        ? s.array
        : s.kind === 'assign' && s.place.kind === 'element'
          ? s.place.array
          : undefined;
    if (!array || array.type.kind !== 'array' || (s.kind !== 'fill' && s.kind !== 'assign')) return;
    if (array.type.element === 'Int32')
      return store(s.value, array.kind === 'field' ? array.field.range : undefined);
    narrow++;
    if (!isWithin(rangeOf(s.value, facts), elementRange(array.type.element))) wrapping++;
  };
  const expression = (e: Expr) => {
    if (e.kind === 'element') {
      const length = facts.length(e.array);
      add('index', e.index.node, rangeOf(e.index, facts), { low: 0, high: length - 1 });
      if (isIndexProven(e.array, e.index, facts) !== places[places.length - 1].proven)
        throw new Error('two answers');
    } else if (e.kind === 'arithmetic' || e.kind === 'negate') {
      add('intermediate', e.node, rangeOf(e, facts), EXACT);
    } else if (e.kind === 'round' || e.kind === 'floor' || e.kind === 'truncate') {
      add('real', e.node, rangeOf(e.operand, facts), INT32);
    } else if (e.kind === 'remainder') {
      const range = rangeOf(e.right, facts);
      places.push({
        kind: 'divisor',
        node: e.node,
        proven: !contains(range, 0),
        range,
        limit: { low: 1, high: INT32.high },
      });
    } else if (e.kind === 'call') for (const arg of e.args) store(arg, undefined);
  };
  for (const func of program.functions)
    eachStatement(func.body, (s) => {
      statement(s, func);
      for (const e of expressions(s)) eachExpression(e, expression);
    });
  return { places, narrow, wrapping };
}

const WORDS: Readonly<Record<Kind, string>> = {
  store: 'stores that fit 32 bits',
  declared: 'stores and results within their declared range',
  index: 'indices within their arrays',
  intermediate: 'intermediate results below 2^53',
  real: 'real numbers of constructors that fit 32 bits',
  divisor: 'divisors of a remainder that are not 0',
};

export function summaryLines({ places, narrow, wrapping }: Report): string[] {
  const lines = (Object.keys(WORDS) as Kind[]).map((kind) => {
    const all = places.filter((each) => each.kind === kind);
    const proven = all.filter((each) => each.proven).length;
    return `${WORDS[kind]}: ${proven} of ${all.length} proven, ${all.length - proven} guarded`;
  });
  lines.push(`stores into arrays of 8 or 16 bits: ${narrow}, of which ${wrapping} may wrap`);
  return lines;
}

/** One line for each place that is not proven. */
export function guardedLines({ places }: Report): string[] {
  return places
    .filter((each) => !each.proven)
    .map(({ kind, node, range, limit }) => {
      const source = node.getSourceFile();
      const { line, character } = source.getLineAndCharacterOfPosition(node.getStart());
      const text = node.getText().replace(/\s+/g, ' ');
      const short = text.length > 60 ? `${text.slice(0, 57)}...` : text;
      const what = `${range.low} to ${range.high}, not within ${limit.low} to ${limit.high}`;
      return `${fileOf(source)}:${line + 1}:${character + 1} ${kind}: ${short}: ${what}`;
    })
    .sort();
}
