/**
 * ESP32-H2-DevKitM-1 or a board of one's own with an ESP32-H2-MINI-1, with an LSM6DSO32 and a 32.768 kHz crystal at GPIO 13 and
 * 14 (the kit has one from production order PW-2024-02-0362 on).
 *
 * Strapping pins: GPIO 2, 3, 8, 9, 25. GPIO 7 to 14 wake the chip from deep sleep. The kit has neither charger nor cell: on a
 * bench both pins may stay open, in a shoe they are those of the board drawn around the module.
 */
import type { Board } from './board';

export const board: Board = Object.freeze({
  name: 'esp32h2',
  model: 'ESP32-H2',
  imu: Object.freeze({
    part: 'LSM6DSO32',
    // SA0 to ground (LSM6DSO32 datasheet DocID032891, section 5.1.1).
    address: 0x6a,
    bus: Object.freeze({ data: 12, clock: 22, port: 0 }),
    // No pull-up.
    interrupt: 10,
  }),
  battery: Object.freeze({
    // The cell over two resistors of 200 kOhm.
    pin: 1,
    divider: 2,
    // 105 mAh (GMB371042), 1 kHz, at most.
    resistance_mOhm: 380,
    // Awake with the radio's modem asleep (ESP-IDF v6.0, NimBLE power_save example).
    load_mA: 16,
    // Half the capacity of a cell of 100 mAh an hour, as cells of this size bear it.
    charge_mA: 50,
  }),
  // The charger's input over 100 kOhm, with 150 kOhm to ground.
  charger: 11,
  sensorHeight_mm: 20,
});
