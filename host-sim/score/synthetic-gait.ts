/** Synthetic running, whose truth is exact, as rows of the score. */
import type { Plan } from '../traces/synth';
import type { Board } from './scorecard';

export interface SyntheticGaitPlan {
  dataset: string;
  plan: Plan;
  part: Board['part'];
}

const SPEEDS_mps = [2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5];
/** Impacts at the shoe reach about 70 g (Bailey and Harle 2014): the fastest run gets as much besides its own. */
const SHOCK_g = { slowest: 6, fastest: 32 };
const MOUNTINGS = [
  { yaw: 0, pitch: 0, roll: 0 },
  { yaw: 90, pitch: 0, roll: 180 },
  { yaw: 35, pitch: -20, roll: 125 },
];
/** An LSM6DSO ends at 16 g, an LSM6DSO32 at 32 g. */
const PARTS = { 'run 16 g (synthetic)': 'LSM6DSO', 'run 32 g (synthetic)': 'LSM6DSO32' } as const;

/** A minute of running at every speed, on parts that clip at 16 and at 32 g. */
export function syntheticGaitPlans(): SyntheticGaitPlan[] {
  return Object.entries(PARTS).flatMap(([dataset, part]) =>
    SPEEDS_mps.map((speed_mps, i) => {
      const share = (speed_mps - 2.5) / 4;
      const shock_g = SHOCK_g.slowest + share * (SHOCK_g.fastest - SHOCK_g.slowest);
      return {
        dataset,
        part,
        plan: {
          name: `${part}_${speed_mps.toFixed(1)}`,
          segments: [
            { kind: 'stand', duration_s: 3 },
            { kind: 'run', duration_s: 60, speed_mps, shock_g },
            { kind: 'stand', duration_s: 3 },
          ],
          mounting_deg: MOUNTINGS[i % MOUNTINGS.length],
          seed: i + 1,
        },
      };
    }),
  );
}
