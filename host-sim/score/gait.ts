/** What the truth of a recording says about when the person walked or ran, and when the foot stood. */
import type { TraceStride } from '../traces/meta';
import type { RecordingTruth, Truth } from './truth';

/** Strides of this mean speed and more are running, m/s. */
const RUN_MPS = 2.2;
/** Marks further apart than this enclose a pause; the slowest strides of the traces' patients take 2 s. */
const LONGEST_STRIDE_US = 2.5e6;
/** A foot on the ground for longer than this stands. */
export const LONGEST_CONTACT_US = 2e6;
/** A foot is taken to stand this long after its last movement and before the next: it settles first. */
const SETTLING_US = 500000;

export interface Span {
  start_us: number;
  end_us: number;
}

export function isRunning(stride: TraceStride | undefined, activity: string): boolean {
  if (stride?.class) return stride.class === 'run';
  if (stride?.mean_speed_mps !== undefined && stride.mean_speed_mps >= RUN_MPS) return true;
  return activity === 'run';
}

/** Walking or running in a stretch of time; undefined when both. */
export function gaitWithin({ truth, activity }: RecordingTruth, span: Span): 'walk' | 'run' | undefined {
  const strides = (truth.strides ?? []).filter(
    ({ start_us }) => start_us >= span.start_us && start_us < span.end_us,
  );
  const running = strides.filter((stride) => isRunning(stride, activity)).length;
  if (strides.length === 0) return isRunning(undefined, activity) ? 'run' : 'walk';
  if (running > 0 && running < strides.length) return undefined;
  return running > 0 ? 'run' : 'walk';
}

/**
 * One time per true stride, at whatever phase the truth marks; in runs without a pause, at least two each. Of
 * mid-stances those at either end are left out: there the foot stands for any time.
 */
export function markedRuns(truth: Truth): number[][] {
  const { stride_start, ic, midstance, stride_phase } = truth.events_us ?? {};
  const runs: number[][] = [];
  let run: number[] = [];
  for (const time of stride_start ?? ic ?? midstance?.slice(1, -1) ?? stride_phase ?? []) {
    const last = run.at(-1);
    if (last !== undefined && time - last > LONGEST_STRIDE_US) run = [];
    if (run.length === 1) runs.push(run);
    run.push(time);
  }
  return runs;
}

/** When the foot first left the ground; with motion capture, the speed peak of that swing. Undefined where not known. */
export function gaitStart_us({ complete, events_us = {} }: Truth): number | undefined {
  if (!complete) return undefined;
  return (events_us.tc ?? events_us.mocap_swing_peak)?.[0];
}

/**
 * When the foot surely stood: before the first stride, after the last, and where the contacts are known in pauses
 * between. Empty unless every stride of the recording is labelled.
 */
export function standing({ complete, events_us = {} }: Truth, duration_us: number): Span[] {
  const { ic, tc, midstance } = events_us;
  if (!complete) return [];
  let pauses: Span[] = [];
  if (ic?.length && tc?.length) {
    const landings = [0, ...ic];
    pauses = landings.map((start_us) => ({
      start_us,
      end_us: tc.find((time) => time > start_us) ?? duration_us,
    }));
    pauses = pauses.filter(
      ({ start_us, end_us }, i) =>
        i === 0 || i === landings.length - 1 || end_us - start_us > LONGEST_CONTACT_US,
    );
  } else if (midstance?.length) {
    pauses = [
      { start_us: 0, end_us: midstance[0] },
      { start_us: midstance[midstance.length - 1], end_us: duration_us },
    ];
  }
  return pauses
    .map(({ start_us, end_us }) => ({
      start_us: start_us === 0 ? 0 : start_us + SETTLING_US,
      end_us: end_us === duration_us ? end_us : end_us - SETTLING_US,
    }))
    .filter(({ start_us, end_us }) => end_us > start_us);
}
