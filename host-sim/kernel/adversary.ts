/** FIFO blocks that no foot makes (adversary-motion.ts), with damaged words, lost blocks, times that jump; calls in any order. */
import type { KernelCalls, KernelMaker } from '../../firmware/kernel/motion';
import { TOLD_LEFT, TOLD_STRIDES } from '../../firmware/kernel/report';
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
import { AdversaryMotion, Random } from './adversary-motion';
import { framesOf } from './calls';

const SCALES = [
  { accel_ug: 976, gyro_udps: 70_000, rate_Hz: 208 },
  { accel_ug: 122, gyro_udps: 4375, rate_Hz: 208 },
  { accel_ug: 488, gyro_udps: 17_500, rate_Hz: 104 },
  { accel_ug: 488.28125, gyro_udps: 61_035.15625, rate_Hz: 200 },
];
const CALM_SHARE = 0.03;
/** How many blocks it goes on as it was said to (the runner moves, or not) and is not asked how it stands. */
const UNASKED_BLOCKS = 8;
/** In one of so many blocks the next comes before the last is done with. */
const HASTY_BLOCKS = 4;
const WORDS = BLOCK_BYTES / FIFO_WORD_BYTES;

/** One life of a kernel: the blocks of one sensor, until `samples` frames came of them. */
export class Adversary {
  private readonly random: Random;
  private readonly scale: (typeof SCALES)[number];
  private readonly motion: AdversaryMotion;
  /** Share of the faults there are in a life that is not calm. */
  private readonly fault: number;
  private slot = 0;
  /** Of the LSM6DSO's counter, per slot. */
  private slotTicks = 192;
  private ticks = 0;
  /** The kind of the LSM6DSO's next word. */
  private next = 0;

  constructor(seed: number) {
    const random = new Random(seed);
    this.random = random;
    this.scale = random.of(SCALES);
    // Half of the lives are left alone for long enough that a foot's axis, its side and its rows of strides are learned.
    const calm = random.chance(0.5);
    this.fault = calm ? CALM_SHARE : 1;
    this.motion = new AdversaryMotion(random, this.scale, calm);
  }

  live(maker: KernelMaker, samples: number): void {
    const { random, scale, fault } = this;
    const isIcm = scale.rate_Hz === 200;
    const kernel = maker(scale, { ...scale, rate_Hz: isIcm ? 50 : 52 }, random.below(151));
    this.start(kernel, isIcm);
    let both = true;
    for (let given = 0, blocks = 0; given < samples; blocks++) {
      if (random.chance(0.01 * fault)) kernel.resync();
      if (random.chance(0.002 * fault)) kernel.interrupt();
      if (random.chance(0.002)) kernel.setFoot(random.below(3));
      if (random.chance(0.004 * fault)) {
        both = random.chance(0.8);
        if (both) this.start(kernel, isIcm);
        else if (isIcm) kernel.startIcm42688p(20_000, false, 2);
        else {
          this.slotTicks = 768;
          kernel.startLsm6dsoAccelOnly(768, this.tick(), random.below(2 ** 32) | 0);
        }
        kernel.interrupt();
      }
      const units = random.chance(1 - 0.1 * fault)
        ? isIcm
          ? 24
          : WORDS
        : 1 + random.below(isIcm ? 28 : WORDS);
      if (isIcm) this.fillIcm(kernel, units, both);
      else this.fillLsm(kernel.block, units, both);
      if (random.chance(0.05 * fault)) kernel.block[random.below(BLOCK_BYTES)] ^= 1 + random.below(255);
      const moving = random.chance(0.3);
      if (blocks % UNASKED_BLOCKS === 0) kernel.setMoving(moving);
      let told = kernel.take(kernel.blockBuffer, units);
      const frames = framesOf(told);
      // Now and then the next call comes before a stride is done with.
      if (blocks % HASTY_BLOCKS !== 0)
        while (told < 0 && (~told & TOLD_LEFT) !== 0) told = kernel.take(kernel.blockBuffer, 0);
      if (blocks % UNASKED_BLOCKS === 0) kernel.tell(kernel.reportBuffer);
      // Now and then nobody takes them.
      if (told < 0 && (~told & TOLD_STRIDES) !== 0 && random.chance(0.95))
        while (kernel.next(kernel.recordBuffer));
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
      this.slotTicks = averages ? 96 : this.scale.rate_Hz === 104 ? 384 : 192;
      kernel.startLsm6dso(this.slotTicks, this.tick(), averages, now_us);
    }
    this.ticks = 0;
  }

  private fillLsm(block: Uint8Array, words: number, both: boolean): void {
    const random = this.random;
    for (let at = 0; at < words * FIFO_WORD_BYTES; at += FIFO_WORD_BYTES) {
      if (this.next === 0) {
        this.slot++;
        this.ticks = (this.ticks + this.slotTicks) | 0;
        if (random.chance(0.001 * this.fault)) this.ticks = (this.ticks + random.below(2 ** 32)) | 0;
        if (random.chance(0.002 * this.fault)) this.slot += random.below(4);
        this.motion.move();
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
        block[at + 1 + 2 * axis] = this.motion.held[first + axis];
        block[at + 2 + 2 * axis] = this.motion.held[first + axis] >> 8;
      }
      this.next = sensor === TAG_GYROSCOPE ? TAG_ACCELEROMETER : 0;
    }
  }

  private fillIcm(kernel: KernelCalls, packets: number, both: boolean): void {
    const random = this.random;
    const block = kernel.block;
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
      this.motion.move();
      block[at] = both ? HEADER_BOTH : HEADER_ACCEL;
      for (let axis = 0; axis < (both ? 6 : 3); axis++) {
        block[at + 1 + 2 * axis] = this.motion.held[axis] >> 8;
        block[at + 2 + 2 * axis] = this.motion.held[axis];
      }
      if (!both) continue;
      this.slot++;
      const stamp =
        Math.round((this.slot * 5000 * 15) / 256) + (random.chance(0.01) ? random.below(65536) : 0);
      block[at + 14] = stamp >> 8;
      block[at + 15] = stamp;
    }
  }
}
