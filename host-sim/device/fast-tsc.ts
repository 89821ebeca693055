/** A folder with a `tsc` that only takes the types out (transpile.cjs), for checks of more than one board. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @returns the folder, for PATH. @param work where it and what it compiled are kept */
export function fastTsc(work: string): string {
  const bin = join(work, 'bin');
  const cache = join(work, 'transpiled');
  const script = join(__dirname, 'transpile.cjs');
  mkdirSync(bin, { recursive: true });
  writeFileSync(
    join(bin, 'tsc'),
    `#!/bin/sh\nFOOTFALL_TRANSPILED='${cache}' exec '${process.execPath}' '${script}' "$@"\n`,
  );
  chmodSync(join(bin, 'tsc'), 0o755);
  return bin;
}
