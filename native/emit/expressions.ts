/**
 * Expressions in C. Each is computed in the narrowest way that is exact: in int32_t where the analysis shows that nothing
 * overflows, in wrapping unsigned arithmetic where only the low 32 bits count, else in int64_t; and what is not shown to be
 * exact goes through the guards of its.h.
 */
import { fits, isExact, isIndexProven, isStoreProven, rangeOf, type Facts } from '../facts';
import { contains, ELEMENTS, INT32, isWithin, type Interval } from '../ranges/interval';
import type { Expr, ExprOf, Place, Range } from '../ir';
import type { Names } from './names';
import { Bind, binary, cast, literal, primary, realLiteral, within, type Value } from './values';

const COMPARE: Readonly<Record<string, [string, Bind]>> = {
  '<': ['<', Bind.Relation],
  '<=': ['<=', Bind.Relation],
  '>': ['>', Bind.Relation],
  '>=': ['>=', Bind.Relation],
  '===': ['==', Bind.Equal],
  '!==': ['!=', Bind.Equal],
};
const BITS: Readonly<Record<string, Bind>> = { '|': Bind.BitOr, '&': Bind.BitAnd, '^': Bind.BitXor };

/** The greatest amount in a range. */
function greatest({ low, high }: Interval): number {
  return Math.max(Math.abs(low), Math.abs(high));
}

/** `-x`, never `--x`. */
function minus(operand: Value): Value {
  const text = within(operand, Bind.Unary);
  return { text: `-${text.startsWith('-') ? `(${text})` : text}`, kind: operand.kind, bind: Bind.Unary };
}

/** The local of `x < 0 ? -x : x`. */
function amountOf({ test, yes, no }: ExprOf<'choose'>): ExprOf<'variable'> | undefined {
  if (test.kind !== 'compare' || test.operator !== '<' || yes.kind !== 'negate') return undefined;
  const { left, right } = test;
  const operands = [left, yes.operand, no];
  const [variable] = operands.map((each) => (each.kind === 'variable' ? each : undefined));
  if (!variable || right.kind !== 'number' || right.value !== 0) return undefined;
  return operands.every((each) => each.kind === 'variable' && each.variable === variable.variable)
    ? variable
    : undefined;
}

export class Expressions {
  /**
   * @param verify take nothing as proven, and test what the analysis says of every stored value: for the translator's tests
   */
  constructor(
    private readonly names: Names,
    private readonly facts: Facts,
    private readonly verify: boolean,
  ) {}

  /** An expression of whatever type. */
  value(e: Expr): Value {
    switch (e.type.kind) {
      case 'bool':
        return this.condition(e);
      case 'real':
        return this.real(e);
      case 'int':
        return this.integer(e);
      case 'void':
        return this.call(e as ExprOf<'call'>);
      default:
        return this.pointer(e);
    }
  }

  /** An integer as int32_t, tested where it may not fit or leave its declared range. */
  stored(e: Expr, declared: Range | undefined): string {
    const value = this.integer(e);
    const proven = isStoreProven(e, declared, this.facts);
    if (proven && !this.verify) return cast(value, 'i32').text;
    const { low, high } = declared ?? INT32;
    const wide = cast(this.checked(e, value), 'i64').text;
    return declared ? `its_within(${wide}, ${literal(low).text}, ${literal(high).text})` : `its_fit(${wide})`;
  }

  /** An integer to be stored in an element of an array. */
  element(e: Expr, array: Expr): string {
    if (array.type.kind !== 'array') throw new Error('no array');
    const { element } = array.type;
    if (element === 'Int32') return this.stored(e, this.declared(array));
    if (isWithin(rangeOf(e, this.facts), ELEMENTS[element])) return this.stored(e, this.declared(array));
    return `its_${element.toLowerCase()}(${this.wrapped(e).text})`;
  }

  declared(place: Expr): Range | undefined {
    if (place.kind === 'variable') return place.variable.range;
    return place.kind === 'field' ? place.field.range : undefined;
  }

