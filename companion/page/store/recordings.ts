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

/** A run of this shoe that is kept already. Its start is asked for as well: run numbers begin anew with a new flash. */
export async function findRecording(
  database: Database,
  shoe: string,
  entry: RunEntry,
): Promise<Recording | undefined> {
  const all = await database.getAll('recordings');
  return all.find(
    (one) =>
      one.shoe === shoe &&
      one.entry.run === entry.run &&
      one.bytes.length === entry.bytes &&
      one.entry.boot === entry.boot,
  );
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
