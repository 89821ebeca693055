/** npm run ota:cut: cuts the power at every operation of updates, and hands hostile files to the updater. */
import { Presets, SingleBar } from 'cli-progress';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { CUT_SCRIPTS, cutUpdates, resetTrials } from './ota/cut';
import { attackUpdates } from './ota/hostile';

interface CutOptions {
  pairs: boolean;
  full: boolean;
  hostile: number;
  seed: number;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('A whole number is needed.');
  return value;
}

function command(): Command {
  return new Command('npm run ota:cut --')
    .description('Cuts the power during updates. Every outcome must start, and take the update again.')
    .option('--no-pairs', 'leave out the cuts after a cut')
    .option('--no-full', 'leave out the slots of full size')
    .option('--hostile <n>', 'operations of a hostile phone', wholeNumber, 200_000)
    .option('--seed <n>', 'of the hostile phone', wholeNumber, 1)
    .exitOverride();
}

function figure(value: number): string {
  return value.toLocaleString('en-US');
}

function row(what: string, ...figures: string[]): void {
  console.log(`${what.padEnd(38)}${figures.map((text) => text.padStart(13)).join('')}`);
}

/** @returns cuts after which something was wrong */
function cuts(options: CutOptions): number {
  console.log('Power cuts: updates that stay, that are rejected, that crash');
  row('', 'operations', 'cuts', 'second cuts', 'bricked', 'unproven', 'wrong', 'sent again');
  let all = 0;
  let wrong = 0;
  let bricked = 0;
  for (const script of CUT_SCRIPTS) {
    if ((script.pairs && !options.pairs) || (script.coarse && !options.full)) continue;
    const result = cutUpdates(script);
    row(
      script.name,
      ...[
        result.operations,
        result.cuts,
        result.secondCuts,
        result.bricked,
        result.unproven,
        result.wrong,
        result.sentAgainMost,
      ].map(figure),
    );
    for (const problem of result.problems) console.error(`  ${problem}`);
    all += result.cuts + result.secondCuts;
    wrong += result.wrong;
    bricked += result.bricked;
  }
  console.log(`${figure(all)} cuts, ${figure(bricked)} bricked\n`);
  return wrong;
}

/** @returns resets after which something was wrong */
function trials(): number {
  const { resets, before, stayed, wrong } = resetTrials();
  console.log('A reset at each second of a trial');
  row('resets; the image before; the new one', figure(resets), figure(before), figure(stayed));
  console.log('');
  return wrong;
}

/** @returns what went wrong */
function hostile({ hostile: operations, seed }: CutOptions): number {
  const bar = new SingleBar(
    { format: ' {bar} {value}/{total} hostile operations', clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(operations, 0);
  const result = attackUpdates(operations, seed, (done) => bar.update(done));
  bar.stop();
  console.log('A hostile phone: files and frames of every kind, requests in any order, resets');
  row('operations; resets', figure(result.operations), figure(result.resets));
  const byCount = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .sort((a, b) => b[1] - a[1])
      .map(([name, count]) => `${name} ${figure(count)}`)
      .join(', ');
  console.log(`files begun: ${byCount(result.kinds)}`);
  console.log(`results: ${byCount(result.answers)}`);
  row('trials of signed images', figure(result.started));
  row('honest updates; of them not taken', figure(result.honest), figure(result.refused));
  row('exceptions; anything else wrong', figure(result.exceptions), figure(result.wrong));
  for (const problem of result.problems) console.error(`  ${problem}`);
  console.log('');
  return result.refused + result.exceptions + result.wrong;
}

/** @returns the exit status: 0; 1 when anything was wrong; 2 for a wrong command line */
function main(): number {
  const program = command();
  try {
    program.parse();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  const options = program.opts<CutOptions>();
  const wrong = cuts(options) + trials() + (options.hostile > 0 ? hostile(options) : 0);
  console.log(
    wrong === 0 ? 'Every outcome starts and takes updates.' : `${figure(wrong)} things went wrong.`,
  );
  return wrong === 0 ? 0 : 1;
}

process.exitCode = main();
