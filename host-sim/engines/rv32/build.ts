/** Builds the host program for a bare RV32IMC machine, as the ESP32-C3 is: with picolibc, run by QEMU. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { built, nativeSources } from '../xs/build';

export const GCC = 'riscv64-unknown-elf-gcc';
export const QEMU = 'qemu-system-riscv32';
export const PACKAGES = [
  'gcc-riscv64-unknown-elf',
  'picolibc-riscv64-unknown-elf',
  'qemu-system-misc',
  'gcc-multilib',
];
const KERNEL = join(__dirname, 'native/kernel.c');
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
    sources: [...nativeSources().filter((file) => !file.endsWith('compile.c')), KERNEL],
    libraries: [...LINK, '-lm'],
    needs: 'the RV32 build needs a RISC-V compiler',
  });
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
