/**
 * FIFO blocks that no foot makes: full scale, steps, stuck, alternating extremes, noise, and gait made larger, turned about and cut off;
 * damaged words, lost blocks, times that jump.
 */
import type { KernelCalls, KernelMaker } from '../../firmware/kernel/motion';
import { REPORT_FIELDS, REPORT_STRIDES } from '../../firmware/kernel/report';
import { BLOCK_BYTES } from '../../firmware/sensors/decoder';
import {
  ACCEL_PACKET_BYTES,
  HEADER_ACCEL,
  HEADER_BOTH,
  PACKET_BYTES,
} from '../../firmware/sensors/icm42688p-registers';
import {
  FIFO_WORD_BYTES,
  TAG_ACCELEROMETER,
  TAG_GYROSCOPE,
  TAG_TIMESTAMP,
} from '../../firmware/sensors/lsm6dso-registers';
import { STRIDE_FIELDS } from '../../firmware/stepdetect/stride-record';
import { synthesise, type GaitSegment } from '../traces/synth';

/** What an axis does for a while. */
const MOTIONS = [
  'noise',
  'full',
  'steps',
  'stuck',
  'alternating',
  'gait',
  'gait',
  'gait',
  'rest',
  'free',
] as const;
type Motion = (typeof MOTIONS)[number];
const SCALES = [
  { accel_ug: 976, gyro_udps: 70_000, rate_Hz: 208 },
  { accel_ug: 122, gyro_udps: 4375, rate_Hz: 208 },
  { accel_ug: 488, gyro_udps: 17_500, rate_Hz: 104 },
  { accel_ug: 488.28125, gyro_udps: 61_035.15625, rate_Hz: 200 },
];
/** Gait is made this much larger, and cut off. */
const GAINS = [1, 1, 1, 0.5, 2, 4, 16];
const WORDS = BLOCK_BYTES / FIFO_WORD_BYTES;

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
}

/** One life of a kernel: the blocks of one sensor, until `samples` frames came of them. */
export class Adversary {
  private readonly random: Random;
  private readonly block = new Uint8Array(BLOCK_BYTES);
  private readonly report = new Int32Array(REPORT_FIELDS);
  private readonly record = new Int32Array(STRIDE_FIELDS);
  private motion: Motion = 'noise';
  private left = 0;
  private phase = 0;
  private readonly gait = gaits();
  /** Of the gait: which of them, how much larger, and which way the sensor lies. */
  private which = 0;
  private gain = 1;
  private turned = 0;
  private readonly held = [0, 0, 0, 0, 0, 0];
  private slot = 0;
  private ticks = 0;
  /** The kind of the LSM6DSO's next word. */
  private next = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  live(maker: KernelMaker, samples: number): void {
    const random = this.random;
    const scale = SCALES[random.below(SCALES.length)];
    const isIcm = scale.rate_Hz === 200;
    const kernel = maker(scale, { ...scale, rate_Hz: isIcm ? 50 : 52 }, random.below(151));
    this.start(kernel, isIcm);
    let both = true;
    for (let given = 0; given < samples;) {
      if (random.chance(0.01)) kernel.resync();
      if (random.chance(0.002)) kernel.interrupt();
      if (random.chance(0.002)) kernel.setFoot(random.below(3));
      if (random.chance(0.004)) {
        both = random.chance(0.8);
        if (both) this.start(kernel, isIcm);
        else if (isIcm) kernel.startIcm42688p(20_000, false, 2);
        else kernel.startLsm6dsoAccelOnly(768, this.tick(), random.below(2 ** 32) | 0);
        kernel.interrupt();
      }
      const units = random.chance(0.9) ? (isIcm ? 24 : WORDS) : 1 + random.below(isIcm ? 28 : WORDS);
      if (isIcm) this.fillIcm(kernel, units, both);
      else this.fillLsm(units, both);
      if (random.chance(0.05)) this.block[random.below(BLOCK_BYTES)] ^= 1 + random.below(255);
      const frames = kernel.take(this.block, units, random.chance(0.3), this.report);
      // Now and then nobody takes them.
      if (this.report[REPORT_STRIDES] > 0 && random.chance(0.95)) while (kernel.next(this.record));
      // A block that is lost counts, too: there is always an end.
      given += frames > 0 ? frames : 1;
    }
  }

  private tick(): number {
    return 1_376_000 + this.random.below(652_000);
  }

  private start(kernel: KernelCalls, isIcm: boolean): void {
    const random = this.random;
    const now_us = random.below(2 ** 32) | 0;
    if (isIcm) kernel.startIcm42688p(5000, true, random.below(20));
    else {
      const averages = random.chance(0.2);
      kernel.startLsm6dso(averages ? 96 : 192, this.tick(), averages, now_us);
    }
    this.ticks = 0;
  }

