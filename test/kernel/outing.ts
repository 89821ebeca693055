import type { TraceSource } from '../../host-sim/traces/source';
import { synthesise } from '../../host-sim/traces/synth';

/** A short walk and run between two stands: what every form of the kernel is given. */
export function outing(): TraceSource {
  return synthesise({
    name: 'outing',
    segments: [
      { kind: 'stand', duration_s: 3 },
      { kind: 'walk', duration_s: 8, speed_mps: 1.3 },
      { kind: 'run', duration_s: 8, speed_mps: 3.5 },
      { kind: 'stand', duration_s: 3 },
    ],
  });
}
