/** When a run began, for formats that cannot do without a date. */
import type { Run } from './run';

export interface ExportOptions {
  /** Start of a run that has no date of its own, ms since 1970 UTC, as its owner knows or guesses it. */
  readonly undatedStart_ms?: number;
}

/**
 * Start of a run nobody dates: 1990-01-01, which is no date anyone takes for true. In FIT it is below 0x10000000, where
 * instants count from "device power on" (FIT profile, type date_time).
 */
export const UNDATED_ms = Date.UTC(1990, 0, 1);

/** From the epoch of FIT, 1989-12-31, to the end of its 32 bits less the longest run there can be. */
const EARLIEST_ms = Date.UTC(1989, 11, 31);
const LATEST_ms = EARLIEST_ms + 2 ** 32 * 1000 - 2 ** 32;

/** @throws RangeError for a date no format can hold */
export function startOf(run: Run, options: ExportOptions = {}): number {
  const start_ms = run.start_ms ?? options.undatedStart_ms ?? UNDATED_ms;
  if (!(start_ms >= EARLIEST_ms && start_ms <= LATEST_ms))
    throw new RangeError(`a run cannot begin at ${start_ms} ms since 1970: not from 1990 to 2125`);
  return start_ms;
}

/** `footfall-2026-11-25-0712.fit` by local time; `footfall-undated.fit`. */
export function fileName(run: Run, extension: string): string {
  if (run.start_ms === undefined) return `footfall-undated.${extension}`;
  const local = new Date(run.start_ms + run.zone_min * 60_000).toISOString();
  return `footfall-${local.slice(0, 10)}-${local.slice(11, 13)}${local.slice(14, 16)}.${extension}`;
}