  /** In tests of the translator: the value lies where the analysis says. */
  private checked(e: Expr, value: Value): Value {
    if (!this.verify) return value;
    const range = this.facts.range(e);
    const { low, high } = range ?? { low: 1, high: 0 };
    const bound = (end: number) => literal(Math.max(-(2 ** 53), Math.min(2 ** 53, end))).text;
    return primary(`its_verify(${cast(value, 'i64').text}, ${bound(low)}, ${bound(high)})`, 'i64');
  }

  place(place: Place): string {
    return place.kind === 'element' ? this.elementOf(place) : this.value(place).text;
  }

  /** ToInt32 of an integer: its low 32 bits. */
  wrapped(e: Expr): Value {
    if (fits(e, this.facts) && !this.verify) return cast(this.integer(e), 'i32');
    if (e.kind === 'arithmetic' || e.kind === 'negate') {
      if (isExact(e, this.facts) && !this.verify) return primary(`its_i32(${this.unsigned(e).text})`, 'i32');
      return primary(`its_wrap(${this.integer(e).text})`, 'i32');
    }
    const value = this.integer(e);
    if (value.kind === 'u32') return primary(`its_i32(${value.text})`, 'i32');
    return value.kind === 'i32' ? value : primary(`its_wrap(${value.text})`, 'i32');
  }

  /** The low 32 bits of what is exact, as uint32_t. */
  private unsigned(e: Expr): Value {
    if (e.kind === 'arithmetic' && isExact(e, this.facts)) {
      const bind = e.operator === '*' ? Bind.Multiply : Bind.Add;
      return binary(this.unsigned(e.left), e.operator, this.unsigned(e.right), 'u32', bind);
    }
    if (e.kind === 'negate' && isExact(e, this.facts))
      return binary(primary('0u', 'u32'), '-', this.unsigned(e.operand), 'u32', Bind.Add);
    if (e.kind === 'number') {
      if (e.constant && e.value >= 0) return cast(this.integer(e), 'u32');
      return primary(`${e.value >>> 0}u`, 'u32');
    }
    return cast(this.wrapped(e), 'u32');
  }

  integer(e: Expr): Value {
    switch (e.kind) {
      case 'number':
        return e.constant && isWithin({ low: e.value, high: e.value }, INT32)
          ? primary(this.names.of(e.constant), 'i32')
          : literal(e.value);
      case 'variable':
        return primary(this.names.local(e.variable), 'i32');
      case 'field':
        return primary(`${this.inside(e.object)}${this.names.member(e.field.name)}`, 'i32');
      case 'element':
        return primary(this.elementOf(e), 'i32');
      case 'length':
        return literal(this.facts.length(e.array));
      case 'call':
        return this.call(e);
      case 'choose':
        return this.choose(e);
      case 'wrap':
        return this.wrapped(e.operand);
      case 'complement':
        return { text: `~${within(this.wrapped(e.operand), Bind.Unary)}`, kind: 'i32', bind: Bind.Unary };
      case 'negate':
        return this.negate(e);
      case 'arithmetic':
        return this.arithmetic(e);
      case 'bitwise':
        return this.bitwise(e);
      case 'divide':
        return this.divide(e);
      case 'remainder':
        return this.remainder(e);
      case 'imul':
        return primary(`its_imul(${this.wrapped(e.left).text}, ${this.wrapped(e.right).text})`, 'i32');
      case 'mulShift':
        return this.mulShift(e);
      case 'least':
      case 'greatest': {
        const name = e.kind === 'least' ? 'its_min' : 'its_max';
        return primary(
          `${name}(${this.stored(e.left, undefined)}, ${this.stored(e.right, undefined)})`,
          'i32',
        );
      }
      case 'round':
      case 'floor':
      case 'truncate':
        return primary(`its_${e.kind}(${this.real(e.operand).text})`, 'i32');
      default:
        throw new Error(`no integer: ${e.kind}`);
    }
  }

