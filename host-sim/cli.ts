/** npm start: replays recordings, or the demonstration run, through the whole virtual shoe. */
import { performance } from 'node:perf_hooks';
import { Command, CommanderError } from 'commander';
import {
  engineOption,
  gyroscopeOption,
  partOption,
  rateOption,
  type BoardOptions,
} from './cli/board-options';
import { LiveReporter } from './cli/live-view';
import { PlainReporter } from './cli/plain';
import type { Output } from './cli/reporter';
import { run } from './cli/run';
import { replay } from './engines/node';
import { replayXs } from './engines/xs/run';
import { findTraces, openTrace } from './traces/csv';
import { demonstration } from './traces/synth';

interface StartOptions extends BoardOptions {
  engine: 'node' | 'xs';
  html?: string;
  jsonDir?: string;
  strides?: string;
  flash?: string;
  fit?: string;
  tcx?: string;
  csv?: string;
}

const output: Output = {
  line: (text) => process.stdout.write(`${text}\n`),
  error: (text) => process.stderr.write(`${text}\n`),
};

function command(): Command {
  return new Command('npm start --')
    .description(
      'Replays recorded foot motion through the firmware on a virtual board and shows what the shoe would say.',
    )
    .argument(
      '[path...]',
      'recordings (NAME.csv) or folders of them; without any, the demonstration run (synthetic)',
    )
    .option('--html <file>', 'write a report with plots that needs no other file')
    .option('--json-dir <dir>', 'write DIR/NAME.json for every recording')
    .option(
      '--strides <file>',
      'write a CSV file with a line for every stride, its truth beside it where that is known',
    )
    .option('--fit <file>', 'write the recording as an activity for other services: FIT')
    .option('--tcx <file>', 'the same as TCX')
    .option('--csv <file>', 'the same as CSV, a line for every second with strides')
    .option('--flash <file>', "keep the shoe's memory in FILE from one replay to the next")
    .addOption(rateOption())
    .addOption(partOption())
    .addOption(gyroscopeOption())
    .addOption(engineOption())
    .exitOverride();
}

/** @returns the exit status: 0; 1 when something could not be replayed; 2 for a wrong command line */
function main(): number {
  const program = command();
  try {
    program.parse();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  const options = program.opts<StartOptions>();
  const now_ms = () => performance.now();
  const reporter =
    process.stdout.isTTY && process.stdout.columns > 0
      ? new LiveReporter(process.stdout, now_ms, output)
      : new PlainReporter(output);
  const engine = options.engine === 'xs' ? replayXs : replay;
  const board = { rate_Hz: options.rate, part: options.part, gyroscope: options.gyroscope };
  try {
    return run(
      {
        paths: program.args,
        html: options.html,
        jsonDir: options.jsonDir,
        strides: options.strides,
        flash: options.flash,
        runFiles: { fit: options.fit, tcx: options.tcx, csv: options.csv },
        board,
      },
      { findTraces, openTrace, demonstration, replay: engine, now_ms },
      reporter,
    );
  } catch (error) {
    // Only the files of flash and results are left to fail here: the recordings' own errors are reported one by one.
    reporter.fail((error as Error).message);
    return 1;
  }
}

// A reader that closed the pipe has seen enough (npm start | head).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = main();
