/** Programs of the subset as the generator makes them: trees that can be printed, and made smaller. */

export type Expr =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  /** `this.n`, `this.part.n`, `part.n`. */
  | { readonly kind: 'field'; readonly text: string }
  | { readonly kind: 'element'; readonly array: string; readonly length: number; readonly index: Expr }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expr }
  | { readonly kind: 'divide'; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'imul'; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'mulShift'; readonly left: Expr; readonly right: Expr; readonly shift: number }
  | { readonly kind: 'choose'; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'logic'; readonly operator: string; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'not'; readonly operand: Expr }
  | { readonly kind: 'flag'; readonly text: string }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly args: readonly Expr[];
      readonly arrays: readonly string[];
    };

export interface Range {
  readonly low: number;
  readonly high: number;
}

export type Stmt =
  | { readonly kind: 'let'; readonly name: string; readonly value: Expr; readonly range?: Range | undefined }
  | {
      readonly kind: 'assign';
      readonly place: Expr;
      readonly operator: string;
      readonly value: Expr;
      readonly range?: Range | undefined;
    }
  | { readonly kind: 'flag'; readonly text: string; readonly value: Expr }
  | {
      readonly kind: 'step';
      readonly place: Expr;
      readonly operator: '++' | '--';
      readonly range?: Range | undefined;
    }
  | { readonly kind: 'call'; readonly call: Expr }
  | { readonly kind: 'fill'; readonly array: string; readonly element: string; readonly value: Expr }
  | { readonly kind: 'copy'; readonly array: string; readonly length: number; readonly args: readonly Expr[] }
  | { readonly kind: 'if'; readonly test: Expr; readonly yes: readonly Stmt[]; readonly no: readonly Stmt[] }
  | {
      readonly kind: 'for';
      readonly name: string;
      readonly from: number;
      readonly to: number;
      readonly by: number;
      readonly body: readonly Stmt[];
    }
  /** Ends after `most` rounds at the latest. */
  | {
      readonly kind: 'while';
      readonly name: string;
      readonly most: number;
      readonly test: Expr;
      readonly isDo: boolean;
      readonly body: readonly Stmt[];
    }
  | { readonly kind: 'break' | 'continue' }
  | { readonly kind: 'return'; readonly value: Expr };

export interface ArrayField {
  readonly name: string;
  readonly element: string;
  readonly length: number;
}

export interface NumberField {
  readonly name: string;
  readonly value: number;
  readonly range?: Range | undefined;
}

/** A field that the constructor makes of real numbers. */
export interface RealField {
  readonly kind: 'round' | 'floor' | 'truncate';
  readonly text: string;
}

export interface Method {
  readonly name: string;
  readonly parameters: readonly string[];
  /** Names of parameters that are arrays, with their elements' type. */
  readonly arrays: readonly ArrayField[];
  readonly isFunction: boolean;
  readonly ranges: ReadonlyMap<string, Range>;
  readonly body: readonly Stmt[];
}

export interface Program {
  readonly id: number;
  readonly constants: readonly NumberField[];
  readonly fields: readonly NumberField[];
  readonly flags: readonly string[];
  readonly arrays: readonly ArrayField[];
  /** Fields of the object that it owns. */
  readonly part: readonly NumberField[];
  readonly methods: readonly Method[];
  /** What the constructor makes of the two real numbers it is given, a field each. */
  readonly reals: readonly RealField[];
  readonly scale: readonly [number, number];
  readonly inputs: readonly (readonly [number, number])[];
}
