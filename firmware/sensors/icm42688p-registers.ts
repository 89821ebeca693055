/**
 * Registers of the TDK ICM-42688-P, as the driver uses them.
 *
 * Section numbers are those of the ICM-42688-P datasheet, DS-000347 Rev 1.5. Registers lie in banks; all are in bank 0
 * unless a comment says otherwise.
 */

/** 7-bit I2C address with AP_AD0 low (3.3.2); 0x69 with AP_AD0 high. */
export const ICM42688P_ADDRESS = 0x68;
/** WHO_AM_I (14.58). */
export const ICM42688P_ID = 0x47;

/** Packets of accelerometer and gyroscope that the FIFO's 2048 bytes hold (6.3). */
export const FIFO_PACKETS = 128;
/** Header, six axes, temperature, timestamp (6.1, packet 3). */
export const PACKET_BYTES = 16;
/** Header, accelerometer, temperature (6.1, packet 1). */
export const ACCEL_PACKET_BYTES = 8;

export const Register = Object.freeze({
  /** 14.1 */
  DEVICE_CONFIG: 0x11,
  /** 14.2: slew rates. */
  DRIVE_CONFIG: 0x13,
  /** 14.3: mode, drive and polarity of the pins. */
  INT_CONFIG: 0x14,
  /** 14.4: FIFO mode. */
  FIFO_CONFIG: 0x16,
  /** 14.21: FIFO and reset; a read clears it. The FIFO's count follows and is read with it. */
  INT_STATUS: 0x2d,
  /** 14.22: high byte, as it was when FIFO_COUNTL (0x2F, 14.23) was last read. */
  FIFO_COUNTH: 0x2e,
  /** 14.24: the FIFO's bytes; a longer read stays here. */
  FIFO_DATA: 0x30,
  /** 14.31: motion; a read clears it. */
  INT_STATUS2: 0x37,
  /** 14.33 */
  SIGNAL_PATH_RESET: 0x4b,
  /** 14.34: order of bytes, unit of the FIFO's count, buses. */
  INTF_CONFIG0: 0x4c,
  /** 14.36: what runs; GYRO_CONFIG0 (14.37) and ACCEL_CONFIG0 (14.38) follow: ranges and data rates. */
  PWR_MGMT0: 0x4e,
  GYRO_CONFIG0: 0x4f,
  ACCEL_CONFIG0: 0x50,
  /** 14.40: filters. */
  GYRO_ACCEL_CONFIG0: 0x52,
  /** 14.42: timestamp. */
  TMST_CONFIG: 0x54,
  /** 14.44: wake on motion. */
  SMD_CONFIG: 0x57,
  /** 14.45: what goes into the FIFO. */
  FIFO_CONFIG1: 0x5f,
  /** 14.46: watermark, low byte. */
  FIFO_CONFIG2: 0x60,
  /** 14.47: watermark, high byte. */
  FIFO_CONFIG3: 0x61,
  /** 14.50 */
  INT_CONFIG1: 0x64,
  /** 14.51: FIFO events on INT1. */
  INT_SOURCE0: 0x65,
  /** 14.52: motion events on INT1. */
  INT_SOURCE1: 0x66,
  /** 14.58 */
  WHO_AM_I: 0x75,
  /** 14.59, in every bank. */
  REG_BANK_SEL: 0x76,
  /** 15.19, bank 1: I3C. */
  INTF_CONFIG6: 0x7c,
  /** 17.10 to 17.12, bank 4: thresholds of wake on motion, 1/256 g. */
  ACCEL_WOM_X_THR: 0x4a,
  ACCEL_WOM_Y_THR: 0x4b,
  ACCEL_WOM_Z_THR: 0x4c,
});

/** REG_BANK_SEL (14.59). */
export const Bank = Object.freeze({ MAIN: 0, INTERFACE: 1, MOTION: 4 });

/** DEVICE_CONFIG (14.1). */
export const SOFT_RESET = 0x01;

/** DRIVE_CONFIG (14.2): 12 to 36 ns on all pins, as 12.3 asks of a part on I2C. */
export const SLEW_FOR_I2C = 0x09;

