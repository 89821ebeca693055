/** Everything on this device in one file, and back. Damaged or foreign files change nothing. */
import { crc32 } from '../../client/crc';
import type { RunEntry } from '../../client/history';
import { decodeRun } from '../../runs/run';
import { preferencesFrom, type Preferences } from '../preferences';
import type { Database, KnownShoe, Pair, Recording } from './database';
import { keyOf } from './recordings';

const FORMAT = 'footfall-backup';
const VERSION = 1;

interface StoredRun {
  readonly shoe: string;
  readonly shoeName: string;
  readonly entry: RunEntry;
  readonly kept_ms: number;
  /** Base64 of the stream, and its CRC-32. */
  readonly stream: string;
  readonly crc32: number;
}

interface Backup {
  readonly format: string;
  readonly version: number;
  readonly made: string;
  readonly preferences: Preferences;
  readonly pairs: readonly Pair[];
  readonly shoes: readonly KnownShoe[];
  readonly runs: readonly StoredRun[];
}

export interface Imported {
  readonly added: number;
  readonly known: number;
  readonly preferences: Preferences;
}

export type ImportProblem = 'notJson' | 'foreign' | 'newer' | 'damaged' | 'store';

/** Nothing was imported. */
export class ImportRefused extends Error {
  constructor(
    readonly problem: ImportProblem,
    /** The damaged run, from 1. */
    readonly place = 0,
  ) {
    super(`${problem} ${place}`);
    this.name = 'ImportRefused';
  }
}

export async function backupOf(database: Database, preferences: Preferences): Promise<string> {
  const [recordings, pairs, shoes] = await Promise.all([
    database.getAll('recordings'),
    database.getAll('pairs'),
    database.getAll('shoes'),
  ]);
  const backup: Backup = {
    format: FORMAT,
    version: VERSION,
    made: new Date().toISOString(),
    preferences,
    pairs,
    shoes,
    runs: recordings.map(({ shoe, shoeName, entry, kept_ms, bytes }) => ({
      shoe,
      shoeName,
      entry,
      kept_ms,
      stream: toBase64(bytes),
      crc32: crc32(bytes),
    })),
  };
  return JSON.stringify(backup);
}

/** Adds what is in a backup to what is here; nothing that is here is lost. @throws ImportRefused */
export async function importBackup(database: Database, text: string): Promise<Imported> {
  const backup = parse(text);
  const recordings = backup.runs.map((run, i) => recordingOf(run, i + 1));
  const pairs = backup.pairs.filter(isPair);
  const shoes = backup.shoes.filter(isShoe);
  const before = new Set(await database.getAllKeys('recordings'));
  const work = database.transaction(['recordings', 'pairs', 'shoes'], 'readwrite', { durability: 'strict' });
  const fresh = new Map(recordings.filter(({ key }) => !before.has(key)).map((one) => [one.key, one]));
  try {
    await Promise.all([
      ...[...fresh.values()].map((recording) => work.objectStore('recordings').put(recording)),
      ...pairs.map((pair) => work.objectStore('pairs').put(pair)),
      ...shoes.map((shoe) => work.objectStore('shoes').put(shoe)),
      work.done,
    ]);
  } catch {
    throw new ImportRefused('store');
  }
  return {
    added: fresh.size,
    known: recordings.length - fresh.size,
    preferences: preferencesFrom(backup.preferences),
  };
}

function parse(text: string): Backup {
  let backup: Partial<Backup> | null;
  try {
    backup = JSON.parse(text) as Partial<Backup> | null;
  } catch {
    throw new ImportRefused('notJson');
  }
  if (typeof backup !== 'object' || backup?.format !== FORMAT) throw new ImportRefused('foreign');
  if (typeof backup.version !== 'number') throw new ImportRefused('foreign');
  if (backup.version > VERSION) throw new ImportRefused('newer');
  const { runs = [], pairs = [], shoes = [] } = backup;
  if (![runs, pairs, shoes].every(Array.isArray)) throw new ImportRefused('foreign');
  return { ...backup, runs, pairs, shoes } as Backup;
}

/** @param place of the run in the file, from 1 */
function recordingOf(run: Partial<StoredRun> | null, place: number): Recording {
  const bytes = typeof run?.stream === 'string' ? fromBase64(run.stream) : undefined;
  if (!run || !bytes || crc32(bytes) !== run.crc32 || !isEntry(run.entry))
    throw new ImportRefused('damaged', place);
  // The checksum only says that the bytes are those that were saved.
  if (decodeRun(bytes).distance_mm === 0 && run.entry.distance_mm > 0)
    throw new ImportRefused('damaged', place);
  return {
    key: keyOf(bytes),
    shoe: String(run.shoe ?? ''),
    shoeName: String(run.shoeName ?? ''),
    entry: run.entry,
    bytes,
    kept_ms: Number(run.kept_ms ?? 0),
  };
}

function isEntry(entry: Partial<RunEntry> | undefined): entry is RunEntry {
  const numbers = [
    'run',
    'zone_min',
    'elapsed_ms',
    'moving_ms',
    'strides',
    'distance_mm',
    'boot',
    'bytes',
  ] as const;
  return typeof entry === 'object' && numbers.every((key) => Number.isFinite(entry[key]));
}

function isPair(pair: Partial<Pair> | null): pair is Pair {
  return (
    typeof pair?.id === 'number' &&
    typeof pair.name === 'string' &&
    Number.isFinite(pair.before_m) &&
    typeof pair.retired === 'boolean'
  );
}

function isShoe(shoe: Partial<KnownShoe> | null): shoe is KnownShoe {
  return typeof shoe?.id === 'string' && typeof shoe.name === 'string';
}

const PIECE = 0x8000;

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE)
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
