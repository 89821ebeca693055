/** The shoe's runs: listing, reading, acknowledging. docs/SPEC.md 4.5. */
import { FieldReader, uint } from './bytes';
import { Result, RequestFailed, type ControlPoint } from './control-point';
import { MemoryBytes, type StoredBytes } from './stored-bytes';
import { StreamChanged, StreamReceiver } from './stream-receiver';
import type { Transport } from './transport';
import { TRANSFER } from './uuids';

const OpCode = Object.freeze({
  ListRuns: 0x10,
  ReadRun: 0x11,
  ReadObject: 0x12,
  AcknowledgeRun: 0x13,
  DeleteRuns: 0x14,
  Stop: 0x15,
  ListDays: 0x16,
});
const ENTRY_BYTES = 44;
const DAY_ENTRY_BYTES = 12;

export interface RunEntry {
  readonly run: number;
  /** False: the beginning was given up in a full memory, and what follows is not known. */
  readonly hasStart: boolean;
  readonly isOver: boolean;
  /** A run, else a walk. */
  readonly isRun: boolean;
  readonly continued: boolean;
  readonly endedByReset: boolean;
  readonly released: boolean;
  readonly foot: 'unknown' | 'left' | 'right';
  /** ms since 1970 UTC; undefined when the shoe did not know the time. */
  readonly start_ms: number | undefined;
  /** The run began at `start_ms` or earlier: the shoe was told the time after a restart only. */
  readonly isEstimate: boolean;
  /** Local time less UTC, minutes. */
  readonly zone_min: number;
  readonly elapsed_ms: number;
  readonly moving_ms: number;
  /** Of this foot. */
  readonly strides: number;
  readonly distance_mm: number;
  readonly splits: number;
  readonly boot: number;
  readonly shoe: number;
  /** Length of its stream. */
  readonly bytes: number;
  readonly sample_s: number;
}

/** Takes the stream "runs" apart. A rest shorter than an entry is left out. */
export function decodeRuns(stream: Uint8Array): RunEntry[] {
  const runs: RunEntry[] = [];
  for (let at = 0; at + ENTRY_BYTES <= stream.length; at += ENTRY_BYTES) runs.push(decodeRun(stream, at));
  return runs;
}

function decodeRun(stream: Uint8Array, at: number): RunEntry {
  const reader = new FieldReader(stream, at);
  const run = reader.u32();
  const flags = reader.u8();
  const has = (bit: number) => (flags & (1 << bit)) !== 0;
  const foot = reader.u8();
  const start_s = reader.u32();
  return {
    run,
    hasStart: has(0),
    isOver: has(1),
    isRun: has(2),
    continued: has(3),
    endedByReset: has(4),
    released: has(5),
    foot: foot === 1 ? 'left' : foot === 2 ? 'right' : 'unknown',
    start_ms: start_s === 0 ? undefined : start_s * 1000,
    isEstimate: has(6),
    zone_min: reader.s16(),
    elapsed_ms: reader.u32(),
    moving_ms: reader.u32(),
    strides: reader.u32(),
    distance_mm: reader.u48(),
    splits: reader.u16(),
    boot: reader.u32(),
    shoe: reader.u32(),
    bytes: reader.u24(),
    sample_s: reader.u8(),
  };
}

/** What one foot did on a local day. */
export interface DayTotals {
  /** Local days since 1970. */
  readonly day: number;
  readonly strides: number;
  readonly distance_mm: number;
}

/** Takes the stream "days" apart. @returns one entry for each day, oldest first */
export function decodeDays(stream: Uint8Array): DayTotals[] {
  const days = new Map<number, DayTotals>();
  for (let at = 0; at + DAY_ENTRY_BYTES <= stream.length; at += DAY_ENTRY_BYTES) {
    const reader = new FieldReader(stream, at);
    const day = reader.u16();
    days.set(day, { day, strides: reader.u32(), distance_mm: reader.u48() });
  }
  return [...days.values()].sort((a, b) => a.day - b.day);
}

