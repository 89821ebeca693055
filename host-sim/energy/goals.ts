/** How long a cell lasts, against what was wished for. */
import type { CpuCosts } from './cpu';
import { SELF_DISCHARGE_per_month, USABLE, XIAO, MAKER, type Hardware } from './hardware';
import { chargeOfAll, mean_mA, total, type LedgerOptions } from './ledger';
import { day, DEEPLY_ASLEEP, shelf, SHIPPING, stretched } from './scenarios';
import { SESSION, type Usage, type Usages } from './usage';

export const GOALS = Object.freeze({ running_h: 60, standing_d: 60, shelf_d: 365 });

const HOURS_per_month = 730;
const HOUR_s = 3600;

/** The replays that everything is computed from. */
export interface Replays {
  readonly day: Usages;
  /** The same at other rates of the IMU. */
  readonly day104: Usages;
  readonly day416: Usages;
  readonly shelf: Usages;
}

export function replays(run_s = 600): Replays {
  return {
    day: day({ run_s }),
    day104: day({ run_s, rate_Hz: 104 }),
    day416: day({ run_s, rate_Hz: 416 }),
    shelf: shelf(),
  };
}

export function usageOf(usages: Usages, state: string): Usage {
  const usage = usages.get(state);
  if (usage === undefined) throw new Error(`the replay was never ${state}`);
  return usage;
}

/** Hours until the cell is empty at a mean current, its own losses included. */
export function lasts_h(hardware: Hardware, mean: number): number {
  const self_mA = (hardware.capacity_mAh * SELF_DISCHARGE_per_month) / HOURS_per_month;
  return (hardware.capacity_mAh * USABLE) / (mean + self_mA);
}

export interface Endurance {
  readonly running_h: number;
  readonly standing_d: number;
  readonly shelf_d: number;
}

/** @param cutOff on the shelf nothing draws on the cell */
export function endurance(
  days: Usages,
  shelfUsages: Usages,
  options: LedgerOptions,
  cutOff = false,
): Endurance {
  const { hardware } = options;
  const lasts = (usage: Usage): number => lasts_h(hardware, mean_mA(usage, options));
  return {
    running_h: lasts(usageOf(days, SESSION)),
    standing_d: lasts(usageOf(days, DEEPLY_ASLEEP)) / 24,
    shelf_d: (cutOff ? lasts_h(hardware, 0) : lasts(usageOf(shelfUsages, SHIPPING))) / 24,
  };
}

/** Charge of a day with a session of `session_s`, mAh, and its part of the cell. */
export function perDay_mAh(days: Usages, session_s: number, options: LedgerOptions): number {
  return total(chargeOfAll(stretched(days, session_s), options)) / HOUR_s;
}

export interface Variant {
  readonly name: string;
  readonly options: LedgerOptions;
  readonly usages: (replays: Replays) => Usages;
  /** On the shelf only what the cell loses by itself. */
  readonly cutOff?: boolean;
}

/** What could be changed, one after the other. */
export function variants(base: Hardware, interpreted: CpuCosts, native: CpuCosts): Variant[] {
  const SPI = { bus_Hz: 8e6, bitsPerByte: 8 };
  const at208 = (all: Replays): Usages => all.day;
  const at104 = (all: Replays): Usages => all.day104;
  const list: Variant[] = [
    { name: 'as it is, all interpreted', options: { hardware: base, cpu: interpreted }, usages: at208 },
    { name: 'kernel in C', options: { hardware: base, cpu: native }, usages: at208 },
    {
      name: 'kernel in C, IMU on SPI',
      options: { hardware: { ...base, ...SPI }, cpu: native },
      usages: at208,
    },
    { name: 'kernel in C, IMU at 104 Hz', options: { hardware: base, cpu: native }, usages: at104 },
    {
      name: "kernel in C, cell's divider switched off when asleep",
      options: { hardware: { ...base, divider_mA: 0 }, cpu: native },
      usages: at208,
    },
  ];
  if (base === XIAO)
    list.push({
      name: 'kernel in C, a 32 kHz crystal fitted',
      options: { hardware: { ...base, chip: { ...base.chip, lightSleep_mA: 0.14 } }, cpu: native },
      usages: at208,
    });
  list.push({
    name: 'kernel in C, IMU on SPI, a charger that cuts all off (ship mode) on the shelf',
    options: { hardware: { ...base, ...SPI }, cpu: native },
    usages: at208,
    cutOff: true,
  });
  return list;
}

export const BOARDS: readonly Hardware[] = [XIAO, MAKER];
