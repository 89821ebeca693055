/** What happens to a shoe in a month, as fast-check's commands: what each needs to be possible, what it does, what must be so then. */
import fc from 'fast-check';
import { ResetReason } from '../../firmware/io/chip';
import { isOnTheAir } from './legal-states';
import { DAY_ms, HOUR_ms, MINUTE_ms, SECOND_ms, type MonthShoe } from './month-shoe';

/** What is known of the shoe without asking it. */
export interface MonthModel {
  shipped: boolean;
  /** Version of the firmware that runs, as a number of updates. */
  version: number;
  /** Last version that was offered. */
  offered: number;
}

export type MonthCommand = fc.AsyncCommand<MonthModel, MonthShoe>;

/** Landings that may be missed around an outing: waking up, the first and last half steps. */
const EDGE_STRIDES = 14;
/** A runner's strides of one foot a second, at most. */
const STRIDES_per_s = 1.6;
/** A run is told of a minute after it began, and what a reset takes of it (docs/RECORDS.md): two and a half minutes of samples. */
const TOLD_s = 60;
const UNWRITTEN_s = 150;
/** An IMU that answered nothing for a while is tried again after so long at most, and a silent one after five seconds. */
const RETRY_s = 70;
const STOPPED_ms = 15 * MINUTE_ms;
const STATES_AT_REST = ['asleep', 'shipping', 'low battery'];

export type Trouble = 'none' | 'reset' | 'power cut' | 'deaf' | 'stuck' | 'dip' | 'sync' | 'empty';

const FAULT_RESETS = [
  ResetReason.Software,
  ResetReason.Panic,
  ResetReason.InterruptWatchdog,
  ResetReason.TaskWatchdog,
  ResetReason.BrownOut,
  ResetReason.CpuLockUp,
] as const;

/** A run, with or without something that goes wrong in its course. */
export class Run implements MonthCommand {
  constructor(
    readonly run_s: number,
    readonly speed_mps: number,
    readonly trouble: Trouble,
    readonly at: number,
    readonly reason: number,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: MonthModel, shoe: MonthShoe): Promise<void> {
    const { run_s, speed_mps } = this;
    shoe.counts.outings++;
    shoe.checkFlash();
    const known = shoe.runs();
    const able = !model.shipped && shoe.state !== 'low battery';
    const strodeBefore = shoe.counts.strides;
    const { strides, ms } = shoe.move([
      { kind: 'stand', duration_s: 2 },
      { kind: 'walk', duration_s: 10, speed_mps: 1.3 },
      { kind: 'run', duration_s: run_s, speed_mps },
      { kind: 'stand', duration_s: 3 },
    ]);
    const lost = able ? await this.goThrough(shoe, ms) : (shoe.pass(ms), 0);
    shoe.passUntil(STATES_AT_REST, STOPPED_ms);
    if (this.trouble === 'empty' && able) recharge(shoe);
    shoe.checkFlash();
    if (!able) {
      if (shoe.counts.strides !== strodeBefore) shoe.wrong('strides of a shoe that was put away');
      return;
    }
    const counted = shoe.counts.strides - strodeBefore;
    if (counted > strides + 0.02 * strides + EDGE_STRIDES)
      shoe.wrong(`${counted} strides counted of ${strides}`);
    const least = strides - EDGE_STRIDES - lost;
    if (counted < least) shoe.wrong(`${counted} strides counted of ${strides} (${this.trouble})`);
    // A run that a reset cut off is open until the next start that lasts, and kept all the same.
    const kept = shoe.stridesOf(shoe.runs().filter((run) => !known.includes(run)));
    if (kept < least) shoe.wrong(`${kept} strides kept of ${strides} (${this.toString()})`);
  }

