/** The synthetic grid: every condition the detector must survive, with exact truth. */
import type { ReplayOptions } from '../engines/replay';
import type { SourceFault } from '../traces/faulty';
import type { Plan, Segment } from '../traces/synth';

export const FACTORS = ['gait', 'mounting', 'rate', 'clipping', 'fault'] as const;
export type Factor = (typeof FACTORS)[number];

export interface GridCell {
  /** The cell's level of every factor. */
  levels: Record<Factor, string>;
  plan: Plan;
  sourceFault?: SourceFault;
  options: Pick<ReplayOptions, 'part' | 'rate_Hz' | 'stalls'>;
}

const STAND = { kind: 'stand', duration_s: 3 } as const;
const STEADY_S = 24;

type Turn = NonNullable<Plan['mounting_deg']>;
const MOUNTINGS: Record<string, Turn> = {
  flat: { yaw: 0, pitch: 0, roll: 0 },
  'upside down': { yaw: 90, pitch: 0, roll: 180 },
  askew: { yaw: 35, pitch: -20, roll: 125 },
};

/** Rates of the recording and of the virtual IMU, Hz. */
const RATES: Record<string, { source: number; imu: 104 | 208 | 416 }> = {
  '89 on 104 Hz': { source: 89, imu: 104 },
  '104 on 208 Hz': { source: 104, imu: 208 },
  '416 on 208 Hz': { source: 416, imu: 208 },
  '833 on 416 Hz': { source: 833, imu: 416 },
};

const CLIPPINGS: Record<string, { part: GridCell['options']['part']; range?: Plan['range'] }> = {
  '32 g': { part: 'LSM6DSO32' },
  '16 g': { part: 'LSM6DSO' },
  '8 g': { part: 'LSM6DSO', range: { accel_g: 8 } },
  '500 deg/s': { part: 'LSM6DSO32', range: { gyro_dps: 500 } },
};

interface Fault {
  plan?: Partial<Plan>;
  source?: SourceFault;
  stalls?: ReplayOptions['stalls'];
  /** Lays the gait out otherwise. */
  segments?(gait: Segment): Segment[];
}

function bouts(gait: Segment, seconds: number, count: number, between: Segment = STAND): Segment[] {
  return [STAND, ...Array.from({ length: count }, () => [{ ...gait, duration_s: seconds }, between]).flat()];
}

/** Conditions that go with any gait. */
const FAULTS: Record<string, Fault> = {
  none: {},
  'gaps of 200 ms': { source: { gaps: { every_us: 5_300_000, length_us: 200_000 } } },
  'steps of 10 and 20 ms': { source: { clock_us: 10_000 } },
  // A FIFO of 512 words holds 1.2 s at 208 Hz.
  overruns: { stalls: [{ from_us: 10_000_000, to_us: 12_500_000 }] },
  'gyro bias 2 deg/s': { plan: { gyroBias_01dps: [20, -15, 20] } },
  'gyro scale 3 %': { plan: { scale: { accel: 1, gyro: 1.03 } } },
  'accel scale +7 %': { plan: { scale: { accel: 1.07, gyro: 1 } } },
  'accel scale -7 %': { plan: { scale: { accel: 0.93, gyro: 1 } } },
  'put back otherwise': {
    segments: (gait) =>
      bouts(gait, 12, 2, { kind: 'remount', duration_s: 9, turn_deg: { yaw: 70, pitch: 20, roll: 120 } }),
  },
  'forefoot first': { plan: { strike_deg: -8 } },
  turns: { segments: (gait) => bouts({ ...gait, turn_dps: 25 } as Segment, STEADY_S, 1) },
  'half strides': { segments: (gait) => bouts(gait, 4.5, 5) },
  treadmill: { segments: (gait) => bouts({ ...gait, treadmill: true } as Segment, STEADY_S, 1) },
};

const GAITS: Record<string, Segment> = {
  ...Object.fromEntries(
    [0.8, 1.3, 1.8].map((speed_mps) => [
      `walk ${speed_mps} m/s`,
      { kind: 'walk', speed_mps, duration_s: STEADY_S },
    ]),
  ),
  ...Object.fromEntries(
    [2.5, 3.5, 4.5, 5.5, 6.5].map((speed_mps) => [
      `run ${speed_mps} m/s`,
      { kind: 'run', speed_mps, duration_s: STEADY_S, shock_g: 6 + 6 * (speed_mps - 2.5) },
    ]),
  ),
};

/** Ways to move that are their own condition. */
const MOVES: Record<string, Segment[]> = {
  'stand-walk-jog-sprint-stop': [
    STAND,
    { kind: 'walk', speed_mps: 1.4, duration_s: 8 },
    { kind: 'run', speed_mps: 2.5, duration_s: 8 },
    { kind: 'run', speed_mps: 6, duration_s: 10 },
    { kind: 'walk', speed_mps: 1.4, duration_s: 8 },
    STAND,
  ],
  'stairs up': bouts({ kind: 'walk', speed_mps: 0.55, climb_m: 0.34, duration_s: STEADY_S }, STEADY_S, 1),
  'stairs down': bouts({ kind: 'walk', speed_mps: 0.6, climb_m: -0.34, duration_s: STEADY_S }, STEADY_S, 1),
  shuffling: bouts({ kind: 'walk', speed_mps: 0.4, style: 'shuffle', duration_s: STEADY_S }, STEADY_S, 1),
  'side-steps': bouts({ kind: 'walk', speed_mps: 0.5, style: 'side', duration_s: STEADY_S }, STEADY_S, 1),
  backwards: [
    ...bouts({ kind: 'walk', speed_mps: 1.2, duration_s: 10 }, 10, 1),
    { kind: 'walk', speed_mps: 0.9, style: 'back', duration_s: 16 },
    STAND,
  ],
};

/** Every cell, in a fixed order. */
export function gridCells(): GridCell[] {
  const cells: GridCell[] = [];
  const add = (gait: string, fault: string, segments: readonly Segment[], what: Fault) => {
    for (const [mounting, mounting_deg] of Object.entries(MOUNTINGS))
      for (const [rate, { source, imu }] of Object.entries(RATES))
        for (const [clipping, { part, range }] of Object.entries(CLIPPINGS))
          cells.push({
            levels: { gait, mounting, rate, clipping, fault },
            plan: {
              name: [gait, mounting, rate, clipping, fault].join(', '),
              segments,
              mounting_deg,
              rate_Hz: source,
              range,
              seed: cells.length + 1,
              ...what.plan,
            },
            sourceFault: what.source,
            options: { part, rate_Hz: imu, stalls: what.stalls },
          });
  };
  for (const [fault, what] of Object.entries(FAULTS))
    for (const [gait, segment] of Object.entries(GAITS))
      add(gait, fault, what.segments?.(segment) ?? bouts(segment, STEADY_S, 1), what);
  for (const [gait, segments] of Object.entries(MOVES)) add(gait, 'none', segments, {});
  return cells;
}
