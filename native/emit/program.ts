/** A program of the kernel as C: a header with its structs and exported functions, and a source. */
import ts from 'typescript';
import type { Facts } from '../facts';
import {
  eachExpression,
  eachStatement,
  expressions,
  type ClassDef,
  type Constant,
  type Field,
  type Func,
  type Program,
} from '../ir';
import { fieldsInMemory } from '../memory';
import { isKeptApart } from '../tags';
import { Expressions } from './expressions';
import { Names } from './names';
import { declarator, fileOf, Statements, writeComments } from './statements';
import { literal } from './values';
import { Writer } from './writer';

export interface Output {
  readonly header: string;
  readonly source: string;
}

export interface EmitOptions {
  /** Name of the files, without their endings. */
  readonly name: string;
  /** Take nothing as proven, and test what the analysis says: for the translator's tests. */
  readonly verify?: boolean;
}

const NOTICE = 'Written by `npm run native` from the TypeScript it names; change that instead.';

export function emit(program: Program, facts: Facts, options: EmitOptions): Output {
  const names = new Names(program, constantsOf(program));
  return { header: header(program, names, options.name), source: source(program, names, facts, options) };
}

/** The constants whose names the code uses, in the order of the files. */
export function constantsOf(program: Program): Constant[] {
  const used = new Set<Constant>();
  for (const func of program.functions)
    eachStatement(func.body, (s) => {
      for (const e of expressions(s))
        eachExpression(e, (each) => {
          if (each.kind === 'number' && each.constant && isEnumerable(each.constant.value))
            used.add(each.constant);
        });
    });
  return [...used].sort(
    (a, b) =>
      Number(a.module > b.module) - Number(a.module < b.module) || a.declaration.pos - b.declaration.pos,
  );
}

/** Fits an enumeration constant of C, which is an int. */
function isEnumerable(value: number): boolean {
  return value >= -(2 ** 31) && value <= 2 ** 31 - 1;
}

function header(program: Program, names: Names, name: string): string {
  const guard = `${name.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()}_H`;
  const lines = [
    `/* ${NOTICE} */`,
    `#ifndef ${guard}`,
    `#define ${guard}`,
    '',
    '#include <stdbool.h>',
    '#include <stdint.h>',
    '',
  ];
  for (const record of program.records) {
    lines.push(`/* ${record.module}.ts */`, 'typedef struct {');
    for (const member of record.members) lines.push(`\tdouble ${names.member(member.name)};`);
    lines.push(`} ${names.of(record)};`, '');
  }
  for (const of of program.classes) lines.push(`typedef struct ${names.of(of)} ${names.of(of)};`);
  for (const of of program.classes) {
    lines.push('', `/* ${of.module}.ts */`, `struct ${names.of(of)} {`);
    for (const field of fieldsInMemory(of)) lines.push(...fieldLines(field, names));
    // C has no struct without members.
    if (of.fields.length === 0) lines.push('\tchar none;');
    lines.push('};');
  }
  lines.push('');
  const exported = program.functions.filter((each) => each.isEntry || each === program.root.construct);
  for (const func of exported) lines.push(...commentLines(func.node, ''), `${signature(func, names)};`, '');
  lines.push('#endif', '');
  return lines.join('\n');
}

/** The comment before a declaration, as lines. */
function commentLines(node: ts.Node, indent: string): string[] {
  const { text } = node.getSourceFile();
  const ranges = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  return ranges
    .filter(({ pos }) => text.startsWith('/**', pos))
    .flatMap(({ pos, end }) => text.slice(pos, end).split('\n'))
    .map((line, i) => `${indent}${i > 0 ? ' ' : ''}${line.trim()}`);
}

function fieldLines(field: Field, names: Names): string[] {
  const comment = ts.isPropertyDeclaration(field.node) ? commentLines(field.node, '\t') : [];
  const name = names.member(field.name);
  const { type } = field;
  if (type.kind === 'array')
    return [...comment, `\t${type.element.toLowerCase()}_t ${name}[${field.length}];`];
  if (type.kind === 'class') {
    const star = field.storage === 'reference' ? '*' : '';
    return [...comment, `\t${names.of(type.of)} ${star}${name};`];
  }
  return [...comment, `\t${declarator(type, name, names, false)};`];
}

function signature(func: Func, names: Names): string {
  const parameters = func.parameters.map((each) => {
    const name = names.local(each);
    if (each.type.kind === 'array' && each.length !== undefined)
      return `${each.type.element.toLowerCase()}_t ${name}[${each.length}]`;
    return declarator(each.type, name, names, false);
  });
  if (func.of) parameters.unshift(`${names.of(func.of)} *self`);
  const list = parameters.length ? parameters.join(', ') : 'void';
  return declarator(func.result, `${names.of(func)}(${list})`, names, false);
}

function source(program: Program, names: Names, facts: Facts, options: EmitOptions): string {
  const verify = options.verify ?? false;
  const writer = new Writer();
  const statements = new Statements(writer, names, new Expressions(names, facts, verify), facts, verify);
  const parts = [
    `/* ${NOTICE} */`,
    ...(verify ? ['#define ITS_CHECKED', '#define ITS_VERIFY'] : []),
    '#include "its.h"',
    `#include "${options.name}.h"`,
    '',
    ...constantLines(program, names),
  ];
  for (const func of program.functions) writeFunction(func, program.root, writer, names, statements);
  return `${parts.join('\n')}${writer.toString()}`;
}

function constantLines(program: Program, names: Names): string[] {
  const lines: string[] = [];
  let module = '';
  for (const constant of constantsOf(program)) {
    if (constant.module !== module) lines.push(`/* ${constant.module}.ts */`);
    module = constant.module;
    const text = constant.declaration.initializer?.getText() ?? '';
    const made = /^-?\d+$/.test(text) ? '' : ` /* ${text.replace(/\s+/g, ' ')} */`;
    lines.push(`enum { ${names.of(constant)} = ${literal(constant.value).text} };${made}`);
  }
  return [...lines, ''];
}

function writeFunction(
  func: Func,
  root: ClassDef,
  writer: Writer,
  names: Names,
  statements: Statements,
): void {
  const { node } = func;
  const file = node.getSourceFile();
  const isDeclared = !ts.isClassDeclaration(node);
  if (isDeclared) writeComments(writer, node);
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  const exported = func.isEntry || func === root.construct;
  const linkage = exported ? '' : isKeptApart(node) ? 'ITS_NOINLINE static ' : 'static ';
  writer.at(fileOf(file), line + 1, `${linkage}${signature(func, names)}`);
  const first = func === root.construct ? `*self = (${names.of(root)}){0};` : undefined;
  statements.body(func, node, first);
}
