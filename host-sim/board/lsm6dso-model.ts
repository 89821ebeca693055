import type { VirtualClock } from './clock';
import type { Line } from './digital';
import { isWithin, type FaultScript } from './faults';
import type { ImuModel } from './imu-model';
import { ImuNoise } from './imu-noise';
import { decode, type Lsm6dsoConfig, type Lsm6dsoVariant } from './lsm6dso-model-config';
import { WORD_BYTES } from './lsm6dso-model-fifo';
import { Int1 } from './lsm6dso-model-int1';
import { isWritable, Reg, REGISTERS, RESET_VALUES } from './lsm6dso-model-registers';
import { remarkOn } from './lsm6dso-model-remarks';
import { Sampler, temperatureCounts } from './lsm6dso-model-sampler';
import type { Motion } from './motion';

export interface Lsm6dsoModelOptions {
  readonly clock: VirtualClock;
  readonly motion: Motion;
  readonly variant: Lsm6dsoVariant;
  /** 6Ah or 6Bh by the SA0 pin. Default 6Ah. */
  readonly address?: number;
  /**
   * INTERNAL_FREQ_FINE, -128 to 127: the oscillator runs (1 + 0.0015 x this) times its nominal rate, and with it data
   * rates and time stamps. Default -38: 196.5 Hz for nominal 208, as a logger's author found his LSM6DSO32.
   */
  readonly freqFine?: number;
  /** What the factory value leaves of the oscillator's error, parts per million (half a step is 750). Default 0. */
  readonly oscillatorError_ppm?: number;
  /** Default 25. */
  readonly temperature_C?: number;
  /** Seed of the part's noise and offsets; none by default. */
  readonly noiseSeed?: number;
  readonly faults?: FaultScript;
}

/** Nominal length of a tick of the oscillator: one time stamp, us. */
const TICK_US = 25;
const FREQ_FINE_STEP = 0.0015;
const DEFAULT_FREQ_FINE = -38;
/** Start of the part's registers from power-on or BOOT (a comment in ST's driver), us. */
export const BOOT_US = 10_000;
/**
 * Time SW_RESET reads 1, us. No source states it; it is short of the 1 ms a driver waits at least, and long enough to
 * show one that does not wait.
 */
export const SW_RESET_US = 50;
/** CTRL3_C (section 9.14). */
const SW_RESET = 0x01;
const IF_INC = 0x04;
const BDU = 0x40;
const BOOT = 0x80;
/** ALL_INT_SRC: TIMESTAMP_ENDCOUNT, and WU_IA (ST's register header). */
const TIMESTAMP_ENDCOUNT = 0x80;
const ALL_WU_IA = 0x02;
/** The counter's last 6.4 ms before it wraps, ticks. */
const END_WARNING_TICKS = 256;
/** Written to TIMESTAMP2 it restarts the counter. */
const TIMESTAMP_RESET = 0xaa;

/**
 * Register-level model of the ST LSM6DSO, LSM6DSOX and LSM6DSO32 (their data sheets; DocID032891 Rev 1 for the sections
 * named here), with the motion as its input and the bus and INT1 as its outputs.
 *
 * It computes samples when the bus reads, or when INT1 is about to change: one clock event per watermark, not per sample.
 *
 * From a frame's time to the board's. The part's clock is `trueTick_us` long where a driver takes 25 us / (1 + 0.0015 x
 * INTERNAL_FREQ_FINE); the two are equal unless `oscillatorError_ppm` is set. A driver that times frames by the time
 * stamp counter counts from `timestampZero_us`, one that counts frames from `firstFrame_us`. Whatever it counts from,
 * straight after it emptied the FIFO its newest frame was sampled at `lastFrame_us`: the difference of the two is the
 * offset of its clock, also after frames were lost or the part slept or was reset.
 *
 * Not modelled: the analogue and digital filters (samples are points of the motion), compression, sensor hub, embedded
 * functions, taps, free fall, orientation and inactivity, INT2, the data-ready interrupts, SPI and I3C. Asking for one of
 * them leaves a sentence in `remarks`. Written from the documents; never compared with a part.
 */
export class Lsm6dsoModel implements ImuModel {
  readonly address: number;
  /** The INT1 pin. */
  readonly int1: Line;
  /** What the bus asked for that the model does not do or the part would not do, each said once. */
  readonly remarks: string[] = [];
  /** True length of a time stamp tick, us. */
  readonly trueTick_us: number;

  private readonly clock: VirtualClock;
  private readonly variant: Lsm6dsoVariant;
  private readonly faults: FaultScript;
  private readonly freqFine: number;
  private readonly temperature_C: number;
  private readonly registers = new Uint8Array(REGISTERS);
  private readonly sampler: Sampler;
  private readonly pin: Int1;
  private config: Lsm6dsoConfig;
  /** Tick at which the time stamp counter was 0. */
  private zeroTick = 0;
  /** Until when BOOT or SW_RESET work, and the bits that say so. */
  private busyUntil_us = 0;
  private busyBits = 0;
  private bootsUntil_us = 0;

