/** The short form of `npm run month`: a few days at random, each ending with every run on the phone; and that it can fail. */
import { expect } from 'chai';
import fc from 'fast-check';
import { ResetReason } from '../../firmware/io/chip';
import {
  Charge,
  Install,
  PowerCut,
  Resets,
  Run,
  SensorFault,
  Ship,
  Stand,
  Sync,
} from '../../host-sim/month/commands';
import { checkEnergy, type Energy } from '../../host-sim/month/drain';
import { mayFollow } from '../../host-sim/month/legal-states';
import { days, play } from '../../host-sim/month/month';
import { MonthShoe } from '../../host-sim/month/month-shoe';

describe('a shoe through days at random', function () {
  this.timeout(120_000);

  it('loses no run, is never what it may not be, and draws what its cell gives', async () => {
    await fc.assert(
      fc.asyncProperty(days(2), async (plan) => {
        const { counts } = await play(plan);
        expect(counts.problems).to.deep.equal([]);
      }),
      { numRuns: 2, seed: 20261125, endOnFailure: true },
    );
  });

  it('through everything there is, once', async () => {
    const { Panic, BrownOut } = ResetReason;
    const { counts, energy } = await play([
      [
        new Run(200, 3, 'none', 0.5, Panic),
        new Sync(1),
        new Install('break', false),
        new Run(300, 3.2, 'reset', 0.8, BrownOut),
        new Install('none', true),
        new Install('forged', false),
      ],
      [
        new Resets(Panic, 3),
        new Run(240, 2.8, 'sync', 0.5, Panic),
        new SensorFault('dip', 5),
        new PowerCut(5, 0.4),
        new Run(400, 3, 'power cut', 0.7, Panic),
        new Ship(),
      ],
      [
        new Stand(8),
        new Charge(1),
        new Run(250, 3, 'empty', 0.6, Panic),
        new Run(200, 3.5, 'deaf', 0.5, Panic),
      ],
    ]);
    expect(counts.problems).to.deep.equal([]);
    expect(counts).to.include({
      outings: 6,
      updates: 3,
      refusedUpdates: 1,
      rolledBack: 1,
      shipped: 1,
      safeModes: 1,
    });
    expect(counts.runs).to.be.at.least(6);
    expect(energy.drawn_mAh).to.be.within(5, 60);
  });
});

describe('the month', () => {
  it('sees a run that is gone from flash, and one that has changed', () => {
    const shoe = new MonthShoe();
    shoe.seen.set(7, Buffer.from('a run'));
    shoe.checkFlash();
    expect(shoe.counts.problems.join()).to.match(/run 7 is gone/);
    shoe.checkPhone();
    expect(shoe.counts.problems.join()).to.match(/the phone has 0 bytes/);
  });

  it('sees a radio that is silent while the shoe is awake', () => {
    const shoe = new MonthShoe();
    shoe.living.chip.powerOn();
    shoe.pass(10_000);
    expect(shoe.counts.problems).to.deep.equal([]);
    shoe.living.radio.reset();
    shoe.pass(10_000);
    expect(shoe.counts.problems.join()).to.match(/the radio is off while the shoe is awake/);
  });

  it('knows which state may follow which', () => {
    expect(mayFollow('session', 'awake')).to.equal(true);
    for (const to of ['asleep', 'charging', 'low battery', 'shipping'])
      expect(mayFollow('session', to), to).to.equal(false);
    expect(mayFollow('asleep', 'charging')).to.equal(false);
  });

  it('sees energy that does not add up', () => {
    const parts = { processor: 1, bus: 0, sleep: 1, radio: 0, IMU: 0, flash: 0, board: 0 };
    const sound: Energy = {
      ...{ began_mAh: 100, charged_mAh: 50, swapped_mAh: 0, drawn_mAh: 2, missing_mAh: 0, ended_mAh: 148 },
      states: [{ name: 'awake', hours: 1, mAh: 2 }],
      parts,
      hours: 1,
    };
    expect(checkEnergy(sound)).to.deep.equal([]);
    expect(checkEnergy({ ...sound, ended_mAh: 147 })).to.have.lengthOf(1);
    expect(checkEnergy({ ...sound, hours: 2 })).to.have.lengthOf(1);
    expect(checkEnergy({ ...sound, parts: { ...parts, sleep: 3 } })).to.have.lengthOf(1);
    expect(checkEnergy({ ...sound, states: [{ name: 'awake', hours: 1, mAh: 3 }] })).to.have.lengthOf(1);
  });
});
