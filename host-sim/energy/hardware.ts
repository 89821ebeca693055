/**
 * What a board draws, by part and state. Every figure has its source; what nobody has published is an assumption, and called so. Nothing
 * was measured on our own hardware. docs/POWER.md has the same in words.
 *
 * Sources: C3 = ESP32-C3-MINI-1 datasheet v2.2, tables 6-5 to 6-7. C6 = ESP32-C6 datasheet, tables 4-6 to 4-9. IDF = ESP-IDF
 * examples/bluetooth/nimble/power_save/README.md. D32 = LSM6DSO32 datasheet DocID032891, table 4 (at 1.8 V). SW = Seeed's wiki, XIAO ESP32C3.
 */

export interface Chip {
  readonly name: string;
  /**
   * CPU at work at 160 MHz, and waiting, for the bus for example, mA; radio off, peripheral clocks off, as ESP-IDF leaves those not in use. All
   * of them on would be 5 mA more on a C3, 11 on a C6. Waiting at a lower clock would draw less: not counted on.
   */
  readonly active_mA: number;
  readonly idle_mA: number;
  /** Light sleep with the Bluetooth controller ready, between its events, mA. */
  readonly lightSleep_mA: number;
  readonly deepSleep_mA: number;
  /** Radio at the power it is used at, whole chip, mA. */
  readonly tx_mA: number;
  readonly rx_mA: number;
  /** Of every radio event beyond sending and listening: waking, ramps, the controller's own work, uC. */
  readonly radioEvent_uC: number;
  /** From light sleep to work and back, ms at `active_mA`. */
  readonly wake_ms: number;
  readonly clock_Hz: number;
}

export interface Hardware {
  readonly name: string;
  readonly chip: Chip;
  readonly imu: Imu;
  readonly bus_Hz: number;
  /** Bits on the wire for each byte. */
  readonly bitsPerByte: number;
  /** Regulator and what else of the board is always on, mA. */
  readonly board_mA: number;
  /** Resistors that the cell's voltage is measured at, mA. */
  readonly divider_mA: number;
  /** Flash at work, mA, on top. */
  readonly flash_mA: number;
  readonly capacity_mAh: number;
}

export interface Imu {
  readonly both_mA: number;
  readonly accelOnly_mA: number;
  readonly watch_mA: number;
  readonly off_mA: number;
}

/**
 * D32: both sensors in high-performance mode at any rate; accelerometer in low-power mode at 52 Hz; powered down. At 26 Hz, which the wake-up
 * interrupt is watched at, nothing is published: 52 Hz is the upper bound taken.
 */
const LSM6DSO32: Imu = { both_mA: 0.55, accelOnly_mA: 0.026, watch_mA: 0.026, off_mA: 0.003 };

/**
 * What an advertising event costs beyond its packets: the example of ESP-IDF on a C6 drew about 9 mA at its 30 ms (espressif/esp-idf issue
 * 13756), 314 uC an event, of which the datasheet's currents explain 254. Assumed for the other chips as well.
 */
const RADIO_EVENT_uC = 60;
/** ESP32-C3 book, 12.2.2: less than a millisecond. */
const WAKE_ms = 1;
const CLOCK_Hz = 160e6;

const C3: Chip = {
  name: 'ESP32-C3, no 32 kHz crystal',
  active_mA: 23,
  idle_mA: 16,
  // IDF: main crystal kept on. With a 32 kHz crystal 0.14.
  lightSleep_mA: 2.3,
  deepSleep_mA: 0.005,
  // +9 dBm, the controller's default.
  tx_mA: 190,
  rx_mA: 86,
  radioEvent_uC: RADIO_EVENT_uC,
  wake_ms: WAKE_ms,
  clock_Hz: CLOCK_Hz,
};

const C6: Chip = {
  name: 'ESP32-C6, 32 kHz crystal',
  active_mA: 27,
  idle_mA: 17,
  // IDF: 34 uA. C6: 35 uA with peripherals powered down, 180 uA with them on.
  lightSleep_mA: 0.034,
  deepSleep_mA: 0.007,
  tx_mA: 190,
  rx_mA: 71,
  radioEvent_uC: RADIO_EVENT_uC,
  wake_ms: WAKE_ms,
  clock_Hz: CLOCK_Hz,
};

/** The board anyone can buy: Seeed XIAO ESP32C3, a cell of 400 mAh. */
export const XIAO: Hardware = {
  name: 'XIAO ESP32C3, 400 mAh',
  chip: C3,
  imu: LSM6DSO32,
  bus_Hz: 400_000,
  bitsPerByte: 9,
  // SW: 43 uA in deep sleep on battery, of which the chip is 5.
  board_mA: 0.038,
  // 2 x 200 kOhm at 3.8 V, as Seeed proposes.
  divider_mA: 3.8 / 400,
  // A NOR part of Microchip's, at most; Espressif publishes nothing.
  flash_mA: 15,
  capacity_mAh: 400,
};

/** The board a maker would build: ESP32-C6 with a 32 kHz crystal, a frugal regulator, 100 mAh. */
export const MAKER: Hardware = {
  name: 'C6 with 32 kHz crystal, 100 mAh',
  chip: C6,
  imu: LSM6DSO32,
  bus_Hz: 400_000,
  bitsPerByte: 9,
  // MCP1700: 1.6 uA typically (its datasheet); chosen as an example, others draw less.
  board_mA: 0.0016,
  // 2 x 1 MOhm: assumed; the converter then needs a capacitor at its pin.
  divider_mA: 3.8 / 2000,
  flash_mA: 15,
  capacity_mAh: 100,
};

/** The same with the IMU on SPI at 8 MHz (10 MHz at most, D32 table 6): the driver of today speaks I2C. */
export const MAKER_SPI: Hardware = {
  ...MAKER,
  name: 'the same, IMU on SPI at 8 MHz',
  bus_Hz: 8e6,
  bitsPerByte: 8,
};

/** The last of a cell that the shoe does not use (firmware/power/gauge.ts). */
export const USABLE = 0.97;
/**
 * What the cell loses by itself, part of its capacity a month: 1 to 2 % and about 3 % for its protection (a secondary source,
 * goodmorningeco.com; no primary one was found).
 */
export const SELF_DISCHARGE_per_month = 0.045;
