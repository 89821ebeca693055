/** Statements in C, in the lines of the TypeScript. */
import ts from 'typescript';
import type { Facts } from '../facts';
import { isWithin } from '../ranges/interval';
import type { Func, Stmt, StmtOf, Type, Variable } from '../ir';
import { moduleName } from '../project';
import type { Expressions } from './expressions';
import { literal, realLiteral } from './values';
import type { Names } from './names';
import type { Writer } from './writer';

/** A parameter or local with its type, as C declares it. */
export function declarator(type: Type, name: string, names: Names, isConst: boolean): string {
  switch (type.kind) {
    case 'int':
      return `${isConst ? 'const ' : ''}int32_t ${name}`;
    case 'bool':
      return `${isConst ? 'const ' : ''}bool ${name}`;
    case 'real':
      return `${isConst ? 'const ' : ''}double ${name}`;
    case 'array':
      return `${type.element.toLowerCase()}_t *${isConst ? 'const ' : ''}${name}`;
    case 'class':
      return `${names.of(type.of)} *${isConst ? 'const ' : ''}${name}`;
    case 'record':
      return `const ${names.of(type.of)} *${name}`;
    case 'void':
      return `void ${name}`;
  }
}

export class Statements {
  private func!: Func;
  /** The kernel's own constructor: nobody has looked at its arguments yet. */
  private isRoot = false;

  constructor(
    private readonly writer: Writer,
    private readonly names: Names,
    private readonly expressions: Expressions,
    private readonly facts: Facts,
    private readonly verify: boolean,
  ) {}

  /** A function's body, its braces included; `first` comes before all else. */
  body(func: Func, end: ts.Node, first: string | undefined): void {
    this.func = func;
    this.isRoot = first !== undefined;
    this.writer.put('{');
    this.writer.open();
    if (first !== undefined) this.writer.put(first);
    for (const parameter of func.parameters) this.requireParameter(parameter);
    for (const s of func.body) if (!isZeroFromTheStart(s)) this.statement(s, true);
    this.writer.close();
    this.at(end, '}', true);
  }

  /** Tests an argument against the range that its parameter declares, unless all callers are known to keep to it. */
  private requireParameter(parameter: Variable): void {
    const name = this.names.local(parameter);
    if (parameter.type.kind === 'record') {
      // Parts get what the whole was given.
      if (!this.isRoot) return;
      for (const member of parameter.type.of.members) {
        const range = parameter.members?.get(member.name) ?? member.range;
        const ends = range && [range.low, range.high].map((end) => realLiteral(end).text);
        if (ends)
          this.writer.put(`its_given_real(${name}->${this.names.member(member.name)}, ${ends.join(', ')});`);
      }
      return;
    }
    if (!parameter.range || parameter.type.kind !== 'int') return;
    const given = this.facts.parameter(parameter);
    const proven = !given || isWithin(given, parameter.range);
    const isGiven = this.func.isEntry || this.isRoot;
    if (proven && !this.verify && !isGiven) return;
    const { low, high } = parameter.range;
    const test = isGiven ? 'its_given' : 'its_require';
    this.writer.put(`${test}(${name}, ${literal(low).text}, ${literal(high).text});`);
  }

  private at(node: ts.Node, text: string, isEnd = false): void {
    const source = node.getSourceFile();
    const position = isEnd ? node.getEnd() - 1 : node.getStart();
    this.writer.at(fileOf(source), source.getLineAndCharacterOfPosition(position).line + 1, text);
  }

  /** The comments before a statement. */
  private comments(node: ts.Node): void {
    let whole = node;
    if (ts.isVariableDeclaration(node) && ts.isVariableDeclarationList(node.parent)) {
      if (node.parent.declarations[0] !== node) return;
      whole = node.parent.parent;
    }
    writeComments(this.writer, whole);
  }