  /** @returns strides that the trouble may cost, at most */
  private async goThrough(shoe: MonthShoe, ms: number): Promise<number> {
    const at_ms = Math.round(ms * this.at);
    const s = (seconds: number): number => Math.ceil(seconds * STRIDES_per_s);
    switch (this.trouble) {
      case 'reset':
        shoe.crashAfter(at_ms, this.reason);
        shoe.pass(ms);
        return s(TOLD_s + UNWRITTEN_s + 10);
      case 'power cut':
        shoe.pass(at_ms);
        shoe.cutPower(5 * SECOND_ms);
        shoe.pass(ms - at_ms);
        return s(TOLD_s + UNWRITTEN_s + 20);
      case 'deaf':
        shoe.deafFor(30 * SECOND_ms, at_ms);
        shoe.pass(ms);
        return s(30 + RETRY_s);
      case 'stuck':
        shoe.stickFor(20 * SECOND_ms, at_ms);
        shoe.pass(ms);
        return s(30);
      case 'dip':
        shoe.dipAfter(at_ms);
        shoe.pass(ms);
        return s(10);
      case 'sync':
        shoe.pass(at_ms);
        await shoe.sync();
        shoe.pass(ms - at_ms);
        return 0;
      case 'empty':
        shoe.pass(at_ms);
        shoe.counts.emptyCells++;
        shoe.drain.swap(0.005);
        shoe.pass(ms - at_ms);
        // What comes after the shoe has switched itself off is not counted.
        return s((ms - at_ms) / 1000 + 10);
      case 'none':
        shoe.pass(ms);
        return 0;
    }
  }

  toString(): string {
    const what = this.trouble === 'none' ? '' : `, ${this.trouble} at ${this.at.toFixed(2)}`;
    return `run ${this.run_s} s at ${this.speed_mps.toFixed(1)} m/s${what}`;
  }
}

/** Until the charger has brought it back. A shoe that fell asleep before its gauge knew notices at its daily look. */
function recharge(shoe: MonthShoe): void {
  shoe.passUntil(['low battery'], shoe.state === 'asleep' ? DAY_ms + HOUR_ms : 30 * MINUTE_ms);
  if (shoe.state !== 'low battery') shoe.wrong(`an empty cell, and the shoe is ${shoe.state}`);
  shoe.plug(true);
  shoe.pass(HOUR_ms);
  if (shoe.state !== 'charging') shoe.wrong(`on the charger for an hour, and the shoe is ${shoe.state}`);
  shoe.plug(false);
  shoe.pass(10 * SECOND_ms);
}

/** To the shop and back. */
export class Errand implements MonthCommand {
  constructor(readonly walk_s: number) {}
  check(): boolean {
    return true;
  }
  run(_: MonthModel, shoe: MonthShoe): Promise<void> {
    const { ms } = shoe.move([
      { kind: 'stand', duration_s: 2 },
      { kind: 'walk', duration_s: this.walk_s, speed_mps: 1.4 },
      { kind: 'stand', duration_s: 2 },
    ]);
    shoe.pass(ms + MINUTE_ms);
    return done(shoe);
  }
  toString(): string {
    return `errand ${this.walk_s} s`;
  }
}

export class Stand implements MonthCommand {
  constructor(readonly hours: number) {}
  check(): boolean {
    return true;
  }
  run(_: MonthModel, shoe: MonthShoe): Promise<void> {
    shoe.pass(this.hours * HOUR_ms);
    const { mode } = shoe.living.chip;
    if (mode !== 'deep sleep' || !STATES_AT_REST.includes(shoe.state))
      shoe.wrong(`stood for ${this.hours} h, and the shoe is ${shoe.state} (${mode})`);
    return done(shoe);
  }
  toString(): string {
    return `stand ${this.hours} h`;
  }
}

export class Charge implements MonthCommand {
  constructor(readonly hours: number) {}
  check(): boolean {
    return true;
  }
  run(model: MonthModel, shoe: MonthShoe): Promise<void> {
    shoe.plug(true);
    shoe.pass(20 * SECOND_ms);
    if (shoe.state !== 'charging') shoe.wrong(`on the charger, and the shoe is ${shoe.state}`);
    model.shipped = false;
    shoe.pass(this.hours * HOUR_ms);
    shoe.plug(false);
    shoe.pass(MINUTE_ms);
    return done(shoe);
  }
  toString(): string {
    return `charge ${this.hours} h`;
  }
}

