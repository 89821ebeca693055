/** What is written to an ICM-42688-P to identify, reset, start, put to sleep and stop it. */

import type { SMBus } from '../io/bus';
import type { Clock } from '../io/time';
import {
  Bank,
  COUNT_PACKETS_BIG_ENDIAN_I2C,
  DataRate,
  FIFO_FLUSH,
  FIFO_THS_INT1,
  FifoContent,
  FifoMode,
  Filter,
  ICM42688P_ID,
  INT1_LATCHED_PUSH_PULL_HIGH,
  NO_ASYNC_RESET,
  NO_I3C_SDR_DDR,
  Power,
  Register,
  SLEW_FOR_I2C,
  SOFT_RESET,
  Status,
  TIMESTAMP_16_us,
  Wom,
  WOM_INT1,
} from './icm42688p-registers';

/** Registers can be read 1 ms after power-up (3.3.2), and a chip that boots with the part tries again after ten. */
const BOOT_ms = 10;
/**
 * A soft reset takes 1 ms (14.1), and for 200 us after a sensor is switched on nothing may be written (14.36). On FreeRTOS a
 * delay of n ticks of 1 ms is n - 1 to n ms long.
 */
const SETTLE_ms = 2;
/** RESET_DONE is looked for this long. */
const RESET_ms = 50;
/** The gyroscope is to be kept on for 45 ms at least (14.36). */
const GYRO_LEAST_ms = 46;
/** Between arming the interrupt and switching the function on (8.7): the accelerometer has started. */
const WAKE_SETTLE_ms = 50;
/**
 * The change of acceleration between two samples, 40 ms apart, that wakes the shoe: what the LSM6DSO's slope of 62.5 mg is,
 * which is half the change. Chosen, not measured: to be tried on a shoe.
 */
const WAKE_mg = 125;
/** ACCEL_WOM_X_THR counts 1/256 g whatever the range (17.10). */
const WAKE_STEPS_per_g = 256;

/** What the part is set to. */
export interface Icm42688pSetting {
  /** 7-bit bus address, for messages. */
  readonly address: number;
  /** ACCEL_FS_SEL and GYRO_FS_SEL where they stand in their registers. */
  readonly accelRange: number;
  readonly gyroRange: number;
  /** Code of the data rate of both sensors, and of the accelerometer alone. */
  readonly rate: number;
  readonly accelOnlyRate: number;
  /** FIFO packets at which INT1 rises. */
  readonly watermark: number;
}

export class Icm42688pControl {
  private readonly bus: SMBus;
  private readonly clock: Clock;
  private readonly setting: Icm42688pSetting;
  /** What `start` wrote to PWR_MGMT0 and GYRO_CONFIG0. */
  private modes = 0;
  /** When the gyroscope was switched on, ms of the chip's clock; -1 while it is off. */
  private gyroSince_ms = -1;

  constructor(bus: SMBus, clock: Clock, setting: Icm42688pSetting) {
    this.bus = bus;
    this.clock = clock;
    this.setting = setting;
  }

  /** Part and address, for messages. */
  get name(): string {
    return `ICM-42688-P at address ${hex(this.setting.address)}`;
  }

  /** @throws Error when nothing answers within the part's boot time, or something else than this part */
  identify(): void {
    const id = this.readIdentity();
    if (id !== ICM42688P_ID)
      throw new Error(
        `${this.name}: WHO_AM_I is ${hex(id)}, not ${hex(ICM42688P_ID)}: another part, or a faulty bus`,
      );
  }

  /**
   * Resets the part and starts the sensors and the FIFO. All else is set while the sensors are off (12.9).
   * @param gyroscope both sensors, or the accelerometer alone in its low-power mode
   * @throws what the bus throws, and Error when the reset does not end
   */
  start(gyroscope: boolean): void {
    const bus = this.bus;
    const { accelRange, gyroRange, rate, accelOnlyRate, watermark } = this.setting;
    const power = gyroscope ? Power.BOTH_LOW_NOISE : Power.ACCEL_LOW_POWER;
    const gyroConfig = gyroRange | rate;
    this.reset();
    this.takeBusForI2C();
    bus.writeUint8(Register.INTF_CONFIG0, COUNT_PACKETS_BIG_ENDIAN_I2C);
    bus.writeUint8(Register.INT_CONFIG, INT1_LATCHED_PUSH_PULL_HIGH);
    bus.writeUint8(Register.INT_CONFIG1, NO_ASYNC_RESET);
    bus.writeUint8(Register.INT_SOURCE0, FIFO_THS_INT1);
    bus.writeUint8(Register.TMST_CONFIG, TIMESTAMP_16_us);
    bus.writeUint8(Register.GYRO_ACCEL_CONFIG0, gyroscope ? Filter.PLAIN : Filter.AVERAGE_16);
    bus.writeUint8(Register.GYRO_CONFIG0, gyroConfig);
    bus.writeUint8(Register.ACCEL_CONFIG0, accelRange | (gyroscope ? rate : accelOnlyRate));
    bus.writeUint8(Register.FIFO_CONFIG2, watermark & 0xff);
    bus.writeUint8(Register.FIFO_CONFIG3, watermark >> 8);
    bus.writeUint8(
      Register.FIFO_CONFIG1,
      FifoContent.RESUME_PARTIAL_RD |
        FifoContent.WM_GT_TH |
        FifoContent.ACCEL |
        (gyroscope ? FifoContent.GYRO : 0),
    );
    bus.writeUint8(Register.FIFO_CONFIG, FifoMode.STREAM);
    bus.writeUint8(Register.SIGNAL_PATH_RESET, FIFO_FLUSH);
    bus.writeUint8(Register.PWR_MGMT0, power);
    if (gyroscope) this.gyroSince_ms = this.clock.now();
    this.clock.delay(SETTLE_ms);
    this.modes = power | (gyroConfig << 8);
  }

