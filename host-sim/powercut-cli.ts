/** npm run powercut: cuts the power at every flash operation of scripted lives, spoils flash at random, simulates a year. */
import { Presets, SingleBar } from 'cli-progress';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { corrupt } from './powercut/corruption';
import { simulateMonths } from './powercut/months';
import { PAIRS_SCRIPT, SCRIPTS } from './powercut/scripts';
import { sweep, type SweepResult } from './powercut/sweep';
import { TEARS } from './powercut/tears';

interface PowercutOptions {
  images: number;
  seed: number;
  days: number;
  pairs: boolean;
}

function command(): Command {
  return new Command('npm run powercut --')
    .description(
      'Cuts the power of the virtual flash at every operation and checks that no committed record is lost.',
    )
    .option('--images <n>', 'spoiled images to open', wholeNumber, 100_000)
    .option('--seed <n>', 'of the spoiled images and of the year', wholeNumber, 1)
    .option('--days <n>', 'days of the simulated life', wholeNumber, 365)
    .option('--no-pairs', 'leave out the cuts during the start after a cut')
    .exitOverride();
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('A whole number is needed.');
  return value;
}

function figure(value: number): string {
  return value.toLocaleString('en-US');
}

function row(what: string, ...figures: string[]): void {
  console.log(`${what.padEnd(76)}${figures.map((text) => text.padStart(14)).join('')}`);
}

function bar(total: number, name: string): SingleBar {
  const progress = new SingleBar(
    { format: ' {bar} {value}/{total} {name}', clearOnComplete: true },
    Presets.shades_classic,
  );
  progress.start(total, 0, { name });
  return progress;
}

/** @returns cuts after which something was wrong */
function cuts(options: PowercutOptions): number {
  console.log(`Power cuts: every program and erase, each torn in ${TEARS.length} ways`);
  row('', 'operations', 'cuts', 'second cuts', 'lost', 'wrong');
  const results: SweepResult[] = [];
  const scripts = options.pairs ? [...SCRIPTS, PAIRS_SCRIPT] : SCRIPTS;
  for (const script of scripts) {
    const result = sweep(script, { pairs: script === PAIRS_SCRIPT });
    results.push(result);
    const { operations, cuts: tried, secondCuts, lost, wrong } = result;
    row(script.name, ...[operations, tried, secondCuts, lost, wrong].map(figure));
    for (const problem of result.problems) console.error(`  ${problem}`);
  }
  const sum = (of: (result: SweepResult) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  const all = sum((result) => result.cuts + result.secondCuts);
  console.log(`${figure(all)} cuts, ${figure(sum((result) => result.lost))} committed records lost\n`);
  return sum((result) => result.wrong);
}

function spoiled(options: PowercutOptions): number {
  const progress = bar(options.images, 'spoiled images');
  const result = corrupt({ ...options, onImage: (done) => done % 500 === 0 && progress.update(done) });
  progress.stop();
  console.log('Spoiled images: flipped bits, half-erased blocks, other versions, bytes at random');
  row('images opened; of them damaged', figure(result.images), figure(result.damaged));
  row(
    'damaged units of 16 bytes passed over; runs still told',
    figure(result.skippedUnits),
    figure(result.runs),
  );
  row('most bytes read to open one, over its size', result.mostRead.toFixed(1));
  row('exceptions; images that took no new record', figure(result.thrown), figure(result.refused));
  for (const problem of result.problems) console.error(`  ${problem}`);
  console.log('');
  return result.thrown + result.refused + result.problems.length;
}

/** @returns what the phone has wrong */
function year(options: PowercutOptions): number {
  let wrong = 0;
  for (const blocks of [384, 16]) {
    const progress = bar(options.days, 'days');
    const result = simulateMonths({ ...options, blocks, onDay: (done) => progress.update(done) });
    progress.stop();
    console.log(`A life of ${options.days} days on ${blocks} blocks of 4 KB`);
    row('', 'done', 'on the phone');
    row('runs', figure(result.runs), figure(result.phone.runs));
    row('strides in runs', figure(result.runStrides), figure(result.phone.runStrides));
    row('strides in all', figure(result.strides), figure(result.phone.strides));
    row(
      'distance, m',
      figure(Math.round(result.distance_mm / 1000)),
      figure(Math.round(result.phone.distance_mm / 1000)),
    );
    row('runs dated wrongly; runs without a date', figure(result.misdated), figure(result.undated));
    row(
      'runs with an estimated date; too early; the latest, hours',
      figure(result.estimated),
      figure(result.early),
      (result.latest_s / 3600).toFixed(1),
    );
    row('bytes per hour of running, everything included', figure(Math.round(result.bytes / result.hours)));
    row(
      'erases of a block: least, mean, most',
      figure(result.erases.least),
      result.erases.mean.toFixed(1),
      figure(result.erases.most),
    );
    row('bytes read to open at the end', figure(result.openBytes));
    console.log('');
    const { phone } = result;
    if (phone.runs !== result.runs || phone.runStrides !== result.runStrides) wrong++;
    if (result.misdated + result.undated + result.early > 0) wrong++;
    if (phone.strides !== result.strides || phone.distance_mm !== result.distance_mm) wrong++;
  }
  return wrong;
}

/** @returns the exit status: 0; 1 when anything was lost or wrong; 2 for a wrong command line */
function main(): number {
  const program = command();
  try {
    program.parse();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  const options = program.opts<PowercutOptions>();
  const wrong =
    cuts(options) + (options.images > 0 ? spoiled(options) : 0) + (options.days > 0 ? year(options) : 0);
  console.log(wrong === 0 ? 'Nothing lost.' : `${figure(wrong)} things went wrong.`);
  return wrong === 0 ? 0 : 1;
}

process.exitCode = main();
