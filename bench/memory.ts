/** The least memory the firmware runs in on the XS engine, what it takes in flash, and how fast a replay on XS is. */
import { busyOuting } from './busy';
import { firmwareSources } from '../host-sim/device/image';
import { KERNELS, targets } from '../host-sim/device/targets';
import type { XsReport } from '../host-sim/engines/xs/answer';
import { xsHost } from '../host-sim/engines/xs/build';
import { codeBytes, editOf } from '../host-sim/engines/xs/bytecode';
import type { Edit } from '../host-sim/engines/xs/modules';
import {
  CHIP_RAM_BYTES,
  manifestLimits,
  ram_bytes,
  SLOT_BYTES,
  type Limits,
} from '../host-sim/engines/xs/limits';
import { recordReplay, runXs } from '../host-sim/engines/xs/run';
import { collectionsPerHour, steadyState } from '../host-sim/engines/xs/steady';
import { nativePace } from '../host-sim/kernel/native-pace';
import { link } from '../host-sim/link/link';
import type { TraceSource } from '../host-sim/traces/source';

const RAM_TARGET_BYTES = 48 * 1024;
const BYTECODE_TARGET_BYTES = 96 * 1024;
const SPEED_TARGET = 200;
const WARM_UP_us = 20e6;
/** Where the search begins: more than is ever needed. */
const GENEROUS: Limits = { slots: 16_384, chunk_bytes: 262_144, stack_slots: 2048, keys: 1024 };
/** How fine the search is. */
const STEP: Limits = { slots: 8, chunk_bytes: 128, stack_slots: 4, keys: 1 };
/** Named in the engine's error: what was too small, not the firmware's fault. */
const TOO_SMALL = /: (memory|stack|keys): |heaps are too small/;

