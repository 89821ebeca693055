import { expect } from 'chai';
import * as fc from 'fast-check';
import { chargePercent, plausibleCell } from '../../firmware/power/charge';

describe('power: charge by voltage', () => {
  it('follows the published open-circuit voltages, straight between them', () => {
    const points = [
      [4185, 100],
      [4113, 95],
      [3983, 80],
      [3805, 50],
      [3770, 30],
      [3724, 15],
      [3605, 5],
      [3400, 0],
    ];
    for (const [mV, percent] of points) expect(chargePercent(mV), `${mV} mV`).to.equal(percent);
    expect(chargePercent(3502.5)).to.equal(2);
    expect(chargePercent(4149)).to.equal(97);
  });

  it('stays within 0 and 100 and never falls with rising voltage', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 6000, noNaN: true }),
        fc.double({ min: 0, max: 500, noNaN: true }),
        (mV, more) => {
          const percent = chargePercent(mV);
          expect(percent).to.be.within(0, 100);
          expect(chargePercent(mV + more)).to.be.at.least(percent);
        },
      ),
    );
  });

  it('knows voltages that no cell has', () => {
    expect([0, 2499, 2500, 3700, 4500, 4501].map(plausibleCell)).to.deep.equal([
      false,
      false,
      true,
      true,
      true,
      false,
    ]);
  });
});
