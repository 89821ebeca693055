/** Expressions: TypeScript's into the kernel's, or refused. */
import ts from 'typescript';
import { constantValue, isInteger } from '../constants';
import { BOOL, INT, REAL, type Bitwise, type Comparison, type Expr } from '../ir';
import { Consequence, Refusal } from '../refusal';
import { lowerCall } from './calls';
import type { Scope } from './context';
import { lowerRealBinary } from './reals';

const { SyntaxKind } = ts;

const BITWISE = new Map<ts.SyntaxKind, Bitwise>([
  [SyntaxKind.BarToken, '|'],
  [SyntaxKind.AmpersandToken, '&'],
  [SyntaxKind.CaretToken, '^'],
  [SyntaxKind.LessThanLessThanToken, '<<'],
  [SyntaxKind.GreaterThanGreaterThanToken, '>>'],
  [SyntaxKind.GreaterThanGreaterThanGreaterThanToken, '>>>'],
]);
const COMPARISONS = new Map<ts.SyntaxKind, Comparison>([
  [SyntaxKind.LessThanToken, '<'],
  [SyntaxKind.LessThanEqualsToken, '<='],
  [SyntaxKind.GreaterThanToken, '>'],
  [SyntaxKind.GreaterThanEqualsToken, '>='],
  [SyntaxKind.EqualsEqualsEqualsToken, '==='],
  [SyntaxKind.ExclamationEqualsEqualsToken, '!=='],
]);

export function lowerExpression(node: ts.Expression, scope: Scope): Expr {
  const constant = lowerConstant(node, scope);
  if (constant) return constant;
  if (ts.isParenthesizedExpression(node)) return lowerExpression(node.expression, scope);
  if (node.kind === SyntaxKind.TrueKeyword) return { kind: 'boolean', value: true, node, type: BOOL };
  if (node.kind === SyntaxKind.FalseKeyword) return { kind: 'boolean', value: false, node, type: BOOL };
  if (node.kind === SyntaxKind.ThisKeyword) return lowerThis(node, scope);
  if (ts.isIdentifier(node)) return lowerName(node, scope);
  if (ts.isPropertyAccessExpression(node)) return lowerProperty(node, scope);
  if (ts.isElementAccessExpression(node)) return lowerElement(node, scope);
  if (ts.isPrefixUnaryExpression(node)) return lowerUnary(node, scope);
  if (ts.isBinaryExpression(node)) return lowerBinary(node, scope);
  if (ts.isConditionalExpression(node)) return lowerChoice(node, scope);
  if (ts.isCallExpression(node)) return lowerCall(node, scope);
  throw refuseExpression(node);
}

/** As `lowerExpression`, for where an integer is needed. */
export function lowerInteger(node: ts.Expression, scope: Scope): Expr {
  const e = lowerExpression(node, scope);
  if (e.type.kind === 'int') return e;
  if (e.type.kind === 'real')
    throw new Refusal(node, 'a fraction where an integer is needed', 'Math.round(x), Math.floor(x) or x | 0');
  throw new Refusal(node, `no number but a ${e.type.kind}`, 'an integer');
}

/** As `lowerExpression`, for a condition. */
export function lowerCondition(node: ts.Expression, scope: Scope): Expr {
  const e = lowerExpression(node, scope);
  if (e.type.kind === 'bool') return e;
  throw new Refusal(node, 'a condition that is no boolean', 'a comparison, as x !== 0');
}

function lowerConstant(node: ts.Expression, scope: Scope): Expr | undefined {
  // Names of parameters and locals go before those of the module.
  const value = constantValue(node, (name) => (scope.find(name) ? undefined : scope.context.lookup(name)));
  if (value === undefined) return undefined;
  if (isInteger(value)) {
    const constant = ts.isIdentifier(node) ? scope.context.constant(node) : undefined;
    return { kind: 'number', value, node, type: INT, ...(constant && { constant }) };
  }
  if (Number.isNaN(value)) throw new Refusal(node, 'not a number', 'an integer');
  if (scope.isConstruction) return { kind: 'number', value, node, type: REAL };
  // A product of constants beyond 2^53 is left to the guards, as any other.
  if (Number.isInteger(value) && (ts.isBinaryExpression(node) || ts.isParenthesizedExpression(node)))
    return undefined;
  throw refuseFraction(node);
}

export function refuseFraction(node: ts.Node): Refusal {
  return new Refusal(
    node,
    'a fraction outside of a constructor',
    '(a / b) | 0 for a division; integers with a fixed binary point for fractions',
  );
}

function lowerThis(node: ts.Node, scope: Scope): Expr {
  const of = scope.func.of;
  if (!of) throw new Refusal(node, '`this` in a function', 'a parameter');
  return { kind: 'this', node, type: { kind: 'class', of } };
}

