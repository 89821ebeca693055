import { useSignal } from '@preact/signals';
import { weighted } from '../../runs/statistics';
import { clock, date, distance, pace, paceUnit, time, unitName, whole } from '../format';
import { outings, recordings, type Outing } from '../library';
import { Spark } from '../parts/spark';
import { words } from '../words/words';

/** Rows shown at first, and more at a time. */
const ROWS = 50;

export function HistoryScreen() {
  const w = words.value;
  const walks = useSignal(false);
  const rows = useSignal(ROWS);
  const all = outings.value;
  const shown = all.filter(({ run }) => walks.value || run.kind === 'run');
  if (recordings.value === undefined) return null;
  return (
    <section>
      <h1>{w.history.title}</h1>
      {all.length === 0 ? (
        <p>{w.history.none}</p>
      ) : (
        <p class="row spread">
          <span data-count={shown.length}>{w.history.count(shown.length)}</span>
          <label>
            <input type="checkbox" checked={walks.value} onChange={() => (walks.value = !walks.value)} />{' '}
            {w.history.walks}
          </label>
        </p>
      )}
      <ul class="runs">
        {shown.slice(0, rows.value).map((outing) => (
          <Row key={outing.id} outing={outing} />
        ))}
      </ul>
      {shown.length > rows.value && <button onClick={() => (rows.value += ROWS)}>…</button>}
    </section>
  );
}

function Row({ outing: { id, run } }: { outing: Outing }) {
  const w = words.value;
  const speed = run.moving_ms > 0 ? (1000 * run.distance_m) / run.moving_ms : 0;
  const cadence = weighted(
    run.samples.filter(({ running }) => running),
    'cadence_spm',
  );
  return (
    <li>
      <a href={`#/history/${id}`}>
        <span class="when">
          {date(run.start_ms, run.zone_min)} <small>{clock(run.start_ms, run.zone_min)}</small>
          {run.kind === 'walk' && <small> {w.kinds.walk}</small>}
        </span>
        <Spark run={run} />
        <span class="what">
          <b>
            {distance(run.distance_m)} {unitName()}
          </b>
          <span>{time(run.moving_ms)}</span>
          <span>
            {pace(speed)} {paceUnit()}
          </span>
          <span>
            {whole(cadence)} {w.spm}
          </span>
        </span>
      </a>
    </li>
  );
}
