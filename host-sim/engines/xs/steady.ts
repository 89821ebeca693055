/** What the firmware allocates while it runs, and how often its garbage is collected for that. */
import type { XsReport } from './answer';
import { SLOT_BYTES, type Limits } from './limits';

export interface Steady {
  readonly slots_per_s: number;
  readonly chunkBytes_per_s: number;
  /** Both, in bytes. */
  readonly bytes_per_s: number;
}

/** @param seconds that were metered, the warm-up not among them */
export function steadyState(report: XsReport, seconds: number): Steady {
  let slots = 0;
  let bytes = 0;
  for (const entry of report.entries) {
    slots += entry.slots;
    bytes += entry.bytes;
  }
  return {
    slots_per_s: slots / seconds,
    chunkBytes_per_s: bytes / seconds,
    bytes_per_s: (slots * SLOT_BYTES + bytes) / seconds,
  };
}

/**
 * Collections per hour at most. A collection comes only when a heap is full, and leaves free what is not alive: to fill that
 * again takes as long as it takes to allocate it. Infinity when something alive is as large as its heap.
 */
export function collectionsPerHour(report: XsReport, steady: Steady, limits: Limits): number {
  const perHour = (perSecond: number, free: number) =>
    perSecond === 0 ? 0 : free > 0 ? Math.ceil((3600 * perSecond) / free) : Infinity;
  return (
    perHour(steady.slots_per_s, limits.slots - report.liveSlots) +
    perHour(steady.chunkBytes_per_s, limits.chunk_bytes - report.liveChunkBytes)
  );
}
