/** Calls: of functions, methods and helpers, and the few of the language's own functions that the kernel has. */
import ts from 'typescript';
import { INT, type Expr, type Func, type Type } from '../ir';
import { Consequence, Refusal } from '../refusal';
import { Scope } from './context';
import { lowerExpression, lowerInteger } from './expressions';
import { lowerMath } from './reals';

export function lowerCall(node: ts.CallExpression, scope: Scope): Expr {
  if (node.questionDotToken)
    throw new Refusal(node, '`?.` asks for null, which the kernel has not', 'a call');
  const callee = node.expression;
  if (ts.isPropertyAccessExpression(callee)) {
    const name = callee.getText();
    if (name === 'Math.imul') return lowerImul(node, scope);
    if (name.startsWith('Math.')) return lowerMath(node, name, scope);
    return lowerMethod(node, callee, scope);
  }
  if (!ts.isIdentifier(callee))
    throw new Refusal(callee, 'a call of what is no name', 'a function or a method by its name');
  const meaning = scope.find(callee);
  if (meaning && 'kind' in meaning && meaning.kind === 'helper') return inline(node, meaning.arrow, scope);
  if (meaning && 'kind' in meaning && meaning.kind === 'refused') throw new Consequence();
  const declaration = scope.context.symbol(callee)?.valueDeclaration;
  if (!declaration || !ts.isFunctionDeclaration(declaration) || declaration.getSourceFile().isDeclarationFile)
    throw new Refusal(callee, `"${callee.text}" is no function of a module of the kernel`, 'one that is');
  if (callee.text === 'mulShift') return lowerMulShift(node, declaration, scope);
  const func = scope.context.declarations.functionOf(declaration);
  return callOf(node, func, undefined, scope);
}

function lowerImul(node: ts.CallExpression, scope: Scope): Expr {
  const [left, right] = integers(node, 2, scope);
  return { kind: 'imul', left, right, node, type: INT };
}

/** The body that mulShift must have, blanks left out: what C does instead is exactly this. */
const MUL_SHIFT = /^\{returnMath\.floor\(\((\w+)\*(\w+)\)\/\(1<<(\w+)\)\)\|0;\}$/;

function lowerMulShift(node: ts.CallExpression, declaration: ts.FunctionDeclaration, scope: Scope): Expr {
  const body = MUL_SHIFT.exec(declaration.body?.getText().replace(/\s/g, '') ?? '');
  const names = declaration.parameters.map((each) => each.name.getText());
  if (!body || body.slice(1).join() !== names.join())
    throw new Refusal(
      declaration,
      'mulShift is not what C makes of it',
      'return Math.floor((a * b) / (1 << shift)) | 0',
    );
  const [left, right, shift] = integers(node, 3, scope);
  if (shift.kind !== 'number' || shift.value < 1 || shift.value > 30)
    throw new Refusal(node.arguments[2], 'a shift that is no constant of 1 to 30', 'a constant');
  return { kind: 'mulShift', left, right, shift, node, type: INT };
}

function integers(node: ts.CallExpression, count: number, scope: Scope): Expr[] {
  if (node.arguments.length !== count) throw new Refusal(node, `not ${count} arguments`, `${count} integers`);
  return node.arguments.map((each) => lowerInteger(each, scope));
}

function lowerMethod(node: ts.CallExpression, callee: ts.PropertyAccessExpression, scope: Scope): Expr {
  const object = lowerExpression(callee.expression, scope);
  const name = callee.name.text;
  if (object.type.kind === 'array')
    throw new Refusal(
      node,
      `.${name}() of an array inside an expression`,
      'fill and copyWithin, as statements; a loop for the rest',
    );
  if (object.type.kind !== 'class')
    throw new Refusal(node, `.${name}() of what is no object of the kernel`, 'a function');
  if (scope.isConstruction && object.kind === 'this')
    throw new Refusal(
      node,
      'a constructor calls a method of its own object, not all of whose fields are set',
      'a function with parameters',
    );
  const func = object.type.of.methods.find((each) => each.name === name);
  if (!func && object.type.of.refused.has(name)) throw new Consequence();
  if (!func)
    throw new Refusal(callee, `"${name}" is no method`, 'a method; a field that is called is a closure');
  return callOf(node, func, object, scope);
}

function callOf(node: ts.CallExpression, func: Func, object: Expr | undefined, scope: Scope): Expr {
  return {
    kind: 'call',
    func,
    object,
    args: lowerArguments(node, node.arguments, func, scope),
    node,
    type: func.result,
  };
}

/** Arguments as the parameters want them; constants for those left out. */
export function lowerArguments(
  node: ts.Node,
  given: readonly ts.Expression[],
  func: Func,
  scope: Scope,
): Expr[] {
  if (given.length > func.parameters.length)
    throw new Refusal(node, 'more arguments than parameters', 'as many');
  return func.parameters.map((parameter, i) => {
    if (i >= given.length) {
      if (parameter.default) return parameter.default;
      throw new Refusal(node, `no argument for ${parameter.name}`, 'one for each parameter');
    }
    const arg = lowerExpression(given[i], scope);
    requireType(given[i], arg, parameter.type);
    return arg;
  });
}

/** Is the value of the type that a parameter, field or result has? */
export function requireType(node: ts.Node, value: Expr, type: Type): void {
  const given = value.type;
  if (given.kind === type.kind) {
    if (given.kind === 'class' && type.kind === 'class' && given.of !== type.of)
      throw new Refusal(
        node,
        `a ${given.of.name} where a ${type.of.name} is meant`,
        'the class itself: C has no structural types',
      );
    if (given.kind === 'array' && type.kind === 'array' && given.element !== type.element)
      throw new Refusal(
        node,
        `an ${given.element}Array where an ${type.element}Array is meant`,
        'an array of that type',
      );
    return;
  }
  if (given.kind === 'real' && type.kind === 'int')
    throw new Refusal(node, 'a fraction where an integer is needed', 'Math.round(x), Math.floor(x) or x | 0');
  throw new Refusal(node, `a ${given.kind} where a ${type.kind} is meant`, 'a value of that type');
}

/** Puts a helper's expression in where it is called. */
function inline(node: ts.CallExpression, arrow: ts.ArrowFunction, scope: Scope): Expr {
  if (ts.isBlock(arrow.body))
    throw new Refusal(arrow, 'a helper with statements', 'one expression, or a function of the module');
  if (node.arguments.length !== arrow.parameters.length)
    throw new Refusal(node, 'not as many arguments as parameters', 'one for each');
  const inner = new Scope(scope.context, scope.func);
  for (const [symbol, meaning] of scope.names) inner.names.set(symbol, meaning);
  arrow.parameters.forEach((parameter, i) => {
    if (!ts.isIdentifier(parameter.name))
      throw new Refusal(parameter, 'a parameter without a name', 'a name');
    inner.declare(parameter.name, { kind: 'expression', value: lowerExpression(node.arguments[i], scope) });
  });
  return lowerExpression(arrow.body, inner);
}
