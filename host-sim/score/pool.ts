/** Replays recordings on several cores. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RecordingJson } from '../report/recording-json';
import type { ReplayOptions } from '../engines/replay';
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

/** The TypeScript of a worker is compiled as it is loaded, without the type check. */
const LOADER = require.resolve('ts-node/register/transpile-only');

/**
 * Replays every job once, at most `threads` at a time.
 * @param answered is called with a job's index and answer as it ends, in any order; a job never rejects
 */
export async function replayAll(
  jobs: readonly ReplayJob[],
  threads: number,
  answered: (index: number, answer: ReplayAnswer) => void,
  workerFile = join(__dirname, 'worker.ts'),
): Promise<void> {
  let next = 0;
  const lane = async () => {
    let worker: Worker | undefined;
    try {
      while (next < jobs.length) {
        const index = next++;
        worker ??= new Worker(workerFile, { execArgv: ['-r', LOADER] });
        const answer = await ask(worker, jobs[index]);
        if (answer.crashed) worker = undefined;
        answered(index, answer.answer);
      }
    } finally {
      await worker?.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(threads, jobs.length)) }, lane));
}

function ask(worker: Worker, job: ReplayJob): Promise<{ answer: ReplayAnswer; crashed: boolean }> {
  return new Promise((resolve) => {
    const onMessage = (answer: ReplayAnswer) => settle(answer, false);
    const onError = (error: Error) => settle({ error: error.message }, true);
    const onExit = (code: number) => settle({ error: `the replay thread ended with code ${code}` }, true);
    const settle = (answer: ReplayAnswer, crashed: boolean) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve({ answer, crashed });
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(job);
  });
}