  /** False when the part was reset since `start`, by a dip of its supply for example: both sensors are off then. */
  isStarted(): boolean {
    return this.bus.readUint16(Register.PWR_MGMT0) === this.modes;
  }

  /** Gyroscope off, accelerometer at 25 Hz in low-power mode, wake on motion latched on INT1: the order of 8.7. */
  sleep(): void {
    const bus = this.bus;
    const threshold = Math.round((WAKE_mg * WAKE_STEPS_per_g) / 1000);
    this.rest();
    bus.readUint8(Register.INT_STATUS);
    bus.writeUint8(Register.GYRO_ACCEL_CONFIG0, Filter.PLAIN);
    bus.writeUint8(Register.ACCEL_CONFIG0, this.setting.accelRange | DataRate.HZ_25);
    bus.writeUint8(Register.PWR_MGMT0, Power.ACCEL_LOW_POWER);
    this.clock.delay(SETTLE_ms);
    bus.writeUint8(Register.REG_BANK_SEL, Bank.MOTION);
    bus.writeUint8(Register.ACCEL_WOM_X_THR, threshold);
    bus.writeUint8(Register.ACCEL_WOM_Y_THR, threshold);
    bus.writeUint8(Register.ACCEL_WOM_Z_THR, threshold);
    bus.writeUint8(Register.REG_BANK_SEL, Bank.MAIN);
    this.clock.delay(SETTLE_ms);
    bus.writeUint8(Register.INT_SOURCE1, WOM_INT1);
    this.clock.delay(WAKE_SETTLE_ms);
    bus.readUint8(Register.INT_STATUS2);
    bus.writeUint8(Register.SMD_CONFIG, Wom.AGAINST_PREVIOUS);
  }

  /** Both sensors off, INT1 low. */
  stop(): void {
    this.rest();
    this.bus.readUint8(Register.INT_STATUS);
    this.bus.readUint8(Register.INT_STATUS2);
  }

  private readIdentity(): number {
    try {
      return this.readId();
    } catch {
      this.clock.delay(BOOT_ms);
    }
    try {
      return this.readId();
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'bus error';
      throw new Error(`${this.name} does not answer: ${reason}`, { cause: error });
    }
  }

  /** A chip that was reset in the middle of things may have left the part in another bank. */
  private readId(): number {
    this.bus.writeUint8(Register.REG_BANK_SEL, Bank.MAIN);
    return this.bus.readUint8(Register.WHO_AM_I);
  }

  private reset(): void {
    const bus = this.bus;
    this.waitForGyro();
    bus.writeUint8(Register.REG_BANK_SEL, Bank.MAIN);
    bus.writeUint8(Register.DEVICE_CONFIG, SOFT_RESET);
    this.clock.delay(SETTLE_ms);
    for (let waited_ms = 0; (bus.readUint8(Register.INT_STATUS) & Status.RESET_DONE) === 0; waited_ms++) {
      if (waited_ms >= RESET_ms) throw new Error(`${this.name} does not come back from its reset`);
      this.clock.delay(1);
    }
    this.gyroSince_ms = -1;
  }

  /** The settings for a part on I2C (12.3). */
  private takeBusForI2C(): void {
    const bus = this.bus;
    bus.writeUint8(Register.DRIVE_CONFIG, SLEW_FOR_I2C);
    bus.writeUint8(Register.REG_BANK_SEL, Bank.INTERFACE);
    try {
      bus.writeUint8(Register.INTF_CONFIG6, NO_I3C_SDR_DDR);
    } catch {
      // This write switches a filter on the line, and its acknowledge may not be seen (Linux, inv_icm42600_i2c.c).
    }
    bus.writeUint8(Register.REG_BANK_SEL, Bank.MAIN);
  }

  /** Sensors and FIFO off, no interrupt. */
  private rest(): void {
    const bus = this.bus;
    this.waitForGyro();
    bus.writeUint8(Register.PWR_MGMT0, Power.OFF);
    this.gyroSince_ms = -1;
    bus.writeUint8(Register.INT_SOURCE0, 0);
    bus.writeUint8(Register.INT_SOURCE1, 0);
    bus.writeUint8(Register.SMD_CONFIG, Wom.OFF);
    bus.writeUint8(Register.FIFO_CONFIG, FifoMode.BYPASS);
  }

  private waitForGyro(): void {
    if (this.gyroSince_ms < 0) return;
    const on_ms = this.clock.now() - this.gyroSince_ms;
    if (on_ms >= 0 && on_ms < GYRO_LEAST_ms) this.clock.delay(GYRO_LEAST_ms - on_ms);
  }
}

function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(2, '0')}`;
}
