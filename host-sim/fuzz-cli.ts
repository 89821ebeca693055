/** npm run fuzz:ble: a hostile crowd against the shoe's radio, at the seam for volume and over a real host stack for a share. */
import { Presets, SingleBar } from 'cli-progress';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { attack, type AttackResult } from './fuzz/attack';
import { stackAttack, type StackAttackResult } from './fuzz/stack-attack';

interface FuzzOptions {
  operations: number;
  seed: number;
}

/** One operation in so many goes over the real stack. */
const STACK_SHARE = 200;
/** Heap that may come and go between two looks without being a leak, bytes. */
const HEAP_SLACK = 4 << 20;

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('A whole number is needed.');
  return value;
}

function command(): Command {
  return new Command('npm run fuzz:ble --')
    .description(
      'Writes anything anywhere, in any order, and checks that the shoe neither breaks, blocks nor changes.',
    )
    .option('--operations <n>', 'operations in all', wholeNumber, 1_000_000)
    .option('--seed <n>', 'of the operations', wholeNumber, 1)
    .exitOverride();
}

function row(what: string, value: number | string): void {
  const text = typeof value === 'number' ? Math.round(value).toLocaleString('en-US') : value;
  console.log(`  ${what.padEnd(58)}${text.padStart(14)}`);
}

function counts(title: string, values: Readonly<Record<string, number>>): void {
  console.log(`  ${title}`);
  for (const [name, count] of Object.entries(values).sort((a, b) => b[1] - a[1])) row(`  ${name}`, count);
}

function printAttack(result: AttackResult): number {
  const leak = result.heapAfter - result.heapBefore;
  console.log('At the seam');
  row('operations', result.operations);
  counts('of them', result.byKind);
  counts('answers to requests', result.answers);
  row('connections', result.connections);
  row('values the shoe sent', result.values);
  row('simulated time, s', result.simulated_s);
  row('most flash bytes read before an answer', result.mostRead);
  row('visits of an honest phone; of them not served', result.honestVisits);
  row('', result.blocked);
  row('exceptions', result.crashes);
  row('changes of what must not change', result.changes);
  row('heap, end less after a tenth, KiB', result.heapAfter === 0 ? 'not measured' : leak / 1024);
  for (const problem of result.problems) console.error(`  ${problem}`);
  return result.blocked + result.crashes + result.changes + (leak > HEAP_SLACK ? 1 : 0);
}

function printStack(result: StackAttackResult): number {
  console.log('\nOver a real host stack');
  row('operations', result.operations);
  counts('answers to requests', result.answers);
  row('connections of attackers', result.links);
  row('of them ended by the shoe or its stack', result.dropped);
  row('honest watches not served', result.blocked);
  for (const problem of result.problems) console.error(`  ${problem}`);
  return result.blocked + result.problems.length;
}

async function main(): Promise<number> {
  const program = command();
  try {
    program.parse();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  const { operations, seed } = program.opts<FuzzOptions>();
  const onStack = Math.ceil(operations / STACK_SHARE);
  const bar = new SingleBar(
    { format: ' {bar} {value}/{total}', clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(operations, 0);
  const seam = await attack({
    operations: operations - onStack,
    seed,
    onProgress: (done) => bar.update(done),
  });
  bar.stop();
  const wrong = printAttack(seam) + printStack(await stackAttack({ operations: onStack, seed }));
  console.log(wrong === 0 ? '\nNothing broke.' : `\n${wrong} things went wrong.`);
  return wrong === 0 ? 0 : 1;
}

void main().then((status) => (process.exitCode = status));
