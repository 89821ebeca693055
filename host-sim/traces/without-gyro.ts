import type { TraceSource } from './source';

/** The same recording as from a device with its gyroscope switched off. */
export function withoutGyro(source: TraceSource): TraceSource {
  return {
    name: source.name,
    synthetic: source.synthetic,
    hasGyro: false,
    duration_us: source.duration_us,
    next(frame) {
      if (!source.next(frame)) return false;
      frame[4] = frame[5] = frame[6] = 0;
      return true;
    },
    close: () => source.close(),
  };
}
