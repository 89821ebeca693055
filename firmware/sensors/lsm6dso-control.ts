/** What is written to an LSM6DSO to identify, reset, start, put to sleep and stop it. */

import type { SMBus } from '../io/bus';
import type { Clock } from '../io/time';
import { accelScale, leastAccel_g, tickLength_q16, type Lsm6dsoPart } from './lsm6dso-config';
import {
  Control3,
  DataRate,
  DRDY_MASK,
  FifoControl,
  I3C_DISABLE,
  INT1_FIFO_TH,
  INT1_WU,
  INTERRUPTS_ENABLE,
  LSM6DSO_ID,
  Register,
  TIMESTAMP_EN,
  TIMESTAMP_RESET,
  WAKE_LATCHED,
  XL_HM_MODE,
} from './lsm6dso-registers';

/** The part loads its settings after power-on (ST's driver: 10 ms) and may not answer before. */
const BOOT_ms = 10;
/** SW_RESET clears itself; Linux st_lsm6dsx allows 50 ms. */
const RESET_ms = 50;
/** Two samples at 26 Hz: the slope filter has settled on the new range and rate, and no false wake-up is armed. */
const WAKE_SETTLE_ms = 80;
/**
 * The slope that wakes the shoe: half the change of acceleration between two samples (AN5130, slope filter of the sibling
 * LSM6DS3TR-C). Some ten times the noise, and a fraction of what any step gives. Chosen, not measured: to be tried on a shoe.
 */
const WAKE_mg = 62.5;
/** WK_THS counts 1/64 of the range (datasheet 9.47, WAKE_THS_W = 0), which is the least the part has while it sleeps. */
const WAKE_STEPS = 64;

/** What the part is set to. */
export interface Lsm6dsoSetting {
  readonly part: Lsm6dsoPart;
  /** 7-bit bus address, for messages. */
  readonly address: number;
  /** CTRL1_XL, and CTRL2_G in the high byte: of both sensors, and of the accelerometer alone. */
  readonly controls: number;
  readonly accelOnlyControls: number;
  /** FIFO_CTRL3, batch data rates, likewise. */
  readonly batchRates: number;
  readonly accelOnlyBatchRates: number;
  /** FIFO words at which INT1 rises. */
  readonly watermark: number;
}

export class Lsm6dsoControl {
  private readonly bus: SMBus;
  private readonly clock: Clock;
  private readonly setting: Lsm6dsoSetting;
  /** What `start` wrote to CTRL1_XL and CTRL2_G. */
  private controls = 0;

  constructor(bus: SMBus, clock: Clock, setting: Lsm6dsoSetting) {
    this.bus = bus;
    this.clock = clock;
    this.setting = setting;
  }

  /** Part and address, for messages. */
  get name(): string {
    return `${this.setting.part} at address ${hex(this.setting.address)}`;
  }

  /** @throws Error when nothing answers within the part's boot time, or something else than a part of the family */
  identify(): void {
    const id = this.readIdentity();
    if (id !== LSM6DSO_ID)
      throw new Error(
        `${this.name}: WHO_AM_I is ${hex(id)}, not ${hex(LSM6DSO_ID)}: another part, or a faulty bus`,
      );
  }