  private fillLsm(words: number, both: boolean): void {
    const block = this.block;
    const random = this.random;
    for (let at = 0; at < words * FIFO_WORD_BYTES; at += FIFO_WORD_BYTES) {
      if (this.next === 0) {
        this.slot++;
        this.ticks = (this.ticks + (both ? 192 : 768)) | 0;
        if (random.chance(0.001)) this.ticks = (this.ticks + random.below(2 ** 32)) | 0;
        if (random.chance(0.002)) this.slot += random.below(4);
        this.move();
        this.next = this.slot % 8 === 0 ? TAG_TIMESTAMP : both ? TAG_GYROSCOPE : TAG_ACCELEROMETER;
      }
      const sensor = this.next;
      const bits = (sensor << 3) | ((this.slot & 3) << 1);
      let ones = bits ^ (bits >> 4);
      ones ^= ones >> 2;
      ones ^= ones >> 1;
      block[at] = bits | (ones & 1);
      if (sensor === TAG_TIMESTAMP) {
        for (let i = 0; i < 4; i++) block[at + 1 + i] = this.ticks >> (8 * i);
        this.next = both ? TAG_GYROSCOPE : TAG_ACCELEROMETER;
        continue;
      }
      const first = sensor === TAG_ACCELEROMETER ? 0 : 3;
      for (let axis = 0; axis < 3; axis++) {
        block[at + 1 + 2 * axis] = this.held[first + axis];
        block[at + 2 + 2 * axis] = this.held[first + axis] >> 8;
      }
      this.next = sensor === TAG_GYROSCOPE ? TAG_ACCELEROMETER : 0;
    }
  }

  private fillIcm(kernel: KernelCalls, packets: number, both: boolean): void {
    const random = this.random;
    const block = this.block;
    const slot_us = both ? 5000 : 20_000;
    this.ticks = (this.ticks + packets * slot_us) | 0;
    kernel.expectIcm42688p(
      this.ticks,
      packets + random.below(3),
      Math.round(slot_us * (0.95 + random.next() / 10) * 65536),
    );
    const size = both ? PACKET_BYTES : ACCEL_PACKET_BYTES;
    for (let n = 0; n < packets; n++) {
      const at = n * size;
      this.move();
      block[at] = both ? HEADER_BOTH : HEADER_ACCEL;
      for (let axis = 0; axis < (both ? 6 : 3); axis++) {
        block[at + 1 + 2 * axis] = this.held[axis] >> 8;
        block[at + 2 + 2 * axis] = this.held[axis];
      }
      if (!both) continue;
      this.slot++;
      const stamp =
        Math.round((this.slot * 5000 * 15) / 256) + (random.chance(0.01) ? random.below(65536) : 0);
      block[at + 14] = stamp >> 8;
      block[at + 15] = stamp;
    }
  }

  /** The next values of the axes. */
  private move(): void {
    const random = this.random;
    const held = this.held;
    if (this.left-- <= 0) {
      this.motion = MOTIONS[random.below(MOTIONS.length)];
      this.left = 1 + random.below(1200);
      this.which = random.below(this.gait.length);
      this.gain = GAINS[random.below(GAINS.length)];
      if (random.chance(0.2)) this.turned = random.below(6);
      if (this.motion === 'gait') this.left += 1500;
      for (let axis = 0; axis < 6; axis++) held[axis] = int16(random);
    }
    this.phase++;
    for (let axis = 0; axis < 6; axis++) held[axis] = this.value(axis, held[axis]);
  }

  private value(axis: number, before: number): number {
    const random = this.random;
    const noise = random.below(41) - 20;
    switch (this.motion) {
      case 'noise':
        return int16(random);
      case 'full':
        return random.chance(0.5) ? 32767 : -32768;
      case 'steps':
        return random.chance(0.02) ? int16(random) : before;
      case 'stuck':
        return before;
      case 'alternating':
        return before < 0 ? 32767 : -32768;
      case 'rest':
        return (axis === 2 ? 1024 : 0) + (noise >> 3);
      case 'free':
        return noise;
      case 'gait':
        return this.walked(axis);
    }
  }

  private walked(axis: number): number {
    const frames = this.gait[this.which];
    const from = (axis + this.turned) % 3;
    const sign = this.turned >= 3 ? -1 : 1;
    const frame = this.phase % (frames.length / 6);
    return clip(this.gain * sign * frames[frame * 6 + (axis < 3 ? 0 : 3) + from]);
  }
}

/** Two minutes of walking, running and turning, in counts of 976 ug and 70,000 udps. */
function gaits(): Int16Array[] {
  return (made ??= [
    { kind: 'walk' as const, speed_mps: 1.3 },
    { kind: 'run' as const, speed_mps: 3 },
    { kind: 'run' as const, speed_mps: 5.5 },
    { kind: 'walk' as const, speed_mps: 0.7, turn_dps: 40 },
  ].map(framesOf));
}

let made: Int16Array[] | undefined;

function framesOf(gait: Omit<GaitSegment, 'duration_s'>): Int16Array {
  const source = synthesise({
    name: 'adversary',
    segments: [
      { kind: 'stand', duration_s: 2 },
      { ...gait, duration_s: 26 },
      { kind: 'stand', duration_s: 2 },
    ],
  });
  const sample = new Float64Array(7);
  const values: number[] = [];
  for (let due_us = 0; source.next(sample);) {
    if (sample[0] < due_us) continue;
    due_us += 1e6 / 208;
    for (let axis = 1; axis < 7; axis++)
      values.push(clip(axis < 4 ? sample[axis] / 0.976 : sample[axis] / 0.7));
  }
  return Int16Array.from(values);
}

function int16(random: Random): number {
  return random.below(65536) - 32768;
}

function clip(value: number): number {
  return Math.max(-32768, Math.min(32767, Math.round(value)));
}
