/**
 * Links modules into one, as the chip gets them. On XS each name that a module imports costs some 30 bytes of bytecode, each that it exports
 * 11, and each module 40.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inlineConstants } from './constants';
import type { Source } from './sources';

const ROLLDOWN = join(__dirname, 'rolldown.mjs');
/** What a linked module depends on besides its sources. */
const LINKER = [__filename, ROLLDOWN, join(__dirname, 'constants.ts'), join(__dirname, 'sources.ts')];
const MOST_BYTES = 1 << 26;

/** A linked module. */
export interface Chunk {
  /** `firmware`, or the last part of the entry's name. */
  readonly name: string;
  readonly code: string;
  readonly map: Map;
}

interface Map {
  readonly version: number;
  readonly sources: string[];
  readonly names: string[];
  readonly mappings: string;
}

/**
 * @param sources the entry last
 * @returns the firmware's part, when it is not the entry's own, and the entry's. What no source is imported as stays an import
 * @throws Error when something is imported that is not exported
 */
export function link(sources: readonly Source[]): Chunk[] {
  const modules = Object.fromEntries(sources.map(({ name, ...source }) => [name, source]));
  const input = JSON.stringify({ entry: sources[sources.length - 1].name, modules });
  const done = spawnSync(process.execPath, [ROLLDOWN], { input, encoding: 'utf8', maxBuffer: MOST_BYTES });
  if (done.status !== 0) throw new Error(`the firmware does not link:\n${done.stderr}`);
  const chunks = JSON.parse(done.stdout) as (Chunk & { readonly isEntry: boolean })[];
  return chunks
    .sort((a, b) => Number(a.isEntry) - Number(b.isEntry))
    .map(({ name, code, map }) => ({ name, code: inlineConstants(code), map }));
}

/** The linker's own texts: what is made by others is not the same. */
export function linkerTexts(): string {
  return LINKER.map((file) => readFileSync(file, 'utf8')).join('\0');
}
