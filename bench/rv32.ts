/**
 * npm run bench:rv32 [-- PATH | --short | --recordings]: what the firmware costs on the chip's kind of processor, in instructions. The engine
 * and the firmware run on an emulated RV32IMC that counts exactly; it has no caches and no cycles.
 */
import { checkTools, kernelSize, QEMU, ToolsMissing } from '../host-sim/engines/rv32/build';
import { runRv32 } from '../host-sim/engines/rv32/run';
import { Entry } from '../host-sim/engines/xs/crossing';
import type { EntryCost, EntryCosts } from '../host-sim/engines/xs/costs';
import { SLOT_BYTES } from '../host-sim/engines/xs/limits';
import { PHASES } from '../host-sim/engines/xs/phases';
import { recordReplay } from '../host-sim/engines/xs/run';
import type { ReplayResult } from '../host-sim/engines/replay';
import { nativePace } from '../host-sim/kernel/native-pace';
import { findTraces, openTrace } from '../host-sim/traces/csv';
import type { TraceSource } from '../host-sim/traces/source';
import { demonstration, synthesise } from '../host-sim/traces/synth';
import { PassTable } from './passes';

/** Status of its own: the tools are not there. */
const TOOLS_MISSING = 3;
const RATE_Hz = 208;
const CLOCK_Hz = 160e6;
const CYCLES_PER_INSTRUCTION = 2;
/** The recording begins one second after power-on. */
const BEGINS_s = 1;
/** Between strides of a run that are no further apart than this the foot runs; this far from any it stands. */
const RUNNING_APART_s = 1.5;
const STANDING_APART_s = 3;
const HOUR_s = 3600;
/** From then on the length of gravity is known, and the radio has begun. */
const SETTLED_s = 10;

/** What of a timer's work shows that it goes on with a stride, or counts one. */
const WORK = (['per-stride pass', 'native kernel', 'BLE of a stride'] as const).map((name) =>
  PHASES.indexOf(name),
);

const SHORT = () =>
  synthesise({
    name: 'short',
    segments: [
      { kind: 'stand', duration_s: 10 },
      { kind: 'run', duration_s: 20, speed_mps: 3 },
      { kind: 'stand', duration_s: 10 },
    ],
  });

/** A shoe that stands, its gyroscope off as on the chip until somebody walks steadily. */
const IDLE = () => synthesise({ name: 'idle', segments: [{ kind: 'stand', duration_s: 30 }] });

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

/** Blocks while the foot ran, and while it stood. */
function split(
  blocks: readonly EntryCost[],
  result: ReplayResult,
): { running: EntryCost[]; standing: EntryCost[] } {
  const all = result.strides.map(({ ic_us }) => ic_us / 1e6 + BEGINS_s);
  const runs = result.strides.filter(({ kind }) => kind === 'run').map(({ ic_us }) => ic_us / 1e6 + BEGINS_s);
  const near = (times: readonly number[], from_s: number, to_s: number) =>
    times.some((time) => time > from_s && time <= to_s);
  return {
    running: blocks.filter(
      ({ time_s }) =>
        near(runs, time_s - RUNNING_APART_s, time_s) && near(runs, time_s, time_s + RUNNING_APART_s),
    ),
    standing: blocks.filter(({ time_s }) => !near(all, time_s - STANDING_APART_s, time_s + STANDING_APART_s)),
  };
}

function perSample(title: string, blocks: readonly EntryCost[], target?: number): void {
  if (blocks.length === 0) return row(`${title}, per sample`, 'none');
  const each = blocks.map(({ work, frames }) => work / frames).sort((a, b) => a - b);
  const mean = sum(blocks.map(({ work }) => work)) / sum(blocks.map(({ frames }) => frames));
  row(`${title}, per sample: mean`, whole(mean), target === undefined ? '' : budget(mean, target));
  row('  99th percentile of blocks', whole(each[Math.floor(each.length * 0.99)]));
  row('  worst block', whole(each[each.length - 1]));
}

/** An idle shoe reads fewer samples: what counts is the work per time, told per sample at 208 Hz. */
function samplesOfTime(blocks: readonly EntryCost[]): number {
  return (blocks[blocks.length - 1].time_s - blocks[0].time_s) * RATE_Hz;
}

