/** Work on several cores: jobs go to threads of one file, which answers each message with one. */
import { Worker } from 'node:worker_threads';

/** The TypeScript of a worker is compiled as it is loaded, without the type check. */
const LOADER = require.resolve('ts-node/register/transpile-only');

export interface Threads<Job, Answer> {
  readonly file: string;
  readonly count: number;
  /** Given to each thread as `workerData`. */
  readonly data?: unknown;
  /** What the answer is when a thread ends instead of answering. */
  readonly crashed: (error: string) => Answer;
  /** Called as a job ends, in any order. */
  readonly answered: (job: Job, answer: Answer) => void;
}

/** Does every job once, at most `count` at a time; they are drawn as threads get free. */
export async function runThreads<Job, Answer>(
  jobs: Iterable<Job>,
  { file, count, data, crashed, answered }: Threads<Job, Answer>,
): Promise<void> {
  const queue = jobs[Symbol.iterator]();
  const lane = async () => {
    let worker: Worker | undefined;
    try {
      for (let next = queue.next(); !next.done; next = queue.next()) {
        worker ??= new Worker(file, { execArgv: ['-r', LOADER], workerData: data });
        const { answer, error } = await ask<Answer>(worker, next.value);
        if (answer === undefined) worker = undefined;
        answered(next.value, answer ?? crashed(error));
      }
    } finally {
      await worker?.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, count) }, lane));
}

function ask<Answer>(worker: Worker, job: unknown): Promise<{ answer?: Answer; error: string }> {
  return new Promise((resolve) => {
    const onMessage = (answer: Answer) => settle({ answer, error: '' });
    const onError = (error: Error) => settle({ error: error.message });
    const onExit = (code: number) => settle({ error: `the thread ended with code ${code}` });
    const settle = (end: { answer?: Answer; error: string }) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve(end);
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(job);
  });
}
