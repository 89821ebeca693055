/** Runs the firmware on XS against a transcript, and a recording on both engines. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TraceSource } from '../../traces/source';
import { replay } from '../node';
import type { ReplayOptions, ReplayResult } from '../replay';
import { xsHost } from './build';
import { Call, Entry } from './crossing';
import { manifestLimits, type Limits } from './limits';
import { bundle } from './modules';
import { SeamRecorder } from './recorder';

/** What the calls of one kind of entry allocated after the warm-up; chunk bytes are of this build's word size. */
export interface EntryMeter {
  readonly entry: string;
  readonly calls: number;
  /** Calls that allocated anything. */
  readonly allocating: number;
  readonly slots: number;
  readonly bytes: number;
}

export interface XsReport {
  /** 16 in a 32-bit build, as on the chip, else 32. */
  readonly slotBytes: number;
  /** Alive after the last entry. */
  readonly liveSlots: number;
  readonly liveChunkBytes: number;
  readonly bytecodeBytes: number;
  readonly entries: readonly EntryMeter[];
}

export interface XsOptions {
  readonly limits?: Limits;
  /** Entries before this time are not metered, us of board time. Default 0. */
  readonly warmUp_us?: number;
  /** Changes a module's TypeScript before it is compiled: for tests. */
  readonly edit?: (name: string, source: string) => string;
}

interface Side {
  readonly type: number;
  readonly kind: number;
  readonly numbers: readonly number[];
  readonly bytes: string;
}

type Answer =
  | (Omit<XsReport, 'entries'> & {
      readonly entries: readonly (Omit<EntryMeter, 'entry'> & { kind: number })[];
    })
  | {
      readonly failure: string;
      readonly time_us: number;
      readonly detail?: string;
      expected?: Side;
      got?: Side;
    };

/** @throws Error with the cause when the run ends early, the transcript is wrong, or an output differs from it */
export function runXs(transcript: Uint8Array, options: XsOptions = {}): XsReport {
  const host = xsHost();
  const folder = mkdtempSync(join(tmpdir(), 'footfall-xs-'));
  try {
    const modules = join(folder, 'modules');
    const seam = join(folder, 'seam');
    writeFileSync(modules, bundle(undefined, options.edit));
    writeFileSync(seam, transcript);
    const { slots, chunk_bytes, stack_slots, keys } = options.limits ?? manifestLimits();
    const numbers = [slots, chunk_bytes, stack_slots, keys, options.warmUp_us ?? 0].map(String);
    const done = spawnSync(host, [modules, seam, ...numbers], { encoding: 'utf8', maxBuffer: 1 << 26 });
    return reportOf(done.stdout, done.signal);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The transcript of a replay on Node, with its result. */
export function recordReplay(
  source: TraceSource,
  options: ReplayOptions = {},
): { result: ReplayResult; transcript: Uint8Array } {
  let recorder: SeamRecorder | undefined;
  const result = replay(source, { ...options, record: (now_us) => (recorder = new SeamRecorder(now_us)) });
  if (recorder === undefined) throw new Error('the replay started no shoe');
  return { result, transcript: recorder.finish() };
}

/**
 * Replays on Node, then runs the firmware on XS with the same inputs. The result stands for both: every output was the same.
 * @throws Error as `runXs` and `replay`
 */
export function replayXs(source: TraceSource, options: ReplayOptions = {}): ReplayResult {
  const { result, transcript } = recordReplay(source, options);
  runXs(transcript);
  return { ...result, engine: 'xs' };
}

function reportOf(stdout: string, signal: string | null): XsReport {
  if (signal !== null || stdout === '')
    throw new Error(`XS ended without an answer (${signal ?? 'no output'})`);
  const answer = JSON.parse(stdout) as Answer;
  if ('failure' in answer) throw new Error(sentence(answer));
  const entries = answer.entries.map(({ kind, ...meter }) => ({ entry: nameOf(Entry, kind), ...meter }));
  return { ...answer, entries };
}

function sentence(answer: Extract<Answer, { failure: string }>): string {
  const at = `XS at ${(answer.time_us / 1e6).toFixed(6)} s`;
  if (answer.expected === undefined || answer.got === undefined)
    return `${at}: ${answer.failure}: ${answer.detail ?? ''}`;
  return `${at}: first difference: Node ${shown(answer.expected)}, XS ${shown(answer.got)}`;
}

const TYPES = ['', 'Call', 'Return', 'Enter', 'Exit', 'End'];

function shown({ type, kind, numbers, bytes }: Side): string {
  const names = type === 1 || type === 2 ? Call : Entry;
  return `${TYPES[type]} ${nameOf(names, kind)} (${numbers.join(', ')}) [${bytes}]`;
}

function nameOf(kinds: Readonly<Record<string, number>>, kind: number): string {
  return Object.keys(kinds).find((name) => kinds[name] === kind) ?? String(kind);
}
