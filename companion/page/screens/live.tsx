import { useEffect, useMemo } from 'preact/hooks';
import { CADENCE_CUE, wordsOf } from '../../coach';
import { Advice } from '../../../firmware/coach/advice';
import type { LiveFigures, LivePoint } from '../../live/outing';
import { strikeOf } from '../../runs/statistics';
import { balance, distance, NONE, pace, paceUnit, time, unitName, whole } from '../format';
import { keepScreenOn, screenStaysOn } from '../live/wake-lock';
import { Figure, Figures } from '../parts/figure';
import { Plot, type PlotLine } from '../parts/plot';
import { live, livePoints, restartOuting, shoes } from '../session';
import { words } from '../words/words';

const MINUTE_ms = 60_000;

export function LiveScreen() {
  const w = words.value;
  useEffect(keepScreenOn, []);
  const figures = live.value;
  const connected = shoes.value.some(({ phase }) => phase.value === 'on');
  if (!connected && !figures.begun)
    return (
      <section class="center">
        <h1>{w.live.title}</h1>
        <p>{w.live.notConnected}</p>
        <a class="button primary" href="#/shoes">
          {w.live.toShoes}
        </a>
      </section>
    );
  return (
    <section class="live">
      <h1 class="hidden">{w.live.title}</h1>
      <State figures={figures} />
      <Cue figures={figures} />
      <BigFigures figures={figures} />
      <LivePlot points={livePoints.value} />
      <footer>
        <button onClick={restartOuting}>{w.live.restart}</button>
        <small>
          {screenStaysOn.value === true && w.live.screenOn}
          {screenStaysOn.value === false && w.live.screenMayGoOff}
        </small>
      </footer>
    </section>
  );
}

function State({ figures }: { figures: LiveFigures }) {
  const w = words.value;
  const bonded = shoes.value.some((shoe) => shoe.bonded.value);
  const told = !figures.heard
    ? figures.begun
      ? w.live.lost
      : w.live.waiting
    : !figures.begun
      ? w.live.waiting
      : !figures.moving
        ? w.live.standing
        : w.kinds[figures.running ? 'run' : 'walk'];
  return (
    <p
      class={figures.heard ? 'state' : 'state gone'}
      role="status"
      data-state={figures.heard ? 'heard' : 'gone'}
    >
      {told}
      {figures.heard && !bonded && <small> {w.live.bondHint}</small>}
    </p>
  );
}

function Cue({ figures }: { figures: LiveFigures }) {
  if (!figures.cadenceCue) return null;
  const { title = '' } = wordsOf({ ...new Advice(), advice: CADENCE_CUE }, words.value.coach, 'km') ?? {};
  return (
    <p class="cue" role="status" data-cue>
      {title}
    </p>
  );
}

function BigFigures({ figures }: { figures: LiveFigures }) {
  const w = words.value;
  const sides =
    figures.contactLeft_ms !== undefined && figures.contactRight_ms !== undefined
      ? `${whole(figures.contactLeft_ms)} / ${whole(figures.contactRight_ms)}`
      : whole(figures.contact_ms);
  const shown = figures.heard;
  const meanSpeed = figures.moving_ms > 0 ? (1000 * figures.distance_m) / figures.moving_ms : 0;
  return (
    <Figures big>
      <Figure
        id="pace"
        look="wide"
        name={w.pace}
        value={shown ? pace(figures.speed_mps) : NONE}
        unit={paceUnit()}
      />
      <Figure id="distance" name={w.distance} value={distance(figures.distance_m)} unit={unitName()} />
      <Figure id="time" name={w.time} value={time(figures.elapsed_ms)} />
      <Figure id="cadence" name={w.cadence} value={shown ? whole(figures.cadence_spm) : NONE} unit={w.spm} />
      <Figure id="average" name={w.averagePace} value={pace(meanSpeed)} unit={paceUnit()} />
      <Figure id="contact" look="pair" name={w.contactTime} value={sides} unit={w.ms} />
      <Figure
        id="strike"
        name={w.strike}
        value={figures.strikeAngle_deg === undefined ? NONE : w.strikes[strikeOf(figures.strikeAngle_deg)]}
      />
      <Figure id="balance" look="pair" name={w.balance} value={balance(figures.balance_percent)} unit="%" />
      <Figure id="steps" name={w.steps} value={whole(figures.steps)} />
    </Figures>
  );
}

function LivePlot({ points }: { points: readonly LivePoint[] }) {
  const w = words.value;
  const plot = useMemo(() => speedOf(points), [points, w]);
  if (points.length < 3) return null;
  return (
    <>
      <Plot
        label={w.live.plot(points.length)}
        minutes={plot.minutes}
        lines={plot.lines}
        format={(speed) => pace(speed)}
        height={110}
        leastRange={1}
      />
      {plot.lines.length > 1 && <small>{w.live.filled}</small>}
    </>
  );
}

function speedOf(points: readonly LivePoint[]): { minutes: number[]; lines: PlotLine[] } {
  const w = words.value;
  const first_ms = points[0]?.at_ms ?? 0;
  const of = (filled: boolean) =>
    points.map((point) => ((point.filled ?? false) === filled ? point.speed_mps : null));
  const lines: PlotLine[] = [{ label: w.pace, colour: 'accent', values: of(false) }];
  if (points.some(({ filled }) => filled))
    lines.push({ label: w.live.lost, colour: 'accent', values: of(true), dashed: true });
  return { minutes: points.map(({ at_ms }) => (at_ms - first_ms) / MINUTE_ms), lines };
}
