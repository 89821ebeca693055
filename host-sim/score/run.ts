/** Replays and scores everything: the recordings under a folder, and movements without steps. */
import { availableParallelism } from 'node:os';
import type { RecordingJson } from '../report/recording-json';
import { calibratedRows } from './calibrated';
import { gaitStart_us } from './gait';
import type { NonStepPlan } from './non-steps';
import { replayAll, type ReplayAnswer } from './pool';
import { gyroEnds, halfOf, isOfSubjects, type Half } from './recordings';
import { Scorecard, type Board, type ScoreResult } from './scorecard';
import type { SyntheticGaitPlan } from './synthetic-gait';
import { recordedTargets, syntheticTargets, type Target } from './targets';

/** A target and what the shoe found in it. */
export interface Scored extends Target {
  found: RecordingJson;
}

export interface ScoreRun {
  result: ScoreResult;
  scored: Scored[];
  /** What could not be scored, with file and reason. */
  failures: string[];
}

export interface ScoreProgress {
  start(total: number): void;
  done(name: string): void;
}

export interface ScoreSelection {
  /** Synthetic gait and movements without steps, besides the recordings. */
  gait: readonly SyntheticGaitPlan[];
  nonSteps: readonly NonStepPlan[];
  /** Recordings of these subjects only. */
  subjects?: RegExp;
  /** Of those, one half of each data set's subjects only. */
  half?: Half;
  /** Gyroscopes are withheld. */
  accelOnly?: boolean;
}

/** @throws Error when `root` cannot be read or holds no recording with truth */
export async function scoreAll(
  root: string,
  { gait, nonSteps, subjects = /^/, half, accelOnly }: ScoreSelection,
  board: Board,
  progress: ScoreProgress,
): Promise<ScoreRun> {
  const card = new Scorecard(board, accelOnly);
  const failures: string[] = [];
  const scored: Scored[] = [];
  const fail = (name: string, file: string, reason: string) => {
    failures.push(reason.includes(name) ? reason : `${file}: ${reason}`);
    card.leaveOut(name, reason);
  };
  const recordings = recordedTargets(root, fail);
  const asked = recordings.filter(({ name, meta }) => isOfSubjects(name, meta, subjects));
  const targets: Target[] = half ? halfOf(asked, half) : asked;
  if (targets.length === 0 && failures.length === 0)
    throw new Error(`${root}: no recording of a subject ${String(subjects)}${half ? `, half ${half}` : ''}`);
  targets.push(...syntheticTargets(gait, nonSteps));
  const jobs = targets.map(({ from, meta, dataset, part = board.part }) => ({
    from,
    options: { ...board, part },
    accelOnly,
    gaitStart_us: meta && gaitStart_us(meta.truth),
    gyroEnds: meta && gyroEnds(dataset),
  }));
  progress.start(jobs.length);
  const answers: ReplayAnswer[] = [];
  await replayAll(jobs, availableParallelism(), (index, answer) => {
    answers[index] = answer;
    progress.done(targets[index].name);
  });
  // In the order of the targets, so that every run writes the same bytes.
  targets.forEach((target, index) => {
    const { recording: found, firstReport_us, fast_us, error = 'no answer' } = answers[index];
    const { dataset, name, from, meta } = target;
    if (!found) return fail(name, typeof from === 'string' ? from : dataset, error);
    scored.push({ ...target, found });
    if (meta) card.add(target, meta, { ...found, firstReport_us, fast_us });
    else card.addNonSteps(dataset, found);
  });
  const measured = scored.flatMap(({ dataset, from, meta, found }) =>
    meta && typeof from === 'string' ? [{ dataset, meta, strides: found.strides }] : [],
  );
  return { result: { ...card.result(), calibrated: calibratedRows(measured) }, scored, failures };
}
