import { contains, type Axis, type StuckSpan } from './faults';
import type { ImuNoise } from './imu-noise';
import { FifoMode, type Lsm6dsoConfig } from './lsm6dso-model-config';
import { tagByte, WordFifo } from './lsm6dso-model-fifo';
import { ACCEL, GDA, OutputRegisters, XLDA } from './lsm6dso-model-outputs';
import { Tag } from './lsm6dso-model-registers';
import { WakeUp } from './lsm6dso-model-wake';
import { MOTION_VALUES, type Motion } from './motion';

/**
 * Gyroscope off to on (ST's AN5473, as a public driver cites it), us; then each sensor's first sample is of an unsettled
 * filter (the sibling LSM6DS3TR-C at 104 and 208 Hz, AN5130).
 */
export const GYRO_TURN_ON_US = 70_000;
const UNSETTLED_SAMPLES = 1;
/** What masked samples of unsettled filters read on every axis: Linux's driver drops words from 7FFDh up. */
const INVALID = 0x7fff;
/**
 * Noise density by accelerometer full scale, micro-g per root Hz, high-performance mode (LSM6DSO32 table 3). Its value at
 * 4 g stands for the 2 g range of the other parts too.
 */
const ACCEL_DENSITY_ug: Readonly<Record<number, number>> = { 2: 120, 4: 120, 8: 130, 16: 160, 32: 220 };
/** 3.8 mdps per root Hz, here in 0.1 degree/s. */
const GYRO_DENSITY_ddps = 0.038;
/** Order of the outputs. */
const AXES: readonly Axis[] = ['gx', 'gy', 'gz', 'ax', 'ay', 'az'];
const ALL_AXES = 0x3f;

export interface SamplerOptions {
  readonly motion: Motion;
  readonly noise: ImuNoise | undefined;
  /** True length of one tick of the part's oscillator, us. */
  readonly tick_us: number;
  readonly temperature_C: number;
  readonly stuck: readonly StuckSpan[];
  /** The time stamp counter at a tick of the oscillator. */
  timestamp(tick: number): number;
}

/**
 * The measuring half of the part: samples on the grid of its own oscillator, quantised, into the output registers, the
 * FIFO and the wake-up function. It works when asked (`advance`), not sample by sample in simulated time.
 *
 * Slots number the samples of the faster sensor from the part's first tick. All rates are powers of two of each other, so
 * a slot's low bits tell which sensors and words are due.
 */
export class Sampler {
  readonly fifo = new WordFifo();
  readonly wake = new WakeUp();
  readonly outputs = new OutputRegisters();
  overrunLatched = false;
  /** Slots sampled so far. */
  samples = 0;
  /** Simulated time of the first batch since the FIFO was emptied by bypass mode, us; NaN before it. */
  firstBatch_us = NaN;

  private readonly options: SamplerOptions;
  private readonly reading = new Float64Array(MOTION_VALUES);
  private config: Lsm6dsoConfig;
  private slotTicks = 0;
  private slot_us = 0;
  private nextSlot = 0;
  // Periods in slots less one: a slot is due when these bits of it are 0.
  private accelMask = 0;
  private gyroMask = 0;
  private batchMask = 0;
  private accelBatchMask = 0;
  private gyroBatchMask = 0;
  private timestampMask = 0;
  private temperatureMask = 0;
  private batching = false;
  private tagCount = 0;
  private gyroReady_us = 0;
  private accelUnsettled = 0;
  private gyroUnsettled = 0;

  constructor(options: SamplerOptions, config: Lsm6dsoConfig) {
    this.options = options;
    this.config = config;
  }

  /** Has any sensor a running data rate? */
  get on(): boolean {
    return this.slotTicks !== 0;
  }

  /** Takes over what registers ask for from now on; call `advance` before. */
  configure(config: Lsm6dsoConfig, now_us: number): void {
    const old = this.config;
    this.config = config;
    if (config.gyroTicks !== 0 && old.gyroTicks === 0) this.gyroReady_us = now_us + GYRO_TURN_ON_US;
    if (config.gyroTicks !== old.gyroTicks) this.gyroUnsettled = UNSETTLED_SAMPLES;
    if (config.accelTicks !== old.accelTicks) {
      this.accelUnsettled = UNSETTLED_SAMPLES;
      this.wake.restart();
    }
    if (config.wake.enabled && !old.wake.enabled) this.wake.restart();
    if (!config.wake.enabled) this.wake.clear();
    if (config.fifoMode === FifoMode.Bypass) this.clearFifo();
    this.layOut(config);
    if (this.slotTicks === 0) return;
    this.nextSlot = Math.ceil(now_us / this.slot_us);
    while (this.nextSlot * this.slot_us <= now_us) this.nextSlot++;
  }

  clearFifo(): void {
    this.fifo.clear();
    this.tagCount = 0;
    this.overrunLatched = false;
    this.firstBatch_us = NaN;
  }

