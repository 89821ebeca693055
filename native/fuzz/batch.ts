/**
 * Many programs at once, through the translator and the C compiler: the same results as in Node, and every program that
 * leaves what the language allows stopped where it does.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compile } from '../compiler';
import { emit } from '../emit/program';
import { assemble, lowerFiles } from '../lower/program';
import { Project } from '../project';
import { analyse } from '../ranges/analyse';
import { expectations, memory, type Expected } from './oracle';
import type { Program } from './grammar';
import { prelude, print, TYPESCRIPT } from './print';

const FILE = resolve('native-fuzz.ts');
const RUNTIME = join(__dirname, '../runtime/its.h');

export interface Failure {
  readonly program: Program;
  /** Which C, and what it did otherwise. */
  readonly message: string;
}

export interface Outcome {
  readonly failures: Failure[];
  /** Programs refused (for the order of evaluation). */
  readonly refused: number;
  /** Programs that left what the language allows, and were stopped. */
  readonly caught: number;
  readonly calls: number;
}

interface Build {
  readonly name: string;
  readonly flags: readonly string[];
  /** Nothing taken as proven, and what the analysis says of values tested. */
  readonly verify: boolean;
  /** Stops where a program leaves the language. */
  readonly guarded: boolean;
}

const SANITIZED = ['-fsanitize=undefined', '-fsanitize-undefined-trap-on-error'];
/** As on the chip; and with every guard there can be. */
const QUICK: readonly Build[] = [
  { name: 'release', flags: ['-O0'], verify: false, guarded: false },
  { name: 'verify', flags: ['-O0'], verify: true, guarded: true },
];
/** Besides: optimised, and with those guards alone that the analysis leaves, watched for undefined behaviour. */
const THOROUGH: readonly Build[] = [
  { name: 'optimised', flags: ['-O1'], verify: false, guarded: false },
  { name: 'checked', flags: ['-O0', '-DITS_CHECKED', ...SANITIZED], verify: false, guarded: true },
];

