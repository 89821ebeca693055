/** The native kernel in its builds, each as a program that is given calls and answers with a number for the state after each. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Program } from '../../native/ir';
import { checkTools, CHIP_FLAGS, GCC, LINK, TARGET } from '../engines/rv32/build';
import { runEmulated } from '../engines/rv32/run';
import { inFolder } from '../engines/xs/build';
import { DEFINES } from './calls';
import { stateHashSource } from './state-hash';

const ROOT = resolve(__dirname, '../..');
export const GENERATED = join(ROOT, 'firmware/device/native/kernel');
const DRIVE = join(__dirname, 'native/drive.c');
const CACHE = join(ROOT, 'node_modules/.cache/footfall-kernel');
const TIMEOUT_ms = 900_000;

export interface Build {
  readonly name: string;
  /** Of the kernel and what calls it. */
  readonly flags: readonly string[];
  /** Of what makes a number of the state as well. */
  readonly target?: readonly string[];
  readonly libraries?: readonly string[];
  /** For RV32IMC in the emulator; else for this machine. */
  readonly emulated?: boolean;
  /** Files by name, made from the generated kernel.c, that take its place; the program may print what it counted. */
  readonly sources?: (kernel: string) => Record<string, string>;
}

/** What the translator has not proven stops this one, and what C leaves undefined. */
export const CHECKED: Build = {
  name: 'checked C, ASan and UBSan',
  flags: [
    ...['-O1', '-g', '-DITS_CHECKED', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
    '-fno-omit-frame-pointer',
  ],
};
export const RELEASE: Build = { name: 'release C, x86-64', flags: ['-O2'] };
export const RV32: Build = {
  name: 'release C, RV32IMC',
  flags: CHIP_FLAGS,
  target: TARGET,
  libraries: [...LINK, '-lm'],
  emulated: true,
};

/**
 * Path of a build's program, made when it is not there.
 * @throws ToolsMissing, Error when the compiler fails
 */
export function driveProgram(build: Build, kernel: Program, generated = GENERATED): string {
  if (build.emulated) checkTools();
  const compiler = build.emulated ? GCC : (process.env.CC ?? 'cc');
  const sources = ['kernel.c', 'kernel.h', 'its.h'].map((file) => join(generated, file));
  const state = stateHashSource(kernel);
  const made = build.sources?.(readFileSync(sources[0], 'utf8')) ?? {};
  const key = createHash('sha256').update(JSON.stringify([compiler, build, state, DEFINES, made]));
  for (const file of [...sources, DRIVE]) key.update(readFileSync(file));
  const folder = join(CACHE, key.digest('hex').slice(0, 16));
  const path = join(folder, 'drive');
  if (existsSync(path)) return path;
  inFolder(folder, (work) => {
    for (const [name, text] of Object.entries({ ...made, 'state.c': state }))
      writeFileSync(join(work, name), text);
    const all = ['-std=gnu11', '-Wall', '-Wextra', '-Wno-unused-parameter', ...(build.target ?? [])];
    const compile = (args: readonly string[]): void => {
      const done = spawnSync(compiler, [...all, '-I', generated, ...args], { cwd: work, encoding: 'utf8' });
      if (done.error !== undefined)
        throw new Error(`the native kernel needs a C compiler: ${done.error.message}`);
      if (done.status !== 0)
        throw new Error(`the native kernel does not compile (${build.name}):\n${done.stderr.slice(0, 3000)}`);
    };
    // Not under test, and longer at work than the kernel: fast, and unchecked.
    compile(['-O2', '-c', 'state.c', '-o', 'state.o']);
    const defines = Object.entries(DEFINES).map(([name, value]) => `-DDRIVE_${name}=${value}`);
    const kernels = build.sources ? Object.keys(made).filter((name) => name.endsWith('.c')) : [sources[0]];
    const files = [DRIVE, ...kernels, 'state.o', '-o', 'drive', ...(build.libraries ?? [])];
    compile([...build.flags, ...defines, ...files]);
  });
  return path;
}

/**
 * The state after each call.
 * @throws Error with what stopped the program
 */
export function drive(build: Build, program: string, calls: Uint8Array): Int32Array {
  return driven(build, program, calls).hashes;
}

/** As `drive`, with what the program printed. */
export function driven(
  build: Build,
  program: string,
  calls: Uint8Array,
): { hashes: Int32Array; stdout: string } {
  const folder = mkdtempSync(join(tmpdir(), 'footfall-kernel-'));
  try {
    writeFileSync(join(folder, 'calls'), calls);
    const { how, stdout, stderr } = build.emulated
      ? runEmulated(program, folder, ['calls', 'hashes'], { counts: build.sources !== undefined })
      : run(program, folder);
    if (how !== undefined) throw new Error(`${build.name}: ${how}: ${stderr.slice(0, 2000)}`);
    const bytes = readFileSync(join(folder, 'hashes'));
    const hashes = new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    return { hashes, stdout };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(program: string, folder: string): { how: string | undefined; stdout: string; stderr: string } {
  const done = spawnSync(program, ['calls', 'hashes'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: TIMEOUT_ms,
  });
  const how = done.error?.message ?? done.signal ?? (done.status === 0 ? undefined : `status ${done.status}`);
  return { how, stdout: done.stdout, stderr: done.stderr };
}

/** The number of the first call after which the states differ; -1 when none does. */
export function firstDifference(expected: Int32Array, got: Int32Array): number {
  for (let i = 0; i < expected.length; i++) if (expected[i] !== got[i]) return i;
  return got.length === expected.length ? -1 : expected.length;
}
