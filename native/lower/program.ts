/** From files to a program of the kernel, with every refusal on the way. */
import ts from 'typescript';
import {
  eachExpression,
  eachStatement,
  expressions,
  type ClassDef,
  type Func,
  type Program,
  type RecordDef,
} from '../ir';
import { checkOrder, EffectTable } from '../effects';
import { Pointers } from '../pointers';
import { type Project, TypeScriptError } from '../project';
import { Refusal, Refusals } from '../refusal';
import { Context } from './context';
import { Declarations } from './declarations';

const { SyntaxKind } = ts;

export interface Lowered {
  /** Functions and classes of the files themselves. */
  readonly functions: Func[];
  readonly classes: ClassDef[];
  readonly refusals: Refusals;
}

/**
 * Lowers all of some files, and of what they import what they use.
 * @param isChecked ask the compiler for its errors first
 * @throws TypeScriptError when they are not even TypeScript
 */
export function lowerFiles(project: Project, files: readonly string[], isChecked = true): Lowered {
  const errors = isChecked ? project.errors(project.reached(files)) : [];
  if (errors.length) throw new TypeScriptError(errors.join('\n'));
  const refusals = new Refusals();
  const context = new Context(project.checker, refusals, (each) => project.isLibrary(each));
  context.declarations = new Declarations(context);
  const functions: Func[] = [];
  const classes: ClassDef[] = [];
  for (const file of files) {
    for (const statement of project.file(file).statements) {
      refusals.attempt(() => {
        if (ts.isClassDeclaration(statement)) classes.push(context.declarations.classOf(statement));
        else if (ts.isFunctionDeclaration(statement)) {
          if (statement.name?.text !== 'mulShift') functions.push(context.declarations.functionOf(statement));
        } else if (ts.isInterfaceDeclaration(statement)) context.declarations.recordOf(statement);
        else checkTopLevel(statement, context);
      });
    }
  }
  context.declarations.finish();
  const all = context.declarations.all();
  const effects = new EffectTable(all, new Pointers(all));
  for (const func of all) checkOrder(func, effects, refusals);
  return { functions, classes, refusals };
}

function checkTopLevel(statement: ts.Statement, context: Context): void {
  if (ts.isImportDeclaration(statement)) {
    const clause = statement.importClause;
    const named = clause?.namedBindings && ts.isNamedImports(clause.namedBindings);
    const text = (statement.moduleSpecifier as ts.StringLiteral).text;
    if (!clause || clause.name || !named || !text.startsWith('.'))
      throw new Refusal(
        statement,
        'an import of something else than names of another file',
        "import { name } from './file'",
      );
    return;
  }
  if (ts.isTypeAliasDeclaration(statement))
    throw new Refusal(statement, 'a type by another name', 'the type itself');
  if (!ts.isVariableStatement(statement))
    throw new Refusal(
      statement,
      `${SyntaxKind[statement.kind]} at the top level`,
      'constants, functions, classes, interfaces of numbers',
    );
  for (const declaration of statement.declarationList.declarations) {
    const symbol = context.checker.getSymbolAtLocation(declaration.name);
    if (!symbol || !context.constantOf(symbol))
      throw new Refusal(
        declaration,
        "a module's value that is no constant of numbers: on the chip modules are read-only",
        'a constant, or a field of a class',
      );
  }
}

/** The program that starts from the class which `file` exports. Undefined when anything was refused. */
export function lowerProgram(
  project: Project,
  file: string,
): { program: Program | undefined; refusals: Refusals } {
  const lowered = lowerFiles(project, [file]);
  const { refusals } = lowered;
  const exported = lowered.classes.filter((each) =>
    each.node.modifiers?.some((modifier) => modifier.kind === SyntaxKind.ExportKeyword),
  );
  const program = refusals.attempt(() => {
    if (exported.length !== 1)
      throw new Refusal(project.file(file), `${exported.length} exported classes`, 'one: the kernel');
    return assemble(exported[0]);
  });
  return { program: refusals.all.length ? undefined : program, refusals };
}

/** All that can be reached from a class: what it holds before it, what a function calls before that. */
export function assemble(root: ClassDef): Program {
  const records = new Set<RecordDef>();
  const classes = new Set<ClassDef>();
  const functions = new Set<Func>();
  const under = new Set<Func>();
  const visitClass = (of: ClassDef): void => {
    if (classes.has(of)) return;
    for (const field of of.fields)
      if (field.storage === 'owned' && field.type.kind === 'class') visitClass(field.type.of);
    classes.add(of);
    for (const field of of.fields)
      if (field.storage === 'reference' && field.type.kind === 'class') visitClass(field.type.of);
  };
  const visit = (func: Func): void => {
    if (functions.has(func)) return;
    if (under.has(func))
      throw new Refusal(func.node, `"${func.name}" calls itself, by whatever way`, 'a loop');
    under.add(func);
    if (func.of) visitClass(func.of);
    for (const { type } of func.parameters) {
      if (type.kind === 'record') records.add(type.of);
      if (type.kind === 'class') visitClass(type.of);
    }
    eachStatement(func.body, (s) => {
      if (s.kind === 'construct') visit(s.func);
      for (const e of expressions(s)) eachExpression(e, (each) => each.kind === 'call' && visit(each.func));
    });
    functions.add(func);
  };
  if (root.construct) visit(root.construct);
  for (const method of root.methods) {
    if (!isPublic(method)) continue;
    requirePortable(method);
    method.isEntry = true;
    visit(method);
  }
  return { root, records: [...records], classes: [...classes], functions: [...functions] };
}

function isPublic(method: Func): boolean {
  const { node } = method;
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return !modifiers?.some((each) => each.kind === SyntaxKind.PrivateKeyword);
}

function requirePortable(method: Func): void {
  for (const parameter of method.parameters) {
    const { type } = parameter;
    if (type.kind === 'int' || type.kind === 'bool') continue;
    if (type.kind !== 'array')
      throw new Refusal(
        parameter.node,
        'a parameter of a public method of the kernel that C cannot be given',
        'numbers, booleans and typed arrays; or `private`',
      );
    if (parameter.length === undefined)
      throw new Refusal(
        parameter.node,
        'an array of unknown length from outside',
        `@length ${parameter.name} N in the comment of the method`,
      );
  }
}
