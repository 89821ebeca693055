/** Statements: TypeScript's into the kernel's, or refused. */
import ts from 'typescript';
import { INT, type Arithmetic, type Bitwise, type Expr, type Place, type Stmt, type Variable } from '../ir';
import { Refusal } from '../refusal';
import { rangeTag } from '../tags';
import { requireType } from './calls';
import { constructs, lowerFieldValue } from './constructors';
import type { Scope } from './context';
import { lowerCondition, lowerExpression, lowerInteger } from './expressions';

const { SyntaxKind } = ts;

/** The statements of a block; what is refused in one does not hide what is refused in the next. */
export function lowerBlock(block: ts.Block, scope: Scope): Stmt[] {
  return block.statements.flatMap((each) => {
    const done = scope.context.refusals.attempt(() => lowerStatement(each, scope));
    if (!done && ts.isVariableStatement(each)) {
      for (const { name } of each.declarationList.declarations) refuseNames(name, scope);
    }
    return done ?? [];
  });
}

function refuseNames(name: ts.BindingName, scope: Scope): void {
  if (ts.isIdentifier(name)) {
    if (!scope.find(name)) scope.declare(name, { kind: 'refused' });
    return;
  }
  for (const element of name.elements) if (ts.isBindingElement(element)) refuseNames(element.name, scope);
}

/** One statement is several where several names are declared, or several places assigned to. */
export function lowerStatement(node: ts.Statement, scope: Scope): Stmt[] {
  if (ts.isVariableStatement(node)) return lowerDeclarations(node.declarationList, scope);
  if (ts.isExpressionStatement(node)) return lowerEffect(node, node.expression, scope);
  if (ts.isBlock(node)) return [{ kind: 'block', body: lowerBlock(node, scope), node }];
  if (ts.isIfStatement(node)) {
    const test = lowerCondition(node.expression, scope);
    const yes = lowerInner(node.thenStatement, scope);
    const no = node.elseStatement && lowerInner(node.elseStatement, scope);
    return [{ kind: 'if', test, yes, no, node }];
  }
  if (ts.isWhileStatement(node)) {
    const test = lowerCondition(node.expression, scope);
    return [{ kind: 'while', test, body: lowerInner(node.statement, scope), node }];
  }
  if (ts.isDoStatement(node)) {
    const body = lowerInner(node.statement, scope);
    return [{ kind: 'do', test: lowerCondition(node.expression, scope), body, node }];
  }
  if (ts.isForStatement(node)) return [lowerFor(node, scope)];
  if (ts.isReturnStatement(node)) return [lowerReturn(node, scope)];
  if (ts.isBreakOrContinueStatement(node)) {
    if (node.label) throw new Refusal(node, 'a label', 'a flag, or a function with `return`');
    return [{ kind: ts.isBreakStatement(node) ? 'break' : 'continue', node }];
  }
  if (ts.isEmptyStatement(node)) return [{ kind: 'empty', node }];
  throw refuseStatement(node);
}

function lowerInner(node: ts.Statement, scope: Scope): Stmt {
  const body = lowerStatement(node, scope);
  return body.length === 1 ? body[0] : { kind: 'block', body, node };
}

function lowerFor(node: ts.ForStatement, scope: Scope): Stmt {
  const { initializer, condition, incrementor } = node;
  const start = !initializer
    ? []
    : ts.isVariableDeclarationList(initializer)
      ? lowerDeclarations(initializer, scope)
      : lowerList(initializer, scope);
  const test = condition && lowerCondition(condition, scope);
  const step = incrementor ? lowerList(incrementor, scope) : [];
  return { kind: 'for', start, test, step, body: lowerInner(node.statement, scope), node };
}

/** Assignments with commas between them, in the head of a `for`. */
function lowerList(node: ts.Expression, scope: Scope): Stmt[] {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.CommaToken)
    return [...lowerList(node.left, scope), ...lowerList(node.right, scope)];
  return lowerEffect(node, node, scope);
}

function lowerReturn(node: ts.ReturnStatement, scope: Scope): Stmt {
  const { result } = scope.func;
  if (!node.expression) return { kind: 'return', value: undefined, node };
  const value = lowerExpression(node.expression, scope);
  requireType(node.expression, value, result);
  return { kind: 'return', value, node };
}

