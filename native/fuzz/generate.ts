/** Makes programs of the subset at random: mostly such that nothing overflows, now and then such that something may. */
import type { ArrayField, Expr, Method, NumberField, Program, Range, RealField, Stmt } from './grammar';
import { Random } from './random';

const ELEMENTS = ['Int8', 'Uint8', 'Int16', 'Uint16', 'Int32'];
const ARITHMETIC = ['+', '-', '*'];
const BITWISE = ['&', '|', '^', '<<', '>>', '>>>'];
const COMPARISONS = ['<', '<=', '>', '>=', '===', '!=='];

/** What can be named where an expression stands. */
interface Names {
  readonly locals: string[];
  readonly assignable: string[];
  readonly arrays: ArrayField[];
  readonly inMethod: boolean;
  /** Methods and functions that may be called: those made before. */
  readonly callable: Method[];
  readonly ranges: Map<string, Range>;
}

export function generate(seed: number, id: number): Program {
  return new Generator(new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(id + 1, 0x85ebca6b)), id).program();
}

class Generator {
  private count = 0;
  private constants: NumberField[] = [];
  private fields: NumberField[] = [];
  private part: NumberField[] = [];
  private flags: string[] = [];
  private arrays: ArrayField[] = [];
  private reals = 0;
  /** How deep in loops. */
  private loops = 0;

  constructor(
    private readonly r: Random,
    private readonly id: number,
  ) {}

  program(): Program {
    const { r, id } = this;
    this.constants = this.numbers(`K${id}_`, r.below(3), false);
    this.fields = this.numbers('n', 1 + r.below(3), true);
    this.part = this.numbers('m', 1 + r.below(2), true);
    this.flags = r.oneIn(2) ? ['flag'] : [];
    this.arrays = Array.from({ length: r.below(3) }, (_, i) => this.array(i));
    this.reals = r.oneIn(3) ? 1 + r.below(2) : 0;
    const methods: Method[] = [];
    for (let i = r.below(3); i > 0; i--) methods.push(this.method(`f${id}_${methods.length}`, methods));
    methods.push(this.method('run', methods));
    return {
      id,
      constants: this.constants,
      fields: this.fields,
      flags: this.flags,
      arrays: this.arrays,
      part: this.part,
      methods,
      reals: Array.from({ length: this.reals }, () => this.real()),
      scale: [this.realNumber(), this.realNumber()],
      inputs: this.inputs(methods[methods.length - 1]),
    };
  }

  private realNumber(): number {
    return this.r.pick([1, 0.5, 976, 70.5, 208, 0.125, 3.3, 1 + this.r.below(9999) / 7]);
  }

  private inputs(run: Method): (readonly [number, number])[] {
    const one = (name: string) => {
      const value = this.r.integer();
      const range = run.ranges.get(name);
      return range ? range.low + ((value >>> 0) % (range.high - range.low + 1)) : value;
    };
    return Array.from({ length: 5 }, () => [one('a'), one('b')] as const);
  }

  private numbers(prefix: string, count: number, mayDeclare: boolean): NumberField[] {
    return Array.from({ length: count }, (_, i) => {
      const value = this.r.integer();
      const range = mayDeclare && this.r.oneIn(6) ? this.rangeAround(value) : undefined;
      return { name: `${prefix}${i}`, value, range };
    });
  }

  private rangeAround(value: number): Range {
    const width = 2 ** this.r.below(20);
    return { low: Math.max(-(2 ** 31), value - width), high: Math.min(2 ** 31 - 1, value + width) };
  }

  private array(i: number): ArrayField {
    const element = this.r.pick(ELEMENTS);
    const name = `${element === 'Int32' ? 'wide' : 'array'}${i}`;
    return { name, element, length: this.r.pick([1, 2, 3, 4, 7, 8, 16, 31]) };
  }

