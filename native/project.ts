/** The TypeScript compiler's view of the files to be translated. */
import ts from 'typescript';
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const root = resolve(join(__dirname, '..'));

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
};

/** Library files parsed once per process: a test translates many programs. */
const libraries = new Map<string, ts.SourceFile>();

function hostOf(virtual: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  const disk = ts.createCompilerHost(options, true);
  host.getSourceFile = (name, languageVersion, ...rest) => {
    const text = virtual.get(resolve(name));
    if (text !== undefined) return ts.createSourceFile(name, text, languageVersion, true);
    if (!name.includes(`${sep}typescript${sep}lib${sep}`) && !name.includes('/typescript/lib/'))
      return disk.getSourceFile(name, languageVersion, ...rest);
    let file = libraries.get(name);
    if (!file) {
      file = ts.createSourceFile(name, readFileSync(name, 'utf8'), languageVersion, true);
      libraries.set(name, file);
    }
    return file;
  };
  host.fileExists = (name) => virtual.has(resolve(name)) || disk.fileExists(name);
  host.readFile = (name) => virtual.get(resolve(name)) ?? disk.readFile(name);
  return host;
}

/** A message of the TypeScript compiler: the files are not even TypeScript. */
export class TypeScriptError extends Error {}

export class Project {
  readonly checker: ts.TypeChecker;
  private readonly program: ts.Program;

  /**
   * @param files paths of the files to start from
   * @param virtual texts of files that are not on the disk, by absolute path
   */
  constructor(files: readonly string[], virtual: ReadonlyMap<string, string> = new Map()) {
    this.program = ts.createProgram({
      rootNames: files.map((file) => resolve(file)),
      options,
      host: hostOf(virtual),
    });
    this.checker = this.program.getTypeChecker();
  }

  /** Is this a file of the language's own library? */
  isLibrary(file: ts.SourceFile): boolean {
    return this.program.isSourceFileDefaultLibrary(file);
  }

  file(path: string): ts.SourceFile {
    const source = this.program.getSourceFile(resolve(path));
    if (!source) throw new TypeScriptError(`${path}: no such file`);
    return source;
  }

  /** What the compiler says against these files. */
  errors(files: Iterable<ts.SourceFile>): string[] {
    const messages: string[] = [];
    for (const file of files) {
      for (const diagnostic of [
        ...this.program.getSyntacticDiagnostics(file),
        ...this.program.getSemanticDiagnostics(file),
      ]) {
        const { line, character } = file.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
        const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ');
        messages.push(`${moduleName(file)}.ts:${line + 1}:${character + 1} TypeScript: ${text}`);
      }
    }
    return messages;
  }

  /** The files given and all they import, the libraries left out. */
  reached(files: readonly string[]): ts.SourceFile[] {
    const found = new Set<ts.SourceFile>();
    const follow = (source: ts.SourceFile) => {
      if (found.has(source)) return;
      found.add(source);
      for (const statement of source.statements) {
        if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
        const specifier = statement.moduleSpecifier.text;
        if (!specifier.startsWith('.')) continue;
        const target = this.program.getSourceFile(resolve(dirname(source.fileName), `${specifier}.ts`));
        if (target) follow(target);
      }
    };
    for (const file of files) follow(this.file(file));
    return [...found];
  }
}

/** A file's path from the repository's root, with `/` and without its ending. */
export function moduleName(source: ts.SourceFile): string {
  return relative(root, source.fileName).split(sep).join('/').replace(/\.ts$/, '');
}
