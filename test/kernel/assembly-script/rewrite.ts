/**
 * Integer TypeScript as AssemblyScript: the same text, with every number spelled out as an f64, which it is in JavaScript, and every
 * conversion that JavaScript makes silently (to 32 bits, to an element of an array) as a call. It knows nothing of native/: neither
 * its subset nor its ranges; so a mistake there is no mistake here.
 */
import ts from 'typescript';
import { dirname, relative, resolve } from 'node:path';
import { readFileSync } from 'node:fs';

/** ToInt32 of JavaScript (ECMA-262, 7.1.6) for what an f64 can hold exactly. */
export const TO_INT32 = `@inline function toInt32(v: f64): i32 { return v > -9e18 && v < 9e18 ? <i32>(<i64>v) : 0; }\n`;

const { SyntaxKind } = ts;
const BITWISE = new Map<ts.SyntaxKind, string>([
  [SyntaxKind.BarToken, '|'],
  [SyntaxKind.AmpersandToken, '&'],
  [SyntaxKind.CaretToken, '^'],
  [SyntaxKind.LessThanLessThanToken, '<<'],
  [SyntaxKind.GreaterThanGreaterThanToken, '>>'],
  [SyntaxKind.BarEqualsToken, '|'],
  [SyntaxKind.AmpersandEqualsToken, '&'],
  [SyntaxKind.CaretEqualsToken, '^'],
  [SyntaxKind.LessThanLessThanEqualsToken, '<<'],
  [SyntaxKind.GreaterThanGreaterThanEqualsToken, '>>'],
]);
const ARITHMETIC = new Map<ts.SyntaxKind, string>([
  [SyntaxKind.PlusEqualsToken, '+'],
  [SyntaxKind.MinusEqualsToken, '-'],
  [SyntaxKind.AsteriskEqualsToken, '*'],
]);
const ELEMENTS: Readonly<Record<string, string>> = {
  Int8Array: 'i8',
  Uint8Array: 'u8',
  Int16Array: 'i16',
  Uint16Array: 'u16',
  Int32Array: 'i32',
};
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  types: [],
};

/** What is put at the end of a class's body. */
export type Append = (className: string) => string;

/**
 * A file and all it imports values or types from.
 * @returns texts by path from `root`
 */
export function rewriteAll(entry: string, root: string, append: Append): Map<string, string> {
  const program = ts.createProgram({ rootNames: [resolve(root, entry)], options: OPTIONS });
  const done = new Map<string, string>();
  const waiting = [resolve(root, entry)];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const name = relative(root, path);
    if (done.has(name)) continue;
    const file = program.getSourceFile(path);
    if (!file) throw new Error(`${path} is not there: ${readFileSync(path, 'utf8').length}`);
    const rewriter = new Rewriter(program.getTypeChecker(), file, append);
    done.set(name, TO_INT32 + rewriter.text(file));
    waiting.push(...rewriter.imports.map((each) => `${resolve(dirname(path), each)}.ts`));
  }
  return done;
}

