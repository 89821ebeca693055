import { contains, type Axis, type StuckSpan } from './faults';
import { FifoMode, type Icm42688pConfig } from './icm42688p-model-config';
import { MOST_PACKET_BYTES, PacketFifo } from './icm42688p-model-fifo';
import { WakeOnMotion } from './icm42688p-model-wake';
import type { ImuNoise } from './imu-noise';
import { MOTION_VALUES, type Motion } from './motion';

/** From off to the first value, us: tables 1 and 2. */
const GYRO_START_US = 30_000;
const ACCEL_START_US = 10_000;
/** From off to values to be believed, us: what Linux inv_icm42600 waits. Between, the model gives half of the true ones. */
const GYRO_SETTLED_US = 60_000;
const ACCEL_SETTLED_US = 20_000;
/** Noise density: z axis of table 2, ug; table 1, here in 0.1 degree/s; per root Hz. */
const ACCEL_DENSITY_ug = 70;
const GYRO_DENSITY_ddps = 0.028;
/** Order of the values, as the motion gives them. */
const AXES: readonly Axis[] = ['ax', 'ay', 'az', 'gx', 'gy', 'gz'];
const ALL_AXES = 0x3f;
/** An axis that has no value, and the least value of one that has (14.34). */
const INVALID = -32768;
const LEAST_VALID = -32766;
/** 20 bits: four for each count of the 16-bit value; the lowest of the gyroscope and two of the accelerometer are 0. */
const INVALID_20 = -524288;
const LEAST_VALID_20 = -524256;

/** INT_STATUS (14.21). */
export const DATA_RDY = 0x08;
export const FIFO_THS = 0x04;
export const FIFO_FULL = 0x02;
/** The packet's header (6.2). */
const HEADER_ACCEL = 0x40;
const HEADER_GYRO = 0x20;
const HEADER_20 = 0x10;
const HEADER_ODR_TIMESTAMP = 0x08;
const HEADER_ODR_ACCEL = 0x02;
const HEADER_ODR_GYRO = 0x01;

export interface SamplerOptions {
  readonly motion: Motion;
  readonly noise: ImuNoise | undefined;
  readonly temperature_C: number;
  readonly stuck: readonly StuckSpan[];
  /** How much faster than nominal the part's clock runs now, as a fraction. */
  clockError(config: Icm42688pConfig): number;
}

/**
 * The measuring half of the part: samples on the grid of its own oscillator, quantised, into the output registers, the
 * FIFO and the wake-up function. It works when asked (`advance`), not sample by sample in simulated time. The grid begins
 * anew whenever a mode or rate changes: the model's choice.
 */
export class Sampler {
  readonly fifo = new PacketFifo();
  readonly wake = new WakeOnMotion();
  /** INT_STATUS bits set since it was last read. */
  status = 0;
  /** Values of the last valid samples, in counts: ax ay az gx gy gz. */
  readonly counts = new Int16Array(MOTION_VALUES).fill(INVALID);
  /** Slots sampled so far. */
  samples = 0;

  private readonly options: SamplerOptions;
  private readonly reading = new Float64Array(MOTION_VALUES);
  private readonly values = new Float64Array(MOTION_VALUES);
  private readonly packet = new Uint8Array(MOST_PACKET_BYTES);
  private config: Icm42688pConfig;
  /** The grid: slot `n` is at `base_us + n x slot_us`. */
  private base_us = 0;
  private slot_us = 0;
  private nextSlot = 1;
  /** A sensor is sampled at every n-th slot; 0 for never. */
  private accelEvery = 0;
  private gyroEvery = 0;
  private batching = false;
  /** Time on the part's own clock at `base_us`, us, and its rate. */
  private partBase_us = 0;
  private partRate = 1;
  private accelOn_us = 0;
  private gyroOn_us = 0;
  private headerOdr = 0;

  constructor(options: SamplerOptions, config: Icm42688pConfig) {
    this.options = options;
    this.config = config;
  }

  /** Takes over what registers ask for from now on; call `advance` before. */
  configure(config: Icm42688pConfig, now_us: number): void {
    const old = this.config;
    this.config = config;
    if (config.accelMode !== 'off' && old.accelMode === 'off') this.accelOn_us = now_us;
    if (config.gyroMode !== 'off' && old.gyroMode === 'off') this.gyroOn_us = now_us;
    if (config.accelSlot_us !== old.accelSlot_us || config.accelMode !== old.accelMode) {
      this.headerOdr |= HEADER_ODR_ACCEL;
      this.wake.restart();
    }
    if (config.gyroSlot_us !== old.gyroSlot_us) this.headerOdr |= HEADER_ODR_GYRO;
    if (config.wake.enabled && !old.wake.enabled) this.wake.restart();
    if (config.fifoMode === FifoMode.Bypass || config.packetBytes !== old.packetBytes) this.fifo.clear();
    this.batching = config.fifoMode !== FifoMode.Bypass && this.batchEvery(config) !== 0;
    const same =
      config.accelSlot_us === old.accelSlot_us &&
      config.gyroSlot_us === old.gyroSlot_us &&
      config.accelMode === old.accelMode &&
      config.gyroMode === old.gyroMode;
    if (!same) this.layOut(config, now_us);
  }