/** Blocks, and ticks of the application, once the shoe has settled. The first block is the one time is counted from. */
function settled(costs: EntryCosts): { blocks: EntryCost[]; ticks: EntryCost[] } {
  const ticks = costs.entries.filter(({ kind, time_s }) => kind === Entry.Timer && time_s > SETTLED_s);
  return { blocks: costs.blocks(SETTLED_s), ticks };
}

function framesOf(blocks: readonly EntryCost[]): number {
  return sum(blocks.map(({ frames }) => frames));
}

/** Of a call of the native kernel. An entry may have several: `work` is their sum, `longest` one. */
interface Call {
  readonly work: number;
  readonly longest: number;
}

/** Calls of the native kernel by entry, without their metering: the shoe starts once, with a part that has nothing in it. */
function callsOf(costs: EntryCosts): Call[] {
  const called = PHASES.indexOf('native kernel');
  const metering = costs.entries[0].phases[PHASES.indexOf('metering of a call')];
  return costs.entries
    .map(({ phases, longest }) => ({ work: phases[called] - metering, longest: longest[called] - metering }))
    .filter(({ work }) => work > 0);
}

/** The native kernel over recordings until they are an hour together. */
function benchRecordings(): void {
  const root = process.env.FOOTFALL_TRACES ?? '../shared/traces';
  let frames = 0;
  let work = 0;
  let longest = 0;
  let count = 0;
  for (const path of findTraces(root)) {
    if (frames >= HOUR_s * RATE_Hz) break;
    const { transcript } = recordReplay(openTrace(path), { kernel: nativePace });
    const { costs } = runRv32(transcript, { phases: true, native: true });
    const calls = callsOf(costs);
    frames += framesOf(costs.blocks());
    work += sum(calls.map((call) => call.work));
    longest = Math.max(longest, ...calls.map((call) => call.longest));
    count++;
  }
  if (frames === 0) throw new Error(`${root}: no recordings`);
  console.log(
    `${count} recordings, ${whole(frames)} samples (${(frames / RATE_Hz / 60).toFixed(0)} min at ${RATE_Hz} Hz)`,
  );
  console.log('with the native kernel, the call of a block from XS and all in it:');
  row('  per sample: mean', whole(work / frames), budget(work / frames, 500));
  row('  longest call', whole(longest), budget(longest, 150_000));
}

function benchIdle(): void {
  const { transcript } = recordReplay(IDLE(), { gyroscope: 'steady' });
  const plain = settled(runRv32(transcript).costs);
  const natively = recordReplay(IDLE(), { gyroscope: 'steady', kernel: nativePace }).transcript;
  const native = settled(runRv32(natively, { phases: true, native: true }).costs);
  const parted = settled(runRv32(transcript, { phases: true }).costs);
  const samples = samplesOfTime(plain.blocks);
  const mean = (blocks: readonly EntryCost[]) => sum(blocks.slice(1).map(({ work }) => work)) / samples;
  const { frames } = plain.blocks[1];
  console.log(
    `\nidle: awake, standing, accelerometer only; blocks of ${frames} samples, ${(samples / RATE_Hz).toFixed(0)} s`,
  );
  row('idle, per 1/208 s: mean', whole(mean(plain.blocks)), budget(mean(plain.blocks), 3_000));
  row('  with the native kernel', whole(mean(native.blocks)), budget(mean(native.blocks), 3_000));
  where('idle', parted.blocks.slice(1), 'per 1/208 s', samples);
  where('idle, native kernel', native.blocks.slice(1), 'per 1/208 s', samples);
  where('the tick of a second', parted.ticks, 'per tick', parted.ticks.length);
}

function budget(figure: number, target: number): string {
  return `target: at most ${whole(target)}; ${(figure / target).toFixed(2)} of it`;
}

function where(title: string, entries: readonly EntryCost[], per: string, by: number): void {
  if (entries.length === 0) return;
  console.log(`\n${title}, ${per}, where:`);
  PHASES.forEach((name, phase) => {
    const work = sum(entries.map(({ phases }) => phases[phase])) / by;
    if (work > 0) row(`  ${name}`, whole(work));
  });
}

