/** Constants of a module: integers (or, for constructors, fractions) that can be told without running anything. */
import ts from 'typescript';
import { Refusal } from './refusal';

const { SyntaxKind } = ts;

/** Up to here every integer is a number of TypeScript. */
const EXACT_MOST = 2 ** 53;

/** Looks a name up where it stands; undefined when it is no constant. */
export type Lookup = (name: ts.Identifier) => number | undefined;

/** The value of an expression of literals and constants, undefined when it is none. */
export function constantValue(node: ts.Expression, lookup: Lookup): number | undefined {
  if (ts.isParenthesizedExpression(node)) return constantValue(node.expression, lookup);
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isIdentifier(node)) return lookup(node);
  if (ts.isPropertyAccessExpression(node)) return node.getText() === 'Math.PI' ? Math.PI : undefined;
  if (ts.isPrefixUnaryExpression(node)) {
    const value = constantValue(node.operand, lookup);
    if (value === undefined) return undefined;
    if (node.operator === SyntaxKind.MinusToken) return -value || 0;
    if (node.operator === SyntaxKind.PlusToken) return value;
    if (node.operator === SyntaxKind.TildeToken) return ~value;
    return undefined;
  }
  if (!ts.isBinaryExpression(node)) return undefined;
  const left = constantValue(node.left, lookup);
  if (left === undefined) return undefined;
  const right = constantValue(node.right, lookup);
  if (right === undefined) return undefined;
  return fold(node.operatorToken.kind, left, right);
}

/** What goes on from beyond 2^53 is not told here: as an integer it is not exact, and the guards must see it. */
function fold(operator: ts.SyntaxKind, a: number, b: number): number | undefined {
  if (Math.abs(a) > EXACT_MOST || Math.abs(b) > EXACT_MOST) return undefined;
  switch (operator) {
    case SyntaxKind.PlusToken:
      return a + b;
    case SyntaxKind.MinusToken:
      return a - b;
    case SyntaxKind.AsteriskToken:
      return a * b || 0;
    case SyntaxKind.SlashToken:
      return a / b;
    case SyntaxKind.AsteriskAsteriskToken:
      return a ** b;
    case SyntaxKind.LessThanLessThanToken:
      return a << b;
    case SyntaxKind.GreaterThanGreaterThanToken:
      return a >> b;
    case SyntaxKind.BarToken:
      return a | b;
    case SyntaxKind.AmpersandToken:
      return a & b;
    case SyntaxKind.CaretToken:
      return a ^ b;
    default:
      return undefined;
  }
}

/** Is this value an integer that the kernel can compute with exactly? */
export function isInteger(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= EXACT_MOST;
}

/** As `constantValue`, for an integer of 32 bits that has to be there, such as the length of an array. */
export function requireInteger(node: ts.Expression, lookup: Lookup, what: string): number {
  const value = constantValue(node, lookup);
  if (value === undefined || !Number.isInteger(value) || Math.abs(value) > 2 ** 31)
    throw new Refusal(node, `${what} is no integer constant`, 'a literal or a constant of the module');
  return value;
}
