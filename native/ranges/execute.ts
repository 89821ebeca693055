/** Follows statements: what is known after them, and what they store. */
import {
  eachStatement,
  type Expr,
  type ExprOf,
  type Func,
  type Stmt,
  type StmtOf,
  type Variable,
} from '../ir';
import { Evaluator, type Argument } from './evaluate';
import { BOOLEAN, clamp, cut, ELEMENTS, INT32, join, type Interval } from './interval';
import { joinStates, Places, State } from './state';
import { Summary } from './summary';
import type { Widening } from './widen';

/** Rounds of a loop that are followed one by one before it is taken together: 16 digits of a root, 31 shifts. */
const ROUNDS_QUICK = 20;
/** The same where all is to be found out: longer than any pass over the ring. */
const ROUNDS_PRECISE = 1100;
/** Rounds that nothing counts are not worth following for long; those of a loop around others hardly at all. */
const ROUNDS_UNCOUNTED = 36;
const ROUNDS_OUTER = 3;
/** Rounds in which an end that grows goes to the next constant; after them, as far as it can. */
const STEPS_OF_WIDENING = 8;
/** Different arguments with which a function is followed; beyond, with all that were seen together. */
const CONTEXTS = 600;

/** Ways out of the loop being followed. */
interface Loop {
  broken: State | undefined;
  continued: State | undefined;
}

interface Frame {
  readonly func: Func;
  result: Interval | undefined;
  loop: Loop | undefined;
  /** The numbers that its parameters of such types hold. */
  readonly records: Map<Variable, ReadonlyMap<string, Interval>>;
}

export class Executor extends Evaluator {
  /** What was stored in this pass. */
  stored = new Summary();
  /** What was given for parameters. */
  readonly arguments = new Map<Variable, Interval>();
  isPrecise = false;
  widening!: Widening;
  private frame!: Frame;
  private isStoring = true;
  private contexts = new Map<Func, Map<string, Interval>>();
  private seen = new Map<Func, readonly Argument[]>();
  private readonly functions = new Map<Func, Places>();

  /** Another pass over the program, with what is known now. */
  begin(summary: Summary, isPrecise: boolean): void {
    this.summary = summary;
    this.stored = new Summary();
    this.isPrecise = isPrecise;
    this.contexts = new Map();
    this.seen = new Map();
    this.ranges.clear();
    this.arguments.clear();
  }

  /** Follows a function that is called with these; what it returns. */
  enter(func: Func, given: readonly Argument[]): Interval {
    let args = given;
    let known = this.contexts.get(func);
    if (!known) this.contexts.set(func, (known = new Map<string, Interval>()));
    const seen = this.seen.get(func);
    if (seen && known.size >= CONTEXTS)
      args = seen.map((each, i) => joinArgument(each, given[i], this.widening.widen));
    this.seen.set(func, seen ? seen.map((each, i) => joinArgument(each, args[i], (_, to) => to)) : args);
    // What a search for a loop's end stores does not count: such a visit must not stand for one that does.
    const key = `${this.isStoring ? '' : 'search '}${args.map(keyOf).join(' ')}`;
    const before = known.get(key);
    if (before) return before;
    const result = this.follow(func, args);
    known.set(key, result);
    return result;
  }

  private follow(func: Func, args: readonly Argument[]): Interval {
    const outer = this.frame as Frame | undefined;
    const outerPlaces = this.places;
    this.frame = { func, result: undefined, loop: undefined, records: new Map() };
    this.places = this.placesOf(func);
    const state = State.empty();
    func.parameters.forEach((parameter, i) => this.pass(parameter, args[i], state));
    this.apart(() => this.all(func.body, state));
    const { result } = this.frame;
    if (outer) this.frame = outer;
    this.places = outerPlaces;
    const all = func.result.kind === 'bool' ? BOOLEAN : INT32;
    return result ?? (func.resultRange && func.result.kind === 'int' ? func.resultRange : all);
  }

  private pass(parameter: Variable, given: Argument, state: State): void {
    if (!given) return;
    if (!('low' in given)) {
      this.frame.records.set(parameter, given);
      return;
    }
    if (this.isStoring) {
      const known = this.arguments.get(parameter);
      this.arguments.set(parameter, known ? join(known, given) : given);
    }
    state.setLocal(this.places.of(parameter), clamp(cut(given, INT32), parameter.range ?? INT32));
  }