  /** @throws RangeError when `freqFine` is not a signed byte */
  constructor(options: Lsm6dsoModelOptions) {
    this.clock = options.clock;
    this.variant = options.variant;
    this.address = options.address ?? 0x6a;
    this.faults = options.faults ?? {};
    this.temperature_C = options.temperature_C ?? 25;
    this.freqFine = options.freqFine ?? DEFAULT_FREQ_FINE;
    if (!Number.isInteger(this.freqFine) || this.freqFine < -128 || this.freqFine > 127)
      throw new RangeError(`INTERNAL_FREQ_FINE ${this.freqFine} is not a signed byte`);
    const error = 1 + (options.oscillatorError_ppm ?? 0) / 1e6;
    this.trueTick_us = TICK_US / ((1 + FREQ_FINE_STEP * this.freqFine) * error);
    this.setDefaults();
    this.config = decode(this.registers, this.variant);
    this.sampler = new Sampler(
      {
        motion: options.motion,
        noise: options.noiseSeed === undefined ? undefined : new ImuNoise(options.noiseSeed),
        tick_us: this.trueTick_us,
        temperature_C: this.temperature_C,
        stuck: this.faults.stuck ?? [],
        timestamp: (tick) => (tick - this.zeroTick) >>> 0,
      },
      this.config,
    );
    this.pin = new Int1(this.clock, this.registers, this.sampler, this.config);
    this.int1 = this.pin.line;
    for (const time_us of this.faults.resets_us ?? []) this.clock.at(time_us, () => this.powerOnReset());
  }

  /** What the registers ask for now: rates, ranges, modes. */
  get settings(): Lsm6dsoConfig {
    return this.config;
  }

  /** Samples computed, FIFO words waiting, taken and lost since the model was made. */
  get counts(): { samples: number; waiting: number; taken: number; lost: number } {
    const fifo = this.sampler.fifo;
    return { samples: this.sampler.samples, waiting: fifo.count, taken: fifo.taken, lost: fifo.lost };
  }

  /** Simulated time of the first FIFO frame since the FIFO last left bypass mode, us; NaN before it was sampled. */
  get firstFrame_us(): number {
    return this.sampler.firstBatch_us;
  }

  /** Simulated time of the newest frame whose words, of every sensor that is batched, were read out, us; NaN before it. */
  get lastFrame_us(): number {
    const { takenGyro_us, takenAccel_us } = this.sampler.fifo;
    return this.config.gyroBatchTicks === 0 ? takenAccel_us : Math.min(takenGyro_us, takenAccel_us);
  }

  /** Simulated time at which the time stamp counter was 0, us. */
  get timestampZero_us(): number {
    return this.zeroTick * this.trueTick_us;
  }

  acknowledges(): boolean {
    const now_us = this.clock.now_us;
    if (this.faults.absent === true || now_us < this.bootsUntil_us) return false;
    return this.faults.noAcknowledge === undefined || !isWithin(this.faults.noAcknowledge, now_us);
  }

  /** As after a dip of the supply: everything forgotten, and no answer until the part has booted. */
  powerOnReset(): void {
    this.reset();
    this.busyBits = 0;
    this.bootsUntil_us = this.clock.now_us + BOOT_US;
    this.pin.refresh();
  }

  /**
   * Brings samples and motion up to the present, although nobody reads: so a recording comes to its end even when the part
   * is absent or powered down. Changes nothing the bus can see.
   */
  catchUp(): void {
    this.sampler.advance(this.clock.now_us);
    this.sampler.follow(this.clock.now_us);
  }

  read(register: number, buffer: Uint8Array, length: number): void {
    this.sampler.advance(this.clock.now_us);
    const increments = (this.registers[Reg.CTRL3_C] & IF_INC) !== 0;
    if (increments && register === Reg.FIFO_DATA_OUT_TAG && length % WORD_BYTES === 0)
      this.sampler.fifo.take(buffer, length);
    else this.readEach(register, buffer, length, increments);
    this.pin.refresh();
  }

  write(register: number, value: number): void {
    this.sampler.advance(this.clock.now_us);
    if (this.busy()) this.remark(`a write to register ${register} came during reset or boot: it was ignored`);
    else if (register === Reg.CTRL3_C && (value & (SW_RESET | BOOT)) !== 0) this.restart(value);
    else if (register === Reg.TIMESTAMP2) this.resetTimestamp(value);
    else if (isWritable(register)) this.configure(register, value);
    this.pin.refresh();
  }

  private readEach(register: number, buffer: Uint8Array, length: number, increments: boolean): void {
    let address = register;
    for (let i = 0; i < length; i++) {
      buffer[i] = this.readByte(address);
      if (!increments) continue;
      // A burst goes round the FIFO's registers, so that many words come in one transaction.
      if (address === Reg.FIFO_DATA_OUT_Z_H) address = Reg.FIFO_DATA_OUT_TAG;
      else address = (address + 1) & (REGISTERS - 1);
    }
  }

