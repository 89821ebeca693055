/** What mcconfig made of a firmware without ESP-IDF, and whether all is in it. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Made } from './make';

export interface Linked {
  /** The linked firmware as C: bytecode, and the objects the preloaded modules made. */
  readonly source: string;
  readonly modules: number;
  readonly ours: number;
  /** Bytes of code in the .xsb files, whose names the linker puts into one table; ours of it. */
  readonly bytecode: number;
  readonly oursBytecode: number;
  /** Objects in flash: 16 bytes a slot. */
  readonly slots: number;
  /** Names in flash. */
  readonly keys: number;
  /** What is missing, and what the linker says of modules of ours. */
  readonly problems: readonly string[];
}

/**
 * @param names the modules that have to be there, and preloaded
 * @param wanted options of ESP-IDF that have to be set, as lines of an sdkconfig
 */
export function linked({ folder, log }: Made, names: readonly string[], wanted = ''): Linked {
  const source = join(folder, 'mc.xs.c');
  const modules = join(folder, 'modules');
  const bytes = new Map(
    xsbFiles(modules).map((file) => [file, codeBytes(readFileSync(join(modules, file)))]),
  );
  const ours = names.map((name) => `${name}.xsb`).filter((file) => bytes.has(file));
  const count = /^### (\d+) instances, (\d+) keys/m.exec(log);
  return {
    source,
    modules: bytes.size,
    ours: ours.length,
    bytecode: sum(bytes.values()),
    oursBytecode: sum(ours.map((file) => bytes.get(file) ?? 0)),
    slots: slotsIn(source),
    keys: Number(count?.[2] ?? 0),
    problems: [...missing(folder, names, bytes), ...frozenWarnings(log), ...unconfigured(folder, wanted)],
  };
}

function missing(folder: string, names: readonly string[], bytes: ReadonlyMap<string, number>): string[] {
  const makefile = readFileSync(join(folder, 'makefile'), 'utf8');
  const preloaded = new Set([...makefile.matchAll(/^\t-p (.*?)\.xsb/gm)].map(([, name]) => name));
  const problems: string[] = [];
  for (const name of names) {
    if (!bytes.has(`${name}.xsb`)) problems.push(`${name} is not compiled`);
    if (!preloaded.has(name)) problems.push(`${name} is not preloaded`);
  }
  if (!existsSync(join(folder, 'mc.xs.c'))) problems.push('not linked');
  return problems;
}

/** Something that a preloaded module made and that could be written to: in flash a write throws. */
function frozenWarnings(log: string): string[] {
  return [...log.matchAll(/^### warning: (.*: not frozen)$/gm)].map(([, text]) => text);
}

/** Options that did not get into what ESP-IDF is configured with: of several files for a board mcconfig takes one. */
function unconfigured(folder: string, wanted: string): string[] {
  const options = [...wanted.matchAll(/^(CONFIG_\w+)=(.*)$/gm)];
  if (options.length === 0) return [];
  const project = readdirSync(folder).find((name) => name.startsWith('xsProj-')) ?? 'xsProj';
  const text = readFileSync(join(folder, project, 'sdkconfig.mc'), 'utf8');
  const made = new Map([...text.matchAll(/^(CONFIG_\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
  return options
    .filter(([, name, value]) => (made.get(name) || 'n') !== value)
    .map(([line]) => `${line} is not in ESP-IDF's configuration`);
}

function slotsIn(source: string): number {
  // At the head of a file of some megabytes.
  const head = readFileSync(source, 'latin1').slice(0, 4096);
  return Number(/#define mxHeapCount (\d+)/.exec(head)?.[1] ?? 0);
}

function xsbFiles(folder: string, under = ''): string[] {
  return readdirSync(join(folder, under), { withFileTypes: true }).flatMap((entry) => {
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory()) return xsbFiles(folder, path);
    return entry.name.endsWith('.xsb') ? [path] : [];
  });
}

/** xsc's format: atoms of a big-endian length, a name of four letters, and what it is; all of them within one. */
function codeBytes(xsb: Buffer): number {
  for (let at = 8; at + 8 <= xsb.length; at += xsb.readUInt32BE(at))
    if (xsb.toString('latin1', at + 4, at + 8) === 'CODE') return xsb.readUInt32BE(at) - 8;
  return 0;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
