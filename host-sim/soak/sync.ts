/**
 * Syncs of full memories over a link that breaks at random moments, each time with another MTU. At the end every byte of every
 * run must have arrived once and right, and the shoe must have released exactly what was proved.
 */
import { ControlPoint, RequestFailed } from '../../companion/client/control-point';
import { DATA_OVERHEAD, Frame } from '../../companion/client/frames';
import { History, type RunEntry, type RunStore } from '../../companion/client/history';
import { MemoryBytes, type StoredBytes } from '../../companion/client/stored-bytes';
import { LinkLost, type Transport } from '../../companion/client/transport';
import { TRANSFER } from '../../companion/client/uuids';
import type { TrueRun } from './flash-truth';

/** What a soak counts. */
export class SyncCounts {
  syncs = 0;
  connections = 0;
  /** Links broken on purpose in the midst of a sync. */
  broken = 0;
  runs = 0;
  /** Bytes of runs stored, and data bytes on the air for them. */
  bytes = 0;
  sentBytes = 0;
  frames = 0;
  /** Runs that lost their beginning to the shoe's own records while they were synced. */
  shortened = 0;
  simulated_s = 0;
  /** One sentence each. */
  readonly problems: string[] = [];
}

/** The phone's store of one sync. */
export class PhoneStore implements RunStore {
  readonly runs = new Map<number, MemoryBytes>();
  readonly completed: RunEntry[] = [];

  stored(run: number): StoredBytes {
    const known = this.runs.get(run) ?? new MemoryBytes();
    this.runs.set(run, known);
    return known;
  }

  complete(entry: RunEntry): void {
    this.completed.push(entry);
  }
}

/** Counts the data bytes of one connection, and says when the link is to break. */
export class Breaker {
  private seen = 0;

  /** @param after data bytes after which it breaks; Infinity: never */
  constructor(
    private readonly counts: SyncCounts,
    private readonly after: number,
  ) {}

  /** @returns whether the link breaks with this value */
  take(uuid: string, value: Uint8Array): boolean {
    if (uuid !== TRANSFER || value[0] !== Frame.Data) return false;
    const length = value.length - DATA_OVERHEAD;
    const before = this.seen;
    this.seen += length;
    this.counts.frames++;
    this.counts.sentBytes += length;
    return before < this.after && this.seen >= this.after;
  }
}

/**
 * One sync over connections that break.
 * @param connect makes a connection; after a break the next one
 */
export async function syncOver(
  connect: (attempt: number) => Promise<Transport>,
  store: PhoneStore,
  counts: SyncCounts,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    counts.connections++;
    try {
      const transport = await connect(attempt);
      const controlPoint = await ControlPoint.open(transport);
      const history = await History.open(transport, controlPoint);
      await history.sync(store);
      const left = await history.list(0, 'unreleased');
      const open = left.filter(({ isOver }) => isOver);
      if (open.length > 0) counts.problems.push(`${open.length} runs still unreleased after a sync`);
      return;
    } catch (error) {
      if (!(error instanceof LinkLost)) throw error;
      counts.broken++;
    }
  }
}

/**
 * Compares what the phone has with the flash.
 * @param before the runs when the sync began
 * @param after the runs when it ended: the shoe's own records may have cost the oldest run its beginning
 */
export function checkStore(
  store: PhoneStore,
  before: ReadonlyMap<number, TrueRun>,
  after: ReadonlyMap<number, TrueRun>,
  released: (run: number) => boolean,
  counts: SyncCounts,
): void {
  const wrong = (sentence: string) => counts.problems.push(`sync ${counts.syncs}: ${sentence}`);
  const completed = store.completed.map(({ run }) => run);
  if (new Set(completed).size !== completed.length) wrong('a run was completed twice');
  for (const { run, stream, isOver } of before.values()) {
    if (!isOver) continue;
    const stored = store.runs.get(run)?.all() ?? new Uint8Array(0);
    const shortened = after.get(run)?.stream.length !== stream.length;
    if (!completed.includes(run)) {
      if (!shortened) wrong(`run ${run} was not completed`);
      continue;
    }
    counts.runs++;
    counts.bytes += stored.length;
    const rest = shortened ? stream.subarray(stream.length - stored.length) : stream;
    if (shortened) counts.shortened++;
    if (Buffer.compare(stored, rest) !== 0)
      wrong(`run ${run}: ${stored.length} bytes stored, ${stream.length} in flash, not the same`);
    if (!released(run)) wrong(`run ${run} is not released`);
  }
  for (const run of completed) if (!before.get(run)?.isOver) wrong(`run ${run} was completed, but is none`);
}

/** A sentence for what a sync threw. */
export function failure(error: unknown): string {
  if (error instanceof RequestFailed) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
