/** The bytes of a run on their way from the shoe, kept as they come: a page that is closed goes on where they end. */
import { crc32 } from '../../client/crc';
import { MemoryBytes, type StoredBytes } from '../../client/stored-bytes';
import type { Database } from './database';

/** Bytes that may be in memory only: half of what the shoe sends between two acknowledgements. */
const PART_BYTES = 2048;

export class KeptBytes implements StoredBytes {
  private readonly memory = new MemoryBytes();
  private kept = 0;
  private writing: Promise<void> = Promise.resolve();
  private failure: Error | undefined;

  private constructor(
    private readonly database: Database,
    private readonly shoe: string,
    private readonly run: number,
    private readonly onLength: (bytes: number) => void,
  ) {}

  /** With what is kept of the run already. */
  static async open(
    database: Database,
    shoe: string,
    run: number,
    onLength: (bytes: number) => void = () => undefined,
  ): Promise<KeptBytes> {
    const bytes = new KeptBytes(database, shoe, run, onLength);
    for (const part of await database.getAll('parts', bytes.range())) bytes.memory.append(part);
    bytes.kept = bytes.memory.length;
    onLength(bytes.length);
    return bytes;
  }

  get length(): number {
    return this.memory.length;
  }

  append(bytes: Uint8Array): void {
    this.memory.append(bytes);
    if (this.memory.length - this.kept >= PART_BYTES) this.write();
    this.onLength(this.length);
  }

  clear(): void {
    this.memory.clear();
    this.kept = 0;
    this.enqueue(() => this.database.delete('parts', this.range()));
    this.onLength(0);
  }

  crc32(): number {
    return this.memory.crc32();
  }

  /** Waits until all is in the database. Throws what the browser refused to keep. */
  async flush(): Promise<void> {
    if (this.memory.length > this.kept) this.write();
    await this.writing;
    if (this.failure) throw this.failure;
  }

  /** What the database has, read back. Throws when it is not what was received. */
  async readBack(): Promise<Uint8Array> {
    await this.flush();
    const back = new MemoryBytes();
    for (const part of await this.database.getAll('parts', this.range())) back.append(part);
    const bytes = back.all().slice();
    if (bytes.length !== this.length || crc32(bytes) !== this.crc32())
      throw new Error('what was stored could not be read back');
    return bytes;
  }

  /** Key range of this run's parts. */
  range(): IDBKeyRange {
    return partsOf(this.shoe, this.run);
  }

  private write(): void {
    const part = this.memory.all().slice(this.kept);
    const offset = this.kept;
    this.kept = this.memory.length;
    this.enqueue(() => this.database.put('parts', part, [this.shoe, this.run, offset]));
  }

  private enqueue(work: () => Promise<unknown>): void {
    this.writing = this.writing.then(async () => {
      if (this.failure) return;
      try {
        await work();
      } catch (error) {
        this.failure = error instanceof Error ? error : new Error(String(error));
      }
    });
  }
}

export function partsOf(shoe: string, run: number): IDBKeyRange {
  return IDBKeyRange.bound([shoe, run, 0], [shoe, run, Infinity]);
}
