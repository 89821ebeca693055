/** What records cost: flash bytes and erases an hour, time to open as the log fills, memory, time per record. */
import { performance } from 'node:perf_hooks';
import { RecordLog } from '../firmware/record/log';
import { RunInfo } from '../firmware/record/runs';
import { STRIDE_DETAIL } from '../firmware/record/settings';
import { State } from '../firmware/record/state';
import { FlashModel } from '../host-sim/board/flash';
import { PHASES, withPhases } from '../host-sim/engines/xs/phases';
import { meterXs, recordReplay } from '../host-sim/engines/xs/run';
import { Life, RUN } from '../host-sim/powercut/life';
import { synthesise } from '../host-sim/traces/synth';

const HOUR_s = 3600;
const BLOCKS = 384;
const WRITES = 20_000;
/** Reading flash in the model of the ESP32's quad bus, bytes a microsecond (host-sim/board/flash.ts). */
const READ_bytes_per_us = 20;

function row(what: string, figure: string, target = ''): void {
  console.log(`${what.padEnd(46)} ${figure.padStart(16)}  ${target}`);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Bytes of the buffers an object holds, each counted once. */
function buffers(object: unknown, seen = new Set<unknown>()): number {
  if (typeof object !== 'object' || object === null || seen.has(object)) return 0;
  seen.add(object);
  if (ArrayBuffer.isView(object)) {
    if (seen.has(object.buffer)) return 0;
    seen.add(object.buffer);
    return object.buffer.byteLength;
  }
  if (object instanceof FlashModel) return 0;
  return Object.values(object).reduce((sum: number, value) => sum + buffers(value, seen), 0);
}

/** Runs an hour a day until a run has to give way. */
function fill(): { life: Life; flash: FlashModel; hours: number; openings: [number, number][] } {
  const flash = new FlashModel({ blocks: BLOCKS });
  const life = new Life(flash);
  const openings: [number, number][] = [];
  const quarter = BLOCKS / 4;
  const { log } = life.record;
  let hours = 0;
  for (; log.erases < BLOCKS; hours++) {
    if (log.blocks.live >= openings.length * quarter) openings.push([log.blocks.live, openingBytes(flash)]);
    life.go(HOUR_s, RUN).stand(240);
  }
  openings.push([log.blocks.live, openingBytes(flash)]);
  return { life, flash, hours: hours - 1, openings };
}

function openingBytes(flash: FlashModel): number {
  const before = flash.readBytes;
  new RecordLog(flash, new State());
  return flash.readBytes - before;
}

function benchDetail(): number {
  const flash = new FlashModel({ blocks: BLOCKS });
  const life = new Life(flash);
  life.record.set(STRIDE_DETAIL, 1);
  const before = flash.programmedBytes;
  life.go(HOUR_s, RUN).stand(240);
  return flash.programmedBytes - before;
}

/** Microseconds a record takes in Node, and bytes of heap it leaves behind for good. */
function benchWrites(): { time_us: number; kept: number } {
  const life = new Life(new FlashModel({ blocks: 16 }));
  const { record } = life;
  const write = (count: number): void => {
    for (let i = 0; i < count; i++) record.set(1, i % 3);
  };
  write(WRITES);
  global.gc?.();
  const heap = process.memoryUsage().heapUsed;
  const begun = performance.now();
  write(WRITES);
  const time_us = ((performance.now() - begun) * 1000) / WRITES;
  global.gc?.();
  return { time_us, kept: (process.memoryUsage().heapUsed - heap) / WRITES };
}

/** A run long enough to be told and to have series written; the first minute and more is warm-up. */
const XS_RUN_s = 400;
const XS_WARM_UP_us = 75e6;

/** What writing costs on the real engine: operations of its interpreter a record, slots and bytes allocated. */
function benchXs(): void {
  const segments = [
    { kind: 'stand', duration_s: 3 },
    { kind: 'run', duration_s: XS_RUN_s, speed_mps: 3 },
    { kind: 'stand', duration_s: 200 },
  ] as const;
  const { transcript } = recordReplay(synthesise({ name: 'run', segments: [...segments] }));
  const { report, costs } = meterXs(transcript, { warmUp_us: XS_WARM_UP_us, edit: withPhases });
  const phases = [PHASES.indexOf('record'), PHASES.indexOf('record write')];
  const slots = phases.reduce((sum, phase) => sum + report.phases[phase].slots, 0);
  const bytes = phases.reduce((sum, phase) => sum + report.phases[phase].bytes, 0);
  const writing = costs.entries.filter(
    ({ programs, time_s }) => programs > 0 && time_s * 1e6 > XS_WARM_UP_us,
  );
  const records = writing.reduce((sum, { programs }) => sum + programs, 0);
  const work = writing.reduce((sum, entry) => sum + entry.phases[phases[0]] + entry.phases[phases[1]], 0);
  row('One record on XS', `${whole(work / records)} op.`, `of the interpreter, mean of ${records}`);
  row('  allocated by the record while it runs', `${slots} slots, ${bytes} B`, '0');
}

export function benchRecord(): void {
  const { life, flash, hours, openings } = fill();
  row(
    'Flash per hour of running',
    `${whole(flash.programmedBytes / hours)} B`,
    'blocks begun and carries included',
  );
  row('  erases per hour of running', (flash.erases.reduce((sum, n) => sum + n, 0) / hours).toFixed(2));
  row(
    '  busy programming and erasing',
    `${((flash.busy_us / hours / 1e6) * 1000).toFixed(0)} ms`,
    'of an hour, typical times',
  );
  row('  energy of that, at most', `${(flash.busy_mJ / hours).toFixed(1)} mJ`, 'at 15 mA, 3.3 V');
  row('  with every stride', `${whole(benchDetail())} B`, 'option; 64 KB a run at most');
  row('Hours until a run gives way, 1.5 MB', whole(hours), 'at least 200');
  for (const [live, bytes] of openings)
    row(
      `Opening with ${live} of ${BLOCKS} blocks in use`,
      `${whole(bytes)} B read`,
      `${(bytes / READ_bytes_per_us / 1000).toFixed(2)} ms of flash; at most 32 B a block and two blocks`,
    );
  const begun = performance.now();
  const info = new RunInfo();
  let runs = 0;
  for (let after = 0; life.record.runs.next(after, info); after = info.run) runs++;
  row(`Listing ${runs} runs`, `${(performance.now() - begun).toFixed(0)} ms`, 'in Node');
  row('Buffers in RAM, 384 blocks', `${whole(buffers(life.record))} B`);
  const { time_us, kept } = benchWrites();
  row('One record, in Node', `${time_us.toFixed(1)} us`);
  row('  heap kept by it', `${kept.toFixed(1)} B`, '0');
  benchXs();
}

if (require.main === module) benchRecord();
