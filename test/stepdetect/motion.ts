/**
 * Frames of motions known in closed form, for the tests of the kernel: a foot that swings forward by `length_mm` in a
 * cosine of position, pitching by a cosine of angle meanwhile, then stands.
 */
import { FrameRing } from '../../firmware/sensors/ring';
import type { FrameScale } from '../../firmware/sensors/scale';

export const SCALE: FrameScale = { accel_ug: 976, gyro_udps: 70000, rate_Hz: 208 };
export const STEP_us = 4808;

/** Rows of a rotation matrix: world (forward, left, up) in sensor coordinates is its transpose times the vector. */
export type Mounting = readonly [number[], number[], number[]];
export const STRAIGHT: Mounting = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** A proper rotation from three angles. */
export function mounting(a: number, b: number, c: number): Mounting {
  const [ca, sa, cb, sb, cc, sc] = [
    Math.cos(a),
    Math.sin(a),
    Math.cos(b),
    Math.sin(b),
    Math.cos(c),
    Math.sin(c),
  ];
  return [
    [ca * cb, ca * sb * sc - sa * cc, ca * sb * cc + sa * sc],
    [sa * cb, sa * sb * sc + ca * cc, sa * sb * cc - ca * sc],
    [-sb, cb * sc, cb * cc],
  ];
}

export interface SwingMotion {
  length_mm: number;
  swing_s: number;
  stance_s: number;
  /** Pitch of the foot at push-off (toes down) and contact (toes up), degrees. */
  pushOff_deg: number;
  contact_deg: number;
}

export const WALK: SwingMotion = {
  length_mm: 1300,
  swing_s: 0.45,
  stance_s: 0.65,
  pushOff_deg: 50,
  contact_deg: 20,
};

/** Writes frames one by one; time goes on from call to call. */
export class MotionWriter {
  readonly ring = new FrameRing();
  time_us = 0;
  constructor(
    private readonly axes: Mounting = STRAIGHT,
    private readonly afterEach: (ring: FrameRing) => void = () => undefined,
    private readonly bias_dps: readonly [number, number, number] = [0, 0, 0],
    private readonly range_dps = 2000,
  ) {}

  /**
   * One frame in the foot's own axes (forward, left, up), specific force in g and rotation in dps: pitch is about the
   * axis to the left, toes down positive there (right-hand rule), so toes up is negative about left.
   */
  frame(force: readonly number[], turn_dps: readonly number[]): void {
    const m = this.axes;
    const turn = (v: readonly number[], row: number) =>
      m[row][0] * v[0] + m[row][1] * v[1] + m[row][2] * v[2];
    const a = [0, 1, 2].map((row) => Math.round((turn(force, row) * 1e6) / SCALE.accel_ug));
    const most = this.range_dps;
    const g = [0, 1, 2].map((row) => {
      const rate_dps = Math.max(-most, Math.min(most, turn(turn_dps, row) + this.bias_dps[row]));
      return Math.max(-32768, Math.min(32767, Math.round((rate_dps * 1e6) / SCALE.gyro_udps)));
    });
    this.ring.push(a[0], a[1], a[2], g[0], g[1], g[2], this.time_us | 0);
    this.time_us += STEP_us;
    this.afterEach(this.ring);
  }

  stand(seconds: number): void {
    for (let i = 0; i < (seconds * 1e6) / STEP_us; i++) this.frame([0, 0, 1], [0, 0, 0]);
  }

  /** A stride: the heel rises (toes down), the foot travels while it turns toes up, and comes flat again. */
  stride(motion: SwingMotion): void {
    const up_s = 0.15;
    const down_s = 0.1;
    const whole_s = up_s + motion.swing_s + down_s;
    for (let t = 0; t < whole_s; t += STEP_us / 1e6) {
      const [pitch_deg, rate_dps] = pitchAt(t, up_s, motion.swing_s, down_s, motion);
      const s = t - up_s;
      const w = (2 * Math.PI) / motion.swing_s;
      const inSwing = s > 0 && s < motion.swing_s;
      // x = L (s/T - sin(w s) / (2 pi)): starts and ends with no velocity and no acceleration.
      const accel = inSwing
        ? ((motion.length_mm / 1000 / motion.swing_s) * w * Math.sin(w * s)) / 9.80665
        : 0;
      const p = (pitch_deg * Math.PI) / 180;
      // Toes up by p: forward in the foot is (cos p) forward + (sin p) up of the world.
      this.frame(
        [accel * Math.cos(p) + Math.sin(p), 0, -accel * Math.sin(p) + Math.cos(p)],
        [0, -rate_dps, 0],
      );
    }
  }
}

function pitchAt(t: number, up: number, swing: number, down: number, motion: SwingMotion): [number, number] {
  if (t < up) return ease(0, -motion.pushOff_deg, t, up);
  if (t < up + swing) return ease(-motion.pushOff_deg, motion.contact_deg, t - up, swing);
  return ease(motion.contact_deg, 0, Math.min(t - up - swing, down), down);
}

/** Half a cosine from `a` to `b`: value and rate. */
function ease(a: number, b: number, t: number, T: number): [number, number] {
  return [
    a + ((b - a) * (1 - Math.cos((Math.PI * t) / T))) / 2,
    ((b - a) * Math.PI * Math.sin((Math.PI * t) / T)) / (2 * T),
  ];
}
