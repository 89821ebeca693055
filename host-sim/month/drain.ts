/**
 * Takes out of the cell what the shoe uses (host-sim/energy), and puts in what its charger gives; keeps the books, so that they can
 * be closed at the end: what came in, less what went out, is what is there.
 */
import { INTERPRETED } from '../energy/cpu';
import { XIAO } from '../energy/hardware';
import { chargeOf, PARTS, total, type Charge, type LedgerOptions } from '../energy/ledger';
import { Usage, UsageMeter } from '../energy/usage';
import type { LivingShoe } from '../engines/living-shoe';
import type { RadioEvent } from '../engines/replay';

const HOUR_s = 3600;
/** The cell is brought up to date this often, s: its voltage is read every ten. */
const SETTLE_s = 10;
/** The meter's name for a board without a cell. */
const OFF = 'off';
const LEDGER: LedgerOptions = { hardware: XIAO, cpu: INTERPRETED };

export class Drain {
  private readonly meter: UsageMeter;
  private settled_s = 0;
  /** What the ledger said when the cell was last brought up to date, mAs. */
  private used_mAs = 0;
  private readonly began_mAh: number;
  private drawn_mAh = 0;
  private charged_mAh = 0;
  private swapped_mAh = 0;
  /** Drawn from a cell that had nothing left. */
  private missing_mAh = 0;

  constructor(private readonly living: LivingShoe) {
    this.meter = new UsageMeter(living);
    this.began_mAh = living.cell.charge * living.cell.capacity_mAh;
  }

  stride(): void {
    this.meter.strides++;
  }

  heard(kind: RadioEvent['kind']): void {
    this.meter.heard(kind);
  }

  /** To be called every second, and before anything changes. */
  look(): void {
    this.meter.look();
    const now_s = this.living.clock.now_us / 1e6;
    if (now_s - this.settled_s < SETTLE_s) return;
    this.settle(now_s);
  }

  /** Another cell. */
  swap(charge: number): void {
    const { cell, clock } = this.living;
    this.settle(clock.now_us / 1e6);
    this.swapped_mAh += (charge - cell.charge) * cell.capacity_mAh;
    cell.charge = charge;
  }

  private settle(now_s: number): void {
    const { cell } = this.living;
    const passed_h = (now_s - this.settled_s) / HOUR_s;
    this.settled_s = now_s;
    const used_mAs = this.total_mAs();
    const drawn_mAh = (used_mAs - this.used_mAs) / HOUR_s;
    this.used_mAs = used_mAs;
    this.drawn_mAh += drawn_mAh;
    const there_mAh = cell.charge * cell.capacity_mAh - drawn_mAh;
    if (there_mAh < 0) this.missing_mAh -= there_mAh;
    cell.draw(drawn_mAh);
    if (!cell.charging) return;
    const room_mAh = (1 - cell.charge) * cell.capacity_mAh;
    const given_mAh = Math.min(room_mAh, cell.charge_mA * passed_h);
    this.charged_mAh += given_mAh;
    cell.draw(-given_mAh);
  }

  private total_mAs(): number {
    let sum = 0;
    for (const [name, usage] of this.meter.usages) if (name !== OFF) sum += total(chargeOf(usage, LEDGER));
    return sum;
  }

  /** The books, closed. */
  close(): Energy {
    const { living, meter } = this;
    this.settle(living.clock.now_us / 1e6);
    const all = new Usage();
    const states = [...meter.usages].map(([name, usage]) => {
      const hours = usage.time_s / HOUR_s;
      if (name === OFF) return { name, hours, mAh: 0 };
      all.add(usage, 1);
      return { name, hours, mAh: total(chargeOf(usage, LEDGER)) / HOUR_s };
    });
    const parts = chargeOf(all, LEDGER);
    for (const part of PARTS) parts[part] /= HOUR_s;
    return {
      began_mAh: this.began_mAh,
      charged_mAh: this.charged_mAh,
      swapped_mAh: this.swapped_mAh,
      drawn_mAh: this.drawn_mAh,
      missing_mAh: this.missing_mAh,
      ended_mAh: living.cell.charge * living.cell.capacity_mAh,
      states,
      parts,
      hours: living.clock.now_us / 1e6 / HOUR_s,
    };
  }
}

export interface Energy {
  readonly began_mAh: number;
  readonly charged_mAh: number;
  readonly swapped_mAh: number;
  readonly drawn_mAh: number;
  readonly missing_mAh: number;
  readonly ended_mAh: number;
  readonly states: readonly { readonly name: string; readonly hours: number; readonly mAh: number }[];
  /** mAh by part. */
  readonly parts: Charge;
  /** Simulated. */
  readonly hours: number;
}

/** What does not add up, one sentence each. */
export function checkEnergy(energy: Energy): string[] {
  const { began_mAh, charged_mAh, swapped_mAh, drawn_mAh, missing_mAh, ended_mAh, states, parts } = energy;
  const wrong: string[] = [];
  const same = (what: string, one: number, other: number, tolerance: number): void => {
    if (!(Math.abs(one - other) <= tolerance)) wrong.push(`${what}: ${one} and ${other}`);
  };
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  same('the cell, mAh', began_mAh + charged_mAh + swapped_mAh - drawn_mAh + missing_mAh, ended_mAh, 1e-6);
  same('drawn by state, mAh', sum(states.map(({ mAh }) => mAh)), drawn_mAh, 1e-6);
  // Where a state is busy for longer than it lasts, sleep would be negative, and is cut off; all states together are not.
  same('drawn by part, mAh', sum(PARTS.map((part) => parts[part])), drawn_mAh, 0.01 * drawn_mAh + 1e-3);
  same('time by state, h', sum(states.map(({ hours }) => hours)), energy.hours, 1e-6);
  for (const { name, hours, mAh } of states)
    if (hours < 0 || mAh < 0) wrong.push(`${name}: ${mAh} mAh in ${hours} h`);
  return wrong;
}