function lowerDeclarations(list: ts.VariableDeclarationList, scope: Scope): Stmt[] {
  if (!(list.flags & ts.NodeFlags.BlockScoped)) throw new Refusal(list, '`var`', 'const or let');
  return list.declarations.flatMap((each) => lowerDeclaration(each, list, scope));
}

function lowerDeclaration(
  node: ts.VariableDeclaration,
  list: ts.VariableDeclarationList,
  scope: Scope,
): Stmt[] {
  if (!ts.isIdentifier(node.name))
    throw new Refusal(node, 'destructuring: it allocates on XS', 'one name after the other');
  const isConst = (list.flags & ts.NodeFlags.Const) !== 0;
  const { initializer } = node;
  if (initializer && ts.isArrowFunction(initializer) && scope.isConstruction && isConst) {
    scope.declare(node.name, { kind: 'helper', arrow: initializer });
    return [];
  }
  const value = initializer && lowerExpression(initializer, scope);
  const type = value ? value.type : scope.context.type(node);
  if (type.kind === 'void' || type.kind === 'record')
    throw new Refusal(node, `a local of the type ${type.kind}`, 'a number, a boolean, an array or an object');
  if (type.kind !== 'int' && type.kind !== 'bool' && !isConst)
    throw new Refusal(node, `a ${type.kind} that may change`, 'const');
  const range = rangeTag(node, scope.context.namedLookup(node));
  const variable: Variable = { name: node.name.text, node, type, range, isParameter: false };
  scope.declare(node.name, variable);
  return [{ kind: 'declare', variable, value, node }];
}

const COMPOUND_ARITHMETIC = new Map<ts.SyntaxKind, Arithmetic>([
  [SyntaxKind.PlusEqualsToken, '+'],
  [SyntaxKind.MinusEqualsToken, '-'],
  [SyntaxKind.AsteriskEqualsToken, '*'],
]);
const COMPOUND_BITWISE = new Map<ts.SyntaxKind, Bitwise>([
  [SyntaxKind.BarEqualsToken, '|'],
  [SyntaxKind.AmpersandEqualsToken, '&'],
  [SyntaxKind.CaretEqualsToken, '^'],
  [SyntaxKind.LessThanLessThanEqualsToken, '<<'],
  [SyntaxKind.GreaterThanGreaterThanEqualsToken, '>>'],
]);

/** An expression that stands for what it does. */
function lowerEffect(statement: ts.Node, node: ts.Expression, scope: Scope): Stmt[] {
  if (ts.isCallExpression(node)) return [lowerCallStatement(node, scope)];
  if (ts.isPostfixUnaryExpression(node) || (ts.isPrefixUnaryExpression(node) && isStep(node.operator))) {
    const place = lowerPlace(node.operand, scope);
    const up = node.operator === SyntaxKind.PlusPlusToken;
    const one: Expr = { kind: 'number', value: 1, node, type: INT };
    const value: Expr = {
      kind: 'arithmetic',
      operator: up ? '+' : '-',
      left: place,
      right: one,
      node,
      type: INT,
    };
    return [{ kind: 'assign', place, value, compound: up ? '++' : '--', node: statement }];
  }
  if (!ts.isBinaryExpression(node))
    throw new Refusal(node, 'an expression that does nothing', 'an assignment or a call');
  const operator = node.operatorToken.kind;
  if (operator === SyntaxKind.EqualsToken) return lowerAssignment(statement, node, scope);
  const arithmetic = COMPOUND_ARITHMETIC.get(operator);
  const bitwise = COMPOUND_BITWISE.get(operator);
  const compound = arithmetic ?? bitwise;
  if (!compound)
    throw new Refusal(node, `${node.operatorToken.getText()} as a statement`, 'an assignment with =');
  const place = lowerPlace(node.left, scope);
  const right = lowerInteger(node.right, scope);
  const value: Expr = arithmetic
    ? { kind: 'arithmetic', operator: arithmetic, left: place, right, node, type: INT }
    : { kind: 'bitwise', operator: bitwise as Bitwise, left: place, right, node, type: INT };
  return [{ kind: 'assign', place, value, compound, node: statement }];
}