  /** The output registers as after a reset (14.9 to 14.18). */
  forget(): void {
    this.counts.fill(INVALID);
  }

  /** Samples up to and including `now_us`. */
  advance(now_us: number): void {
    if (this.slot_us === 0) return;
    if (!this.batching && !this.config.wake.enabled) {
      const last = Math.floor((now_us - this.base_us) / this.slot_us);
      if (last > this.nextSlot) this.nextSlot = last;
    }
    while (this.timeOf(this.nextSlot) <= now_us) this.sample(this.nextSlot++);
  }

  /** Lets the motion go on to `now_us` though nothing may sample it; call `advance` before. */
  follow(now_us: number): void {
    this.options.motion.at(now_us, this.reading);
  }

  /** Time of the next accelerometer sample, us; infinite when it is off. */
  nextAccel_us(): number {
    const every = this.accelEvery;
    return every === 0 ? Infinity : this.timeOf(Math.ceil(this.nextSlot / every) * every);
  }

  /** Time at which the FIFO will have got `packets` more, us; infinite when it never will. */
  timeOfPackets_us(packets: number): number {
    const every = this.batchEvery(this.config);
    if (!this.batching) return Infinity;
    return this.timeOf((Math.ceil(this.nextSlot / every) + packets - 1) * every);
  }

  private timeOf(slot: number): number {
    return this.base_us + slot * this.slot_us;
  }

  private layOut(config: Icm42688pConfig, now_us: number): void {
    this.partBase_us += (now_us - this.base_us) * this.partRate;
    this.partRate = 1 + this.options.clockError(config);
    this.base_us = now_us;
    this.nextSlot = 1;
    const { accelSlot_us, gyroSlot_us } = config;
    const nominal_us =
      accelSlot_us === 0 || (gyroSlot_us !== 0 && gyroSlot_us < accelSlot_us) ? gyroSlot_us : accelSlot_us;
    this.slot_us = nominal_us / this.partRate;
    this.accelEvery = nominal_us === 0 ? 0 : Math.round(accelSlot_us / nominal_us);
    this.gyroEvery = nominal_us === 0 ? 0 : Math.round(gyroSlot_us / nominal_us);
    this.batching = config.fifoMode !== FifoMode.Bypass && this.batchEvery(config) !== 0;
  }

  /** Slots from packet to packet: as the faster sensor that goes into the FIFO gives samples; 0 for never. */
  private batchEvery(config: Icm42688pConfig): number {
    if (config.packetBytes === 0) return 0;
    const accel = config.fifoAccel || config.highResolution ? this.accelEvery : 0;
    const gyro = config.fifoGyro || config.highResolution ? this.gyroEvery : 0;
    if (accel === 0 || gyro === 0) return accel + gyro;
    return Math.min(accel, gyro);
  }

  private sample(slot: number): void {
    const config = this.config;
    const time_us = this.timeOf(slot);
    const accelDue = this.accelEvery !== 0 && slot % this.accelEvery === 0;
    const gyroDue = this.gyroEvery !== 0 && slot % this.gyroEvery === 0;
    this.samples++;
    const held = this.options.stuck.length === 0 ? 0 : this.holdStuck(time_us);
    this.options.motion.at(time_us, this.reading);
    const accelValid = accelDue && this.takeAccel(time_us, held);
    const gyroValid = gyroDue && this.takeGyro(time_us, held);
    if (accelValid || gyroValid) this.status |= DATA_RDY;
    if (accelValid && config.wake.enabled) this.stepWake();
    if (this.batching && slot % this.batchEvery(config) === 0) this.batch(time_us, accelValid, gyroValid);
  }

  /** @returns the axes that stand still, one bit each in the order of the values */
  private holdStuck(time_us: number): number {
    let held = 0;
    for (const span of this.options.stuck) {
      if (!contains(span, time_us)) continue;
      const bits = span.axis === undefined ? ALL_AXES : 1 << AXES.indexOf(span.axis);
      held |= bits;
      if (span.value === undefined) continue;
      for (let axis = 0; axis < AXES.length; axis++)
        if ((bits & (1 << axis)) !== 0) this.counts[axis] = this.valid(span.value);
    }
    return held;
  }

  /** @returns false while the sensor starts */
  private takeAccel(time_us: number, held: number): boolean {
    const { config, reading } = this;
    if (time_us < this.accelOn_us + ACCEL_START_US) return false;
    this.options.noise?.addAccel_mg(reading, ACCEL_DENSITY_ug, 1e6 / config.accelSlot_us);
    this.take(0, 32768 / (config.accelFs_g * 1000), time_us < this.accelOn_us + ACCEL_SETTLED_US, held);
    return true;
  }

