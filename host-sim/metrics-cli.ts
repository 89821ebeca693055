/** npm run metrics: how right the per-stride metrics are on synthetic gaits, and how plausible on recordings. */
import { availableParallelism } from 'node:os';
import { Command, CommanderError } from 'commander';
import { partOption, rateOption, type BoardOptions } from './cli/board-options';
import { metricErrors } from './score/metric-errors';
import { metricPlans } from './score/metric-plans';
import { footRows, gaitRows, turnRows, type Replayed } from './score/metric-plausibility';
import { errorTable, footTable, gaitTable, turnTable } from './score/metric-table';
import { replayAll } from './score/pool';
import { findScored } from './score/recordings';

const SYNTHETIC_LEGEND = `detected less true, bias ± SD over strides; class = strikes put in the class of their true angle.`;
const GAIT_LEGEND = `mean ± SD of the recordings' means (mean SD within a recording); a percentage: strides that have the value, where not
all do. Strides of half a metre and more. There is no truth for these; level ground has no rise.`;
const TURN_LEGEND = `sums of the strides' turns, less 180° for a U-turn, 0° for the legs before and after it.`;
const FOOT_LEGEND = `recordings whose side is stated; not told = too few strides, or no clear roll.`;

type Board = Required<BoardOptions>;

function command(): Command {
  return new Command('npm run metrics --')
    .description('Prints how right foot strike, eversion, impact, clearance, slope and turning are.')
    .argument('[root]', 'folder of data sets, as of npm run score; without it, synthetic gaits only')
    .option('--json', 'print the figures as JSON instead of tables')
    .addOption(rateOption())
    .addOption(partOption())
    .exitOverride();
}

async function replayed(root: string, { rate, part }: Board): Promise<Replayed[]> {
  const recordings = findScored(root);
  const jobs = recordings.map(({ csv }) => ({ from: csv, options: { rate_Hz: rate, part } }));
  const found: (Replayed | undefined)[] = [];
  await replayAll(jobs, availableParallelism(), (index, { recording, error }) => {
    if (recording) found[index] = { recording: recordings[index], found: recording };
    else console.error(`error: ${recordings[index].csv}: ${error ?? 'no answer'}`);
  });
  const all = found.filter((one) => one !== undefined);
  if (all.length < recordings.length) process.exitCode = 1;
  return all;
}

async function main(): Promise<number> {
  const program = command();
  try {
    program.parse();
    const options = program.opts<Board & { json?: boolean }>();
    const root = program.args.at(0);
    const errors = metricPlans().map((plan) =>
      metricErrors(plan, { rate_Hz: options.rate, part: options.part }),
    );
    const real = root === undefined ? undefined : await replayed(root, options);
    const rows = real && { gaits: gaitRows(real), turns: turnRows(real), feet: footRows(real) };
    if (options.json) {
      console.log(JSON.stringify({ synthetic: errors, ...rows }, undefined, 1));
      return 0;
    }
    console.log(`${errorTable(errors)}\n${SYNTHETIC_LEGEND}`);
    if (!rows) return 0;
    console.log(`\n${gaitTable(rows.gaits)}\n${GAIT_LEGEND}`);
    console.log(`\n${turnTable(rows.turns)}\n${TURN_LEGEND}`);
    console.log(`\n${footTable(rows.feet)}\n${FOOT_LEGEND}`);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    console.error(`error: ${(error as Error).message}`);
    return 1;
  }
}

void main().then((status) => (process.exitCode = status || process.exitCode));
