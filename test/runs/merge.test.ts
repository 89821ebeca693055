import { expect } from 'chai';
import { mergedRun, pairUp } from '../../companion/runs/merge';
import { balanceOf, weighted } from '../../companion/runs/statistics';
import { footRun, START_ms } from './made';

describe('left and right put together', () => {
  const left = { shoe: 'a', run: footRun() };
  const right = {
    shoe: 'b',
    run: footRun({ foot: 'right', start_ms: START_ms + 3000, distance_mm: 1_820_000 }, { contact_ms: 260 }),
  };

  it('takes recordings of two shoes at the same time for one run', () => {
    const alone = { shoe: 'a', run: footRun({ start_ms: START_ms + 86_400_000 }) };
    expect(pairUp([alone, right, left])).to.deep.equal([[left, right], [alone]]);
  });

  it('takes nothing else for one run', () => {
    const later = footRun({ foot: 'right', start_ms: START_ms + 400_000 });
    const undated = footRun({ foot: 'right', start_ms: undefined });
    expect(pairUp([left, { shoe: 'b', run: later }])).to.have.length(2);
    expect(pairUp([left, { shoe: 'b', run: undated }])).to.have.length(2);
    expect(pairUp([left, { shoe: 'a', run: right.run }])).to.have.length(2);
    expect(pairUp([left, { shoe: 'b', run: footRun() }]), 'two left feet').to.have.length(2);
  });

  it('sums steps, takes the mean of ways, and keeps the contact of each side', () => {
    for (const order of [
      [left.run, right.run],
      [right.run, left.run],
    ]) {
      const run = mergedRun(order, { shoe: 'Pair' });
      expect(run).to.include({
        foot: 'both',
        steps: 1500,
        distance_m: 1810,
        start_ms: START_ms,
        shoe: 'Pair',
      });
      expect(run.samples[10]).to.include({ contactLeft_ms: 250, contactRight_ms: 260, contact_ms: 255 });
      expect(balanceOf(run.samples)).to.be.closeTo((100 * 250) / 510, 1e-9);
      expect(run.samples.at(-1)?.distance_m).to.be.closeTo(1810, 1e-6);
      expect(weighted(run.samples, 'cadence_spm')).to.equal(150);
    }
  });

  it('counts both feet of one shoe, and knows no balance', () => {
    const run = mergedRun([left.run]);
    expect(run).to.include({ foot: 'left', steps: 1500, distance_m: 1800 });
    expect(run.samples[0]).not.to.have.any.keys('contactLeft_ms', 'contactRight_ms');
    expect(balanceOf(run.samples)).to.equal(undefined);
  });

  it('has one side where the other shoe has nothing', () => {
    const short = footRun({ foot: 'right', elapsed_ms: 320_000 }, {}, 40);
    const run = mergedRun([left.run, short]);
    expect(run.samples).to.have.length(75);
    expect(run.samples[39].contactRight_ms).to.equal(250);
    expect(run.samples[60]).not.to.have.property('contactRight_ms');
    expect(run.elapsed_ms).to.equal(600_000);
  });
});
