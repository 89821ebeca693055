/** npm run soak:sync: syncs full memories over links that break, and compares every byte with the flash. */
import { Presets, SingleBar } from 'cli-progress';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { memories, syncAtTheSeam, type Memory } from './soak/at-the-seam';
import { syncOverTheStack } from './soak/over-the-stack';
import { SyncCounts } from './soak/sync';

interface SoakOptions {
  syncs: number;
  blocks: number;
  large: number;
  stack: number;
  seed: number;
}

/** Blocks of the shoe's own partition, and of those synced over the real stack. */
const LARGE_BLOCKS = 384;
const STACK_BLOCKS = 8;

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('A whole number is needed.');
  return value;
}

function command(): Command {
  return new Command('npm run soak:sync --')
    .description('Syncs full memories over links that break at random moments, with MTUs from 23 to 517.')
    .option('--syncs <n>', 'syncs in all', wholeNumber, 1000)
    .option('--blocks <n>', 'blocks of 4 KB of the full memories', wholeNumber, 48)
    .option(
      '--large <n>',
      `of the syncs, those of a memory of ${LARGE_BLOCKS} blocks, as the shoe has`,
      wholeNumber,
      20,
    )
    .option(
      '--stack <n>',
      `of the syncs, those over a real host stack (${STACK_BLOCKS} blocks)`,
      wholeNumber,
      40,
    )
    .option('--seed <n>', 'of memories, breaks and losses', wholeNumber, 1)
    .exitOverride();
}

type Sync = (memory: Memory, number: number, seed: number, counts: SyncCounts) => Promise<void>;

async function part(
  name: string,
  sync: Sync,
  count: number,
  blocks: number,
  seed: number,
): Promise<SyncCounts> {
  const counts = new SyncCounts();
  if (count === 0) return counts;
  const progress = new SingleBar(
    { format: ' {bar} {value}/{total} {name}', clearOnComplete: true },
    Presets.shades_classic,
  );
  progress.start(count, 0, { name });
  const all = memories(blocks, seed);
  for (let i = 0; i < count; i++) {
    await sync(all[i % all.length], i, seed, counts);
    progress.update(i + 1);
  }
  progress.stop();
  print(name, counts);
  return counts;
}

function print(name: string, counts: SyncCounts): void {
  const row = (what: string, value: number) =>
    console.log(`  ${what.padEnd(52)}${Math.round(value).toLocaleString('en-US').padStart(16)}`);
  console.log(name);
  row('syncs', counts.syncs);
  row('connections; of them broken in the midst', counts.connections);
  row('', counts.broken);
  row('runs taken, compared byte by byte', counts.runs);
  row('of them shortened meanwhile by a full memory', counts.shortened);
  row('bytes of runs taken', counts.bytes);
  row('data bytes on the air, lists and repeats included', counts.sentBytes);
  row('data frames', counts.frames);
  row('simulated time, s', counts.simulated_s);
  row('wrong', counts.problems.length);
  for (const problem of counts.problems.slice(0, 20)) console.error(`  ${problem}`);
  console.log('');
}

async function main(): Promise<number> {
  const program = command();
  try {
    program.parse();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  const { syncs, blocks, large, stack, seed } = program.opts<SoakOptions>();
  const usual = Math.max(0, syncs - large - stack);
  const all = [
    await part(`Full memories of ${blocks} blocks, at the seam`, syncAtTheSeam, usual, blocks, seed),
    await part(
      `Full memories of ${LARGE_BLOCKS} blocks, at the seam`,
      syncAtTheSeam,
      large,
      LARGE_BLOCKS,
      seed,
    ),
    await part(
      `Full memories of ${STACK_BLOCKS} blocks, over a real host stack`,
      syncOverTheStack,
      stack,
      STACK_BLOCKS,
      seed,
    ),
  ];
  const wrong = all.reduce((sum, { problems }) => sum + problems.length, 0);
  console.log(wrong === 0 ? 'Every byte arrived once and right.' : `${wrong} things went wrong.`);
  return wrong === 0 ? 0 : 1;
}

void main().then((status) => (process.exitCode = status));
