/**
 * Seeed XIAO ESP32S3 with an LSM6DSO32.
 *
 * Pads: arduino-esp32, variants/XIAO_ESP32S3/pins_arduino.h. GPIO 3 (D2) is a strapping pin and stays free. The chip draws the most of the
 * four; the board is here for makers who have one.
 */
import type { Board } from './board';

export const board: Board = Object.freeze({
  name: 'xiao-esp32s3',
  model: 'XIAO ESP32S3',
  imu: Object.freeze({
    part: 'LSM6DSO32',
    // SA0 to ground (LSM6DSO32 datasheet DocID032891, section 5.1.1).
    address: 0x6a,
    // D4 and D5.
    bus: Object.freeze({ data: 5, clock: 6, port: 0 }),
    // D1, no pull-up.
    interrupt: 2,
  }),
  battery: Object.freeze({
    // D0: the cell over two resistors of 200 kOhm.
    pin: 1,
    divider: 2,
    // 105 mAh (GMB371042), 1 kHz, at most.
    resistance_mOhm: 380,
    // ESP32-S3 at 240 MHz, waiting, peripheral clocks on (ESP32-S3 datasheet): 32.9 and some 15.
    load_mA: 48,
    // As the XIAO ESP32C6's; no figure of Seeed's found. To be measured: docs/BRINGUP.md.
    charge_mA: 100,
  }),
  // D3: the 5 V pad over 100 kOhm, with 150 kOhm to ground.
  charger: 4,
  sensorHeight_mm: 20,
});
