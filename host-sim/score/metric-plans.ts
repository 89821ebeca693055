/** Synthetic gaits on which the per-stride metrics are known exactly: one thing is changed at a time. */
import type { GaitSegment, Plan } from '../traces/synth';

const DURATION_s = 40;
const MOUNTING = { yaw: 35, pitch: -12, roll: 160 };

type Gait = Omit<GaitSegment, 'duration_s'>;

function plan(name: string, gait: Gait, rest: Partial<Plan> = {}): Plan {
  return {
    name,
    segments: [
      { kind: 'stand', duration_s: 4 },
      { ...gait, duration_s: DURATION_s },
      { kind: 'stand', duration_s: 3 },
    ],
    mounting_deg: MOUNTING,
    gyroBias_01dps: [4, -3, 2],
    seed: 7,
    ...rest,
  };
}

export function metricPlans(): Plan[] {
  const walk = { kind: 'walk', speed_mps: 1.3 } as const;
  const run = { kind: 'run', speed_mps: 3 } as const;
  return [
    ...[0.8, 1.3, 1.8].map((speed_mps) => plan(`walk ${speed_mps} m/s`, { ...walk, speed_mps })),
    ...[2.5, 3, 4, 5, 6].map((speed_mps) => plan(`run ${speed_mps} m/s`, { ...run, speed_mps })),
    ...[24, 12, 3, -4, -9].map((strike_deg) => plan(`run 3 m/s, strike ${strike_deg}`, run, { strike_deg })),
    plan('walk 1.3 m/s, left foot', walk, { foot: 'left' }),
    plan('run 3 m/s, left foot', run, { foot: 'left' }),
    plan('walk 1.2 m/s, turning 25/s', { ...walk, speed_mps: 1.2, turn_dps: 25 }),
    plan('run 3 m/s, turning -20/s', { ...run, turn_dps: -20 }),
    plan('walk 0.9 m/s, stairs up', { ...walk, speed_mps: 0.9, climb_m: 0.34 }),
    plan('walk 0.9 m/s, stairs down', { ...walk, speed_mps: 0.9, climb_m: -0.34 }),
    plan('walk 1.3 m/s, climbing 3 %', { ...walk, climb_m: 0.045 }),
    plan('run 3 m/s, falling 5 %', { ...run, climb_m: -0.113 }),
  ];
}
