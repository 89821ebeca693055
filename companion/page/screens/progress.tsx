import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { BEST_DISTANCES_m, fastest_ms } from '../../runs/statistics';
import { dayOf, periodsOf, type Period } from '../../runs/periods';
import { date, day, distance, duration, pace, paceUnit, time, unitName, whole } from '../format';
import { outings, type Outing } from '../library';
import { adviceOverWeeks } from '../coaching';
import { AdviceList } from '../parts/advice';
import { Plot } from '../parts/plot';
import { PairList } from '../parts/pairs';
import { words } from '../words/words';

const WEEKS = 12;
const MONTHS = 12;

export function ProgressScreen() {
  const w = words.value;
  const of = useSignal<'week' | 'month'>('week');
  const all = outings.value;
  const today = dayOf(Date.now(), -new Date().getTimezoneOffset());
  const runs = useMemo(() => all.map(({ run }) => run).filter(({ kind }) => kind === 'run'), [all]);
  const periods = useMemo(
    () => periodsOf(runs, of.value, today, of.value === 'week' ? WEEKS : MONTHS),
    [runs, of.value, today],
  );
  return (
    <section>
      <h1>{w.progress.title}</h1>
      {periods.length === 0 ? (
        <p>{w.progress.none}</p>
      ) : (
        <>
          <div class="segments" role="group" aria-label={w.progress.title}>
            {(['week', 'month'] as const).map((one) => (
              <button key={one} aria-pressed={of.value === one} onClick={() => (of.value = one)}>
                {one === 'week' ? w.progress.weeks : w.progress.months}
              </button>
            ))}
          </div>
          <Bars periods={periods} of={of.value} />
          <PeriodTable periods={periods} of={of.value} />
          <Trends periods={periods} />
          <Bests outings={all} />
          <AdviceList advice={adviceOverWeeks()} />
        </>
      )}
      <PairList />
    </section>
  );
}

function name({ day: of }: Period, period: 'week' | 'month', long: boolean): string {
  if (period === 'month') return day(of, long ? { month: 'long', year: 'numeric' } : { month: 'short' });
  return day(of, { day: 'numeric', month: 'short' });
}

function Bars({ periods, of }: { periods: readonly Period[]; of: 'week' | 'month' }) {
  const most = Math.max(...periods.map(({ distance_m }) => distance_m), 1);
  return (
    <div class="bars" role="img" aria-label={words.value.progress.bars(periods.length)}>
      {periods.map((period) => (
        <div key={period.day}>
          <div>
            <span>{period.distance_m > 0 ? distance(period.distance_m, 0) : ''}</span>
            <i style={{ height: `${(85 * period.distance_m) / most}%` }} />
          </div>
          <small>{name(period, of, false)}</small>
        </div>
      ))}
    </div>
  );
}

function PeriodTable({ periods, of }: { periods: readonly Period[]; of: 'week' | 'month' }) {
  const w = words.value;
  return (
    <div
      class="scroll"
      tabIndex={0}
      role="region"
      aria-label={of === 'week' ? w.progress.weeks : w.progress.months}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{of === 'week' ? w.progress.week : w.progress.month}</th>
            <th scope="col">{unitName()}</th>
            <th scope="col">{w.time}</th>
            <th scope="col">{w.progress.runs}</th>
            <th scope="col">
              {w.pace} {paceUnit()}
            </th>
            <th scope="col">{w.cadence}</th>
            <th scope="col">{w.contactShort}</th>
          </tr>
        </thead>
        <tbody>
          {[...periods].reverse().map((period) => (
            <tr key={period.day}>
              <th scope="row">{name(period, of, true)}</th>
              <td>{distance(period.distance_m, 1)}</td>
              <td>{duration(period.moving_ms)}</td>
              <td>{period.runs}</td>
              <td>{pace(period.speed_mps)}</td>
              <td>{whole(period.cadence_spm)}</td>
              <td>{whole(period.contact_ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Trends({ periods }: { periods: readonly Period[] }) {
  const w = words.value;
  const known = useMemo(() => periods.filter(({ cadence_spm }) => cadence_spm !== undefined), [periods]);
  if (known.length < 2) return null;
  const row = (key: 'cadence_spm' | 'contact_ms', label: string, unit: string) => {
    const values = known.map((period) => period[key]);
    const [first, last] = [values[0], values[values.length - 1]];
    return (
      <figure>
        <figcaption>
          {label} ({unit}): {whole(first)} → {whole(last)}
        </figcaption>
        <TrendPlot label={label} values={values} />
      </figure>
    );
  };
  return (
    <>
      <h2>{w.progress.trends}</h2>
      <div class="plots">
        {row('cadence_spm', w.cadence, w.spm)}
        {row('contact_ms', w.contactTime, w.ms)}
      </div>
    </>
  );
}

function TrendPlot({ label, values }: { label: string; values: readonly (number | undefined)[] }) {
  const key = values.join();
  const [x, lines] = useMemo(
    () => [
      values.map((_, i) => i - values.length + 1),
      [{ label, colour: 'accent', values: values.map((value) => value ?? null) }],
    ],
    [key, label],
  );
  return (
    <Plot
      label={label}
      minutes={x}
      plain
      lines={lines}
      format={(value) => whole(value)}
      height={110}
      leastRange={12}
    />
  );
}

function bestName(distance_m: number): string {
  const w = words.value;
  if (distance_m === 1609.344) return w.progress.mile;
  if (distance_m === 21_097.5) return w.progress.half;
  if (distance_m === 42_195) return w.progress.marathon;
  return `${distance_m / 1000} ${w.km}`;
}

function Bests({ outings: all }: { outings: readonly Outing[] }) {
  const w = words.value;
  const bests = useMemo(
    () =>
      BEST_DISTANCES_m.map((distance_m) => {
        let best: { outing: Outing; ms: number } | undefined;
        for (const outing of all) {
          const ms = fastest_ms(outing.run, distance_m);
          if (ms !== undefined && (!best || ms < best.ms)) best = { outing, ms };
        }
        return { distance_m, best };
      }),
    [all],
  );
  const runs = all.filter(({ run }) => run.kind === 'run');
  const longest = runs.reduce<Outing | undefined>(
    (most, one) => (!most || one.run.distance_m > most.run.distance_m ? one : most),
    undefined,
  );
  return (
    <>
      <h2>{w.progress.bests}</h2>
      <ul class="plain bests">
        {bests.map(
          ({ distance_m, best }) =>
            best && (
              <li key={distance_m}>
                {w.progress.best(bestName(distance_m))}: <b>{time(best.ms)}</b>{' '}
                <small>
                  {pace((1000 * distance_m) / best.ms)} {paceUnit()}
                </small>{' '}
                <RunLink outing={best.outing} />
              </li>
            ),
        )}
        {longest && (
          <li>
            {w.progress.longest}:{' '}
            <b>
              {distance(longest.run.distance_m)} {unitName()}
            </b>{' '}
            <RunLink outing={longest} />
          </li>
        )}
      </ul>
    </>
  );
}

function RunLink({ outing: { id, run } }: { outing: Outing }) {
  return <a href={`#/history/${id}`}>{date(run.start_ms, run.zone_min)}</a>;
}
