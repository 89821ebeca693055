/** Keeping, finding and deleting runs. */
import { crc32 } from '../../client/crc';
import type { RunEntry } from '../../client/history';
import type { Database, Recording } from './database';
import { partsOf } from './parts';

export function keyOf(bytes: Uint8Array): string {
  return `${crc32(bytes).toString(16).padStart(8, '0')}-${bytes.length}`;
}

/** Keeps a complete run, and lets its parts go, at once or not at all. Resolves when the browser says it is on disk. */
export async function keepRecording(
  database: Database,
  shoe: string,
  shoeName: string,
  entry: RunEntry,
  bytes: Uint8Array,
): Promise<Recording> {
  const recording: Recording = { key: keyOf(bytes), shoe, shoeName, entry, bytes, kept_ms: Date.now() };
  const work = database.transaction(['recordings', 'parts'], 'readwrite', { durability: 'strict' });
  await Promise.all([
    work.objectStore('recordings').put(recording),
    work.objectStore('parts').delete(partsOf(shoe, entry.run)),
    work.done,
  ]);
  return recording;
}

/** Every run of a shoe that is kept. */
export async function recordingsOf(database: Database, shoe: string): Promise<Recording[]> {
  return (await database.getAll('recordings')).filter((one) => one.shoe === shoe);
}

/** Is it the run that the shoe lists? The boot is looked at as well: run numbers begin anew with a new flash. */
export function isOf({ entry: one, bytes }: Recording, entry: RunEntry): boolean {
  return one.run === entry.run && one.boot === entry.boot && bytes.length === entry.bytes;
}

export async function deleteRecordings(database: Database, keys: readonly string[]): Promise<void> {
  const work = database.transaction('recordings', 'readwrite');
  await Promise.all([...keys.map((key) => work.store.delete(key)), work.done]);
}

/** Everything this page has kept. */
export async function deleteAll(database: Database): Promise<void> {
  const names = ['recordings', 'parts', 'pairs', 'shoes'] as const;
  const work = database.transaction(names, 'readwrite', { durability: 'strict' });
  await Promise.all([...names.map((name) => work.objectStore(name).clear()), work.done]);
}