/** Where a phone keeps runs: for each, what it has of the stream, and whether the shoe has released it. */
export interface RunStore {
  /** What is stored of a run, made when it is not there yet. */
  stored(run: number): StoredBytes;
  /** All bytes of the run are there and proved; the shoe may give it up. */
  complete(entry: RunEntry): void;
}

export class History {
  private receiver: StreamReceiver | undefined;

  private constructor(
    private readonly transport: Transport,
    private readonly controlPoint: ControlPoint,
  ) {}

  static async open(transport: Transport, controlPoint: ControlPoint): Promise<History> {
    const history = new History(transport, controlPoint);
    transport.onClosed(() => history.receiver?.close());
    await transport.subscribe(TRANSFER, (frame) => history.receiver?.take(frame));
    return history;
  }

  /** Runs numbered above `after`. */
  async list(after = 0, which: 'all' | 'unreleased' = 'all'): Promise<RunEntry[]> {
    const stream = new MemoryBytes();
    await this.stream(stream, OpCode.ListRuns, [...uint(after, 4), which === 'all' ? 0 : 1]);
    return decodeRuns(stream.all());
  }

  /** Days numbered above `after` (local days since 1970); the last ones as of the shoe's last record. */
  async days(after = 0): Promise<DayTotals[]> {
    const stream = new MemoryBytes();
    await this.stream(stream, OpCode.ListDays, uint(after, 2));
    return decodeDays(stream.all());
  }

  /** The stream of an object: settings, diagnostics, advice, totals. */
  async object(number: number): Promise<Uint8Array> {
    const stream = new MemoryBytes();
    await this.stream(stream, OpCode.ReadObject, [number]);
    return stream.all();
  }

  /**
   * Reads what is missing of a run. After LinkLost what was stored stays, and the next call goes on there; when the run's
   * beginning was given up by the shoe meanwhile, it is read again from 0.
   */
  async read(run: number, stored: StoredBytes): Promise<void> {
    try {
      await this.readOn(run, stored);
    } catch (error) {
      const shorter =
        error instanceof RequestFailed && error.result === Result.InvalidParameter && stored.length > 0;
      if (!shorter && !(error instanceof StreamChanged)) throw error;
      stored.clear();
      await this.readOn(run, stored);
    }
  }

  /** Proves to the shoe that all of a run is stored. @throws RequestFailed, Not Complete when it is not */
  async acknowledge(run: number, stored: StoredBytes): Promise<void> {
    const proof = [...uint(run, 4), ...uint(stored.length, 3), ...uint(stored.crc32(), 4)];
    await this.controlPoint.request(OpCode.AcknowledgeRun, proof);
  }

  /** Hides all runs up to that number, which must be released. */
  async delete(upTo: number): Promise<void> {
    await this.controlPoint.request(OpCode.DeleteRuns, uint(upTo, 4));
  }

  /** Ends what is under way on the shoe. */
  async stop(): Promise<void> {
    await this.controlPoint.request(OpCode.Stop);
    this.receiver?.close();
  }

  /** Gets and acknowledges every run that is over and not released yet, oldest first. @returns those it completed */
  async sync(store: RunStore): Promise<RunEntry[]> {
    const complete: RunEntry[] = [];
    for (const entry of await this.list(0, 'unreleased')) {
      if (!entry.isOver) continue;
      const stored = store.stored(entry.run);
      await this.read(entry.run, stored);
      await this.acknowledge(entry.run, stored);
      store.complete(entry);
      complete.push(entry);
    }
    return complete;
  }

  private readOn(run: number, stored: StoredBytes): Promise<void> {
    return this.stream(stored, OpCode.ReadRun, [...uint(run, 4), ...uint(stored.length, 3)]);
  }

  private async stream(stored: StoredBytes, opCode: number, parameters: readonly number[]): Promise<void> {
    const receiver = new StreamReceiver(stored, (frame) => this.transport.send(TRANSFER, frame));
    // Frames may come before the response does.
    this.receiver = receiver;
    try {
      await this.controlPoint.request(opCode, parameters);
      await receiver.done;
    } finally {
      if (this.receiver === receiver) this.receiver = undefined;
    }
  }
}
