import type { VirtualClock } from './clock';
import type { Line } from './digital';
import { isWithin, type FaultScript } from './faults';
import { decode, type Icm42688pConfig } from './icm42688p-model-config';
import { Int1 } from './icm42688p-model-int1';
import {
  BANK_REGISTERS,
  BANKS,
  isWritable,
  isWritableRunning,
  Reg,
  RESET_VALUES,
} from './icm42688p-model-registers';
import { remarkOn } from './icm42688p-model-remarks';
import { Sampler } from './icm42688p-model-sampler';
import type { ImuModel } from './imu-model';
import { ImuNoise } from './imu-noise';
import type { Motion } from './motion';

export interface Icm42688pModelOptions {
  readonly clock: VirtualClock;
  readonly motion: Motion;
  /** 68h or 69h by the AP_AD0 pin. Default 68h. */
  readonly address?: number;
  /**
   * How much faster than nominal the part's clock runs, parts per million: with the gyroscope on (its own oscillator, within
   * 1.5 % at 25 degrees) and off (within 3 %; table 4). Defaults -12,000 and +21,000: well off, but within.
   */
  readonly clockError_ppm?: number;
  readonly gyroOffClockError_ppm?: number;
  /** Default 25. */
  readonly temperature_C?: number;
  /** Seed of the part's noise and offsets; none by default. */
  readonly noiseSeed?: number;
  readonly faults?: FaultScript;
}

const DEFAULT_CLOCK_ERROR_ppm = -12_000;
const DEFAULT_GYRO_OFF_CLOCK_ERROR_ppm = 21_000;
/** From power-up until registers can be read, us (table 4); a soft reset takes as long (14.1). */
export const START_US = 1000;
/** After a sensor is switched on nothing may be written for so long, us; the gyroscope is to stay on so long (14.36). */
const QUIET_US = 200;
const GYRO_LEAST_US = 45_000;
/** DEVICE_CONFIG (14.1), INT_STATUS (14.21), SIGNAL_PATH_RESET (14.33), FIFO_CONFIG1 (14.45). */
const SOFT_RESET = 0x01;
const RESET_DONE = 0x10;
const FIFO_FLUSH = 0x02;
const RESUME_PARTIAL_RD = 0x40;
const BANK_MASK = 0x07;

/**
 * Register-level model of the TDK ICM-42688-P (data sheet DS-000347 Rev 1.5, whose sections are named here), with the motion
 * as its input and the bus and INT1 as its outputs.
 *
 * It computes samples when the bus reads, or when INT1 is about to change: one clock event per watermark, not per sample.
 * Straight after the FIFO was emptied, the driver's newest frame was sampled at `lastFrame_us`.
 *
 * Not modelled: the analogue and digital filters (samples are points of the motion), averaging in low-power mode, FSYNC and
 * external clock, APEX functions, self-test, offsets, INT2, pulsed interrupts, SPI and I3C. Asking for one of them leaves a
 * sentence in `remarks`, and so does what the data sheet forbids. Written from the document; never compared with a part.
 */
export class Icm42688pModel implements ImuModel {
  readonly address: number;
  /** The INT1 pin. */
  readonly int1: Line;
  readonly remarks: string[] = [];

  private readonly clock: VirtualClock;
  private readonly faults: FaultScript;
  private readonly registers = new Uint8Array(BANKS * BANK_REGISTERS);
  private readonly temperature_C: number;
  private readonly sampler: Sampler;
  private readonly pin: Int1;
  private config: Icm42688pConfig;
  private bank = 0;
  /** FIFO_COUNT as reading FIFO_COUNTL latched it. */
  private latchedCount = 0;
  private startsUntil_us = 0;
  private resetsUntil_us = 0;
  private quietUntil_us = 0;
  private gyroOn_us = 0;

