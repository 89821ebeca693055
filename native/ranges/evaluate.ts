/** What an expression can be in a state, and what a condition tells about the state. */
import type { EffectTable } from '../effects';
import type { Expr, ExprOf, Func, Variable } from '../ir';
import type { Pointers } from '../pointers';
import {
  add,
  and,
  BOOLEAN,
  complement,
  contains,
  cut,
  divide,
  ELEMENTS,
  EXACT,
  exactly,
  INT32,
  INT64,
  isWithin,
  join,
  meet,
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
} from './interval';
import { realOperation, toInteger } from './reals';
import { joinStates, Places, type State } from './state';
import type { Summary } from './summary';

const COMPARISONS_NEGATED = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '===': '!==',
  '!==': '===',
} as const;

/** A number or boolean; the members of an interface of numbers, by name; nothing for arrays and objects. */
export type Argument = Interval | ReadonlyMap<string, Interval> | undefined;

export interface Branches {
  readonly yes: State | undefined;
  readonly no: State | undefined;
}

export abstract class Evaluator {
  /** Of the function that is being followed. */
  protected places = new Places();
  /** What expressions were found to be, when recording. */
  readonly ranges = new Map<Expr, Interval>();
  protected isRecording = true;
  summary!: Summary;
  /** Elements that were reached on the way to a value, whatever the rest of its expression is: their indices were in range. */
  private reached: ExprOf<'element'>[] = [];
  /** A condition of a statement is followed: what is evaluated has come to its end before a branch is taken. */
  private isDeciding = false;

  constructor(
    protected readonly pointers: Pointers,
    protected readonly effects: EffectTable,
  ) {}

  /** Follows a call; what it returns. */
  protected abstract enter(func: Func, args: readonly Argument[]): Interval;

  /** What a number or boolean can be; booleans are 0 and 1. Calls in it may change the state. */
  evaluate(e: Expr, state: State): Interval {
    const range = e.type.kind === 'bool' ? this.evaluateCondition(e, state) : this.compute(e, state);
    if (this.isRecording) {
      const known = this.ranges.get(e);
      this.ranges.set(e, known ? join(known, range) : range);
    }
    return e.type.kind === 'real' ? range : cut(range, INT64);
  }

  private evaluateCondition(e: Expr, state: State): Interval {
    switch (e.kind) {
      case 'boolean':
        return exactly(e.value ? 1 : 0);
      case 'variable':
        return state.local(this.places.of(e.variable)) ?? BOOLEAN;
      case 'field':
        return this.readField(e, state);
      case 'call':
        return this.call(e, state);
      default: {
        const { yes, no } = this.apart(() => this.branch(e, state.clone()));
        const after = joinStates(yes, no);
        if (after) state.become(after);
        return { low: no ? 0 : 1, high: yes ? 1 : 0 };
      }
    }
  }

  /** Follows what may not be evaluated, or a function with names of its own: nothing reached in it counts outside. */
  protected apart<T>(follow: () => T): T {
    const { reached, isDeciding } = this;
    this.reached = [];
    this.isDeciding = false;
    const result = follow();
    this.reached = reached;
    this.isDeciding = isDeciding;
    return result;
  }

  /** As `branch`, for the condition of a statement. */
  protected decide(e: Expr, state: State): Branches {
    this.reached = [];
    this.isDeciding = true;
    const branches = this.branch(e, state);
    this.isDeciding = false;
    return branches;
  }

  /**
   * An expression has come to its end. An index that is not proven stops the program where it is out of range, so that from
   * here on the locals in it are known to be in range. (Not before: C leaves open what it evaluates first.)
   */
  protected settle(state: State): void {
    for (const { array, index } of this.reached) {
      const local = index.kind === 'arithmetic' ? index.left : index;
      if (local.kind === 'variable')
        this.learn(index, { low: 0, high: this.pointers.length(array) - 1 }, state);
    }
    this.reached = [];
  }

  private readField(e: ExprOf<'field'>, state: State): Interval {
    this.visitObject(e.object, state);
    const place = this.places.ofField(e);
    return (place === undefined ? undefined : state.field(place)) ?? this.summary.field(e.field);
  }

  /** Objects and arrays have no interval, but what they are reached through may be a choice with a condition. */
  private visitObject(e: Expr, state: State): void {
    if (e.kind === 'choose') {
      const { yes, no } = this.branch(e.test, state.clone());
      if (yes) this.visitObject(e.yes, yes);
      if (no) this.visitObject(e.no, no);
    } else if (e.kind === 'field') this.visitObject(e.object, state);
  }

