/** Means over samples, each counted by its length. */
import type { RunSample } from './run';

type Quantity = {
  [K in keyof RunSample]-?: RunSample[K] extends number | undefined ? K : never;
}[keyof RunSample];

/** @returns undefined when no sample has the value */
export function meanOf(samples: readonly RunSample[], of: Quantity): number | undefined {
  let sum = 0;
  let time_ms = 0;
  for (const sample of samples) {
    const value = sample[of];
    if (value === undefined || !Number.isFinite(value)) continue;
    sum += value * sample.duration_ms;
    time_ms += sample.duration_ms;
  }
  return time_ms > 0 ? sum / time_ms : undefined;
}

/** @returns undefined when no sample has the value */
export function mostOf(samples: readonly RunSample[], of: Quantity): number | undefined {
  let most: number | undefined;
  for (const sample of samples) {
    const value = sample[of];
    if (value !== undefined && Number.isFinite(value) && (most === undefined || value > most)) most = value;
  }
  return most;
}

/** Share of the left foot in the contact times of both, percent. */
export function leftShareOf(samples: readonly RunSample[]): number | undefined {
  const both = samples.filter(
    ({ contactLeft_ms, contactRight_ms }) => contactLeft_ms !== undefined && contactRight_ms !== undefined,
  );
  const left = meanOf(both, 'contactLeft_ms');
  const right = meanOf(both, 'contactRight_ms');
  if (left === undefined || right === undefined || left + right <= 0) return undefined;
  return (100 * left) / (left + right);
}
