/**
 * A small kernel, right at first; then with one mistake of each kind. Every mistake is refused by the translator, or stopped by
 * the guards of the checked build with the TypeScript's file and line.
 */
import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compile, findCompiler, NO_COMPILER } from '../../native/compiler';
import { emit } from '../../native/emit/program';
import { lowerProgram } from '../../native/lower/program';
import { Project } from '../../native/project';
import { analyse } from '../../native/ranges/analyse';
import { report } from '../../native/report';

const PATH = resolve('mutant.ts');

/** A mean of the last eight values, a filter, and a sum that wraps as a clock does. */
const KERNEL = `
const PLACES = 8;
const MASK = PLACES - 1;

export class Kernel {
  private readonly values = new Int16Array(PLACES);
  private readonly other = new Int16Array(PLACES);
  private slot = 0;
  /** @range -262144 262144 */
  private sum = 0;
  private clock = 0;
  /** @range -32768 32767 */
  private low = 0;

  take(value: number, step: number): number {
    const values = this.values;
    const slot = this.slot;
    const kept = value > 32767 ? 32767 : value < -32768 ? -32768 : value;
    this.sum += kept - values[slot];
    values[slot] = kept;
    this.slot = (slot + 1) & MASK;
    this.clock = (this.clock + step) | 0;
    this.low += (kept - this.low) >> 2;
    this.advance();
    const mean = (this.sum / PLACES) | 0;
    return mean + this.low;
  }

  private advance(): number {
    this.clock = (this.clock + 1) | 0;
    return this.clock;
  }
}
`;

/** Values at the ends of everything. */
const DRIVER = `
#include "kernel.h"
#include <stdio.h>
int main(void) {
	static Kernel kernel;
	Kernel_construct(&kernel);
	static const int32_t values[] = { 0, 1, -1, 32767, -32768, 40000, INT32_MAX, INT32_MIN, 7 };
	for (int i = 0; i < 90; i++) printf("%ld\\n", (long)Kernel_take(&kernel, values[i % 9], values[(i / 9) % 9]));
	return 0;
}
`;

