/**
 * Strides that were found while the labels say that the foot stood: did it? Beside each stands what the foot did, told without the
 * detector: the recording's own samples, integrated in double precision from the stillest instant before to the stillest after (linear
 * de-drift: Skog et al. 2010). A foot that comes to rest elsewhere made a step, labelled or not.
 */
import { openTrace } from '../traces/csv';
import { SAMPLE_VALUES, type TraceSource } from '../traces/source';
import { standing } from './gait';
import type { Scored } from './run';
import { aligned, cell } from './table';

/** The foot stands at some instant in these stretches before and after a landing, us. */
const BEFORE_us = [1_200_000, 250_000] as const;
const AFTER_us = [30_000, 500_000] as const;
/** Half of the samples whose mean rotation tells the stillest instant, and whose mean force tells up there. */
const HALF = 2;
const GRAVITY_m_s2 = 9.80665;
const DDPS_rad_s = Math.PI / 1800;

type Vector = [number, number, number];

/** What a foot did from rest to rest. */
export interface Movement {
  /** Level distance and greatest height above the start. */
  way_m: number;
  height_m: number;
  /** Greatest angle of its up against that of the start. */
  tilt_deg: number;
  /** Greatest change of specific force. */
  jolt_g_s: number;
  /** Level speed left at the end, before it was taken back: small where both ends were rest. */
  left_m_s: number;
}

export interface PauseStride extends Movement {
  dataset: string;
  name: string;
  ic_us: number;
}

interface Samples {
  t_us: number[];
  force_mg: Vector[];
  rate_rad_s: Vector[];
}

const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const length = (a: Vector) => Math.sqrt(dot(a, a));
const times = (a: Vector, by: number): Vector => [a[0] * by, a[1] * by, a[2] * by];
const plus = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

function read(source: TraceSource): Samples {
  const samples: Samples = { t_us: [], force_mg: [], rate_rad_s: [] };
  const frame = new Float64Array(SAMPLE_VALUES);
  try {
    while (source.next(frame)) {
      samples.t_us.push(frame[0]);
      samples.force_mg.push([frame[1], frame[2], frame[3]]);
      samples.rate_rad_s.push(times([frame[4], frame[5], frame[6]], DDPS_rad_s));
    }
  } finally {
    source.close();
  }
  return samples;
}

/** The sample in a stretch of time around which the foot turns least; undefined where there are none. */
function stillest({ t_us, rate_rad_s }: Samples, from_us: number, to_us: number): number | undefined {
  let least = Infinity;
  let at: number | undefined;
  for (let i = HALF; i < t_us.length - HALF; i++) {
    if (t_us[i] < from_us || t_us[i] > to_us) continue;
    const sum = rate_rad_s.slice(i - HALF, i + HALF + 1).reduce((total, rate) => total + length(rate), 0);
    if (sum >= least) continue;
    least = sum;
    at = i;
  }
  return at;
}

/** A direction fixed in the world as the sensor sees it after it turned by `turn`, rad. */
function turned(direction: Vector, turn: Vector): Vector {
  const angle = length(turn);
  if (angle === 0) return direction;
  const axis = times(turn, 1 / angle);
  return plus(
    plus(times(direction, Math.cos(angle)), times(cross(direction, axis), Math.sin(angle))),
    times(axis, dot(axis, direction) * (1 - Math.cos(angle))),
  );
}

