/**
 * Names of numbers become the numbers. On XS a name at the top of a module costs 15 bytes of bytecode, four in every function that uses it and
 * two for each use; a small number costs two.
 */
import ts from 'typescript';

/** What a constant can be: a number, or a text in a table. */
type Value = number | string;

/** Where text is replaced. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Replaces every use of the top level's constants whose value is known, and of the entries of its frozen tables, and whatever is computed from
 * these alone. Declarations that nothing needs any more are left out. Lines stay where they were.
 * @param code a module
 */
export function inlineConstants(code: string): string {
  const { file, checker } = parsed(code);
  const constants = new Constants(file, checker);
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isDeclared(node)) return;
    const value =
      ts.isExpression(node) && !ts.isLiteralExpression(node) ? constants.valueOf(node) : undefined;
    if (value !== undefined) edits.push({ from: node.getStart(file), to: node.end, text: literal(value) });
    else if (ts.isShorthandPropertyAssignment(node)) visitShorthand(node);
    else if (!ts.isExportDeclaration(node)) ts.forEachChild(node, visit);
  };
  const visitShorthand = (node: ts.ShorthandPropertyAssignment): void => {
    const value = constants.valueOfSymbol(checker.getShorthandAssignmentValueSymbol(node));
    if (value !== undefined)
      edits.push({ from: node.getStart(file), to: node.end, text: `${node.name.text}: ${literal(value)}` });
  };
  for (const statement of file.statements) {
    if (constants.isNeedless(statement))
      edits.push({
        from: statement.getStart(file),
        to: statement.end,
        text: statement.getText(file).replace(/[^\n]+/g, ''),
      });
    else visit(statement);
  }
  return edited(code, edits);
}

/** The constants of a module's top level. */
class Constants {
  /** Names of the top level's constants: whether one of another scope is meant only the checker knows, which takes its time. */
  private readonly names = new Set<string>();
  private readonly values = new Map<ts.Symbol, Value | undefined>();
  private readonly tables = new Map<ts.Symbol, ReadonlyMap<string, Value>>();
  private readonly exported = new Set<ts.Symbol>();
  /** Tables that are used otherwise than by an entry's name. */
  private readonly whole = new Set<ts.Symbol>();

  constructor(
    private readonly file: ts.SourceFile,
    private readonly checker: ts.TypeChecker,
  ) {
    const all = file.statements.flatMap(declarations);
    for (const { name } of all) this.names.add(name.getText(file));
    for (const { name, initializer } of all) {
      const symbol = checker.getSymbolAtLocation(name);
      const table = initializer && this.tableOf(initializer);
      if (symbol && table) this.tables.set(symbol, table);
    }
    this.lookForUses(file);
  }

  /** Of an expression; undefined when it is not known. */
  valueOf(node: ts.Expression): Value | undefined {
    if (ts.isNumericLiteral(node)) return Number(node.text);
    if (ts.isParenthesizedExpression(node)) return this.valueOf(node.expression);
    if (ts.isIdentifier(node)) return this.valueOfSymbol(this.symbolOf(node));
    if (ts.isPropertyAccessExpression(node)) return this.tableAt(node.expression)?.get(node.name.text);
    if (ts.isPrefixUnaryExpression(node)) return unary(node.operator, this.valueOf(node.operand));
    if (ts.isBinaryExpression(node))
      return binary(node.operatorToken.kind, this.valueOf(node.left), this.valueOf(node.right));
    return undefined;
  }

  valueOfSymbol(symbol: ts.Symbol | undefined): Value | undefined {
    if (symbol === undefined) return undefined;
    if (!this.values.has(symbol)) {
      this.values.set(symbol, undefined);
      const declaration = symbol.valueDeclaration;
      if (declaration && ts.isVariableDeclaration(declaration) && isTopLevelConst(declaration)) {
        const value = declaration.initializer && this.valueOf(declaration.initializer);
        if (typeof value === 'number') this.values.set(symbol, value);
      }
    }
    return this.values.get(symbol);
  }

  /** Is the statement's every name replaced wherever it was used? */
  isNeedless(statement: ts.Statement): boolean {
    const all = declarations(statement);
    return all.length > 0 && all.every(({ name }) => this.isReplaced(this.checker.getSymbolAtLocation(name)));
  }

  private isReplaced(symbol: ts.Symbol | undefined): boolean {
    if (symbol === undefined || this.exported.has(symbol)) return false;
    return this.valueOfSymbol(symbol) !== undefined || (this.tables.has(symbol) && !this.whole.has(symbol));
  }

