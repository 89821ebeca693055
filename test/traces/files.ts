import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SAMPLE_VALUES, type TraceSource } from '../../host-sim/traces/source';

export const HEADER = 't_us,ax,ay,az,gx,gy,gz';

/** A folder of its own for a test's files. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'footfall-traces-'));

  write(name: string, content: string | Buffer): string {
    const path = join(this.path, name);
    writeFileSync(path, content);
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** Lines of a sensor at rest at 200 Hz, a little noisy. */
export function restLines(count: number): string[] {
  return Array.from(
    { length: count },
    (_, i) => `${i * 5000},${i % 3},${-(i % 5)},${1000 + (i % 2)},1,-1,${i % 4}`,
  );
}

/** A recording of these lines. */
export function csv(lines: readonly string[], header = HEADER): string {
  return `${[header, ...lines].join('\n')}\n`;
}

export function readAll(source: TraceSource): number[][] {
  const frame = new Float64Array(SAMPLE_VALUES);
  const rows: number[][] = [];
  while (source.next(frame)) rows.push([...frame]);
  return rows;
}