  private placesOf(func: Func): Places {
    let places = this.functions.get(func);
    if (!places) this.functions.set(func, (places = new Places()));
    return places;
  }

  protected record(variable: Variable): ReadonlyMap<string, Interval> | undefined {
    return this.frame.records.get(variable);
  }

  protected member(e: ExprOf<'member'>): Interval {
    const record = e.object.kind === 'variable' ? this.record(e.object.variable) : undefined;
    return record?.get(e.member.name) ?? e.member.range ?? { low: -Infinity, high: Infinity };
  }

  /** Follows statements one after the other; undefined when their end is not reached. */
  private all(body: readonly Stmt[], state: State | undefined): State | undefined {
    let now = state;
    for (const s of body) {
      if (!now) return undefined;
      now = this.one(s, now);
    }
    return now;
  }

  private one(s: Stmt, state: State): State | undefined {
    switch (s.kind) {
      case 'declare':
        if (s.value) this.declare(s.variable, s.value, state);
        return state;
      case 'assign':
        this.assign(s, state);
        return state;
      case 'refer':
        return state;
      case 'construct':
        this.enter(s.func, this.argumentsOf(s.args, state));
        this.settle(state);
        return state;
      case 'call':
        this.evaluate(s.call, state);
        this.settle(state);
        return state;
      case 'fill':
        this.storeElement(s.array, this.evaluate(s.value, state));
        this.settle(state);
        return state;
      case 'copyWithin':
        for (const e of [s.target, s.start, s.end]) if (e) this.evaluate(e, state);
        this.settle(state);
        return state;
      case 'block':
        return this.all(s.body, state);
      case 'if': {
        const { yes, no } = this.decide(s.test, state);
        const a = yes && this.one(s.yes, yes);
        const b = no && s.no ? this.one(s.no, no) : no;
        return joinStates(a, b);
      }
      case 'while':
      case 'do':
      case 'for':
        return this.loop(s, state);
      case 'return':
        this.return(s, state);
        return undefined;
      case 'break':
        if (this.frame.loop) this.frame.loop.broken = joinStates(this.frame.loop.broken, state);
        return undefined;
      case 'continue':
        if (this.frame.loop) this.frame.loop.continued = joinStates(this.frame.loop.continued, state);
        return undefined;
      case 'empty':
        return state;
    }
  }

  private declare(variable: Variable, value: Expr, state: State): void {
    if (value.type.kind !== 'int' && value.type.kind !== 'bool' && value.type.kind !== 'real') {
      // An array or object: its condition, when it is a choice, may hold calls and indices.
      if (value.kind === 'choose') this.apart(() => this.branch(value.test, state.clone()));
      return;
    }
    const range = this.evaluate(value, state);
    this.settle(state);
    state.setLocal(
      this.places.of(variable),
      value.type.kind === 'real' ? range : stored(range, variable.range),
    );
  }

  private assign(s: StmtOf<'assign'>, state: State): void {
    const { place, value } = s;
    if (place.kind === 'element') {
      this.evaluate(place.index, state);
      this.reach(place);
      this.storeElement(place.array, this.evaluate(value, state));
      this.settle(state);
      return;
    }
    const range = this.evaluate(value, state);
    this.settle(state);
    if (place.kind === 'variable') {
      state.setLocal(this.places.of(place.variable), stored(range, place.variable.range));
      return;
    }
    const left = stored(range, place.field.range);
    if (this.isStoring) this.stored.store(place.field, left);
    state.storeField(this.places.ofField(place), place.field, left);
  }

  private storeElement(array: Expr, range: Interval): void {
    if (!this.isStoring || array.type.kind !== 'array') return;
    const all = ELEMENTS[array.type.element];
    const left = cut(range, all);
    for (const root of this.pointers.of(array)) this.stored.store(root, clamp(left, root.range ?? all));
  }

  private return(s: StmtOf<'return'>, state: State): void {
    if (!s.value) return;
    const range = this.evaluate(s.value, state);
    this.settle(state);
    const result = s.value.type.kind === 'bool' ? range : stored(range, this.frame.func.resultRange);
    this.frame.result = this.frame.result ? join(this.frame.result, result) : result;
  }

