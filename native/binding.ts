/**
 * How TypeScript reaches the C: flat functions around the one kernel there is, the signatures that the Moddable manifest wants
 * for them, and a class with the kernel's own methods.
 *
 * Signatures: documentation/xs/XS FFI.md of the Moddable SDK. An array is passed as its ArrayBuffer, whose size the SDK checks.
 */
import ts from 'typescript';
import type { Func, Program, Range, RecordDef, Variable } from './ir';
import { Refusal } from './refusal';

export interface BindingOptions {
  /** Name of the generated C, without its ending. */
  readonly name: string;
  /** Before each flat function: C has one name space. */
  readonly prefix: string;
  /** The folder of the binding, from the repository's root: imports are written from there. */
  readonly folder: string;
}

interface Flat {
  readonly func: Func;
  readonly name: string;
}

/** What a function tells that was given a number out of its range. */
const REFUSED = 'INT32_MIN';

function flat(program: Program, options: BindingOptions): Flat[] {
  const entries = program.functions.filter((func) => func.isEntry);
  const all = program.root.construct ? [program.root.construct, ...entries] : entries;
  return all.map((func) => ({ func, name: `${options.prefix}${snake(func.name)}` }));
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** C's types of a parameter: one for each member of an interface of numbers. */
function flatTypes({ type, length }: Variable): string[] {
  if (type.kind === 'record') return type.of.members.map(() => 'double');
  if (type.kind === 'array') return [`${type.element.toLowerCase()}_t[${length}]`];
  return [type.kind === 'bool' ? 'uint8_t' : 'int32_t'];
}

/** The `ffi` of a manifest. */
export function signatures(program: Program, options: BindingOptions): Record<string, object> {
  return Object.fromEntries(
    flat(program, options).map(({ func, name }) => [
      name,
      {
        arguments: func.parameters.flatMap(flatTypes),
        returns: func.result.kind === 'void' ? 'void' : 'int32_t',
      },
    ]),
  );
}

export function flatSource(program: Program, options: BindingOptions): string {
  const { root } = program;
  const lines = [
    '/* Written by `npm run native`: the kernel there is, and plain functions for the SDK to call. */',
    `#include "${options.name}.h"`,
    '',
    `static ${root.name} kernel;`,
  ];
  for (const { func, name } of flat(program, options)) {
    const result = func.result.kind === 'void' ? 'void' : 'int32_t';
    const parameters = func.parameters.flatMap((parameter) => {
      const names = flatNames(parameter);
      return flatTypes(parameter).map((type, i) =>
        type.includes('[') ? `${type.replace(/\[.*/, '')} *${names[i]}` : `${type} ${names[i]}`,
      );
    });
    const signature = `${result} ${name}(${parameters.join(', ') || 'void'})`;
    lines.push('', `extern ${signature};`, signature, '{');
    if (arraysOf(func).length > 0) lines.push(...func.parameters.flatMap((each) => refusal(func, each)));
    for (const { name: parameter, type } of func.parameters) {
      if (type.kind !== 'record') continue;
      const members = type.of.members.map((member) => `${parameter}_${member.name}`);
      lines.push(`\tconst ${type.of.name} ${parameter} = { ${members.join(', ')} };`);
    }
    const args = func.parameters.map(({ name: parameter, type }) => {
      if (type.kind === 'record') return `&${parameter}`;
      return type.kind === 'bool' ? `${parameter} != 0` : parameter;
    });
    const call = `${root.name}_${func.name}(${['&kernel', ...args].join(', ')})`;
    lines.push(func.result.kind === 'void' ? `\t${call};` : `\treturn ${call};`, '}');
  }
  return `${lines.join('\n')}\n`;
}

/** Nobody stands between XS and a function with arrays, so it looks at its numbers itself. */
function refusal(func: Func, { name, range }: Variable): string[] {
  if (range === undefined) return [];
  if (func.result.kind === 'void')
    throw new Refusal(
      func.node,
      `"${func.name}" takes arrays and a number with a range, and tells nothing`,
      'a result, to tell when the number is refused',
    );
  return [`\tif (${name} < ${range.low} || ${name} > ${range.high})`, `\t\treturn ${REFUSED};`];
}

function flatNames({ name, type }: Variable): string[] {
  return type.kind === 'record' ? type.of.members.map((member) => `${name}_${member.name}`) : [name];
}

/** The typed class, before it is formatted. */
export function bindingSource(program: Program, options: BindingOptions): string {
  const { root } = program;
  const entries = program.functions.filter((func) => func.isEntry);
  const same = entries.filter((func) => arraysOf(func).length === 0);
  const records = new Set<RecordDef>();
  for (const { type } of root.construct?.parameters ?? []) if (type.kind === 'record') records.add(type.of);
  const from = (module: string) => importPath(options.folder, module);
  const methods = same.map((func) => `'${func.name}'`).join(' | ');
  return `/**
 * Written by \`npm run native\`: the kernel as C (${root.module}.ts), called through the SDK's FFI. There is one: making another begins it
 * anew.
 */
import FFI from 'mc/ffi';
import type { ${root.name} } from '${from(root.module)}';
${[...records].map((each) => `import type { ${each.name} } from '${from(each.module)}';`).join('\n')}

interface Functions {
${flat(program, options)
  .map(
    ({ func, name }) =>
      `readonly ${name}: (${func.parameters.flatMap(functionParameters).join(', ')}) => ${func.result.kind === 'void' ? 'void' : 'number'};`,
  )
  .join('\n')}
}

export class Native${root.name} implements Pick<${root.name}, ${methods}> {
  private readonly ffi = new FFI() as unknown as Functions;
${arrayFields(entries)}
${entries
  .filter((func) => !same.includes(func))
  .map((func) => functionField(func, options))
  .join('\n')}

${root.construct ? method(root.construct, options) : ''}
${same.map((func) => method(func, options)).join('\n')}
}

function outOfRange(name: string, value: number, low: number, high: number): never {
  throw new RangeError(\`\${name}: \${value} is not within \${low} and \${high}\`);
}
`;
}

function functionParameters(parameter: Variable): string[] {
  if (parameter.type.kind === 'array') return [`${parameter.name}: ArrayBufferLike`];
  const type = parameter.type.kind === 'bool' ? 'boolean' : 'number';
  return flatNames(parameter).map((name) => `${name}: ${type}`);
}

function importPath(folder: string, module: string): string {
  const up = folder.split('/');
  const down = module.split('/');
  while (up.length && down.length > 1 && up[0] === down[0]) {
    up.shift();
    down.shift();
  }
  return `${up.map(() => '..').join('/') || '.'}/${down.join('/')}`;
}

function arraysOf(func: Func): Variable[] {
  return func.parameters.filter(({ type }) => type.kind === 'array');
}

/**
 * The arrays are the binding's own, made once: whoever gives or takes values finds them there, and gives C their buffers, which are long enough.
 * On XS, to look at an array costs more than the kernel needs for a frame.
 * @throws Refusal when two functions have different arrays of one name
 */
function arrayFields(entries: readonly Func[]): string {
  const fields = new Map<string, string>();
  for (const func of entries)
    for (const parameter of arraysOf(func)) {
      const { name } = parameter;
      const made = `new ${typeText(parameter)}(${parameter.length})`;
      const known = fields.get(name);
      if (known !== undefined && known !== made)
        throw new Refusal(func.node, `two arrays called "${name}", ${known} and ${made}`, 'another name');
      fields.set(name, made);
    }
  return [...fields]
    .map(([name, made]) => `readonly ${name} = ${made};\nreadonly ${name}Buffer = this.${name}.buffer;`)
    .join('\n');
}

/** C's function as it is: it is found at once, and on XS a method around it would cost more than the call. */
function functionField(func: Func, options: BindingOptions): string {
  return `\n${comment(func)}readonly ${func.name} = this.ffi.${options.prefix}${snake(func.name)};`;
}

function method(func: Func, options: BindingOptions): string {
  const parameters = func.parameters.map((each) => `${each.name}: ${typeText(each)}`).join(', ');
  const body = func.parameters.flatMap(checks);
  const args = func.parameters.flatMap(({ name, type }) =>
    type.kind === 'record' ? type.of.members.map((member) => `${name}.${member.name}`) : [name],
  );
  const call = `this.ffi.${options.prefix}${snake(func.name)}(${args.join(', ')})`;
  if (func.isConstructor)
    return `${comment(func)}constructor(${parameters}) {\n${[...body, `${call};`].join('\n')}\n}\n`;
  const result = func.result.kind === 'bool' ? 'boolean' : func.result.kind === 'void' ? 'void' : 'number';
  const end = { boolean: `return ${call} !== 0;`, void: `${call};`, number: `return ${call};` }[result];
  return `${comment(func)}${func.name}(${parameters}): ${result} {\n${[...body, end].join('\n')}\n}\n`;
}

function typeText({ type }: Variable): string {
  if (type.kind === 'record') return type.of.name;
  if (type.kind === 'array') return `${type.element}Array`;
  return type.kind === 'bool' ? 'boolean' : 'number';
}

/** What C trusts: numbers within their ranges. */
function checks(parameter: Variable): string[] {
  const { name, type, range, members } = parameter;
  if (type.kind === 'record')
    return type.of.members.flatMap((member) =>
      rangeCheck(`${name}.${member.name}`, members?.get(member.name) ?? member.range),
    );
  return rangeCheck(name, range);
}

function rangeCheck(name: string, range: Range | undefined): string[] {
  const { low, high } = range ?? {};
  return range
    ? [`if (!(${name} >= ${low} && ${name} <= ${high})) outOfRange('${name}', ${name}, ${low}, ${high});`]
    : [];
}

/** What is said of the function. */
function comment(func: Func): string {
  const { text } = func.node.getSourceFile();
  const ranges = ts.getLeadingCommentRanges(text, func.node.getFullStart()) ?? [];
  const last = ranges.filter(({ pos }) => text.startsWith('/**', pos)).pop();
  return last === undefined ? '' : `${text.slice(last.pos, last.end)}\n`;
}
