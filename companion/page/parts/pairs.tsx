/** The pairs of shoes that were run in, and how far each has gone. */
import { useSignal } from '@preact/signals';
import { distance, unit_m, unitName } from '../format';
import { database, loadLibrary, outings, pairs } from '../library';
import type { Pair } from '../store/database';
import { words } from '../words/words';
import { SHOE_LASTS_m } from './shoe-age';

function pairsInUse(): Pair[] {
  const known = new Map(pairs.value.map((pair) => [pair.id, pair]));
  for (const { pair } of outings.value)
    if (!known.has(pair)) known.set(pair, { id: pair, name: '', before_m: 0, retired: false });
  return [...known.values()].sort((a, b) => Number(a.retired) - Number(b.retired) || a.id - b.id);
}

/** Of a pair: what it had run before, and every run and walk in it. */
export function odometer_m(pair: Pair): number {
  const run_m = outings.value
    .filter((one) => one.pair === pair.id)
    .reduce((sum, { run }) => sum + run.distance_m, 0);
  return pair.before_m + run_m;
}

export function pairName({ id, name }: Pair): string {
  return name || words.value.progress.pair(id);
}

export function PairList() {
  const w = words.value;
  const all = pairsInUse();
  if (all.length === 0) return null;
  return (
    <>
      <h2>{w.progress.pairs}</h2>
      <p>
        <small>{w.progress.pairsHint}</small>
      </p>
      <ul class="plain pairs">
        {all.map((pair) => (
          <PairItem key={pair.id} pair={pair} />
        ))}
      </ul>
      <p>
        <small>{w.progress.wearHint}</small>
      </p>
    </>
  );
}

function PairItem({ pair }: { pair: Pair }) {
  const w = words.value;
  const gone_m = odometer_m(pair);
  const told = w.progress.wear(
    `${distance(gone_m, 0)} ${unitName()}`,
    `${distance(SHOE_LASTS_m, 0)} ${unitName()}`,
  );
  return (
    <li data-pair={pair.id}>
      <b>{pairName(pair)}</b> {pair.retired && <small>({w.progress.retired})</small>} {told}
      <meter
        min={0}
        max={SHOE_LASTS_m}
        high={SHOE_LASTS_m - 1}
        value={Math.min(gone_m, SHOE_LASTS_m)}
        aria-label={told}
      />
      {gone_m >= SHOE_LASTS_m && !pair.retired && <p class="notice">{w.progress.wornOut}</p>}
      <PairEditor pair={pair} />
    </li>
  );
}

function PairEditor({ pair }: { pair: Pair }) {
  const w = words.value;
  const draft = useSignal(pair);
  const keep = async () => {
    await (await database()).put('pairs', draft.value);
    await loadLibrary();
  };
  const change = (part: Partial<Pair>) => (draft.value = { ...draft.value, ...part });
  return (
    <details>
      <summary>{w.progress.edit}</summary>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        <label>
          {w.progress.rename}
          <input
            value={draft.value.name}
            maxLength={40}
            onInput={({ currentTarget: { value } }) => change({ name: value })}
          />
        </label>
        <label>
          {w.progress.before} {unitName()}
          <input
            type="number"
            min={0}
            max={5000}
            step="any"
            value={Math.round(draft.value.before_m / unit_m())}
            onInput={({ currentTarget: { valueAsNumber } }) =>
              change({ before_m: Number.isFinite(valueAsNumber) ? Math.max(0, valueAsNumber) * unit_m() : 0 })
            }
          />
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={draft.value.retired}
            onChange={({ currentTarget: { checked } }) => change({ retired: checked })}
          />
          {w.progress.retired}
        </label>
        <button>{w.progress.save}</button>
      </form>
    </details>
  );
}
