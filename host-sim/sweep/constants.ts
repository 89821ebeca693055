/** The constants of the kernel as its source has them: name, value, what they are for, where they come from. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { runInNewContext } from 'node:vm';
import ts from 'typescript';

/** `const NAME = ...` at the top of a module. */
export interface Constant {
  readonly name: string;
  /** From the firmware's folder on: "stepdetect/contacts.ts". */
  readonly file: string;
  /** Of the declaration in its file, from 1. */
  readonly line: number;
  /** Undefined when it is made of other constants: then it follows those. */
  readonly value?: number;
  /** Its doc comment without the tags, or that of the constant right above; empty when there is none. */
  readonly text: string;
  /** What stands after `@source` there: where the value comes from. */
  readonly source?: string;
}

/** Where its value stands in the text of its module. */
export interface Initializer {
  readonly start: number;
  readonly end: number;
}

interface Declared {
  readonly constant: Constant;
  readonly initializer: Initializer;
}

/** Written like this: STRIDE_LEAST_us. */
const CONSTANT_NAME = /^[A-Z][A-Z0-9]*(_[A-Za-z0-9]+)*$/;

function parsed(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}

/** Numbers and operators only. */
function isLiteral(node: ts.Expression): boolean {
  if (ts.isBinaryExpression(node)) return isLiteral(node.left) && isLiteral(node.right);
  if (ts.isPrefixUnaryExpression(node)) return isLiteral(node.operand);
  return ts.isParenthesizedExpression(node) ? isLiteral(node.expression) : ts.isNumericLiteral(node);
}

/** Is its value a number, as far as its form tells? */
function isNumber(node: ts.Expression): boolean {
  return (
    isLiteral(node) ||
    ts.isBinaryExpression(node) ||
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node)
  );
}

/** Of the statement; of constants that stand together, the one above the first. */
function docOf(source: ts.SourceFile, statement: ts.Statement): string | undefined {
  const ranges = ts.getLeadingCommentRanges(source.text, statement.pos) ?? [];
  const last = ranges.at(-1);
  if (last && source.text.startsWith('/**', last.pos)) return source.text.slice(last.pos, last.end);
  const before = source.statements[source.statements.indexOf(statement) - 1];
  const together =
    ranges.length === 0 &&
    before !== undefined &&
    ts.isVariableStatement(before) &&
    !/\n\s*\n/.test(source.text.slice(before.end, statement.getStart(source)));
  return together ? docOf(source, before) : undefined;
}

function docText(comment: string | undefined): { text: string; source?: string } {
  if (comment === undefined) return { text: '' };
  const bare = comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*?\s*/, '').trimEnd())
    .join(' ')
    .trim();
  const [text, ...tags] = bare.split(/\s*(?=@[a-z]+ )/);
  const source = tags.find((tag) => tag.startsWith('@source '))?.slice('@source '.length);
  return bare.startsWith('@') ? { text: '', source } : { text, source };
}

function declared(file: string, text: string): Declared[] {
  const source = parsed(file, text);
  return source.statements.flatMap((statement) => {
    if (!ts.isVariableStatement(statement) || !(statement.declarationList.flags & ts.NodeFlags.Const))
      return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
      if (!ts.isIdentifier(name) || !CONSTANT_NAME.test(name.text)) return [];
      if (initializer === undefined || !isNumber(initializer)) return [];
      const [start, end] = [initializer.getStart(source), initializer.end];
      const constant = {
        name: name.text,
        file,
        line: source.getLineAndCharacterOfPosition(name.getStart(source)).line + 1,
        ...(isLiteral(initializer) && { value: Number(runInNewContext(text.slice(start, end))) }),
        ...docText(docOf(source, statement)),
      };
      return { constant, initializer: { start, end } };
    });
  });
}

/** @param file as `Constant.file` shall have it */
export function constantsOf(file: string, text: string): Constant[] {
  return declared(file, text).map(({ constant }) => constant);
}

/** The constants of modules in the order of their names. @param root folder their names begin from */
export function constantsIn(root: string, files: readonly string[]): Constant[] {
  return files
    .map((path) => ({ path, file: relative(root, path).replaceAll('\\', '/') }))
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .flatMap(({ path, file }) => constantsOf(file, readFileSync(path, 'utf8')));
}

/** Was it chosen on recordings? Then `npm run score:sweep` shows the choice; with --accel-only for what counts without gyroscope. */
export function isFit({ source, value }: Constant, accelOnly: boolean): boolean {
  return (
    value !== undefined && /^fit\b/.test(source ?? '') && /--accel-only/.test(source ?? '') === accelOnly
  );
}

/** How a constant is asked for where its name alone could be another's: "contacts/SLAP_dps". */
export function fullName({ file, name }: Pick<Constant, 'file' | 'name'>): string {
  return `${file.replace(/^.*\//, '').replace(/\.ts$/, '')}/${name}`;
}

/**
 * The constant that is asked for by its name or full name.
 * @throws Error when there is none, several, or one that is made of others
 */
export function findConstant(constants: readonly Constant[], asked: string): Constant & { value: number } {
  const found = constants.filter((constant) => constant.name === asked || fullName(constant) === asked);
  if (found.length === 0) throw new Error(`${asked}: the kernel has no constant of this name`);
  if (found.length > 1) throw new Error(`${asked}: which one? ${found.map(fullName).join(', ')}`);
  const [{ value, ...constant }] = found;
  if (value === undefined) throw new Error(`${asked} is made of other constants; change those`);
  return { ...constant, value };
}

/**
 * The text of a module with another value for one of its constants.
 * @throws Error when it has no such constant
 */
export function withValue(file: string, text: string, name: string, value: number): string {
  const initializer = declared(file, text).find(({ constant }) => constant.name === name)?.initializer;
  if (initializer === undefined) throw new Error(`${file}: no constant ${name}`);
  return text.slice(0, initializer.start) + String(value) + text.slice(initializer.end);
}