export class Sync implements MonthCommand {
  constructor(readonly breaks: number) {}
  check(): boolean {
    return true;
  }
  async run(model: MonthModel, shoe: MonthShoe): Promise<void> {
    const reached = await shoe.sync(this.breaks);
    const should = !model.shipped && shoe.state !== 'low battery';
    if (reached !== should)
      shoe.wrong(`the phone ${reached ? 'reached' : 'did not reach'} the shoe (${shoe.state})`);
    await done(shoe);
    if (reached) shoe.checkPhone();
  }
  toString(): string {
    return `sync with ${this.breaks} breaks`;
  }
}

export class Install implements MonthCommand {
  constructor(
    readonly trouble: 'none' | 'break' | 'reset' | 'forged',
    readonly isBad: boolean,
  ) {}
  check(model: Readonly<MonthModel>): boolean {
    return !model.shipped;
  }
  async run(model: MonthModel, shoe: MonthShoe): Promise<void> {
    if (!shoe.nudge()) return done(shoe);
    const version = `1.${++model.offered}.0`;
    if (this.isBad) shoe.badVersions.add(version);
    const runs = await shoe.install(version, this.trouble);
    if (this.trouble !== 'forged' && !this.isBad) model.version = model.offered;
    else if (this.trouble === 'forged') shoe.counts.refusedUpdates++;
    else shoe.counts.rolledBack++;
    const should = `1.${model.version}.0`;
    if (runs !== should) shoe.wrong(`${should} should run, ${runs} does (${this.toString()})`);
    return done(shoe);
  }
  toString(): string {
    return `install${this.isBad ? ' a bad image' : ''}, ${this.trouble}`;
  }
}

/** Resets while it stands: three in a row end in safe mode, which ends by itself. */
export class Resets implements MonthCommand {
  constructor(
    readonly reason: number,
    readonly times: number,
  ) {}
  check(): boolean {
    return true;
  }
  run(model: MonthModel, shoe: MonthShoe): Promise<void> {
    const times = this.reason === ResetReason.BrownOut ? 1 : this.times;
    const low = shoe.state === 'low battery';
    for (let i = 0; i < times; i++) {
      shoe.crashAfter(0, this.reason);
      shoe.pass(3 * SECOND_ms);
    }
    if (times >= 3 && !low) {
      shoe.counts.safeModes++;
      if (shoe.state !== 'safe mode') shoe.wrong(`${times} resets in a row, and the shoe is ${shoe.state}`);
      shoe.passUntil(['awake'], 11 * MINUTE_ms);
      model.shipped = false;
    }
    const should = model.shipped ? 'shipping' : low ? 'low battery' : 'awake';
    if (shoe.state !== should) shoe.wrong(`${this.toString()}: ${shoe.state}, not ${should}`);
    shoe.pass(3 * MINUTE_ms);
    return done(shoe);
  }
  toString(): string {
    return `${this.times} resets (${this.reason})`;
  }
}

/** The cell is taken out, and put back or changed. */
export class PowerCut implements MonthCommand {
  constructor(
    readonly minutes: number,
    readonly charge: number | undefined,
  ) {}
  check(): boolean {
    return true;
  }
  run(model: MonthModel, shoe: MonthShoe): Promise<void> {
    shoe.cutPower(this.minutes * MINUTE_ms, this.charge);
    model.shipped = false;
    if (!['awake', 'low battery'].includes(shoe.state))
      shoe.wrong(`given power, and the shoe is ${shoe.state}`);
    shoe.pass(3 * MINUTE_ms);
    return done(shoe);
  }
  toString(): string {
    return `power cut ${this.minutes} min${this.charge === undefined ? '' : `, cell with ${this.charge.toFixed(2)}`}`;
  }
}

