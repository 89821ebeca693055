/** The shoe as the virtual board has it, whichever engine runs it: every crossing of the seam goes through `BoardSeam`. */
import { ShoeCoach } from '../../firmware/coach/shoe-coach';
import type { DigitalInputConstructor } from '../../firmware/io/digital';
import type { SMBus, SMBusOptions } from '../../firmware/io/bus';
import type { Flash } from '../../firmware/io/flash';
import type { GattServerConstructor } from '../../firmware/io/gatt';
import type { Chip } from '../../firmware/io/chip';
import type { Clock, Timers } from '../../firmware/io/time';
import { BatteryGauge, type Cell } from '../../firmware/power/gauge';
import { ShoePower } from '../../firmware/power/power';
import type { BootInfo, ShoeRecord } from '../../firmware/record/record';
import type { KernelMaker, Motion } from '../../firmware/kernel/motion';
import type { DecoderMaker } from '../../firmware/sensors/decoder';
import { ICM42688P } from '../../firmware/sensors/icm42688p';
import type { Imu } from '../../firmware/sensors/imu';
import { LSM6DSO } from '../../firmware/sensors/lsm6dso';
import type { GyroscopeUse } from '../../firmware/session/gyroscope';
import type { Live } from '../../firmware/session/live';
import type { SessionSink } from '../../firmware/session/sink';
import type { Updater } from '../../firmware/ble/update-receiver';
import { Shoe } from '../../firmware/shoe';
import type { Stride } from '../../firmware/stepdetect/stride';
import type { Trial } from '../../firmware/update/trial';

export type Part = 'LSM6DSO' | 'LSM6DSOX' | 'LSM6DSO32' | 'ICM42688P';
export const PARTS: readonly Part[] = ['LSM6DSO', 'LSM6DSOX', 'LSM6DSO32', 'ICM42688P'];
/** Data rates by the name they have for the LSM6DSO family. The ICM-42688-P has 100 and 200 Hz for the first two. */
export type Rate_Hz = 104 | 208 | 416;
export const RATES_Hz: readonly Rate_Hz[] = [104, 208, 416];

/** The pin the IMU's INT1 is wired to; any number does. */
export const INT1_PIN = 3;
const BATTERY_PERCENT = 90;
const BATTERY = Object.freeze({ percent: () => BATTERY_PERCENT });

function coach(record: ShoeRecord, live: Live): ShoeCoach {
  return new ShoeCoach(record, live);
}

/** What the firmware is given: the ECMA-419 shapes, and who hears of strides, sessions and oddities. */
export interface BoardSeam {
  readonly bus: new (options: SMBusOptions) => SMBus;
  readonly digital: DigitalInputConstructor;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly server: GattServerConstructor;
  /** Opens the partition of the record. */
  readonly flash: () => Flash;
  /** Why the chip started. */
  readonly boot: () => BootInfo;
  readonly sink: SessionSink;
  readonly log: (sentence: string) => void;
  readonly onStride: (stride: Stride) => void;
  /** Of a board that sleeps deeply and knows its cell. A shoe without never does. */
  readonly power?: { readonly chip: Chip; readonly cell: Cell };
  /** Of a board with two slots of firmware. */
  readonly update?: { readonly updater: Updater; readonly trial: Trial; readonly version: string };
}

export interface Wiring {
  readonly part: Part;
  readonly rate_Hz: Rate_Hz;
  /** 7-bit address of the IMU. */
  readonly address: number;
  readonly gyroscope: GyroscopeUse;
}

/** Starts the firmware on a board. @throws Error when its start is one that wakes no shoe */
export function wireShoe(seam: BoardSeam, wiring: Wiring, kernel: KernelMaker): Shoe {
  if (seam.power === undefined) return makeShoe(seam, wiring, kernel);
  const { chip, cell } = seam.power;
  const { clock, log } = seam;
  const gauge = new BatteryGauge(cell, log);
  const power = new ShoePower({ chip, gauge, utc_ms: () => clock.now(), log });
  let shoe: Shoe | undefined;
  power.begin(
    () => (shoe = makeShoe(seam, wiring, kernel, power)),
    () => undefined,
  );
  if (shoe === undefined) throw new Error('the shoe does not wake up');
  return shoe;
}

function makeShoe(seam: BoardSeam, wiring: Wiring, kernel: KernelMaker, power?: ShoePower): Shoe {
  const { clock, timers, server, sink, log, onStride, update } = seam;
  return new Shoe({
    power,
    imu: (onAlert, decoder) => openImu(seam, wiring, onAlert, decoder),
    kernel,
    clock,
    timers,
    server,
    battery: BATTERY,
    identity: {
      name: 'Footfall',
      manufacturer: 'Footfall',
      model: 'virtual shoe',
      serial: '0',
      firmware: update?.version ?? '0.1.0',
      hardware: wiring.part,
    },
    keep: { flash: seam.flash, boot: seam.boot() },
    sink,
    advice: coach,
    gyroscope: wiring.gyroscope,
    updater: update?.updater,
    trial: update?.trial,
    log,
    onStride,
  });
}

/** As a board file does on the chip. */
function openImu(
  seam: BoardSeam,
  { part, rate_Hz, address }: Wiring,
  onAlert: () => void,
  decoder: DecoderMaker<Motion>,
): Imu {
  const common = {
    sensor: { io: seam.bus, address, hz: 400_000 },
    alert: { io: seam.digital, pin: INT1_PIN },
    onAlert,
    onFault: (error: Error) => seam.log(error.message),
    clock: seam.clock,
    decoder,
  };
  if (part !== 'ICM42688P') return new LSM6DSO({ ...common, part, rate_Hz });
  return new ICM42688P({ ...common, rate_Hz: icmRate_Hz(rate_Hz) });
}

/** @throws RangeError when the part has nothing like the rate */
export function checkRate(part: Part, rate_Hz: Rate_Hz): void {
  if (part === 'ICM42688P') icmRate_Hz(rate_Hz);
}

function icmRate_Hz(rate_Hz: Rate_Hz): 100 | 200 {
  if (rate_Hz === 416) throw new RangeError('the ICM-42688-P has no data rate next to 416 Hz');
  return rate_Hz === 104 ? 100 : 200;
}
