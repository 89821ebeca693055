/** What the chip runs: picks the device adapters and starts the shoe. */
import { board } from 'board';
import { openImu } from 'device/imu';
import { kernel } from 'device/kernel';
import { ShoeCoach } from './coach/shoe-coach';
import { DeviceCell } from './device/battery';
import { chipSerial } from './device/chip';
import { openRecords } from './device/flash';
import { setLevels } from './device/pins';
import { DeviceChip } from './device/power';
import { DeviceGattServer } from './device/radio';
import { bootInfo, keepTime } from './device/reset';
import { DeviceClock, deviceTimers } from './device/time';
import { chipId, DeviceBoot, DeviceCrypto } from './device/update';
import { UPDATE_KEYS } from './device/update-keys';
import { BatteryGauge } from './power/gauge';
import { ShoePower } from './power/power';
import type { ShoeRecord } from './record/record';
import { SafeShoe } from './safe-shoe';
import { NoDecoder } from './sensors/no-decoder';
import type { Live } from './session/live';
import { Shoe } from './shoe';
import { ImageUpdater } from './update/image-updater';
import { Trial } from './update/trial';

/** As in package.json. */
const FIRMWARE_VERSION = '0.1.0';

function log(sentence: string): void {
  trace(`${sentence}\n`);
}

const nobody = () => new NoDecoder();

function coach(record: ShoeRecord, live: Live): ShoeCoach {
  return new ShoeCoach(record, live);
}

/**
 * The SDK calls this at start-up. Nothing may run before: all modules are evaluated when the firmware is linked, not on the
 * chip.
 */
export default function main(): void {
  if (board.levels !== undefined) setLevels(board.levels);
  const clock = new DeviceClock();
  const chip = new DeviceChip(board.imu.interrupt, board.charger);
  const gauge = new BatteryGauge(new DeviceCell(board.battery), log);
  const power = new ShoePower({
    chip,
    gauge,
    utc_ms: () => Date.now(),
    restSensors: () => openImu(board.imu, () => undefined, clock, nobody).close(),
    watchMotion: () => openImu(board.imu, () => undefined, clock, nobody).sleep(),
    log,
  });
  power.begin(
    () => startShoe(power, chip, gauge, clock),
    () => startSafely(power, chip, gauge, clock),
  );
}

function startShoe(power: ShoePower, chip: DeviceChip, gauge: BatteryGauge, clock: DeviceClock): void {
  const boot = new DeviceBoot();
  const restart = (): void => {
    shoe.close();
    power.restart();
  };
  const shoe = new Shoe({
    kernel,
    ...parts(power, gauge, clock),
    imu: (onAlert, decoder) => openImu(board.imu, onAlert, clock, decoder),
    sensorHeight_mm: board.sensorHeight_mm,
    advice: coach,
    gyroscope: 'steady',
    keep: { flash: openRecords, boot: bootInfo(chip.resetReason, power.slept_ms), onTime: keepTime },
    updater: updater(boot, restart),
    trial: new Trial(boot, log),
    log,
  });
}

/** After resets in a row: no IMU, no record; the radio, and updates. */
function startSafely(power: ShoePower, chip: DeviceChip, gauge: BatteryGauge, clock: DeviceClock): void {
  new SafeShoe({
    ...parts(power, gauge, clock),
    updater: updater(new DeviceBoot(), () => power.restart()),
    resetReason: chip.resetReason,
  });
}

function parts(power: ShoePower, gauge: BatteryGauge, clock: DeviceClock) {
  return {
    power,
    clock,
    timers: deviceTimers,
    server: DeviceGattServer,
    battery: gauge,
    identity: {
      name: 'Footfall',
      manufacturer: 'Footfall',
      model: board.model,
      serial: chipSerial(),
      firmware: FIRMWARE_VERSION,
      hardware: board.imu.part,
    },
  };
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