  /** Both a function's and a method's name stands for itself in a call. */
  private method(name: string, made: readonly Method[]): Method {
    const { r } = this;
    const isFunction = name !== 'run' && r.oneIn(2);
    const ranges = new Map<string, Range>();
    const parameters = ['a', 'b'];
    for (const each of parameters)
      if (name === 'run' && r.oneIn(3)) ranges.set(each, this.rangeAround(r.integer()));
    const given = name !== 'run' && this.arrays.length > 0 && r.oneIn(3) ? [r.pick(this.arrays)] : [];
    const arrays = given.map(({ element, length }) => ({
      name: element === 'Int32' ? 'wide' : 'given',
      element,
      length,
    }));
    const names: Names = {
      locals: [...parameters],
      assignable: [...parameters],
      arrays: [
        ...arrays,
        ...(isFunction ? [] : this.arrays.map((each) => ({ ...each, name: `this.${each.name}` }))),
      ],
      inMethod: !isFunction,
      callable: made.filter((each) => !isFunction || each.isFunction),
      ranges,
    };
    this.loops = 0;
    const body = [
      ...this.block(names, 2 + r.below(3), 2),
      { kind: 'return', value: this.safe(names, 2) } as const,
    ];
    return { name, parameters, arrays, isFunction, ranges, body };
  }

  private real(): RealField {
    const { r } = this;
    const value = (depth: number): string => {
      if (depth === 0)
        return r.pick(['scale.x', 'scale.y', String(1 + r.below(1000)), '1e6', '0.25', 'Math.PI', '2 ** 10']);
      const operator = r.pick(['+', '-', '*', '/']);
      if (r.oneIn(6)) return `Math.${r.pick(['min', 'max'])}(${value(depth - 1)}, scale.x)`;
      // A sum of positive numbers: no division by 0.
      return operator === '/'
        ? `(${value(depth - 1)}) / (scale.y + 1)`
        : `(${value(depth - 1)} ${operator} ${value(depth - 1)})`;
    };
    const text = value(1 + r.below(2));
    return { kind: r.pick(['round', 'floor', 'truncate'] as const), text: `${text} + scale.x * 0.5` };
  }

  private block(names: Names, count: number, depth: number): Stmt[] {
    const inner: Names = {
      ...names,
      locals: [...names.locals],
      assignable: [...names.assignable],
      ranges: new Map(names.ranges),
    };
    const body: Stmt[] = [];
    for (let i = 0; i < count; i++) body.push(this.statement(inner, depth));
    return body;
  }

  private statement(names: Names, depth: number): Stmt {
    const { r } = this;
    const choice = r.below(depth > 0 ? 16 : 8);
    switch (choice) {
      case 0:
      case 1:
        return this.let(names);
      case 8:
      case 9:
        return {
          kind: 'if',
          test: this.condition(names, 2),
          yes: this.block(names, 1 + r.below(2), depth - 1),
          no: r.oneIn(2) ? this.block(names, 1, depth - 1) : [],
        };
      case 10:
      case 11:
        return this.for(names, depth);
      case 12:
        return this.while(names, depth);
      case 13:
        if (this.loops > 0)
          return {
            kind: 'if',
            test: this.condition(names, 1),
            yes: [{ kind: r.pick(['break', 'continue']) }],
            no: [],
          };
        return {
          kind: 'if',
          test: this.condition(names, 1),
          yes: [{ kind: 'return', value: this.safe(names, 1) }],
          no: [],
        };
      case 2:
        return this.other(names);
      default:
        return this.assign(names);
    }
  }

  private let(names: Names): Stmt {
    const name = `v${this.count++}`;
    const value = this.safe(names, 2);
    const range = this.r.oneIn(12) ? this.rangeAround(this.r.integer()) : undefined;
    names.locals.push(name);
    names.assignable.push(name);
    if (range) names.ranges.set(name, range);
    return { kind: 'let', name, value, range };
  }

  private for(names: Names, depth: number): Stmt {
    const { r } = this;
    const name = `i${this.count++}`;
    const by = r.pick([1, 1, 1, 2, 3, -1, -2]);
    const from = r.below(10);
    const to = by > 0 ? from + r.below(20) : from - r.below(20);
    this.loops++;
    const inner = { ...names, locals: [...names.locals, name] };
    const body = this.block(inner, 1 + r.below(2), depth - 1);
    this.loops--;
    return { kind: 'for', name, from, to, by, body };
  }

