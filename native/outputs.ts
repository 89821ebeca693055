/** The files that are made of the kernel: the same sources give the same bytes. */
import { format, resolveConfig } from 'prettier';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bindingSource, flatSource, signatures } from './binding';
import { emit } from './emit/program';
import type { Facts } from './facts';
import type { Program } from './ir';
import { lowerProgram } from './lower/program';
import { Project } from './project';
import { analyse } from './ranges/analyse';
import type { Refusal } from './refusal';

const root = resolve(__dirname, '..');
/** The file whose class is the kernel. */
export const KERNEL = 'firmware/kernel/kernel.ts';
const NATIVE = 'firmware/device/native/kernel';
const BINDING = { name: 'kernel', prefix: 'footfall_kernel_', folder: 'firmware/device' };

export interface Translation {
  readonly program: Program;
  readonly facts: Facts;
}

/** What was refused, as an error that lists all of it. */
export class Refused extends Error {
  constructor(readonly refusals: readonly Refusal[]) {
    super(refusals.map((each) => each.message).join('\n'));
  }
}

/**
 * Translates the class that a file exports.
 * @throws Refused, TypeScriptError
 */
export function translate(file: string): Translation {
  const { program, refusals } = lowerProgram(new Project([file]), file);
  if (!program) throw new Refused(refusals.sorted());
  return { program, facts: analyse(program) };
}

/** The generated files by their paths from the repository's root. */
export async function outputs({ program, facts }: Translation): Promise<Map<string, string>> {
  const { header, source } = emit(program, facts, { name: BINDING.name });
  const manifest = {
    ffi: {
      sources: ['./kernel.c', './kernel-ffi.c'],
      functions: signatures(program, BINDING),
    },
  };
  return new Map([
    [`${NATIVE}/kernel.c`, source],
    [`${NATIVE}/kernel.h`, header],
    [`${NATIVE}/its.h`, readFileSync(join(root, 'native/runtime/its.h'), 'utf8')],
    [`${NATIVE}/kernel-ffi.c`, flatSource(program, BINDING)],
    [`${NATIVE}/manifest.json`, await formatted('manifest.json', JSON.stringify(manifest))],
    [
      `${BINDING.folder}/native-kernel.ts`,
      await formatted('native-kernel.ts', bindingSource(program, BINDING)),
    ],
  ]);
}

async function formatted(name: string, text: string): Promise<string> {
  const filepath = join(root, name);
  return format(text, { ...(await resolveConfig(filepath)), filepath });
}

/** The generated files that are missing or not those of today's sources. */
export function stale(files: ReadonlyMap<string, string>): string[] {
  return [...files]
    .filter(([path, text]) => {
      const file = join(root, path);
      return !existsSync(file) || readFileSync(file, 'utf8') !== text;
    })
    .map(([path]) => path);
}

export function write(files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
