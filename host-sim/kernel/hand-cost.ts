/** What the kernel's passes take on RV32IMC, translated and written by hand: instructions, counted, and bytes of code. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Program } from '../../native/ir';
import { CHIP_FLAGS, GCC, TARGET } from '../engines/rv32/build';
import { PASSES } from '../engines/xs/passes';
import { counted, functionOf, sourcesOf, type Form } from './hand';
import { driven, driveProgram, firstDifference, GENERATED, RV32 } from './programs';

export interface Counted {
  /** Instructions of the longest block. */
  readonly longest: number;
  /** What a block takes beside the passes, then each pass: calls, and instructions without those of passes within. */
  readonly passes: readonly { readonly calls: number; readonly work: number }[];
}

/**
 * Counts the passes over noted calls of the kernel.
 * @param hashes the number for the state after each call, as TypeScript has it
 * @throws Error when the state is another after a call; ToolsMissing
 */
export function countPasses(form: Form, kernel: Program, calls: Uint8Array, hashes: Int32Array): Counted {
  const build = counted(RV32, form);
  const { hashes: got, stdout } = driven(build, driveProgram(build, kernel), calls);
  const at = firstDifference(hashes, got);
  if (at >= 0) throw new Error(`${build.name}: the state differs from TypeScript's after call ${at}`);
  return JSON.parse(stdout) as Counted;
}

/** Bytes of code and constants as the SDK compiles them: of each pass with the functions it needs, and of all together. */
export function passBytes(form: Form): { each: number[]; all: number } {
  const work = mkdtempSync(join(tmpdir(), 'footfall-size-'));
  const run = (args: readonly string[]): string => {
    const done = spawnSync(args[0], args.slice(1), { cwd: work, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`${args[0]}: ${done.stderr.slice(0, 2000)}`);
    return done.stdout;
  };
  try {
    const sources = sourcesOf(readFileSync(join(GENERATED, 'kernel.c'), 'utf8'), form);
    for (const [name, text] of Object.entries(sources)) writeFileSync(join(work, name), text);
    const files = Object.keys(sources).filter(
      (name) =>
        name.endsWith('.c') &&
        !['calls.c', 'count.c', ...(form === 'hand' ? ['kernel.c'] : [])].includes(name),
    );
    run([GCC, '-std=gnu11', '-w', ...TARGET, ...CHIP_FLAGS, '-I', GENERATED, '-c', ...files]);
    const objects = files.map((name) => name.replace(/c$/, 'o'));
    const bytesOf = (functions: readonly string[]): number => {
      const roots = functions.map((name) => `-Wl,-u,${functionOf(name, form)}`);
      run([
        GCC,
        ...TARGET.slice(1),
        '-r',
        '-nostdlib',
        '-Wl,--gc-sections',
        ...roots,
        ...objects,
        '-o',
        'linked',
      ]);
      return Number(
        run([GCC.replace(/gcc$/, 'size'), 'linked'])
          .split('\n')[1]
          .trim()
          .split(/\s+/)[0],
      );
    };
    const names = PASSES.map(({ methods }) => methods.map(([, name]) => name));
    return { each: names.map(bytesOf), all: bytesOf(names.flat()) };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