  private loop(s: StmtOf<'while' | 'do' | 'for'>, entry: State): State | undefined {
    const start = s.kind === 'for' ? this.all(s.start, entry) : entry;
    if (!start) return undefined;
    const outer = this.frame.loop;
    const after = this.unrolled(s, start) ?? { exit: this.together(s, start) };
    this.frame.loop = outer;
    return after.exit;
  }

  /** One round: the state after it, and those in which the loop was left. */
  private round(
    s: StmtOf<'while' | 'do' | 'for'>,
    state: State,
  ): { next: State | undefined; exit: State | undefined } {
    const loop: Loop = { broken: undefined, continued: undefined };
    this.frame.loop = loop;
    const test = (at: State) => (s.test ? this.decide(s.test, at) : { yes: at, no: undefined });
    if (s.kind === 'do') {
      const end = joinStates(this.one(s.body, state), loop.continued);
      const { yes, no } = end ? test(end) : { yes: undefined, no: undefined };
      return { next: yes, exit: joinStates(no, loop.broken) };
    }
    const { yes, no } = test(state);
    const end = yes && joinStates(this.one(s.body, yes), loop.continued);
    const next = end && s.kind === 'for' ? this.all(s.step, end) : end;
    return { next, exit: joinStates(no, loop.broken) };
  }

  /** How many rounds of a loop may be followed one by one. */
  private roundsOf(s: StmtOf<'while' | 'do' | 'for'>): number {
    if (s.kind === 'for' && s.start.length > 0 && s.step.length > 0)
      return this.isPrecise ? ROUNDS_PRECISE : ROUNDS_QUICK;
    let holdsLoops = false;
    eachStatement([s.body], (each) => {
      if (each.kind === 'while' || each.kind === 'do' || each.kind === 'for') holdsLoops = true;
    });
    if (holdsLoops) return ROUNDS_OUTER;
    return this.isPrecise ? ROUNDS_UNCOUNTED : ROUNDS_QUICK;
  }

  /** Follows the rounds one by one; undefined when they do not come to an end soon. */
  private unrolled(s: StmtOf<'while' | 'do' | 'for'>, start: State): { exit: State | undefined } | undefined {
    const most = this.roundsOf(s);
    let exit: State | undefined;
    let state = start.clone();
    for (let rounds = 0; rounds < most; rounds++) {
      const before = state.clone();
      const { next, exit: left } = this.round(s, state);
      exit = joinStates(exit, left);
      if (!next) return { exit };
      if (next.equals(before)) return undefined;
      state = next;
    }
    return undefined;
  }

  /** All rounds taken together: what holds at the head of any of them. */
  private together(s: StmtOf<'while' | 'do' | 'for'>, start: State): State | undefined {
    const wasRecording = this.isRecording;
    const wasStoring = this.isStoring;
    this.isRecording = false;
    this.isStoring = false;
    let head = start;
    for (let rounds = 0; ; rounds++) {
      const { next } = this.round(s, head.clone());
      const joined = joinStates(head, next) ?? head;
      if (joined.equals(head)) break;
      const { widen, widenFully } = this.widening;
      head = rounds < 3 ? joined : head.widen(joined, rounds < STEPS_OF_WIDENING ? widen : widenFully);
    }
    // What widening took too far comes back: start and what a round makes of the head hold all there is.
    for (let i = 0; i < 2; i++) {
      const { next } = this.round(s, head.clone());
      head = joinStates(start, next) ?? start;
    }
    this.isRecording = wasRecording;
    this.isStoring = wasStoring;
    const { exit } = this.round(s, head.clone());
    return exit;
  }
}

/** What a store leaves of a value: 32 bits, and what is declared. */
function stored(range: Interval, declared: Interval | undefined): Interval {
  return declared ? clamp(range, declared) : cut(range, INT32);
}

function joinArgument(
  a: Argument,
  b: Argument,
  combine: (from: Interval, to: Interval) => Interval,
): Argument {
  if (!a || !b) return a ?? b;
  if ('low' in a) return 'low' in b ? combine(a, join(a, b)) : a;
  if ('low' in b) return a;
  return new Map([...a].map(([name, mine]) => [name, join(mine, b.get(name) ?? mine)]));
}

function keyOf(argument: Argument): string {
  if (!argument) return '';
  if ('low' in argument) return `${argument.low}:${argument.high}`;
  return [...argument].map(([name, each]) => `${name}=${each.low}:${each.high}`).join();
}
