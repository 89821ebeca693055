/** Statistics of the score tables, as numpy computes them in the reference scorer. Nothing is rounded here. */

export interface TimingStats {
  n: number;
  /** All in ms; positive is late. */
  median: number;
  bias: number;
  iqr: number;
  sd: number;
  /** 95th percentile of the absolute error. */
  p95abs: number;
  /** The same after the median is taken off. */
  p95abs_unbiased: number;
}

export interface LengthStats {
  n: number;
  /** Errors in metres, detected less true. */
  mean: number;
  sd: number;
  rmse: number;
  /** Mean absolute error in percent of strides longer than 0.3 m; absent when there are none. */
  mape?: number;
  /** Error of the sum of all lengths, percent. */
  sum_err_pct: number;
  /** 95 % limits of agreement, m (Bland and Altman 1986): mean error -+ 1.96 SD of the sample; from two strides on. */
  limits?: { low: number; high: number };
}

export interface CadenceStats {
  n: number;
  /** All in strides per minute, detected less true. */
  bias: number;
  sd: number;
  mean_abs: number;
  p95abs: number;
}

export interface Prf {
  tp: number;
  fp: number;
  fn: number;
  precision: number;
  recall: number;
  f1: number;
}

/** Strides shorter than this count in no percentage: a shuffle's relative error says nothing. */
const LONG_STRIDE_M = 0.3;

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

/** Population standard deviation (numpy's default). */
export function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}

/** Percentile `p` (0 to 100) by linear interpolation between order statistics (numpy's default); NaN when empty. */
export function percentile(values: readonly number[], p: number): number {
  if (values.length === 0) return NaN;
  const sorted = Float64Array.from(values).sort();
  const at = ((sorted.length - 1) * p) / 100;
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
}

/** Timing statistics in ms of errors in us; undefined when there are none. */
export function timingStats(errors_us: readonly number[]): TimingStats | undefined {
  if (errors_us.length === 0) return undefined;
  const errors = errors_us.map((error) => error / 1000);
  const median = percentile(errors, 50);
  return {
    n: errors.length,
    median,
    bias: mean(errors),
    iqr: percentile(errors, 75) - percentile(errors, 25),
    sd: deviation(errors),
    p95abs: percentile(errors.map(Math.abs), 95),
    p95abs_unbiased: percentile(
      errors.map((error) => Math.abs(error - median)),
      95,
    ),
  };
}

/** Statistics of stride lengths in metres, `detected[i]` against `truth[i]`; undefined when there are none. */
export function lengthStats(detected: readonly number[], truth: readonly number[]): LengthStats | undefined {
  if (detected.length === 0) return undefined;
  const errors = detected.map((length, i) => length - truth[i]);
  const relative = errors
    .map((error, i) => ({ error, truth: truth[i] }))
    .filter((pair) => pair.truth > LONG_STRIDE_M)
    .map((pair) => Math.abs(pair.error) / pair.truth);
  const half = 1.96 * deviation(errors) * Math.sqrt(errors.length / (errors.length - 1));
  const bias = mean(errors);
  return {
    n: errors.length,
    mean: bias,
    sd: deviation(errors),
    ...(errors.length > 1 && { limits: { low: bias - half, high: bias + half } }),
    rmse: Math.sqrt(mean(errors.map((error) => error * error))),
    ...(relative.length > 0 && { mape: 100 * mean(relative) }),
    sum_err_pct: (100 * sum(errors)) / sum(truth),
  };
}

/** Statistics of cadence errors in strides per minute, of which there must be one. */
export function cadenceStats(errors_spm: readonly number[]): CadenceStats {
  const sizes = errors_spm.map(Math.abs);
  return {
    n: errors_spm.length,
    bias: mean(errors_spm),
    sd: deviation(errors_spm),
    mean_abs: mean(sizes),
    p95abs: percentile(sizes, 95),
  };
}

/** Precision, recall and F1; 0 where a denominator is 0. */
export function prf(tp: number, fp: number, fn: number): Prf {
  const precision = tp + fp > 0 ? tp / (tp + fp) : 0;
  const recall = tp + fn > 0 ? tp / (tp + fn) : 0;
  const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { tp, fp, fn, precision, recall, f1 };
}