function isStep(operator: ts.PrefixUnaryOperator): boolean {
  return operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken;
}

function lowerAssignment(statement: ts.Node, node: ts.BinaryExpression, scope: Scope): Stmt[] {
  const set = scope.isConstruction && ts.isExpressionStatement(statement) ? constructs(statement) : undefined;
  const field = set && scope.func.of?.fields.find((each) => each.name === set.name);
  if (set && field && field.storage !== 'value') return lowerFieldValue(field, set.value, scope);
  const places: Place[] = [];
  let right: ts.Expression = node;
  while (ts.isBinaryExpression(right) && right.operatorToken.kind === SyntaxKind.EqualsToken) {
    places.push(lowerPlace(right.left, scope));
    right = right.right;
  }
  const value = lowerExpression(right, scope);
  for (const place of places) requireType(right, value, place.type);
  // The last gets its value first; those before get the same, which must not be computed twice.
  const simple = value.kind === 'number' || value.kind === 'boolean' || value.kind === 'variable';
  const last = places[places.length - 1];
  if (!simple && places.length > 1 && last.kind === 'element')
    throw new Refusal(node, 'an element within a chain of assignments', 'one assignment after the other');
  return places
    .map((place): Stmt => ({
      kind: 'assign',
      place,
      value: simple || place === last ? value : last,
      node: statement,
    }))
    .reverse();
}

function lowerPlace(node: ts.Expression, scope: Scope): Place {
  const place = lowerExpression(node, scope);
  if (place.type.kind === 'int' || place.type.kind === 'bool') {
    if (place.kind === 'variable' || place.kind === 'field' || place.kind === 'element') return place;
    throw new Refusal(node, 'an assignment to what is no local, field or element', 'one of these');
  }
  throw new Refusal(
    node,
    `a ${place.type.kind} that is replaced: memory is fixed at construction`,
    'its elements or fields, one by one',
  );
}

function lowerCallStatement(node: ts.CallExpression, scope: Scope): Stmt {
  const callee = node.expression;
  if (ts.isPropertyAccessExpression(callee)) {
    const name = callee.name.text;
    if ((name === 'fill' || name === 'copyWithin') && callee.expression.getText() !== 'Math') {
      const array = lowerExpression(callee.expression, scope);
      if (array.type.kind === 'array') return lowerArrayCall(node, name, array, scope);
    }
  }
  const call = lowerExpression(node, scope);
  if (call.kind !== 'call')
    throw new Refusal(node, 'an expression that does nothing', 'an assignment or a call');
  return { kind: 'call', call, node };
}

function lowerArrayCall(
  node: ts.CallExpression,
  name: 'fill' | 'copyWithin',
  array: Expr,
  scope: Scope,
): Stmt {
  const args = node.arguments.map((each) => lowerInteger(each, scope));
  if (name === 'fill') {
    if (args.length !== 1) throw new Refusal(node, 'fill of a part of an array', 'a loop, or fill(value)');
    return { kind: 'fill', array, value: args[0], node };
  }
  if (args.length !== 2 && args.length !== 3)
    throw new Refusal(node, 'not two or three arguments', 'copyWithin(target, start, end)');
  return {
    kind: 'copyWithin',
    array,
    target: args[0],
    start: args[1],
    end: args[2] as Expr | undefined,
    node,
  };
}

function refuseStatement(node: ts.Statement): Refusal {
  if (ts.isForOfStatement(node) || ts.isForInStatement(node))
    return new Refusal(node, 'for-of and for-in allocate on XS', 'for (let i = 0; i < N; i++)');
  if (ts.isSwitchStatement(node)) return new Refusal(node, 'switch', 'if and else');
  if (ts.isThrowStatement(node) || ts.isTryStatement(node))
    return new Refusal(
      node,
      'exceptions: C has none',
      'a result that says so; @range for what a constructor takes',
    );
  if (ts.isFunctionDeclaration(node))
    return new Refusal(node, 'a function within a function', 'a function of the module');
  return new Refusal(
    node,
    `${SyntaxKind[node.kind]} is not in the subset`,
    'what docs/INTEGER-TYPESCRIPT.md lists',
  );
}
