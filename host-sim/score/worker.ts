/** A thread that replays recordings for the score command: one message in, one out, until it is stopped. */
import { parentPort } from 'node:worker_threads';
import { recordingJson } from '../report/recording-json';
import { replay } from '../engines/node';
import { openTrace } from '../traces/csv';
import type { ReplayAnswer, ReplayJob } from './pool';

function run(job: ReplayJob): ReplayAnswer {
  try {
    const source = openTrace(job.csv);
    try {
      return { recording: recordingJson(replay(source, job.options)) };
    } finally {
      source.close();
    }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (job: ReplayJob) => parentPort?.postMessage(run(job)));
