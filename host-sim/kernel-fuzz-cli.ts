/** npm run native:fuzz: the kernel in TypeScript, on XS and in each native build, state by state. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { ToolsMissing } from './engines/rv32/build';
import { runThreads } from './engines/threads';
import { makeForms, type Counts } from './kernel/equality';
import { CHECKED, RELEASE, RV32, type Build } from './kernel/programs';
import { endOfSeeds, SOURCES, tasksOf, type Extent, type Task } from './kernel/tasks';
import type { TaskAnswer } from './kernel/worker';

interface FuzzOptions extends Extent {
  emulator: boolean;
  threads: number;
}

/** Exit status: a state differs, or the run was stopped; wrong usage; the tools are not there. */
const FAILED = 1;
const USAGE = 2;
const TOOLS_MISSING = 3;
/** Of the progress, where it cannot be drawn over itself. */
const TOLD_EVERY_ms = 60_000;

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('Expected a whole number.');
  return value;
}

function command(): Command {
  return new Command('npm run native:fuzz --')
    .description(
      'Compares the kernel in TypeScript with its native builds, and with itself on XS, after every call.',
    )
    .option('--samples <n>', 'random and adversarial samples', whole, 2_000_000)
    .option('--seed <n>', 'of the first of their lives', whole, 1)
    .option('--every <n>', 'every n-th cell of the synthetic grid; 0: none', whole, 40)
    .option('--traces <folder>', 'recordings to compare, too', process.env.FOOTFALL_TRACES || undefined)
    .option('--xs <n>', 'one in n cells and adversarial lives on XS, too; 0: nothing on XS', whole, 10)
    .option('--no-emulator', 'leave out RV32 in the emulator')
    .option('--threads <n>', 'at work at a time', whole, availableParallelism())
    .exitOverride();
}

/** What was compared, of each source: in all forms but XS, and on XS. */
class Sums {
  readonly rows = SOURCES.flatMap((source) =>
    [false, true].map((xs) => ({ source, xs, lives: 0, samples: 0, blocks: 0, strides: 0, states: 0 })),
  );
  /** Seeds whose lives are the same. */
  readonly seeds = new Set<number>();

  add({ source, xs, lives }: Task, counts: Counts): void {
    for (const row of this.rows)
      if (row.source === source && (xs || !row.xs))
        for (const key of ['lives', 'samples', 'blocks', 'strides', 'states'] as const)
          row[key] += counts[key];
    for (const life of lives) if (life.kind === 'adversarial') this.seeds.add(life.seed);
  }

  table(forms: string): string {
    const title = ['kernels', 'samples', 'blocks', 'strides', 'states'].map((each) => each.padStart(11));
    return [
      `${' '.repeat(26)}${title.join('')}`,
      ...this.rows
        .filter(({ lives }) => lives > 0)
        .map(({ source, xs, ...counts }) => {
          const name = xs ? '  of these on XS' : source;
          return name.padEnd(26) + Object.values(counts).map(figure).join('');
        }),
      '',
      `TypeScript in Node = ${forms}, after every call.`,
    ].join('\n');
  }
}

function figure(value: number): string {
  return value.toLocaleString('en-US').padStart(11);
}

async function fuzz({ emulator, threads, ...extent }: FuzzOptions): Promise<number> {
  const builds: Build[] = [CHECKED, RELEASE, ...(emulator ? [RV32] : [])];
  const tasks = tasksOf(extent);
  const forms = makeForms(builds, { xs: extent.xs > 0 });
  const sums = new Sums();
  const errors: string[] = [];
  let stopped = false;
  const stop = () => (stopped = true);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const bar = new SingleBar(
    {
      format: ' {bar} {value}/{total} pieces, {eta_formatted} left',
      noTTYOutput: true,
      notTTYSchedule: TOLD_EVERY_ms,
    },
    Presets.shades_classic,
  );
  bar.start(tasks.length, 0);
  function* queue(): Generator<Task> {
    for (const task of tasks) if (!stopped && errors.length === 0) yield task;
  }
  await runThreads<Task, TaskAnswer>(queue(), {
    file: join(__dirname, 'kernel/worker.ts'),
    count: Math.min(threads, tasks.length),
    data: forms,
    crashed: (error) => ({ error }),
    answered: (task, { counts, error }) => {
      bar.increment();
      if (counts) sums.add(task, counts);
      // What is stopped by hand takes the programs along.
      else if (!stopped && error !== undefined) errors.push(error);
    },
  }).finally(() => bar.stop());
  process.off('SIGINT', stop).off('SIGTERM', stop);
  console.log(`\n${sums.table(builds.map(({ name }) => name).join(' = '))}`);
  for (const error of errors) console.error(error);
  if (errors.length > 0) return FAILED;
  const end = endOfSeeds(extent);
  let next = extent.seed;
  while (sums.seeds.has(next)) next++;
  if (stopped) console.log(`Stopped; go on with --seed ${next}.`);
  else if (end > extent.seed) console.log(`No state differs. Seeds ${extent.seed} to ${end - 1}.`);
  else console.log('No state differs.');
  return stopped ? FAILED : 0;
}

async function main(): Promise<number> {
  const program = command();
  try {
    program.parse();
    return await fuzz(program.opts<FuzzOptions>());
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    console.error((error as Error).message);
    return error instanceof ToolsMissing ? TOOLS_MISSING : FAILED;
  }
}

void main().then((status) => (process.exitCode = status));
