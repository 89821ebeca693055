/** A generated program as TypeScript, and as JavaScript that tells when it leaves what the language allows. */
import type { Expr, Method, Program, Range, RealField, Stmt } from './grammar';

export interface Style {
  readonly types: boolean;
  /**
   * Test what the language leaves to the program: that what is stored fits (`$fit`), that results are exact (`$exact`), that an index
   * lies in its array (`$index`).
   */
  readonly tests: boolean;
}

export const TYPESCRIPT: Style = { types: true, tests: false };
export const JAVASCRIPT: Style = { types: false, tests: false };
export const TESTED: Style = { types: false, tests: true };

/** What the batch's file has once, before the programs. */
export function prelude({ types }: Style): string {
  const number = types ? ': number' : '';
  return `${types ? '/** What a constructor is given. */\nexport interface Scale {\n  readonly x: number;\n  readonly y: number;\n}\n' : ''}
function mulShift(a${number}, b${number}, shift${number})${number} {
  return Math.floor((a * b) / (1 << shift)) | 0;
}
`;
}

export function print(program: Program, style: Style): string {
  return new Printer(program, style).program();
}

class Printer {
  constructor(
    private readonly p: Program,
    private readonly style: Style,
  ) {}

  private type(text: string): string {
    return this.style.types ? `: ${text}` : '';
  }

  program(): string {
    const { p } = this;
    const lines: string[] = [];
    for (const { name, value } of p.constants) lines.push(`const ${name} = ${value};`);
    for (const each of p.methods) if (each.isFunction) lines.push(...this.method(each));
    const access = this.style.types ? 'private ' : '';
    lines.push(`${this.style.types ? 'export ' : ''}class Part${p.id} {`);
    for (const { name, value, range } of p.part) lines.push(...comment(range), `  ${name} = ${value};`);
    lines.push('}', `${this.style.types ? 'export ' : ''}class P${p.id} {`);
    for (const { name, value, range } of p.fields)
      lines.push(...comment(range), `  ${access}${name} = ${value};`);
    for (const name of p.flags) lines.push(`  ${access}${name} = false;`);
    for (const { name, element, length } of p.arrays)
      lines.push(
        `  ${access}${this.style.types ? 'readonly ' : ''}${name} = new ${element}Array(${length});`,
      );
    lines.push(`  ${access}${this.style.types ? 'readonly ' : ''}part = new Part${p.id}();`);
    p.reals.forEach((_, i) =>
      lines.push(`  ${access}${this.style.types ? 'readonly ' : ''}real${i}${this.type('number')};`),
    );
    lines.push('  /**', '   * @range scale.x 0.01 10000', '   * @range scale.y 0.01 10000', '   */');
    lines.push(`  constructor(scale${this.type('Scale')}) {`);
    p.reals.forEach((each, i) => lines.push(`    this.real${i} = ${this.real(each)};`));
    lines.push('  }');
    for (const each of p.methods) if (!each.isFunction) lines.push(...this.method(each));
    lines.push('}');
    return `${lines.join('\n')}\n`;
  }

  private real({ kind, text }: RealField): string {
    if (kind !== 'truncate')
      return this.style.tests ? `$fit(Math.${kind}(${text}))` : `Math.${kind}(${text})`;
    return this.style.tests ? `$fit(Math.trunc(${text}))` : `(${text}) | 0`;
  }

  private method(m: Method): string[] {
    const parameters = [
      ...m.arrays.map(({ name, element }) => `${name}${this.type(`${element}Array`)}`),
      ...m.parameters.map((name) => `${name}${this.type('number')}`),
    ].join(', ');
    const head = m.isFunction ? 'function ' : m.name === 'run' || !this.style.types ? '' : 'private ';
    const ranges = [...m.ranges].map(([name, { low, high }]) => ` * @range ${name} ${low} ${high}`);
    const body = this.block(m.body);
    // Parameters are stored as locals are.
    const tests = this.style.tests
      ? m.parameters.map((name) => `$fit(${name}${bounds(m.ranges.get(name))});`)
      : [];
    return [
      ...(ranges.length ? ['/**', ...ranges, ' */'] : []),
      `${head}${m.name}(${parameters})${this.type('number')} {`,
      ...tests,
      ...body,
      '}',
    ];
  }

  private block(body: readonly Stmt[]): string[] {
    return body.flatMap((each) => this.statement(each));
  }

  private stored(value: Expr, range: Range | undefined): string {
    const text = this.e(value);
    return this.style.tests ? `$fit(${text}${bounds(range)})` : text;
  }

