/** Varies constants of the kernel around their values and scores each, halves of the subjects apart. */
import { join } from 'node:path';
import { runThreads } from '../engines/threads';
import type { Constant } from './constants';
import type { Variant, VariantScores } from './scores';
import type { SweepTarget } from './targets';
import type { SweepAnswer, SweepData, SweepJob } from './worker';

/** A constant, and the values it is tried with: its own among them, in order. */
export interface SweptConstant {
  readonly constant: Constant & { value: number };
  readonly values: readonly number[];
}

/** Its scores, value by value. */
export interface Swept extends SweptConstant {
  readonly tried: readonly VariantScores[];
}

export interface SweepProgress {
  start(kernels: number): void;
  done(kernels: number): void;
}

export interface SweepOptions {
  readonly accelOnly: boolean;
  readonly threads: number;
  /** Kernels that share a replay of the board. */
  readonly kernelsMost?: number;
  readonly progress: SweepProgress;
}

/** Shares of its value that a constant is tried with, when nothing else is said. */
export const SHARES: readonly number[] = [0.75, 1.25];
/** Whole values below this are tried one less and one more as well: their shares round to themselves. */
const SMALL = 6;

/** Shares of a value and the value itself: rounded where it is whole. */
export function valuesAround(value: number, shares = SHARES): number[] {
  if (!Number.isInteger(value)) return inOrder([value, ...shares.map((share) => share * value)]);
  const beside = Math.abs(value) < SMALL ? [value - 1, value + 1] : [];
  return inOrder([value, ...beside, ...shares.map((share) => Math.round(share * value))]);
}

/** Each once, smallest first. */
export function inOrder(values: readonly number[]): number[] {
  return [...new Set(values)].sort((x, y) => x - y);
}

/** More kernels beside one board would not fit the processor's caches, fewer replay the board more often. */
const KERNELS_MOST = 16;

/**
 * @returns scores of every constant with every value, and what could not be replayed
 * @throws Error when a thread fails
 */
export async function sweep(
  constants: readonly SweptConstant[],
  targets: readonly SweepTarget[],
  { accelOnly, threads, kernelsMost = KERNELS_MOST, progress }: SweepOptions,
): Promise<{ swept: Swept[]; failures: string[] }> {
  const altered = constants.flatMap(({ constant: { file, name, value: own }, values }) =>
    values.filter((value) => value !== own).map((value) => ({ file, name, value })),
  );
  // The kernel as it is stands for the own value of every constant.
  const variants: Variant[] = [undefined, ...altered];
  const size = Math.min(kernelsMost, Math.ceil(variants.length / threads));
  const jobs = Array.from({ length: Math.ceil(variants.length / size) }, (_, i): SweepJob => ({
    variants: variants.slice(i * size, (i + 1) * size),
  }));
  const scores = new Map<Variant, VariantScores>();
  const failures = new Set<string>();
  progress.start(variants.length);
  const data: SweepData = { targets, accelOnly };
  await runThreads<SweepJob, SweepAnswer>(jobs, {
    file: join(__dirname, 'worker.ts'),
    count: Math.min(threads, jobs.length),
    data,
    crashed: (error) => ({ error }),
    answered: (job, answer) => {
      if ('error' in answer) failures.add(answer.error);
      else {
        job.variants.forEach((variant, i) => scores.set(variant, answer.variants[i]));
        for (const failure of answer.failures) failures.add(failure);
      }
      progress.done(job.variants.length);
    },
  });
  if (scores.size < variants.length) throw new Error([...failures].join('\n'));
  const scoresOf = ({ file, name, value: own }: Constant, value: number): VariantScores => {
    const is = (variant: Variant) =>
      variant?.file === file && variant.name === name && variant.value === value;
    return scores.get(value === own ? undefined : altered.find(is)) as VariantScores;
  };
  const swept = constants.map(({ constant, values }) => ({
    constant,
    values,
    tried: values.map((value) => scoresOf(constant, value)),
  }));
  return { swept, failures: [...failures] };
}