  private configure(register: number, value: number): void {
    const hadTimestamp = this.config.timestampEnabled;
    this.registers[register] = value;
    const remark = remarkOn(register, value);
    if (remark !== undefined) this.remark(remark);
    this.apply();
    if (this.config.timestampEnabled && !hadTimestamp) this.zeroTick = this.tick();
  }

  private apply(): void {
    this.config = decode(this.registers, this.variant);
    this.sampler.configure(this.config, this.clock.now_us);
    this.pin.configure(this.config);
  }

  /** SW_RESET restores the defaults; BOOT reloads the trimming only (section 9.14). Both clear themselves. */
  private restart(value: number): void {
    if ((value & SW_RESET) !== 0) this.reset();
    else this.configure(Reg.CTRL3_C, value & ~BOOT);
    this.busyBits = value & (SW_RESET | BOOT);
    this.busyUntil_us = this.clock.now_us + ((value & BOOT) !== 0 ? BOOT_US : SW_RESET_US);
  }

  private reset(): void {
    this.sampler.advance(this.clock.now_us);
    this.setDefaults();
    this.apply();
    this.sampler.outputs.clear();
  }

  private setDefaults(): void {
    this.registers.fill(0);
    for (const [register, value] of RESET_VALUES) this.registers[register] = value;
    this.registers[Reg.INTERNAL_FREQ_FINE] = this.freqFine;
    if (this.faults.identity !== undefined) this.registers[Reg.WHO_AM_I] = this.faults.identity;
  }

  private resetTimestamp(value: number): void {
    if (value === TIMESTAMP_RESET) this.zeroTick = this.tick();
  }

  private busy(): boolean {
    if (this.busyBits !== 0 && this.clock.now_us >= this.busyUntil_us) this.busyBits = 0;
    return this.busyBits !== 0;
  }

  private tick(): number {
    return Math.floor(this.clock.now_us / this.trueTick_us);
  }

  private timestamp(): number {
    return this.config.timestampEnabled ? (this.tick() - this.zeroTick) >>> 0 : 0;
  }

  private readByte(register: number): number {
    if (register >= Reg.FIFO_DATA_OUT_TAG && register <= Reg.FIFO_DATA_OUT_Z_H)
      return this.readFifo(register);
    if (register >= Reg.OUTX_L_G && register <= Reg.OUTZ_H_A)
      return this.sampler.outputs.read(register - Reg.OUTX_L_G, (this.registers[Reg.CTRL3_C] & BDU) !== 0);
    if (register >= Reg.TIMESTAMP0 && register <= Reg.TIMESTAMP3)
      return (this.timestamp() >>> (8 * (register - Reg.TIMESTAMP0))) & 0xff;
    switch (register) {
      case Reg.CTRL3_C:
        return this.registers[register] | (this.busy() ? this.busyBits : 0);
      case Reg.FIFO_STATUS1:
        return this.sampler.fifo.count & 0xff;
      case Reg.FIFO_STATUS2:
        return this.readFifoStatus2();
      case Reg.WAKE_UP_SRC:
        return this.readWakeUpSource();
      case Reg.ALL_INT_SRC:
        return this.readAllSources();
      case Reg.STATUS_REG:
        return this.sampler.outputs.dataReady | (this.sampler.on ? 0x04 : 0);
      case Reg.OUT_TEMP_L:
        return temperatureCounts(this.temperature_C) & 0xff;
      case Reg.OUT_TEMP_H:
        return (temperatureCounts(this.temperature_C) >> 8) & 0xff;
      default:
        return register < REGISTERS ? this.registers[register] : 0;
    }
  }

  /** The word goes when its last byte is read. */
  private readFifo(register: number): number {
    const fifo = this.sampler.fifo;
    const value = fifo.peek(register - Reg.FIFO_DATA_OUT_TAG);
    if (register === Reg.FIFO_DATA_OUT_Z_H) fifo.pop();
    return value;
  }

  /**
   * Section 9.38. The count's two halves are of the same moment only when both registers are read in one transaction.
   * FIFO_OVR_IA says that the FIFO is completely filled, in the words of the family's sheets.
   */
  private readFifoStatus2(): number {
    const value =
      (this.pin.watermarkReached ? 0x80 : 0) |
      (this.pin.full ? 0x40 : 0) |
      (this.pin.fullAtNext ? 0x20 : 0) |
      (this.sampler.overrunLatched ? 0x08 : 0) |
      (this.sampler.fifo.count >> 8);
    this.sampler.overrunLatched = false;
    return value;
  }

  /** Section 9.23; reading ends a latched interrupt. */
  private readWakeUpSource(): number {
    const source = this.sampler.wake.source;
    if (this.config.wake.latched) this.sampler.wake.clear();
    return source;
  }

  private readAllSources(): number {
    const ending = this.timestamp() >= 2 ** 32 - END_WARNING_TICKS;
    return (ending ? TIMESTAMP_ENDCOUNT : 0) | (this.sampler.wake.source !== 0 ? ALL_WU_IA : 0);
  }

  private remark(sentence: string): void {
    if (!this.remarks.includes(sentence)) this.remarks.push(sentence);
  }
}
