/** What the chip loads: the modules reached from an entry by imports that are still there when the types are gone. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

export interface ImportGraph {
  /** Paths of the TypeScript files reached, entry included. */
  readonly files: ReadonlySet<string>;
  /** Module specifiers that are no relative path, each with the files that import it. */
  readonly bare: ReadonlyMap<string, ReadonlySet<string>>;
}

/** @throws Error when a relative import leads nowhere or is not a literal */
export function importGraph(entry: string): ImportGraph {
  const files = new Set<string>();
  const bare = new Map<string, Set<string>>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const specifier of valueImports(file, readFileSync(file, 'utf8'))) {
      if (specifier.startsWith('.')) waiting.push(resolve(file, specifier));
      else bare.set(specifier, (bare.get(specifier) ?? new Set()).add(file));
    }
  }
  return { files, bare };
}

/** The specifiers a file imports values from, in the order they stand. */
export function valueImports(file: string, text: string): string[] {
  const specifiers: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && bringsValues(node.importClause))
      specifiers.push(literal(file, node.moduleSpecifier));
    if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && exportsValues(node))
      specifiers.push(literal(file, node.moduleSpecifier));
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      specifiers.push(literal(file, node.arguments[0]));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true));
  return specifiers;
}

/** No clause at all is an import for its effects. */
function bringsValues(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return true;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return false;
  const bindings = clause.namedBindings;
  if (clause.name !== undefined || bindings === undefined || ts.isNamespaceImport(bindings)) return true;
  return bindings.elements.some((element) => !element.isTypeOnly);
}

function exportsValues(node: ts.ExportDeclaration): boolean {
  if (node.isTypeOnly) return false;
  const clause = node.exportClause;
  return (
    clause === undefined ||
    ts.isNamespaceExport(clause) ||
    clause.elements.some((element) => !element.isTypeOnly)
  );
}

function literal(file: string, node: ts.Expression): string {
  if (ts.isStringLiteral(node)) return node.text;
  throw new Error(`${file}: an import's module has to be a literal: ${node.getText()}`);
}

function resolve(file: string, specifier: string): string {
  const path = `${join(dirname(file), specifier)}.ts`;
  if (!existsSync(path)) throw new Error(`${file} imports ${specifier}: no ${path}`);
  return path;
}
