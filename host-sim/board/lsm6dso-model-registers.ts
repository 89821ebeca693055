/**
 * Registers of the ST LSM6DSO family as its data sheets give them (LSM6DSO32: DocID032891 Rev 1; LSM6DSO: DS12140
 * Rev 2), for the model: written from the sheets, not from the driver, so that each checks the other.
 */
export const Reg = Object.freeze({
  FUNC_CFG_ACCESS: 0x01,
  FIFO_CTRL1: 0x07,
  FIFO_CTRL2: 0x08,
  FIFO_CTRL3: 0x09,
  FIFO_CTRL4: 0x0a,
  INT1_CTRL: 0x0d,
  INT2_CTRL: 0x0e,
  WHO_AM_I: 0x0f,
  CTRL1_XL: 0x10,
  CTRL2_G: 0x11,
  CTRL3_C: 0x12,
  CTRL4_C: 0x13,
  CTRL5_C: 0x14,
  CTRL6_C: 0x15,
  CTRL7_G: 0x16,
  CTRL8_XL: 0x17,
  CTRL9_XL: 0x18,
  CTRL10_C: 0x19,
  ALL_INT_SRC: 0x1a,
  WAKE_UP_SRC: 0x1b,
  STATUS_REG: 0x1e,
  OUT_TEMP_L: 0x20,
  OUT_TEMP_H: 0x21,
  OUTX_L_G: 0x22,
  OUTX_L_A: 0x28,
  OUTZ_H_A: 0x2d,
  FIFO_STATUS1: 0x3a,
  FIFO_STATUS2: 0x3b,
  TIMESTAMP0: 0x40,
  TIMESTAMP2: 0x42,
  TIMESTAMP3: 0x43,
  TAP_CFG0: 0x56,
  TAP_CFG2: 0x58,
  WAKE_UP_THS: 0x5b,
  WAKE_UP_DUR: 0x5c,
  MD1_CFG: 0x5e,
  MD2_CFG: 0x5f,
  INTERNAL_FREQ_FINE: 0x63,
  FIFO_DATA_OUT_TAG: 0x78,
  FIFO_DATA_OUT_Z_H: 0x7e,
});

/** Addresses of one page. */
export const REGISTERS = 0x80;

/** All three parts answer alike. */
export const WHO_AM_I_VALUE = 0x6c;

/** Values after power-on and SW_RESET that are not 0: IF_INC set; all DEN axes enabled. */
export const RESET_VALUES: readonly (readonly [register: number, value: number])[] = [
  [Reg.WHO_AM_I, WHO_AM_I_VALUE],
  [Reg.CTRL3_C, 0x04],
  [Reg.CTRL9_XL, 0xe0],
];

/** Runs of registers the bus can write: first and last. TIMESTAMP2 takes the reset command and keeps nothing. */
const WRITABLE: readonly (readonly [first: number, last: number])[] = [
  [0x01, 0x02],
  [0x07, 0x0e],
  [0x10, 0x19],
  [0x56, 0x5f],
  [0x73, 0x75],
];

/** Can the bus write and read back this register? */
export function isWritable(register: number): boolean {
  return WRITABLE.some(([first, last]) => register >= first && register <= last);
}

/** Tag codes of FIFO words (bits 7:3 of the tag byte). */
export const Tag = Object.freeze({ Gyro: 0x01, Accel: 0x02, Temperature: 0x03, Timestamp: 0x04 });