  private compute(e: Expr, state: State): Interval {
    switch (e.kind) {
      case 'number':
        return exactly(e.value);
      case 'variable':
        return state.local(this.places.of(e.variable)) ?? INT32;
      case 'field':
        return this.readField(e, state);
      case 'member':
        return this.member(e);
      case 'element':
        return this.readElement(e, state);
      case 'length':
        return exactly(this.pointers.length(e.array));
      case 'negate':
        return negate(this.evaluate(e.operand, state));
      case 'complement':
        return complement(wrap(this.evaluate(e.operand, state)));
      case 'wrap':
        return wrap(this.evaluate(e.operand, state));
      case 'choose':
        return this.choose(e, state);
      case 'call':
        return this.call(e, state);
      case 'mulShift':
        return this.mulShift(e, state);
      case 'round':
      case 'floor':
      case 'truncate':
        return cut(toInteger(e.kind, this.evaluate(e.operand, state)), INT32);
      default:
        return this.computeBinary(e as ExprOf<'arithmetic' | 'bitwise'>, state);
    }
  }

  private computeBinary(
    e: ExprOf<'arithmetic' | 'bitwise' | 'divide' | 'remainder' | 'imul' | 'real' | 'least' | 'greatest'>,
    state: State,
  ): Interval {
    const a = this.evaluate(e.left, state);
    const b = this.evaluate(e.right, state);
    switch (e.kind) {
      case 'arithmetic':
        return e.operator === '+' ? add(a, b) : e.operator === '-' ? subtract(a, b) : multiply(a, b);
      case 'bitwise':
        return bitwise(e, a, b);
      case 'divide':
        return wrap(divide(a, b));
      case 'remainder':
        return remainder(a, b);
      case 'imul': {
        const product = multiply(wrap(a), wrap(b));
        return isWithin(product, INT32) ? product : INT32;
      }
      case 'real':
        return realOperation(e.operator, a, b);
      case 'least':
        return { low: Math.min(a.low, b.low), high: Math.min(a.high, b.high) };
      case 'greatest':
        return { low: Math.max(a.low, b.low), high: Math.max(a.high, b.high) };
    }
  }

  /** A member of what a constructor is given. */
  protected abstract member(e: ExprOf<'member'>): Interval;

  private readElement(e: ExprOf<'element'>, state: State): Interval {
    this.visitObject(e.array, state);
    this.evaluate(e.index, state);
    this.reach(e);
    let range: Interval | undefined;
    for (const root of this.pointers.of(e.array)) {
      const element = this.summary.element(root);
      range = range ? join(range, element) : element;
    }
    return range ?? (e.array.type.kind === 'array' ? ELEMENTS[e.array.type.element] : INT32);
  }

  protected reach(e: ExprOf<'element'>): void {
    this.reached.push(e);
  }

  private choose(e: ExprOf<'choose'>, state: State): Interval {
    const { yes, no } = this.apart(() => this.branch(e.test, state.clone()));
    const a = yes && this.apart(() => this.evaluate(e.yes, yes));
    const b = no && this.apart(() => this.evaluate(e.no, no));
    const after = joinStates(yes, no);
    if (after) state.become(after);
    return a && b ? join(a, b) : (a ?? b ?? exactly(0));
  }

  private mulShift(e: ExprOf<'mulShift'>, state: State): Interval {
    const a = this.evaluate(e.left, state);
    const b = this.evaluate(e.right, state);
    const n = this.evaluate(e.shift, state);
    const product = multiply(a, b);
    return isWithin(product, EXACT) ? wrap(shiftRight(product, n)) : INT32;
  }

  call(e: ExprOf<'call'>, state: State): Interval {
    if (e.object) this.visitObject(e.object, state);
    const result = this.enter(e.func, this.argumentsOf(e.args, state));
    const { writes } = this.effects.of(e.func);
    state.forget((field) => writes.has(field));
    return result;
  }

  protected argumentsOf(args: readonly Expr[], state: State): Argument[] {
    return args.map((arg) => {
      if (arg.type.kind === 'int' || arg.type.kind === 'bool') return this.evaluate(arg, state);
      if (arg.type.kind === 'record' && arg.kind === 'variable') return this.record(arg.variable);
      this.visitObject(arg, state);
      return undefined;
    });
  }

  protected abstract record(variable: Variable): ReadonlyMap<string, Interval> | undefined;

  /** Evaluates a condition; the states in which it holds and does not, undefined where that cannot be. */
  branch(e: Expr, state: State): Branches {
    switch (e.kind) {
      case 'not': {
        const { yes, no } = this.branch(e.operand, state);
        return { yes: no, no: yes };
      }
      case 'logic':
        return e.operator === '&&' ? this.branchAnd(e, state) : this.branchOr(e, state);
      case 'compare':
        if (e.left.type.kind !== 'bool') return this.compare(e, state);
        this.evaluate(e.left, state);
        this.evaluate(e.right, state);
        if (this.isDeciding) this.settle(state);
        return { yes: state.clone(), no: state };
      case 'choose': {
        const { yes, no } = this.branch(e.test, state);
        const a = yes ? this.branch(e.yes, yes) : { yes: undefined, no: undefined };
        const b = no ? this.branch(e.no, no) : { yes: undefined, no: undefined };
        return { yes: joinStates(a.yes, b.yes), no: joinStates(a.no, b.no) };
      }
      default: {
        const range = this.evaluate(e, state);
        if (this.isDeciding) this.settle(state);
        const yes = contains(range, 1) ? state.clone() : undefined;
        const no = contains(range, 0) ? state : undefined;
        if (yes) this.learn(e, exactly(1), yes);
        if (no) this.learn(e, exactly(0), no);
        return { yes, no };
      }
    }
  }

