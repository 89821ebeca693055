/** npm run score: replays every recording with truth under a folder and prints how well the shoe did. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { Presets, SingleBar } from 'cli-progress';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { partOption, rateOption, type BoardOptions } from './cli/board-options';
import { writeRecordingJson } from './report/recording-json';
import { compareScores, readBaseline } from './score/baseline';
import { labelLagsOf, labelRows, labelTable } from './score/labels';
import { pauseStrides, pauseTable } from './score/pauses';
import { nonStepPlans } from './score/non-steps';
import { HALVES, type Half } from './score/recordings';
import { scoreAll, type ScoreProgress } from './score/run';
import type { Board } from './score/scorecard';
import { scorePage } from './score/page-data';
import { syntheticGaitPlans } from './score/synthetic-gait';
import { scoreTable } from './score/table';

interface ScoreOptions extends Required<Omit<BoardOptions, 'gyroscope'>> {
  json?: boolean;
  jsonDir?: string;
  out?: string;
  against?: string;
  html?: string;
  synthetic: boolean;
  subjects?: RegExp;
  half?: Half;
  labels?: boolean;
  accelOnly?: boolean;
}

/** Exit status: something could not be read; wrong usage; a data set is worse than in the baseline. */
const FAILED = 1;
const USAGE = 2;
const WORSE = 3;

function command(): Command {
  return new Command('npm run score --')
    .description(
      'Replays every recording under ROOT, and synthetic movements without steps, and scores what the shoe found ' +
        'against the truth.',
    )
    .argument('<root>', 'folder of data sets (ROOT/DATASET/NAME.csv and NAME.json), or one data set')
    .option('--json', 'print the scores as JSON instead of tables')
    .option('--json-dir <dir>', 'also write DIR/NAME.json for every recording')
    .option('--out <file>', 'also write the scores as JSON, to compare with later')
    .option(
      '--against <file>',
      `compare with scores written by --out; exit status ${WORSE} when a data set is worse`,
    )
    .option('--html <file>', 'also write a page of every recording, worst first')
    .option('--no-synthetic', 'leave the synthetic movements out')
    .option(
      '--subjects <regex>',
      'recordings of these subjects only (a name where no subject is stated)',
      regex,
    )
    .addOption(
      new Option(
        '--half <half>',
        'one half of the subjects of each data set: what is chosen on one can be tried on the other',
      ).choices(HALVES),
    )
    .option(
      '--labels',
      'also print how late labelled contacts are, by what was found and by the jolt felt, and what the foot did where none is labelled',
    )
    .option('--accel-only', 'withhold the gyroscope: the shoe counts with the accelerometer alone')
    .addOption(rateOption())
    .addOption(partOption())
    .exitOverride();
}

function regex(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function progressBar(): ScoreProgress & { stop(): void } {
  const bar = new SingleBar({ format: ' {bar} {value}/{total} recordings  {name}' }, Presets.shades_classic);
  return {
    start: (total) => bar.start(total, 0, { name: '' }),
    done: (name) => bar.increment({ name }),
    stop: () => bar.stop(),
  };
}

/** @returns the exit status */
async function score(root: string, options: ScoreOptions): Promise<number> {
  const { json, jsonDir, out, html, rate, part } = options;
  const baseline = options.against === undefined ? undefined : readBaseline(options.against);
  const bar = progressBar();
  const { synthetic, subjects, half, accelOnly } = options;
  const gait = synthetic ? syntheticGaitPlans() : [];
  const nonSteps = synthetic ? nonStepPlans() : [];
  const selection = { gait, nonSteps, subjects, half, accelOnly };
  const board: Board = { rate_Hz: rate, part, ...(accelOnly && { gyroscope: 'never' }) };
  const run = await scoreAll(root, selection, board, bar).finally(() => bar.stop());
  const { result, failures } = run;
  const text = JSON.stringify(result, null, 1);
  console.log(json ? text : scoreTable(result));
  // With --json, standard output is one document.
  const print = json ? console.error : console.log;
  if (options.labels) {
    print(`\n${labelTable(labelRows(labelLagsOf(run.scored)), result)}`);
    print(`\n${pauseTable(pauseStrides(run.scored))}`);
  }
  if (out) writeFileSync(out, `${text}\n`);
  if (html) writeFileSync(html, scorePage(run));
  if (jsonDir) {
    mkdirSync(jsonDir, { recursive: true });
    for (const { found } of run.scored) writeRecordingJson(jsonDir, found);
  }
  const comparison = baseline && compareScores(baseline, result);
  if (comparison) print(`\n${comparison.text}`);
  for (const failure of failures) console.error(`error: ${failure}`);
  if (failures.length > 0) {
    console.error(`${failures.length} recordings could not be scored and are left out.`);
    return FAILED;
  }
  if (!comparison || comparison.worse.length === 0) return 0;
  console.error(`worse than the baseline: ${comparison.worse.join('; ')}`);
  return WORSE;
}

async function main(): Promise<number> {
  const program = command();
  try {
    program.parse();
    return await score(program.args[0], program.opts<ScoreOptions>());
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    console.error(`error: ${(error as Error).message}`);
    return FAILED;
  }
}

void main().then((status) => (process.exitCode = status));
