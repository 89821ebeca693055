/**
 * The kernel as the translator knows it, between TypeScript and C: programs, classes, functions, statements, expressions.
 *
 * What lies outside of docs/INTEGER-TYPESCRIPT.md never gets here. Every piece keeps the TypeScript it comes from.
 */
import type ts from 'typescript';

export type Element = 'Int8' | 'Uint8' | 'Int16' | 'Uint16' | 'Int32';

export type Type =
  | { readonly kind: 'int' }
  | { readonly kind: 'bool' }
  /** A fraction: in constructors only. */
  | { readonly kind: 'real' }
  | { readonly kind: 'void' }
  | { readonly kind: 'array'; readonly element: Element }
  | { readonly kind: 'class'; readonly of: ClassDef }
  | { readonly kind: 'record'; readonly of: RecordDef };

export const INT: Type = { kind: 'int' };
export const BOOL: Type = { kind: 'bool' };
export const REAL: Type = { kind: 'real' };
export const VOID: Type = { kind: 'void' };

/** Both ends included. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** A constant of a module. */
export interface Constant {
  readonly name: string;
  readonly value: number;
  readonly module: string;
  readonly declaration: ts.VariableDeclaration;
}

/** An interface of numbers, which constructors get. */
export interface RecordDef {
  readonly name: string;
  readonly module: string;
  readonly node: ts.InterfaceDeclaration;
  readonly members: RecordMember[];
}

export interface RecordMember {
  readonly name: string;
  readonly range: Range | undefined;
}

export interface Field {
  readonly name: string;
  readonly of: ClassDef;
  readonly node: ts.Node;
  type: Type;
  /** `owned`: an object that lies within; `reference`: one that lies elsewhere. */
  readonly storage: 'value' | 'array' | 'owned' | 'reference';
  /** Elements of an array. */
  readonly length: number;
  readonly range: Range | undefined;
}

export interface ClassDef {
  readonly name: string;
  readonly module: string;
  readonly node: ts.ClassDeclaration;
  readonly fields: Field[];
  readonly methods: Func[];
  /** Field initialisers included; also there when the class has none. */
  construct: Func | undefined;
  /** Names of members that were refused. */
  readonly refused: Set<string>;
}

export interface Variable {
  readonly name: string;
  readonly node: ts.Node;
  type: Type;
  readonly range: Range | undefined;
  readonly isParameter: boolean;
  /** A constant that is passed when an argument is left out. */
  default?: Expr;
  /** Ranges of the members of an interface of numbers, for this parameter. */
  members?: ReadonlyMap<string, Range>;
  /** Elements of an array parameter of a method that C exports. */
  length?: number;
}

export interface Func {
  readonly name: string;
  readonly module: string;
  readonly of: ClassDef | undefined;
  readonly node: ts.Node;
  readonly isConstructor: boolean;
  /** C exports it. */
  isEntry: boolean;
  parameters: Variable[];
  result: Type;
  resultRange: Range | undefined;
  body: Stmt[];
}

interface Base {
  readonly node: ts.Node;
  readonly type: Type;
}

export type Arithmetic = '+' | '-' | '*';
export type Bitwise = '|' | '&' | '^' | '<<' | '>>' | '>>>';
export type Comparison = '<' | '<=' | '>' | '>=' | '===' | '!==';

/** One member of the union for each kind. */
type Unary<K extends string> = K extends string ? Base & { readonly kind: K; readonly operand: Expr } : never;
type Binary<K extends string> = K extends string
  ? Base & { readonly kind: K; readonly left: Expr; readonly right: Expr }
  : never;

export type Expr =
  | (Base & { readonly kind: 'number'; readonly value: number; readonly constant?: Constant })
  | (Base & { readonly kind: 'boolean'; readonly value: boolean })
  | (Base & { readonly kind: 'variable'; readonly variable: Variable })
  | (Base & { readonly kind: 'this' })
  | (Base & { readonly kind: 'field'; readonly object: Expr; readonly field: Field })
  | (Base & { readonly kind: 'member'; readonly object: Expr; readonly member: RecordMember })
  | (Base & { readonly kind: 'element'; readonly array: Expr; readonly index: Expr })
  | (Base & { readonly kind: 'length'; readonly array: Expr })
  | Unary<'negate' | 'complement' | 'not'>
  /** ToInt32: `x | 0`. */
  | Unary<'wrap'>
  | (Base & {
      readonly kind: 'arithmetic';
      readonly operator: Arithmetic;
      readonly left: Expr;
      readonly right: Expr;
    })
  | (Base & {
      readonly kind: 'bitwise';
      readonly operator: Bitwise;
      readonly left: Expr;
      readonly right: Expr;
    })
  | (Base & {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Expr;
      readonly right: Expr;
    })
  | (Base & {
      readonly kind: 'logic';
      readonly operator: '&&' | '||';
      readonly left: Expr;
      readonly right: Expr;
    })
  /** `(a / b) | 0` and `a % b`. */
  | Binary<'divide' | 'remainder'>
  | Binary<'imul'>
  /** Floor of left x right / 2^shift, then ToInt32. */
  | (Base & { readonly kind: 'mulShift'; readonly left: Expr; readonly right: Expr; readonly shift: Expr })
  | (Base & { readonly kind: 'choose'; readonly test: Expr; readonly yes: Expr; readonly no: Expr })
  | (Base & {
      readonly kind: 'call';
      readonly func: Func;
      readonly object: Expr | undefined;
      readonly args: Expr[];
    })
  /** Real numbers, in constructors. */
  | (Base & {
      readonly kind: 'real';
      readonly operator: '+' | '-' | '*' | '/' | 'min' | 'max';
      readonly left: Expr;
      readonly right: Expr;
    })
  | Unary<'round' | 'floor' | 'truncate'>
  /** Math.min, Math.max of integers, in constructors. */
  | Binary<'least' | 'greatest'>;