interface Outcome {
  readonly refused: string[];
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(text: string, compiler: string, flags: readonly string[]): Outcome {
  const { program, refusals } = lowerProgram(new Project([PATH], new Map([[PATH, text]])), PATH);
  const refused = refusals.sorted().map((each) => each.message);
  if (!program) return { refused, status: null, stdout: '', stderr: '' };
  const folder = mkdtempSync(join(tmpdir(), 'native-mutant-'));
  try {
    const { header, source } = emit(program, analyse(program), { name: 'kernel' });
    writeFileSync(join(folder, 'kernel.h'), header);
    writeFileSync(join(folder, 'kernel.c'), source);
    writeFileSync(join(folder, 'driver.c'), DRIVER);
    copyFileSync(resolve('native/runtime/its.h'), join(folder, 'its.h'));
    compile(
      compiler,
      ['-std=c11', '-Wall', '-Wextra', '-Werror', ...flags, 'kernel.c', 'driver.c', '-o', 'k'],
      folder,
    );
    const { status, stdout, stderr } = spawnSync(join(folder, 'k'), [], { encoding: 'utf8' });
    return { refused, status, stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const CHECKED = ['-O1', '-DITS_CHECKED', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
const RELEASE = ['-O2'];

function replaced(from: string, to: string): string {
  expect(KERNEL).to.contain(from);
  return KERNEL.replace(from, to);
}

describe('integer TypeScript: one mistake at a time', () => {
  const compiler = findCompiler();

  function needsCompiler(context: Mocha.Context): string {
    context.timeout(60_000);
    if (compiler) return compiler;
    console.log(`      ${NO_COMPILER}`);
    return context.skip();
  }

  it('takes the kernel as it should be, and computes the same in both builds', function () {
    const cc = needsCompiler(this);
    const checked = run(KERNEL, cc, CHECKED);
    const release = run(KERNEL, cc, RELEASE);
    expect(checked.refused).to.deep.equal([]);
    expect(checked.stderr).to.equal('');
    expect(checked.status).to.equal(0);
    expect(release.stdout).to.equal(checked.stdout);
  });

  it('proves all of it but the declared ranges', () => {
    const { program } = lowerProgram(new Project([PATH], new Map([[PATH, KERNEL]])), PATH);
    if (!program) throw new Error('refused');
    const open = report(program, analyse(program)).places.filter((each) => !each.proven);
    expect(open.map((each) => each.kind)).to.deep.equal(['declared', 'declared']);
  });

  const refused: [string, string, string, RegExp][] = [
    ['float leakage: a division', '(this.sum / PLACES) | 0', 'this.sum / PLACES', /fraction/],
    ['float leakage: a factor', '(kept - this.low) >> 2', '(kept - this.low) * 0.25', /fraction/],
    ['order of evaluation', 'mean + this.low', 'this.clock + this.advance()', /C leaves the order open/],
    [
      'aliasing: an array replaced',
      'this.advance();',
      'this.values = this.other;',
      /replaced|read-only|readonly/,
    ],
    [
      'aliasing: a name that changes',
      'const values = this.values;',
      'let values = this.values; values = this.other;',
      /may change/,
    ],
    ['a truth value', 'value > 32767 ?', 'value ?', /condition/],
  ];
  for (const [name, from, to, reason] of refused) {
    it(`refuses ${name}`, () => {
      let message: string;
      try {
        const project = new Project([PATH], new Map([[PATH, replaced(from, to)]]));
        message = lowerProgram(project, PATH)
          .refusals.sorted()
          .map((each) => each.message)
          .join('\n');
      } catch (error) {
        message = (error as Error).message;
      }
      expect(message).to.match(reason);
    });
  }

  const caught: [string, string, string, RegExp][] = [
    [
      'overflow: a clock that does not wrap',
      '(this.clock + step) | 0',
      'this.clock + step',
      /mutant\.ts:22: .*leaves 32 bits/s,
    ],
    [
      'overflow: a sum of what is not limited',
      'value > 32767 ? 32767 : value < -32768 ? -32768 : value',
      'value',
      /mutant\.ts:19: .*declared/s,
    ],
    ['overflow: a shift too small', '>> 2', '<< 2', /mutant\.ts:23: .*declared/s],
    ['bounds: a mask too wide', '& MASK', '& 15', /mutant\.ts:19: .*an index/s],
    [
      'bounds: one too far',
      'this.slot = (slot + 1) & MASK',
      'this.slot = slot === PLACES ? 0 : slot + 1',
      /mutant\.ts:19: .*an index/s,
    ],
    [
      'bounds: below 0',
      'this.slot = (slot + 1) & MASK',
      'this.slot = slot - 1',
      /mutant\.ts:19: .*an index/s,
    ],
    [
      'inexactness of constants',
      '(this.clock + step) | 0',
      '(123456789 * 987654321 + step) | 0',
      /mutant\.ts:22: .*2\^53/s,
    ],
    [
      'inexactness within constants alone',
      '(this.clock + step) | 0',
      '((123456789 * 987654321) & 1) + step',
      /mutant\.ts:22: .*2\^53/s,
    ],
    ['inexactness', '(this.clock + step) | 0', '(value * step * 3) | 0', /mutant\.ts:22: .*2\^53/s],
    [
      'aliasing: a write through another name',
      'this.advance();',
      'const same = this.values; same[(slot + 1) & MASK] = 7; this.sum += same[slot] * 20;',
      /mutant\.ts:\d+: .*declared/s,
    ],
  ];
  for (const [name, from, to, message] of caught) {
    it(`stops ${name}`, function () {
      const outcome = run(replaced(from, to), needsCompiler(this), CHECKED);
      expect(outcome.refused).to.deep.equal([]);
      expect(outcome.status).to.not.equal(0);
      expect(outcome.stderr).to.match(message);
    });
  }

  it('stops a bad index in the release build too, instead of touching other memory', function () {
    const outcome = run(replaced('& MASK', '& 15'), needsCompiler(this), RELEASE);
    expect(outcome.status).to.not.equal(0);
  });
});
