/** Builds the XS host once, from the engine's sources in the npm package @agoric/xsnap. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../..');
const NATIVE = join(__dirname, 'native');
const XS = join(ROOT, 'node_modules/@agoric/xsnap/moddable/xs');
/** Slots of 16 bytes, as on the chip; the x87 unit would round otherwise than the chip. */
const BITS_32 = ['-m32', '-msse2', '-mfpmath=sse'];
const FLAGS = [
  ...['-std=gnu11', '-fno-common', '-w', '-O2', '-DINCLUDE_XSPLATFORM', '-DXSPLATFORM="platform.h"'],
  ...['-DmxRun=1', '-DmxParse=1', '-DmxNoConsole=1', '-DmxHostFunctionPrimitive=1', '-DmxBoundsCheck=1'],
  ...['-I', NATIVE, ...['includes', 'platforms', 'sources'].flatMap((folder) => ['-I', join(XS, folder)])],
];

/**
 * Path of the host program; built when it is not there, which takes about ten seconds.
 * @throws Error when the package or a C compiler is missing, or the compiler fails
 */
export function xsHost(compiler = process.env.CC ?? 'cc'): string {
  if (!existsSync(XS)) throw new Error('the XS engine is missing: run npm ci (package @agoric/xsnap 0.15.0)');
  const folder = join(ROOT, 'node_modules/.cache/footfall-xs', fingerprint(compiler));
  const program = join(folder, 'host');
  if (!existsSync(program)) build(compiler, folder, program);
  return program;
}

function fingerprint(compiler: string): string {
  const hash = createHash('sha256').update(compiler).update(FLAGS.join(' '));
  for (const file of readdirSync(NATIVE).sort()) hash.update(readFileSync(join(NATIVE, file)));
  hash.update(readFileSync(join(dirname(dirname(XS)), 'package.json')));
  return hash.digest('hex').slice(0, 16);
}

function build(compiler: string, folder: string, program: string): void {
  const work = `${folder}.${process.pid}`;
  mkdirSync(work, { recursive: true });
  try {
    const bits = links32(compiler, work) ? BITS_32 : [];
    if (bits.length === 0)
      process.stderr.write('XS is built with 64-bit slots: this compiler makes no 32-bit programs.\n');
    const sources = readdirSync(join(XS, 'sources'))
      .filter((name) => name.endsWith('.c') && name !== 'xsMemory.c')
      .map((name) => join(XS, 'sources', name));
    sources.push(join(NATIVE, 'memory.c'), join(NATIVE, 'host.c'));
    const built = join(work, 'host');
    compile(compiler, [...bits, ...FLAGS, ...sources, '-lm', '-lpthread', '-o', built]);
    mkdirSync(folder, { recursive: true });
    renameSync(built, program);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function links32(compiler: string, work: string): boolean {
  const flags = [...BITS_32, '-include', 'stdio.h', '-x', 'c', '-', '-o', join(work, 'probe')];
  return spawnSync(compiler, flags, { input: 'int main(void) { return 0; }' }).status === 0;
}

function compile(compiler: string, args: string[]): void {
  const done = spawnSync(compiler, args, { encoding: 'utf8' });
  if (done.error)
    throw new Error(`--engine xs needs a C compiler: ${compiler} cannot be run (${done.error.message})`);
  if (done.status !== 0) throw new Error(`the XS engine does not compile:\n${done.stderr.slice(0, 2000)}`);
}
