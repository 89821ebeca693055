/** Turns what was used into charge, part by part, on some hardware. */
import { airTime_us, T_IFS_us } from '../radio/link';
import { CYCLES_PER_INSTRUCTION, type CpuCosts } from './cpu';
import type { Chip, Hardware } from './hardware';
import type { Usage, Usages } from './usage';

export const PARTS = ['processor', 'bus', 'sleep', 'radio', 'IMU', 'flash', 'board'] as const;
export type PartName = (typeof PARTS)[number];

export interface LedgerOptions {
  readonly hardware: Hardware;
  readonly cpu: CpuCosts;
  /** Of the watch, ms; and events the shoe may leave out. Default: what the shoe asks for, 270 and 4. */
  readonly connectionInterval_ms?: number;
  readonly latency?: number;
  /** Advertising events are scaled to this interval, ms. Default: as the shoe chose. */
  readonly advertisingInterval_ms?: number;
  readonly cyclesPerInstruction?: number;
}

/** Charge by part, mAs. */
export type Charge = Record<PartName, number>;

/** Bytes of an advertisement of the shoe, address included; of a notification with its headers. */
const ADVERTISEMENT_BYTES = 6 + 29;
const NOTIFICATION_BYTES = 7 + 10;
const CHANNELS = 3;
/** An advertiser listens for this long after its packet (host-sim/radio/advertiser.ts). */
const LISTEN_us = 40;
/** Clocks of both sides together, parts per million: crystals. The listener opens that much earlier. */
const CLOCKS_ppm = 100;
/** Address and register numbers around the data of a transaction, bytes. */
const TRANSACTION_BYTES = 3;
/** The shoe's slow advertising interval with the mean random delay, ms. */
const SLOW_ms = 1022.5 + 5;

/** An advertising event on three channels, uC. */
export function advertisingEvent_uC(chip: Chip): number {
  const tx_ms = (CHANNELS * airTime_us(ADVERTISEMENT_BYTES, false)) / 1000;
  const rx_ms = (CHANNELS * (T_IFS_us + LISTEN_us)) / 1000;
  return tx_ms * chip.tx_mA + rx_ms * chip.rx_mA + chip.radioEvent_uC;
}

/** A connection event that comes `apart_ms` after the last, with a value or without, uC. */
export function connectionEvent_uC(chip: Chip, apart_ms: number, bytes: number): number {
  const rx_ms = (airTime_us(0, true) + T_IFS_us + apart_ms * 1000 * CLOCKS_ppm * 1e-6) / 1000;
  const tx_ms = airTime_us(bytes, true) / 1000;
  return tx_ms * chip.tx_mA + rx_ms * chip.rx_mA + chip.radioEvent_uC;
}

/** Connection events a second: each value takes one, and the next brings its acknowledgement; without values latency applies. */
export function connectionEvents_per_s(interval_ms: number, latency: number, values_per_s: number): number {
  const most = 1000 / interval_ms;
  const least = most / (latency + 1);
  return Math.min(most, Math.max(least, 2 * values_per_s));
}

/** Work of the processor, s. */
export function work_s(usage: Usage, { cpu, hardware, cyclesPerInstruction }: LedgerOptions): number {
  const instructions =
    usage.frames * cpu.frame +
    usage.accelFrames * cpu.accelFrame +
    usage.strides * cpu.stride +
    usage.notifications * cpu.notification +
    usage.ticks * cpu.tick +
    usage.programs * cpu.program +
    usage.starts * cpu.start;
  return (instructions * (cyclesPerInstruction ?? CYCLES_PER_INSTRUCTION)) / hardware.chip.clock_Hz;
}

/** The bus, s. */
export function bus_s(usage: Usage, { bus_Hz, bitsPerByte }: Hardware): number {
  return ((usage.busBytes + TRANSACTION_BYTES * usage.busTransactions) * bitsPerByte) / bus_Hz;
}

export function chargeOf(usage: Usage, options: LedgerOptions): Charge {
  const { hardware } = options;
  const { chip, imu } = hardware;
  const on_s = usage.time_s - usage.off_s;
  const busy_s = work_s(usage, options) + (usage.wakes * chip.wake_ms) / 1000 + usage.starting_s;
  const waits_s = bus_s(usage, hardware);
  const sleeps_s = Math.max(0, on_s - usage.deep_s - busy_s - waits_s);
  return {
    processor: busy_s * chip.active_mA,
    bus: waits_s * chip.idle_mA,
    sleep: sleeps_s * chip.lightSleep_mA + usage.deep_s * chip.deepSleep_mA,
    radio: radio_uC(usage, options) / 1000,
    IMU:
      usage.imuBoth_s * imu.both_mA +
      usage.imuAccel_s * imu.accelOnly_mA +
      usage.imuWatch_s * imu.watch_mA +
      usage.imuOff_s * imu.off_mA,
    flash: usage.flashBusy_s * hardware.flash_mA,
    board: on_s * (hardware.board_mA + hardware.divider_mA),
  };
}

export function total(charge: Charge): number {
  return PARTS.reduce((sum, part) => sum + charge[part], 0);
}

/** Of all states together: each by itself, and then summed. */
export function chargeOfAll(usages: Usages, options: LedgerOptions): Charge {
  const sum = Object.fromEntries(PARTS.map((part) => [part, 0])) as Charge;
  for (const usage of usages.values()) {
    const charge = chargeOf(usage, options);
    for (const part of PARTS) sum[part] += charge[part];
  }
  return sum;
}

/** Mean current, mA. */
export function mean_mA(usage: Usage, options: LedgerOptions): number {
  return total(chargeOf(usage, options)) / usage.time_s;
}

function radio_uC(usage: Usage, options: LedgerOptions): number {
  const { chip } = options.hardware;
  const { connectionInterval_ms = 270, latency = 4, advertisingInterval_ms } = options;
  const scale = advertisingInterval_ms === undefined ? 1 : SLOW_ms / (advertisingInterval_ms + 5);
  const advertising_uC = usage.advertisingEvents * scale * advertisingEvent_uC(chip);
  if (usage.connected_s === 0) return advertising_uC;
  const values_per_s = usage.notifications / usage.connected_s;
  const events_per_s = connectionEvents_per_s(connectionInterval_ms, latency, values_per_s);
  const events = usage.connected_s * events_per_s;
  const empty_uC = connectionEvent_uC(chip, 1000 / events_per_s, 0);
  const value_uC = connectionEvent_uC(chip, 1000 / events_per_s, NOTIFICATION_BYTES);
  return advertising_uC + events * empty_uC + usage.notifications * (value_uC - empty_uC);
}