  private statement(s: Stmt): string[] {
    switch (s.kind) {
      case 'let':
        return [...comment(s.range), `let ${s.name} = ${this.stored(s.value, s.range)};`];
      case 'assign':
        return [this.assign(s)];
      case 'step': {
        const place = this.e(s.place);
        if (this.style.tests && isNarrow(s.place)) return [`${place} = ${place} ${s.operator[0]} 1;`];
        return [
          this.style.tests
            ? `${place} = $fit(${place} ${s.operator[0]} 1${bounds(s.range)});`
            : `${place}${s.operator};`,
        ];
      }
      case 'flag':
        return [`${s.text} = ${this.e(s.value)};`];
      case 'call':
        return [`${this.e(s.call)};`];
      case 'fill': {
        const fits = s.element === 'Int32' ? this.stored(s.value, undefined) : this.e(s.value);
        return [`${s.array}.fill(${fits});`];
      }
      case 'copy': {
        const args = s.args.map((each) =>
          this.style.tests ? `$index(${this.e(each)}, ${s.length + 1})` : this.e(each),
        );
        return [`${s.array}.copyWithin(${args.join(', ')});`];
      }
      case 'if': {
        const no = s.no.length ? ['} else {', ...this.block(s.no)] : [];
        return [`if (${this.e(s.test)}) {`, ...this.block(s.yes), ...no, '}'];
      }
      case 'for': {
        const up = s.by > 0;
        const step =
          Math.abs(s.by) === 1
            ? `${s.name}${up ? '++' : '--'}`
            : `${s.name} ${up ? '+' : '-'}= ${Math.abs(s.by)}`;
        const head = `for (let ${s.name} = ${s.from}; ${s.name} ${up ? '<' : '>'} ${s.to}; ${step}) {`;
        return [head, ...this.block(s.body), '}'];
      }
      case 'while': {
        const count = `${s.name}++;`;
        const test = `${s.name} < ${s.most} && (${this.e(s.test)})`;
        const body = [count, ...this.block(s.body)];
        if (s.isDo) return [`let ${s.name} = 0;`, 'do {', ...body, `} while (${test});`];
        return [`let ${s.name} = 0;`, `while (${test}) {`, ...body, '}'];
      }
      case 'break':
      case 'continue':
        return [`${s.kind};`];
      case 'return':
        return [`return ${this.stored(s.value, undefined)};`];
    }
  }

  private assign(s: Extract<Stmt, { kind: 'assign' }>): string {
    const place = this.e(s.place);
    const isArithmetic = ['+=', '-=', '*='].includes(s.operator);
    if (!this.style.tests) return `${place} ${s.operator} ${this.e(s.value)};`;
    const plain = s.operator === '=';
    const value = plain ? this.e(s.value) : `${place} ${s.operator.slice(0, -1)} (${this.e(s.value)})`;
    const exact = isArithmetic ? `$exact(${value})` : value;
    return `${place} = ${isNarrow(s.place) ? exact : `$fit(${exact}${bounds(s.range)})`};`;
  }

  /** An expression, in parentheses where that may matter. */
  private e(e: Expr): string {
    const { tests } = this.style;
    switch (e.kind) {
      case 'number':
        return e.value < 0 ? `(${e.value})` : String(e.value);
      case 'name':
        return e.name;
      case 'field':
      case 'flag':
        return e.text;
      case 'element':
        return `${e.array}[${tests ? `$index(${this.e(e.index)}, ${e.length})` : this.e(e.index)}]`;
      case 'binary': {
        const text = `(${this.e(e.left)} ${e.operator} ${this.e(e.right)})`;
        if (tests && e.operator === '%') return `$remainder(${this.e(e.left)}, ${this.e(e.right)})`;
        return tests && '+-*'.includes(e.operator) ? `$exact${text}` : text;
      }
      case 'unary': {
        const text = `(${e.operator}${this.e(e.operand)})`;
        return tests && e.operator === '-' ? `$exact${text}` : text;
      }
      case 'divide':
        return `((${this.e(e.left)} / ${this.e(e.right)}) | 0)`;
      case 'imul':
        return `Math.imul(${this.e(e.left)}, ${this.e(e.right)})`;
      case 'mulShift': {
        const name = tests ? '$mulShift' : 'mulShift';
        return `${name}(${this.e(e.left)}, ${this.e(e.right)}, ${e.shift})`;
      }
      case 'choose':
        return `(${this.e(e.test)} ? ${this.e(e.yes)} : ${this.e(e.no)})`;
      case 'compare':
      case 'logic':
        return `(${this.e(e.left)} ${e.operator} ${this.e(e.right)})`;
      case 'not':
        return `!${this.e(e.operand)}`;
      case 'call':
        return `${e.name}(${[...e.arrays, ...e.args.map((each) => this.stored(each, undefined))].join(', ')})`;
    }
  }
}

/** An element that wraps what is stored in it. */
function isNarrow(place: Expr): boolean {
  return place.kind === 'element' && !place.array.includes('wide');
}

function comment(range: Range | undefined): string[] {
  return range ? [`/** @range ${range.low} ${range.high} */`] : [];
}

function bounds(range: Range | undefined): string {
  return range ? `, ${range.low}, ${range.high}` : '';
}