  private elementOf(e: ExprOf<'element'>): string {
    const array = within(this.pointer(e.array), Bind.Primary);
    const index = this.integer(e.index);
    if (isIndexProven(e.array, e.index, this.facts) && !this.verify)
      return `${array}[${cast(index, 'i32').text}]`;
    return `${array}[its_index(${cast(this.checked(e.index, index), 'i64').text}, ${this.facts.length(e.array)})]`;
  }

  private negate(e: ExprOf<'negate'>): Value {
    const operand = this.integer(e.operand);
    if (!this.verify && fits(e, this.facts) && fits(e.operand, this.facts))
      return minus(cast(operand, 'i32'));
    if (!this.verify && isExact(e, this.facts)) return minus(cast(operand, 'i64'));
    return primary(`its_sub(0, ${operand.text})`, 'i64');
  }

  private arithmetic(e: ExprOf<'arithmetic'>): Value {
    const bind = e.operator === '*' ? Bind.Multiply : Bind.Add;
    const left = this.integer(e.left);
    const right = this.integer(e.right);
    if (!this.verify) {
      if ([e, e.left, e.right].every((each) => fits(each, this.facts)))
        return binary(cast(left, 'i32'), e.operator, cast(right, 'i32'), 'i32', bind);
      if ([e, e.left, e.right].every((each) => isExact(each, this.facts)))
        return binary(
          cast(left, 'i64'),
          e.operator,
          right.kind === 'u32' ? cast(right, 'i64') : right,
          'i64',
          bind,
        );
    }
    const name = { '+': 'its_add', '-': 'its_sub', '*': 'its_mul' }[e.operator];
    return primary(`${name}(${left.text}, ${right.text})`, 'i64');
  }

  private bitwise(e: ExprOf<'bitwise'>): Value {
    const left = this.wrapped(e.left);
    if (e.operator === '|' || e.operator === '&' || e.operator === '^')
      return binary(left, e.operator, this.wrapped(e.right), 'i32', BITS[e.operator]);
    const constant = e.right.kind === 'number' ? e.right.value & 31 : undefined;
    const count = e.right.kind === 'number' && e.right.value === constant ? this.integer(e.right) : undefined;
    const by = count ?? (constant === undefined ? this.wrapped(e.right) : literal(constant));
    const { low } = rangeOf(e.left, this.facts);
    const plain = low >= 0 && constant !== undefined && fits(e.left, this.facts) && !this.verify;
    if (e.operator === '>>') {
      if (plain) return binary(left, '>>', by, 'i32', Bind.Shift);
      return primary(`its_sar(${left.text}, ${by.text})`, 'i32');
    }
    if (e.operator === '<<') {
      const { high } = rangeOf(e.left, this.facts);
      if (plain && high * 2 ** constant <= INT32.high) return binary(left, '<<', by, 'i32', Bind.Shift);
      return primary(`its_shl(${left.text}, ${by.text})`, 'i32');
    }
    return primary(`its_shr(${left.text}, ${by.text})`, 'u32');
  }

  private divide(e: ExprOf<'divide'>): Value {
    const left = this.integer(e.left);
    const right = this.integer(e.right);
    const divisor = rangeOf(e.right, this.facts);
    const both = [e.left, e.right];
    const nonzero = !contains(divisor, 0) && !this.verify;
    const { left: product } = e;
    if (both.every((each) => fits(each, this.facts)) && !this.verify) {
      const overflows = contains(divisor, -1) && contains(rangeOf(e.left, this.facts), INT32.low);
      const a = cast(left, 'i32');
      const b = cast(right, 'i32');
      if (nonzero && !overflows) return binary(a, '/', b, 'i32', Bind.Multiply);
      return primary(`its_div32(${a.text}, ${b.text})`, 'i32');
    }
    if (product.kind === 'arithmetic' && product.operator === '*' && !this.verify) {
      const factors = [product.left, product.right];
      if ([...factors, e.right].every((each) => fits(each, this.facts)) && isExact(product, this.facts))
        return primary(
          `its_mul_div(${[...factors, e.right].map((each) => this.narrow(each)).join(', ')})`,
          'i32',
        );
    }
    if (nonzero && both.every((each) => isExact(each, this.facts))) {
      const quotient = binary(cast(left, 'i64'), '/', cast(right, 'i64'), 'i64', Bind.Multiply);
      if (fits(e, this.facts)) return cast(quotient, 'i32');
      return primary(`its_wrap(${quotient.text})`, 'i32');
    }
    return primary(`its_div(${left.text}, ${right.text})`, 'i32');
  }

