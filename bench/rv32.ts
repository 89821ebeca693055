/**
 * npm run bench:rv32 [-- PATH | --short]: what the firmware costs on the chip's kind of processor, in instructions. The engine
 * and the firmware run on an emulated RV32IMC that counts exactly; it has no caches and no cycles.
 */
import { QEMU, ToolsMissing } from '../host-sim/engines/rv32/build';
import { runKernel, runRv32 } from '../host-sim/engines/rv32/run';
import { Entry } from '../host-sim/engines/xs/crossing';
import type { EntryCost } from '../host-sim/engines/xs/costs';
import { SLOT_BYTES } from '../host-sim/engines/xs/limits';
import { PHASES } from '../host-sim/engines/xs/phases';
import { recordReplay } from '../host-sim/engines/xs/run';
import type { ReplayResult } from '../host-sim/engines/replay';
import { openTrace } from '../host-sim/traces/csv';
import type { TraceSource } from '../host-sim/traces/source';
import { demonstration, synthesise } from '../host-sim/traces/synth';

/** Status of its own: the tools are not there. */
const TOOLS_MISSING = 3;
const RATE_Hz = 208;
const CLOCK_Hz = 160e6;
const CYCLES_PER_INSTRUCTION = 2;
/** The recording begins one second after power-on. */
const BEGINS_s = 1;
/** Between strides of a run that are no further apart than this the foot runs; this far from any it is idle. */
const RUNNING_APART_s = 1.5;
const IDLE_APART_s = 3;

const SHORT = () =>
  synthesise({
    name: 'short',
    segments: [
      { kind: 'stand', duration_s: 10 },
      { kind: 'run', duration_s: 20, speed_mps: 3 },
      { kind: 'stand', duration_s: 10 },
    ],
  });