function phaseWork(entries: readonly EntryCost[], name: (typeof PHASES)[number]): number {
  return sum(entries.map(({ phases }) => phases[PHASES.indexOf(name)]));
}

function bench(open: () => TraceSource): void {
  const passes = new PassTable();
  const { result, transcript } = recordReplay(open());
  const replayedNatively = recordReplay(open(), { kernel: passes.maker }).transcript;
  const plain = runRv32(transcript);
  const parted = runRv32(transcript, { phases: true });
  const native = runRv32(replayedNatively, { phases: true, native: true });
  const { report, costs } = plain;
  const after = costs.entries.filter(({ kind }) => kind !== Entry.Start);
  const worst = after.reduce((most, entry) => (entry.work > most.work ? entry : most));
  const parts = parted.costs;
  const blocks = costs.wholeBlocks(parts, WORK);
  const { running, standing } = split(blocks, result);
  const frames = framesOf(blocks);

  console.log(
    `${result.trace}: ${(result.duration_us / 1e6).toFixed(0)} s, ${whole(frames)} samples, ${result.strides.length} strides`,
  );
  console.log('RV32IMC instructions on the XS interpreter, -O2; every output was that of Node\n');
  perSample('running', running, 12_000);
  perSample('standing, gyroscope on', standing);

  const inParts = split(parts.wholeBlocks(parts, WORK), result);
  where('running', inParts.running, 'per sample', framesOf(inParts.running));
  where('standing, gyroscope on', inParts.standing, 'per sample', framesOf(inParts.standing));

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
      'per program of the record',
      whole(phaseWork(parts.entries, 'record write') / programs),
      `${programs} programs of flash; the start's erase among them`,
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
  where('start of the shoe', [parts.entries[0]], 'once', 1);
  console.log('');
  row(
    'collection of slots',
    whole(report.slotPause),
    `${ms(report.slotPause)}; ${report.liveSlots} slots alive`,
  );
  row('collection of slots and chunks', whole(report.chunkPause), ms(report.chunkPause));
  row('collections in the run', String(sum(after.map(({ collections }) => collections))));
  row('peak of the XS stack', `${report.stackPeak * SLOT_BYTES} bytes`, `${report.stackPeak} slots`);
  row('peak of the C stack', `${report.cStackBytes} bytes`);

  const nativeBlocks = native.costs.wholeBlocks(native.costs, WORK);
  const calls = callsOf(native.costs);
  const called = sum(calls.map(({ work }) => work)) / frames;
  const longest = Math.max(...calls.map((call) => call.longest));
  const natively = split(nativeBlocks, result).running;
  const nativeWorst = native.costs.entries
    .filter(({ kind }) => kind !== Entry.Start)
    .reduce((most, { work }) => (work > most ? work : most), 0);
  console.log('\nwith the native kernel, the call of a block from XS and all in it:');
  row('  per sample: mean', whole(called), budget(called, 500));
  row('  longest call', whole(longest), budget(longest, 150_000));
  const { code, objects, ram } = kernelSize();
  row('  code, compiled and linked as on the chip', `${whole(code)} bytes`, budget(code, 24 * 1024));
  row('  in the object files', `${whole(objects)} bytes`, 'calls not yet shortened');
  row('  RAM', `${whole(ram)} bytes`, budget(ram, 16 * 1024));
  row('  whole shoe, per sample: mean', whole(sum(nativeBlocks.map(({ work }) => work)) / frames));
  row('  longest stall', ms(nativeWorst), `target: at most 20 ms; ${whole(nativeWorst)} instructions`);
  row('  start of the shoe', whole(native.costs.entries[0].work), ms(native.costs.entries[0].work));
  where('running, native kernel', natively, 'per sample', framesOf(natively));

  passes.print(transcript, called);
}

const [argument] = process.argv.slice(2);
try {
  checkTools();
  if (argument === '--recordings') {
    benchRecordings();
  } else {
    bench(
      argument === '--short' ? SHORT : argument === undefined ? demonstration : () => openTrace(argument),
    );
    benchIdle();
  }
} catch (error) {
  if (!(error instanceof ToolsMissing)) throw error;
  console.error(`bench:rv32 needs a RISC-V compiler, picolibc and ${QEMU}: ${error.message}`);
  process.exitCode = TOOLS_MISSING;
}
