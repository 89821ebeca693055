/**
 * Registers of the TDK ICM-42688-P as its data sheet gives them (DS-000347 Rev 1.5), for the model: written from the sheet,
 * not from the driver, so that each checks the other. A register's number is its bank and address: bank x 256 + address.
 */
export const Reg = Object.freeze({
  DEVICE_CONFIG: 0x11,
  DRIVE_CONFIG: 0x13,
  INT_CONFIG: 0x14,
  FIFO_CONFIG: 0x16,
  TEMP_DATA1: 0x1d,
  ACCEL_DATA_X1: 0x1f,
  GYRO_DATA_Z0: 0x2a,
  INT_STATUS: 0x2d,
  FIFO_COUNTH: 0x2e,
  FIFO_COUNTL: 0x2f,
  FIFO_DATA: 0x30,
  INT_STATUS2: 0x37,
  SIGNAL_PATH_RESET: 0x4b,
  INTF_CONFIG0: 0x4c,
  INTF_CONFIG1: 0x4d,
  PWR_MGMT0: 0x4e,
  GYRO_CONFIG0: 0x4f,
  ACCEL_CONFIG0: 0x50,
  GYRO_CONFIG1: 0x51,
  GYRO_ACCEL_CONFIG0: 0x52,
  ACCEL_CONFIG1: 0x53,
  TMST_CONFIG: 0x54,
  APEX_CONFIG0: 0x56,
  SMD_CONFIG: 0x57,
  FIFO_CONFIG1: 0x5f,
  FIFO_CONFIG2: 0x60,
  FIFO_CONFIG3: 0x61,
  FSYNC_CONFIG: 0x62,
  INT_CONFIG0: 0x63,
  INT_CONFIG1: 0x64,
  INT_SOURCE0: 0x65,
  INT_SOURCE1: 0x66,
  INT_SOURCE3: 0x68,
  INT_SOURCE4: 0x69,
  FIFO_LOST_PKT0: 0x6c,
  FIFO_LOST_PKT1: 0x6d,
  SELF_TEST_CONFIG: 0x70,
  WHO_AM_I: 0x75,
  REG_BANK_SEL: 0x76,
  INTF_CONFIG4: 0x17a,
  INTF_CONFIG5: 0x17b,
  INTF_CONFIG6: 0x17c,
  ACCEL_WOM_X_THR: 0x44a,
  ACCEL_WOM_Y_THR: 0x44b,
  ACCEL_WOM_Z_THR: 0x44c,
});

/** Banks 0 to 4. */
export const BANKS = 5;
/** Addresses of a bank. */
export const BANK_REGISTERS = 0x100;

export const WHO_AM_I_VALUE = 0x47;

/** Values after power-on and soft reset that are not 0 (sections 14 and 15). */
export const RESET_VALUES: readonly (readonly [register: number, value: number])[] = [
  [Reg.DRIVE_CONFIG, 0x05],
  [Reg.INTF_CONFIG0, 0x30],
  [Reg.INTF_CONFIG1, 0x91],
  [Reg.GYRO_CONFIG0, 0x06],
  [Reg.ACCEL_CONFIG0, 0x06],
  [Reg.GYRO_CONFIG1, 0x16],
  [Reg.GYRO_ACCEL_CONFIG0, 0x11],
  [Reg.ACCEL_CONFIG1, 0x0d],
  [Reg.TMST_CONFIG, 0x23],
  [Reg.APEX_CONFIG0, 0x82],
  [Reg.FSYNC_CONFIG, 0x10],
  [Reg.INT_CONFIG1, 0x10],
  [Reg.INT_SOURCE0, 0x10],
  [Reg.WHO_AM_I, WHO_AM_I_VALUE],
  [Reg.INTF_CONFIG4, 0x83],
  [Reg.INTF_CONFIG6, 0x5f],
];

/** Runs of registers the bus can write: first and last. */
const WRITABLE: readonly (readonly [first: number, last: number])[] = [
  [0x13, 0x14],
  [0x16, 0x16],
  [0x4c, 0x54],
  [0x56, 0x57],
  [0x5f, 0x66],
  [0x68, 0x69],
  [0x70, 0x70],
  [0x103, 0x103],
  [0x10b, 0x113],
  [0x17a, 0x17c],
  [0x203, 0x205],
  [0x440, 0x451],
  [0x477, 0x47f],
];

/** Can the bus write and read back this register? */
export function isWritable(register: number): boolean {
  return WRITABLE.some(([first, last]) => register >= first && register <= last);
}

/**
 * What may be written while a sensor runs: ranges, rates and modes (12.9), what goes into the FIFO (6.4), and what the
 * sequence for wake on motion writes then (8.7).
 */
export function isWritableRunning(register: number): boolean {
  switch (register) {
    case Reg.PWR_MGMT0:
    case Reg.GYRO_CONFIG0:
    case Reg.ACCEL_CONFIG0:
    case Reg.FIFO_CONFIG1:
    case Reg.INT_SOURCE1:
    case Reg.SMD_CONFIG:
    case Reg.ACCEL_WOM_X_THR:
    case Reg.ACCEL_WOM_Y_THR:
    case Reg.ACCEL_WOM_Z_THR:
      return true;
    default:
      return false;
  }
}
