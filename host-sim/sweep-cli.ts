/** npm run score:sweep: scores the detector with other values of its constants, and says which ones half of the subjects would choose. */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Presets, SingleBar } from 'cli-progress';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { HALVES, type Half } from './score/recordings';
import { findConstant, fullName, isFit, type Constant } from './sweep/constants';
import { KernelModules } from './sweep/modules';
import { inOrder, SHARES, sweep, valuesAround, type SweptConstant } from './sweep/sweep';
import { constantTable, LEGEND, summaryTable, sweepJson } from './sweep/tables';
import { sweepTargets } from './sweep/targets';

interface SweepOptions {
  constant?: string[];
  values?: number[];
  shares: readonly number[];
  half: Half;
  accelOnly: boolean;
  synthetic: boolean;
  grid: number;
  json?: string;
}

/** Exit status: something could not be read or replayed; wrong usage. */
const FAILED = 1;
const USAGE = 2;
/** Coprime with the numbers of the grid's levels, so that every level of every factor comes up: 87 cells. */
const GRID_EVERY = 61;

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('Expected a whole number.');
  return value;
}

function numbers(text: string): number[] {
  const values = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (!values.every(Number.isFinite))
    throw new InvalidArgumentError('Expected numbers with commas between them.');
  return values;
}

function command(): Command {
  return new Command('npm run score:sweep --')
    .description(
      'Scores the detector with other values of its constants, one constant at a time, and prints what moves. One half of the ' +
        'subjects of each data set chooses a value; the other half, held out, says what that is worth.',
    )
    .argument('<root>', 'folder of data sets, as npm run score takes it')
    .option(
      '--constant <names...>',
      'NAME or FILE/NAME, such as contacts/SLAP_dps (default: all whose source is a fit)',
    )
    .option('--values <numbers>', 'values to try, such as 80,100,120', numbers)
    .option('--shares <numbers>', 'values to try, as shares of its own', numbers, SHARES)
    .addOption(new Option('--half <half>', 'the half that chooses').choices(HALVES).default('a'))
    .option('--accel-only', 'withhold the gyroscope', false)
    .option('--no-synthetic', 'leave synthetic running and movements without steps out')
    .option('--grid <n>', 'every n-th cell of the synthetic grid as well; 0: none', count, GRID_EVERY)
    .option('--json <file>', 'also write every figure')
    .exitOverride();
}

/** @throws Error for names that the kernel does not have, and for fractions where its integers would not have them */
function wanted(
  constants: readonly Constant[],
  { constant: names, values, shares, accelOnly }: SweepOptions,
): SweptConstant[] {
  const asked = names ?? constants.filter((each) => isFit(each, accelOnly)).map(fullName);
  return asked.map((name) => {
    const constant = findConstant(constants, name);
    const fraction = Number.isInteger(constant.value) && values?.find((value) => !Number.isInteger(value));
    if (typeof fraction === 'number') throw new Error(`${name}: ${fraction} is not whole`);
    return {
      constant,
      values: values ? inOrder([...values, constant.value]) : valuesAround(constant.value, shares),
    };
  });
}

/** @returns the exit status */
async function run(root: string, options: SweepOptions): Promise<number> {
  const { half, accelOnly, synthetic, grid, json } = options;
  const constants = wanted(new KernelModules().constants, options);
  const { targets, failures: unread } = sweepTargets(root, { synthetic, gridEvery: grid });
  const bar = new SingleBar({ format: ' {bar} {value}/{total} kernels' }, Presets.shades_classic);
  const progress = {
    start: (kernels: number) => bar.start(kernels, 0),
    done: (kernels: number) => bar.increment(kernels),
  };
  const threads = availableParallelism();
  const swept = sweep(constants, targets, { accelOnly, threads, progress });
  const { swept: results, failures } = await swept.finally(() => bar.stop());
  console.log(results.map((each) => constantTable(each, half)).join('\n\n'));
  if (results.length > 1) console.log(`\n${summaryTable(results, half)}`);
  console.log(`\n${LEGEND}`);
  if (json) writeFileSync(json, `${JSON.stringify(sweepJson(results), null, 1)}\n`);
  for (const failure of [...unread, ...failures]) console.error(`error: ${failure}`);
  return unread.length + failures.length > 0 ? FAILED : 0;
}

async function main(): Promise<number> {
  const program = command();
  try {
    program.parse();
    return await run(program.args[0], program.opts<SweepOptions>());
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    console.error(`error: ${(error as Error).message}`);
    return FAILED;
  }
}

void main().then((status) => (process.exitCode = status));
