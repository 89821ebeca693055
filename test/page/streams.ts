/** A shoe reduced to its runs: what `syncRuns` needs of a history, with links that break when the test says so. */
import { crc32 } from '../../companion/client/crc';
import { RequestFailed, Result } from '../../companion/client/control-point';
import type { RunEntry } from '../../companion/client/history';
import type { StoredBytes } from '../../companion/client/stored-bytes';
import { LinkLost } from '../../companion/client/transport';

const CHUNK = 500;
const READ_RUN = 0x11;
const ACKNOWLEDGE = 0x13;

export function stream(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + seed * 97 + (i >> 8)) & 0xff);
}

export function entry(run: number, bytes: number): RunEntry {
  return {
    run,
    hasStart: true,
    isOver: true,
    isRun: true,
    continued: false,
    endedByReset: false,
    released: false,
    isEstimate: false,
    foot: 'left',
    start_ms: 1_780_000_000_000 + run * 86_400_000,
    zone_min: 0,
    elapsed_ms: 1,
    moving_ms: 1,
    strides: 1,
    distance_mm: 1,
    splits: 0,
    boot: 1,
    shoe: 1,
    bytes,
    sample_s: 8,
  };
}

export class ShoeOfStreams {
  readonly released = new Set<number>();
  /** Bytes sent in all. */
  sent = 0;
  /** Bytes until the link breaks. */
  breaksAfter = Infinity;

  constructor(readonly runs: ReadonlyMap<number, Uint8Array>) {}

  list(_after?: number, which: 'all' | 'unreleased' = 'all'): Promise<RunEntry[]> {
    const entries = [...this.runs].map(([run, bytes]) => entry(run, bytes.length));
    return Promise.resolve(entries.filter(({ run }) => which === 'all' || !this.released.has(run)));
  }

  read(run: number, stored: StoredBytes): Promise<void> {
    const bytes = this.runs.get(run);
    if (!bytes) return Promise.reject(new RequestFailed(READ_RUN, Result.NotFound, new Uint8Array(0)));
    while (stored.length < bytes.length) {
      const part = bytes.slice(stored.length, stored.length + CHUNK);
      if (this.breaksAfter < part.length) return Promise.reject(new LinkLost());
      this.breaksAfter -= part.length;
      this.sent += part.length;
      stored.append(part);
    }
    return Promise.resolve();
  }

  acknowledge(run: number, stored: StoredBytes): Promise<void> {
    const bytes = this.runs.get(run);
    if (!bytes || stored.length !== bytes.length || stored.crc32() !== crc32(bytes))
      return Promise.reject(new RequestFailed(ACKNOWLEDGE, Result.NotComplete, new Uint8Array(0)));
    this.released.add(run);
    return Promise.resolve();
  }
}