  constructor(options: Icm42688pModelOptions) {
    this.clock = options.clock;
    this.address = options.address ?? 0x68;
    this.faults = options.faults ?? {};
    this.temperature_C = options.temperature_C ?? 25;
    const on = (options.clockError_ppm ?? DEFAULT_CLOCK_ERROR_ppm) / 1e6;
    const off = (options.gyroOffClockError_ppm ?? DEFAULT_GYRO_OFF_CLOCK_ERROR_ppm) / 1e6;
    this.setDefaults();
    this.config = decode(this.registers);
    this.sampler = new Sampler(
      {
        motion: options.motion,
        noise: options.noiseSeed === undefined ? undefined : new ImuNoise(options.noiseSeed),
        temperature_C: this.temperature_C,
        stuck: this.faults.stuck ?? [],
        clockError: ({ gyroMode }) => (gyroMode === 'off' ? off : on),
      },
      this.config,
    );
    this.sampler.status = RESET_DONE;
    this.pin = new Int1(this.clock, this.registers, this.sampler, this.config);
    this.int1 = this.pin.line;
    for (const time_us of this.faults.resets_us ?? []) this.clock.at(time_us, () => this.powerOnReset());
  }

  /** What the registers ask for now: rates, ranges, modes. */
  get settings(): Icm42688pConfig {
    return this.config;
  }

  /** Samples computed, FIFO packets waiting, taken and lost since the model was made. */
  get counts(): { samples: number; waiting: number; taken: number; lost: number } {
    const { fifo, samples } = this.sampler;
    return { samples, waiting: fifo.count, taken: fifo.taken, lost: fifo.lost };
  }

  get lastFrame_us(): number {
    return this.sampler.fifo.taken_us;
  }

  acknowledges(): boolean {
    const now_us = this.clock.now_us;
    if (this.faults.absent === true || now_us < this.startsUntil_us) return false;
    return this.faults.noAcknowledge === undefined || !isWithin(this.faults.noAcknowledge, now_us);
  }

  /** As after a dip of the supply: everything forgotten, and no answer until the part has started. */
  powerOnReset(): void {
    this.reset();
    this.resetsUntil_us = 0;
    this.startsUntil_us = this.clock.now_us + START_US;
    this.pin.refresh();
  }

  catchUp(): void {
    this.sampler.advance(this.clock.now_us);
    this.sampler.follow(this.clock.now_us);
  }

  read(register: number, buffer: Uint8Array, length: number): void {
    this.sampler.advance(this.clock.now_us);
    if (this.isResetting()) {
      this.remark('a read came within 1 ms of a reset: it gives 0');
      buffer.fill(0, 0, length);
      return;
    }
    const wasRead = register === Reg.FIFO_DATA && this.bank === 0;
    let address = register;
    for (let i = 0; i < length; i++) {
      buffer[i] = this.readByte(address);
      if (address !== Reg.FIFO_DATA || this.bank !== 0) address = (address + 1) & 0xff;
    }
    if (wasRead) this.remarkOnPartialRead();
    this.pin.refresh();
  }

  write(register: number, value: number): void {
    const now_us = this.clock.now_us;
    this.sampler.advance(now_us);
    const at = this.bank * BANK_REGISTERS + register;
    if (this.isResetting()) this.remark('a write came within 1 ms of a reset: it was ignored');
    else if (now_us < this.quietUntil_us)
      this.remark(`a write came within ${QUIET_US} us of switching a sensor on: it was ignored`);
    else if (register === Reg.REG_BANK_SEL) this.bank = value & BANK_MASK;
    else if (at === Reg.DEVICE_CONFIG && (value & SOFT_RESET) !== 0) this.softReset();
    else if (at === Reg.SIGNAL_PATH_RESET) this.resetSignalPath(value);
    else if (isWritable(at)) this.configure(at, value);
    this.pin.refresh();
  }

  private configure(register: number, value: number): void {
    const old = this.config;
    const runs = old.accelMode !== 'off' || old.gyroMode !== 'off';
    if (runs && !isWritableRunning(register))
      this.remark(`register ${register} was written while a sensor runs (12.9)`);
    const remark = remarkOn(register, value);
    if (remark !== undefined) this.remark(remark);
    this.registers[register] = value;
    this.apply();
    this.watchPower(old);
  }

