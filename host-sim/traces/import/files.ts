import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { reason, TraceError } from '../error';

/** A file below the source folder whose path matches, and what the pattern caught. */
export interface FoundFile {
  path: string;
  caught: string[];
}

/** Every file below a folder that matches, by path in order. @throws TraceError when the folder cannot be read */
export function filesBelow(folder: string, pattern: RegExp): FoundFile[] {
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    throw new TraceError(folder, {}, 'a folder', reason(error));
  }
  return names
    .map((name) => name.replaceAll('\\', '/'))
    .sort()
    .flatMap((name) => {
      const match = pattern.exec(name);
      return match ? [{ path: join(folder, name), caught: match.slice(1) }] : [];
    });
}
