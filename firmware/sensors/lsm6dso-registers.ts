/**
 * Registers and bits of the ST LSM6DSO family that the driver uses, by their names in the datasheet.
 *
 * Section numbers are those of the LSM6DSO32 datasheet, DocID032891 Rev 1 (March 2020); LSM6DSO (DS12140) and LSM6DSOX
 * have the same registers at the same addresses. FIFO tags and the parity rule are also in ST's own code
 * (STMems_Standard_C_drivers: lsm6dso_reg.h, FIFO_decompression_utility).
 */

/** 7-bit I2C address with SA0 low; 0x6B with SA0 high (5.1). */
export const LSM6DSO_ADDRESS = 0x6a;
/** WHO_AM_I of the whole family (9.11). */
export const LSM6DSO_ID = 0x6c;
/** Words the FIFO holds (6.5: 3 KB), and bytes of a word: the tag and three axes (9.56, 9.57). */
export const FIFO_WORDS = 512;
export const FIFO_WORD_BYTES = 7;

export const Register = Object.freeze({
  /** 9.3: watermark, low byte, in words. */
  FIFO_CTRL1: 0x07,
  /** 9.4: watermark bit 8. */
  FIFO_CTRL2: 0x08,
  /** 9.5: batch data rates, gyroscope in the high half. */
  FIFO_CTRL3: 0x09,
  /** 9.6: timestamp decimation and FIFO mode. */
  FIFO_CTRL4: 0x0a,
  /** 9.9: what drives the INT1 pin. */
  INT1_CTRL: 0x0d,
  /** 9.11 */
  WHO_AM_I: 0x0f,
  /** 9.12: accelerometer rate and range. */
  CTRL1_XL: 0x10,
  /** 9.13: gyroscope rate and range. */
  CTRL2_G: 0x11,
  /** 9.14: reset, bus behaviour. */
  CTRL3_C: 0x12,
  /** 9.15: data-ready mask. */
  CTRL4_C: 0x13,
  /** 9.17: accelerometer power mode. */
  CTRL6_C: 0x15,
  /** 9.20: I3C. */
  CTRL9_XL: 0x18,
  /** 9.21: timestamp counter. */
  CTRL10_C: 0x19,
  /** 9.23: what woke the part; a read clears a latched interrupt when INT_CLR_ON_READ is set. */
  WAKE_UP_SRC: 0x1b,
  /** 9.38: unread words, low byte; FIFO_STATUS2 (0x3B) follows and is read with it. */
  FIFO_STATUS1: 0x3a,
  /** 9.40: timestamp, byte 2; writing 0xAA here sets the counter to zero. */
  TIMESTAMP2: 0x42,
  /** 9.41 */
  TAP_CFG0: 0x56,
  /** 9.43 */
  TAP_CFG2: 0x58,
  /** 9.46 */
  WAKE_UP_THS: 0x5b,
  /** 9.47 */
  WAKE_UP_DUR: 0x5c,
  /** 9.49: functions routed to INT1. */
  MD1_CFG: 0x5e,
  /** 9.52: deviation of the part's oscillator, signed, 0.15 % a step. */
  INTERNAL_FREQ_FINE: 0x63,
  /** 9.56: tag of the oldest word; its data (9.57) follow, and a longer read goes on to the next word. */
  FIFO_DATA_OUT_TAG: 0x78,
});

/** FIFO_CTRL4 (9.6). */
export const FifoControl = Object.freeze({
  /** Empties the FIFO and stops it. */
  BYPASS: 0x00,
  /** When full, the newest words overwrite the oldest. */
  CONTINUOUS: 0x06,
  /** A timestamp word every 8 time slots. */
  DEC_TS_BATCH_8: 0x80,
});

/** INT1_CTRL (9.9). */
export const INT1_FIFO_TH = 0x08;

/** CTRL3_C (9.14). */
export const Control3 = Object.freeze({
  SW_RESET: 0x01,
  /** Register address goes up in longer reads; set after reset too. */
  IF_INC: 0x04,
  /** Block data update: no half-new values. */
  BDU: 0x40,
});

/** CTRL4_C (9.15): data are marked invalid until the filters have settled. */
export const DRDY_MASK = 0x08;
/** CTRL6_C (9.17): accelerometer high-performance mode off; low-power mode at 52 Hz and below (6.2). */
export const XL_HM_MODE = 0x10;
/** CTRL9_XL (9.20): I3C off (to be set whenever the part is on I2C), with the DEN bits as they are after reset. */
export const I3C_DISABLE = 0xe2;
/** CTRL10_C (9.21). */
export const TIMESTAMP_EN = 0x20;
/** To TIMESTAMP2 (9.40). */
export const TIMESTAMP_RESET = 0xaa;

/** Output data rate codes, CTRL1_XL[7:4] and CTRL2_G[7:4] (tables 44 and 48), also batch data rates (9.5). */
export const DataRate = Object.freeze({ OFF: 0, HZ_26: 2, HZ_52: 3, HZ_104: 4, HZ_208: 5, HZ_416: 6 });

/** FIFO_STATUS1 and FIFO_STATUS2 read as one 16-bit value, low byte first (9.38). */
export const FifoStatus = Object.freeze({
  DIFF_MASK: 0x03ff,
  /** An overrun since the last read; a read clears it. */
  OVR_LATCHED: 0x0800,
  /** The FIFO is full and words were overwritten. */
  OVR_IA: 0x4000,
});

/** TAG_SENSOR, bits [7:3] of the tag (table 150). TAG_CNT is [2:1]; bit 0 makes the number of ones in the tag even. */
export const TAG_GYROSCOPE = 0x01;
export const TAG_ACCELEROMETER = 0x02;
export const TAG_TIMESTAMP = 0x04;

/** TAP_CFG0 (9.41): latched interrupt, which a read of its source clears; slope filter (bit 4 is 0). */
export const WAKE_LATCHED = 0x41;
/** TAP_CFG2 (9.43). */
export const INTERRUPTS_ENABLE = 0x80;
/** MD1_CFG (9.49): wake-up event on INT1. */
export const INT1_WU = 0x20;
