/** Declarations: classes, functions and interfaces of numbers, each found when it is first used. */
import ts from 'typescript';
import { requireInteger } from '../constants';
import {
  VOID,
  type ClassDef,
  type Expr,
  type Field,
  type Func,
  type Range,
  type RecordDef,
  type Stmt,
  type Type,
  type Variable,
} from '../ir';
import { moduleName } from '../project';
import { Refusal } from '../refusal';
import { namedLengths, namedRanges, rangeTag } from '../tags';
import { constructs, lowerFieldValue } from './constructors';
import { elementOf, Scope, type Context } from './context';
import { lowerExpression } from './expressions';
import { lowerBlock } from './statements';

const { SyntaxKind } = ts;

export class Declarations {
  private readonly classes = new Map<ts.ClassDeclaration, ClassDef>();
  private readonly functions = new Map<ts.Node, Func>();
  private readonly records = new Map<ts.InterfaceDeclaration, RecordDef>();
  /** Bodies that are still to be lowered: done one after the other, so that functions may call each other. */
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly context: Context) {}

  /** Lowers the bodies of all that was found, and of what they find. */
  finish(): void {
    for (let work = this.waiting.pop(); work; work = this.waiting.pop()) this.context.refusals.attempt(work);
  }

  /** Every function found so far, methods and constructors included. */
  all(): Func[] {
    const methods = [...this.classes.values()].flatMap((each) => [
      ...each.methods,
      ...(each.construct ? [each.construct] : []),
    ]);
    return [...this.functions.values(), ...methods];
  }

  recordOf(node: ts.InterfaceDeclaration): RecordDef {
    const known = this.records.get(node);
    if (known) return known;
    const record: RecordDef = {
      name: node.name.text,
      module: moduleName(node.getSourceFile()),
      node,
      members: [],
    };
    this.records.set(node, record);
    if (node.heritageClauses || node.typeParameters) throw refuseInterface(node);
    for (const member of node.members) {
      const readonly =
        ts.isPropertySignature(member) &&
        member.modifiers?.some((each) => each.kind === SyntaxKind.ReadonlyKeyword);
      if (!readonly || member.questionToken || !ts.isIdentifier(member.name)) throw refuseInterface(member);
      if (member.type?.kind !== SyntaxKind.NumberKeyword) throw refuseInterface(member);
      const range = rangeTag(member, this.context.namedLookup(node));
      record.members.push({ name: member.name.text, range });
    }
    return record;
  }

  functionOf(node: ts.FunctionDeclaration): Func {
    const known = this.functions.get(node);
    if (known) return known;
    const name = node.name?.text;
    if (name === undefined) throw new Refusal(node, 'a function without a name', 'a name');
    refuseModifiers(node);
    const func = this.signature(node, name, undefined);
    this.functions.set(node, func);
    const { body } = node;
    if (!body) throw new Refusal(node, 'a function without a body', 'one');
    this.waiting.push(() => this.lowerBody(func, node, body));
    return func;
  }

  classOf(node: ts.ClassDeclaration): ClassDef {
    const known = this.classes.get(node);
    if (known) return known;
    if (!node.name) throw new Refusal(node, 'a class without a name', 'a name');
    if (node.heritageClauses || node.typeParameters)
      throw new Refusal(
        node,
        'inheritance or a generic class',
        'a field of the other class, and calls of its methods',
      );
    const of: ClassDef = {
      name: node.name.text,
      module: moduleName(node.getSourceFile()),
      node,
      fields: [],
      methods: [],
      construct: undefined,
      refused: new Set(),
    };
    this.classes.set(node, of);
    const attempt = (work: () => void) => this.context.refusals.attempt(work);
    for (const member of node.members) {
      const name = member.name?.getText() ?? '';
      of.refused.add(name);
      attempt(() => {
        this.declareMember(of, member);
        of.refused.delete(name);
      });
    }
    const constructors = node.members.filter(ts.isConstructorDeclaration);
    attempt(() => this.declareConstructor(of, constructors[0]));
    return of;
  }

  private declareMember(of: ClassDef, member: ts.ClassElement): void {
    if (ts.isConstructorDeclaration(member)) return;
    if (ts.isGetAccessor(member) || ts.isSetAccessor(member))
      throw new Refusal(member, 'a getter or setter', 'a method');
    if (!member.name || !ts.isIdentifier(member.name))
      throw new Refusal(member, 'a member without a plain name', '`private` and a name');
    refuseModifiers(member);
    if (ts.isMethodDeclaration(member)) {
      const { body } = member;
      if (!body || member.questionToken || member.asteriskToken)
        throw new Refusal(member, 'no plain method', 'a method with one body');
      const func = this.signature(member, member.name.text, of);
      of.methods.push(func);
      this.waiting.push(() => this.lowerBody(func, member, body));
      return;
    }
    if (!ts.isPropertyDeclaration(member))
      throw new Refusal(member, 'a member of this kind', 'a field or a method');
    if (member.questionToken || member.exclamationToken)
      throw new Refusal(member, 'a field that may not be set', 'an initialiser');
    of.fields.push(this.fieldOf(of, member));
  }

  private fieldOf(of: ClassDef, member: ts.PropertyDeclaration): Field {
    const name = member.name.getText();
    const range = rangeTag(member, this.context.namedLookup(member));
    const type = this.context.type(member);
    const field = { name, of, node: member, type, range, length: 0 };
    if (type.kind === 'int' || type.kind === 'bool') return { ...field, storage: 'value' };
    if (type.kind !== 'array' && type.kind !== 'class')
      throw new Refusal(
        member,
        `a field of the type ${type.kind}`,
        'a number, a boolean, a typed array or an object',
      );
    requireReadonly(member);
    const value = member.initializer ?? assignedIn(of.node, name);
    if (!value)
      throw new Refusal(
        member,
        `"${name}" is never made`,
        'an initialiser, or an assignment in the constructor',
      );
    if (type.kind === 'array') return { ...field, storage: 'array', length: this.arrayLength(value) };
    return { ...field, storage: ts.isNewExpression(value) ? 'owned' : 'reference' };
  }

  private arrayLength(node: ts.Expression): number {
    if (ts.isNewExpression(node) && node.arguments?.[0]?.getText().endsWith('.buffer'))
      throw new Refusal(
        node,
        'a view of another array: what it reads depends on the machine',
        'shifts of its bytes',
      );
    const made =
      ts.isNewExpression(node) && ts.isIdentifier(node.expression) && elementOf(node.expression.text);
    if (!made || node.arguments?.length !== 1)
      throw new Refusal(
        node,
        'an array that is not made here with a constant length',
        'new Int16Array(LENGTH)',
      );
    const length = requireInteger(node.arguments[0], this.context.lookup, 'the length of an array');
    if (length < 1) throw new Refusal(node, 'an array without elements', 'a length of 1 or more');
    return length;
  }

  private declareConstructor(of: ClassDef, node: ts.ConstructorDeclaration | undefined): void {
    const func: Func = {
      name: 'construct',
      module: of.module,
      of,
      node: node ?? of.node,
      isConstructor: true,
      isEntry: false,
      parameters: [],
      result: VOID,
      resultRange: undefined,
      body: [],
    };
    of.construct = func;
    const scope = new Scope(this.context, func);
    if (node) {
      func.parameters.push(...this.parametersOf(node, scope));
      node.parameters.forEach((parameter, i) => {
        if (!ts.isParameterPropertyDeclaration(parameter, node)) return;
        const { type } = func.parameters[i];
        const range = func.parameters[i].range;
        const storage = type.kind === 'class' ? 'reference' : 'value';
        if (type.kind !== 'class' && type.kind !== 'int' && type.kind !== 'bool')
          throw new Refusal(parameter, `a field of the type ${type.kind}`, 'a number or an object');
        if (type.kind === 'class') requireReadonly(parameter);
        of.fields.push({
          name: parameter.name.getText(),
          of,
          node: parameter,
          type,
          storage,
          length: 0,
          range,
        });
      });
    }
    this.waiting.push(() => {
      func.body.push(...this.fieldValues(of, scope));
      if (node) {
        node.parameters.forEach((parameter, i) => {
          if (!ts.isParameterPropertyDeclaration(parameter, node)) return;
          const field = of.fields.find((each) => each.node === parameter);
          const variable = func.parameters[i];
          const value: Expr = { kind: 'variable', variable, node: parameter, type: variable.type };
          if (field) func.body.push(setField(field, value, parameter));
        });
        if (node.body) func.body.push(...lowerBlock(node.body, scope));
      }
    });
  }

  /** Field initialisers, in the order of the fields. */
  private fieldValues(of: ClassDef, scope: Scope): Stmt[] {
    const body: Stmt[] = [];
    for (const field of of.fields) {
      if (!ts.isPropertyDeclaration(field.node) || !field.node.initializer) continue;
      const { initializer } = field.node;
      const made = this.context.refusals.attempt(() => lowerFieldValue(field, initializer, scope));
      if (made) body.push(...made);
    }
    return body;
  }

  private signature(
    node: ts.FunctionDeclaration | ts.MethodDeclaration,
    name: string,
    of: ClassDef | undefined,
  ): Func {
    if (node.typeParameters || node.asteriskToken)
      throw new Refusal(node, 'a generic function or a generator', 'a plain function');
    if (!node.type)
      throw new Refusal(node, `"${name}" does not say what it returns`, 'a written result type');
    const func: Func = {
      name,
      module: moduleName(node.getSourceFile()),
      of,
      node,
      isConstructor: false,
      isEntry: false,
      parameters: [],
      result: this.context.type(node.type),
      resultRange: undefined,
      body: [],
    };
    if (!['int', 'bool', 'void'].includes(func.result.kind))
      throw new Refusal(node.type, 'a result that is no number, boolean or void', 'a number or a boolean');
    func.parameters = this.parametersOf(node, new Scope(this.context, func));
    const names = func.parameters.map((each) => each.name);
    func.resultRange = namedRanges(node, names, this.context.namedLookup(node)).get('returns');
    return func;
  }

  private parametersOf(node: ts.SignatureDeclaration, scope: Scope): Variable[] {
    const names = node.parameters.map((each) => each.name.getText());
    const lookup = this.context.namedLookup(node);
    const ranges = namedRanges(node, names, lookup);
    const lengths = namedLengths(node, names, lookup);
    return node.parameters.map((parameter) => {
      if (!ts.isIdentifier(parameter.name) || parameter.dotDotDotToken || parameter.questionToken)
        throw new Refusal(
          parameter,
          'a rest, optional or destructured parameter',
          'a name and a type, with a constant default where one is needed',
        );
      const name = parameter.name.text;
      if (name === 'this') throw new Refusal(parameter, 'a parameter named this', 'another name');
      const type = this.parameterType(parameter, scope);
      const length = lengths.get(name);
      const variable: Variable = {
        name,
        node: parameter,
        type,
        range: ranges.get(name),
        isParameter: true,
        ...(length !== undefined && { length }),
        members: membersOf(name, ranges),
      };
      if (parameter.initializer) {
        variable.default = lowerExpression(parameter.initializer, scope);
        if (variable.default.kind !== 'number' && variable.default.kind !== 'boolean')
          throw new Refusal(parameter, 'a default that is no constant', 'a constant');
      }
      scope.declare(parameter.name, variable);
      return variable;
    });
  }

  private parameterType(parameter: ts.ParameterDeclaration, scope: Scope): Type {
    if (!parameter.type && !parameter.initializer)
      throw new Refusal(parameter, 'a parameter without a type', 'a written type');
    const type = this.context.type(parameter);
    if (type.kind === 'record' && scope.func.of && !scope.func.isConstructor)
      throw new Refusal(
        parameter,
        `${type.of.name} in a method: its numbers may be fractions`,
        'integers that the constructor makes of it, or a function that constructors call',
      );
    if (type.kind === 'void') throw new Refusal(parameter, 'a parameter of the type void', 'a number');
    return type;
  }

  private lowerBody(func: Func, node: ts.FunctionDeclaration | ts.MethodDeclaration, body: ts.Block): void {
    const scope = new Scope(this.context, func);
    node.parameters.forEach((parameter, i) => {
      if (ts.isIdentifier(parameter.name)) scope.declare(parameter.name, func.parameters[i]);
    });
    func.body.push(...lowerBlock(body, scope));
  }
}

