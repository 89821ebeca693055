/**
 * What a sensor reads that is meant to break the kernel: full scale, steps, stuck, alternating extremes, noise; gait and movements
 * without a step, made larger, cut off where a sensor might end, and turned about.
 */
import { synthesise, type Segment } from '../traces/synth';

/** What the axes do for a while; gait goes furthest into the kernel. */
const WILD = [
  'noise',
  'full',
  'steps',
  'stuck',
  'alternating',
  'played',
  'played',
  'played',
  'rest',
  'free',
] as const;
const CALM = ['played', 'played', 'played', 'played', 'rest', 'stuck'] as const;
type Motion = (typeof WILD)[number];

/** What is played is made this much larger. */
const WILD_GAINS = [1, 1, 1, 0.5, 2, 4, 16];
const CALM_GAINS = [1, 1, 1, 1, 1, 0.93, 1.07];
/** What is played: counts of these units, at this rate. */
const UNITS = { accel_ug: 976, gyro_udps: 70_000, rate_Hz: 208 };
/** Where the played accelerometer and gyroscope end, in these counts: 8 g, 500 degree/s, or as the part. */
const ACCEL_ENDS = [32_767, 32_767, 8196, 16_392];
const GYRO_ENDS = [32_767, 32_767, 7142];
const INT16_MOST = 32_767;
const AXES = 6;

/** A generator of 32-bit numbers (mulberry32); the same seed gives the same. */
export class Random {
  constructor(private state: number) {}

  /** 0 up to below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)];
  }
}

export class AdversaryMotion {
  /** Acceleration and rotation rate, counts. */
  readonly held = [0, 0, 0, 0, 0, 0];
  private motion: Motion = 'noise';
  private left = 0;
  private frame = 0;
  private readonly played = played();
  private frames = this.played[0];
  /** From counts of what is played to those of the part, and what one frame of the part is in frames of it. */
  private readonly factors: readonly number[];
  private readonly step: number;
  private readonly ends: readonly number[];
  private gain = 1;
  /** Which way the sensor lies: axes exchanged, and reversed from 3 on. */
  private turned = 0;

  /** @param calm a life that a foot might have had, but for its sensor */
  constructor(
    private readonly random: Random,
    scale: { readonly accel_ug: number; readonly gyro_udps: number; readonly rate_Hz: number },
    private readonly calm: boolean,
  ) {
    this.factors = [UNITS.accel_ug / scale.accel_ug, UNITS.gyro_udps / scale.gyro_udps];
    this.step = Math.max(1, Math.round(UNITS.rate_Hz / scale.rate_Hz));
    this.ends = [random.of(ACCEL_ENDS), random.of(GYRO_ENDS)];
  }

  /** The next values. */
  move(): void {
    if (this.left-- <= 0) this.begin();
    this.frame += this.step;
    for (let axis = 0; axis < AXES; axis++) this.held[axis] = this.value(axis, this.held[axis]);
  }

  private begin(): void {
    const { random, calm } = this;
    this.motion = random.of(calm ? CALM : WILD);
    this.left = 1 + random.below(1200);
    this.frames = random.of(this.played);
    this.gain = random.of(calm ? CALM_GAINS : WILD_GAINS);
    if (random.chance(calm ? 0.05 : 0.2)) this.turned = random.below(6);
    if (this.motion === 'played') this.left += 1500;
    else if (!calm) for (let axis = 0; axis < AXES; axis++) this.held[axis] = int16(random);
  }

  private value(axis: number, before: number): number {
    const random = this.random;
    const noise = random.below(41) - 20;
    switch (this.motion) {
      case 'noise':
        return int16(random);
      case 'full':
        return random.chance(0.5) ? INT16_MOST : -INT16_MOST - 1;
      case 'steps':
        return random.chance(0.02) ? int16(random) : before;
      case 'stuck':
        return before;
      case 'alternating':
        return before < 0 ? INT16_MOST : -INT16_MOST - 1;
      case 'rest':
        return Math.round((axis === 2 ? 1024 : 0) * this.factors[0]) + (noise >> 3);
      case 'free':
        return noise;
      case 'played':
        return this.playedValue(axis);
    }
  }

  private playedValue(axis: number): number {
    const { frames, turned } = this;
    const sensor = axis < 3 ? 0 : 1;
    const from = 3 * sensor + ((axis + turned) % 3);
    const sign = turned >= 3 ? -1 : 1;
    const frame = this.frame % (frames.length / AXES);
    const value = clip(this.gain * sign * frames[frame * AXES + from], this.ends[sensor]);
    return clip(value * this.factors[sensor], INT16_MOST);
  }
}

/** Half a minute of each. */
const PLAYED: readonly Segment[] = [
  { kind: 'walk', speed_mps: 1.3, duration_s: 26 },
  { kind: 'run', speed_mps: 3, duration_s: 26 },
  { kind: 'run', speed_mps: 5.5, duration_s: 26, shock_g: 30 },
  { kind: 'walk', speed_mps: 0.7, turn_dps: 40, duration_s: 26 },
  { kind: 'walk', speed_mps: 0.4, style: 'shuffle', duration_s: 26 },
  { kind: 'walk', speed_mps: 0.25, style: 'shuffle', turn_dps: 140, duration_s: 26 },
  { kind: 'walk', speed_mps: 0.5, turn_dps: -140, duration_s: 26 },
  { kind: 'walk', speed_mps: 0.5, style: 'side', duration_s: 26 },
  { kind: 'walk', speed_mps: 1, style: 'back', duration_s: 26 },
  { kind: 'walk', speed_mps: 0.6, climb_m: 0.34, duration_s: 26 },
  { kind: 'cycle', duration_s: 26 },
  { kind: 'tap', duration_s: 26 },
  { kind: 'carry', duration_s: 26 },
  { kind: 'throw', duration_s: 26 },
];

function played(): Int16Array[] {
  return (made ??= PLAYED.map(framesOf));
}

let made: Int16Array[] | undefined;

function framesOf(segment: Segment): Int16Array {
  const stand = { kind: 'stand', duration_s: 2 } as const;
  const source = synthesise({ name: 'adversary', segments: [stand, segment, stand] });
  const sample = new Float64Array(7);
  const values: number[] = [];
  for (let due_us = 0; source.next(sample);) {
    if (sample[0] < due_us) continue;
    due_us += 1e6 / UNITS.rate_Hz;
    for (let axis = 1; axis < 7; axis++)
      values.push(clip(axis < 4 ? sample[axis] / 0.976 : sample[axis] / 0.7, INT16_MOST));
  }
  return Int16Array.from(values);
}

function int16(random: Random): number {
  return random.below(65_536) - 32_768;
}

function clip(value: number, end: number): number {
  return Math.max(-end - 1, Math.min(end, Math.round(value)));
}
