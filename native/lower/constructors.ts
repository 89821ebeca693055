/** What only a constructor does: make the arrays and objects of its class, and note references. */
import ts from 'typescript';
import type { Field, Stmt } from '../ir';
import { Refusal } from '../refusal';
import { lowerArguments, requireType } from './calls';
import type { Scope } from './context';
import { lowerExpression } from './expressions';

/** `this.name = value` as a statement; undefined when it is something else. */
export function constructs(statement: ts.Statement): { name: string; value: ts.Expression } | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return undefined;
  const { left, right, operatorToken } = statement.expression;
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left))
    return undefined;
  if (left.expression.kind !== ts.SyntaxKind.ThisKeyword) return undefined;
  return { name: left.name.text, value: right };
}

/** The value a field gets at construction. */
export function lowerFieldValue(field: Field, value: ts.Expression, scope: Scope): Stmt[] {
  switch (field.storage) {
    case 'array':
      // Its elements are 0, as all of the struct is before construction.
      if (!ts.isNewExpression(value))
        throw new Refusal(value, 'an array that is not made here', 'new, with a length');
      return [];
    case 'owned': {
      if (!ts.isNewExpression(value) || field.type.kind !== 'class')
        throw new Refusal(value, 'an object that is not made here', 'new');
      const func = field.type.of.construct;
      if (!func) throw new Refusal(value, 'a class without a constructor that the kernel takes', 'see there');
      requireType(value, { kind: 'this', node: value, type: scope.context.type(value) }, field.type);
      const args = lowerArguments(value, value.arguments ?? [], func, scope);
      return [{ kind: 'construct', field, func, args, node: value }];
    }
    case 'reference': {
      const reference = lowerExpression(value, scope);
      requireType(value, reference, field.type);
      return [{ kind: 'refer', field, value: reference, node: value }];
    }
    default: {
      const number = lowerExpression(value, scope);
      requireType(value, number, field.type);
      const object = { kind: 'this', node: value, type: { kind: 'class', of: field.of } } as const;
      const place = { kind: 'field', object, field, node: value, type: field.type } as const;
      return [{ kind: 'assign', place, value: number, node: value }];
    }
  }
}
