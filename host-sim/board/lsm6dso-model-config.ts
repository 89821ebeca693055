/** What the register values ask the part to do: pure decoding of the data sheet's tables. */
import { Reg } from './lsm6dso-model-registers';

export type Lsm6dsoVariant = 'LSM6DSO' | 'LSM6DSOX' | 'LSM6DSO32';
export type AccelMode = 'off' | 'ultra-low-power' | 'low-power' | 'normal' | 'high-performance';
export type GyroMode = 'off' | 'sleep' | 'low-power' | 'normal' | 'high-performance';

/**
 * Ticks of the part's 40 kHz oscillator between samples, by ODR or batching code 0 to Ah: off, 12.5 to 6664 Hz
 * (LSM6DSO32 tables 44 and 48). The sheet's 6667 Hz is 40 kHz / 6; the slower rates are that divided by powers of two,
 * so 208 Hz comes every 192 time stamps.
 */
const TICKS_BY_CODE = [0, 3072, 1536, 768, 384, 192, 96, 48, 24, 12, 6];
/** Code Bh: accelerometer 1.6 Hz; batching of the gyroscope 6.5 Hz. */
const TICKS_1_6_HZ = 24576;
const TICKS_6_5_HZ = 6144;
/** Codes of 52 and 208 Hz: up to these the modes with XL_HM_MODE or G_HM_MODE set are low-power and normal. */
const CODE_52_HZ = 3;
const CODE_208_HZ = 5;

/** Full scale by FS_XL code, g: 01 is the widest. */
const ACCEL_FS_g: Readonly<Record<Lsm6dsoVariant, readonly number[]>> = {
  LSM6DSO: [2, 16, 4, 8],
  LSM6DSOX: [2, 16, 4, 8],
  LSM6DSO32: [4, 32, 8, 16],
};
/** LSM6DSO32 table 3 and ST's own driver: milli-g per count by full scale. */
const ACCEL_LSB_mg: Readonly<Record<number, number>> = { 2: 0.061, 4: 0.122, 8: 0.244, 16: 0.488, 32: 0.976 };
/** 0.1 degree/s per count by the three bits [3:1] of CTRL2_G; bit 1, FS_125, beats the others. */
const GYRO_LSB_ddps = [0.0875, 0.04375, 0.175, 0.04375, 0.35, 0.04375, 0.7, 0.04375];

/** FIFO words by ODR_T_BATCH: off, 1.6, 12.5, 52 Hz. */
const TEMPERATURE_TICKS = [0, 24576, 3072, 768];
/** Batch slots per timestamp word by DEC_TS_BATCH. */
const TIMESTAMP_DECIMATION = [0, 1, 8, 32];

/** Words of the FIFO without compression (section 6.5: 3 KB of 7-byte words). */
export const FIFO_WORDS = 512;

export const FifoMode = Object.freeze({ Bypass: 0, StopWhenFull: 1, Continuous: 6 });

export interface Lsm6dsoConfig {
  readonly accelMode: AccelMode;
  readonly gyroMode: GyroMode;
  /** Ticks between samples; 0 when the sensor gives none. */
  readonly accelTicks: number;
  readonly gyroTicks: number;
  readonly accelFs_g: number;
  readonly accelLsb_mg: number;
  /** 0.1 degree/s per count. */
  readonly gyroLsb_ddps: number;
  /** Ticks between FIFO words; 0 for none. */
  readonly accelBatchTicks: number;
  readonly gyroBatchTicks: number;
  readonly temperatureBatchTicks: number;
  /** Batch slots per timestamp word; 0 for none. */
  readonly timestampDecimation: number;
  /** One of FifoMode. */
  readonly fifoMode: number;
  /** Words the FIFO takes: 512, or the watermark with STOP_ON_WTM. */
  readonly fifoCapacity: number;
  /** Words; 0 when unused. */
  readonly watermark: number;
  /** DRDY_MASK: samples of filters that still settle are marked. */
  readonly maskSettling: boolean;
  readonly timestampEnabled: boolean;
  readonly wake: WakeConfig;
}

export interface WakeConfig {
  readonly enabled: boolean;
  /** The slope must exceed this, milli-g. */
  readonly threshold_mg: number;
  /** Samples the slope must stay above it beyond the first. */
  readonly duration: number;
  readonly latched: boolean;
}

