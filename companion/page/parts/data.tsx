/** Saving everything, getting it back, and asking the browser to keep it. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { askToPersist, database, loadLibrary } from '../library';
import { prefer, preferences } from '../preferences';
import { backupOf, importBackup, ImportRefused } from '../store/backup';
import { words } from '../words/words';
import { saveFile } from './save';

export function DataPart() {
  const w = words.value;
  const told = useSignal('');
  const exportAll = async () => {
    try {
      const text = await backupOf(await database(), preferences.value);
      saveFile(`footfall-backup-${new Date().toISOString().slice(0, 10)}.json`, 'application/json', text);
    } catch {
      told.value = w.problems.storageFailed;
    }
  };
  const importAll = async (file: File | undefined) => {
    if (!file) return;
    try {
      const { added, known, preferences: chosen } = await importBackup(await database(), await file.text());
      prefer(chosen);
      told.value = words.value.settings.imported(added, known);
    } catch (error) {
      told.value = refusal(error);
    }
    await loadLibrary();
  };
  return (
    <>
      <Persistence />
      <p class="row">
        <button data-action="export-all" onClick={() => void exportAll()}>
          {w.settings.exportAll}
        </button>
        <label class="button">
          {w.settings.importAll}
          <input
            class="hidden"
            type="file"
            accept=".json,application/json"
            data-action="import-all"
            onChange={({ currentTarget }) => {
              void importAll(currentTarget.files?.[0]);
              // So that the same file can be chosen again.
              currentTarget.value = '';
            }}
          />
        </label>
      </p>
      <p role="status" data-told="import">
        {told.value}
      </p>
    </>
  );
}

function refusal(error: unknown): string {
  const w = words.value.settings.importErrors;
  if (!(error instanceof ImportRefused)) return w.store;
  return error.problem === 'damaged' ? w.damaged(error.place) : w[error.problem];
}

function Persistence() {
  const w = words.value;
  const persisted = useSignal<boolean | undefined>(undefined);
  useEffect(() => {
    void navigator.storage?.persisted().then((is) => (persisted.value = is));
  }, []);
  if (persisted.value === undefined) return null;
  if (persisted.value) return <p>{w.settings.persisted}</p>;
  return (
    <p class="row">
      {w.settings.notPersisted}
      <button onClick={() => void askToPersist().then((is) => (persisted.value = is))}>
        {w.settings.persist}
      </button>
    </p>
  );
}
