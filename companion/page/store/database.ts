/** The runs on this device, in the browser's IndexedDB. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { RunEntry } from '../../client/history';

/** A run of one foot, as the shoe gave it. */
export interface Recording {
  /** From its content: the same run imported twice is there once. */
  readonly key: string;
  /** Device that it came from, as the browser names it. */
  readonly shoe: string;
  readonly shoeName: string;
  readonly entry: RunEntry;
  /** Its stream, docs/SPEC.md 4.5. */
  readonly bytes: Uint8Array;
  readonly kept_ms: number;
}

/** A pair of shoes that modules are worn in. */
export interface Pair {
  /** The number in the setting "shoe". */
  readonly id: number;
  readonly name: string;
  /** What it had run before. */
  readonly before_m: number;
  readonly retired: boolean;
}

export interface KnownShoe {
  readonly id: string;
  readonly name: string;
  readonly foot: 'unknown' | 'left' | 'right';
  readonly synced_ms?: number;
  /** Odometer of the module, of one foot. */
  readonly odometer_m?: number;
}

export interface Schema extends DBSchema {
  recordings: { key: string; value: Recording };
  /** Parts of runs that are not complete yet: [shoe, run, offset]. */
  parts: { key: [string, number, number]; value: Uint8Array };
  pairs: { key: number; value: Pair };
  shoes: { key: string; value: KnownShoe };
}

export type Database = IDBPDatabase<Schema>;

export const DATABASE = 'footfall';
const VERSION = 1;

/** @param onGone another page wants to delete or upgrade it, or the browser has closed it */
export function openDatabase(onGone: () => void): Promise<Database> {
  return openDB<Schema>(DATABASE, VERSION, {
    upgrade(database) {
      database.createObjectStore('recordings', { keyPath: 'key' });
      database.createObjectStore('parts');
      database.createObjectStore('pairs', { keyPath: 'id' });
      database.createObjectStore('shoes', { keyPath: 'id' });
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onGone();
    },
    terminated: onGone,
  });
}