  private remainder(e: ExprOf<'remainder'>): Value {
    const left = this.integer(e.left);
    const right = this.integer(e.right);
    const divisor = rangeOf(e.right, this.facts);
    const plain = !contains(divisor, 0) && !contains(divisor, -1) && !this.verify;
    if (plain && fits(e.left, this.facts) && fits(e.right, this.facts))
      return binary(cast(left, 'i32'), '%', cast(right, 'i32'), 'i32', Bind.Multiply);
    return primary(`its_mod(${left.text}, ${right.text})`, 'i64');
  }

  private mulShift(e: ExprOf<'mulShift'>): Value {
    const left = this.integer(e.left);
    const right = this.integer(e.right);
    const [most1, most2] = [e.left, e.right].map((each) => greatest(rangeOf(each, this.facts)));
    const isNarrow = fits(e.left, this.facts) && fits(e.right, this.facts) && !this.verify;
    const name = `its_mul_shift${isNarrow ? '' : '_wide'}${most1 * most2 <= 2 ** 53 && !this.verify ? '' : '_guarded'}`;
    const [a, b] = isNarrow ? [cast(left, 'i32'), cast(right, 'i32')] : [left, right];
    return primary(`${name}(${a.text}, ${b.text}, ${this.integer(e.shift).text})`, 'i32');
  }

  /** What is shown to fit, as int32_t. */
  private narrow(e: Expr): string {
    return cast(this.integer(e), 'i32').text;
  }

  private choose(e: ExprOf<'choose'>): Value {
    const amount = amountOf(e);
    if (amount && fits(amount, this.facts) && fits(e.yes, this.facts) && !this.verify)
      return primary(`its_abs(${this.narrow(amount)})`, 'i32');
    const yes = this.value(e.yes);
    const no = this.value(e.no);
    const kind = yes.kind === no.kind ? yes.kind : 'i64';
    const a = kind === 'i64' ? cast(yes, 'i64') : yes;
    const b = kind === 'i64' ? cast(no, 'i64') : no;
    const test = within(this.condition(e.test), Bind.Or);
    return {
      text: `${test} ? ${within(a, Bind.Choose)} : ${within(b, Bind.Choose)}`,
      kind,
      bind: Bind.Choose,
    };
  }

  /** A call, with arguments tested where they may not fit. */
  call(e: ExprOf<'call'>): Value {
    const args = this.args(e.args);
    if (e.object) args.unshift(this.address(e.object));
    const kind = e.type.kind === 'bool' ? 'bool' : 'i32';
    return primary(`${this.names.of(e.func)}(${args.join(', ')})`, kind);
  }

  args(args: readonly Expr[]): string[] {
    return args.map((arg) => {
      if (arg.type.kind === 'int') return this.stored(arg, undefined);
      return arg.type.kind === 'class' ? this.address(arg) : this.value(arg).text;
    });
  }

