/** `npm run native:translate-fuzz`: programs of the subset at random, in Node and as C. */
import { Command } from 'commander';
import { findCompiler, NO_COMPILER } from '../compiler';
import { runBatch, type Failure } from './batch';
import { generate } from './generate';
import { print, TYPESCRIPT } from './print';
import { shrink } from './shrink';

/** Programs in one compilation; and how often they are compiled in every way. */
const BATCH = 1000;
const THOROUGH_EVERY = 5;

function tell(failure: Failure, compiler: string): void {
  const small = shrink(failure, compiler);
  console.error(`program ${failure.program.id}: ${small.message}`);
  console.error(print(small.program, TYPESCRIPT));
  console.error(
    `inputs ${JSON.stringify(small.program.inputs)}, scale ${JSON.stringify(small.program.scale)}`,
  );
}

function run(options: { programs: number; seed: number; from: number }): number {
  const compiler = findCompiler();
  if (!compiler) {
    console.error(NO_COMPILER);
    return 1;
  }
  let refused = 0;
  let caught = 0;
  let calls = 0;
  for (let first = options.from; first < options.from + options.programs; first += BATCH) {
    const count = Math.min(BATCH, options.from + options.programs - first);
    const programs = Array.from({ length: count }, (_, i) => generate(options.seed, first + i));
    const outcome = runBatch(programs, compiler, Math.floor(first / BATCH) % THOROUGH_EVERY === 0);
    refused += outcome.refused;
    caught += outcome.caught;
    calls += outcome.calls;
    if (outcome.failures.length) {
      console.error(`${outcome.failures.length} failures in programs ${first} to ${first + count - 1}`);
      tell(outcome.failures[0], compiler);
      return 1;
    }
    console.log(`${first + count} programs`);
  }
  console.log(
    `${options.programs} programs (seed ${options.seed}): Node, release C, checked C and C with every guard agree in ${calls} calls; ` +
      `${caught} programs left the language at run time and were stopped there, ${refused} were refused for the order of evaluation`,
  );
  return 0;
}

const command = new Command('native:translate-fuzz')
  .description(
    'programs of integer TypeScript at random: the same in Node and as C (docs/INTEGER-TYPESCRIPT.md)',
  )
  .option('--programs <n>', 'how many', Number, 100000)
  .option('--seed <n>', 'other programs', Number, 1)
  .option('--from <n>', 'the first of them', Number, 0)
  .action((options: { programs: number; seed: number; from: number }) => {
    process.exitCode = run(options);
  });
command.parse();
