/** What the register values ask the part to do: pure decoding of the data sheet's tables. */
import { Reg } from './icm42688p-model-registers';

export type AccelMode = 'off' | 'low-power' | 'low-noise';
export type GyroMode = 'off' | 'standby' | 'low-noise';

/** Nominal microseconds between samples by ODR code (14.37, 14.38); 0 for reserved ones. */
const ODR_US = [
  0, 31.25, 62.5, 125, 250, 500, 1000, 5000, 10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 640_000, 2000,
];
/** Rates of low-noise mode end at code Bh, 12.5 Hz, those of the gyroscope too; low-power mode begins at 500 Hz. */
const LAST_LOW_NOISE = 0x0b;
const CODE_500_HZ = 0x0f;
const CODE_1_KHZ = 0x06;

/** Physical FIFO, bytes (6.3). */
const FIFO_BYTES = 2048;

export const FifoMode = Object.freeze({ Bypass: 0, Stream: 1, StopWhenFull: 2 });

export interface WakeConfig {
  readonly enabled: boolean;
  /** Against the sample before; else against the first one. */
  readonly againstPrevious: boolean;
  /** All axes must exceed their threshold; else any. */
  readonly all: boolean;
  readonly thresholds_mg: readonly [x: number, y: number, z: number];
}

export interface Icm42688pConfig {
  readonly accelMode: AccelMode;
  readonly gyroMode: GyroMode;
  /** Nominal time between samples, us; 0 when the sensor gives none. */
  readonly accelSlot_us: number;
  readonly gyroSlot_us: number;
  readonly accelFs_g: number;
  readonly gyroFs_dps: number;
  /** One of FifoMode. */
  readonly fifoMode: number;
  /** Accelerometer, gyroscope, 20-bit values in FIFO packets. */
  readonly fifoAccel: boolean;
  readonly fifoGyro: boolean;
  readonly highResolution: boolean;
  /** 8, 16 or 20; 0 when nothing goes into the FIFO. */
  readonly packetBytes: number;
  /** Packets the FIFO takes. */
  readonly capacity: number;
  /** Packets; 0 when unused. */
  readonly watermark: number;
  /** The interrupt comes again with each sample while the watermark is reached. */
  readonly repeats: boolean;
  /** FIFO counts are packets, not bytes. */
  readonly countsPackets: boolean;
  readonly countBigEndian: boolean;
  readonly dataBigEndian: boolean;
  /** Samples that are none repeat the last one instead of being marked. */
  readonly holdsLast: boolean;
  readonly timestampEnabled: boolean;
  /** Nominal length of a timestamp step, us: 12.7. */
  readonly stampStep_us: number;
  readonly wake: WakeConfig;
}

/** Decodes the part's registers (one byte each, by bank and address). */
export function decode(registers: Uint8Array): Icm42688pConfig {
  const accel = accelOf(registers);
  const gyro = gyroOf(registers);
  const content = registers[Reg.FIFO_CONFIG1];
  const highResolution = (content & 0x10) !== 0;
  const fifoAccel = (content & 0x01) !== 0;
  const fifoGyro = (content & 0x02) !== 0;
  const packetBytes = packetBytesOf(highResolution, fifoAccel, fifoGyro);
  const interface0 = registers[Reg.INTF_CONFIG0];
  const countsPackets = (interface0 & 0x40) !== 0;
  const watermark = registers[Reg.FIFO_CONFIG2] | ((registers[Reg.FIFO_CONFIG3] & 0x0f) << 8);
  const coarse = (registers[Reg.TMST_CONFIG] & 0x08) !== 0;
  return {
    accelMode: accel.mode,
    gyroMode: gyro.mode,
    accelSlot_us: accel.slot_us,
    gyroSlot_us: gyro.slot_us,
    // The 20-bit packets have one range each (6.1).
    accelFs_g: highResolution ? 16 : 16 >> ((registers[Reg.ACCEL_CONFIG0] >> 5) & 3),
    gyroFs_dps: highResolution ? 2000 : 2000 / 2 ** (registers[Reg.GYRO_CONFIG0] >> 5),
    fifoMode: Math.min(registers[Reg.FIFO_CONFIG] >> 6, FifoMode.StopWhenFull),
    fifoAccel,
    fifoGyro,
    highResolution,
    packetBytes,
    // One packet's room is kept free, and one more is in the read cache (6.3).
    capacity: packetBytes === 0 ? 0 : Math.floor(FIFO_BYTES / packetBytes),
    watermark: countsPackets || packetBytes === 0 ? watermark : Math.ceil(watermark / packetBytes),
    repeats: (content & 0x20) !== 0,
    countsPackets,
    countBigEndian: (interface0 & 0x20) !== 0,
    dataBigEndian: (interface0 & 0x10) !== 0,
    holdsLast: (interface0 & 0x80) !== 0,
    timestampEnabled: (registers[Reg.TMST_CONFIG] & 0x01) !== 0,
    stampStep_us: ((coarse ? 16 : 1) * 32) / 30,
    wake: wakeOf(registers),
  };
}

/** Section 6.4's table. */
function packetBytesOf(highResolution: boolean, accel: boolean, gyro: boolean): number {
  if (highResolution) return 20;
  if (accel && gyro) return 16;
  return accel || gyro ? 8 : 0;
}

/** PWR_MGMT0 (14.36), GYRO_CONFIG0 (14.37). */
function gyroOf(registers: Uint8Array): { mode: GyroMode; slot_us: number } {
  const mode = (registers[Reg.PWR_MGMT0] >> 2) & 3;
  if (mode === 1) return { mode: 'standby', slot_us: 0 };
  if (mode !== 3) return { mode: 'off', slot_us: 0 };
  const code = registers[Reg.GYRO_CONFIG0] & 0x0f;
  return { mode: 'low-noise', slot_us: code <= LAST_LOW_NOISE || code === CODE_500_HZ ? ODR_US[code] : 0 };
}

/** PWR_MGMT0 (14.36), ACCEL_CONFIG0 (14.38). A rate that the mode does not have gives no samples. */
function accelOf(registers: Uint8Array): { mode: AccelMode; slot_us: number } {
  const mode = registers[Reg.PWR_MGMT0] & 3;
  if (mode < 2) return { mode: 'off', slot_us: 0 };
  const code = registers[Reg.ACCEL_CONFIG0] & 0x0f;
  if (mode === 2) return { mode: 'low-power', slot_us: code > CODE_1_KHZ ? ODR_US[code] : 0 };
  return { mode: 'low-noise', slot_us: code <= LAST_LOW_NOISE || code === CODE_500_HZ ? ODR_US[code] : 0 };
}

/** SMD_CONFIG (14.44, 8.7) and the thresholds of bank 4 (17.10 to 17.12): 1/256 g whatever the range. */
function wakeOf(registers: Uint8Array): WakeConfig {
  const smd = registers[Reg.SMD_CONFIG];
  const mg = (register: number) => (registers[register] * 1000) / 256;
  return {
    enabled: (smd & 3) !== 0,
    againstPrevious: (smd & 4) !== 0,
    all: (smd & 8) !== 0,
    thresholds_mg: [mg(Reg.ACCEL_WOM_X_THR), mg(Reg.ACCEL_WOM_Y_THR), mg(Reg.ACCEL_WOM_Z_THR)],
  };
}