/** @returns what the foot did around a landing; undefined at the ends of a recording. `source` is read to its end and closed */
export function movementAround(source: TraceSource, ic_us: number): Movement | undefined {
  const samples = read(source);
  const { t_us, force_mg, rate_rad_s } = samples;
  const first = stillest(samples, ic_us - BEFORE_us[0], ic_us - BEFORE_us[1]);
  const last = stillest(samples, ic_us + AFTER_us[0], ic_us + AFTER_us[1]);
  if (first === undefined || last === undefined) return undefined;
  const gravity = force_mg.slice(first - HALF, first + HALF + 1).reduce(plus);
  const g_mg = length(gravity) / (2 * HALF + 1);
  const start = times(gravity, 1 / length(gravity));
  // The sensor turns: up and two level directions as it sees them.
  let up = start;
  const aside: Vector = Math.abs(up[0]) < 0.7 ? [1, 0, 0] : [0, 1, 0];
  let north = cross(up, aside);
  north = times(north, 1 / length(north));
  let velocity: Vector = [0, 0, 0];
  const velocities: Vector[] = [velocity];
  let tilt = 0;
  let jolt = 0;
  const accelerations = (i: number): Vector => {
    const force = times(force_mg[i], GRAVITY_m_s2 / g_mg);
    return [dot(force, north), dot(force, cross(up, north)), dot(force, up) - GRAVITY_m_s2];
  };
  let before = accelerations(first);
  for (let i = first + 1; i <= last; i++) {
    const step_s = (t_us[i] - t_us[i - 1]) / 1e6;
    const turn = times(plus(rate_rad_s[i - 1], rate_rad_s[i]), step_s / 2);
    up = turned(up, turn);
    north = turned(north, turn);
    tilt = Math.max(tilt, Math.acos(Math.min(1, dot(up, start))));
    const after = accelerations(i);
    velocity = plus(velocity, times(plus(before, after), step_s / 2));
    velocities.push(velocity);
    before = after;
    jolt = Math.max(jolt, length(plus(force_mg[i], times(force_mg[i - 1], -1))) / g_mg / step_s);
  }
  let way: Vector = [0, 0, 0];
  let height = 0;
  const span_us = t_us[last] - t_us[first];
  for (let i = 1; i < velocities.length; i++) {
    const middle_us = (t_us[first + i] + t_us[first + i - 1]) / 2 - t_us[first];
    const mean = times(plus(velocities[i], velocities[i - 1]), 0.5);
    const true_m_s = plus(mean, times(velocity, -middle_us / span_us));
    way = plus(way, times(true_m_s, (t_us[first + i] - t_us[first + i - 1]) / 1e6));
    height = Math.max(height, way[2]);
  }
  return {
    way_m: Math.hypot(way[0], way[1]),
    height_m: height,
    tilt_deg: (tilt * 180) / Math.PI,
    jolt_g_s: jolt,
    left_m_s: Math.hypot(velocity[0], velocity[1]),
  };
}

/** Of the recordings whose contacts are all labelled. @throws TraceError when a recording is malformed */
export function pauseStrides(scored: readonly Scored[]): PauseStride[] {
  return scored.flatMap(({ dataset, name, from, meta, found }) => {
    if (!meta?.truth.events_us?.ic || typeof from !== 'string') return [];
    const spans = standing(meta.truth, found.duration_us);
    const inPause = found.strides.filter(({ ic_us }) =>
      spans.some(({ start_us, end_us }) => ic_us >= start_us && ic_us < end_us),
    );
    return inPause.flatMap(({ ic_us }) => {
      const movement = movementAround(openTrace(from), ic_us);
      return movement ? [{ dataset, name, ic_us, ...movement }] : [];
    });
  });
}

const LEGEND = `Strides found where the labels say that the foot stood, and what the foot did there, by integration of the recording itself from
rest to rest: level way, greatest height (m), greatest tilt (degrees), greatest jolt (g/s), speed left at the end (m/s).`;

/** The strides as text. */
export function pauseTable(strides: readonly PauseStride[]): string {
  const lines = strides.map(({ dataset, name, ic_us, way_m, height_m, tilt_deg, jolt_g_s, left_m_s }) => [
    dataset,
    name,
    cell(ic_us / 1e6, 2),
    cell(way_m, 2),
    cell(height_m, 3),
    cell(tilt_deg, 0),
    cell(jolt_g_s, 0),
    cell(left_m_s, 2),
  ]);
  const titles = ['in pauses', 'recording', 'at s', 'way', 'height', 'tilt', 'jolt', 'left'];
  return `${aligned([titles, ...lines])}\n\n${LEGEND}`;
}
