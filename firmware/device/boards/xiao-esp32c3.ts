/**
 * Seeed XIAO ESP32C3, the reference board, with an LSM6DSO32.
 *
 * Pads: arduino-esp32, variants/XIAO_ESP32C3/pins_arduino.h. GPIO 2 (D0), 8 and 9 are strapping pins and stay free of anything
 * that could pull them at reset.
 */
import type { Board } from './board';

export const board: Board = Object.freeze({
  name: 'xiao-esp32c3',
  model: 'XIAO ESP32C3',
  imu: Object.freeze({
    part: 'LSM6DSO32',
    // SA0 to ground (LSM6DSO32 datasheet DocID032891, section 5.1.1).
    address: 0x6a,
    // D4 and D5.
    bus: Object.freeze({ data: 6, clock: 7, port: 0 }),
    // D1, no pull-up: high at power-on would turn the part's I2C off.
    interrupt: 3,
  }),
  battery: Object.freeze({
    // D2: the cell over two resistors of 200 kOhm, as Seeed's wiki proposes; the bare board has no divider.
    pin: 4,
    divider: 2,
    // A cell of 400 mAh: no figure found. 105 mAh has at most 380 mOhm (GMB371042), and resistance goes with 1/capacity.
    resistance_mOhm: 150,
    // ESP32-C3 at 160 MHz, peripherals on (ESP32-C3-MINI-1 datasheet v2.2, table 6-7).
    load_mA: 28,
    // Measured by users, fixed by a resistor (Seeed's forum, thread 267686).
    charge_mA: 370,
  }),
  // D3: the 5 V pad over 100 kOhm, with 150 kOhm to ground. That pad is dead on battery (Seeed's forum, thread 267301).
  charger: 5,
  sensorHeight_mm: 20,
});