function row(what: string, figure: string, note = ''): void {
  console.log(`${what.padEnd(46)} ${figure.padStart(14)}  ${note}`);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function ms(instructions: number): string {
  return `${((instructions * CYCLES_PER_INSTRUCTION * 1000) / CLOCK_Hz).toFixed(1)} ms`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Blocks while the foot ran, and while it was idle. */
function split(
  blocks: readonly EntryCost[],
  result: ReplayResult,
): { running: EntryCost[]; idle: EntryCost[] } {
  const all = result.strides.map(({ ic_us }) => ic_us / 1e6 + BEGINS_s);
  const runs = result.strides.filter(({ kind }) => kind === 'run').map(({ ic_us }) => ic_us / 1e6 + BEGINS_s);
  const near = (times: readonly number[], from_s: number, to_s: number) =>
    times.some((time) => time > from_s && time <= to_s);
  return {
    running: blocks.filter(
      ({ time_s }) =>
        near(runs, time_s - RUNNING_APART_s, time_s) && near(runs, time_s, time_s + RUNNING_APART_s),
    ),
    idle: blocks.filter(({ time_s }) => !near(all, time_s - IDLE_APART_s, time_s + IDLE_APART_s)),
  };
}

function perSample(title: string, blocks: readonly EntryCost[], target: number): void {
  if (blocks.length === 0) return row(`${title}, per sample`, 'none');
  const each = blocks.map(({ work, frames }) => work / frames).sort((a, b) => a - b);
  const mean = sum(blocks.map(({ work }) => work)) / sum(blocks.map(({ frames }) => frames));
  row(`${title}, per sample: mean`, whole(mean), budget(mean, target));
  row('  99th percentile of blocks', whole(each[Math.floor(each.length * 0.99)]));
  row('  worst block', whole(each[each.length - 1]));
}

/** An idle shoe may read fewer samples: what counts is the work per time, told per sample at 208 Hz. */
function idlePerSample(blocks: readonly EntryCost[], target: number): void {
  let seconds = 0;
  let work = 0;
  for (let i = 1; i < blocks.length; i++) {
    const apart_s = blocks[i].time_s - blocks[i - 1].time_s;
    if (apart_s > IDLE_APART_s) continue;
    seconds += apart_s;
    work += blocks[i].work;
  }
  if (seconds === 0) return row('idle, per 1/208 s', 'none');
  const mean = work / (seconds * RATE_Hz);
  row('idle, per 1/208 s: mean', whole(mean), `${budget(mean, target)}; ${whole(seconds)} s`);
}

function budget(figure: number, target: number): string {
  return `target: at most ${whole(target)}; ${(figure / target).toFixed(2)} of it`;
}

function where(title: string, blocks: readonly EntryCost[], per: 'per sample' | 'per block'): void {
  const frames = per === 'per sample' ? sum(blocks.map((block) => block.frames)) : blocks.length;
  if (frames === 0) return;
  console.log(`\n${title}, ${per}, where:`);
  PHASES.forEach((name, phase) => {
    const work = sum(blocks.map(({ phases }) => phases[phase])) / frames;
    if (work > 0) row(`  ${name}`, whole(work));
  });
}

function phaseWork(entries: readonly EntryCost[], name: (typeof PHASES)[number]): number {
  return sum(entries.map(({ phases }) => phases[PHASES.indexOf(name)]));
}

function bench(source: TraceSource): void {
  const { result, transcript } = recordReplay(source);
  const plain = runRv32(transcript);
  const parted = runRv32(transcript, { phases: true });
  const native = runRv32(transcript, { phases: true, native: true });
  const kernel = runKernel();
  const { report, costs } = plain;
  const after = costs.entries.filter(({ kind }) => kind !== Entry.Start);
  const worst = after.reduce((most, entry) => (entry.work > most.work ? entry : most));
  const { running, idle } = split(costs.blocks(), result);
  const parts = parted.costs;
  const frames = sum(costs.blocks().map((block) => block.frames));

  console.log(
    `${result.trace}: ${(result.duration_us / 1e6).toFixed(0)} s, ${whole(frames)} samples, ${result.strides.length} strides`,
  );
  console.log('RV32IMC instructions on the XS interpreter, -O2; every output was that of Node\n');
  perSample('running', running, 12_000);
  idlePerSample(idle, 3_000);

  const inParts = split(parts.blocks(), result);
  where('running', inParts.running, 'per sample');
  where('idle', inParts.idle, 'per block');

  const strides = sum(parts.entries.map((entry) => entry.strides));
  const notifications = sum(parts.entries.map((entry) => entry.notifications));
  const programs = sum(parts.entries.map((entry) => entry.programs));
  console.log('');
  if (strides > 0)
    row('per stride: per-stride pass', whole(phaseWork(parts.entries, 'per-stride pass') / strides));
  if (strides > 0) row('per stride: session', whole(phaseWork(parts.entries, 'session') / strides));
  if (notifications > 0)
    row('per notification (BLE, with advertising)', whole(phaseWork(parts.entries, 'BLE') / notifications));
  if (programs > 0)
    row(
      'per record write',
      whole(phaseWork(parts.entries, 'record') / programs),
      `${programs} programs of flash`,
    );
  row(
    'longest stall',
    ms(worst.work),
    `target: at most 20 ms; ${whole(worst.work)} instructions at ${worst.time_s.toFixed(1)} s`,
  );
  row(
    'the metering of parts, per sample',
    whole((sum(parts.entries.map((e) => e.work)) - sum(costs.entries.map((e) => e.work))) / frames),
    'in the figures by part only',
  );

  const [start] = costs.entries;
  console.log('');
  row('start of the machine', whole(report.cloneWork));
  row('start of the shoe', whole(start.work), ms(start.work));
  row(
    'collection of slots',
    whole(report.slotPause),
    `${ms(report.slotPause)}; ${report.liveSlots} slots alive`,
  );
  row('collection of slots and chunks', whole(report.chunkPause), ms(report.chunkPause));
  row('collections in the run', String(sum(after.map(({ collections }) => collections))));
  row('peak of the XS stack', `${report.stackPeak * SLOT_BYTES} bytes`, `${report.stackPeak} slots`);
  row('peak of the C stack', `${report.cStackBytes} bytes`);

  const calls = native.costs.blocks();
  const called = calls.map(({ phases }) => phases[PHASES.indexOf('per-sample pass')]);
  console.log('\nwith the native kernel, the call of a block from XS and all in it:');
  row('  per sample: mean', whole(sum(called) / frames), budget(sum(called) / frames, 500));
  row('  longest call', whole(Math.max(...called)), budget(Math.max(...called), 150_000));
  row('  whole shoe, per sample: mean', whole(sum(calls.map(({ work }) => work)) / frames));

  const decoding = phaseWork(parts.entries, 'FIFO decoding') / frames;
  const scanning = phaseWork(parts.entries, 'per-sample pass') / frames;
  console.log('\nthe same work in C, -O2, per sample:');
  row(
    '  FIFO decoding',
    whole(kernel.decoding),
    `XS takes ${(decoding / kernel.decoding).toFixed(0)} times that`,
  );
  row(
    '  per-sample pass',
    whole(kernel.scanning),
    `XS takes ${(scanning / kernel.scanning).toFixed(0)} times that`,
  );
}

const [argument] = process.argv.slice(2);
try {
  bench(argument === '--short' ? SHORT() : argument === undefined ? demonstration() : openTrace(argument));
} catch (error) {
  if (!(error instanceof ToolsMissing)) throw error;
  console.error(`bench:rv32 needs a RISC-V compiler, picolibc and ${QEMU}: ${error.message}`);
  process.exitCode = TOOLS_MISSING;
}
