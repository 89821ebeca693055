/**
 * The board: Seeed XIAO ESP32C3 with an LSM6DSO32. Another board or another IMU is another file like this one, named in
 * main.ts and manifest.json.
 *
 * Pads to GPIO numbers: arduino-esp32, variants/XIAO_ESP32C3/pins_arduino.h. GPIO 2, 8 and 9 are strapping pins and stay
 * free of anything that could pull them at reset. Only GPIO 0 to 5 wake the chip from deep sleep (ESP-IDF, soc_caps.h).
 */
import Digital from 'embedded:io/digital';
import type { Clock } from '../../io/time';
import type { Imu } from '../../sensors/imu';
import { LSM6DSO } from '../../sensors/lsm6dso';
import { busOn } from '../bus';
import type { BatteryWiring } from '../battery';

const PART = 'LSM6DSO32';

/** D4 is SDA, D5 is SCL. */
const bus = busOn(Object.freeze({ data: 6, clock: 7, port: 0 }));

/** SA0 to ground (LSM6DSO32 datasheet DocID032891, section 5.1.1). */
const IMU_ADDRESS = 0x6a;
/** D1: INT1, no pull-up (high at power-on would turn the part's I2C off), on a pin that wakes the chip. */
const IMU_INT1 = 3;
const IMU_RATE_Hz = 208;

/** The module lies in the sole, under the arch: an estimate, to be measured on the shoe. */
export const sensorHeight_mm = 20;

/** As the Device Information Service shows it. */
export const model = 'XIAO ESP32C3';
export const hardware = PART;

/** D2: the cell over two resistors of 200 kOhm, as Seeed's wiki proposes; the bare board has no divider. */
export const battery: BatteryWiring = Object.freeze({ pin: 4, divider: 2 });

/** Throws when the part does not answer. */
export function openImu(onAlert: () => void, clock: Clock): Imu {
  return new LSM6DSO({
    sensor: { io: bus, address: IMU_ADDRESS },
    alert: { io: Digital, pin: IMU_INT1 },
    onAlert,
    clock,
    part: PART,
    rate_Hz: IMU_RATE_Hz,
  });
}
