/** npm run score: replays every recording with truth under a folder and prints how well the shoe did. */
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Presets, SingleBar } from 'cli-progress';
import { Command, CommanderError } from 'commander';
import { partOption, rateOption, type BoardOptions } from './cli/board-options';
import { writeRecordingJson } from './report/recording-json';
import { replayAll } from './score/pool';
import { findScored } from './score/recordings';
import { Scorecard } from './score/scorecard';
import { scoreTable } from './score/table';
import { readTruth } from './score/truth';

interface ScoreOptions extends BoardOptions {
  json?: boolean;
  jsonDir?: string;
}

function command(): Command {
  return new Command('npm run score --')
    .description(
      'Replays every recording under ROOT and scores what the shoe found against the truth beside it.',
    )
    .argument('<root>', 'folder of data sets (ROOT/DATASET/NAME.csv and NAME.json), or one data set')
    .option('--json', 'print the scores as JSON instead of tables')
    .option('--json-dir <dir>', 'also write DIR/NAME.json for every recording')
    .addOption(rateOption())
    .addOption(partOption())
    .exitOverride();
}

/** @returns the exit status: 0, or 1 when something could not be read */
async function score(root: string, options: ScoreOptions): Promise<number> {
  const recordings = findScored(root);
  if (options.jsonDir) mkdirSync(options.jsonDir, { recursive: true });
  const jobs = recordings.map(({ csv }) => ({ csv, options: { rate_Hz: options.rate, part: options.part } }));
  const card = new Scorecard();
  const failures: string[] = [];
  const bar = new SingleBar({ format: ' {bar} {value}/{total} recordings  {name}' }, Presets.shades_classic);
  bar.start(recordings.length, 0, { name: '' });
  await replayAll(jobs, availableParallelism(), (index, answer) => {
    const recording = recordings[index];
    bar.increment({ name: recording.name });
    try {
      if (!answer.recording) throw new Error(answer.error);
      if (options.jsonDir) writeRecordingJson(options.jsonDir, answer.recording);
      card.add(recording, readTruth(recording.json), answer.recording);
    } catch (error) {
      const reason = (error as Error).message;
      failures.push(reason.includes(recording.name) ? reason : `${recording.csv}: ${reason}`);
      card.leaveOut(recording, reason);
    }
  });
  bar.stop();
  const result = card.result();
  console.log(options.json ? JSON.stringify(result, null, 1) : scoreTable(result));
  for (const failure of failures) console.error(`error: ${failure}`);
  if (failures.length > 0)
    console.error(
      `${failures.length} of ${recordings.length} recordings could not be scored and are left out.`,
    );
  return failures.length > 0 ? 1 : 0;
}

async function main(): Promise<number> {
  const program = command();
  try {
    program.parse();
    return await score(program.args[0], program.opts<ScoreOptions>());
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    console.error(`error: ${(error as Error).message}`);
    return 1;
  }
}

void main().then((status) => (process.exitCode = status));
