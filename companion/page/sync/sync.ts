/**
 * Fetching runs from a shoe. A run is acknowledged only when the browser has it on disk and gave it back unharmed: so the shoe
 * never lets go of a run that a closed tab, a full disk or a lost link has cost the phone.
 */
import { RequestFailed, Result } from '../../client/control-point';
import type { History, RunEntry } from '../../client/history';
import { MemoryBytes } from '../../client/stored-bytes';
import type { Database, Recording } from '../store/database';
import { KeptBytes } from '../store/parts';
import { deleteRecordings, isOf, keepRecording, recordingsOf } from '../store/recordings';

export interface SyncProgress {
  readonly runs: number;
  readonly ofRuns: number;
  readonly bytes: number;
  readonly ofBytes: number;
}

export interface SyncTask {
  readonly history: Pick<History, 'list' | 'read' | 'acknowledge'>;
  readonly database: Database;
  readonly shoe: string;
  readonly shoeName: string;
  /** Also those the shoe has handed out before, for a phone that has lost them. Default: what is new. */
  readonly everything?: boolean;
  onProgress(progress: SyncProgress): void;
}

/** The shoe says that what is stored is not its run, twice. It keeps the run. */
export class NotProved extends Error {
  constructor(run: number) {
    super(`run ${run}: the shoe does not accept the checksum of what was stored`);
    this.name = 'NotProved';
  }
}

/** @returns runs that are new on this device. Throws LinkLost, TransferEnded, RequestFailed, and what the browser can't store */
export async function syncRuns(task: SyncTask): Promise<number> {
  const { history, database, shoe } = task;
  const listed = await history.list(0, task.everything ? 'all' : 'unreleased');
  const entries = listed.filter(({ isOver, hasStart, bytes }) => isOver && (hasStart || bytes > 0));
  const ofBytes = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  const known = await recordingsOf(database, shoe);
  let [before, fresh] = [0, 0];
  for (const [runs, entry] of entries.entries()) {
    const tell = (bytes: number) =>
      task.onProgress({ runs, ofRuns: entries.length, bytes: Math.min(before + bytes, ofBytes), ofBytes });
    tell(0);
    const there = known.find((recording) => isOf(recording, entry));
    if (!there) fresh++;
    // What is here but not what the shoe has is given up, once.
    if (!(await prove(task, there ?? (await fetchRun(task, entry, tell)))))
      if (!(await prove(task, await fetchRun(task, entry, tell)))) throw new NotProved(entry.run);
    before += entry.bytes;
  }
  task.onProgress({ runs: entries.length, ofRuns: entries.length, bytes: ofBytes, ofBytes });
  return fresh;
}

async function fetchRun(task: SyncTask, entry: RunEntry, tell: (bytes: number) => void): Promise<Recording> {
  const { history, database, shoe, shoeName } = task;
  const kept = await KeptBytes.open(database, shoe, entry.run, tell);
  try {
    await history.read(entry.run, kept);
  } finally {
    // What came before the link was lost is gone on with next time.
    await kept.flush();
  }
  const bytes = await kept.readBack();
  return keepRecording(database, shoe, shoeName, entry, bytes);
}

/** @returns false when the shoe has something else than is stored: that is deleted */
async function prove({ history, database }: SyncTask, { key, entry, bytes }: Recording): Promise<boolean> {
  const stored = new MemoryBytes();
  stored.append(bytes);
  try {
    await history.acknowledge(entry.run, stored);
    return true;
  } catch (error) {
    if (!(error instanceof RequestFailed) || error.result !== Result.NotComplete) throw error;
    await deleteRecordings(database, [key]);
    return false;
  }
}
