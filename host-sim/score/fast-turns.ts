/** Where a recording's own gyroscope came to the end of its range. */
import { SAMPLE_VALUES, type TraceSource } from '../traces/source';

/** Ends of a gyroscope's range, 0.1 degree/s: of x, y and z turning forward, then backward; all positive. */
export type GyroEnds = readonly [number, number, number, number, number, number];

/**
 * Times, us, of samples in which an axis came to the end of its range. `source` is read to its end and closed.
 * @throws TraceError when the recording is malformed
 */
export function fastTurns_us(source: TraceSource, ends: GyroEnds): number[] {
  const times: number[] = [];
  const frame = new Float64Array(SAMPLE_VALUES);
  try {
    while (source.next(frame)) {
      for (let axis = 0; axis < 3; axis++) {
        if (frame[4 + axis] < ends[axis] && -frame[4 + axis] < ends[3 + axis]) continue;
        times.push(frame[0]);
        break;
      }
    }
  } finally {
    source.close();
  }
  return times;
}
