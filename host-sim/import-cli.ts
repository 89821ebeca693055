/** npm run traces:import: converts public data sets from their published files into the project's form. */
import { Argument, Command, CommanderError } from 'commander';
import { compareWith } from './traces/import/compare';
import { KINDS } from './traces/import/kinds';
import { writeImported } from './traces/import/recording';

/** Exit status: nothing imported, or something differs; wrong usage. */
const FAILED = 1;
const USAGE = 2;

function command(): Command {
  return new Command('npm run traces:import --')
    .description(
      'Converts a public data set into DEST/DATASET/NAME.csv and NAME.json. README.md says where to get each.',
    )
    .addArgument(new Argument('<kind>', 'data set').choices(Object.keys(KINDS)))
    .argument('<source>', 'folder that holds its published files, at any depth')
    .argument('<dest>', 'folder to write to')
    .option('--compare <dir>', 'print what differs from the recordings of the same names below DIR')
    .exitOverride();
}

/** @returns the exit status */
async function importAll(kind: string, source: string, dest: string, compare?: string): Promise<number> {
  const recordings = await KINDS[kind](source);
  if (recordings.length === 0) {
    console.error(`error: ${source}: no file of ${kind} below it`);
    return FAILED;
  }
  for (const recording of recordings) writeImported(recording, dest);
  console.log(`${recordings.length} recordings of ${kind} written to ${dest}`);
  if (compare === undefined) return 0;
  const found = recordings.flatMap((recording) => compareWith(recording, compare) ?? []);
  for (const { name, differences } of found)
    if (differences.length > 0) console.log(`${name}: ${differences.join('; ')}`);
  const same = found.filter(({ differences }) => differences.length === 0).length;
  console.log(`${same} of ${found.length} recordings that are in ${compare} are the same`);
  return found.length > 0 && same === found.length ? 0 : FAILED;
}

async function main(): Promise<number> {
  const program = command();
  try {
    program.parse();
    const [kind, source, dest] = program.args;
    return await importAll(kind, source, dest, program.opts<{ compare?: string }>().compare);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    console.error(`error: ${(error as Error).message}`);
    return FAILED;
  }
}

void main().then((status) => (process.exitCode = status));