  private statement(s: Stmt, withComments: boolean): void {
    if (withComments) this.comments(s.node);
    switch (s.kind) {
      case 'declare':
        return this.at(s.node, `${this.declaration(s)};`);
      case 'assign':
        return this.at(s.node, `${this.assignment(s)};`);
      case 'refer': {
        const { field } = s;
        const value =
          s.value.type.kind === 'class'
            ? this.expressions.address(s.value)
            : this.expressions.value(s.value).text;
        return this.at(s.node, `self->${this.names.member(field.name)} = ${value};`);
      }
      case 'construct': {
        const args = [`&self->${this.names.member(s.field.name)}`, ...this.expressions.args(s.args)];
        return this.at(s.node, `${this.names.of(s.func)}(${args.join(', ')});`);
      }
      case 'call':
        return this.at(s.node, `${this.expressions.call(s.call).text};`);
      case 'fill':
        return this.fill(s);
      case 'copyWithin':
        return this.copyWithin(s);
      case 'return':
        return this.at(s.node, this.return(s));
      case 'break':
      case 'continue':
        return this.at(s.node, `${s.kind};`);
      case 'empty':
        return this.at(s.node, ';');
      case 'block':
        return this.block(s, true);
      case 'if':
        return this.if(s);
      case 'while':
        this.at(s.node, `while (${this.expressions.condition(s.test).text})`);
        return this.inner(s.body);
      case 'do':
        this.at(s.node, 'do');
        this.inner(s.body);
        return this.writer.put(`while (${this.expressions.condition(s.test).text});`);
      case 'for':
        return this.for(s);
    }
  }

  private block(s: StmtOf<'block'>, onItsLine: boolean): void {
    // A block of several statements that are one in TypeScript has no braces there.
    const braces = ts.isBlock(s.node);
    if (braces && onItsLine) this.at(s.node, '{');
    else this.writer.put('{');
    this.writer.open();
    for (const each of s.body) this.statement(each, true);
    this.writer.close();
    if (braces) this.at(s.node, '}', true);
    else this.writer.put('}');
  }

  /** What belongs to an `if` or a loop: always in braces, so that C and TypeScript cannot differ in what belongs to what. */
  private inner(s: Stmt): void {
    if (s.kind === 'block') return this.block(s, false);
    this.writer.put('{');
    this.writer.open();
    this.statement(s, true);
    this.writer.close();
    this.writer.put('}');
  }

  private if(s: StmtOf<'if'>): void {
    this.at(s.node, `if (${this.expressions.condition(s.test).text})`);
    this.inner(s.yes);
    if (!s.no) return;
    this.writer.put('else');
    if (s.no.kind === 'if') this.statement(s.no, true);
    else this.inner(s.no);
  }

  private for(s: StmtOf<'for'>): void {
    const kinds = new Set(
      s.start.map((each) => (each.kind === 'declare' ? each.variable.type.kind : each.kind)),
    );
    const joined = kinds.size <= 1;
    if (!joined) {
      this.writer.put('{');
      for (const each of s.start) this.statement(each, false);
    }
    const start = joined ? this.list(s.start) : '';
    const test = s.test ? this.expressions.condition(s.test).text : '';
    this.at(
      s.node,
      `for (${start};${test ? ` ${test}` : ''};${s.step.length ? ` ${this.list(s.step)}` : ''})`,
    );
    this.inner(s.body);
    if (!joined) this.writer.put('}');
  }

  /** Declarations of one type, or assignments, with commas between them. */
  private list(all: readonly Stmt[]): string {
    return all
      .map((s, i) => {
        if (s.kind === 'assign') return this.assignment(s);
        if (s.kind === 'call') return this.expressions.call(s.call).text;
        if (s.kind !== 'declare') throw new Error(`no head of a loop: ${s.kind}`);
        const text = this.declaration(s, true);
        return i === 0 ? text : text.replace(/^(int32_t|bool) /, '');
      })
      .join(', ');
  }