function row(what: string, figure: string, note = ''): void {
  console.log(`${what.padEnd(46)} ${figure.padStart(16)}  ${note}`);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function fits(transcript: Uint8Array, limits: Limits, native: boolean): boolean {
  try {
    runXs(transcript, { limits, native });
    return true;
  } catch (error) {
    if (TOO_SMALL.test((error as Error).message)) return false;
    throw error;
  }
}

/** The least of one limit, the others generous. */
function least(transcript: Uint8Array, name: keyof Limits, native: boolean): number {
  const step = STEP[name];
  let too = 0;
  let enough = GENEROUS[name] / step;
  while (enough - too > 1) {
    const middle = (too + enough) >> 1;
    if (fits(transcript, { ...GENEROUS, [name]: middle * step }, native)) enough = middle;
    else too = middle;
  }
  return enough * step;
}

function benchHeaps(what: string, transcript: Uint8Array, manifest: Limits, native: boolean): void {
  console.log(`\n${what}:`);
  const limits: Limits = {
    slots: least(transcript, 'slots', native),
    chunk_bytes: least(transcript, 'chunk_bytes', native),
    stack_slots: least(transcript, 'stack_slots', native),
    keys: least(transcript, 'keys', native),
  };
  const of = (bytes: number) => `manifest.json: ${whole(bytes)}`;
  row(
    'least slot heap',
    `${whole(limits.slots * SLOT_BYTES)} bytes`,
    `${limits.slots} slots; ${of(manifest.slots * SLOT_BYTES)}`,
  );
  row('least chunk heap', `${whole(limits.chunk_bytes)} bytes`, of(manifest.chunk_bytes));
  row(
    'least stack',
    `${whole(limits.stack_slots * SLOT_BYTES)} bytes`,
    `${limits.stack_slots} slots; ${of(manifest.stack_slots * SLOT_BYTES)}`,
  );
  row('least keys', whole(limits.keys), of(manifest.keys));
  row(
    'the three heaps',
    `${whole(ram_bytes(limits))} bytes`,
    `target: at most ${whole(RAM_TARGET_BYTES)}; ${of(ram_bytes(manifest))}`,
  );
  row('all of these together', fits(transcript, limits, native) ? 'run' : 'do not run');
  row("the chip's RAM for everything", `${whole(CHIP_RAM_BYTES)} bytes`, 'docs/MODDABLE.md');
}

/** The classes that take most of what lives in the slot heap. */
const CLASSES = 24;

function benchAlive(report: XsReport): void {
  row('slots alive', whole(report.liveSlots), `${whole(report.liveChunkBytes)} bytes of chunks`);
  const classes = Object.entries(report.alive).sort(([, [, a]], [, [, b]]) => b - a);
  for (const [name, [objects, slots]] of classes.slice(0, CLASSES))
    row(`  ${name}`, whole(slots), objects > 0 ? `${objects} objects` : '');
}

const PLAYER = 'host-sim/engines/xs/player';
/** Beside the stand-in for the board, the chip's adapter over a server that keeps of each characteristic what the SDK's does. */
const withAdapter: Edit = (name, source) =>
  name !== PLAYER
    ? source
    : `import { gattServerOver } from '../../../firmware/device/gatt';
class KeptServer {
  readonly kept: unknown[] = [];
  constructor(options: object) {
    const { onReady, onConnect, onSecured, onDisconnect } = options as Record<string, unknown>;
    this.kept.push(onReady, onConnect, onSecured, onDisconnect);
    for (const { characteristics } of (options as { services: { characteristics: Record<string, unknown>[] }[] }).services)
      for (const { onRead, onWrite, onSubscribe, onUnsubscribe } of characteristics)
        for (const one of [onRead, onWrite, onSubscribe, onUnsubscribe]) if (one !== undefined) this.kept.push(one);
  }
}
const sdk = Object.freeze({ Server: KeptServer });
${source.replace('held.server = options;', 'held.server = options;\n    held.adapter = new (gattServerOver(sdk))(options);').replace('shoe: unknown;', 'shoe: unknown;\n  adapter: unknown;')}`;

function benchAdapter(transcript: Uint8Array, without: XsReport): void {
  const edit: Edit = (name, source) => withAdapter(name, editOf(false, true)(name, source));
  const { liveSlots, liveChunkBytes } = runXs(transcript, { edit });
  const slots = liveSlots - without.liveSlots;
  const bytes = slots * SLOT_BYTES + liveChunkBytes - without.liveChunkBytes;
  row(
    "the chip's adapter to its Bluetooth server",
    `${whole(bytes)} bytes`,
    `${slots} slots, in none of these`,
  );
}

/** Of the whole image of the reference board, with the device's adapters. */
function benchFlash(): void {
  const [target] = targets();
  console.log(`\nBytecode in flash, ${target.name}:`);
  const host = xsHost();
  for (const kernel of KERNELS) {
    const [{ code }] = link(firmwareSources(target, kernel));
    const bytes = codeBytes(host, [{ name: 'main', code }]).get('main') ?? 0;
    row(`${kernel} kernel`, `${whole(bytes)} bytes`, `target: at most ${whole(BYTECODE_TARGET_BYTES)}`);
  }
  const modules = [...codeBytes(host, firmwareSources(target, 'native'))].map(
    ([name, bytes]) => [name.replace('firmware/', ''), bytes] as const,
  );
  const total = modules.reduce((sum, [, bytes]) => sum + bytes, 0);
  row('native kernel, before linking', `${whole(total)} bytes`, `${modules.length} modules, by room:`);
  const rooms = new Map<string, number>();
  for (const [name, bytes] of modules) {
    const room = name.includes('/') ? name.slice(0, name.indexOf('/')) : 'shoe, main';
    rooms.set(room, (rooms.get(room) ?? 0) + bytes);
  }
  for (const list of [[...rooms], modules])
    for (const [name, bytes] of list.sort(([, a], [, b]) => b - a)) row(`  ${name}`, whole(bytes));
}

/** @param open the longest recording */
export async function benchMemory(open: () => TraceSource): Promise<void> {
  const { transcript, result } = recordReplay(open());
  const natively = recordReplay(open(), { kernel: nativePace }).transcript;
  const manifest = manifestLimits();
  const report = runXs(transcript, { warmUp_us: WARM_UP_us });
  console.log(`\nOn the XS engine, ${report.slotBytes}-byte slots (16 on the chip):`);
  const before = process.cpuUsage();
  const again = recordReplay(open());
  const xs_ms = runXs(again.transcript).processor_ms ?? 0;
  const { user, system } = process.cpuUsage(before);
  const speed = result.duration_us / 1000 / ((user + system) / 1000 + xs_ms);
  row(
    'whole shoe on Node, then on XS',
    `${whole(speed)}x`,
    `target: at least ${SPEED_TARGET}x real time; of processor time`,
  );
  const steady = steadyState(report, (result.duration_us - WARM_UP_us) / 1e6);
  row('allocated', `${steady.bytes_per_s.toFixed(2)} bytes/s`, 'target: at most 64');
  row(
    'collections',
    `${collectionsPerHour(report, steady, manifest)} an hour`,
    'at most, in the heaps of manifest.json',
  );
  row('pointers to copies of what lies in flash', `${whole(report.aliases * 4)} bytes`, 'beside the heaps');
  if (report.slotBytes === SLOT_BYTES) {
    benchHeaps('all interpreted', transcript, manifest, false);
    benchAlive(runXs(transcript));
    benchHeaps('with the native kernel', natively, manifest, true);
    const native = runXs(natively, { native: true });
    benchAlive(native);
    const busy = await busyOuting();
    benchHeaps(
      'the same, a phone reads an earlier run while every stride is kept and sent',
      busy,
      manifest,
      true,
    );
    benchAdapter(natively, native);
  } else row('least heaps', 'not measured', 'needs a compiler for 32 bits (Debian: gcc-multilib)');
  benchFlash();
}
