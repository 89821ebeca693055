/** The modules that an entry leads to, as the JavaScript that XS gets: compiled from the TypeScript, found by their imports. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../..');

/** What the chip's TypeScript is compiled with; manifest.json tells mcconfig the same. */
export const COMPILER: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ES2022,
  // Each field defined by itself takes a function more and twice the code.
  useDefineForClassFields: false,
};

/** Changes a module's TypeScript before it is compiled; `name` is its path from the root, without suffix. */
export type Edit = (name: string, source: string) => string;

/** A module by its path from the root, without suffix. */
export interface Source {
  readonly name: string;
  readonly code: string;
  /** Source map, as JSON. */
  readonly map: string;
  /** Names of the modules that specifiers lead to; what is not here, the engine or the SDK has. */
  readonly imports: Readonly<Record<string, string>>;
}

/** Modules that stand in for specifiers that are no relative path. */
export type Named = Readonly<Record<string, string>>;

/** @returns the modules reached from `entry`, each after those it imports */
export function sourcesFrom(entry: string, named: Named = {}, edit?: Edit): Source[] {
  const sources: Source[] = [];
  visitFrom(entry, named, edit, (name, text, imports) => {
    const { code, map } = compiled(name, text);
    const followed = imports(code);
    sources.push({ name, code, map, imports: followed });
  });
  return sources;
}

/** Of this process, by name and text: from one link to the next little changes. */
const known = new Map<string, { code: string; map: string }>();

function compiled(name: string, text: string): { code: string; map: string } {
  const key = `${name}\0${text}`;
  const made = known.get(key);
  if (made !== undefined) return made;
  const { outputText, sourceMapText } = ts.transpileModule(text, {
    fileName: `${name}.ts`,
    compilerOptions: { ...COMPILER, sourceMap: true },
  });
  const code = outputText.replace(/^\/\/# sourceMappingURL=.*$/m, '');
  const result = { code, map: sourceMapText ?? '' };
  known.set(key, result);
  return result;
}

/** Everything that modules are made from, so that they need not be made to know that they are the same. */
export function textsFrom(entry: string, named: Named = {}, edit?: Edit): string {
  const parts: string[] = [];
  visitFrom(entry, named, edit, (name, text, imports) => {
    imports(text);
    parts.push(name, text);
  });
  return parts.join('\0');
}

type Visitor = (
  name: string,
  text: string,
  /** Follows the imports of a text, and tells where they lead. */
  imports: (text: string) => Record<string, string>,
) => void;

function visitFrom(entry: string, named: Named, edit: Edit | undefined, visitor: Visitor): void {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const text = readFileSync(join(ROOT, `${name}.ts`), 'utf8');
    visitor(name, edit?.(name, text) ?? text, (from) => {
      const imports: Record<string, string> = {};
      for (const { fileName } of ts.preProcessFile(from).importedFiles) {
        const to = fileName.startsWith('.')
          ? relative(ROOT, resolve(ROOT, dirname(name), fileName))
          : named[fileName];
        if (to === undefined) continue;
        imports[fileName] = to;
        visit(to);
      }
      return imports;
    });
  };
  visit(entry);
}