  private branchAnd(e: ExprOf<'logic'>, state: State): Branches {
    const left = this.branch(e.left, state);
    if (!left.yes) return { yes: undefined, no: left.no };
    const right = this.branch(e.right, left.yes);
    return { yes: right.yes, no: joinStates(left.no, right.no) };
  }

  private branchOr(e: ExprOf<'logic'>, state: State): Branches {
    const left = this.branch(e.left, state);
    if (!left.no) return { yes: left.yes, no: undefined };
    const right = this.branch(e.right, left.no);
    return { yes: joinStates(left.yes, right.yes), no: right.no };
  }

  private compare(e: ExprOf<'compare'>, state: State): Branches {
    const a = this.evaluate(e.left, state);
    const b = this.evaluate(e.right, state);
    if (this.isDeciding) this.settle(state);
    return {
      yes: this.assume(e, e.operator, a, b, state.clone()),
      no: this.assume(e, COMPARISONS_NEGATED[e.operator], a, b, state),
    };
  }

  /** The state when `left operator right` holds, a and b being what they can be. */
  private assume(
    e: ExprOf<'compare'>,
    operator: ExprOf<'compare'>['operator'],
    a: Interval,
    b: Interval,
    state: State,
  ): State | undefined {
    const narrowed = narrow(operator, a, b);
    if (!narrowed) return undefined;
    this.learn(e.left, narrowed[0], state);
    this.learn(e.right, narrowed[1], state);
    return state;
  }

  /** An expression turns out to lie in an interval: what that says of its variables. */
  private learn(e: Expr, interval: Interval, state: State): void {
    switch (e.kind) {
      case 'variable': {
        const known = state.local(this.places.of(e.variable));
        if (known) state.setLocal(this.places.of(e.variable), meet(known, interval) ?? interval);
        return;
      }
      case 'field': {
        const place = this.places.ofField(e);
        if (place === undefined) return;
        const known = state.field(place) ?? this.summary.field(e.field);
        state.learnField(place, e.field, meet(known, interval) ?? interval);
        return;
      }
      case 'negate':
        return this.learn(e.operand, negate(interval), state);
      case 'wrap':
        if (this.isUncut(e.operand)) this.learn(e.operand, interval, state);
        return;
      case 'arithmetic': {
        if (e.right.kind !== 'number' || e.operator === '*') return;
        const by = exactly(e.right.value);
        this.learn(e.left, e.operator === '+' ? subtract(interval, by) : add(interval, by), state);
        return;
      }
      default:
    }
  }

  /** Is `| 0` known to change nothing here? */
  private isUncut(e: Expr): boolean {
    return e.kind === 'variable' || e.kind === 'field';
  }
}

function bitwise(e: ExprOf<'bitwise'>, left: Interval, right: Interval): Interval {
  const a = wrap(left);
  switch (e.operator) {
    case '&':
      return and(a, wrap(right));
    case '|':
      return or(a, wrap(right));
    case '^':
      return xor(a, wrap(right));
    case '<<':
      return wrap(shiftLeft(a, shiftCount(right)));
    case '>>':
      return shiftRight(a, shiftCount(right));
    case '>>>':
      return shiftRight(wrapUnsigned(left), shiftCount(right));
  }
}

/** What is left of a and b when they compare so; undefined when they cannot. */
function narrow(
  operator: ExprOf<'compare'>['operator'],
  a: Interval,
  b: Interval,
): [Interval, Interval] | undefined {
  switch (operator) {
    case '<':
      return less(a, b, 1);
    case '<=':
      return less(a, b, 0);
    case '>': {
      const turned = less(b, a, 1);
      return turned && [turned[1], turned[0]];
    }
    case '>=': {
      const turned = less(b, a, 0);
      return turned && [turned[1], turned[0]];
    }
    case '===': {
      const both = meet(a, b);
      return both && [both, both];
    }
    case '!==':
      return differ(a, b);
  }
}

/** a + by <= b */
function less(a: Interval, b: Interval, by: number): [Interval, Interval] | undefined {
  if (a.low + by > b.high) return undefined;
  return [
    { low: a.low, high: Math.min(a.high, b.high - by) },
    { low: Math.max(b.low, a.low + by), high: b.high },
  ];
}

function differ(a: Interval, b: Interval): [Interval, Interval] | undefined {
  if (a.low === a.high && b.low === b.high) return a.low === b.low ? undefined : [a, b];
  return [without(a, b), without(b, a)];
}

/** An interval less one value, where that is one of its ends. */
function without(a: Interval, b: Interval): Interval {
  if (b.low !== b.high) return a;
  if (a.low === b.low) return { low: a.low + 1, high: a.high };
  if (a.high === b.low) return { low: a.low, high: a.high - 1 };
  return a;
}
