/** What is wrong in a recording and where, so that an engineer finds it. */

/** Something wrong, at a time or in a stretch of time of the recording. */
export interface Flaw {
  kind: 'missed' | 'false' | 'double' | 'length' | 'timing';
  start_us: number;
  end_us: number;
  /** Detected less true: of 'length' in m, of 'timing' (of an initial contact) in ms. */
  error?: number;
}

/** Of right strides only the worst few are told. */
const TOLD = 3;

/** The flaws of largest error, the largest first. */
export function worstFlaws(flaws: readonly Flaw[]): Flaw[] {
  const size = ({ error = 0 }: Flaw) => Math.abs(error);
  return [...flaws].sort((a, b) => size(b) - size(a)).slice(0, TOLD);
}

/** A flaw at one instant. */
export function flawAt(kind: Flaw['kind'], time_us: number, error?: number): Flaw {
  return { kind, start_us: time_us, end_us: time_us, ...(error !== undefined && { error }) };
}
