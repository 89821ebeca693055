/** Signal tools of the motion-capture truth: the usual ones of offline analysis, as scipy has them. */

/** Samples added at either end before filtering, mirrored through the end point. */
const PAD = 9;

/** Second-order Butterworth low-pass run forward and backward, which shifts nothing in time. */
export function lowPass(values: Float64Array, cutoff_Hz: number, rate_Hz: number): Float64Array {
  const k = Math.tan((Math.PI * cutoff_Hz) / rate_Hz);
  const norm = 1 / (1 + Math.SQRT2 * k + k * k);
  const b0 = k * k * norm;
  const a1 = 2 * (k * k - 1) * norm;
  const a2 = (1 - Math.SQRT2 * k + k * k) * norm;
  const n = values.length;
  const padded = new Float64Array(n + 2 * PAD);
  padded.set(values, PAD);
  for (let i = 1; i <= PAD; i++) {
    padded[PAD - i] = 2 * values[0] - values[i];
    padded[PAD + n - 1 + i] = 2 * values[n - 1] - values[n - 1 - i];
  }
  const pass = () => {
    // Begins as if the first value had stood for ever.
    let z1 = (b0 - a2) * padded[0];
    let z0 = (2 * b0 - a1) * padded[0] + z1;
    for (let i = 0; i < padded.length; i++) {
      const x = padded[i];
      const y = b0 * x + z0;
      z0 = 2 * b0 * x - a1 * y + z1;
      z1 = b0 * x - a2 * y;
      padded[i] = y;
    }
  };
  pass();
  padded.reverse();
  pass();
  padded.reverse();
  return padded.slice(PAD, PAD + n);
}

/** Speed of a point whose coordinates are given: central differences, one-sided at the ends. */
export function speedOf(coordinates: readonly Float64Array[], rate_Hz: number): Float64Array {
  const n = coordinates[0].length;
  return Float64Array.from({ length: n }, (_, i) => {
    const from = Math.max(0, i - 1);
    const to = Math.min(n - 1, i + 1);
    return (Math.hypot(...coordinates.map((axis) => axis[to] - axis[from])) * rate_Hz) / (to - from);
  });
}

/** Local maxima of at least a height and as much prominence; of two nearer than `distance` samples, the higher. */
export function peaks(values: Float64Array, height: number, distance: number): number[] {
  const maxima: number[] = [];
  for (let i = 1; i < values.length - 1; i++)
    if (values[i] > values[i - 1] && values[i] > values[i + 1] && values[i] >= height) maxima.push(i);
  const kept: number[] = [];
  for (const at of [...maxima].sort((a, b) => values[b] - values[a]))
    if (kept.every((other) => Math.abs(other - at) >= distance)) kept.push(at);
  return kept.filter((at) => prominence(values, at) >= height).sort((a, b) => a - b);
}

/** How far a maximum stands above the higher of the lows to either side before something higher. */
function prominence(values: Float64Array, at: number): number {
  const lowest = (step: number) => {
    let low = values[at];
    for (let i = at; i >= 0 && i < values.length && values[i] <= values[at]; i += step)
      low = Math.min(low, values[i]);
    return low;
  };
  return values[at] - Math.max(lowest(-1), lowest(1));
}

/** Percentile by linear interpolation between order statistics. */
export function percentile(values: ArrayLike<number>, p: number): number {
  const sorted = Float64Array.from(values).sort();
  const at = ((sorted.length - 1) * p) / 100;
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
}
