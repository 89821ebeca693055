/**
 * The ranges of a program: what every expression can be, whatever is done with the kernel from outside.
 *
 * First upwards: passes over all entry points, each with what the ones before have stored, until nothing is new (ends that keep
 * growing are widened). Then downwards: what is known holds all that can happen, so another pass with it does too, and finds
 * less. The last pass is the result.
 */
import { EffectTable } from '../effects';
import type { Facts } from '../facts';
import type { Program, RecordDef, Variable } from '../ir';
import { Pointers } from '../pointers';
import type { Argument } from './evaluate';
import { Executor } from './execute';
import { BOOLEAN, INT32, type Interval } from './interval';
import { Summary } from './summary';
import { Widening } from './widen';

const ROUNDS_BEFORE_WIDENING = 3;
/** Rounds in which an end that grows goes to the next constant; after them, as far as it can. */
const STEPS_OF_WIDENING = 8;
const ROUNDS_DOWN = 3;

export function analyse(program: Program): Facts {
  const pointers = new Pointers(program.functions);
  const effects = new EffectTable(program.functions, pointers);
  const executor = new Executor(pointers, effects);
  executor.widening = new Widening(program.functions);
  let summary = new Summary();
  for (let round = 0; ; round++) {
    executor.begin(summary, false);
    pass(program, executor);
    if (summary.includes(executor.stored)) break;
    const { widen, widenFully } = executor.widening;
    summary = Summary.join(summary, executor.stored, (from, to) => {
      if (round < ROUNDS_BEFORE_WIDENING) return to;
      return round < STEPS_OF_WIDENING ? widen(from, to) : widenFully(from, to);
    });
  }
  for (let round = 0; round < ROUNDS_DOWN; round++) {
    executor.begin(summary, true);
    pass(program, executor);
    summary = executor.stored;
  }
  return {
    range: (e) => executor.ranges.get(e),
    parameter: (variable) => executor.arguments.get(variable),
    length: (array) => pointers.length(array),
  };
}

/** Everything that can be done with the kernel, once: it is made, and its methods are called. */
function pass(program: Program, executor: Executor): void {
  const { construct } = program.root;
  const entries = program.functions.filter((func) => func.isEntry);
  for (const func of construct ? [construct, ...entries] : entries) {
    executor.enter(
      func,
      func.parameters.map((parameter): Argument => {
        const { type, range } = parameter;
        if (type.kind === 'bool') return BOOLEAN;
        if (type.kind === 'record') return recordOf(type.of, parameter);
        return type.kind === 'int' ? (range ?? INT32) : undefined;
      }),
    );
  }
}

function recordOf(record: RecordDef, parameter: Variable): ReadonlyMap<string, Interval> {
  const everything = { low: -Infinity, high: Infinity };
  return new Map(
    record.members.map((member) => [
      member.name,
      parameter.members?.get(member.name) ?? member.range ?? everything,
    ]),
  );
}
