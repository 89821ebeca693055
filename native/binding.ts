/**
 * How TypeScript reaches the C: flat functions around the one kernel there is, the signatures that the Moddable manifest wants
 * for them, and a class with the kernel's own methods.
 *
 * Signatures: documentation/xs/XS FFI.md of the Moddable SDK. An array is passed as its ArrayBuffer, whose size the SDK checks;
 * offsets are refused here.
 */
import ts from 'typescript';
import type { Func, Program, Range, RecordDef, Variable } from './ir';

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

function flatNames({ name, type }: Variable): string[] {
  return type.kind === 'record' ? type.of.members.map((member) => `${name}_${member.name}`) : [name];
}

/** The typed class, before it is formatted. */
export function bindingSource(program: Program, options: BindingOptions): string {
  const { root } = program;
  const entries = program.functions.filter((func) => func.isEntry);
  const records = new Set<RecordDef>();
  for (const { type } of root.construct?.parameters ?? []) if (type.kind === 'record') records.add(type.of);
  const from = (module: string) => importPath(options.folder, module);
  const methods = entries.map((func) => `'${func.name}'`).join(' | ');
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
      `${name}(${func.parameters.flatMap(functionParameters).join(', ')}): ${func.result.kind === 'void' ? 'void' : 'number'};`,
  )
  .join('\n')}
}

export class Native${root.name} implements Pick<${root.name}, ${methods}> {
  private readonly ffi = new FFI() as unknown as Functions;
${entries.flatMap((func) => func.parameters.flatMap((each) => kept(func, each))).join('\n')}

${root.construct ? method(root.construct, options) : ''}
${entries.map((func) => method(func, options)).join('\n')}
}

function outOfRange(name: string, value: number, low: number, high: number): never {
  throw new RangeError(\`\${name}: \${value} is not within \${low} and \${high}\`);
}

/** @returns the array's buffer. @throws RangeError when C would read or write beyond it */
function bufferOf(name: string, array: Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array, length: number): ArrayBufferLike {
  if (array.length < length || array.byteOffset !== 0)
    throw new RangeError(\`\${name}: \${length} elements from the start of its buffer on are needed\`);
  return array.buffer;
}
`;
}

function functionParameters(parameter: Variable): string[] {
  if (parameter.type.kind === 'array') return [`${parameter.name}: ArrayBufferLike | undefined`];
  return flatNames(parameter).map((name) => `${name}: number`);
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

function method(func: Func, options: BindingOptions): string {
  const parameters = func.parameters.map((each) => `${each.name}: ${typeText(each)}`).join(', ');
  const body = func.parameters.flatMap((each) => checks(func, each));
  const args = func.parameters.flatMap((each) => {
    if (each.type.kind === 'record')
      return each.type.of.members.map((member) => `${each.name}.${member.name}`);
    if (each.type.kind === 'array') return [`this.${keptName(func, each)}Buffer`];
    return [each.type.kind === 'bool' ? `${each.name} ? 1 : 0` : each.name];
  });
  const call = `this.ffi.${options.prefix}${snake(func.name)}(${args.join(', ')})`;
  if (func.isConstructor)
    return `${comment(func.node)}constructor(${parameters}) {\n${[...body, `${call};`].join('\n')}\n}\n`;
  const result = func.result.kind === 'bool' ? 'boolean' : func.result.kind === 'void' ? 'void' : 'number';
  const end = { boolean: `return ${call} !== 0;`, void: `${call};`, number: `return ${call};` }[result];
  return `${comment(func.node)}${func.name}(${parameters}): ${result} {\n${[...body, end].join('\n')}\n}\n`;
}

function typeText({ type }: Variable): string {
  if (type.kind === 'record') return type.of.name;
  if (type.kind === 'array') return `${type.element}Array`;
  return type.kind === 'bool' ? 'boolean' : 'number';
}

function keptName(func: Func, { name }: Variable): string {
  return `${func.name}${name[0].toUpperCase()}${name.slice(1)}`;
}

/** The array that a method was given last, as a rule the same each time, and its buffer: on XS, asking anew costs more than the kernel needs for a frame. */
function kept(func: Func, parameter: Variable): string[] {
  if (parameter.type.kind !== 'array') return [];
  const name = keptName(func, parameter);
  const type = typeText(parameter);
  return [
    `private ${name}: ${type} | undefined = undefined;`,
    `private ${name}Buffer: ArrayBufferLike | undefined = undefined;`,
  ];
}

/** What C trusts: arguments within their ranges, arrays as long as is said. */
function checks(func: Func, parameter: Variable): string[] {
  const { name, type, range, length, members } = parameter;
  if (type.kind === 'array') {
    const last = keptName(func, parameter);
    return [
      `if (${name} !== this.${last}) {`,
      `this.${last}Buffer = bufferOf('${name}', ${name}, ${length});`,
      `this.${last} = ${name};`,
      '}',
    ];
  }
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

function comment(node: ts.Node): string {
  const { text } = node.getSourceFile();
  const ranges = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const last = ranges.filter(({ pos }) => text.startsWith('/**', pos)).pop();
  return last ? `${text.slice(last.pos, last.end)}\n` : '';
}