/** Decodes the part's registers (one byte each, by address). */
export function decode(registers: Uint8Array, variant: Lsm6dsoVariant): Lsm6dsoConfig {
  const gyro = gyroOf(registers);
  const accel = accelOf(registers, gyro.mode);
  const accelFs_g = accelFsOf(registers, variant);
  const batchRates = registers[Reg.FIFO_CTRL3];
  const ctrl4 = registers[Reg.FIFO_CTRL4];
  const watermark = registers[Reg.FIFO_CTRL1] | ((registers[Reg.FIFO_CTRL2] & 0x01) << 8);
  const stopOnWatermark = (registers[Reg.FIFO_CTRL2] & 0x80) !== 0 && watermark > 0;
  const accelBatchTicks = batchTicks(batchRates & 0x0f, TICKS_1_6_HZ, accel.ticks);
  const gyroBatchTicks = batchTicks(batchRates >> 4, TICKS_6_5_HZ, gyro.ticks);
  const timestampEnabled = (registers[Reg.CTRL10_C] & 0x20) !== 0;
  return {
    accelMode: accel.mode,
    gyroMode: gyro.mode,
    accelTicks: accel.ticks,
    gyroTicks: gyro.ticks,
    accelFs_g,
    accelLsb_mg: ACCEL_LSB_mg[accelFs_g],
    gyroLsb_ddps: GYRO_LSB_ddps[(registers[Reg.CTRL2_G] >> 1) & 7],
    accelBatchTicks,
    gyroBatchTicks,
    temperatureBatchTicks: TEMPERATURE_TICKS[(ctrl4 >> 4) & 3],
    timestampDecimation: timestampEnabled ? TIMESTAMP_DECIMATION[ctrl4 >> 6] : 0,
    fifoMode: fifoModeOf(ctrl4 & 7),
    fifoCapacity: stopOnWatermark ? watermark : FIFO_WORDS,
    watermark,
    maskSettling: (registers[Reg.CTRL4_C] & 0x08) !== 0,
    timestampEnabled,
    wake: wakeOf(registers, accelFs_g),
  };
}

/** Without a trigger event, 3 (continuous to FIFO) stays continuous, 4 and 7 (from bypass) stay in bypass. */
function fifoModeOf(code: number): number {
  if (code === 1) return FifoMode.StopWhenFull;
  return code === 6 || code === 3 ? FifoMode.Continuous : FifoMode.Bypass;
}

/** A word comes with a sample, so never faster than those. */
function batchTicks(code: number, ticksOfCodeB: number, sampleTicks: number): number {
  const ticks = code === 0x0b ? ticksOfCodeB : (TICKS_BY_CODE[code] ?? 0);
  return ticks === 0 || sampleTicks === 0 ? 0 : Math.max(ticks, sampleTicks);
}

/** CTRL2_G, CTRL7_G G_HM_MODE, CTRL4_C SLEEP_G (section 6.3). */
function gyroOf(registers: Uint8Array): { mode: GyroMode; ticks: number } {
  const code = registers[Reg.CTRL2_G] >> 4;
  const ticks = TICKS_BY_CODE[code] ?? 0;
  if (ticks === 0) return { mode: 'off', ticks: 0 };
  if ((registers[Reg.CTRL4_C] & 0x40) !== 0) return { mode: 'sleep', ticks: 0 };
  return { mode: modeOf(code, (registers[Reg.CTRL7_G] & 0x80) !== 0), ticks };
}

/** CTRL1_XL, CTRL6_C XL_HM_MODE, CTRL5_C XL_ULP_EN (section 6.2). */
function accelOf(registers: Uint8Array, gyroMode: GyroMode): { mode: AccelMode; ticks: number } {
  const code = registers[Reg.CTRL1_XL] >> 4;
  const saving = (registers[Reg.CTRL6_C] & 0x10) !== 0;
  const ultraLow = (registers[Reg.CTRL5_C] & 0x80) !== 0 && !saving && gyroMode === 'off';
  if (code === 0x0b) {
    if (saving || ultraLow) return { mode: ultraLow ? 'ultra-low-power' : 'low-power', ticks: TICKS_1_6_HZ };
    return { mode: 'high-performance', ticks: TICKS_BY_CODE[1] };
  }
  const ticks = TICKS_BY_CODE[code] ?? 0;
  if (ticks === 0) return { mode: 'off', ticks: 0 };
  if (ultraLow && code <= CODE_208_HZ) return { mode: 'ultra-low-power', ticks };
  return { mode: modeOf(code, saving), ticks };
}

function modeOf(code: number, saving: boolean): 'low-power' | 'normal' | 'high-performance' {
  if (!saving || code > CODE_208_HZ) return 'high-performance';
  return code <= CODE_52_HZ ? 'low-power' : 'normal';
}

/** XL_FS_MODE (CTRL8_XL bit 1) makes code 01 of the 16 g parts the narrowest range; the 32 g part must leave it 0. */
function accelFsOf(registers: Uint8Array, variant: Lsm6dsoVariant): number {
  const code = (registers[Reg.CTRL1_XL] >> 2) & 3;
  const narrow = variant !== 'LSM6DSO32' && code === 1 && (registers[Reg.CTRL8_XL] & 0x02) !== 0;
  return ACCEL_FS_g[variant][narrow ? 0 : code];
}

/** Sections 9.41, 9.43, 9.46 and 9.47. */
function wakeOf(registers: Uint8Array, fs_g: number): WakeConfig {
  const duration = registers[Reg.WAKE_UP_DUR];
  const step_mg = (fs_g * 1000) / ((duration & 0x10) !== 0 ? 256 : 64);
  return {
    enabled: (registers[Reg.TAP_CFG2] & 0x80) !== 0,
    threshold_mg: (registers[Reg.WAKE_UP_THS] & 0x3f) * step_mg,
    duration: (duration >> 5) & 3,
    latched: (registers[Reg.TAP_CFG0] & 0x01) !== 0,
  };
}
