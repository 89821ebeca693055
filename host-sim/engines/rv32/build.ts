/** Builds the host program for a bare RV32IMC machine, as the ESP32-C3 is: with picolibc, run by QEMU. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { built, inFolder, nativeSources } from '../xs/build';
import { KERNEL_FLAGS, KERNEL_SOURCES, kernelFunctions } from '../xs/kernel-glue';

export const GCC = 'riscv64-unknown-elf-gcc';
export const QEMU = 'qemu-system-riscv32';
export const PACKAGES = [
  'gcc-riscv64-unknown-elf',
  'picolibc-riscv64-unknown-elf',
  'qemu-system-misc',
  'gcc-multilib',
];
/** More than firmware needs: measured, not limited. */
const C_STACK_BYTES = 32 * 1024;
/** Programs in "flash", data behind it. The transcript and the preloaded modules lie in RAM too, hence so much of it. */
const FLASH = { at: 0x80000000, bytes: 0x400000 };
const RAM = { at: 0x80400000, bytes: 0x3c00000 };
export const TARGET = [
  '--specs=picolibc.specs',
  '-march=rv32imc',
  '-mabi=ilp32',
  '-ffunction-sections',
  '-fdata-sections',
];
export const LINK = [
  ...['--crt0=semihost', '--oslib=semihost', '-Wl,--gc-sections'],
  ...[
    ['__flash', FLASH.at],
    ['__flash_size', FLASH.bytes],
    ['__ram', RAM.at],
    ['__ram_size', RAM.bytes],
    ['__stack_size', C_STACK_BYTES],
  ].map(([name, value]) => `-Wl,--defsym=${name}=${value}`),
];

/** What the SDK compiles C of a manifest with (tools/mcconfig/make.esp32.mk, C_COMMON_FLAGS): the native kernel is counted as the chip has it. */
export const CHIP_FLAGS = ['-Os', '-fno-inline-functions', '-fno-jump-tables', '-falign-functions=4'];
const KERNEL_CACHE = join(__dirname, '../../../node_modules/.cache/footfall-kernel');

/** Some of the Debian packages that are needed are not there. */
export class ToolsMissing extends Error {}

/**
 * Path of the program for the bare machine; built when it is not there.
 * @throws ToolsMissing, or Error when the compiler fails
 */
export function rv32Program(): string {
  checkTools();
  return built({
    name: 'firmware.elf',
    compiler: GCC,
    flags: [...TARGET, `-DC_STACK_BYTES=${C_STACK_BYTES}`],
    sources: [...nativeSources().filter(isOurs), ...kernelObjects()],
    libraries: [...LINK, '-lm'],
    needs: 'the RV32 build needs a RISC-V compiler',
  });
}

function isOurs(file: string): boolean {
  return !file.endsWith('compile.c') && !KERNEL_SOURCES.includes(file);
}

/** Paths of the native kernel's objects, compiled as for the chip when they are not there. */
function kernelObjects(): string[] {
  const flags = ['-std=gnu11', '-w', ...TARGET, ...CHIP_FLAGS, ...KERNEL_FLAGS];
  const key = createHash('sha256').update(flags.join());
  const folder = dirname(KERNEL_SOURCES[0]);
  for (const file of readdirSync(folder)) key.update(readFileSync(join(folder, file)));
  const path = join(KERNEL_CACHE, `chip-${key.digest('hex').slice(0, 16)}`);
  if (!existsSync(path))
    inFolder(path, (work) => void toolOutput(GCC, [...flags, '-c', ...KERNEL_SOURCES], work));
  return KERNEL_SOURCES.map((file) => join(path, basename(file).replace(/c$/, 'o')));
}

/** @returns what a tool of the compiler's printed */
function toolOutput(tool: string, args: readonly string[], cwd?: string): string {
  const done = spawnSync(tool, args, { cwd, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`the native kernel: ${tool} failed:\n${done.stderr.slice(0, 3000)}`);
  return done.stdout;
}

/** Where ESP32-C3 and -C6 see code in flash (ESP-IDF, soc/soc.h, SOC_IROM_LOW). */
const CODE_AT = 0x42000000;

/**
 * What the native kernel takes on the chip, in bytes, its constants with its code: linked as ESP-IDF does it, with the sections left out that nothing
 * needs, and with calls as short as the linker makes them. What it calls of the C library is not in it, and counts as far away.
 * @returns `objects`: the code as the compiler leaves it to the linker
 * @throws Error when the linker fails
 */
export function kernelSize(): { code: number; objects: number; ram: number } {
  const objects = kernelObjects();
  const image = join(dirname(objects[0]), 'image');
  toolOutput(GCC, [
    ...['-march=rv32imc', '-mabi=ilp32', '-nostdlib', `-Wl,-Ttext=${CODE_AT}`, '-Wl,-e,0', '-Wl,-w'],
    ...['-Wl,--gc-sections', '-Wl,--unresolved-symbols=ignore-all', '-Wl,--no-warn-rwx-segments'],
    ...Object.keys(kernelFunctions()).map((name) => `-Wl,-u,${name}`),
    ...[...objects, '-o', image],
  ]);
  const [, ...lines] = toolOutput(GCC.replace(/gcc$/, 'size'), [image, ...objects])
    .trim()
    .split('\n');
  const [[code, data, bss], ...each] = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return { code, objects: each.reduce((sum, [text]) => sum + text, 0), ram: data + bss };
}

/** @throws ToolsMissing */
export function checkTools(): void {
  for (const tool of [GCC, QEMU])
    if (spawnSync(tool, ['--version']).error !== undefined)
      throw new ToolsMissing(`${tool} is missing; Debian: apt-get install ${PACKAGES.join(' ')}`);
  const specs = spawnSync(GCC, ['--specs=picolibc.specs', '-E', '-x', 'c', '/dev/null'], {
    encoding: 'utf8',
  });
  if (specs.status !== 0)
    throw new ToolsMissing(`picolibc is missing; Debian: apt-get install ${PACKAGES.join(' ')}`);
}
