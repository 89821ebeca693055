/** The firmware's modules as XS loads them: compiled from the TypeScript the chip gets, found by their imports. */
import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../../..');
const ENTRY = join(__dirname, 'player');
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ES2022,
  sourceMap: true,
};

/** The SDK's FFI, and the stand-in that it has here. */
const FFI_NAME = 'mc/ffi';
const FFI = join(__dirname, 'ffi');

function pathOf(importer: string, specifier: string): string {
  return specifier === FFI_NAME ? FFI : join(dirname(importer), specifier);
}

/** Changes a module's TypeScript before it is compiled; `name` is its path from the root, without suffix. */
export type Edit = (name: string, source: string) => string;

export class Bundle {
  /** Names and sources of the modules, NUL-terminated each; a module comes after those it imports. */
  readonly text: string;
  private readonly maps = new Map<string, string>();

  constructor(edit?: Edit) {
    const seen = new Set<string>();
    const parts: string[] = [];
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const name = path === FFI ? FFI_NAME : relative(ROOT, path);
      const text = readFileSync(`${path}.ts`, 'utf8');
      const { outputText, sourceMapText } = ts.transpileModule(edit?.(name, text) ?? text, {
        compilerOptions: OPTIONS,
      });
      this.maps.set(name, sourceMapText ?? '');
      const source = outputText.replace(/^\/\/# sourceMappingURL=.*$/m, '');
      for (const { fileName } of ts.preProcessFile(source).importedFiles) visit(pathOf(path, fileName));
      parts.push(`${name}\0${source}\n//# sourceURL=${name}\n\0`);
    };
    visit(ENTRY);
    this.text = parts.join('');
  }

  /** Where in the TypeScript a line of a compiled module comes from: path and line. */
  place(name: string, line: number): string {
    const payload = this.maps.get(name);
    if (!payload) return `${name}:${line}`;
    const map = new SourceMap(JSON.parse(payload) as SourceMapPayload);
    // A line's first code is often not at its first column.
    for (let column = 0; column < 80; column++) {
      const found = map.findEntry(line - 1, column);
      if ('originalLine' in found) return `${name}.ts:${found.originalLine + 1}`;
    }
    return `${name}.ts`;
  }
}

/** Everything a bundle without an edit is made from, so that it need not be made to know that it is the same. */
export function sourcesOfBundle(): string {
  const seen = new Set<string>();
  const parts: string[] = [];
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = readFileSync(`${path}.ts`, 'utf8');
    parts.push(path, text);
    for (const { fileName } of ts.preProcessFile(text).importedFiles) visit(pathOf(path, fileName));
  };
  visit(ENTRY);
  return parts.join('\0');
}
