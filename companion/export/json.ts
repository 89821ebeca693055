/** A run as JSON: the fields of run.ts as they are, with a version. What is not known is left out; there is no NaN. */
import { lapsOf } from './laps';
import type { Run } from './run';

export const JSON_FORMAT = 'footfall-run';
export const JSON_VERSION = 1;

/** @throws RangeError when the run's own times are none (laps.ts) */
export function jsonOf(run: Run): string {
  lapsOf(run);
  const finite = (_key: string, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? undefined : value;
  return `${JSON.stringify({ format: JSON_FORMAT, version: JSON_VERSION, ...run }, finite, 1)}\n`;
}
