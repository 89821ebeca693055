/** A thread that replays recordings for the score command: one message in, one out, until it is stopped. */
import { parentPort } from 'node:worker_threads';
import { recordingJson } from '../report/recording-json';
import { replay } from '../engines/node';
import { openTrace } from '../traces/csv';
import { faulty } from '../traces/faulty';
import { synthesise } from '../traces/synth';
import { withoutGyro } from '../traces/without-gyro';
import { fastTurns_us } from './fast-turns';
import { firstReport_us } from './first-report';
import type { ReplayAnswer, ReplayJob } from './pool';

function run({ from, options, accelOnly, gaitStart_us, gyroEnds, sourceFault }: ReplayJob): ReplayAnswer {
  const whole = () => (typeof from === 'string' ? openTrace(from) : synthesise(from));
  const broken = () => (sourceFault ? faulty(whole(), sourceFault) : whole());
  const source = () => (accelOnly ? withoutGyro(broken()) : broken());
  try {
    const answer: ReplayAnswer = { recording: recordingJson(replay(source(), options)) };
    if (gaitStart_us !== undefined) answer.firstReport_us = firstReport_us(source(), options, gaitStart_us);
    if (gyroEnds) answer.fast_us = fastTurns_us(whole(), gyroEnds);
    return answer;
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (job: ReplayJob) => parentPort?.postMessage(run(job)));
