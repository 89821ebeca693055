/** The firmware's modules as XS loads them: compiled from the TypeScript the chip gets, found by their imports. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../../..');
const OPTIONS: ts.CompilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 };

/** Names and sources of `entry` (path without suffix) and all it imports, NUL-terminated each; the entry is last. */
export function bundle(
  entry = join(__dirname, 'player'),
  edit?: (name: string, source: string) => string,
): string {
  const seen = new Set<string>();
  const parts: string[] = [];
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const name = relative(ROOT, path);
    const text = readFileSync(`${path}.ts`, 'utf8');
    const { outputText } = ts.transpileModule(edit?.(name, text) ?? text, { compilerOptions: OPTIONS });
    let source = outputText;
    // From the last to the first, so that positions stay true.
    for (const { fileName, pos, end } of ts.preProcessFile(outputText).importedFiles.reverse()) {
      const imported = join(dirname(path), fileName);
      source = `${source.slice(0, pos)}'${relative(ROOT, imported)}'${source.slice(end + 2)}`;
      visit(imported);
    }
    parts.push(`${name}\0${source}\0`);
  };
  visit(entry);
  return parts.join('');
}
