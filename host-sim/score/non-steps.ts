/** Synthetic movements without a step, on which every stride is false. */
import type { Plan } from '../traces/synth';

const KINDS = ['drive', 'cycle', 'carry', 'tap'] as const;
const DURATION_s = 600;
/** How the module lies in the shoe: flat as it is, upright, and askew. */
const MOUNTINGS = [
  { yaw: 0, pitch: 0, roll: 0 },
  { yaw: 0, pitch: 90, roll: 0 },
  { yaw: 35, pitch: -20, roll: 125 },
];

/** A plan in which no stride is made, and the row of the table it belongs to. */
export interface NonStepPlan {
  dataset: string;
  plan: Plan;
}

/** Half an hour of each movement, in three mountings. The data set of each is its kind, said to be synthetic. */
export function nonStepPlans(): NonStepPlan[] {
  return KINDS.flatMap((kind) =>
    MOUNTINGS.map((mounting_deg, i) => ({
      dataset: `${kind} (synthetic)`,
      plan: {
        name: `synthetic_${kind}_${i + 1}`,
        segments: [{ kind, duration_s: DURATION_s }],
        mounting_deg,
        seed: i + 1,
      },
    })),
  );
}
