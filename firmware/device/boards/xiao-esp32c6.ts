/**
 * Seeed XIAO ESP32C6 with an LSM6DSO32.
 *
 * Pads: arduino-esp32, variants/XIAO_ESP32C6/pins_arduino.h. D0 to D2 (GPIO 0 to 2) are the only pads that wake the chip, and
 * the only ones on ADC1. GPIO 0 and 1 are the pins of a 32 kHz crystal as well: this board cannot have one and all three.
 */
import type { Board } from './board';

export const board: Board = Object.freeze({
  name: 'xiao-esp32c6',
  model: 'XIAO ESP32C6',
  imu: Object.freeze({
    part: 'LSM6DSO32',
    // SA0 to ground (LSM6DSO32 datasheet DocID032891, section 5.1.1).
    address: 0x6a,
    // D4 and D5.
    bus: Object.freeze({ data: 22, clock: 23, port: 0 }),
    // D2, no pull-up.
    interrupt: 2,
  }),
  battery: Object.freeze({
    // D0: the cell over two resistors of 200 kOhm.
    pin: 0,
    divider: 2,
    // 105 mAh (GMB371042), 1 kHz, at most.
    resistance_mOhm: 380,
    // ESP32-C6 at 160 MHz, all peripheral clocks on (ESP32-C6 datasheet, tables 6 to 9).
    load_mA: 38,
    // Seeed's wiki, "Getting started with XIAO ESP32C6".
    charge_mA: 100,
  }),
  // D1: the 5 V pad over 100 kOhm, with 150 kOhm to ground.
  charger: 1,
  // The antenna's switch is on while GPIO 3 is low; low on GPIO 14 takes the ceramic antenna, high the socket
  // (arduino-esp32, variants/XIAO_ESP32C6/variant.cpp).
  levels: Object.freeze([Object.freeze({ pin: 3, level: 0 }), Object.freeze({ pin: 14, level: 0 })]),
  sensorHeight_mm: 20,
});
