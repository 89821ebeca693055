/** npm run device:check, device:build, device:flash and device:simulator: the firmware with the Moddable SDK. */
import { Command, CommanderError } from 'commander';
import { build, flash } from './device/build';
import { check, checkedLines } from './device/check';
import { buildSimulator, prepareSimulator } from './device/desktop';
import { MissingTool } from './device/instructions';
import { traced } from './device/mcsim';
import { findIdf, findSdk } from './device/sdk';
import { kernelFor, KERNELS, targets, targetsNamed } from './device/targets';
import { END, STRIDE, strideLines } from './desktop/stride-lines';
import { replay } from './engines/node';
import { openTrace } from './traces/csv';
import { demonstration } from './traces/synth';

/** Exit status: something is wrong with the firmware; wrong usage; something has to be installed first. */
const FAILED = 1;
const USAGE = 2;
const MISSING = 3;

const BOARDS = targets()
  .map(({ name }) => name)
  .join(', ');

/** As mcconfig takes it from the environment, as FOOTFALL_KERNEL. */
const KERNEL = ['--kernel <name>', `${KERNELS.join(' or ')}; default: as manifest.json says`] as const;

function line(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** What is being done, on a terminal; cleared by an empty one. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

async function checkBoards(
  names: string[],
  options: { types?: boolean; separate?: boolean; kernel?: string },
): Promise<void> {
  const boards = targetsNamed(names);
  for (const target of boards) kernelFor(target, options.kernel);
  const sdk = findSdk();
  line(`Moddable SDK ${sdk.version}, without ESP-IDF: no C is compiled for the chip, nothing is flashed`);
  let problems = 0;
  for (const target of boards) {
    let steps = 0;
    const onStep = (step: string) => progress(`${target.name}: ${++steps} ${step}`);
    const checked = await check(sdk, target, { ...options, onStep });
    progress('');
    for (const text of checkedLines(checked)) line(text);
    problems += checked.problems.length;
  }
  if (problems > 0) throw new Error(`${problems} problem(s), above`);
}

interface BuildOptions {
  debug?: boolean;
  kernel?: string;
  port?: string;
}

async function buildBoards(names: string[], { debug, kernel }: BuildOptions): Promise<void> {
  const boards = targetsNamed(names);
  for (const target of boards) kernelFor(target, kernel);
  const sdk = findSdk();
  const idf = findIdf();
  for (const target of boards) {
    const { image, bytes, slot } = await build({ sdk, idf, target, kernel, debug });
    line(`${target.name}: ${image}, ${bytes} of ${slot} bytes`);
  }
}

async function flashBoard(name: string, options: BuildOptions): Promise<void> {
  const [target] = targetsNamed([name]);
  kernelFor(target, options.kernel);
  await flash({ sdk: findSdk(), idf: findIdf(), target, ...options });
}

/** Builds the shoe for Moddable's simulator, runs it there, and compares its strides with those of the Node replay. */
async function simulate(path: string | undefined, { prepare }: { prepare?: boolean }): Promise<void> {
  const open = () => (path === undefined ? demonstration() : openTrace(path));
  const manifest = prepareSimulator(open());
  if (prepare === true) {
    line(`mcconfig -m -p lin ${manifest}\n(mac and win likewise, and -d for the debugger)`);
    return;
  }
  const sdk = findSdk(process.env, ['mcconfig', 'xsc', 'xsl', 'mcsim']);
  let steps = 0;
  const { app } = await buildSimulator(sdk, manifest, (step) => progress(`simulator: ${++steps} ${step}`));
  progress('');
  const node = strideLines(replay(open()));
  const told = await traced(sdk, app, (text) => text.startsWith(END) || text.startsWith('failed'));
  const moddable = told.filter((text) => text.startsWith(STRIDE) || text.startsWith(END));
  const at = node.findIndex((text, i) => text !== moddable[i]);
  if (at >= 0 || moddable.length !== node.length)
    throw new Error(
      `line ${at + 1} differs:\n  Node      ${node[at]}\n  simulator ${moddable[at] ?? told.at(-1)}`,
    );
  line(
    `${node.length - 1} strides in Moddable's simulator, each the same as in the Node replay: ${node.at(-1)}`,
  );
}

function command(): Command {
  const program = new Command('npm run device:… --')
    .description('The firmware with the Moddable SDK (MODDABLE). docs/MODDABLE.md.')
    .exitOverride();
  program
    .command('check')
    .argument('[board...]', `${BOARDS}; all without any`)
    .description('resolve, compile and link the firmware, and measure it; needs no ESP-IDF')
    .option('--separate', 'the modules one by one, as a debug build has them; else linked into one')
    .option(
      '--types',
      'separately, and have tsc check every module as mcconfig does, which takes minutes for each board',
    )
    .option(...KERNEL)
    .action(checkBoards);
  program
    .command('build')
    .argument('[board...]', `${BOARDS}; all without any`)
    .description('build the image that is flashed (IDF_PATH)')
    .option('--debug', "with the SDK's debugger, and the modules one by one")
    .option(...KERNEL)
    .action(buildBoards);
  program
    .command('flash')
    .argument('[board]', BOARDS, targets()[0].name)
    .description('build, and write to the board that is plugged in (IDF_PATH)')
    .option('--debug', "with the SDK's debugger, and the modules one by one")
    .option(...KERNEL)
    .option('--port <device>', 'serial port, where the SDK finds the wrong one')
    .action(flashBoard);
  program
    .command('simulator')
    .argument('[recording]', 'NAME.csv; without one, the demonstration run (synthetic)')
    .description("replay a recording in Moddable's desktop simulator and compare with the Node replay")
    .option('--prepare', 'only write what mcconfig builds from, and tell its command')
    .action(simulate);
  return program;
}

async function main(): Promise<number> {
  try {
    await command().parseAsync();
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    progress('');
    process.stderr.write(`${(error as Error).message}\n`);
    if (error instanceof MissingTool) return MISSING;
    return error instanceof RangeError ? USAGE : FAILED;
  }
}

void main().then((status) => (process.exitCode = status));