  /** @returns false while the sensor starts */
  private takeGyro(time_us: number, held: number): boolean {
    const { config, reading } = this;
    if (time_us < this.gyroOn_us + GYRO_START_US) return false;
    this.options.noise?.addGyro_ddps(reading, GYRO_DENSITY_ddps, 1e6 / config.gyroSlot_us);
    this.take(3, 32768 / (config.gyroFs_dps * 10), time_us < this.gyroOn_us + GYRO_SETTLED_US, held);
    return true;
  }

  private take(first: number, perUnit: number, settles: boolean, held: number): void {
    const { reading, values, counts } = this;
    for (let axis = first; axis < first + 3; axis++) {
      if ((held & (1 << axis)) !== 0) {
        values[axis] = counts[axis];
        continue;
      }
      values[axis] = reading[axis] * perUnit * (settles ? 0.5 : 1);
      counts[axis] = this.valid(Math.round(values[axis]));
    }
  }

  /** Into the range of values that are any (14.34, 12.8). */
  private valid(count: number): number {
    const least = this.config.holdsLast ? INVALID : LEAST_VALID;
    return count > 32767 ? 32767 : count < least ? least : count;
  }

  private stepWake(): void {
    const { counts, config } = this;
    const mg = (config.accelFs_g * 1000) / 32768;
    this.wake.step(config.wake, counts[0] * mg, counts[1] * mg, counts[2] * mg);
  }

  private batch(time_us: number, accelValid: boolean, gyroValid: boolean): void {
    const { config, fifo, packet } = this;
    const before = fifo.count;
    this.fill(time_us, accelValid, gyroValid);
    fifo.push(packet, config.packetBytes, time_us, config.fifoMode === FifoMode.Stream, config.capacity);
    const reached = config.watermark > 0 && fifo.count >= config.watermark;
    if (reached && (config.repeats || before < config.watermark)) this.status |= FIFO_THS;
    if (fifo.count >= config.capacity) this.status |= FIFO_FULL;
  }

  /** One packet, in the order of section 6.1. */
  private fill(time_us: number, accelValid: boolean, gyroValid: boolean): void {
    const { config, packet } = this;
    const both = config.packetBytes > 8;
    let at = 1;
    let header = this.headerOdr;
    this.headerOdr = 0;
    if (config.highResolution) header |= HEADER_ACCEL | HEADER_GYRO | HEADER_20;
    if (config.fifoAccel) header |= HEADER_ACCEL;
    if (config.fifoGyro) header |= HEADER_GYRO;
    if (both) header |= HEADER_ODR_TIMESTAMP;
    packet[0] = header;
    if ((header & HEADER_ACCEL) !== 0) at = this.putAxes(at, 0, accelValid);
    if ((header & HEADER_GYRO) !== 0) at = this.putAxes(at, 3, gyroValid);
    const degrees = this.options.temperature_C - 25;
    if (config.highResolution) at = this.put16(at, Math.round(degrees * 132.48));
    else packet[at++] = Math.round(degrees * 2.07);
    if (!both) return;
    at = this.put16(at, this.stamp(time_us));
    if (config.highResolution)
      for (let axis = 0; axis < 3; axis++)
        packet[at++] =
          ((this.value20(axis, accelValid) & 15) << 4) | (this.value20(axis + 3, gyroValid) & 15);
  }

  private putAxes(at: number, first: number, valid: boolean): number {
    const { config, counts } = this;
    for (let axis = first; axis < first + 3; axis++) {
      const value = config.highResolution
        ? this.value20(axis, valid) >> 4
        : valid || config.holdsLast
          ? counts[axis]
          : INVALID;
      at = this.put16(at, value);
    }
    return at;
  }

  private value20(axis: number, valid: boolean): number {
    if (!valid && !this.config.holdsLast) return INVALID_20;
    // 8192 counts per g and 131 per degree/s (6.1), in the upper 18 and 19 bits.
    const unit = axis < 3 ? 4 : 2;
    const value = Math.round((this.values[axis] * 16) / unit) * unit;
    return value > 524284 ? 524284 : value < LEAST_VALID_20 ? LEAST_VALID_20 : value;
  }

  private put16(at: number, value: number): number {
    const { packet } = this;
    const high = this.config.dataBigEndian ? at : at + 1;
    packet[high] = value >> 8;
    packet[at + at + 1 - high] = value;
    return at + 2;
  }

  /** The timestamp counter's low 16 bits at a time. */
  private stamp(time_us: number): number {
    const { config } = this;
    if (!config.timestampEnabled) return 0;
    const part_us = this.partBase_us + (time_us - this.base_us) * this.partRate;
    return Math.floor(part_us / config.stampStep_us) % 65536;
  }
}