  private while(names: Names, depth: number): Stmt {
    const { r } = this;
    const name = `w${this.count++}`;
    this.loops++;
    const test = this.condition(names, 1);
    const body = this.block({ ...names, locals: [...names.locals] }, 1 + r.below(2), depth - 1);
    this.loops--;
    return { kind: 'while', name, most: 1 + r.below(12), test, isDo: r.oneIn(4), body };
  }

  /** Flags, calls, whole arrays. */
  private other(names: Names): Stmt {
    const { r } = this;
    if (names.inMethod && this.flags.length > 0 && r.oneIn(2))
      return { kind: 'flag', text: 'this.flag', value: this.condition(names, 1) };
    const call = this.call(names);
    if (call && r.oneIn(2)) return { kind: 'call', call };
    const array = names.arrays.length ? r.pick(names.arrays) : undefined;
    if (!array) return this.assign(names);
    if (r.oneIn(2))
      return { kind: 'fill', array: array.name, element: array.element, value: this.safe(names, 1) };
    const part = (): Expr => this.index(names, array.length + 1);
    return {
      kind: 'copy',
      array: array.name,
      length: array.length,
      args: r.oneIn(2) ? [part(), part()] : [part(), part(), part()],
    };
  }

  private assign(names: Names): Stmt {
    const { r } = this;
    const [place, range] = this.place(names);
    if (r.oneIn(8)) return { kind: 'step', place, operator: r.pick(['++', '--']), range };
    if (r.oneIn(5)) {
      const operator = r.pick(['+=', '-=', '*=', '&=', '|=', '^=', '<<=', '>>=']);
      return { kind: 'assign', place, operator, value: this.small(names, 1), range };
    }
    return { kind: 'assign', place, operator: '=', value: this.safe(names, 3), range };
  }

  private place(names: Names): [Expr, Range | undefined] {
    const { r } = this;
    const choice = r.below(4);
    if (choice === 0 && names.arrays.length) {
      const array = r.pick(names.arrays);
      return [
        { kind: 'element', array: array.name, length: array.length, index: this.index(names, array.length) },
        undefined,
      ];
    }
    if (choice === 1 && names.inMethod) {
      const field = r.pick(this.fields);
      return [{ kind: 'field', text: `this.${field.name}` }, field.range];
    }
    if (choice === 2 && names.inMethod) {
      const field = r.pick(this.part);
      return [{ kind: 'field', text: `this.part.${field.name}` }, field.range];
    }
    const name = r.pick(names.assignable);
    return [{ kind: 'name', name }, names.ranges.get(name)];
  }

  private index(names: Names, length: number): Expr {
    const { r } = this;
    if (r.oneIn(40)) return this.leaf(names);
    if (r.oneIn(3)) return { kind: 'number', value: r.below(length) };
    const mask = 2 ** Math.floor(Math.log2(length)) - 1;
    return {
      kind: 'binary',
      operator: '&',
      left: this.expression(names, 1),
      right: { kind: 'number', value: mask },
    };
  }

  /** Fits 32 bits, but for one in thirty. */
  private safe(names: Names, depth: number): Expr {
    const { r } = this;
    if (r.oneIn(30)) return this.expression(names, depth);
    if (r.oneIn(2)) return this.small(names, depth);
    return {
      kind: 'binary',
      operator: '|',
      left: this.expression(names, depth),
      right: { kind: 'number', value: 0 },
    };
  }

  /** A value that is cut to a few bits, so that sums and products of such fit. */
  private small(names: Names, depth: number): Expr {
    const { r } = this;
    const left = this.expression(names, depth);
    if (r.oneIn(2))
      return {
        kind: 'binary',
        operator: '&',
        left,
        right: { kind: 'number', value: 2 ** (1 + r.below(12)) - 1 },
      };
    return { kind: 'binary', operator: '>>', left, right: { kind: 'number', value: 8 + r.below(24) } };
  }

