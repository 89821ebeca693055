/** What lowering shares: the compiler's types, the declarations found so far, and what a name means where it stands. */
import ts from 'typescript';
import { constantValue, type Lookup } from '../constants';
import type { Constant, Element, Expr, Func, Type, Variable } from '../ir';
import { moduleName } from '../project';
import { Refusal, type Refusals } from '../refusal';
import type { Declarations } from './declarations';

const ELEMENTS = new Map<string, Element>([
  ['Int8Array', 'Int8'],
  ['Uint8Array', 'Uint8'],
  ['Int16Array', 'Int16'],
  ['Uint16Array', 'Uint16'],
  ['Int32Array', 'Int32'],
]);

/** The elements of a typed array's class, undefined when the kernel has no such arrays. */
export function elementOf(className: string): Element | undefined {
  return ELEMENTS.get(className);
}

/** A name that is no variable: a constructor's helper, a parameter of one where it is put in, or what was refused. */
export type Inline =
  | { readonly kind: 'helper'; readonly arrow: ts.ArrowFunction }
  | { readonly kind: 'expression'; readonly value: Expr }
  /** Its declaration was refused. */
  | { readonly kind: 'refused' };

export class Context {
  declarations!: Declarations;
  private readonly constants = new Map<ts.Symbol, Constant | null>();

  constructor(
    readonly checker: ts.TypeChecker,
    readonly refusals: Refusals,
    private readonly isLibrary: (file: ts.SourceFile) => boolean,
  ) {}

  /** What a name stands for, imports followed to what they import. */
  symbol(node: ts.Node): ts.Symbol | undefined {
    const symbol = this.checker.getSymbolAtLocation(node);
    if (!symbol) return undefined;
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** The constant of a module that a name stands for. */
  constant(node: ts.Identifier): Constant | undefined {
    const symbol = this.symbol(node);
    return symbol ? this.constantOf(symbol) : undefined;
  }

  constantOf(symbol: ts.Symbol): Constant | undefined {
    const known = this.constants.get(symbol);
    if (known !== undefined) return known ?? undefined;
    this.constants.set(symbol, null);
    const declaration = symbol.valueDeclaration;
    if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
    const list = declaration.parent;
    if (!ts.isVariableDeclarationList(list) || !(list.flags & ts.NodeFlags.Const)) return undefined;
    if (!ts.isVariableStatement(list.parent) || !ts.isSourceFile(list.parent.parent)) return undefined;
    const value = constantValue(declaration.initializer, this.lookup);
    if (value === undefined) return undefined;
    const module = moduleName(declaration.getSourceFile());
    const constant: Constant = { name: symbol.name, value, module, declaration };
    this.constants.set(symbol, constant);
    return constant;
  }

  readonly lookup: Lookup = (name) => this.constant(name)?.value;

  /** Looks constants up by name as they are known at `node`: for comments. */
  namedLookup(node: ts.Node): (name: string) => number | undefined {
    return (name) => {
      const symbol = this.checker.resolveName(name, node, ts.SymbolFlags.Value, false);
      if (!symbol) return undefined;
      const target = symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
      return this.constantOf(target)?.value;
    };
  }

  /** The kernel's type of an expression or a declaration. */
  type(node: ts.Node): Type {
    const type = this.checker.getTypeAtLocation(node);
    const known = this.typeOf(type);
    if (known) return known;
    throw new Refusal(
      node,
      `the kernel has no type ${this.checker.typeToString(type)}`,
      'numbers, booleans, typed arrays and classes of the kernel',
    );
  }

  private typeOf(type: ts.Type): Type | undefined {
    if (type.flags & ts.TypeFlags.NumberLike) return { kind: 'int' };
    if (type.flags & ts.TypeFlags.BooleanLike || isBooleanUnion(type)) return { kind: 'bool' };
    if (type.flags & ts.TypeFlags.Void) return { kind: 'void' };
    const symbol = type.getSymbol();
    const declaration = symbol?.declarations?.[0];
    if (!symbol || !declaration) return undefined;
    const element = elementOf(symbol.name);
    if (element && this.isLibrary(declaration.getSourceFile())) return { kind: 'array', element };
    if (ts.isClassDeclaration(declaration))
      return { kind: 'class', of: this.declarations.classOf(declaration) };
    if (ts.isInterfaceDeclaration(declaration) && !this.isLibrary(declaration.getSourceFile()))
      return { kind: 'record', of: this.declarations.recordOf(declaration) };
    return undefined;
  }
}

function isBooleanUnion(type: ts.Type): boolean {
  return type.isUnion() && type.types.every((each) => (each.flags & ts.TypeFlags.BooleanLike) !== 0);
}

/** The function being lowered, and what its names mean. */
export class Scope {
  readonly names = new Map<ts.Symbol, Variable | Inline>();

  constructor(
    readonly context: Context,
    readonly func: Func,
  ) {}

  /** May it compute with real numbers? A constructor may, and a function that is given an interface of them: only they can call it. */
  get isConstruction(): boolean {
    return this.func.isConstructor || this.func.parameters.some(({ type }) => type.kind === 'record');
  }

  find(node: ts.Identifier): Variable | Inline | undefined {
    const symbol = this.context.symbol(node);
    return symbol ? this.names.get(symbol) : undefined;
  }

  declare(name: ts.Identifier, meaning: Variable | Inline): void {
    const symbol = this.context.symbol(name);
    if (symbol) this.names.set(symbol, meaning);
  }
}