/** The IMU answers nothing, or forgets everything, while the shoe stands. */
export class SensorFault implements MonthCommand {
  constructor(
    readonly kind: 'deaf' | 'dip',
    readonly minutes: number,
  ) {}
  check(): boolean {
    return true;
  }
  run(_: MonthModel, shoe: MonthShoe): Promise<void> {
    if (this.kind === 'deaf') shoe.deafFor(this.minutes * MINUTE_ms);
    else shoe.dipAfter(0);
    shoe.nudge();
    // A sleeping shoe without IMU tries it again every hour; one whose IMU forgot to watch notices within a day.
    shoe.pass(this.minutes * MINUTE_ms + 2 * HOUR_ms);
    if (this.kind === 'dip' && !isOnTheAir(shoe.state)) shoe.pass(DAY_ms);
    return done(shoe);
  }
  toString(): string {
    return `IMU ${this.kind} ${this.minutes} min`;
  }
}

/** Put away, until it is charged again. */
export class Ship implements MonthCommand {
  check(model: Readonly<MonthModel>): boolean {
    return !model.shipped;
  }
  run(model: MonthModel, shoe: MonthShoe): Promise<void> {
    if (!shoe.nudge() || !shoe.passUntil(['awake'], 5 * MINUTE_ms)) return done(shoe);
    if (shoe.living.shoe?.ship() !== true) shoe.wrong(`an awake shoe is not put away (${shoe.state})`);
    shoe.pass(2 * SECOND_ms);
    if (shoe.state !== 'shipping') shoe.wrong(`put away, and the shoe is ${shoe.state}`);
    shoe.counts.shipped++;
    model.shipped = true;
    return done(shoe);
  }
  toString(): string {
    return 'ship';
  }
}

function done(shoe: MonthShoe): Promise<void> {
  shoe.checkFlash();
  return Promise.resolve();
}

const runs = fc
  .record({
    run_s: fc.integer({ min: 150, max: 900 }),
    speed_mps: fc.integer({ min: 24, max: 42 }).map((speed) => speed / 10),
    trouble: fc.constantFrom<Trouble>(
      'none',
      'none',
      'none',
      'reset',
      'power cut',
      'deaf',
      'stuck',
      'dip',
      'sync',
      'empty',
    ),
    at: fc.integer({ min: 10, max: 90 }).map((percent) => percent / 100),
    reason: fc.constantFrom(...FAULT_RESETS),
  })
  .map(({ run_s, speed_mps, trouble, at, reason }) => new Run(run_s, speed_mps, trouble, at, reason));

const stands = fc.integer({ min: 1, max: 12 }).map((hours) => new Stand(hours));

/** What may happen, as often as it stands here. */
const HAPPENINGS: fc.Arbitrary<MonthCommand>[] = [
  runs,
  runs,
  runs,
  stands,
  fc.integer({ min: 20, max: 300 }).map((walk_s) => new Errand(walk_s)),
  fc.integer({ min: 1, max: 4 }).map((hours) => new Charge(hours)),
  fc.integer({ min: 0, max: 2 }).map((breaks) => new Sync(breaks)),
  fc
    .tuple(fc.constantFrom('none', 'none', 'break', 'reset', 'forged'), fc.boolean())
    .map(([trouble, bad]) => new Install(trouble, bad && trouble === 'none')),
  fc
    .tuple(fc.constantFrom(...FAULT_RESETS), fc.integer({ min: 1, max: 3 }))
    .map(([reason, times]) => new Resets(reason, times)),
  fc
    .tuple(
      fc.integer({ min: 1, max: 90 }),
      fc.option(
        fc.integer({ min: 5, max: 100 }).map((percent) => percent / 100),
        { nil: undefined },
      ),
    )
    .map(([minutes, charge]) => new PowerCut(minutes, charge)),
  fc
    .tuple(fc.constantFrom('deaf', 'dip'), fc.integer({ min: 1, max: 90 }))
    .map(([kind, minutes]) => new SensorFault(kind, minutes)),
  fc.constant(new Ship()),
];

/** What happens in a row, `most` things at most. */
export function happenings(most: number): fc.Arbitrary<Iterable<MonthCommand>> {
  return fc.commands(HAPPENINGS, { maxCommands: most, size: 'max' });
}
