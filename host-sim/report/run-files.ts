/** Files for other services: the replayed recording as FIT, TCX and CSV. */
import { writeFileSync } from 'node:fs';
import { csvOf } from '../../companion/export/csv';
import { fitOf } from '../../companion/export/fit';
import { tcxOf } from '../../companion/export/tcx';
import type { ReplayResult } from '../engines/replay';
import { replayedRun } from './replayed-run';

export interface RunFiles {
  readonly fit?: string;
  readonly tcx?: string;
  readonly csv?: string;
}

export function wantsRunFiles({ fit, tcx, csv }: RunFiles): boolean {
  return (fit ?? tcx ?? csv) !== undefined;
}

/** @returns a line for each file it wrote */
export function writeRunFiles(files: RunFiles, result: ReplayResult): string[] {
  const run = replayedRun(result);
  const written: string[] = [];
  const write = (name: string, path: string | undefined, content: () => Uint8Array | string) => {
    if (path === undefined) return;
    writeFileSync(path, content());
    written.push(`${name}: ${path}`);
  };
  write('FIT', files.fit, () => fitOf(run));
  write('TCX', files.tcx, () => tcxOf(run));
  write('CSV', files.csv, () => csvOf(run));
  return written;
}
