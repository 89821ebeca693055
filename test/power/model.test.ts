/** Months in short: whatever happens to a shoe, in whatever order, it is in the state that a simple model says, and loses no steps. */
import { expect } from 'chai';
import * as fc from 'fast-check';
import { ResetReason } from '../../firmware/io/chip';
import { POWER_AWAKE, POWER_CHARGING, POWER_SESSION } from '../../firmware/power/states';
import { runs } from '../record/read';
import { HOUR_ms, living, MINUTE_ms, SECOND_ms, type Living } from './rig';

/** Strides of this foot a second at the synthetic runner's 3 m/s, and what the detector needs to be sure at the start of each run. */
const STRIDES_per_s = 1.33;
const UNSURE_STRIDES = 8;

interface Model {
  plugged: boolean;
  shipped: boolean;
  empty: boolean;
  /** Does anything of the last run still lie in memory only? */
  unsettled: number;
  strides: number;
}

type Command = fc.Command<Model, Living>;

/** May the shoe be worn and count? */
function counts({ plugged, shipped, empty }: Model): boolean {
  return !plugged && !shipped && !empty;
}

function isLegal({ it: shoe }: Living): void {
  expect(shoe.refusedBefore + (shoe.power?.refused ?? 0), 'refused changes of state').to.equal(0);
  expect(shoe.chip.faults, 'faults').to.eql([]);
}

/** The state in which the shoe has to be after ten seconds of whatever came before. */
function isAsModelled(model: Model, { it: shoe }: Living): void {
  if (model.plugged) expect(shoe.power?.state, 'on the charger').to.equal(POWER_CHARGING);
  else if (model.shipped || model.empty) {
    expect(shoe.chip.mode).to.equal('deep sleep');
    expect(shoe.imu.settings.accelTicks, 'the sensors are off').to.equal(0);
  }
}

class Stand implements Command {
  constructor(private readonly minutes: number) {}
  check = (): boolean => true;
  run(model: Model, real: Living): void {
    real.it.run(this.minutes * MINUTE_ms);
    isLegal(real);
    isAsModelled(model, real);
    // Three minutes end a session, five more the wakefulness, two more the light sleep.
    if (this.minutes >= 11 && !model.plugged) expect(real.it.chip.mode).to.equal('deep sleep');
    if (this.minutes >= 11) model.unsettled = 0;
  }
  toString = (): string => `stand ${this.minutes} min`;
}

class Run implements Command {
  constructor(private readonly seconds: number) {}
  check = ({ plugged }: Model): boolean => !plugged;
  run(model: Model, real: Living): void {
    real.run(this.seconds);
    isLegal(real);
    isAsModelled(model, real);
    if (!counts(model)) return;
    expect(real.it.power?.state).to.equal(POWER_SESSION);
    const strides = STRIDES_per_s * this.seconds - UNSURE_STRIDES;
    model.strides += strides;
    model.unsettled += strides;
  }
  toString = (): string => `run ${this.seconds} s`;
}

class Plug implements Command {
  constructor(private readonly inserted: boolean) {}
  check = ({ plugged }: Model): boolean => plugged !== this.inserted;
  run(model: Model, real: Living): void {
    const { it: shoe } = real;
    if (this.inserted) {
      // The runner takes the shoe off, and an hour fills the cell well beyond empty.
      shoe.run(90 * SECOND_ms);
      shoe.plug(true);
      if (model.empty) shoe.cell.charge = 0.5;
      shoe.run(2 * MINUTE_ms);
      model.shipped = model.empty = false;
      model.unsettled = 0;
    } else {
      shoe.plug(false);
      shoe.run(10 * SECOND_ms);
    }
    model.plugged = this.inserted;
    isLegal(real);
    isAsModelled(model, real);
    if (!this.inserted) expect(shoe.power?.state).to.equal(POWER_AWAKE);
  }
  toString = (): string => (this.inserted ? 'plug' : 'unplug');
}

class Ship implements Command {
  check = (): boolean => true;
  run(model: Model, real: Living): void {
    const { it: shoe } = real;
    const may = shoe.power?.state === POWER_AWAKE && shoe.shoe?.asleep === false && !model.plugged;
    expect(shoe.shoe?.ship() ?? false).to.equal(may);
    shoe.run(10 * SECOND_ms);
    if (may) {
      model.shipped = true;
      model.unsettled = 0;
    }
    isLegal(real);
    isAsModelled(model, real);
  }
  toString = (): string => 'ship';
}

class Drain implements Command {
  check = (model: Model): boolean => counts(model);
  run(model: Model, real: Living): void {
    const { it: shoe } = real;
    shoe.cell.charge = 0.01;
    // A shoe that sleeps deeply finds out within a day; one that is awake within some minutes.
    shoe.run(shoe.chip.mode === 'deep sleep' ? 24 * HOUR_ms + MINUTE_ms : 15 * MINUTE_ms);
    if (shoe.chip.mode === 'deep sleep') shoe.run(24 * HOUR_ms);
    model.empty = true;
    model.unsettled = 0;
    isLegal(real);
    isAsModelled(model, real);
  }
  toString = (): string => 'drain';
}

class Crash implements Command {
  constructor(private readonly reason: number) {}
  check = (): boolean => true;
  run(model: Model, real: Living): void {
    const { it: shoe } = real;
    // A loop of resets has a test of its own: here each comes after a sound time.
    const woke = shoe.chip.mode === 'running';
    shoe.chip.crash(this.reason);
    shoe.run(130 * SECOND_ms);
    if (woke) model.strides -= model.unsettled;
    model.unsettled = 0;
    isLegal(real);
    isAsModelled(model, real);
  }
  toString = (): string => `crash ${this.reason}`;
}

describe('a shoe through whatever happens', () => {
  it('is always in a legal state, the one that the model says, and loses no steps but what a fault cuts off', () => {
    const commands = fc.commands(
      [
        fc.integer({ min: 1, max: 30 }).map((minutes) => new Stand(minutes)),
        fc.integer({ min: 70, max: 100 }).map((seconds) => new Run(seconds)),
        fc.constant(new Plug(true)),
        fc.constant(new Plug(false)),
        fc.constant(new Ship()),
        fc.constant(new Drain()),
        fc
          .constantFrom(ResetReason.Panic, ResetReason.TaskWatchdog, ResetReason.Software)
          .map((reason) => new Crash(reason)),
      ],
      { maxCommands: 14, size: 'max' },
    );
    fc.assert(
      fc.property(commands, (given) => {
        const real = living();
        const { it: shoe } = real;
        const model: Model = { plugged: false, shipped: false, empty: false, unsettled: 0, strides: 0 };
        shoe.chip.powerOn();
        shoe.run(10 * SECOND_ms);
        fc.modelRun(() => ({ model, real }), given);
        if (!model.plugged) new Plug(true).run(model, real);
        shoe.run(16 * MINUTE_ms);
        const { record } = shoe;
        expect(record?.strides ?? 0).to.be.at.least(Math.floor(0.97 * model.strides));
        for (const run of record === undefined ? [] : runs(record))
          expect(run.hasStop, `run ${run.run} is closed`).to.equal(true);
      }),
      { numRuns: 8 },
    );
  });
});
