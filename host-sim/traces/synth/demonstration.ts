import type { Plan, Segment } from './plan';

/** Speeds of the fast intervals, m/s: 4:10 to 3:30 per km. */
const FAST_MPS = [4, 4.2, 4.4, 4.6, 4.8];

function interval(speed_mps: number): Segment[] {
  return [
    { kind: 'run', duration_s: 40, speed_mps },
    { kind: 'run', duration_s: 30, speed_mps: 2.4 },
  ];
}

/** Ten minutes: a stand, a walk to warm up, a jog, five intervals with a red light between them, a walk home and a stand. */
export function demonstrationPlan(): Plan {
  return {
    name: 'demo_interval_run',
    seed: 20,
    // As it may have been dropped into the sole: no axis along the foot.
    mounting_deg: { yaw: 35, pitch: -12, roll: 160 },
    gyroBias_01dps: [4, -3, 2],
    segments: [
      { kind: 'stand', duration_s: 10 },
      { kind: 'walk', duration_s: 60, speed_mps: 1.5 },
      { kind: 'run', duration_s: 90, speed_mps: 2.7, turn_dps: 1 },
      ...FAST_MPS.slice(0, 3).flatMap(interval),
      { kind: 'walk', duration_s: 5, speed_mps: 1.5 },
      { kind: 'stand', duration_s: 20 },
      { kind: 'walk', duration_s: 5, speed_mps: 1.6 },
      ...FAST_MPS.slice(3).flatMap(interval),
      { kind: 'walk', duration_s: 45, speed_mps: 1.4, turn_dps: -2 },
      { kind: 'stand', duration_s: 15 },
    ],
  };
}
