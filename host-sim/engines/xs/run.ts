/** Runs the firmware on XS against a transcript, and a recording on both engines. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TraceSource } from '../../traces/source';
import { replay } from '../node';
import type { ReplayOptions, ReplayResult } from '../replay';
import { answerOf, sentenceOf, type Failure, type XsReport } from './answer';
import { xsHost, type Host } from './build';
import { compile, editOf, firmwareBytecode } from './bytecode';
import { EntryCosts } from './costs';
import { manifestLimits, type Limits } from './limits';
import { Bundle, type Edit } from './modules';
import { SeamRecorder } from './recorder';

/**
 * An entry that takes more operations of the interpreter than this does not come to an end: about ten seconds of the chip.
 * The longest there is takes a hundredth.
 */
const MOST_OPERATIONS = 20_000_000;
/** The host stops by itself; this is for a host that is broken. */
const HOST_TIMEOUT_ms = 600_000;

export interface XsOptions {
  readonly limits?: Limits;
  /** Entries before this time are not metered, us of board time. Default 0. */
  readonly warmUp_us?: number;
  /** Meters the parts of phases.ts by themselves. */
  readonly phases?: boolean;
  /** The kernel runs natively. */
  readonly native?: boolean;
  /** Changes a module's TypeScript before it is compiled: for tests. */
  readonly edit?: Edit;
}

/** @throws Error with the cause when the run ends early, the transcript is wrong, or an output differs from it */
export function runXs(transcript: Uint8Array, options: XsOptions = {}): XsReport {
  return meterXs(transcript, options).report;
}

/** As `runXs`; also what each entry cost, in operations of the interpreter. */
export function meterXs(
  transcript: Uint8Array,
  options: XsOptions = {},
): { report: XsReport; costs: EntryCosts } {
  const host = xsHost();
  const folder = mkdtempSync(join(tmpdir(), 'footfall-xs-'));
  try {
    const seam = join(folder, 'seam');
    const entries = join(folder, 'entries');
    writeFileSync(seam, transcript);
    const edit = options.edit ?? editOf(options.phases, options.native);
    const code = options.edit
      ? compile(host, folder, new Bundle(edit))
      : firmwareBytecode(host, options.phases, options.native);
    const answer = play(host, [code, seam], options, entries);
    if (!('failure' in answer)) return { report: answer, costs: new EntryCosts(readFileSync(entries)) };
    if (answer.stack === '') throw new Error(sentenceOf(answer));
    // Once more with code that knows its lines: a run goes the same way every time.
    const bundle = new Bundle(edit);
    const told = play(host, [compile(host, folder, bundle, true), seam], options, entries);
    throw new Error(sentenceOf('failure' in told && told.failure === answer.failure ? told : answer, bundle));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs bytecode against a transcript, the two files.
 * @param entries the file that gets what each entry cost; none when empty
 * @throws Error when the host program is broken
 */
export function play(
  { path }: Host,
  files: readonly string[],
  options: XsOptions,
  entries: string,
): XsReport | Failure {
  const { slots, chunk_bytes, stack_slots, keys } = options.limits ?? manifestLimits();
  const numbers = [slots, chunk_bytes, stack_slots, keys, options.warmUp_us ?? 0, MOST_OPERATIONS];
  const { stdout, signal, error } = spawnSync(path, ['play', ...files, ...numbers.map(String), entries], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    timeout: HOST_TIMEOUT_ms,
  });
  if (signal !== null || error !== undefined || stdout === '')
    throw new Error(`XS ended without an answer (${signal ?? error?.message ?? 'no output'})`);
  return answerOf(stdout);
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