/** Ranges of a parameter's members: `@range scale.rate_Hz 100 220`. */
function membersOf(name: string, ranges: ReadonlyMap<string, Range>): Map<string, Range> {
  const members = new Map<string, Range>();
  for (const [key, range] of ranges)
    if (key.startsWith(`${name}.`)) members.set(key.slice(name.length + 1), range);
  return members;
}

function setField(field: Field, value: Expr, node: ts.Node): Stmt {
  if (field.storage === 'reference') return { kind: 'refer', field, value, node };
  const object: Expr = { kind: 'this', node, type: { kind: 'class', of: field.of } };
  return { kind: 'assign', place: { kind: 'field', object, field, node, type: field.type }, value, node };
}

/** The value that the constructor gives to a field which has no initialiser. */
function assignedIn(of: ts.ClassDeclaration, name: string): ts.Expression | undefined {
  for (const member of of.members) {
    if (!ts.isConstructorDeclaration(member)) continue;
    for (const statement of member.body?.statements ?? []) {
      const set = constructs(statement);
      if (set?.name === name) return set.value;
    }
  }
  return undefined;
}

function requireReadonly(node: ts.PropertyDeclaration | ts.ParameterDeclaration): void {
  if (!node.modifiers?.some((each) => each.kind === SyntaxKind.ReadonlyKeyword))
    throw new Refusal(node, 'an array or object that could be replaced', '`readonly`');
}

function refuseModifiers(node: ts.FunctionDeclaration | ts.ClassElement): void {
  const taken = [
    SyntaxKind.PrivateKeyword,
    SyntaxKind.PublicKeyword,
    SyntaxKind.ReadonlyKeyword,
    SyntaxKind.ExportKeyword,
  ];
  for (const modifier of ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [])
    if (!taken.includes(modifier.kind))
      throw new Refusal(modifier, `\`${modifier.getText()}\``, 'a plain function, method or field');
}

function refuseInterface(node: ts.Node): Refusal {
  return new Refusal(
    node,
    'an interface of something else than readonly numbers: C has no structural types',
    'the class itself as the type',
  );
}
