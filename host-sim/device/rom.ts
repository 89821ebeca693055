/**
 * What the linked firmware takes of flash, by a RISC-V compiler: the firmware's bytecode and objects alone, and together with the SDK's
 * engine and a C library, where what nothing uses is left out as on the chip. ESP-IDF, Bluetooth and drivers come on top.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NATIVE } from '../engines/xs/build';
import type { Sdk } from './sdk';

const COMPILER = 'riscv64-unknown-elf-gcc';
/** Of the ESP32-C6 and H2, and but for the atomics the C3; the S3 has another set of instructions, for which this stands in. */
const MACHINE = ['--specs=picolibc.specs', '-march=rv32imac', '-mabi=ilp32'];
const FLAGS = [
  ...['-Os', '-ffunction-sections', '-fdata-sections', '-fno-jump-tables', '-w', '-c'],
  ...['-DINCLUDE_XSPLATFORM=1', '-DXSPLATFORM="platform.h"', '-DICACHE_FLASH_ATTR=', '-DICACHE_FLASH1_ATTR='],
  ...['-DmxRun=1', '-DmxNoConsole=1', '-DmxBoundsCheck=1'],
];
/** What the SDK's runtime on the chip calls of the engine; from there the linker finds the rest. */
const ENTRIES = ['fxPrepareMachine', 'fxCloneMachine', 'fxRunModule', 'fxRunPromiseJobs', 'gxPreparation'];
const LINK = [
  ...['-nostartfiles', '-Wl,--gc-sections', '-Wl,-e,xsPreparationAndCreation'],
  ...ENTRIES.map((name) => `-Wl,-u,${name}`),
  // Host functions of the SDK's modules need ESP-IDF's headers: they are not compiled.
  '-Wl,--unresolved-symbols=ignore-all',
  ...['flash=0', 'flash_size=0x400000', 'ram=0x40000000', 'ram_size=0x100000'].map(
    (at) => `-Wl,--defsym=__${at}`,
  ),
];

export interface Rom {
  /** Bytes of the firmware alone. */
  readonly firmware: number;
  /** With engine and C library. */
  readonly image: number;
}

/** @returns undefined without the compiler. @throws Error when something does not compile */
export function measureRom(sdk: Sdk, source: string, work: string): Rom | undefined {
  if (spawnSync(COMPILER, ['--version']).status !== 0) return undefined;
  const engine = engineObjects(sdk, work, join(dirname(source), 'makefile'));
  const object = `${source}.rv32.o`;
  compile(sdk, source, object);
  const image = `${source}.rv32.elf`;
  run([...MACHINE, ...LINK, object, ...engine, '-lm', '-o', image]);
  return { firmware: textBytes(object), image: textBytes(image) };
}

/** The engine as the SDK has it, compiled once for all boards. */
function engineObjects(sdk: Sdk, work: string, makefile: string): string[] {
  const hash = createHash('sha256')
    .update(JSON.stringify([MACHINE, FLAGS]))
    .digest('hex')
    .slice(0, 8);
  const folder = join(work, `engine-${sdk.version}-${hash}`);
  mkdirSync(folder, { recursive: true });
  const sources = join(sdk.folder, 'xs', 'sources');
  return engineFiles(makefile).map((file) => {
    const object = join(folder, `${file}.o`);
    if (!existsSync(object)) compile(sdk, join(sources, file), object);
    return object;
  });
}

/** The engine's sources that the SDK compiles for the chip. */
function engineFiles(makefile: string): string[] {
  const list = /^XS_OBJ = \\\n((?:.*\\\n)*.*)/m.exec(readFileSync(makefile, 'utf8'))?.[1] ?? '';
  return [...list.matchAll(/(xs\w+\.c)\.o/g)].map(([, file]) => file);
}

function compile(sdk: Sdk, source: string, object: string): void {
  const xs = ['platforms', 'includes', 'sources'].map((name) => join(sdk.folder, 'xs', name));
  const folders = [NATIVE, ...xs, dirname(source)].flatMap((folder) => ['-I', folder]);
  run([...MACHINE, ...FLAGS, ...folders, source, '-o', object]);
}

function run(args: string[]): void {
  const done = spawnSync(COMPILER, args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${COMPILER}: ${done.stderr.slice(0, 2000)}`);
}

/** Code and constants, by the format of `size`: text, data, bss, ... */
function textBytes(file: string): number {
  const done = spawnSync(COMPILER.replace(/gcc$/, 'size'), [file], { encoding: 'utf8' });
  const [text, data] = (done.stdout.split('\n')[1] ?? '').trim().split(/\s+/).map(Number);
  return text + data;
}
