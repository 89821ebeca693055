import { useMemo } from 'preact/hooks';
import type { Run, RunSample } from '../../export/run';
import { balanceOf, splitsBy, stretchesOf, strikeOf, weighted } from '../../runs/statistics';
import {
  balance,
  clock,
  date,
  decimal,
  distance,
  NONE,
  pace,
  paceOf_s,
  paceUnit,
  time,
  unit_m,
  unitName,
  whole,
} from '../format';
import { database, loadLibrary, outings, recordings, type Outing } from '../library';
import { adviceAfter } from '../coaching';
import { AdviceList } from '../parts/advice';
import { Confirm } from '../parts/confirm';
import { ExportRun } from '../parts/export-run';
import { Figure, Figures } from '../parts/figure';
import { Plot, type PlotLine } from '../parts/plot';
import { deleteRecordings } from '../store/recordings';
import { words } from '../words/words';

const MINUTE_ms = 60_000;

export function RunScreen({ id }: { id: string }) {
  const w = words.value;
  const outing = outings.value.find((one) => one.keys.includes(id));
  if (recordings.value === undefined) return null;
  return (
    <section>
      <p>
        <a href="#/history">‹ {w.history.back}</a>
      </p>
      {outing ? <RunPage outing={outing} /> : <p>{w.history.notFound}</p>}
    </section>
  );
}

function RunPage({ outing }: { outing: Outing }) {
  const w = words.value;
  const { run } = outing;
  const remove = async () => {
    await deleteRecordings(await database(), outing.keys);
    location.hash = '#/history';
    await loadLibrary();
  };
  return (
    <>
      <h1>
        {w.kinds[run.kind]}, {date(run.start_ms, run.zone_min)}{' '}
        <small>{clock(run.start_ms, run.zone_min)}</small>
      </h1>
      {outing.incomplete && <p class="notice">{w.history.incomplete}</p>}
      {outing.endedByReset && <p class="notice">{w.history.endedByReset}</p>}
      <Totals run={run} />
      {run.samples.length === 0 ? <p>{w.history.noSamples}</p> : <Curves run={run} />}
      <Splits run={run} />
      <Stretches run={run} />
      <AdviceList advice={adviceAfter(outing)} />
      <ExportRun run={run} undatedStart_ms={outing.kept_ms} />
      <p class="row">
        <Confirm
          id="delete-run"
          label={w.history.deleteRun}
          question={w.history.reallyDelete}
          onYes={() => void remove()}
        />
      </p>
    </>
  );
}

function Totals({ run }: { run: Run }) {
  const w = words.value;
  const running = run.samples.filter((sample) => sample.running);
  const speed = run.moving_ms > 0 ? (1000 * run.distance_m) / run.moving_ms : 0;
  const angle = weighted(running, 'strikeAngle_deg');
  return (
    <Figures>
      <Figure id="run-distance" name={w.distance} value={distance(run.distance_m)} unit={unitName()} />
      <Figure id="run-time" name={w.time} value={time(run.elapsed_ms)} />
      <Figure name={w.movingTime} value={time(run.moving_ms)} />
      <Figure name={w.averagePace} value={pace(speed)} unit={paceUnit()} />
      <Figure
        id="run-cadence"
        name={w.cadence}
        value={whole(weighted(running, 'cadence_spm'))}
        unit={w.spm}
      />
      <Figure
        id="run-contact"
        name={w.contactTime}
        value={whole(weighted(running, 'contact_ms'))}
        unit={w.ms}
      />
      <Figure name={w.flightTime} value={whole(weighted(running, 'flight_ms'))} unit={w.ms} />
      <Figure
        name={w.strike}
        value={angle === undefined ? NONE : w.strikes[strikeOf(angle)]}
        unit={angle === undefined ? undefined : `${decimal(angle)}°`}
      />
      <Figure id="run-balance" name={w.balance} value={balance(balanceOf(run.samples))} unit="%" />
      <Figure id="run-steps" name={w.steps} value={whole(run.steps)} />
      <Figure name={w.history.recordedBy} value={`${w.feet[run.foot]}`} unit={run.shoe} />
    </Figures>
  );
}

interface Curve {
  readonly name: string;
  readonly lines: readonly PlotLine[];
  readonly format: (value: number) => string;
  readonly leastRange: number;
}

function Curves({ run }: { run: Run }) {
  const w = words.value;
  const minutes = useMemo(
    () => run.samples.map(({ at_ms, duration_ms }) => (at_ms + duration_ms / 2) / MINUTE_ms),
    [run],
  );
  const curves = useMemo(() => curvesOf(run), [run, w]);
  const [from, to] = [time(0), time(run.elapsed_ms)];
  return (
    <div class="plots">
      <h2>{w.history.overTime}</h2>
      {curves.map(({ name, lines, format, leastRange }) => (
        <figure key={name}>
          <figcaption>{name}</figcaption>
          <Plot
            label={w.history.plotOf(name, from, to)}
            minutes={minutes}
            lines={lines}
            format={format}
            leastRange={leastRange}
          />
        </figure>
      ))}
    </div>
  );
}