  /** An integer, as wide as it happens to be; seldom beyond 2^53. */
  private expression(names: Names, depth: number): Expr {
    const { r } = this;
    if (depth === 0 || r.oneIn(6)) return this.leaf(names);
    const next = () => this.expression(names, depth - 1);
    switch (r.below(14)) {
      case 0:
        return { kind: 'unary', operator: r.pick(['-', '~', '+']), operand: next() };
      case 1:
        return { kind: 'divide', left: next(), right: this.small(names, depth - 1) };
      case 2:
        return { kind: 'binary', operator: '%', left: next(), right: this.divisor(names, depth - 1) };
      case 3:
        return { kind: 'imul', left: next(), right: next() };
      case 4:
        return {
          kind: 'mulShift',
          left: this.safe(names, 0),
          right: this.small(names, depth - 1),
          shift: 1 + r.below(30),
        };
      case 5:
        return { kind: 'choose', test: this.condition(names, depth - 1), yes: next(), no: next() };
      case 6: {
        const call = this.call(names);
        return call ?? this.leaf(names);
      }
      case 7:
      case 8:
      case 9: {
        const operator = r.pick(BITWISE);
        // After `<<` a name or a number: the TypeScript compiler takes `x << (a > (b))` for a generic call.
        const count = (): Expr =>
          r.oneIn(2) ? { kind: 'number', value: r.below(32) } : { kind: 'name', name: r.pick(names.locals) };
        const right = operator === '<<' ? count() : next();
        return { kind: 'binary', operator, left: next(), right };
      }
      case 10:
        return { kind: 'binary', operator: '*', left: next(), right: this.small(names, depth - 1) };
      default:
        return {
          kind: 'binary',
          operator: r.pick(ARITHMETIC),
          left: this.small(names, depth - 1),
          right: next(),
        };
    }
  }

  private divisor(names: Names, depth: number): Expr {
    if (this.r.oneIn(10)) return this.small(names, depth);
    return {
      kind: 'binary',
      operator: '|',
      left: this.small(names, depth),
      right: { kind: 'number', value: 1 },
    };
  }

  private call(names: Names): Expr | undefined {
    const { r } = this;
    if (!names.callable.length) return undefined;
    const method = r.pick(names.callable);
    const arrays: string[] = [];
    for (const wanted of method.arrays) {
      const fitting = names.arrays.filter(
        (each) => each.element === wanted.element && each.length === wanted.length,
      );
      if (!fitting.length) return undefined;
      arrays.push(r.pick(fitting).name);
    }
    const name = method.isFunction ? method.name : `this.${method.name}`;
    return { kind: 'call', name, arrays, args: [this.safe(names, 1), this.safe(names, 0)] };
  }

  private leaf(names: Names): Expr {
    const { r } = this;
    switch (r.below(7)) {
      case 0:
        return { kind: 'number', value: r.integer() };
      case 1:
        if (this.constants.length) return { kind: 'name', name: r.pick(this.constants).name };
        return { kind: 'number', value: r.below(10) };
      case 2:
        if (names.inMethod) {
          if (this.reals && r.oneIn(3)) return { kind: 'field', text: `this.real${r.below(this.reals)}` };
          return {
            kind: 'field',
            text: r.oneIn(2) ? `this.${r.pick(this.fields).name}` : `this.part.${r.pick(this.part).name}`,
          };
        }
        return { kind: 'name', name: r.pick(names.locals) };
      case 3:
        if (names.arrays.length) {
          const array = r.pick(names.arrays);
          return {
            kind: 'element',
            array: array.name,
            length: array.length,
            index: this.index(names, array.length),
          };
        }
        return { kind: 'name', name: r.pick(names.locals) };
      default:
        return { kind: 'name', name: r.pick(names.locals) };
    }
  }

  private condition(names: Names, depth: number): Expr {
    const { r } = this;
    if (names.inMethod && this.flags.length > 0 && r.oneIn(6)) return { kind: 'flag', text: 'this.flag' };
    if (depth > 0 && r.oneIn(4)) {
      const left = this.condition(names, depth - 1);
      const right = this.condition(names, depth - 1);
      return { kind: 'logic', operator: r.pick(['&&', '||']), left, right };
    }
    if (depth > 0 && r.oneIn(8)) return { kind: 'not', operand: this.condition(names, depth - 1) };
    const right: Expr = r.oneIn(2) ? { kind: 'number', value: r.integer() } : this.expression(names, 1);
    // Nor is `x < ((a) > (b))` what it looks like.
    const operator = r.pick(right.kind === 'number' ? COMPARISONS : COMPARISONS.slice(1));
    return { kind: 'compare', operator, left: this.expression(names, 1), right };
  }
}
