/** npm run grid: scores synthetic gait, whose truth is exact, in every condition the detector must survive. */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Presets, SingleBar } from 'cli-progress';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { gridTable, runGrid } from './score/grid';
import { gridCells } from './score/grid-cells';

interface GridOptions {
  every: number;
  worst: number;
  only?: RegExp;
  json?: string;
}

/** Exit status: something could not be replayed; wrong usage. */
const FAILED = 1;
const USAGE = 2;

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('Expected a whole number from 1 on.');
  return value;
}

function regex(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function command(): Command {
  return new Command('npm run grid --')
    .description('Replays synthetic gait in every condition and prints each condition and the worst cells.')
    .option('--every <n>', 'every n-th cell only', count, 1)
    .option('--only <regex>', 'cells whose name matches, such as "run 6.5.*8 g"', regex)
    .option('--worst <n>', 'how many of the worst cells to print', count, 20)
    .option('--json <file>', 'also write every cell')
    .exitOverride();
}

async function grid({ every, only = /^/, worst, json }: GridOptions): Promise<number> {
  const cells = gridCells().filter(({ plan }, i) => i % every === 0 && only.test(plan.name));
  const bar = new SingleBar({ format: ' {bar} {value}/{total} cells' }, Presets.shades_classic);
  const progress = { start: (total: number) => bar.start(total, 0), done: () => bar.increment() };
  const result = await runGrid(cells, availableParallelism(), progress).finally(() => bar.stop());
  console.log(gridTable(result, worst));
  if (json) writeFileSync(json, `${JSON.stringify(result, null, 1)}\n`);
  for (const failure of result.failures) console.error(`error: ${failure}`);
  return result.failures.length > 0 ? FAILED : 0;
}

async function main(): Promise<number> {
  const program = command();
  try {
    program.parse();
    return await grid(program.opts<GridOptions>());
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    console.error(`error: ${(error as Error).message}`);
    return FAILED;
  }
}

void main().then((status) => (process.exitCode = status));
