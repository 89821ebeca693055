/** Foot motion made by calculation, with events known exactly. docs/SYNTHESIS.md: what is modelled, and what it is not good for. */
import { demonstrationPlan } from './demonstration';
import type { Plan } from './plan';
import { SyntheticRun } from './run';

export type {
  GaitSegment,
  NonStepSegment,
  Plan,
  Segment,
  SegmentKind,
  StandSegment,
  SyntheticTruth,
  TrueEvent,
  TrueSegment,
  TrueSynthStride,
  WalkStyle,
} from './plan';
export { SyntheticRun } from './run';
export type { TrueMetrics } from './true-metrics';
export { activityOf, traceTruth, writeTrace } from './write';

/**
 * Makes a recording from a plan. Samples are calculated as they are asked for.
 * @throws RangeError when the plan asks for what the model does not describe
 */
export function synthesise(plan: Plan): SyntheticRun {
  return new SyntheticRun(plan);
}

/** The run shipped with the project: ten minutes of intervals, synthetic. */
export function demonstration(): SyntheticRun {
  return new SyntheticRun(demonstrationPlan());
}
