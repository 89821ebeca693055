/** Scores of kernels with other constants, on all targets: what one thread does. */
import { Scorecard, type ScoreResult } from '../score/scorecard';
import { openTrace } from '../traces/csv';
import { faulty } from '../traces/faulty';
import type { TraceSource } from '../traces/source';
import { synthesise } from '../traces/synth';
import { withoutGyro } from '../traces/without-gyro';
import { foundBy } from './companions';
import type { Alteration, KernelModules } from './modules';
import { GROUPS, type Group, type SweepTarget } from './targets';

/** A kernel as it is (undefined), or with a constant altered. */
export type Variant = Alteration | undefined;

export interface VariantScores {
  readonly scores: Record<Group, ScoreResult>;
  /** What stopped the kernel, in the first recording in which something did. */
  readonly error?: string;
}

function open({ from, sourceFault }: SweepTarget, accelOnly: boolean): TraceSource {
  const whole = typeof from === 'string' ? openTrace(from) : synthesise(from);
  const broken = sourceFault ? faulty(whole, sourceFault) : whole;
  return accelOnly ? withoutGyro(broken) : broken;
}

/** @returns the scores of every variant, and what could not be replayed */
export function scoreVariants(
  modules: KernelModules,
  variants: readonly Variant[],
  targets: readonly SweepTarget[],
  accelOnly: boolean,
): { variants: VariantScores[]; failures: string[] } {
  const makers = variants.map((variant) => modules.maker(variant));
  const cards = variants.map(
    () => new Map(GROUPS.map((group) => [group, new Scorecard(undefined, accelOnly)])),
  );
  const errors: (string | undefined)[] = [];
  const failures: string[] = [];
  for (const target of targets) {
    const { name, dataset, group, meta, part, options } = target;
    try {
      const gyroscope = accelOnly ? 'never' : undefined;
      const { found, duration_us } = foundBy(makers, open(target, accelOnly), {
        part,
        ...options,
        gyroscope,
      });
      found.forEach(({ strides, error }, i) => {
        if (error !== undefined) errors[i] ??= `${name}: ${error}`;
        const card = cards[i].get(group);
        if (meta) card?.add(target, meta, { strides, duration_us });
        else card?.addNonSteps(dataset, { strides, duration_us });
      });
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const scored = cards.map((card, i) => {
    const results = [...card].map(([group, sums]) => [group, sums.result()]);
    return { scores: Object.fromEntries(results) as VariantScores['scores'], error: errors[i] };
  });
  return { variants: scored, failures };
}