/** INTF_CONFIG6 (15.19): 12.3 asks of a part on I2C that SDR and DDR are off; the other bits as they are after reset. */
export const NO_I3C_SDR_DDR = 0x5c;

/** INT_CONFIG (14.3): INT1 latched, push-pull, active high. */
export const INT1_LATCHED_PUSH_PULL_HIGH = 0x07;

/** INT_CONFIG1 (14.50): INT_ASYNC_RESET must be cleared for the pins to work (12.6). */
export const NO_ASYNC_RESET = 0x00;

/** FIFO_CONFIG (14.4). */
export const FifoMode = Object.freeze({
  /** Empties the FIFO and stops it. */
  BYPASS: 0x00,
  /** When full, the newest packets overwrite the oldest. */
  STREAM: 0x40,
});

/** INT_STATUS (14.21). */
export const Status = Object.freeze({ FIFO_FULL: 0x02, RESET_DONE: 0x10 });

/** SIGNAL_PATH_RESET (14.33). */
export const FIFO_FLUSH = 0x02;

/**
 * INTF_CONFIG0 (14.34): the FIFO's count in packets, which fits FIFO_COUNTL alone; high bytes first, as the packets are
 * described (6.1); SPI off. Bit 7 stays 0: invalid samples are marked.
 */
export const COUNT_PACKETS_BIG_ENDIAN_I2C = 0x72;

/** PWR_MGMT0 (14.36). */
export const Power = Object.freeze({
  OFF: 0x00,
  /** Accelerometer alone, duty-cycled. */
  ACCEL_LOW_POWER: 0x02,
  /** Both sensors in low-noise mode, the only one the gyroscope has. */
  BOTH_LOW_NOISE: 0x0f,
});

/** GYRO_CONFIG0[3:0] and ACCEL_CONFIG0[3:0] (14.37, 14.38). */
export const DataRate = Object.freeze({ HZ_200: 0x7, HZ_100: 0x8, HZ_50: 0x9, HZ_25: 0xa });

/** GYRO_ACCEL_CONFIG0 (14.40). */
export const Filter = Object.freeze({
  /** Low-noise mode: a quarter of 400 Hz, half of a data rate of 200 Hz. In low-power mode: no averaging. As after reset. */
  PLAIN: 0x11,
  /** Low-power mode: 16 readings averaged, as TDK's own drivers have it (12.2). */
  AVERAGE_16: 0x61,
});

/** TMST_CONFIG (14.42): timestamps on, in steps of 16 us (TMST_RES), absolute, without FSYNC; reserved bits as after reset. */
export const TIMESTAMP_16_us = 0x29;

/** SMD_CONFIG (14.44). */
export const Wom = Object.freeze({
  OFF: 0x00,
  /**
   * WOM_MODE: each sample against the one before; SMD_MODE 1: wake on motion. 14.44 calls that mode reserved, 8.7 prescribes
   * it, and Linux inv_icm42600 names it so (INV_ICM42600_SMD_CONFIG_SMD_MODE_WOM).
   */
  AGAINST_PREVIOUS: 0x05,
});

/** FIFO_CONFIG1 (14.45). */
export const FifoContent = Object.freeze({
  ACCEL: 0x01,
  GYRO: 0x02,
  /** The interrupt comes again with each sample while the FIFO holds the watermark or more. */
  WM_GT_TH: 0x20,
  /** The FIFO may be read in pieces. */
  RESUME_PARTIAL_RD: 0x40,
});

/** INT_SOURCE0 (14.51). */
export const FIFO_THS_INT1 = 0x04;
/** INT_SOURCE1 (14.52): any axis. */
export const WOM_INT1 = 0x07;

/** The FIFO packet's header (6.2): HEADER_MSG, there was no packet left. */
export const HEADER_EMPTY = 0x80;
/** HEADER_ODR_ACCEL, HEADER_ODR_GYRO: the data rate is another than that of the packet before. */
export const HEADER_ODR_CHANGED = 0x03;
/** Packet 3: accelerometer, gyroscope, timestamp of the sample. */
export const HEADER_BOTH = 0x68;
/** Packet 1: accelerometer. */
export const HEADER_ACCEL = 0x40;