function lowerName(node: ts.Identifier, scope: Scope): Expr {
  const meaning = scope.find(node);
  if (!meaning) {
    throw new Refusal(
      node,
      `"${node.text}" is neither a local, a parameter nor an integer constant`,
      'a field of a class, or a constant that is a literal or made of literals',
    );
  }
  if (!('kind' in meaning)) return { kind: 'variable', variable: meaning, node, type: meaning.type };
  if (meaning.kind === 'expression') return meaning.value;
  if (meaning.kind === 'refused') throw new Consequence();
  throw new Refusal(node, 'a helper as a value', 'a call of it');
}

function lowerProperty(node: ts.PropertyAccessExpression, scope: Scope): Expr {
  if (node.questionDotToken) throw new Refusal(node, '`?.` asks for null, which the kernel has not', '`.`');
  if (node.expression.getText() === 'Math' || node.expression.getText() === 'Number')
    throw new Refusal(node, `${node.getText()} as a value`, 'a literal');
  const object = lowerExpression(node.expression, scope);
  const { type } = object;
  const name = node.name.text;
  if (type.kind === 'array') {
    if (name === 'length') return { kind: 'length', array: object, node, type: INT };
    throw new Refusal(node, `.${name} of an array`, 'its elements and its length');
  }
  if (type.kind === 'record') {
    const member = type.of.members.find((each) => each.name === name);
    if (member) return { kind: 'member', object, member, node, type: REAL };
  }
  if (type.kind === 'class') {
    const field = type.of.fields.find((each) => each.name === name);
    if (field) return { kind: 'field', object, field, node, type: field.type };
    if (type.of.refused.has(name)) throw new Consequence();
  }
  throw new Refusal(
    node,
    `"${name}" is no field`,
    'a field; a method is called where it stands, a getter is a method',
  );
}

function lowerElement(node: ts.ElementAccessExpression, scope: Scope): Expr {
  if (node.questionDotToken) throw new Refusal(node, '`?.` asks for null, which the kernel has not', '`[ ]`');
  const array = lowerExpression(node.expression, scope);
  if (array.type.kind !== 'array')
    throw new Refusal(node, 'an index of what is no typed array', 'a field by its name');
  const index = lowerInteger(node.argumentExpression, scope);
  return { kind: 'element', array, index, node, type: INT };
}

function lowerUnary(node: ts.PrefixUnaryExpression, scope: Scope): Expr {
  switch (node.operator) {
    case SyntaxKind.ExclamationToken:
      return { kind: 'not', operand: lowerCondition(node.operand, scope), node, type: BOOL };
    case SyntaxKind.TildeToken:
      return { kind: 'complement', operand: lowerInteger(node.operand, scope), node, type: INT };
    case SyntaxKind.PlusToken:
      return lowerInteger(node.operand, scope);
    case SyntaxKind.MinusToken: {
      const operand = lowerExpression(node.operand, scope);
      if (operand.type.kind === 'real') {
        const zero: Expr = { kind: 'number', value: 0, node, type: INT };
        return { kind: 'real', operator: '-', left: zero, right: operand, node, type: REAL };
      }
      return { kind: 'negate', operand: lowerInteger(node.operand, scope), node, type: INT };
    }
    default:
      throw new Refusal(node, `${node.getText()} inside an expression`, 'a statement of its own before it');
  }
}

function lowerBinary(node: ts.BinaryExpression, scope: Scope): Expr {
  const operator = node.operatorToken.kind;
  if (operator === SyntaxKind.AmpersandAmpersandToken || operator === SyntaxKind.BarBarToken) {
    const left = lowerCondition(node.left, scope);
    const right = lowerCondition(node.right, scope);
    const text = operator === SyntaxKind.AmpersandAmpersandToken ? '&&' : '||';
    return { kind: 'logic', operator: text, left, right, node, type: BOOL };
  }
  const comparison = COMPARISONS.get(operator);
  if (comparison) return lowerComparison(node, comparison, scope);
  if (operator === SyntaxKind.BarToken && constantValue(node.right, scope.context.lookup) === 0)
    return lowerWrap(node, scope);
  const bitwise = BITWISE.get(operator);
  if (bitwise) {
    const left = lowerInteger(node.left, scope);
    const right = lowerInteger(node.right, scope);
    return { kind: 'bitwise', operator: bitwise, left, right, node, type: INT };
  }
  return lowerArithmetic(node, scope);
}

function lowerArithmetic(node: ts.BinaryExpression, scope: Scope): Expr {
  switch (node.operatorToken.kind) {
    case SyntaxKind.PlusToken:
    case SyntaxKind.MinusToken:
    case SyntaxKind.AsteriskToken: {
      const real = lowerRealBinary(node, scope);
      if (real) return real;
      const operator = node.operatorToken.getText() as '+' | '-' | '*';
      const left = lowerInteger(node.left, scope);
      const right = lowerInteger(node.right, scope);
      return { kind: 'arithmetic', operator, left, right, node, type: INT };
    }
    case SyntaxKind.PercentToken: {
      const left = lowerInteger(node.left, scope);
      const right = lowerInteger(node.right, scope);
      return { kind: 'remainder', left, right, node, type: INT };
    }
    case SyntaxKind.SlashToken: {
      const real = lowerRealBinary(node, scope);
      if (real) return real;
      throw refuseFraction(node);
    }
    default:
      throw refuseExpression(node);
  }
}

