/** What the chip runs: picks the device adapters and starts the shoe. */
import { board } from 'board';
import { CellGauge } from './device/battery';
import { chipSerial } from './device/chip';
import { openRecords } from './device/flash';
import { openImu } from './device/imu';
import { DeviceGattServer } from './device/radio';
import { bootInfo, keepTime } from './device/reset';
import { DeviceClock, deviceTimers } from './device/time';
import { Shoe } from './shoe';

/** As in package.json. */
const FIRMWARE_VERSION = '0.1.0';

function log(sentence: string): void {
  trace(`${sentence}\n`);
}

/**
 * The SDK calls this at start-up. Nothing may run before: all modules are evaluated when the firmware is linked, not on the
 * chip.
 */
export default function main(): void {
  const clock = new DeviceClock();
  new Shoe({
    imu: (onAlert, decoder) => openImu(board.imu, onAlert, clock, decoder),
    sensorHeight_mm: board.sensorHeight_mm,
    clock,
    timers: deviceTimers,
    server: DeviceGattServer,
    battery: new CellGauge(board.battery, log),
    identity: {
      name: 'Footfall',
      manufacturer: 'Footfall',
      model: board.model,
      serial: chipSerial(),
      firmware: FIRMWARE_VERSION,
      hardware: board.imu.part,
    },
    gyroscope: 'steady',
    keep: { flash: openRecords, boot: bootInfo(), onTime: keepTime },
    log,
  });
}
