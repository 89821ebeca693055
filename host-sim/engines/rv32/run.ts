/** Runs the firmware on the bare RV32 machine against a transcript, and counts its instructions. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerOf, sentenceOf, type XsReport } from '../xs/answer';
import { xsHost } from '../xs/build';
import { firmwareBytecode, type Metered } from '../xs/bytecode';
import { EntryCosts } from '../xs/costs';
import { manifestLimits, type Limits } from '../xs/limits';
import { QEMU, rv32Program, ToolsMissing } from './build';

/** Two minutes of the host are ten of the machine. */
const TIMEOUT_ms = 900_000;

export interface Rv32Options {
  readonly limits?: Limits;
  /** Meters the parts of phases.ts by themselves, or the passes of the interpreted kernel. */
  readonly phases?: Metered;
  /** The kernel runs natively. */
  readonly native?: boolean;
}

/** @throws ToolsMissing, or Error as `runXs` */
export function runRv32(
  transcript: Uint8Array,
  options: Rv32Options = {},
): { report: XsReport; costs: EntryCosts } {
  const program = rv32Program();
  const host = xsHost();
  if (!host.is32Bit)
    throw new ToolsMissing(
      'bytecode for RV32 needs a compiler for 32 bits; Debian: apt-get install gcc-multilib',
    );
  const folder = mkdtempSync(join(tmpdir(), 'footfall-rv32-'));
  try {
    const code = firmwareBytecode(host, options.phases, options.native);
    writeFileSync(join(folder, 'code'), readFileSync(code));
    writeFileSync(join(folder, 'seam'), transcript);
    const { slots, chunk_bytes, stack_slots, keys } = options.limits ?? manifestLimits();
    const numbers = [slots, chunk_bytes, stack_slots, keys, 0, 0].map(String);
    const stdout = emulate(program, folder, ['play', 'code', 'seam', ...numbers, 'costs']);
    const answer = answerOf(stdout);
    if ('failure' in answer) throw new Error(`RV32: ${sentenceOf(answer)}`);
    return { report: answer, costs: new EntryCosts(readFileSync(join(folder, 'costs'))) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns what it printed */
function emulate(program: string, folder: string, args: readonly string[]): string {
  const { stdout, stderr, how } = runEmulated(program, folder, args);
  if (how !== undefined || !stdout.startsWith('{'))
    throw new Error(`RV32: ended without an answer (${how}): ${stdout.slice(-300)}${stderr.slice(-300)}`);
  return stdout;
}

/**
 * Runs a program; paths are relative to `folder`.
 * @param options `counts`: with exact, repeatable counts of instructions; it is slower then
 * @returns `how` it ended, when not well
 */
export function runEmulated(
  program: string,
  folder: string,
  args: readonly string[],
  { counts = true }: { readonly counts?: boolean } = {},
): { stdout: string; stderr: string; how: string | undefined } {
  const line = ['firmware', ...args].map((arg) => `arg=${arg}`).join(',');
  const options = [
    ...[
      '-machine',
      'virt',
      '-m',
      '64M',
      '-bios',
      'none',
      '-nographic',
      '-monitor',
      'none',
      '-serial',
      'none',
    ],
    ...['-chardev', 'stdio,id=out', '-semihosting-config', `enable=on,target=native,chardev=out,${line}`],
    ...(counts ? ['-icount', 'shift=0'] : []),
    ...['-kernel', program],
  ];
  const { stdout, stderr, status, signal, error } = spawnSync(QEMU, options, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    timeout: TIMEOUT_ms,
  });
  const how = error?.message ?? signal ?? (status === 0 ? undefined : `status ${status}`);
  return { stdout, stderr, how };
}