/** @param thorough build the C in two more ways, which takes twice as long */
export function runBatch(programs: readonly Program[], compiler: string, thorough = true): Outcome {
  const translated = translate(programs);
  const taken = programs.filter((_, i) => translated[i]);
  const expected = expectations(taken);
  const failures: Failure[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'native-fuzz-'));
  try {
    cpSync(RUNTIME, join(folder, 'its.h'));
    for (const build of thorough ? [...QUICK, ...THOROUGH] : QUICK) {
      const parts = programs.flatMap((_, i) => translated[i]?.[build.verify ? 'verify' : 'plain'] ?? []);
      const text = source(taken, parts, build.verify);
      writeFileSync(join(folder, `${build.name}.c`), text);
      compile(compiler, ['-std=c11', '-w', ...build.flags, `${build.name}.c`, '-o', build.name], folder);
      const lines = execute(join(folder, build.name));
      taken.forEach((program, i) => {
        const message = compareRun(expected[i], lines.get(program.id) ?? [], build.guarded);
        if (message) failures.push({ program, message: `${build.name}: ${message}` });
      });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return {
    failures,
    refused: programs.length - taken.length,
    caught: expected.filter((each) => each.wrong !== undefined).length,
    calls: expected.reduce((sum, each) => sum + each.hashes.length, 0),
  };
}

interface Translated {
  readonly plain: string;
  readonly verify: string;
}

function translate(programs: readonly Program[]): (Translated | undefined)[] {
  const text = [prelude(TYPESCRIPT), ...programs.map((each) => print(each, TYPESCRIPT))];
  const starts: number[] = [];
  let line = 1;
  for (const each of text) {
    starts.push(line);
    line += each.split('\n').length;
  }
  const project = new Project([FILE], new Map([[FILE, text.join('\n')]]));
  const { classes, refusals } = lowerFiles(project, [FILE], false);
  const refused = new Set(
    refusals.all.map((each) => starts.filter((start) => start <= each.line).length - 2),
  );
  for (const each of refusals.all)
    if (!each.reason.includes('C leaves the order open'))
      throw new Error(`a program of the subset is refused: ${each.message}`);
  const byName = new Map(classes.map((each) => [each.name, each]));
  return programs.map(({ id }, i) => {
    const root = byName.get(`P${id}`);
    if (!root || refused.has(i)) return undefined;
    const program = assemble(root);
    const facts = analyse(program);
    const plain = emit(program, facts, { name: 'fuzz' });
    const verify = emit(program, facts, { name: 'fuzz', verify: true });
    return { plain: plain.header + plain.source, verify: verify.header + verify.source };
  });
}

/** One source of all programs: their headers and sources one after the other, and what runs them. */
function source(programs: readonly Program[], parts: readonly string[], verify: boolean): string {
  const bodies = parts.map((each) =>
    each
      .replace(/^#(include|ifndef|endif|define FUZZ_H|define ITS_\w+).*$/gm, '')
      .replace(/^\/\* native-fuzz.ts \*\/\ntypedef struct \{\n\tdouble x;\n\tdouble y;\n\} Scale;$/gm, ''),
  );
  return `${verify ? '#define ITS_CHECKED\n#define ITS_VERIFY\n' : ''}#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
static jmp_buf stopped;
static void stop(void) { longjmp(stopped, 1); }
#define abort stop
#include "its.h"
typedef struct { double x; double y; } Scale;
static uint32_t mix(uint32_t hash, int32_t value) { return (hash ^ (uint32_t)value) * 16777619u; }
${bodies.join('\n')}
#line 1 "driver"
${programs.map(driver).join('\n')}
int main(void) {
${programs.map(({ id }) => `\tdrive${id}();`).join('\n')}
\treturn 0;
}
`;
}

function driver(program: Program): string {
  const { id, scale, inputs } = program;
  const real = (value: number) => (Number.isInteger(value) ? `${value}.0` : String(value));
  const int = (value: number) => (value === -(2 ** 31) ? '(-2147483647 - 1)' : String(value));
  const values = memory(program).map(({ name, length }) =>
    length ? `for (int k = 0; k < ${length}; k++) h = mix(h, p.${name}[k]);` : `h = mix(h, p.${name});`,
  );
  return `static P${id} p${id};
static void drive${id}(void) {
#define p p${id}
	static const int32_t in[${inputs.length}][2] = {${inputs.map(([a, b]) => `{${int(a)}, ${int(b)}}`).join(', ')}};
	const Scale scale = {${real(scale[0])}, ${real(scale[1])}};
	if (setjmp(stopped)) { printf("${id} stopped\\n"); return; }
	P${id}_construct(&p, &scale);
	for (volatile int i = 0; i < ${inputs.length}; i++) {
		int32_t result = P${id}_run(&p, in[i][0], in[i][1]);
		uint32_t h = 0;
		${values.join(' ')}
		h = mix(h, result);
		printf("${id} %ld\\n", (long)its_i32(h));
	}
#undef p
}`;
}

function execute(program: string): Map<number, string[]> {
  const done = spawnSync(program, [], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const lines = new Map<number, string[]>();
  for (const line of done.stdout.trim().split('\n')) {
    const [id, what] = line.split(' ');
    const known = lines.get(Number(id));
    if (known) known.push(what);
    else lines.set(Number(id), [what]);
  }
  if (done.status !== 0) {
    const last = [...lines.keys()].pop();
    const after = `status ${done.status ?? done.signal}: ${done.stderr.slice(-400)}`;
    if (last === undefined) throw new Error(after);
    lines.get(last)?.push(after);
  }
  return lines;
}

/** What is wrong with the lines that a program printed; undefined when nothing is. */
function compareRun(expected: Expected, lines: readonly string[], guarded: boolean): string | undefined {
  const { hashes, wrong } = expected;
  for (let i = 0; i < hashes.length; i++)
    if (lines[i] !== String(hashes[i])) return `call ${i}: ${lines[i] ?? 'nothing'} instead of ${hashes[i]}`;
  const next = lines[hashes.length] as string | undefined;
  if (wrong === undefined) return next === undefined ? undefined : `stopped after all calls: ${next}`;
  // Without guards anything may follow.
  return guarded && next !== 'stopped' ? `not stopped (${wrong}): ${next ?? 'nothing'}` : undefined;
}
