/** What can be replayed and scored: recordings, and synthetic gait and movements. */
import { activityOf, synthesise, traceTruth, type Plan } from '../traces/synth';
import type { NonStepPlan } from './non-steps';
import { findScored } from './recordings';
import type { Board } from './scorecard';
import type { SyntheticGaitPlan } from './synthetic-gait';
import { readTruth, type RecordingTruth } from './truth';

/** Something to replay: with its truth, or a plan in which no stride is made. */
export interface Target {
  dataset: string;
  name: string;
  from: string | Plan;
  meta?: RecordingTruth;
  /** Part on the virtual board, where not the one asked for. */
  part?: Board['part'];
}

export type RecordedTarget = Target & { meta: RecordingTruth };

/**
 * The recordings under a folder.
 * @param fail is told of those whose truth cannot be read, which are left out
 * @throws Error when `root` cannot be read or holds no recording with truth
 */
export function recordedTargets(
  root: string,
  fail: (name: string, file: string, reason: string) => void,
): RecordedTarget[] {
  return findScored(root).flatMap(({ dataset, name, csv, json }) => {
    try {
      return [{ dataset, name, from: csv, meta: readTruth(json) }];
    } catch (error) {
      fail(name, json, (error as Error).message);
      return [];
    }
  });
}

export function syntheticTargets(
  gait: readonly SyntheticGaitPlan[],
  nonSteps: readonly NonStepPlan[],
): Target[] {
  return [
    ...gait.map(({ dataset, plan, part }) => {
      const run = synthesise(plan);
      const meta = { activity: activityOf(run), truth: traceTruth(run) };
      return { dataset, name: plan.name, from: plan, meta, part };
    }),
    ...nonSteps.map(({ dataset, plan }) => ({ dataset, name: plan.name, from: plan })),
  ];
}
