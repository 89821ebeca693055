/** The kernel and its blocks as one script of ECMAScript 5 with typed arrays, for engines that take a file. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import type { Blocks } from './blocks';

const ROOT = resolve(__dirname, '../../..');
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES5,
  module: ts.ModuleKind.CommonJS,
  ignoreDeprecations: '6.0',
};

/** What a typed array of ECMAScript 5 lacks and the kernel's constructors call. */
const FILL = `[Uint8Array, Int16Array, Uint16Array, Int32Array].forEach(function (type) {
  if (!type.prototype.fill)
    type.prototype.fill = function (value, from, to) {
      for (var i = from || 0; i < (to === undefined ? this.length : to); i++) this[i] = value;
      return this;
    };
});
`;

/** @returns a script that takes the blocks `rounds` times, a new kernel each time, and prints the last one's result */
export function scriptOf({ setting, blocks }: Blocks, rounds: number): string {
  const hex = blocks.map(({ bytes }) => `"${Buffer.from(bytes).toString('hex')}"`);
  return `${FILL}${modules()}
var Rounds = load('${name(join(__dirname, 'rounds'))}').Rounds;
var blocks = [${hex.join(',\n')}];
var words = ${JSON.stringify(blocks.map(({ words }) => words))};
var moving = ${JSON.stringify(blocks.map(({ moving }) => (moving ? 1 : 0)))};
var bytes = [];
for (var i = 0; i < blocks.length; i++) {
  bytes[i] = new Uint8Array(blocks[i].length / 2);
  for (var k = 0; k < bytes[i].length; k++) bytes[i][k] = parseInt(blocks[i].substr(2 * k, 2), 16);
}
for (var round = 0; round < ${rounds}; round++) {
  var rounds = new Rounds(${JSON.stringify(setting)});
  for (var i = 0; i < bytes.length; i++) {
    rounds.block.set(bytes[i]);
    rounds.take(words[i], moving[i] !== 0);
  }
}
print(rounds.result);
`;
}

/** Every module as a function, and \`load\`, which runs each once. */
function modules(): string {
  const seen = new Set<string>();
  const parts: string[] = ['var modules = {}, loaded = {};'];
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = readFileSync(`${path}.ts`, 'utf8');
    const { outputText } = ts.transpileModule(text, { compilerOptions: OPTIONS });
    const code = outputText.replace(/require\("(\.[^"]*)"\)/g, (_, specifier: string) => {
      const imported = join(dirname(path), specifier);
      visit(imported);
      return `load('${name(imported)}')`;
    });
    parts.push(`modules['${name(path)}'] = function (exports) {\n${code}\n};`);
  };
  visit(join(__dirname, 'rounds'));
  parts.push(`function load(name) {
  if (!loaded[name]) { loaded[name] = {}; modules[name](loaded[name]); }
  return loaded[name];
}`);
  return parts.join('\n');
}

function name(path: string): string {
  return relative(ROOT, path);
}