  /**
   * Resets the part and starts the sensors, the timestamp counter from zero, and the FIFO.
   * @param gyroscope both sensors, or the accelerometer alone in its low-power mode
   * @returns true length of a tick of the timestamp counter, 1/65536 us
   * @throws what the bus throws, and Error when the reset does not end
   */
  start(gyroscope: boolean): number {
    const bus = this.bus;
    const setting = this.setting;
    const watermark = setting.watermark;
    const controls = gyroscope ? setting.controls : setting.accelOnlyControls;
    this.controls = controls;
    this.reset();
    bus.writeUint8(Register.CTRL3_C, Control3.BDU | Control3.IF_INC);
    bus.writeUint8(Register.CTRL9_XL, I3C_DISABLE);
    const tick_q16 = tickLength_q16(bus.readUint8(Register.INTERNAL_FREQ_FINE));
    bus.writeUint8(Register.CTRL4_C, DRDY_MASK);
    bus.writeUint8(Register.FIFO_CTRL1, watermark & 0xff);
    bus.writeUint8(Register.FIFO_CTRL2, watermark >> 8);
    bus.writeUint8(Register.FIFO_CTRL3, gyroscope ? setting.batchRates : setting.accelOnlyBatchRates);
    bus.writeUint8(Register.CTRL10_C, TIMESTAMP_EN);
    bus.writeUint8(Register.INT1_CTRL, INT1_FIFO_TH);
    if (!gyroscope) bus.writeUint8(Register.CTRL6_C, XL_HM_MODE);
    bus.writeUint8(Register.CTRL1_XL, controls & 0xff);
    bus.writeUint8(Register.CTRL2_G, controls >> 8);
    bus.writeUint8(Register.TIMESTAMP2, TIMESTAMP_RESET);
    bus.writeUint8(Register.FIFO_CTRL4, FifoControl.CONTINUOUS | FifoControl.DEC_TS_BATCH_8);
    return tick_q16;
  }

  /** False when the part was reset since `start`, by a dip of its supply for example: both sensors are off then. */
  isStarted(): boolean {
    return this.bus.readUint16(Register.CTRL1_XL) === this.controls;
  }

  /** Gyroscope off, accelerometer at 26 Hz in low-power mode at its least range, its wake-up interrupt latched on INT1. */
  sleep(): void {
    const bus = this.bus;
    const { part } = this.setting;
    const least_g = leastAccel_g(part);
    bus.writeUint8(Register.INT1_CTRL, 0);
    bus.writeUint8(Register.FIFO_CTRL4, FifoControl.BYPASS);
    bus.writeUint8(Register.CTRL2_G, DataRate.OFF);
    bus.writeUint8(Register.CTRL6_C, XL_HM_MODE);
    bus.writeUint8(Register.CTRL1_XL, (DataRate.HZ_26 << 4) | accelScale(part, least_g).bits);
    bus.writeUint8(Register.TAP_CFG0, WAKE_LATCHED);
    bus.writeUint8(Register.WAKE_UP_THS, Math.round((WAKE_mg * WAKE_STEPS) / (least_g * 1000)));
    bus.writeUint8(Register.WAKE_UP_DUR, 0);
    bus.writeUint8(Register.TAP_CFG2, INTERRUPTS_ENABLE);
    this.clock.delay(WAKE_SETTLE_ms);
    bus.readUint8(Register.WAKE_UP_SRC);
    bus.writeUint8(Register.MD1_CFG, INT1_WU);
  }

  /** Both sensors off, INT1 low. */
  stop(): void {
    const bus = this.bus;
    bus.writeUint8(Register.INT1_CTRL, 0);
    bus.writeUint8(Register.MD1_CFG, 0);
    bus.writeUint8(Register.FIFO_CTRL4, FifoControl.BYPASS);
    bus.writeUint8(Register.CTRL1_XL, DataRate.OFF);
    bus.writeUint8(Register.CTRL2_G, DataRate.OFF);
  }

  private readIdentity(): number {
    try {
      return this.bus.readUint8(Register.WHO_AM_I);
    } catch {
      this.clock.delay(BOOT_ms);
    }
    try {
      return this.bus.readUint8(Register.WHO_AM_I);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'bus error';
      throw new Error(`${this.name} does not answer: ${reason}`, { cause: error });
    }
  }

  /** Software reset, with INT1 brought low before, as it must be then (datasheet 5.3; Linux does the same). */
  private reset(): void {
    const bus = this.bus;
    bus.writeUint8(Register.INT1_CTRL, 0);
    bus.writeUint8(Register.MD1_CFG, 0);
    bus.writeUint8(Register.FIFO_CTRL4, FifoControl.BYPASS);
    bus.writeUint8(Register.CTRL3_C, Control3.SW_RESET | Control3.IF_INC);
    for (let waited_ms = 0; (bus.readUint8(Register.CTRL3_C) & Control3.SW_RESET) !== 0; waited_ms++) {
      if (waited_ms >= RESET_ms) throw new Error(`${this.name} does not come back from its reset`);
      this.clock.delay(1);
    }
  }
}

function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(2, '0')}`;
}
