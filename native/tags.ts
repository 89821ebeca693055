/** The tags in comments: the promises `@range LOW HIGH`, `@range NAME LOW HIGH` and `@length NAME N`; and `@noinline`. */
import ts from 'typescript';
import { constantValue, type Lookup } from './constants';
import type { Range } from './ir';
import { Refusal } from './refusal';

interface Tag {
  readonly node: ts.Node;
  readonly words: string[];
}

function tagsOf(node: ts.Node, name: string): Tag[] {
  return ts
    .getJSDocTags(node)
    .filter((tag) => tag.tagName.text === name)
    .map((tag) => ({
      node: tag,
      words: (ts.getTextOfJSDocComment(tag.comment) ?? '').split(/[\s,]+/).filter((word) => word !== ''),
    }));
}

/** A constant expression in a comment, whose names are looked up at `node`. */
function evaluate(tag: Tag, text: string, lookup: (name: string) => number | undefined): number {
  const source = ts.createSourceFile('tag.ts', text, ts.ScriptTarget.ES2022, true);
  const statement = source.statements[0];
  const find: Lookup = (name) => lookup(name.text);
  const value =
    source.statements.length === 1 && ts.isExpressionStatement(statement)
      ? constantValue(statement.expression, find)
      : undefined;
  if (value === undefined || Number.isNaN(value))
    throw new Refusal(
      tag.node,
      `"${text}" is no constant`,
      'a number, or constants that are known here, without blanks',
    );
  return value;
}

/** `@noinline` before a function: C does not copy it to where it is called. Of a class: before its constructor. */
export function isKeptApart(node: ts.Node): boolean {
  const constructor = ts.isClassDeclaration(node) ? node.members.find(ts.isConstructorDeclaration) : node;
  return constructor !== undefined && tagsOf(constructor, 'noinline').length > 0;
}

export type NamedLookup = (name: string) => number | undefined;

function rangeOf(tag: Tag, words: string[], lookup: NamedLookup): Range {
  if (words.length !== 2)
    throw new Refusal(
      tag.node,
      'a range has a lowest and a highest value',
      '@range LOW HIGH (or @range NAME LOW HIGH for a function)',
    );
  const low = evaluate(tag, words[0], lookup);
  const high = evaluate(tag, words[1], lookup);
  if (low > high)
    throw new Refusal(tag.node, `no value lies between ${low} and ${high}`, 'the lower value first');
  return { low, high };
}

/** `@range LOW HIGH` before a field, a local or a member of an interface. */
export function rangeTag(node: ts.Node, lookup: NamedLookup): Range | undefined {
  const tags = tagsOf(node, 'range');
  if (tags.length > 1) throw new Refusal(tags[1].node, 'a second range for the same value', 'one range');
  return tags.length === 1 ? rangeOf(tags[0], tags[0].words, lookup) : undefined;
}

/** `@range NAME LOW HIGH` before a function; NAME is a parameter, or `returns`. */
export function namedRanges(
  node: ts.Node,
  names: readonly string[],
  lookup: NamedLookup,
): Map<string, Range> {
  const ranges = new Map<string, Range>();
  for (const tag of tagsOf(node, 'range')) {
    const [name, ...words] = tag.words;
    if (name !== 'returns' && !names.includes(name.split('.')[0]))
      throw new Refusal(
        tag.node,
        `"${name}" is no parameter`,
        '@range NAME LOW HIGH, or @range returns LOW HIGH',
      );
    ranges.set(name, rangeOf(tag, words, lookup));
  }
  return ranges;
}

/** `@length NAME N`: the elements of an array that C is given. */
export function namedLengths(
  node: ts.Node,
  names: readonly string[],
  lookup: NamedLookup,
): Map<string, number> {
  const lengths = new Map<string, number>();
  for (const tag of tagsOf(node, 'length')) {
    const [name, text, ...more] = tag.words;
    if (!names.includes(name) || text === undefined || more.length > 0)
      throw new Refusal(tag.node, 'no length of a parameter', '@length NAME N');
    const length = evaluate(tag, text, lookup);
    if (!Number.isInteger(length) || length < 1)
      throw new Refusal(tag.node, `${length} is no length`, 'a count');
    lengths.set(name, length);
  }
  return lengths;
}