/** `x | 0`: a division when x is one, else ToInt32. */
function lowerWrap(node: ts.BinaryExpression, scope: Scope): Expr {
  let inner: ts.Expression = node.left;
  while (ts.isParenthesizedExpression(inner)) inner = inner.expression;
  if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === SyntaxKind.SlashToken) {
    const left = lowerExpression(inner.left, scope);
    const right = lowerExpression(inner.right, scope);
    if (left.type.kind === 'int' && right.type.kind === 'int')
      return { kind: 'divide', left, right, node, type: INT };
  }
  const operand = lowerExpression(node.left, scope);
  if (operand.type.kind === 'real') return { kind: 'truncate', operand, node, type: INT };
  if (operand.type.kind !== 'int')
    throw new Refusal(node.left, `no number but a ${operand.type.kind}`, 'an integer');
  return { kind: 'wrap', operand, node, type: INT };
}

function lowerComparison(node: ts.BinaryExpression, operator: Comparison, scope: Scope): Expr {
  const left = lowerExpression(node.left, scope);
  const right = lowerExpression(node.right, scope);
  const kinds = [left.type.kind, right.type.kind];
  const same = kinds[0] === kinds[1];
  const ordered = operator !== '===' && operator !== '!==';
  if (kinds.includes('real'))
    throw new Refusal(node, 'a comparison of fractions', 'Math.max, Math.min, or a comparison of integers');
  if (!same || (kinds[0] !== 'int' && kinds[0] !== 'bool') || (ordered && kinds[0] !== 'int'))
    throw new Refusal(
      node,
      `a comparison of ${kinds.join(' and ')}`,
      'a comparison of two integers, or === of two booleans',
    );
  return { kind: 'compare', operator, left, right, node, type: BOOL };
}

function lowerChoice(node: ts.ConditionalExpression, scope: Scope): Expr {
  const test = lowerCondition(node.condition, scope);
  const yes = lowerExpression(node.whenTrue, scope);
  const no = lowerExpression(node.whenFalse, scope);
  const a = yes.type;
  const b = no.type;
  const same =
    a.kind === b.kind &&
    (a.kind !== 'array' || b.kind !== 'array' || a.element === b.element) &&
    (a.kind !== 'class' || b.kind !== 'class' || a.of === b.of);
  if (!same || a.kind === 'real' || a.kind === 'void' || a.kind === 'record')
    throw new Refusal(node, 'a choice between values of different types, or of fractions', 'if and else');
  return { kind: 'choose', test, yes, no, node, type: a };
}

function refuseExpression(node: ts.Expression): Refusal {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))
    return new Refusal(node, 'a string: the kernel has none', 'a number');
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node))
    return new Refusal(
      node,
      'a function as a value: on XS it allocates, in C it has no counterpart',
      'a function of the module, called by its name',
    );
  if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node))
    return new Refusal(
      node,
      'an object made where it stands: nothing is allocated after construction',
      'fields of a class',
    );
  if (ts.isNewExpression(node))
    return new Refusal(
      node,
      '`new` outside of a field: nothing is allocated after construction',
      'a readonly field with that initialiser',
    );
  if (ts.isPostfixUnaryExpression(node))
    return new Refusal(
      node,
      `${node.getText()} inside an expression`,
      'a statement of its own before or after it',
    );
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.getText();
    if (operator.endsWith('=') && !['==', '!='].includes(operator))
      return new Refusal(node, 'an assignment inside an expression', 'a statement of its own');
    if (operator === '==' || operator === '!=')
      return new Refusal(node, `${operator} converts its operands`, `${operator}=`);
    if (operator === '**') return new Refusal(node, '** outside of constants', 'a multiplication');
    return new Refusal(node, `the operator ${operator}`, 'the operators of docs/INTEGER-TYPESCRIPT.md');
  }
  if (node.kind === SyntaxKind.NullKeyword)
    return new Refusal(node, 'null', 'a number or a flag that says so');
  if (ts.isBigIntLiteral(node)) return new Refusal(node, 'a bigint', 'a number within 32 bits, or mulShift');
  if (ts.isAsExpression(node) || ts.isNonNullExpression(node) || ts.isTypeAssertionExpression(node))
    return new Refusal(node, 'a type that is only asserted', 'a value of that type');
  return new Refusal(
    node,
    `${SyntaxKind[node.kind]} is not in the subset`,
    'what docs/INTEGER-TYPESCRIPT.md lists',
  );
}
