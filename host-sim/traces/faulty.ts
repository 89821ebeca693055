/** Recordings with what loggers and radios do to them. */
import type { TraceSource } from './source';

/** What is wrong with a recording's samples. */
export interface SourceFault {
  /** Samples are lost for `length_us` every `every_us`. */
  gaps?: { every_us: number; length_us: number };
  /** Times are cut off to multiples of this, as a logger with a coarse clock writes them. */
  clock_us?: number;
}

/** The recording as it would have come through the fault. Times still ascend: of two samples in one tick the second is lost. */
export function faulty(source: TraceSource, { gaps, clock_us = 1 }: SourceFault): TraceSource {
  let last_us = -Infinity;
  const lost = (t_us: number) => gaps !== undefined && t_us % gaps.every_us >= gaps.every_us - gaps.length_us;
  return {
    name: source.name,
    synthetic: source.synthetic,
    hasGyro: source.hasGyro,
    duration_us: source.duration_us,
    next(frame) {
      do {
        if (!source.next(frame)) return false;
        if (lost(frame[0])) continue;
        frame[0] -= frame[0] % clock_us;
        if (frame[0] > last_us) break;
        // eslint-disable-next-line no-constant-condition -- until a sample is whole, or the recording ends
      } while (true);
      last_us = frame[0];
      return true;
    },
    close: () => source.close(),
  };
}
