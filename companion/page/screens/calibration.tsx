import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ControlPoint } from '../../client/control-point';
import { decimal, pace, paceUnit, whole } from '../format';
import { Confirm } from '../parts/confirm';
import { ProblemText } from '../parts/problem';
import {
  calibrationState,
  cancelCalibration,
  finishCalibration,
  resetCalibration,
  speedSample,
  startCalibration,
  type CalibrationState,
} from '../shoes/calibration';
import type { ProblemName } from '../shoes/device';
import { watchSpeed, type GroundSpeed } from '../shoes/gps';
import { problemOf, type Shoe } from '../shoes/shoe';
import { words } from '../words/words';

/** How often the shoe is asked how far it has come, ms. */
const LOOK_EVERY_ms = 3000;

export function CalibrationForm({ shoe }: { shoe: Shoe }) {
  const w = words.value.shoes.calibration;
  return (
    <details>
      <summary>{w.title}</summary>
      <p>{w.intro}</p>
      {shoe.controlPoint && <Body controlPoint={shoe.controlPoint} />}
    </details>
  );
}

function Body({ controlPoint }: { controlPoint: ControlPoint }) {
  const w = words.value.shoes.calibration;
  const state = useSignal<CalibrationState | undefined>(undefined);
  const told = useSignal('');
  const problem = useSignal<ProblemName | undefined>(undefined);
  const look = async () => (state.value = await calibrationState(controlPoint));
  const act = async (action: () => Promise<number | void>) => {
    told.value = '';
    problem.value = undefined;
    try {
      const detail = await action();
      if (detail !== undefined) told.value = w.details[detail] ?? '';
      await look();
    } catch (error) {
      problem.value = problemOf(error);
    }
  };
  useEffect(() => {
    void act(() => Promise.resolve());
  }, [controlPoint]);
  const underWay = state.value?.underWay ?? false;
  useEffect(() => {
    if (!underWay) return undefined;
    const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_ms);
    return () => clearInterval(timer);
  }, [underWay, controlPoint]);
  if (!state.value) return <ProblemText problem={problem.value} />;
  return (
    <>
      <p>{w.state(state.value.observations)}</p>
      <h3>{w.known}</h3>
      {underWay ? (
        <KnownDistance
          measured_m={state.value.measured_m}
          onFinish={(distance_m) => void act(() => finishCalibration(controlPoint, distance_m))}
          onCancel={() => void act(() => cancelCalibration(controlPoint))}
        />
      ) : (
        <button data-action="calibrate" onClick={() => void act(() => startCalibration(controlPoint))}>
          {w.start}
        </button>
      )}
      <ByGps controlPoint={controlPoint} onDetail={(detail) => (told.value = w.details[detail] ?? '')} />
      <p role="status" data-told="calibration">
        {told.value}
      </p>
      <ProblemText problem={problem.value} />
      {state.value.learned && (
        <Confirm
          label={w.reset}
          question={w.reset}
          yes={w.reset}
          onYes={() => void act(() => resetCalibration(controlPoint))}
        />
      )}
    </>
  );
}

interface KnownDistanceProps {
  readonly measured_m: number;
  readonly onFinish: (distance_m: number) => void;
  readonly onCancel: () => void;
}

function KnownDistance({ measured_m, onFinish, onCancel }: KnownDistanceProps) {
  const w = words.value.shoes.calibration;
  const distance_m = useSignal(400);
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        onFinish(distance_m.value);
      }}
    >
      <p>{w.measured(whole(measured_m))}</p>
      <label>
        {w.length}
        <input
          name="distance"
          type="number"
          min={1}
          max={100_000}
          step="any"
          required
          value={distance_m.value}
          onInput={({ currentTarget: { valueAsNumber } }) => {
            if (Number.isFinite(valueAsNumber)) distance_m.value = valueAsNumber;
          }}
        />
      </label>
      <p class="row">
        <button class="primary" data-action="calibrated">
          {w.finish}
        </button>
        <button type="button" onClick={onCancel}>
          {w.cancel}
        </button>
      </p>
    </form>
  );
}

function ByGps({
  controlPoint,
  onDetail,
}: {
  controlPoint: ControlPoint;
  onDetail: (detail: number) => void;
}) {
  const w = words.value.shoes.calibration;
  const on = useSignal(false);
  const denied = useSignal(false);
  const speed = useSignal<GroundSpeed | undefined>(undefined);
  useEffect(() => {
    if (!on.value) return undefined;
    return watchSpeed(
      (now) => {
        speed.value = now;
        if (!now) return;
        speedSample(controlPoint, now.speed_mps, now.accuracy_mps).then(onDetail, () => (on.value = false));
      },
      () => {
        denied.value = true;
        on.value = false;
      },
    );
  }, [on.value, controlPoint]);
  const now = speed.value;
  return (
    <>
      <h3>{w.gps}</h3>
      <button
        data-action="gps"
        onClick={() => {
          denied.value = false;
          on.value = !on.value;
        }}
      >
        {on.value ? w.gpsStop : w.gpsStart}
      </button>
      <p role="status">
        {denied.value && w.gpsDenied}
        {on.value &&
          (now
            ? w.gpsOn(`${pace(now.speed_mps)} ${paceUnit()}`, `${decimal(now.accuracy_mps)} m/s`)
            : w.gpsPoor)}
      </p>
    </>
  );
}