  /** `Object.freeze({ name: value, ... })` with nothing but values that are known. */
  private tableOf(node: ts.Expression): ReadonlyMap<string, Value> | undefined {
    if (!ts.isCallExpression(node) || node.expression.getText(this.file) !== 'Object.freeze')
      return undefined;
    const [object] = node.arguments;
    if (!ts.isObjectLiteralExpression(object)) return undefined;
    const entries = new Map<string, Value>();
    for (const property of object.properties) {
      if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name)) return undefined;
      const { initializer } = property;
      const value = ts.isStringLiteral(initializer) ? initializer.text : this.valueOf(initializer);
      if (value === undefined) return undefined;
      entries.set(property.name.text, value);
    }
    return entries;
  }

  private tableAt(node: ts.Expression): ReadonlyMap<string, Value> | undefined {
    if (!ts.isIdentifier(node)) return undefined;
    const symbol = this.symbolOf(node);
    return symbol && this.tables.get(symbol);
  }

  private symbolOf(node: ts.Identifier): ts.Symbol | undefined {
    return this.names.has(node.text) ? this.checker.getSymbolAtLocation(node) : undefined;
  }

  private lookForUses(node: ts.Node): void {
    if (ts.isExportSpecifier(node)) {
      const symbol = this.checker.getExportSpecifierLocalTargetSymbol(node);
      if (symbol) this.exported.add(symbol);
    } else if (ts.isIdentifier(node) && !isEntry(node) && !isDeclared(node)) {
      const symbol = ts.isShorthandPropertyAssignment(node.parent)
        ? this.checker.getShorthandAssignmentValueSymbol(node.parent)
        : this.symbolOf(node);
      if (symbol && this.tables.has(symbol)) this.whole.add(symbol);
    }
    ts.forEachChild(node, (child) => this.lookForUses(child));
  }
}

function isEntry(node: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node;
}

function isDeclared(node: ts.Identifier): boolean {
  return ts.isVariableDeclaration(node.parent) && node.parent.name === node;
}

/** Of a statement that declares constants. */
function declarations(statement: ts.Statement): readonly ts.VariableDeclaration[] {
  if (!ts.isVariableStatement(statement)) return [];
  const all = statement.declarationList.declarations;
  return all.every(isTopLevelConst) ? all : [];
}

function isTopLevelConst({ parent }: ts.VariableDeclaration): boolean {
  return (
    ts.isVariableDeclarationList(parent) &&
    (parent.flags & ts.NodeFlags.Const) !== 0 &&
    ts.isSourceFile(parent.parent.parent)
  );
}

const UNARY: ReadonlyMap<ts.SyntaxKind, (a: number) => number> = new Map([
  [ts.SyntaxKind.MinusToken, (a: number) => -a],
  [ts.SyntaxKind.TildeToken, (a: number) => ~a],
]);
const BINARY: ReadonlyMap<ts.SyntaxKind, (a: number, b: number) => number> = new Map([
  [ts.SyntaxKind.PlusToken, (a: number, b: number) => a + b],
  [ts.SyntaxKind.MinusToken, (a: number, b: number) => a - b],
  [ts.SyntaxKind.AsteriskToken, (a: number, b: number) => a * b],
  [ts.SyntaxKind.SlashToken, (a: number, b: number) => a / b],
  [ts.SyntaxKind.LessThanLessThanToken, (a: number, b: number) => a << b],
  [ts.SyntaxKind.GreaterThanGreaterThanToken, (a: number, b: number) => a >> b],
  [ts.SyntaxKind.BarToken, (a: number, b: number) => a | b],
  [ts.SyntaxKind.AmpersandToken, (a: number, b: number) => a & b],
]);

function unary(operator: ts.SyntaxKind, value: Value | undefined): number | undefined {
  return typeof value === 'number' ? UNARY.get(operator)?.(value) : undefined;
}

function binary(operator: ts.SyntaxKind, a: Value | undefined, b: Value | undefined): number | undefined {
  return typeof a === 'number' && typeof b === 'number' ? BINARY.get(operator)?.(a, b) : undefined;
}

/** Fits wherever an expression stands. */
function literal(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return value < 0 || Object.is(value, -0) ? `(-${-value})` : String(value);
}

function edited(code: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, text } of edits) {
    parts.push(code.slice(at, from), text);
    at = to;
  }
  parts.push(code.slice(at));
  return parts.join('');
}

/** With the scopes of its names known. */
function parsed(code: string): { file: ts.SourceFile; checker: ts.TypeChecker } {
  const name = 'module.js';
  const options: ts.CompilerOptions = {
    allowJs: true,
    noLib: true,
    noResolve: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ES2022,
    types: [],
  };
  const file = ts.createSourceFile(name, code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const host: ts.CompilerHost = {
    getSourceFile: (asked) => (asked === name ? file : undefined),
    fileExists: (asked) => asked === name,
    readFile: () => undefined,
    writeFile: () => undefined,
    getDefaultLibFileName: () => 'lib.d.ts',
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (asked) => asked,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
  };
  const program = ts.createProgram({ rootNames: [name], options, host });
  return { file, checker: program.getTypeChecker() };
}