/** Those with something to show. */
function curvesOf({ samples, kind }: Run): Curve[] {
  const w = words.value;
  const of = (value: (sample: RunSample) => number | undefined): (number | null)[] =>
    samples.map((sample) => value(sample) ?? null);
  // Walking contacts are twice as long: beside them nothing of the running would be seen.
  const ran = (value: (sample: RunSample) => number | undefined) =>
    of((sample) => (sample.running || kind === 'walk' ? value(sample) : undefined));
  const two = samples.some(({ contactLeft_ms, contactRight_ms }) => contactLeft_ms && contactRight_ms);
  const contact: PlotLine[] = two
    ? [
        { label: w.left, colour: 'left', values: ran(({ contactLeft_ms }) => contactLeft_ms) },
        { label: w.right, colour: 'right', values: ran(({ contactRight_ms }) => contactRight_ms) },
      ]
    : [{ label: w.contactTime, colour: 'accent', values: ran(({ contact_ms }) => contact_ms) }];
  const one = (label: string, values: (number | null)[]): PlotLine[] => [{ label, colour: 'accent', values }];
  const curves: Curve[] = [
    {
      name: `${w.pace} (${paceUnit()})`,
      lines: one(
        w.pace,
        of(({ speed_mps }) => speed_mps),
      ),
      format: (speed) => pace(speed),
      leastRange: 1,
    },
    {
      name: `${w.cadence} (${w.spm})`,
      lines: one(
        w.cadence,
        of(({ cadence_spm }) => cadence_spm),
      ),
      format: (value) => whole(value),
      leastRange: 20,
    },
    { name: `${w.contactTime} (${w.ms})`, lines: contact, format: (value) => whole(value), leastRange: 40 },
    {
      name: `${w.strikeAngle} (°)`,
      lines: one(
        w.strikeAngle,
        ran(({ strikeAngle_deg }) => strikeAngle_deg),
      ),
      format: (value) => decimal(value),
      leastRange: 10,
    },
    {
      name: `${w.balance} (%)`,
      lines: one(w.balance, ran(leftShare)),
      format: (value) => decimal(value),
      leastRange: 4,
    },
  ];
  return curves.filter(({ lines }) => lines.some(({ values }) => values.some((value) => value !== null)));
}

function leftShare({ contactLeft_ms, contactRight_ms }: RunSample): number | undefined {
  return contactLeft_ms && contactRight_ms
    ? (100 * contactLeft_ms) / (contactLeft_ms + contactRight_ms)
    : undefined;
}

function Splits({ run }: { run: Run }) {
  const w = words.value;
  const splits = splitsBy(run, unit_m());
  if (splits.length === 0) return null;
  return (
    <>
      <h2>{w.history.splits}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label={w.history.splits}>
        <table>
          <thead>
            <tr>
              <th scope="col">{w.history.split}</th>
              <th scope="col">{w.time}</th>
              <th scope="col">
                {w.pace} {paceUnit()}
              </th>
              <th scope="col">{w.cadence}</th>
              <th scope="col">{w.contactShort}</th>
            </tr>
          </thead>
          <tbody>
            {splits.map(({ distance_m, elapsed_ms, cadence_spm, contact_ms }, i) => (
              <tr key={i}>
                <th scope="row">
                  {distance_m < unit_m() - 1 ? `${distance(distance_m)} ${unitName()}` : i + 1}
                </th>
                <td>{time(elapsed_ms)}</td>
                <td>{paceOf_s((elapsed_ms / 1000 / distance_m) * unit_m())}</td>
                <td>{whole(cadence_spm)}</td>
                <td>{whole(contact_ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Stretches({ run }: { run: Run }) {
  const w = words.value;
  const stretches = stretchesOf(run);
  if (stretches.length === 0) return null;
  const total_ms = run.elapsed_ms || 1;
  return (
    <>
      <h2>{w.history.stretches}</h2>
      <div class="stretches" aria-hidden="true">
        {stretches.map(({ kind, from_ms, to_ms }, i) => (
          <i key={i} class={kind} style={{ flexGrow: (to_ms - from_ms) / total_ms }} />
        ))}
      </div>
      <ul class="plain">
        {stretches.map(({ kind, from_ms, to_ms, distance_m }, i) => (
          <li key={i}>
            <i class={`dot ${kind}`} /> {w.kinds[kind]} {time(to_ms - from_ms)}
            {kind !== 'stand' && `, ${distance(distance_m)} ${unitName()}`} <small>({time(from_ms)})</small>
          </li>
        ))}
      </ul>
    </>
  );
}
