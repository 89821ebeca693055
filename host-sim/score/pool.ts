/** Replays recordings on several cores. */
import { join } from 'node:path';
import type { RecordingJson } from '../report/recording-json';
import type { ReplayOptions } from '../engines/replay';
import { runThreads } from '../engines/threads';
import type { GyroEnds } from './fast-turns';
import type { SourceFault } from '../traces/faulty';
import type { Plan } from '../traces/synth';

export interface ReplayJob {
  /** The file of a recording, or the plan of a synthetic one. */
  from: string | Plan;
  /** The gyroscope is withheld. */
  accelOnly?: boolean;
  /** Where gait begins in it: asks when the first stride after that is reported. */
  gaitStart_us?: number;
  /** Asks when its own gyroscope was at these ends of its range. */
  gyroEnds?: GyroEnds;
  /** What a logger or radio did to it. */
  sourceFault?: SourceFault;
  options: Pick<ReplayOptions, 'rate_Hz' | 'part' | 'stalls'>;
}

/** What came of a job: a recording or an error. */
export interface ReplayAnswer {
  recording?: RecordingJson;
  firstReport_us?: number;
  fast_us?: number[];
  error?: string;
}

/**
 * Replays every job once, at most `threads` at a time.
 * @param answered is called with a job's index and answer as it ends, in any order; a job never rejects
 */
export async function replayAll(
  jobs: readonly ReplayJob[],
  threads: number,
  answered: (index: number, answer: ReplayAnswer) => void,
  file = join(__dirname, 'worker.ts'),
): Promise<void> {
  await runThreads<ReplayJob, ReplayAnswer>(jobs, {
    file,
    count: Math.min(threads, jobs.length),
    crashed: (error) => ({ error }),
    answered: (job, answer) => answered(jobs.indexOf(job), answer),
  });
}
