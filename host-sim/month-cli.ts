/** npm run month: months of a shoe's life at random, on the virtual board; what was done, what was lost, what it drew. */
import { Presets, SingleBar } from 'cli-progress';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { PARTS } from './energy/ledger';
import { planOf, play, type MonthResult } from './month/month';

interface MonthCliOptions {
  months: number;
  days: number;
  seed: number;
  plan?: boolean;
}

function command(): Command {
  return new Command('npm run month --')
    .description(
      'Wears, charges, syncs, updates, empties, resets and breaks a virtual shoe at random, day after day, and checks that no ' +
        'run is lost, every state is legal, and the energy adds up.',
    )
    .option('--months <n>', 'months', wholeNumber, 1)
    .option('--days <n>', 'days of a month', wholeNumber, 30)
    .option('--seed <n>', 'of the first month; the next have those after it', wholeNumber, 1)
    .option('--plan', 'says what happens on each day')
    .exitOverride();
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('A whole number is needed.');
  return value;
}

function row(what: string, ...values: (string | number)[]): void {
  console.log(`${what.padEnd(44)}${values.map((value) => String(value).padStart(12)).join('')}`);
}

async function month(days: number, seed: number, tellsPlan: boolean): Promise<MonthResult> {
  const plan = planOf(days, seed);
  if (tellsPlan)
    plan.forEach((commands, day) => console.log(`day ${day + 1}: ${[...commands].map(String).join(' | ')}`));
  const progress = new SingleBar(
    { format: ' {bar} day {value}/{total}', clearOnComplete: true },
    Presets.legacy,
  );
  progress.start(days, 0);
  const result = await play(plan, (day) => progress.update(day));
  progress.stop();
  return result;
}

function tell(seed: number, { days, counts, energy }: MonthResult): void {
  console.log(`Month of seed ${seed}: ${days} days, ${energy.hours.toFixed(0)} h`);
  row('outings; strides of them, and counted', counts.outings, counts.trueStrides, counts.strides);
  row('runs kept; syncs; links broken', counts.runs, counts.syncs, counts.brokenLinks);
  row('updates; refused; gone back on', counts.updates, counts.refusedUpdates, counts.rolledBack);
  row('charges; empty cells; put away', counts.charges, counts.emptyCells, counts.shipped);
  row('resets; safe modes; power cuts', counts.resets, counts.safeModes, counts.powerCuts);
  row('faults of the sensor; starts; state changes', counts.sensorFaults, counts.starts, counts.transitions);
  console.log('Energy, mAh (XIAO ESP32C3, all interpreted; docs/POWER.md)');
  row('cell at first; charged; changed', ...mAh(energy.began_mAh, energy.charged_mAh, energy.swapped_mAh));
  row('drawn; cell at last', ...mAh(energy.drawn_mAh, energy.ended_mAh));
  for (const { name, hours, mAh: drawn } of energy.states)
    row(`  ${name}, h; mAh`, hours.toFixed(2), ...mAh(drawn));
  for (const part of PARTS) row(`  ${part}`, '', ...mAh(energy.parts[part]));
  row('lost runs, illegal states and other wrongs', counts.problems.length);
  for (const problem of counts.problems) console.error(`  ${problem}`);
}

function mAh(...values: number[]): string[] {
  return values.map((value) => value.toFixed(2));
}

/** @returns the exit status: 0; 1 when anything was wrong; 2 for a wrong command line */
async function main(): Promise<number> {
  const program = command();
  try {
    program.parse();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  const { months, days, seed, plan } = program.opts<MonthCliOptions>();
  let wrong = 0;
  for (let i = 0; i < months; i++) {
    const result = await month(days, seed + i, plan === true);
    tell(seed + i, result);
    wrong += result.counts.problems.length;
  }
  if (months > 1) console.log(`${months} months, ${wrong} wrong`);
  return wrong > 0 ? 1 : 0;
}

void main().then((status) => (process.exitCode = status));
