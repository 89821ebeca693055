/** The runs on this device, decoded and put together, newest first. */
import { computed, signal } from '@preact/signals';
import type { Run } from '../export/run';
import { mergedRun, pairUp } from '../runs/merge';
import { decodeRun, type FootRun } from '../runs/run';
import { openDatabase, type Database, type KnownShoe, type Pair, type Recording } from './store/database';

/** A run of the runner: one recording, or those of both shoes. */
export interface Outing {
  readonly id: string;
  readonly run: Run;
  readonly keys: readonly string[];
  /** Number of the pair it was run in. */
  readonly pair: number;
  /** The shoe had given up the beginning of it; the shoe restarted during it. */
  readonly incomplete: boolean;
  readonly endedByReset: boolean;
  /** When the page got it. */
  readonly kept_ms: number;
}

export const recordings = signal<readonly Recording[] | undefined>(undefined);
export const pairs = signal<readonly Pair[]>([]);
export const knownShoes = signal<readonly KnownShoe[]>([]);
/** Why the store can't be used; the words have it. */
export const storeProblem = signal<'storageFailed' | 'storageEvicted' | undefined>(undefined);

/** Says that there were runs once: a browser that is short of space gives up a page's database without a word. */
const HAD_RUNS = 'footfall-had-runs';

let opened: Promise<Database> | undefined;

export function database(): Promise<Database> {
  opened ??= openDatabase(() => (opened = undefined));
  opened.catch(() => (opened = undefined));
  return opened;
}

export async function loadLibrary(): Promise<void> {
  try {
    const base = await database();
    const [kept, keptPairs, shoes] = await Promise.all([
      base.getAll('recordings'),
      base.getAll('pairs'),
      base.getAll('shoes'),
    ]);
    recordings.value = kept;
    pairs.value = keptPairs;
    knownShoes.value = shoes;
    noteEviction(kept.length);
  } catch {
    storeProblem.value = 'storageFailed';
    recordings.value ??= [];
  }
}

function noteEviction(runs: number): void {
  const had = Number(localStorage.getItem(HAD_RUNS) ?? 0);
  storeProblem.value = runs === 0 && had > 0 ? 'storageEvicted' : undefined;
  if (runs > 0) localStorage.setItem(HAD_RUNS, String(runs));
}

/** The runner has deleted everything, or has read that it is gone. */
export function forgetEviction(): void {
  localStorage.removeItem(HAD_RUNS);
  storeProblem.value = undefined;
}

const decoded = new Map<string, FootRun>();

function decode({ key, bytes }: Recording): FootRun {
  let run = decoded.get(key);
  if (!run) decoded.set(key, (run = decodeRun(bytes)));
  return run;
}

export const outings = computed<readonly Outing[]>(() => {
  const all = (recordings.value ?? []).map((recording) => ({
    shoe: recording.shoe,
    key: recording.key,
    shoeName: recording.shoeName,
    kept_ms: recording.kept_ms,
    run: dated(decode(recording), recording),
  }));
  const groups = pairUp(all).map((group): Outing => {
    const keys = group.map(({ key }) => key);
    const shoe = group.map(({ shoeName }) => shoeName).join(', ');
    return {
      id: keys[0],
      keys,
      run: mergedRun(
        group.map(({ run }) => run),
        { shoe },
      ),
      pair: group[0].run.pair,
      incomplete: group.some(({ run }) => !run.hasStart),
      endedByReset: group.some(({ run }) => run.endedByReset),
      kept_ms: group[0].kept_ms,
    };
  });
  return groups.sort((a, b) => (b.run.start_ms ?? 0) - (a.run.start_ms ?? 0));
});

/** The shoe may have learned the time after the run began: its list of runs then knows when that was. */
function dated(run: FootRun, { entry }: Recording): FootRun {
  if (run.start_ms !== undefined || entry.start_ms === undefined) return run;
  return { ...run, start_ms: entry.start_ms, zone_min: entry.zone_min };
}

/** Asks the browser to keep what is stored even when space is short. It may say no. */
export async function askToPersist(): Promise<boolean> {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}
