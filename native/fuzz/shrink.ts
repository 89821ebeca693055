/** Makes a failing program smaller: drops statements and parts of expressions as long as it still fails. */
import { runBatch, type Failure } from './batch';
import type { Expr, Method, Program, Stmt } from './grammar';

/** Candidates that are tried in one compilation. */
const AT_ONCE = 120;
const ROUNDS = 60;

export function shrink(failure: Failure, compiler: string): Failure {
  let best = failure;
  for (let round = 0; round < ROUNDS; round++) {
    const smaller = firstFailing(candidates(best.program), compiler);
    if (!smaller) return best;
    best = smaller;
  }
  return best;
}

function firstFailing(all: readonly Program[], compiler: string): Failure | undefined {
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const some = all.slice(from, from + AT_ONCE);
    // Each under a number of its own: names carry it.
    const numbered = some.map((each, i) => renumber(each, i));
    try {
      const { failures } = runBatch(numbered, compiler);
      const first = failures[0] as Failure | undefined;
      if (first) return first;
    } catch {
      // A candidate that is no program: those before it fail one by one.
      for (const each of numbered) {
        try {
          const first = runBatch([each], compiler).failures[0] as Failure | undefined;
          if (first) return first;
        } catch {
          continue;
        }
      }
    }
  }
  return undefined;
}

function renumber(program: Program, id: number): Program {
  const text = JSON.stringify({
    ...program,
    methods: program.methods.map((each) => ({ ...each, ranges: [...each.ranges] })),
  })
    .replaceAll(`f${program.id}_`, `f${id}_`)
    .replaceAll(`K${program.id}_`, `K${id}_`);
  const parsed = JSON.parse(text) as Program & { methods: (Method & { ranges: [string, never][] })[] };
  return {
    ...parsed,
    id,
    methods: parsed.methods.map((each) => ({ ...each, ranges: new Map(each.ranges) })),
  };
}

/** All programs that are one step smaller. */
function candidates(p: Program): Program[] {
  const all: Program[] = [];
  if (p.inputs.length > 1) {
    all.push({ ...p, inputs: p.inputs.slice(0, -1) }, { ...p, inputs: p.inputs.slice(1) });
  }
  p.methods.forEach((method, i) => {
    for (const body of smallerBlocks(method.body))
      all.push({ ...p, methods: p.methods.map((each, k) => (k === i ? { ...each, body } : each)) });
  });
  return all;
}

function* smallerBlocks(body: readonly Stmt[]): Generator<Stmt[]> {
  for (let i = 0; i < body.length; i++) {
    const before = body.slice(0, i);
    const after = body.slice(i + 1);
    const s = body[i];
    if (s.kind !== 'return' || after.length > 0) yield [...before, ...after];
    if (s.kind === 'if') yield [...before, ...s.yes, ...s.no, ...after];
    for (const each of smallerStatements(s)) yield [...before, each, ...after];
  }
}

function* smallerStatements(s: Stmt): Generator<Stmt> {
  switch (s.kind) {
    case 'let':
    case 'assign':
    case 'return':
    case 'fill':
      for (const value of smaller(s.value)) yield { ...s, value };
      if (s.kind === 'assign' && s.place.kind === 'element')
        for (const index of smaller(s.place.index)) yield { ...s, place: { ...s.place, index } };
      return;
    case 'if':
      for (const yes of smallerBlocks(s.yes)) yield { ...s, yes };
      for (const no of smallerBlocks(s.no)) yield { ...s, no };
      for (const test of smaller(s.test)) yield { ...s, test };
      return;
    case 'for':
      for (const body of smallerBlocks(s.body)) yield { ...s, body };
      return;
    case 'while':
      for (const body of smallerBlocks(s.body)) yield { ...s, body };
      for (const test of smaller(s.test)) yield { ...s, test };
      return;
    default:
  }
}

const CONDITIONS = ['compare', 'logic', 'not', 'flag'];

/** Simpler expressions of the same type. */
function* smaller(e: Expr): Generator<Expr> {
  const isCondition = CONDITIONS.includes(e.kind);
  const parts = Object.values(e).filter(
    (each): each is Expr => typeof each === 'object' && each !== null && 'kind' in each,
  );
  for (const part of parts) if (CONDITIONS.includes(part.kind) === isCondition) yield part;
  if (!isCondition && e.kind !== 'number') for (const value of [0, 1]) yield { kind: 'number', value };
  for (const [key, part] of Object.entries(e) as [string, unknown][]) {
    if (typeof part !== 'object' || part === null || !('kind' in part)) continue;
    for (const each of smaller(part as Expr)) yield { ...e, [key]: each };
  }
}
