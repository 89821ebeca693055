/** The firmware's bytecode: made by the host program, and kept until a source changes. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Host } from './build';
import { Bundle, textsOfBundle, type Edit } from './modules';
import { nativeKernel } from './kernel-glue';
import { withCallPhase, withPasses, withPhases } from './phases';

/** What is metered by itself: nothing, the parts of phases.ts, or the interpreted kernel's passes (passes.ts). */
export type Metered = boolean | 'passes';

/**
 * Path of the bytecode of the firmware as it is, or with its parts metered, the kernel interpreted or native.
 * @throws Error when a module does not compile
 */
export function firmwareBytecode(host: Host, phases: Metered = false, native = false): string {
  const known = made.get(`${host.path} ${phases} ${native}`);
  if (known !== undefined) return known;
  const path = keptBytecode(host, phases, native);
  made.set(`${host.path} ${phases} ${native}`, path);
  return path;
}

/** What is changed in the sources for it. */
export function editOf(phases: Metered = false, native = false): Edit {
  const metered = phases === 'passes' ? [withPasses] : phases ? [withPhases] : [];
  const edits = [...(native ? [nativeKernel] : []), ...metered];
  if (native && phases) edits.push(withCallPhase);
  return (name, source) => edits.reduce((text, edit) => edit(name, text), source);
}

/** By program and whether parts are metered; sources do not change while a process runs. */
const made = new Map<string, string>();

function keptBytecode(host: Host, phases: Metered, native: boolean): string {
  const edit = editOf(phases, native);
  const kept = dirname(host.path);
  const hash = createHash('sha256').update(textsOfBundle(edit)).digest('hex');
  const path = join(kept, `bytecode-${hash.slice(0, 16)}`);
  if (existsSync(path)) return path;
  const folder = mkdtempSync(join(kept, 'work-'));
  try {
    renameSync(compile(host, folder, new Bundle(edit)), path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return path;
}

/**
 * Path of the bytecode of a bundle, in `folder`.
 * @param lines the code tells its lines, for stacks of calls; it is longer then
 * @throws Error when a module does not compile
 */
export function compile(host: Host, folder: string, bundle: Pick<Bundle, 'text'>, lines = false): string {
  const sources = join(folder, 'sources');
  const path = join(folder, lines ? 'bytecode-lines' : 'bytecode');
  writeFileSync(sources, bundle.text);
  const done = spawnSync(host.path, ['compile', sources, path, lines ? '1' : '0'], { encoding: 'utf8' });
  if (done.status !== 0)
    throw new Error(`the firmware does not compile on XS: ${done.stdout || done.stderr || done.signal}`);
  return path;
}

/** Bytes of code of modules, by name: what XS makes of JavaScript by itself. @throws Error when a module does not compile */
export function codeBytes(
  host: Host,
  modules: readonly { name: string; code: string }[],
): Map<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'footfall-code-'));
  try {
    const path = compile(host, folder, {
      text: modules.map(({ name, code }) => `${name}\0${code}\0`).join(''),
    });
    return sizesIn(readFileSync(path));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As machine.c writes modules: a name that ends with NUL, the sizes of names and code, and both. */
function sizesIn(file: Buffer): Map<string, number> {
  const sizes = new Map<string, number>();
  for (let at = 0; at < file.length;) {
    const end = file.indexOf(0, at);
    const code = file.readInt32LE(end + 5);
    sizes.set(file.toString('utf8', at, end), code);
    at = end + 9 + file.readInt32LE(end + 1) + code;
  }
  return sizes;
}
