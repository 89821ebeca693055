import { SAMPLE_VALUES, type TraceSource } from '../source';
import { Attitude, fixedAngle, GRAVITY, RADIAN, type Vector } from './attitude';
import type { Motion } from './motion';
import { checkPlan, type Plan, type SyntheticTruth, type TrueEvent, type TrueSynthStride } from './plan';
import { Noise } from './random';
import { contactsOf } from './stride-motion';
import { layOut, type Timeline } from './timeline';
import { trueMetrics, type TrueMetrics } from './true-metrics';

const DEFAULT_RATE_HZ = 208;
/** About what an LSM6DSO32 shows at rest, with room for the foot inside the shoe. */
const DEFAULT_NOISE = { accel_mg: 2, gyro_01dps: 1 };
const MG_PER_MPS2 = 1000 / GRAVITY;
const TENTH_DPS_PER_RADPS = 10 / RADIAN;

/** A recording no foot has made: a `TraceSource` that knows exactly what happened. Deterministic in its plan. */
export class SyntheticRun implements TraceSource {
  readonly name: string;
  readonly synthetic = true;
  readonly hasGyro = true;
  readonly duration_us: number;
  readonly rate_Hz: number;
  /** Samples it gives. */
  readonly samples: number;
  readonly truth: SyntheticTruth;

  private readonly timeline: Timeline;
  private readonly noise: Noise;
  private readonly accelNoise_mg: number;
  private readonly gyroNoise_01dps: number;
  private readonly bias_01dps: Float64Array;
  /** Rows of the turn from the foot's axes to the module's. */
  private mounting: Float64Array;
  private remount = 0;
  private readonly scale: { accel: number; gyro: number };
  private readonly range: NonNullable<Plan['range']>;
  private readonly inFoot = new Float64Array(SAMPLE_VALUES - 1);
  private motion: Motion;
  private stretch = 0;
  private sample = 0;

  constructor(plan: Plan) {
    checkPlan(plan);
    const { accel_mg, gyro_01dps } = plan.noise ?? DEFAULT_NOISE;
    this.name = plan.name;
    this.rate_Hz = plan.rate_Hz ?? DEFAULT_RATE_HZ;
    this.timeline = layOut(plan);
    this.truth = truthOf(this.timeline);
    this.samples = Math.floor(this.timeline.end_s * this.rate_Hz);
    this.duration_us = this.time_us(this.samples - 1);
    this.noise = new Noise((plan.seed ?? 1) ^ 0x5eed);
    this.accelNoise_mg = accel_mg;
    this.gyroNoise_01dps = gyro_01dps;
    this.bias_01dps = Float64Array.from(plan.gyroBias_01dps ?? [0, 0, 0]);
    this.mounting = mountingRows(plan.mounting_deg);
    this.scale = plan.scale ?? { accel: 1, gyro: 1 };
    this.range = plan.range ?? {};
    this.motion = this.timeline.stretches[0].build();
  }

  /** Foot strike, eversion, impact, clearance, turn and rise of each of `truth.strides`; calculated when asked for. */
  metrics(): TrueMetrics[] {
    return this.timeline.strides.map(trueMetrics);
  }

  next(frame: Float64Array): boolean {
    if (this.sample >= this.samples) return false;
    const t_us = this.time_us(this.sample++);
    const time_s = t_us * 1e-6;
    if (time_s > this.motion.end_s) this.advance(time_s);
    const inFoot = this.inFoot;
    this.motion.at(time_s, inFoot);
    frame[0] = t_us;
    this.putBack(time_s);
    const { mounting, bias_01dps: bias, scale } = this;
    const mg = MG_PER_MPS2 * scale.accel;
    const tenthDps = TENTH_DPS_PER_RADPS * scale.gyro;
    for (let row = 0; row < 3; row++) {
      const x = mounting[3 * row];
      const y = mounting[3 * row + 1];
      const z = mounting[3 * row + 2];
      frame[row + 1] = (x * inFoot[0] + y * inFoot[1] + z * inFoot[2]) * mg;
      frame[row + 4] = (x * inFoot[3] + y * inFoot[4] + z * inFoot[5]) * tenthDps + bias[row];
    }
    this.noise.add(frame, this.accelNoise_mg, this.gyroNoise_01dps);
    this.clip(frame);
    return true;
  }

  /** Where a remount is over the module sits as it was put back. */
  private putBack(time_s: number): void {
    const { remounts } = this.timeline;
    while (this.remount < remounts.length && time_s >= remounts[this.remount].at_s) {
      const turned = mountingRows(remounts[this.remount].turn_deg);
      const before = this.mounting;
      this.mounting = Float64Array.from({ length: 9 }, (_, at) => {
        const row = at - (at % 3);
        return [0, 1, 2].reduce((sum, k) => sum + before[row + k] * turned[3 * k + (at % 3)], 0);
      });
      this.remount++;
    }
  }

  /** The recording's own sensors end here. */
  private clip(frame: Float64Array): void {
    const { accel_g, gyro_dps } = this.range;
    const ends = [
      accel_g === undefined ? Infinity : 1000 * accel_g,
      gyro_dps === undefined ? Infinity : 10 * gyro_dps,
    ];
    for (let i = 1; i < SAMPLE_VALUES; i++) {
      const end = ends[i < 4 ? 0 : 1];
      frame[i] = Math.max(-end, Math.min(end, frame[i]));
    }
  }

  close(): void {
    this.sample = this.samples;
  }

  private time_us(sample: number): number {
    return Math.round((sample * 1e6) / this.rate_Hz);
  }

  private advance(time_s: number): void {
    const { stretches } = this.timeline;
    while (this.stretch + 1 < stretches.length && time_s > stretches[this.stretch].end_s) this.stretch++;
    this.motion = stretches[this.stretch].build();
  }
}

/** The module is turned by these angles against the foot: its readings are the foot's vectors in its own axes. */
function mountingRows(
  { yaw, pitch, roll }: NonNullable<Plan['mounting_deg']> = { yaw: 0, pitch: 0, roll: 0 },
): Float64Array {
  const module = new Attitude();
  module.set(fixedAngle(roll * RADIAN), fixedAngle(pitch * RADIAN), fixedAngle(yaw * RADIAN));
  const axes: Vector[] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  return Float64Array.from(axes.flatMap((axis) => module.toWorld(axis)));
}

function truthOf({ strides: planned, goesOn, segments }: Timeline): SyntheticTruth {
  const us = (time_s: number) => Math.round(time_s * 1e6);
  const contacts = planned.map(contactsOf);
  const strides = planned.map((stride, i): TrueSynthStride => ({
    gait: stride.gait,
    to_us: us(contacts[i].to_s),
    ic_us: us(contacts[i].ic_s),
    midstance_us: us(stride.mid_s),
    tc_us: goesOn[i] ? us(contacts[i + 1].to_s) : undefined,
    length_m: stride.length_m,
    speed_mps: stride.length_m / (stride.mid_s - stride.start_s),
  }));
  const events = strides.flatMap(({ to_us, ic_us, midstance_us }, stride): TrueEvent[] => [
    { t_us: to_us, kind: 'to', stride },
    { t_us: ic_us, kind: 'ic', stride },
    { t_us: midstance_us, kind: 'midstance', stride },
  ]);
  const distance_m = strides.reduce((sum, { length_m }) => sum + length_m, 0);
  return { strides, events, segments, distance_m };
}
