/** `npm run native`: translates the kernel, checks files of it, tells what is proven. */
import { Command } from 'commander';
import { lowerFiles } from './lower/program';
import { memoryOf } from './memory';
import { KERNEL, outputs, Refused, stale, translate, write } from './outputs';
import { Project, TypeScriptError } from './project';
import { guardedLines, report, summaryLines } from './report';

interface Options {
  readonly check?: boolean;
  readonly report?: boolean;
  readonly compare?: boolean;
}

function check(files: string[]): number {
  const { refusals } = lowerFiles(new Project(files), files);
  for (const refusal of refusals.sorted()) console.error(refusal.message);
  const count = refusals.all.length;
  console.log(`${files.length} ${files.length === 1 ? 'file' : 'files'}, ${count} refused`);
  return count === 0 ? 0 : 1;
}

async function run(files: string[], options: Options): Promise<number> {
  if (options.check) return check(files.length ? files : [KERNEL]);
  const translation = translate(files[0] ?? KERNEL);
  const proven = report(translation.program, translation.facts);
  if (options.report) {
    for (const line of [...guardedLines(proven), ...summaryLines(proven)]) console.log(line);
    return 0;
  }
  const made = await outputs(translation);
  const old = stale(made);
  if (options.compare) {
    for (const path of old) console.error(`${path} is not made of today's sources: npm run native`);
    return old.length ? 1 : 0;
  }
  write(made);
  for (const path of made.keys()) console.log(`${old.includes(path) ? 'written' : 'as before'} ${path}`);
  for (const line of summaryLines(proven)) console.log(line);
  console.log(`RAM: ${memoryOf(translation.program.root)} bytes on a chip of 32 bits`);
  return 0;
}

const command = new Command('native')
  .description('the kernel, from integer TypeScript to C (docs/INTEGER-TYPESCRIPT.md)')
  .option('--check', 'only say what is outside of the subset in these files')
  .option('--report', 'only say what is proven, and each place that is guarded instead')
  .option('--compare', 'only say whether the generated files are those of the sources')
  .argument('[files...]', `TypeScript files; the kernel's when none is given (${KERNEL})`)
  .action(async (files: string[], options: Options) => {
    try {
      process.exitCode = await run(files, options);
    } catch (error) {
      if (!(error instanceof TypeScriptError) && !(error instanceof Refused)) throw error;
      console.error(error.message);
      process.exitCode = 1;
    }
  });
void command.parseAsync();
