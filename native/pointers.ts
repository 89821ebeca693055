/**
 * What the arrays that names stand for may be: which field's array, or which that C is given. Taken together over the whole
 * program, whatever the order of what happens.
 */
import {
  eachExpression,
  eachStatement,
  expressions,
  type Expr,
  type Field,
  type Func,
  type Variable,
} from './ir';

/** An array: that of a field (of every object of its class), or a parameter that has it from outside. */
export type Root = Field | Variable;

export class Pointers {
  private readonly roots = new Map<Variable, Set<Root>>();

  constructor(functions: readonly Func[]) {
    const called = new Set<Func>();
    for (const func of functions) this.calls(func, (callee) => called.add(callee));
    for (const func of functions) {
      for (const parameter of func.parameters) {
        if (parameter.type.kind !== 'array') continue;
        // Without a caller it is an array of its own.
        if (func.isEntry || !called.has(func)) this.add(parameter, [parameter]);
      }
    }
    for (let grew = true; grew;) {
      grew = false;
      for (const func of functions) if (this.flow(func)) grew = true;
    }
  }

  /** The arrays that an expression may stand for. */
  of(e: Expr): ReadonlySet<Root> {
    if (e.kind === 'field') return new Set([e.field]);
    if (e.kind === 'variable') return this.roots.get(e.variable) ?? new Set();
    if (e.kind === 'choose') return new Set([...this.of(e.yes), ...this.of(e.no)]);
    return new Set();
  }

  /** The least number of elements that an array may have; 0 when it is none of the program's. */
  length(e: Expr): number {
    const lengths = [...this.of(e)].map((root) => root.length ?? 0);
    return lengths.length ? Math.min(...lengths) : 0;
  }

  /** Have all the arrays that an expression may stand for the same number of elements? */
  isLengthKnown(e: Expr): boolean {
    return new Set([...this.of(e)].map((root) => root.length)).size === 1;
  }

  private add(variable: Variable, roots: Iterable<Root>): boolean {
    let known = this.roots.get(variable);
    if (!known) this.roots.set(variable, (known = new Set()));
    const before = known.size;
    for (const root of roots) known.add(root);
    return known.size > before;
  }

  private flow(func: Func): boolean {
    let grew = false;
    const pass = (callee: Func, args: readonly Expr[]) => {
      args.forEach((arg, i) => {
        if (arg.type.kind === 'array' && this.add(callee.parameters[i], this.of(arg))) grew = true;
      });
    };
    eachStatement(func.body, (s) => {
      if (s.kind === 'declare' && s.value && s.variable.type.kind === 'array') {
        if (this.add(s.variable, this.of(s.value))) grew = true;
      }
      if (s.kind === 'construct') pass(s.func, s.args);
      for (const e of expressions(s))
        eachExpression(e, (each) => each.kind === 'call' && pass(each.func, each.args));
    });
    return grew;
  }

  private calls(func: Func, visit: (callee: Func) => void): void {
    eachStatement(func.body, (s) => {
      if (s.kind === 'construct') visit(s.func);
      for (const e of expressions(s)) eachExpression(e, (each) => each.kind === 'call' && visit(each.func));
    });
  }
}
