/**
 * npm run bench:engines: the kernel interpreted by XS and by other small engines that are installed, over the same FIFO blocks, with
 * the same strides. Processor time on this machine: start and reading of the script taken out, as that of three rounds less one.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blocksOf, type Blocks } from '../host-sim/engines/compare/blocks';
import { roundsOnXs } from '../host-sim/engines/compare/on-xs';
import { Rounds } from '../host-sim/engines/compare/rounds';
import { scriptOf } from '../host-sim/engines/compare/script';
import { synthesise } from '../host-sim/traces/synth';

const MANY = 3;
const TRIES = 3;

interface Engine {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly from: string;
}

/** Each runs a file, and has `print`. */
const ENGINES: readonly Engine[] = [
  { name: 'QuickJS', command: 'qjs', args: [], from: 'Debian 13: apt-get install quickjs' },
  { name: 'Duktape', command: 'duk', args: [], from: 'Debian: apt-get install duktape' },
  { name: 'Hermes', command: 'hermes', args: ['-O'], from: 'npm install -g hermes-engine-cli' },
];

function row(what: string, figure: string, note = ''): void {
  console.log(`${what.padEnd(34)} ${figure.padStart(12)}  ${note}`.trimEnd());
}

/** Least of some tries, ms of processor time. */
function least(measure: () => number): number {
  return Math.min(...Array.from({ length: TRIES }, measure));
}

/** Processor time of the children that ended meanwhile, ms. */
function run({ command, args }: Engine, file: string, expected: string): number {
  const timed = ['-c', 'time -p "$@" 2>/dev/null', 'sh', command, ...args, file];
  const { stdout, stderr, status } = spawnSync('bash', timed, { encoding: 'utf8' });
  if (status !== 0 || stdout.trim() !== expected)
    throw new Error(`${command} printed "${stdout.trim()}" (status ${status}), expected "${expected}"`);
  const seconds = (name: string) => Number(new RegExp(`^${name} ([\\d.]+)`, 'm').exec(stderr)?.[1]);
  return 1000 * (seconds('user') + seconds('sys'));
}

function expectedOf({ setting, blocks }: Blocks): string {
  const rounds = new Rounds(setting);
  for (const { words, moving, bytes } of blocks) {
    rounds.block.set(bytes);
    rounds.take(words, moving);
  }
  return rounds.result;
}

function bench(): void {
  const blocks = blocksOf(
    synthesise({
      name: 'run',
      segments: [
        { kind: 'stand', duration_s: 3 },
        { kind: 'run', duration_s: 40, speed_mps: 3 },
      ],
    }),
  );
  const expected = expectedOf(blocks);
  console.log(`${blocks.blocks.length} blocks of the FIFO, ${expected}: the same from every engine\n`);
  const xs_ms = (rounds: number) => least(() => roundsOnXs(blocks, rounds, expected).processor_ms ?? 0);
  const xs = (xs_ms(MANY) - xs_ms(1)) / (MANY - 1);
  row('XS, with its counting of work', `${xs.toFixed(0)} ms`, 'processor time of a round; 1.00');
  const folder = mkdtempSync(join(tmpdir(), 'footfall-engines-'));
  try {
    const few = join(folder, 'few.js');
    const many = join(folder, 'many.js');
    writeFileSync(few, scriptOf(blocks, 1));
    writeFileSync(many, scriptOf(blocks, MANY));
    for (const engine of ENGINES) {
      if (spawnSync(engine.command, ['--version']).error !== undefined) {
        row(engine.name, 'not here', engine.from);
        continue;
      }
      const ms = (file: string) => least(() => run(engine, file, expected));
      const each = (ms(many) - ms(few)) / (MANY - 1);
      row(engine.name, `${each.toFixed(0)} ms`, `${(each / xs).toFixed(2)} of XS`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

bench();