  private declaration(s: StmtOf<'declare'>, inHead = false): string {
    const { variable, value } = s;
    const list = variable.node.parent;
    const isConst = ts.isVariableDeclarationList(list) && (list.flags & ts.NodeFlags.Const) !== 0 && !inHead;
    const left = declarator(
      variable.type,
      this.names.local(variable),
      this.names,
      isConst && value !== undefined,
    );
    if (!value) return left;
    if (variable.type.kind === 'int') return `${left} = ${this.expressions.stored(value, variable.range)}`;
    if (variable.type.kind === 'class') return `${left} = ${this.expressions.address(value)}`;
    return `${left} = ${this.expressions.value(value).text}`;
  }

  private assignment(s: StmtOf<'assign'>): string {
    const { place, value } = s;
    const target = this.expressions.place(place);
    if (value.type.kind === 'bool') return `${target} = ${this.expressions.condition(value).text}`;
    const text =
      place.kind === 'element'
        ? this.expressions.element(value, place.array)
        : this.expressions.stored(value, this.expressions.declared(place));
    return this.compound(s, target, text) ?? `${target} = ${text}`;
  }

  /** `+=` and `++` as they stand, where C computes the same: `text` begins with the place then. */
  private compound(s: StmtOf<'assign'>, target: string, text: string): string | undefined {
    if (!s.compound || target.includes('its_')) return undefined;
    const step = s.compound === '++' || s.compound === '--';
    const operator = step ? s.compound[0] : s.compound;
    const start = `${target} ${operator} `;
    const { value } = s;
    if (!text.startsWith(start) || (value.kind !== 'arithmetic' && value.kind !== 'bitwise'))
      return undefined;
    const rest = text.slice(start.length);
    if (step) return rest === '1' ? `${target}${s.compound}` : undefined;
    return /^[\w>.[\]-]+$/.test(rest) ? `${target} ${operator}= ${rest}` : undefined;
  }

  private return(s: StmtOf<'return'>): string {
    if (!s.value) return 'return;';
    if (s.value.type.kind === 'bool') return `return ${this.expressions.condition(s.value).text};`;
    return `return ${this.expressions.stored(s.value, this.func.resultRange)};`;
  }

  private fill(s: StmtOf<'fill'>): void {
    if (s.array.type.kind !== 'array') return;
    const array = this.expressions.value(s.array).text;
    const value = this.expressions.element(s.value, s.array);
    const length = this.facts.length(s.array);
    this.at(s.node, `its_fill_${s.array.type.element.toLowerCase()}(${array}, ${length}, ${value});`);
  }

  private copyWithin(s: StmtOf<'copyWithin'>): void {
    if (s.array.type.kind !== 'array') return;
    const length = this.facts.length(s.array);
    const array = this.expressions.value(s.array).text;
    // From 0 to the length each; the target must hold what is moved.
    const part = (text: string) => `its_index(${text}, ${length + 1})`;
    const target = part(this.expressions.stored(s.target, undefined));
    const start = part(this.expressions.stored(s.start, undefined));
    const end = s.end ? part(this.expressions.stored(s.end, undefined)) : String(length);
    this.at(
      s.node,
      `its_copy_${s.array.type.element.toLowerCase()}(${array}, ${target}, ${start}, ${end}, ${length});`,
    );
  }
}

/** An initialiser that gives a field what it has already: all of the struct is 0 before construction. */
function isZeroFromTheStart(s: Stmt): boolean {
  if (s.kind !== 'assign' || !ts.isPropertyDeclaration(s.node.parent)) return false;
  const { value } = s;
  return (value.kind === 'number' && value.value === 0) || (value.kind === 'boolean' && !value.value);
}

/** The comments before a node. */
export function writeComments(writer: Writer, node: ts.Node): void {
  const source = node.getSourceFile();
  for (const { pos, end } of ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? []) {
    const { line } = source.getLineAndCharacterOfPosition(pos);
    writer.comment(fileOf(source), line + 1, source.text.slice(pos, end));
  }
}

/** A file's name as `#line` gives it: from the repository's root. */
export function fileOf(source: ts.SourceFile): string {
  return `${moduleName(source)}.ts`;
}
