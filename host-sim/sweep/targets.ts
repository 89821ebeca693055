/** What a sweep replays: each half of the subjects, and what is synthetic. */
import { activityOf, synthesise, traceTruth } from '../traces/synth';
import type { SourceFault } from '../traces/faulty';
import type { ReplayOptions } from '../engines/replay';
import { gridCells } from '../score/grid-cells';
import { nonStepPlans, type NonStepPlan } from '../score/non-steps';
import { HALVES, halfOf } from '../score/recordings';
import { syntheticGaitPlans } from '../score/synthetic-gait';
import { recordedTargets, syntheticTargets, type Target } from '../score/targets';

export const GROUPS = [...HALVES, 'synthetic'] as const;
export type Group = (typeof GROUPS)[number];

export interface SweepTarget extends Target {
  readonly group: Group;
  readonly options?: Pick<ReplayOptions, 'part' | 'rate_Hz' | 'stalls'>;
  readonly sourceFault?: SourceFault;
}

/** Of the movements without a step every third run, two minutes long: each movement in each mounting or in three variants. */
const NON_STEPS_EVERY = 3;
const NON_STEPS_s = 120;

function shortNonSteps(): NonStepPlan[] {
  return nonStepPlans()
    .filter((_, i) => i % NON_STEPS_EVERY === 0)
    .map(({ dataset, plan }) => {
      const segments = plan.segments.map((segment) => ({ ...segment, duration_s: NON_STEPS_s }));
      return { dataset, plan: { ...plan, segments } };
    });
}

/** Every `every`-th cell of the grid. */
function gridTargets(every: number): SweepTarget[] {
  return gridCells()
    .filter((_, i) => i % every === 0)
    .map(({ plan, options, sourceFault }) => {
      const run = synthesise(plan);
      const meta = { activity: activityOf(run), truth: traceTruth(run) };
      const what = { group: 'synthetic', dataset: 'grid (synthetic)', name: plan.name } as const;
      return { ...what, from: plan, meta, options, sourceFault };
    });
}

export interface SweepSelection {
  /** Every so many cells of the grid; 0: none. */
  readonly gridEvery: number;
  /** Synthetic running and movements without steps as well. */
  readonly synthetic: boolean;
}

/**
 * @returns the targets, and what could not be read
 * @throws Error when `root` cannot be read or holds no recording with truth
 */
export function sweepTargets(
  root: string,
  { gridEvery, synthetic }: SweepSelection,
): { targets: SweepTarget[]; failures: string[] } {
  const failures: string[] = [];
  const recorded = recordedTargets(root, (_name, file, reason) => failures.push(`${file}: ${reason}`));
  const targets: SweepTarget[] = HALVES.flatMap((group) =>
    halfOf(recorded, group).map((target) => ({ ...target, group })),
  );
  if (synthetic) {
    for (const target of syntheticTargets(syntheticGaitPlans(), shortNonSteps()))
      targets.push({ ...target, group: 'synthetic' });
  }
  if (gridEvery > 0) targets.push(...gridTargets(gridEvery));
  return { targets, failures };
}