  /** PWR_MGMT0's rules (14.36). */
  private watchPower(old: Icm42688pConfig): void {
    const { config, clock } = this;
    const accelStarts = config.accelMode !== 'off' && old.accelMode === 'off';
    const gyroStarts = config.gyroMode !== 'off' && old.gyroMode === 'off';
    if (accelStarts || gyroStarts) this.quietUntil_us = clock.now_us + QUIET_US;
    if (gyroStarts) this.gyroOn_us = clock.now_us;
    if (config.gyroMode === 'off' && old.gyroMode !== 'off' && clock.now_us < this.gyroOn_us + GYRO_LEAST_US)
      this.remark('the gyroscope was on for less than 45 ms');
  }

  private apply(): void {
    this.config = decode(this.registers);
    this.sampler.configure(this.config, this.clock.now_us);
    this.pin.configure(this.config);
  }

  private softReset(): void {
    const old = this.config;
    this.reset();
    this.watchPower(old);
    this.resetsUntil_us = this.clock.now_us + START_US;
  }

  private reset(): void {
    this.sampler.advance(this.clock.now_us);
    this.setDefaults();
    this.bank = 0;
    this.latchedCount = 0;
    this.quietUntil_us = 0;
    this.apply();
    this.sampler.status = RESET_DONE;
    this.sampler.wake.source = 0;
    this.sampler.forget();
  }

  private setDefaults(): void {
    this.registers.fill(0);
    for (const [register, value] of RESET_VALUES) this.registers[register] = value;
    if (this.faults.identity !== undefined) this.registers[Reg.WHO_AM_I] = this.faults.identity;
  }

  private resetSignalPath(value: number): void {
    if ((value & FIFO_FLUSH) !== 0) this.sampler.fifo.clear();
    if ((value & ~FIFO_FLUSH) !== 0) this.remark('SIGNAL_PATH_RESET: only FIFO_FLUSH is modelled');
  }

  private isResetting(): boolean {
    return this.clock.now_us < this.resetsUntil_us;
  }

  private readByte(address: number): number {
    if (address === Reg.REG_BANK_SEL) return this.bank;
    const at = this.bank * BANK_REGISTERS + address;
    if (at >= Reg.TEMP_DATA1 && at <= Reg.GYRO_DATA_Z0) return this.readOutput(at);
    switch (at) {
      case Reg.INT_STATUS: {
        const { status } = this.sampler;
        this.sampler.status = 0;
        return status;
      }
      case Reg.INT_STATUS2: {
        const { source } = this.sampler.wake;
        this.sampler.wake.source = 0;
        return source;
      }
      case Reg.FIFO_COUNTH:
        return this.countByte(true);
      case Reg.FIFO_COUNTL:
        this.latchedCount =
          this.sampler.fifo.count * (this.config.countsPackets ? 1 : this.config.packetBytes);
        return this.countByte(false);
      case Reg.FIFO_DATA:
        return this.sampler.fifo.readByte();
      case Reg.FIFO_LOST_PKT0:
        return this.sampler.fifo.lostSinceClear & 0xff;
      case Reg.FIFO_LOST_PKT1:
        return (this.sampler.fifo.lostSinceClear >> 8) & 0xff;
      default:
        return at < this.registers.length ? this.registers[at] : 0;
    }
  }

  private countByte(high: boolean): number {
    return high === this.config.countBigEndian ? this.latchedCount >> 8 : this.latchedCount & 0xff;
  }

  /** 1Dh to 2Ah: temperature, accelerometer, gyroscope. */
  private readOutput(at: number): number {
    const index = (at - Reg.TEMP_DATA1) >> 1;
    const value =
      index === 0 ? Math.round((this.temperature_C - 25) * 132.48) : this.sampler.counts[index - 1];
    const isFirst = ((at - Reg.TEMP_DATA1) & 1) === 0;
    return (isFirst === this.config.dataBigEndian ? value >> 8 : value) & 0xff;
  }

  private remarkOnPartialRead(): void {
    const { fifo } = this.sampler;
    if (fifo.isPartlyRead) this.remark('a read of the FIFO ended within a packet');
    else if (fifo.count > 0 && (this.registers[Reg.FIFO_CONFIG1] & RESUME_PARTIAL_RD) === 0)
      this.remark('the FIFO was read in pieces without FIFO_RESUME_PARTIAL_RD');
  }

  private remark(sentence: string): void {
    if (!this.remarks.includes(sentence)) this.remarks.push(sentence);
  }
}
