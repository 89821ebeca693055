import { SAMPLE_VALUES, type TraceSource } from '../../host-sim/traces/source';

const GRAVITY = 9.80665;
const MPS2_PER_MG = GRAVITY / 1000;
const RADPS_PER_TENTH_DPS = Math.PI / 1800;

export interface Pose {
  t_us: number;
  position: number[];
  velocity: number[];
  /** Turn of the foot against its start, about the vertical, rad. */
  yaw: number;
  /** Specific force in g and rotation rate in degree/s, norms. */
  force_g: number;
  rate_dps: number;
}

/**
 * Integrates what a foot felt (level at its start, module along the foot): attitude by quaternion, position by the
 * trapezoidal rule. An independent reckoning: nothing of it is shared with the synthesiser.
 */
export function integrate(source: TraceSource): Pose[] {
  const frame = new Float64Array(SAMPLE_VALUES);
  const poses: Pose[] = [];
  let q = [1, 0, 0, 0];
  let velocity = [0, 0, 0];
  let position = [0, 0, 0];
  let before: { t_us: number; rate: number[]; accel: number[] } | undefined;
  while (source.next(frame)) {
    const force = [...frame.subarray(1, 4)].map((mg) => mg * MPS2_PER_MG);
    const rate = [...frame.subarray(4)].map((tenths) => tenths * RADPS_PER_TENTH_DPS);
    if (before) {
      const dt = (frame[0] - before.t_us) * 1e-6;
      const last = before;
      q = turned(
        q,
        rate.map((w, i) => ((w + last.rate[i]) / 2) * dt),
      );
    }
    const accel = toWorld(q, force);
    accel[2] -= GRAVITY;
    if (before) {
      const dt = (frame[0] - before.t_us) * 1e-6;
      const last = before;
      const next = velocity.map((v, i) => v + ((accel[i] + last.accel[i]) / 2) * dt);
      position = position.map((p, i) => p + ((velocity[i] + next[i]) / 2) * dt);
      velocity = next;
    }
    before = { t_us: frame[0], rate, accel };
    const ahead = toWorld(q, [1, 0, 0]);
    poses.push({
      t_us: frame[0],
      position,
      velocity,
      yaw: Math.atan2(ahead[1], ahead[0]),
      force_g: Math.hypot(...force) / GRAVITY,
      rate_dps: (Math.hypot(...rate) * 180) / Math.PI,
    });
  }
  return poses;
}

/** The pose nearest to a time. */
export function poseAt(poses: readonly Pose[], t_us: number): Pose {
  const step_us = poses[1].t_us - poses[0].t_us;
  return poses[Math.min(poses.length - 1, Math.round(t_us / step_us))];
}

function turned([w, x, y, z]: number[], angle: number[]): number[] {
  const size = Math.hypot(...angle);
  if (size === 0) return [w, x, y, z];
  const [a, b, c] = angle.map((component) => (component / size) * Math.sin(size / 2));
  const s = Math.cos(size / 2);
  return [
    w * s - x * a - y * b - z * c,
    w * a + x * s + y * c - z * b,
    w * b - x * c + y * s + z * a,
    w * c + x * b - y * a + z * s,
  ];
}

function toWorld([w, x, y, z]: number[], [a, b, c]: number[]): number[] {
  return [
    a * (1 - 2 * (y * y + z * z)) + b * 2 * (x * y - w * z) + c * 2 * (x * z + w * y),
    a * 2 * (x * y + w * z) + b * (1 - 2 * (x * x + z * z)) + c * 2 * (y * z - w * x),
    a * 2 * (x * z - w * y) + b * 2 * (y * z + w * x) + c * (1 - 2 * (x * x + y * y)),
  ];
}
