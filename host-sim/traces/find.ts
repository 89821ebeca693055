import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { reason, TraceError } from './error';

const SUFFIX = '.csv';

/**
 * The recordings a path stands for: the path itself when it is a file (whatever its name), else every CSV file below the
 * folder, sorted by path. Hidden entries and node_modules are passed over, and links to folders are not followed.
 * @throws TraceError when the path cannot be read
 */
export function findTraces(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const found: string[] = [];
    collect(path, found);
    return found.sort();
  } catch (error) {
    throw new TraceError(path, {}, 'a file or folder', reason(error));
  }
}

function collect(folder: string, found: string[]): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) collect(path, found);
    else if (entry.name.toLowerCase().endsWith(SUFFIX)) found.push(path);
  }
}
