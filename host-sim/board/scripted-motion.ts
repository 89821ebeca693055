import type { TraceSource } from '../traces/source';
import { MOTION_VALUES, RecordedMotion, type Motion } from './motion';

/** Rest, flat on the ground, mg. */
const REST_mg = 1000;

interface Outing {
  readonly from_us: number;
  readonly motion: RecordedMotion;
}

/** A shoe that lies still but for outings: recordings that begin at given times and do not overlap. */
export class ScriptedMotion implements Motion {
  private readonly outings: Outing[] = [];

  /** Appends an outing. @throws RangeError when it begins before the one before */
  add(from_us: number, source: TraceSource): void {
    const last = this.outings[this.outings.length - 1];
    if (last !== undefined && from_us <= last.from_us)
      throw new RangeError('outings come one after the other');
    this.outings.push({ from_us, motion: new RecordedMotion(source, from_us) });
  }

  at(time_us: number, out: Float64Array): void {
    while (this.outings.length > 1 && this.outings[1].from_us <= time_us) this.outings.shift();
    const [outing] = this.outings;
    if (outing !== undefined && outing.from_us <= time_us && !outing.motion.ended)
      return outing.motion.at(time_us, out);
    for (let i = 0; i < MOTION_VALUES; i++) out[i] = 0;
    out[2] = REST_mg;
  }
}
