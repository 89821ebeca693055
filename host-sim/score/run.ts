/** Replays and scores everything: the recordings under a folder, and movements without steps. */
import { availableParallelism } from 'node:os';
import type { RecordingJson } from '../report/recording-json';
import type { Plan } from '../traces/synth';
import { gaitStart_us } from './gait';
import type { NonStepPlan } from './non-steps';
import { replayAll, type ReplayAnswer } from './pool';
import { findScored, type ScoredRecording } from './recordings';
import { Scorecard, type Board, type ScoreResult } from './scorecard';
import { readTruth, type RecordingTruth } from './truth';

/** Something to replay: a recording with its truth, or a plan in which no stride is made. */
interface Target {
  dataset: string;
  name: string;
  from: string | Plan;
  real?: { recording: ScoredRecording; meta: RecordingTruth };
}

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

/** @throws Error when `root` cannot be read or holds no recording with truth */
export async function scoreAll(
  root: string,
  nonSteps: readonly NonStepPlan[],
  board: Board,
  progress: ScoreProgress,
): Promise<ScoreRun> {
  const card = new Scorecard(board);
  const failures: string[] = [];
  const scored: Scored[] = [];
  const targets: Target[] = [];
  const fail = (name: string, file: string, reason: string) => {
    failures.push(reason.includes(name) ? reason : `${file}: ${reason}`);
    card.leaveOut(name, reason);
  };
  for (const recording of findScored(root)) {
    const { dataset, name, csv, json } = recording;
    try {
      targets.push({ dataset, name, from: csv, real: { recording, meta: readTruth(json) } });
    } catch (error) {
      fail(name, json, (error as Error).message);
    }
  }
  for (const { dataset, plan } of nonSteps) targets.push({ dataset, name: plan.name, from: plan });
  const jobs = targets.map(({ from, real }) => ({
    from,
    options: board,
    gaitStart_us: real && gaitStart_us(real.meta.truth),
  }));
  progress.start(jobs.length);
  const answers: ReplayAnswer[] = [];
  await replayAll(jobs, availableParallelism(), (index, answer) => {
    answers[index] = answer;
    progress.done(targets[index].name);
  });
  // In the order of the targets, so that every run writes the same bytes.
  targets.forEach((target, index) => {
    const { recording: found, firstReport_us, error = 'no answer' } = answers[index];
    const { dataset, name, from, real } = target;
    if (!found) return fail(name, typeof from === 'string' ? from : dataset, error);
    scored.push({ ...target, found });
    if (real) card.add(real.recording, real.meta, { ...found, firstReport_us });
    else card.addNonSteps(dataset, found);
  });
  return { result: card.result(), scored, failures };
}
