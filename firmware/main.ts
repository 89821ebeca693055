/** What the chip runs: picks the device adapters and starts the shoe. */
import { board } from 'board';
import { CellGauge } from './device/battery';
import { chipSerial } from './device/chip';
import { openRecords } from './device/flash';
import { openImu } from './device/imu';
import { DeviceGattServer } from './device/radio';
import { bootInfo, keepTime } from './device/reset';
import { DeviceClock, deviceTimers } from './device/time';
import { chipId, DeviceBoot, DeviceCrypto, restartChip } from './device/update';
import { UPDATE_KEYS } from './device/update-keys';
import { Shoe } from './shoe';
import { ImageUpdater } from './update/image-updater';
import { Trial } from './update/trial';

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
  const boot = new DeviceBoot();
  const restart = (): void => {
    shoe.close();
    restartChip();
  };
  const shoe = new Shoe({
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
    updater: updater(boot, restart),
    trial: new Trial(boot, log),
    log,
  });
}

/** None on a shoe that knows no one's key. */
function updater(boot: DeviceBoot, restart: () => void): ImageUpdater | undefined {
  if (UPDATE_KEYS.length === 0) return undefined;
  return new ImageUpdater({
    boot,
    crypto: new DeviceCrypto(),
    keys: UPDATE_KEYS,
    running: { chip: chipId(), board: board.name, version: FIRMWARE_VERSION },
    timers: deviceTimers,
    restart,
    log,
  });
}
