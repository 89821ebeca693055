import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Confirm } from '../parts/confirm';
import { DataPart } from '../parts/data';
import { database, forgetEviction, loadLibrary } from '../library';
import { prefer, preferences, type Preferences } from '../preferences';
import { deleteAll } from '../store/recordings';
import { install, offlineReady } from '../updates';
import { LANGUAGES, words } from '../words/words';

export function SettingsScreen() {
  const w = words.value;
  return (
    <section>
      <h1>{w.settings.title}</h1>
      <Choices />
      <h2>{w.settings.data}</h2>
      <p>{w.settings.dataHint}</p>
      <DataPart />
      <DeleteAll />
      <h2>{w.settings.about}</h2>
      {install.value && <button onClick={install.value}>{w.settings.install}</button>}
      {offlineReady.value && <p role="status">{w.settings.offline}</p>}
      <p>
        {w.settings.version} {__VERSION__}. {w.settings.licence}
      </p>
    </section>
  );
}

function Choices() {
  const w = words.value;
  const chosen = preferences.value;
  const select = <K extends 'language' | 'theme' | 'units'>(
    key: K,
    label: string,
    options: readonly (readonly [Preferences[K], string])[],
  ): JSX.Element => (
    <label>
      {label}
      <select
        name={key}
        value={chosen[key]}
        onChange={({ currentTarget: { value } }) => prefer({ [key]: value as Preferences[K] })}
      >
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div class="form">
      {select('language', w.settings.language, [
        ['auto', w.settings.auto],
        ...LANGUAGES.map(
          ({ locale, languageName }) => [locale as Preferences['language'], languageName] as const,
        ),
      ])}
      {select(
        'theme',
        w.settings.theme,
        (['auto', 'light', 'dark'] as const).map((one) => [one, w.settings.themes[one]] as const),
      )}
      {select('units', w.settings.units, [
        ['km', w.km],
        ['mi', w.mi],
      ])}
      <label class="check">
        <input
          type="checkbox"
          checked={chosen.syncOnConnect}
          onChange={({ currentTarget: { checked } }) => prefer({ syncOnConnect: checked })}
        />
        {w.settings.syncOnConnect}
      </label>
    </div>
  );
}

function DeleteAll() {
  const w = words.value;
  const told = useSignal('');
  const remove = async () => {
    try {
      await deleteAll(await database());
      forgetEviction();
      told.value = w.settings.deleted;
    } catch {
      told.value = w.problems.storageFailed;
    }
    await loadLibrary();
  };
  return (
    <>
      <Confirm
        id="delete-all"
        label={w.settings.deleteAll}
        question={w.settings.reallyDeleteAll}
        onYes={() => void remove()}
      />
      <p role="status">{told.value}</p>
    </>
  );
}
