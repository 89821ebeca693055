/** A thread of `npm run native:fuzz`: compares the lives of a task, and answers with what was counted or the first difference. */
import { parentPort, workerData } from 'node:worker_threads';
import { gridCells } from '../score/grid-cells';
import { openTrace } from '../traces/csv';
import { faulty } from '../traces/faulty';
import { demonstration, synthesise } from '../traces/synth';
import { Equality, type Counts, type Forms } from './equality';
import type { Life, Task } from './tasks';

export interface TaskAnswer {
  readonly counts?: Counts;
  readonly error?: string;
}

const forms = workerData as Forms;
const cells = gridCells();

function live(equality: Equality, life: Life): void {
  switch (life.kind) {
    case 'demonstration':
      return equality.replayed(demonstration(), { gyroscope: life.gyroscope, part: life.part });
    case 'cell': {
      const { plan, sourceFault, options } = cells[life.index];
      const source = synthesise(plan);
      return equality.replayed(sourceFault ? faulty(source, sourceFault) : source, options);
    }
    case 'recording':
      return equality.replayed(openTrace(life.path));
    case 'adversarial':
      return equality.adversarial(life.seed, life.samples);
  }
}

function run({ lives, xs }: Task): TaskAnswer {
  try {
    const equality = new Equality(xs ? forms : { ...forms, xs: undefined });
    for (const life of lives) live(equality, life);
    equality.finish();
    return { counts: equality.counts };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

parentPort?.on('message', (task: Task) => parentPort?.postMessage(run(task)));