  condition(e: Expr): Value {
    switch (e.kind) {
      case 'boolean':
        return primary(e.value ? 'true' : 'false', 'bool');
      case 'not':
        return { text: `!${within(this.condition(e.operand), Bind.Unary)}`, kind: 'bool', bind: Bind.Unary };
      case 'logic': {
        const bind = e.operator === '&&' ? Bind.And : Bind.Or;
        const side = (operand: Expr): string => {
          const value = this.condition(operand);
          return value.bind === bind ? value.text : within(value, Bind.Equal);
        };
        return { text: `${side(e.left)} ${e.operator} ${side(e.right)}`, kind: 'bool', bind };
      }
      case 'compare':
        return this.compare(e);
      case 'variable':
        return primary(this.names.local(e.variable), 'bool');
      case 'field':
        return primary(`${this.inside(e.object)}${this.names.member(e.field.name)}`, 'bool');
      case 'call':
        return this.call(e);
      case 'choose':
        return this.choose(e);
      default:
        throw new Error(`no condition: ${e.kind}`);
    }
  }

  private compare(e: ExprOf<'compare'>): Value {
    const [operator, bind] = COMPARE[e.operator];
    if (e.left.type.kind === 'bool')
      return binary(this.condition(e.left), operator, this.condition(e.right), 'bool', bind);
    let left = this.integer(e.left);
    let right = this.integer(e.right);
    if (left.kind === 'u32' || right.kind === 'u32') {
      const unsigned = [e.left, e.right].every((each) => {
        const range = rangeOf(each, this.facts);
        return isWithin(range, { low: 0, high: 2 ** 32 - 1 });
      });
      left = cast(left, unsigned && left.kind !== 'i64' ? 'u32' : 'i64');
      right = cast(right, unsigned && right.kind !== 'i64' ? 'u32' : 'i64');
      if (left.kind !== right.kind) {
        left = cast(left, 'i64');
        right = cast(right, 'i64');
      }
    }
    return binary(left, operator, right, 'bool', bind);
  }

  /** An array or an object. */
  private pointer(e: Expr): Value {
    switch (e.kind) {
      case 'this':
        return primary('self', 'pointer');
      case 'variable':
        return primary(this.names.local(e.variable), 'pointer');
      case 'field':
        return primary(`${this.inside(e.object)}${this.names.member(e.field.name)}`, 'pointer');
      case 'choose': {
        const test = within(this.condition(e.test), Bind.Or);
        const side = (each: Expr) =>
          e.type.kind === 'class' ? this.address(each) : within(this.pointer(each), Bind.Choose);
        return { text: `${test} ? ${side(e.yes)} : ${side(e.no)}`, kind: 'pointer', bind: Bind.Choose };
      }
      default:
        throw new Error(`no array or object: ${e.kind}`);
    }
  }

  /** The address of an object. */
  address(e: Expr): string {
    const owned = e.kind === 'field' && e.field.storage === 'owned';
    return owned ? `&${this.pointer(e).text}` : this.pointer(e).text;
  }

  /** An object with the `.` or `->` that leads into it. */
  private inside(e: Expr): string {
    const owned = e.kind === 'field' && e.field.storage === 'owned';
    return `${within(this.pointer(e), Bind.Primary)}${owned ? '.' : '->'}`;
  }

  real(e: Expr): Value {
    if (e.kind === 'number') return realLiteral(e.value);
    if (e.type.kind === 'int') return cast(primary(`(${this.stored(e, undefined)})`, 'i32'), 'f64');
    switch (e.kind) {
      case 'member':
        return primary(
          `${this.names.local((e.object as ExprOf<'variable'>).variable)}->${this.names.member(e.member.name)}`,
          'f64',
        );
      case 'variable':
        return primary(this.names.local(e.variable), 'f64');
      case 'real': {
        const left = this.real(e.left);
        const right = this.real(e.right);
        if (e.operator === 'min' || e.operator === 'max')
          return primary(`its_real_${e.operator}(${left.text}, ${right.text})`, 'f64');
        const bind = e.operator === '+' || e.operator === '-' ? Bind.Add : Bind.Multiply;
        return binary(left, e.operator, right, 'f64', bind);
      }
      default:
        throw new Error(`no real number: ${e.kind}`);
    }
  }
}
