/**
 * What differs from board to board, as data: a file of this folder each. Which one is built in is chosen by the platform
 * (manifest.json, "platforms"); nothing else in the firmware knows pins. test/device/boards.test.ts holds the pins against the chip's.
 */
import type { Lsm6dsoPart } from '../../sensors/lsm6dso-config';

/** IMUs the firmware has a driver for. */
export type ImuPart = Lsm6dsoPart | 'ICM42688P';

export interface Board {
  /** Name of its file: firmware that is sent to it has to be made for it (docs/UPDATE.md). At most 31 characters. */
  readonly name: string;
  /** Shown by the Device Information Service. */
  readonly model: string;
  readonly imu: ImuWiring;
  readonly battery: CellWiring;
  /**
   * GPIO number of a pin that is high while the charger has power, one that wakes the chip from deep sleep. Undefined where nothing is
   * wired: a pin that floats would wake the chip.
   */
  readonly charger: number | undefined;
  /** What the board's own circuits need at start, the switch of an antenna for one. */
  readonly levels?: readonly PinLevel[];
  /** Of the IMU above the ground, standing. */
  readonly sensorHeight_mm: number;
}

export interface PinLevel {
  /** GPIO number. */
  readonly pin: number;
  readonly level: 0 | 1;
}

export interface ImuWiring {
  /** Selects the driver. */
  readonly part: ImuPart;
  /** 7-bit address on the bus. */
  readonly address: number;
  readonly bus: BusPins;
  /** GPIO number of the pin that INT1 drives: one that wakes the chip from deep sleep. */
  readonly interrupt: number;
}

export interface BusPins {
  /** GPIO numbers. */
  readonly data: number;
  readonly clock: number;
  /** The chip's I2C controller. */
  readonly port: number;
}

export interface CellWiring {
  /** GPIO number of an input of ADC1. */
  readonly pin: number;
  /** Cell voltage over pin voltage. */
  readonly divider: number;
  /** Of the cell with its protection. */
  readonly resistance_mOhm: number;
  /** Drawn while the voltage is measured: the chip runs then. */
  readonly load_mA: number;
  /** What the charger gives. */
  readonly charge_mA: number;
}