class Rewriter {
  readonly imports: string[] = [];
  /** Functions of a constructor that are written out where they are called. */
  private readonly inlined = new Map<ts.Symbol, ts.ArrowFunction>();
  private readonly bound = new Map<ts.Symbol, string>();

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly file: ts.SourceFile,
    private readonly append: Append,
  ) {}

  /** The node's text with everything in it rewritten, without what stands before it. */
  text(node: ts.Node): string {
    return this.special(node) ?? this.plain(node);
  }

  private plain(node: ts.Node): string {
    const source = this.file.text;
    let out = '';
    let at = node.getStart(this.file);
    ts.forEachChild(node, (child) => {
      const start = child.getStart(this.file);
      out += source.slice(at, start) + this.text(child);
      at = child.end;
    });
    return out + source.slice(at, node.end);
  }

  private special(node: ts.Node): string | undefined {
    if (ts.isImportDeclaration(node)) return this.importOf(node);
    if (ts.isInterfaceDeclaration(node)) return this.classOf(node);
    if (ts.isClassDeclaration(node)) return this.appended(node);
    if (ts.isVariableStatement(node)) return this.variables(node);
    if (ts.isVariableDeclaration(node)) return this.variable(node);
    if (ts.isPropertyDeclaration(node)) return this.property(node);
    if (ts.isIdentifier(node)) return this.identifier(node);
    if (ts.isNumericLiteral(node)) return floating(Number(node.text));
    if (ts.isPropertyAccessExpression(node)) return this.constant(node);
    if (ts.isElementAccessExpression(node)) return `(<f64>${this.element(node)})`;
    if (ts.isBinaryExpression(node)) return this.binary(node);
    if (ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.TildeToken)
      return `(<f64>(~${this.int32(node.operand)}))`;
    if (
      (ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node)) &&
      (node.operator === SyntaxKind.PlusPlusToken || node.operator === SyntaxKind.MinusMinusToken) &&
      ts.isElementAccessExpression(node.operand)
    )
      return this.counted(node, node.operand);
    if (ts.isNewExpression(node)) return this.made(node);
    if (ts.isCallExpression(node)) return this.call(node);
    if (node.kind === SyntaxKind.NumberKeyword) return 'f64';
    if (node.kind === SyntaxKind.BooleanKeyword) return 'bool';
    if (node.kind === SyntaxKind.PrivateKeyword || node.kind === SyntaxKind.OverrideKeyword) return '';
    return undefined;
  }

  /** As a 32-bit integer. */
  private int32(node: ts.Node): string {
    return `toInt32(${this.text(node)})`;
  }

  private importOf(node: ts.ImportDeclaration): string {
    const path = (node.moduleSpecifier as ts.StringLiteral).text;
    this.imports.push(path);
    const bindings = node.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) throw new Error(`${path}: named imports only`);
    const names = bindings.elements
      .filter(({ name }) => !this.isFrozen(this.checker.getAliasedSymbol(this.symbol(name))))
      .map(({ name }) => name.text);
    return names.length > 0 ? `import { ${names.join(', ')} } from '${path}';` : '';
  }

  private symbol(node: ts.Node): ts.Symbol {
    const symbol = this.checker.getSymbolAtLocation(node);
    if (!symbol) throw new Error(`${this.file.fileName}: what is ${node.getText(this.file)}?`);
    return symbol;
  }

  /** A table of constants, whose values are written where they are used. */
  private isFrozen(symbol: ts.Symbol): boolean {
    const declaration = symbol.valueDeclaration;
    return declaration !== undefined && ts.isVariableDeclaration(declaration) && isFreeze(declaration);
  }

  private classOf(node: ts.InterfaceDeclaration): string {
    const fields = node.members.map((member) => `  ${member.name?.getText(this.file)}: f64 = 0.0;\n`);
    return `export class ${node.name.text} {\n${fields.join('')}}`;
  }

  private appended(node: ts.ClassDeclaration): string {
    const text = this.plain(node);
    return `${text.slice(0, -1)}${this.append(node.name?.text ?? '')}}`;
  }

  private variables(node: ts.VariableStatement): string | undefined {
    const kept = node.declarationList.declarations.filter((each) => {
      if (each.initializer && ts.isArrowFunction(each.initializer)) {
        this.inlined.set(this.symbol(each.name), each.initializer);
        return false;
      }
      return !isFreeze(each);
    });
    return kept.length > 0 ? undefined : '';
  }

  private variable(node: ts.VariableDeclaration): string {
    const init = node.initializer ? ` = ${this.text(node.initializer)}` : '';
    const type = this.typeOf(node.name);
    // Of objects the compiler sees the type, whose name need not be imported here.
    const told = init && type !== 'f64' ? '' : `: ${type}`;
    return `${node.name.getText(this.file)}${told}${init}`;
  }

  private property(node: ts.PropertyDeclaration): string {
    const isFixed = node.modifiers?.some(({ kind }) => kind === SyntaxKind.ReadonlyKeyword) === true;
    const init = node.initializer ? ` = ${this.text(node.initializer)}` : '';
    const type = this.typeOf(node.name);
    // An object that the constructor makes, as TypeScript has made sure.
    const later = node.initializer || type === 'f64' || type === 'bool' ? '' : '!';
    return `${isFixed ? 'readonly ' : ''}${node.name.getText(this.file)}${later}: ${type}${init};`;
  }

  private typeOf(node: ts.Node): string {
    const type = this.checker.getBaseTypeOfLiteralType(this.checker.getTypeAtLocation(node));
    if ((type.flags & ts.TypeFlags.NumberLike) !== 0) return 'f64';
    if ((type.flags & ts.TypeFlags.BooleanLike) !== 0) return 'bool';
    if (!type.symbol)
      throw new Error(`${this.file.fileName}: of which type is ${node.parent.getText(this.file)}?`);
    return type.symbol.name;
  }

  private identifier(node: ts.Identifier): string | undefined {
    const symbol = this.checker.getSymbolAtLocation(node);
    return symbol && this.bound.get(symbol);
  }

  /** A member of a table of constants by its value. */
  private constant(node: ts.PropertyAccessExpression): string | undefined {
    if (!ts.isIdentifier(node.expression)) return undefined;
    const symbol = this.checker.getSymbolAtLocation(node.expression);
    if (!symbol) return undefined;
    const table = symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    if (!this.isFrozen(table)) return undefined;
    const type = this.checker.getTypeAtLocation(node);
    if (!type.isNumberLiteral()) throw new Error(`${node.getText(this.file)} has no value`);
    return floating(type.value);
  }

  private element(node: ts.ElementAccessExpression): string {
    return `${this.text(node.expression)}[${this.int32(node.argumentExpression)}]`;
  }

  /** The AssemblyScript type of the elements of an array. */
  private elementType(array: ts.Expression): string {
    const name = this.checker.getTypeAtLocation(array).symbol.name;
    const type = ELEMENTS[name];
    if (!type) throw new Error(`${array.getText(this.file)}: elements of ${name}`);
    return type;
  }

  private binary(node: ts.BinaryExpression): string | undefined {
    const { left, right, operatorToken } = node;
    const operator = operatorToken.kind;
    if (operator === SyntaxKind.EqualsEqualsEqualsToken) return `${this.text(left)} == ${this.text(right)}`;
    if (operator === SyntaxKind.ExclamationEqualsEqualsToken)
      return `${this.text(left)} != ${this.text(right)}`;
    const isAssignment = operator >= SyntaxKind.FirstAssignment && operator <= SyntaxKind.LastAssignment;
    const value = this.valueOf(node);
    if (!isAssignment) return value && `(${value})`;
    if (ts.isElementAccessExpression(left)) {
      const stored = `<${this.elementType(left.expression)}>toInt32(${value ?? this.text(right)})`;
      const assigned = `${this.element(left)} = ${stored}`;
      return ts.isExpressionStatement(node.parent) ? assigned : `(<f64>(${assigned}))`;
    }
    return value && `${this.text(left)} = ${value}`;
  }

  /** What a bitwise operation, or a compound assignment, gives; undefined for all else. */
  private valueOf({ left, right, operatorToken: { kind } }: ts.BinaryExpression): string | undefined {
    if (kind === SyntaxKind.GreaterThanGreaterThanGreaterThanToken)
      return `<f64>(<u32>${this.int32(left)} >>> <u32>${this.int32(right)})`;
    const bitwise = BITWISE.get(kind);
    if (bitwise !== undefined) return `<f64>(${this.int32(left)} ${bitwise} ${this.int32(right)})`;
    const arithmetic = ARITHMETIC.get(kind);
    return arithmetic && `${this.text(left)} ${arithmetic} (${this.text(right)})`;
  }

  private counted(
    node: ts.PostfixUnaryExpression | ts.PrefixUnaryExpression,
    operand: ts.ElementAccessExpression,
  ): string {
    if (!ts.isExpressionStatement(node.parent)) throw new Error(`${node.getText(this.file)} as a value`);
    const by = node.operator === SyntaxKind.PlusPlusToken ? '+ 1.0' : '- 1.0';
    const type = this.elementType(operand.expression);
    return `${this.element(operand)} = <${type}>toInt32(${this.text(operand)} ${by})`;
  }

  private made(node: ts.NewExpression): string | undefined {
    const name = node.expression.getText(this.file);
    return name in ELEMENTS ? `new ${name}(${this.int32((node.arguments ?? [])[0])})` : undefined;
  }

  private call(node: ts.CallExpression): string | undefined {
    const { expression } = node;
    if (ts.isIdentifier(expression)) {
      const inlined = this.inlined.get(this.symbol(expression));
      return inlined && this.inlineCall(node, inlined);
    }
    if (!ts.isPropertyAccessExpression(expression)) return undefined;
    const type = this.checker.getTypeAtLocation(expression.expression).symbol;
    if (!(type?.name in ELEMENTS)) return undefined;
    const args = node.arguments.map((each) => this.int32(each));
    if (expression.name.text === 'fill') args[0] = `<${this.elementType(expression.expression)}>${args[0]}`;
    return `${this.text(expression)}(${args.join(', ')})`;
  }

  private inlineCall(node: ts.CallExpression, { parameters, body }: ts.ArrowFunction): string {
    parameters.forEach(({ name }, i) => {
      this.bound.set(this.symbol(name), `(${this.text(node.arguments[i])})`);
    });
    const text = `(${this.text(body)})`;
    parameters.forEach(({ name }) => this.bound.delete(this.symbol(name)));
    return text;
  }
}

function isFreeze({ initializer }: ts.VariableDeclaration): boolean {
  return (
    initializer !== undefined &&
    ts.isCallExpression(initializer) &&
    initializer.expression.getText() === 'Object.freeze'
  );
}

/** A literal that AssemblyScript takes for an f64. */
function floating(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
