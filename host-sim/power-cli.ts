/**
 * npm run power: what the shoe draws, by state and part, and how long a cell lasts; from replays on the virtual board and published
 * currents (docs/POWER.md). Nothing of it was measured on hardware.
 */
import { INTERPRETED, NATIVE, type CpuCosts } from './energy/cpu';
import {
  BOARDS,
  endurance,
  GOALS,
  perDay_mAh,
  replays,
  usageOf,
  variants,
  type Endurance,
  type Replays,
} from './energy/goals';
import type { Hardware } from './energy/hardware';
import {
  advertisingEvent_uC,
  chargeOf,
  mean_mA,
  PARTS,
  total,
  work_s,
  type LedgerOptions,
} from './energy/ledger';
import { SHIPPING } from './energy/scenarios';
import { SESSION, type Usage, type Usages } from './energy/usage';

const NAME = 24;
const CELL = 10;

function row(name: string, cells: readonly string[]): void {
  console.log(name.padEnd(NAME) + cells.map((cell) => cell.padStart(CELL)).join(''));
}

function mA(value: number): string {
  return value >= 0.1 ? value.toFixed(2) : value.toFixed(4);
}

function byState(usages: Usages, options: LedgerOptions): void {
  row('mA by state', [...PARTS, 'all', 'time, s']);
  for (const [state, usage] of usages) {
    const charge = chargeOf(usage, options);
    const parts = PARTS.map((part) => mA(charge[part] / usage.time_s));
    row(state, [...parts, mA(total(charge) / usage.time_s), usage.time_s.toFixed(1)]);
  }
}

function dominating(usage: Usage, options: LedgerOptions): string {
  const charge = chargeOf(usage, options);
  const [first, second] = [...PARTS].sort((a, b) => charge[b] - charge[a]);
  const percent = (part: typeof first): string =>
    `${part} ${((100 * charge[part]) / total(charge)).toFixed(0)} %`;
  return `${percent(first)}, ${percent(second)}`;
}

function lasts({ running_h, standing_d, shelf_d }: Endurance): string[] {
  const cell = (figure: number, goal: number): string =>
    `${figure.toFixed(0)} (${(figure / goal).toFixed(2)})`;
  return [cell(running_h, GOALS.running_h), cell(standing_d, GOALS.standing_d), cell(shelf_d, GOALS.shelf_d)];
}

function board(hardware: Hardware, all: Replays): void {
  console.log(`\n=== ${hardware.name}; chip: ${hardware.chip.name} ===`);
  for (const cpu of [INTERPRETED, NATIVE]) {
    const options = { hardware, cpu };
    console.log(`\n${cpu.name}`);
    byState(all.day, options);
    byState(all.shelf, options);
    const session = usageOf(all.day, SESSION);
    const busy = work_s(session, options) / session.time_s;
    console.log(
      `running: ${dominating(session, options)}; the processor works ${(100 * busy).toFixed(0)} % of the time`,
    );
  }
  profiles(hardware, all, NATIVE);
  console.log('\nhow long the cell lasts (part of the goal)');
  row('', ['run, h', 'stand, d', 'shelf, d']);
  for (const { name, options, usages, cutOff } of variants(hardware, INTERPRETED, NATIVE)) {
    const result = endurance(usages(all), all.shelf, options, cutOff);
    console.log(
      `${lasts(result)
        .map((cell) => cell.padStart(14))
        .join('')}  ${name}`,
    );
  }
}

function profiles(hardware: Hardware, all: Replays, cpu: CpuCosts): void {
  const options = { hardware, cpu };
  console.log(`\nprofiles, ${cpu.name}`);
  for (const [name, session_s] of [
    ['an hour a day', 3600],
    ['a marathon in four hours, and the rest of the day', 14_400],
  ] as const) {
    const day_mAh = perDay_mAh(all.day, session_s, options);
    const days = hardware.capacity_mAh / day_mAh;
    console.log(
      `  ${name}: ${day_mAh.toFixed(1)} mAh, ${((100 * day_mAh) / hardware.capacity_mAh).toFixed(0)} % of the cell, ${days.toFixed(1)} such days`,
    );
  }
  const shelf = usageOf(all.shelf, SHIPPING);
  console.log(
    `  the shelf: ${(24 * 365 * mean_mA(shelf, options)).toFixed(0)} mAh a year, without what the cell loses by itself; ${dominating(shelf, options)}`,
  );
}

function sensitivities(hardware: Hardware, all: Replays): void {
  const options = { hardware, cpu: NATIVE };
  const session = (usages: Usages, more: Partial<LedgerOptions> = {}): string =>
    mA(mean_mA(usageOf(usages, SESSION), { ...options, ...more }));
  console.log(`\nwhat it depends on: ${hardware.name}, ${NATIVE.name}, mA`);
  row("IMU's rate, running", ['104 Hz', '208 Hz', '416 Hz']);
  row('', [session(all.day104), session(all.day), session(all.day416)]);
  const connections = [
    [30, 0],
    [100, 0],
    [270, 0],
    [270, 4],
    [1000, 0],
  ] as const;
  row(
    'connection, running',
    connections.map(([ms, latency]) => `${ms}/${latency}`),
  );
  row(
    '',
    connections.map(([connectionInterval_ms, latency]) =>
      session(all.day, { connectionInterval_ms, latency }),
    ),
  );
  const intervals = [100, 500, 1022.5, 2500, 10_000];
  row(
    'advertising, radio alone',
    intervals.map((ms) => `${ms} ms`),
  );
  row(
    '',
    intervals.map((ms) => mA(advertising_mA(hardware, ms))),
  );
}

function advertising_mA(hardware: Hardware, interval_ms: number): number {
  const delay_ms = 5;
  return advertisingEvent_uC(hardware.chip) / (interval_ms + delay_ms);
}

console.log(
  'Currents are published ones, times from replays on the virtual board; nothing was measured on hardware (docs/POWER.md).',
);
const all = replays();
for (const hardware of BOARDS) {
  board(hardware, all);
  sensitivities(hardware, all);
}