export type ExprOf<K extends Expr['kind']> = Extract<Expr, { kind: K }>;

/** What can be assigned to. */
export type Place = ExprOf<'variable' | 'field' | 'element'>;

export type Stmt = { readonly node: ts.Node } & (
  | { readonly kind: 'declare'; readonly variable: Variable; readonly value: Expr | undefined }
  /** Of a chain `a = b = 0` each is one, the last first. `compound`: written with an operator, as `+=`. */
  | { readonly kind: 'assign'; readonly place: Place; readonly value: Expr; readonly compound?: string }
  /** A reference or an owned object gets its value, in constructors. */
  | { readonly kind: 'refer'; readonly field: Field; readonly value: Expr }
  | { readonly kind: 'construct'; readonly field: Field; readonly func: Func; readonly args: Expr[] }
  | { readonly kind: 'call'; readonly call: ExprOf<'call'> }
  | { readonly kind: 'fill'; readonly array: Expr; readonly value: Expr }
  | {
      readonly kind: 'copyWithin';
      readonly array: Expr;
      readonly target: Expr;
      readonly start: Expr;
      readonly end: Expr | undefined;
    }
  | {
      readonly kind: 'if';
      readonly test: Expr;
      readonly yes: Stmt;
      readonly no: Stmt | undefined;
    }
  | { readonly kind: 'while'; readonly test: Expr; readonly body: Stmt }
  | { readonly kind: 'do'; readonly test: Expr; readonly body: Stmt }
  | {
      readonly kind: 'for';
      readonly start: Stmt[];
      readonly test: Expr | undefined;
      readonly step: Stmt[];
      readonly body: Stmt;
    }
  | { readonly kind: 'block'; readonly body: Stmt[] }
  | { readonly kind: 'return'; readonly value: Expr | undefined }
  | { readonly kind: 'break' | 'continue' | 'empty' }
);

export type StmtOf<K extends Stmt['kind']> = Extract<Stmt, { kind: K }>;

export interface Program {
  /** The class whose public methods C exports. */
  readonly root: ClassDef;
  /** All that can be reached from it, each after what it holds or calls. */
  readonly records: RecordDef[];
  readonly classes: ClassDef[];
  readonly functions: Func[];
}

/** The operands of an expression, in the order TypeScript evaluates them. */
export function operands(e: Expr): Expr[] {
  switch (e.kind) {
    case 'number':
    case 'boolean':
    case 'variable':
    case 'this':
      return [];
    case 'field':
    case 'member':
      return [e.object];
    case 'element':
      return [e.array, e.index];
    case 'length':
      return [e.array];
    case 'negate':
    case 'complement':
    case 'not':
    case 'wrap':
    case 'round':
    case 'floor':
    case 'truncate':
      return [e.operand];
    case 'mulShift':
      return [e.left, e.right, e.shift];
    case 'choose':
      return [e.test, e.yes, e.no];
    case 'call':
      return e.object ? [e.object, ...e.args] : e.args;
    default:
      return [e.left, e.right];
  }
}

/** The expressions that stand in a statement itself, not in statements within it. */
export function expressions(s: Stmt): Expr[] {
  switch (s.kind) {
    case 'declare':
    case 'return':
      return s.value ? [s.value] : [];
    case 'assign':
      return [s.place, s.value];
    case 'refer':
      return [s.value];
    case 'construct':
      return s.args;
    case 'call':
      return [s.call];
    case 'fill':
      return [s.array, s.value];
    case 'copyWithin':
      return s.end ? [s.array, s.target, s.start, s.end] : [s.array, s.target, s.start];
    case 'if':
    case 'while':
    case 'do':
      return [s.test];
    case 'for':
      return s.test ? [s.test] : [];
    default:
      return [];
  }
}

/** The statements within a statement. */
export function statements(s: Stmt): Stmt[] {
  switch (s.kind) {
    case 'if':
      return s.no ? [s.yes, s.no] : [s.yes];
    case 'while':
    case 'do':
      return [s.body];
    case 'for':
      return [...s.start, ...s.step, s.body];
    case 'block':
      return s.body;
    default:
      return [];
  }
}

/** Calls `visit` for every statement of a body, those within others included. */
export function eachStatement(body: readonly Stmt[], visit: (s: Stmt) => void): void {
  for (const s of body) {
    visit(s);
    eachStatement(statements(s), visit);
  }
}

/** Calls `visit` for an expression and all its operands, operands first. */
export function eachExpression(e: Expr, visit: (e: Expr) => void): void {
  for (const operand of operands(e)) eachExpression(operand, visit);
  visit(e);
}
