/** npm run native:fuzz: the kernel in TypeScript and in each native build, state by state. */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { ToolsMissing } from './engines/rv32/build';
import { Equality } from './kernel/equality';
import { CHECKED, RELEASE, RV32, type Build } from './kernel/programs';
import { gridCells } from './score/grid-cells';
import { findTraces, openTrace } from './traces/csv';
import { demonstration, synthesise } from './traces/synth';

interface FuzzOptions {
  samples: number;
  seed: number;
  every: number;
  traces?: string;
  emulator: boolean;
}

/** Exit status: a state differs; wrong usage; the tools are not there. */
const FAILED = 1;
const USAGE = 2;
const TOOLS_MISSING = 3;
/** Samples of one life of a kernel. */
const LIFE = 50_000;

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('Expected a whole number.');
  return value;
}

function command(): Command {
  return new Command('npm run native:fuzz --')
    .description('Compares the kernel in TypeScript with its native builds after every call.')
    .option('--samples <n>', 'random and adversarial samples', whole, 2_000_000)
    .option('--seed <n>', 'of the first life', whole, 1)
    .option('--every <n>', 'every n-th cell of the synthetic grid; 0: none', whole, 40)
    .option('--traces <folder>', 'recordings to compare, too', process.env.FOOTFALL_TRACES || undefined)
    .option('--no-emulator', 'leave out RV32 in the emulator')
    .exitOverride();
}

function fuzz({ samples, seed, every, traces, emulator }: FuzzOptions): void {
  const builds: Build[] = [CHECKED, RELEASE, ...(emulator ? [RV32] : [])];
  const equality = new Equality(builds);
  console.log(`TypeScript in Node = ${builds.map(({ name }) => name).join(' = ')}, after every call:\n`);
  const stage = (name: string, run: () => void): void => {
    const before = { ...equality.counts };
    run();
    const { lives, samples, blocks, strides, states } = equality.counts;
    console.log(
      `${name.padEnd(24)} ${figure(lives - before.lives)} kernels ${figure(samples - before.samples)} samples ` +
        `${figure(blocks - before.blocks)} blocks ${figure(strides - before.strides)} strides ${figure(states - before.states)} states`,
    );
  };
  stage('demonstration run', () => {
    equality.replayed(demonstration());
    equality.replayed(demonstration(), { gyroscope: 'steady', part: 'ICM42688P' });
  });
  if (every > 0)
    stage('synthetic grid', () => {
      gridCells().forEach(({ plan }, i) => {
        if (i % every === 0) equality.replayed(synthesise(plan));
      });
    });
  if (traces !== undefined)
    stage('recordings', () => {
      for (const path of findTraces(traces)) equality.replayed(openTrace(path));
    });
  stage('random and adversarial', () => {
    for (let life = 0; life * LIFE < samples; life++)
      equality.adversarial(seed + life, Math.min(LIFE, samples - life * LIFE));
  });
  console.log('\nno state differs');
}

function figure(value: number): string {
  return value.toLocaleString('en-US').padStart(11);
}

const program = command();
try {
  program.parse();
  fuzz(program.opts<FuzzOptions>());
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  else {
    console.error((error as Error).message);
    process.exitCode = error instanceof ToolsMissing ? TOOLS_MISSING : FAILED;
  }
}
