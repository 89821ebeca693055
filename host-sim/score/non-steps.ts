/** Synthetic movements without a step, on which every stride is false. */
import type { NonStepSegment, Plan } from '../traces/synth';

/** An hour and a half of each movement, so that two false strides an hour are three, and one is told from none. */
const RUNS = 9;
const DURATION_s = 600;
/** How the module lies in the shoe: flat as it is, upright, and askew. */
const MOUNTINGS = [
  { yaw: 0, pitch: 0, roll: 0 },
  { yaw: 0, pitch: 90, roll: 0 },
  { yaw: 35, pitch: -20, roll: 125 },
];

/** Variants of each movement, one run after the other. */
const MOVEMENTS: Record<string, readonly NonStepSegment[]> = {
  stand: [{ kind: 'sway', duration_s: DURATION_s }],
  drive: [
    { kind: 'drive', road: 'A', speed_mps: 28, duration_s: DURATION_s },
    { kind: 'drive', road: 'B', speed_mps: 14, duration_s: DURATION_s },
    { kind: 'drive', road: 'C', speed_mps: 8, duration_s: DURATION_s },
    { kind: 'drive', road: 'D', speed_mps: 6, duration_s: DURATION_s },
  ],
  cycle: [60, 70, 80, 90, 100, 110].map((cadence_rpm, i) => ({
    kind: 'cycle',
    cadence_rpm,
    cleats: i % 2 === 1,
    road: i % 3 === 2 ? 'B' : 'A',
    speed_mps: 4 + cadence_rpm / 25,
    duration_s: DURATION_s,
  })),
  carry: [
    { kind: 'carry', bag: 'back', duration_s: DURATION_s },
    { kind: 'carry', bag: 'hand', duration_s: DURATION_s },
  ],
  tap: [
    { kind: 'tap', with: 'toes', duration_s: DURATION_s },
    { kind: 'tap', with: 'heel', duration_s: DURATION_s },
  ],
  swing: [{ kind: 'tap', with: 'leg', duration_s: DURATION_s }],
  throw: [{ kind: 'throw', duration_s: DURATION_s }],
  wash: [{ kind: 'wash', duration_s: DURATION_s }],
};

/** A plan in which no stride is made, and the row of the table it belongs to. */
export interface NonStepPlan {
  dataset: string;
  plan: Plan;
}

/** Every movement in its variants and in three mountings. The data set of each is its name, said to be synthetic. */
export function nonStepPlans(): NonStepPlan[] {
  return Object.entries(MOVEMENTS).flatMap(([name, variants]) =>
    Array.from({ length: RUNS }, (_, i) => ({
      dataset: `${name} (synthetic)`,
      plan: {
        name: `synthetic_${name}_${i + 1}`,
        segments: [variants[i % variants.length]],
        mounting_deg: MOUNTINGS[Math.floor(i / variants.length) % MOUNTINGS.length],
        seed: i + 1,
      },
    })),
  );
}