  /** Samples up to and including `now_us`. */
  advance(now_us: number): void {
    if (this.slotTicks === 0) return;
    if (!this.batching && !this.config.wake.enabled) this.skip(now_us);
    while (this.nextSlot * this.slot_us <= now_us) this.sample(this.nextSlot++);
  }

  /** Lets the motion go on to `now_us` though nothing may sample it; call `advance` before. */
  follow(now_us: number): void {
    this.options.motion.at(now_us, this.reading);
  }

  /** Time of the next accelerometer sample, us; infinite when it is off. */
  nextAccel_us(): number {
    if (this.config.accelTicks === 0) return Infinity;
    return this.align(this.nextSlot, this.accelMask + 1) * this.slot_us;
  }

  /** Time at which the FIFO will hold `count` words if nobody reads it, us; infinite when it never will. */
  timeOfCount_us(count: number): number {
    if (!this.batching) return Infinity;
    const step = this.batchMask + 1;
    let slot = this.align(this.nextSlot, step);
    let words = this.fifo.count + this.wordsAt(slot);
    while (words < count) {
      slot += step;
      words += this.wordsAt(slot);
    }
    return slot * this.slot_us;
  }

  /** Words the next batch will add; 0 when there is none. */
  nextWords(): number {
    return this.batching ? this.wordsAt(this.align(this.nextSlot, this.batchMask + 1)) : 0;
  }

  private layOut(config: Lsm6dsoConfig): void {
    const slotTicks = faster(config.accelTicks, config.gyroTicks);
    const batchTicks = faster(config.accelBatchTicks, config.gyroBatchTicks);
    this.slotTicks = slotTicks;
    this.slot_us = slotTicks * this.options.tick_us;
    this.batching = batchTicks !== 0 && config.fifoMode !== FifoMode.Bypass;
    if (slotTicks === 0) return;
    this.accelMask = config.accelTicks / slotTicks - 1;
    this.gyroMask = config.gyroTicks / slotTicks - 1;
    this.batchMask = batchTicks / slotTicks - 1;
    this.accelBatchMask = config.accelBatchTicks / slotTicks - 1;
    this.gyroBatchMask = config.gyroBatchTicks / slotTicks - 1;
    this.timestampMask = (config.timestampDecimation * batchTicks) / slotTicks - 1;
    this.temperatureMask = Math.max(config.temperatureBatchTicks, batchTicks) / slotTicks - 1;
  }

  private align(slot: number, step: number): number {
    return Math.ceil(slot / step) * step;
  }

  private wordsAt(slot: number): number {
    const config = this.config;
    let words = 0;
    if (config.timestampDecimation !== 0 && (slot & this.timestampMask) === 0) words++;
    if (config.gyroBatchTicks !== 0 && (slot & this.gyroBatchMask) === 0) words++;
    if (config.accelBatchTicks !== 0 && (slot & this.accelBatchMask) === 0) words++;
    if (config.temperatureBatchTicks !== 0 && (slot & this.temperatureMask) === 0) words++;
    return words;
  }

  /** Nobody needs the samples before the last of each sensor: leave them out. */
  private skip(now_us: number): void {
    const config = this.config;
    const period = Math.max(config.accelTicks, config.gyroTicks) / this.slotTicks;
    let last = Math.floor(now_us / this.slot_us);
    if (last * this.slot_us > now_us) last--;
    const start = Math.floor(last / period) * period;
    if (start <= this.nextSlot) return;
    this.accelUnsettled = 0;
    if (start * this.slot_us > this.gyroReady_us + config.gyroTicks * this.options.tick_us)
      this.gyroUnsettled = 0;
    this.nextSlot = start;
  }

  private sample(slot: number): void {
    const config = this.config;
    const time_us = slot * this.slot_us;
    const accelDue = config.accelTicks !== 0 && (slot & this.accelMask) === 0;
    const gyroDue = config.gyroTicks !== 0 && (slot & this.gyroMask) === 0;
    this.samples++;
    let accelValid = true;
    let gyroValid = true;
    const held = this.options.stuck.length === 0 ? 0 : this.holdStuck(time_us);
    this.options.motion.at(time_us, this.reading);
    if (accelDue) accelValid = this.takeAccel(held);
    if (gyroDue) gyroValid = this.takeGyro(time_us, held);
    if (accelDue && config.wake.enabled && accelValid) this.stepWake();
    if (this.batching && (slot & this.batchMask) === 0) this.batch(slot, time_us, accelValid, gyroValid);
  }

  /** @returns the axes that stand still, one bit each in the order of the outputs */
  private holdStuck(time_us: number): number {
    let held = 0;
    for (const span of this.options.stuck) {
      if (!contains(span, time_us)) continue;
      const bits = span.axis === undefined ? ALL_AXES : 1 << AXES.indexOf(span.axis);
      held |= bits;
      if (span.value === undefined) continue;
      for (let axis = 0; axis < AXES.length; axis++)
        if ((bits & (1 << axis)) !== 0) this.outputs.counts[axis] = span.value;
    }
    return held;
  }

