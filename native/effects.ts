/**
 * What functions read and write of the kernel's memory, calls included; and the check that no result depends on the order of
 * evaluation, which C leaves open where TypeScript goes from left to right.
 */
import { eachExpression, eachStatement, expressions, operands, type Expr, type Func, type Stmt } from './ir';
import type { Pointers, Root } from './pointers';
import { Refusal, type Refusals } from './refusal';

export interface Effects {
  readonly reads: Set<Root>;
  readonly writes: Set<Root>;
}

export class EffectTable {
  private readonly table = new Map<Func, Effects>();

  constructor(
    functions: readonly Func[],
    private readonly pointers: Pointers,
  ) {
    for (const func of functions) this.table.set(func, { reads: new Set(), writes: new Set() });
    for (let grew = true; grew;) {
      grew = false;
      for (const func of functions) if (this.update(func)) grew = true;
    }
  }

  of(func: Func): Effects {
    return this.table.get(func) ?? { reads: new Set(), writes: new Set() };
  }

  /** What evaluating an expression reads and writes. */
  ofExpression(e: Expr): Effects {
    const effects: Effects = { reads: new Set(), writes: new Set() };
    eachExpression(e, (each) => this.take(each, effects));
    return effects;
  }

  private take(e: Expr, effects: Effects): void {
    if (e.kind === 'field' && e.field.storage === 'value') effects.reads.add(e.field);
    if (e.kind === 'element') for (const root of this.pointers.of(e.array)) effects.reads.add(root);
    if (e.kind !== 'call') return;
    const callee = this.of(e.func);
    for (const root of callee.reads) effects.reads.add(root);
    for (const root of callee.writes) effects.writes.add(root);
  }

  private update(func: Func): boolean {
    const effects = this.of(func);
    const before = effects.reads.size + effects.writes.size;
    eachStatement(func.body, (s) => {
      for (const e of expressions(s)) eachExpression(e, (each) => this.take(each, effects));
      for (const root of this.written(s)) effects.writes.add(root);
      if (s.kind === 'construct') {
        const callee = this.of(s.func);
        for (const root of callee.reads) effects.reads.add(root);
        for (const root of callee.writes) effects.writes.add(root);
      }
    });
    return effects.reads.size + effects.writes.size > before;
  }

  /** What a statement itself writes. */
  written(s: Stmt): Iterable<Root> {
    if (s.kind === 'fill' || s.kind === 'copyWithin') return this.pointers.of(s.array);
    if (s.kind !== 'assign') return [];
    if (s.place.kind === 'field') return [s.place.field];
    return s.place.kind === 'element' ? this.pointers.of(s.place.array) : [];
  }
}

/** Refuses every expression of a function whose value depends on the order in which its operands are evaluated. */
export function checkOrder(func: Func, effects: EffectTable, refusals: Refusals): void {
  const check = (siblings: readonly Expr[]) => refusals.attempt(() => requireIndependent(siblings, effects));
  eachStatement(func.body, (s) => {
    for (const e of expressions(s))
      eachExpression(e, (each) => {
        if (each.kind !== 'logic' && each.kind !== 'choose') check(operands(each));
      });
    // The place: of an element also its index is evaluated before the value in TypeScript.
    if (s.kind === 'assign' && s.place.kind === 'element') check([...operands(s.place), s.value]);
    if (s.kind === 'construct') check(s.args);
    if (s.kind === 'fill' || s.kind === 'copyWithin') check(expressions(s));
  });
}

function requireIndependent(siblings: readonly Expr[], effects: EffectTable): void {
  if (siblings.length < 2) return;
  const each = siblings.map((e) => effects.ofExpression(e));
  for (let i = 0; i < each.length; i++) {
    if (each[i].writes.size === 0) continue;
    for (let k = 0; k < each.length; k++) {
      if (k === i) continue;
      for (const root of each[i].writes)
        if (each[k].reads.has(root) || each[k].writes.has(root))
          throw new Refusal(
            siblings[i].node,
            `a call that changes "${root.name}" beside an operand that uses it: C leaves the order open`,
            'its result in a local first',
          );
    }
  }
}
