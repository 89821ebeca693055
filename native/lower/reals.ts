/** Real numbers, which constructors alone may compute with. */
import type ts from 'typescript';
import { INT, REAL, type Expr } from '../ir';
import { Refusal } from '../refusal';
import type { Scope } from './context';
import { lowerExpression, refuseFraction } from './expressions';

/** `+ - * /` of real numbers, or a fraction of integers; undefined when the operands are integers and so is the result. */
export function lowerRealBinary(node: ts.BinaryExpression, scope: Scope): Expr | undefined {
  if (!scope.isConstruction) return undefined;
  const operator = node.operatorToken.getText() as '+' | '-' | '*' | '/';
  const left = lowerExpression(node.left, scope);
  const right = lowerExpression(node.right, scope);
  if (left.type.kind !== 'real' && right.type.kind !== 'real' && operator !== '/') return undefined;
  requireNumber(left);
  requireNumber(right);
  return { kind: 'real', operator, left, right, node, type: REAL };
}

function requireNumber(e: Expr): void {
  if (e.type.kind !== 'int' && e.type.kind !== 'real')
    throw new Refusal(e.node, `no number but a ${e.type.kind}`, 'a number');
}

/** Math.round, Math.floor, Math.min, Math.max in a constructor. */
export function lowerMath(node: ts.CallExpression, name: string, scope: Scope): Expr {
  if (!scope.isConstruction) {
    if (name === 'Math.round' || name === 'Math.floor') throw refuseFraction(node);
    throw new Refusal(node, `${name} outside of a constructor: slow on XS`, 'a comparison, as a > b ? a : b');
  }
  const args = node.arguments.map((each) => lowerExpression(each, scope));
  for (const each of args) requireNumber(each);
  if ((name === 'Math.round' || name === 'Math.floor') && args.length === 1) {
    if (args[0].type.kind === 'int') return args[0];
    return { kind: name === 'Math.round' ? 'round' : 'floor', operand: args[0], node, type: INT };
  }
  if ((name === 'Math.min' || name === 'Math.max') && args.length >= 2) {
    const real = args.some((each) => each.type.kind === 'real');
    return args.slice(1).reduce((left, right): Expr => {
      if (real)
        return { kind: 'real', operator: name === 'Math.min' ? 'min' : 'max', left, right, node, type: REAL };
      return { kind: name === 'Math.min' ? 'least' : 'greatest', left, right, node, type: INT };
    }, args[0]);
  }
  throw new Refusal(node, `${name} of ${args.length}`, 'Math.round, Math.floor, Math.min, Math.max');
}