  /** @returns false while the filter settles */
  private takeAccel(held: number): boolean {
    const outputs = this.outputs;
    const valid = this.accelUnsettled === 0;
    outputs.dataReady |= XLDA;
    if (!valid) this.accelUnsettled--;
    const reading = this.reading;
    const counts = outputs.counts;
    const noise = this.options.noise;
    const lsb_mg = this.config.accelLsb_mg;
    if (noise !== undefined)
      noise.addAccel_mg(
        reading,
        ACCEL_DENSITY_ug[this.config.accelFs_g],
        1e6 / (this.config.accelTicks * this.options.tick_us),
      );
    for (let axis = 0; axis < 3; axis++) {
      if ((held & (1 << (ACCEL + axis))) !== 0) continue;
      const count = quantise(reading[axis], lsb_mg);
      counts[ACCEL + axis] = valid ? count : count >> 1;
    }
    return valid;
  }

  /** @returns false while the sensor starts and its filter settles */
  private takeGyro(time_us: number, held: number): boolean {
    const outputs = this.outputs;
    const started = time_us >= this.gyroReady_us;
    const valid = started && this.gyroUnsettled === 0;
    outputs.dataReady |= GDA;
    if (started && !valid) this.gyroUnsettled--;
    const reading = this.reading;
    const counts = outputs.counts;
    const noise = this.options.noise;
    const lsb_ddps = this.config.gyroLsb_ddps;
    if (noise !== undefined)
      noise.addGyro_ddps(reading, GYRO_DENSITY_ddps, 1e6 / (this.config.gyroTicks * this.options.tick_us));
    for (let axis = 0; axis < 3; axis++) {
      if ((held & (1 << axis)) !== 0) continue;
      const count = quantise(reading[3 + axis], lsb_ddps);
      counts[axis] = valid ? count : started ? count >> 1 : 0;
    }
    return valid;
  }

  private stepWake(): void {
    const lsb_mg = this.config.accelLsb_mg;
    const counts = this.outputs.counts;
    this.wake.step(
      this.config.wake,
      counts[ACCEL] * lsb_mg,
      counts[ACCEL + 1] * lsb_mg,
      counts[ACCEL + 2] * lsb_mg,
    );
  }

  /** One time slot of the FIFO. The order of its words is the model's choice; TAG_CNT tells what belongs together. */
  private batch(slot: number, time_us: number, accelValid: boolean, gyroValid: boolean): void {
    const config = this.config;
    const counts = this.outputs.counts;
    if (Number.isNaN(this.firstBatch_us)) this.firstBatch_us = time_us;
    if (config.timestampDecimation !== 0 && (slot & this.timestampMask) === 0) {
      const time = this.options.timestamp(slot * this.slotTicks);
      this.push(Tag.Timestamp, time, time >>> 16, 0, time_us);
    }
    if (config.temperatureBatchTicks !== 0 && (slot & this.temperatureMask) === 0)
      this.push(Tag.Temperature, temperatureCounts(this.options.temperature_C), 0, 0, time_us);
    if (config.gyroBatchTicks !== 0 && (slot & this.gyroBatchMask) === 0) {
      if (gyroValid || !config.maskSettling) this.push(Tag.Gyro, counts[0], counts[1], counts[2], time_us);
      else this.push(Tag.Gyro, INVALID, INVALID, INVALID, time_us);
    }
    if (config.accelBatchTicks !== 0 && (slot & this.accelBatchMask) === 0) {
      if (accelValid || !config.maskSettling) this.push(Tag.Accel, counts[3], counts[4], counts[5], time_us);
      else this.push(Tag.Accel, INVALID, INVALID, INVALID, time_us);
    }
    this.tagCount = (this.tagCount + 1) & 3;
  }

  private push(code: number, x: number, y: number, z: number, time_us: number): void {
    const config = this.config;
    const fifo = this.fifo;
    const overwrite = config.fifoMode === FifoMode.Continuous;
    fifo.push(tagByte(code, this.tagCount), x, y, z, time_us, overwrite, config.fifoCapacity);
    if (fifo.count >= config.fifoCapacity) this.overrunLatched = true;
  }
}

/** 256 counts a degree, 0 at 25 degrees Celsius. */
export function temperatureCounts(temperature_C: number): number {
  return quantise(temperature_C - 25, 1 / 256);
}

/** To the nearest count; what does not fit 16 bits stays at the end of the range. */
function quantise(value: number, lsb: number): number {
  const count = Math.round(value / lsb);
  return count > 32767 ? 32767 : count < -32768 ? -32768 : count;
}

/** The shorter of two periods, where 0 is none. */
function faster(a: number, b: number): number {
  if (a === 0) return b;
  return b === 0 || a < b ? a : b;
}
