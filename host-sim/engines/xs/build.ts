/** Builds programs around the XS engine, once each, from the engine's sources in the npm package @agoric/xsnap. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { glueSource, KERNEL_FLAGS, KERNEL_SOURCES } from './kernel-glue';

const ROOT = resolve(__dirname, '../../..');
export const NATIVE = join(__dirname, 'native');
const XS = join(ROOT, 'node_modules/@agoric/xsnap/moddable/xs');
const CACHE = join(ROOT, 'node_modules/.cache/footfall-xs');
/** Slots of 16 bytes, as on the chip; the x87 unit would round otherwise than the chip. */
const BITS_32 = ['-m32', '-msse2', '-mfpmath=sse'];
const ENGINE_FLAGS = [
  ...['-std=gnu11', '-fno-common', '-w', '-O2', '-DINCLUDE_XSPLATFORM', '-DXSPLATFORM="platform.h"'],
  ...['-DmxRun=1', '-DmxNoConsole=1', '-DmxHostFunctionPrimitive=1', '-DmxBoundsCheck=1'],
  ...['-I', NATIVE, ...['includes', 'platforms', 'sources'].flatMap((folder) => ['-I', join(XS, folder)])],
];
/** Sources of the engine that sources of ours include. */
const INCLUDED = ['xsAll.c', 'xsMemory.c'];
/** The host has the parser, and counts operations so that an endless loop ends. */
const HOST_FLAGS = ['-DmxParse=1', '-DmxMetering=1'];

export interface Program {
  /** For the cache and for messages. */
  readonly name: string;
  readonly compiler: string;
  /** For compiling and for linking. */
  readonly flags: readonly string[];
  /** Of our own, beside the engine's. */
  readonly sources: readonly string[];
  readonly libraries: readonly string[];
  /** Told when the compiler cannot be run. */
  readonly needs: string;
}

export interface Host {
  readonly path: string;
  /** As on the chip: 16 bytes a slot, 16-bit names. Else 64-bit. */
  readonly is32Bit: boolean;
}

/**
 * The host program; built when it is not there, which takes 10 s to half a minute.
 * @throws Error when the package or a C compiler is missing, or the compiler fails
 */
export function xsHost(compiler = process.env.CC ?? 'cc'): Host {
  const narrow = hostProgram(compiler, BITS_32);
  const known = existing(narrow);
  if (known) return { path: known, is32Bit: true };
  const is32Bit = links32(compiler);
  const wide = hostProgram(compiler, []);
  if (!is32Bit && !existing(wide))
    process.stderr.write(
      'XS is built with 64-bit slots: this compiler makes no 32-bit programs (Debian: gcc-multilib).\n',
    );
  return { path: built(is32Bit ? narrow : wide), is32Bit };
}

function hostProgram(compiler: string, bits: readonly string[]): Program {
  return {
    name: 'host',
    compiler,
    flags: [...bits, ...HOST_FLAGS],
    sources: nativeSources(),
    libraries: ['-lm', '-lpthread'],
    needs: '--engine xs needs a C compiler',
  };
}

/** Our C files of the host. */
export function nativeSources(): string[] {
  return readdirSync(NATIVE)
    .filter((file) => file.endsWith('.c'))
    .map((file) => join(NATIVE, file))
    .concat(KERNEL_SOURCES, glue());
}

/** Path of the glue to the native kernel, written when it is not there. */
function glue(): string {
  const source = glueSource();
  const path = join(CACHE, `glue-${hashOf(source, [])}.c`);
  mkdirSync(CACHE, { recursive: true });
  if (!existsSync(path)) writeFileSync(path, source);
  return path;
}

/**
 * Path of a program; compiled when it is not in the cache.
 * @throws Error as `xsHost`
 */
export function built(program: Program): string {
  if (!existsSync(XS)) throw new Error('the XS engine is missing: run npm ci (package @agoric/xsnap 0.15.0)');
  return existing(program) ?? build(program);
}

function programPath(program: Program): string {
  const { name, sources, libraries } = program;
  const headers = readdirSync(NATIVE).filter((file) => file.endsWith('.h'));
  const files = [...sources, ...headers.map((header) => join(NATIVE, header))].sort();
  const key = hashOf([engineFolder(program), libraries], files);
  return join(CACHE, `${name}-${key}`, name);
}

/** The engine's objects are kept by themselves: they outlive changes of our sources. */
function engineFolder({ compiler, flags }: Program): string {
  const files = [join(NATIVE, 'platform.h'), join(dirname(dirname(XS)), 'package.json')];
  return join(CACHE, `engine-${hashOf([compiler, flags, ENGINE_FLAGS], files)}`);
}

function hashOf(what: unknown, files: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(what));
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function existing(program: Program): string | undefined {
  const path = programPath(program);
  return existsSync(path) ? path : undefined;
}

function build(program: Program): string {
  const path = programPath(program);
  const engine = engineFolder(program);
  const { flags, libraries } = program;
  if (!existsSync(engine))
    inFolder(engine, (work) => {
      const sources = readdirSync(join(XS, 'sources'))
        .filter((file) => file.endsWith('.c') && !INCLUDED.includes(file))
        .map((file) => join(XS, 'sources', file));
      compile(program, [...flags, ...ENGINE_FLAGS, '-c', ...sources], work);
    });
  inFolder(dirname(path), (work) => {
    const objects = readdirSync(engine).map((file) => join(engine, file));
    const files = [...program.sources, ...objects, ...libraries];
    compile(program, [...flags, ...ENGINE_FLAGS, ...KERNEL_FLAGS, ...files, '-o', program.name], work);
  });
  return path;
}

/** Makes a folder that is complete when it is there. Another process may make it as well: its work is as good. */
export function inFolder(folder: string, make: (work: string) => void): void {
  const work = `${folder}.${process.pid}`;
  mkdirSync(work, { recursive: true });
  try {
    make(work);
    if (!existsSync(folder)) renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function compile({ compiler, needs }: Program, args: string[], cwd: string): void {
  const done = spawnSync(compiler, args, { cwd, encoding: 'utf8' });
  if (done.error) throw new Error(`${needs}: ${basename(compiler)} cannot be run (${done.error.message})`);
  if (done.status !== 0) throw new Error(`the XS engine does not compile:\n${done.stderr.slice(0, 2000)}`);
}

function links32(compiler: string): boolean {
  const flags = [...BITS_32, '-include', 'stdio.h', '-x', 'c', '-', '-o', '/dev/null'];
  return spawnSync(compiler, flags, { input: 'int main(void) { return 0; }' }).status === 0;
}
