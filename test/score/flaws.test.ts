import { expect } from 'chai';
import { flawAt, worstFlaws } from '../../host-sim/score/flaws';

describe('the flaws told of right strides', () => {
  it('are the three furthest off, early or late, the worst first', () => {
    const errors = [5, -40, 12, 30, -1];
    const flaws = errors.map((error, i) => flawAt('timing', i * 1e6, error));
    expect(worstFlaws(flaws).map(({ error }) => error)).to.deep.equal([-40, 30, 12]);
    expect(flaws.map(({ error }) => error)).to.deep.equal(errors);
  });

  it('are at an instant, without an error where there is none to tell', () => {
    expect(flawAt('missed', 7)).to.deep.equal({ kind: 'missed', start_us: 7, end_us: 7 });
    expect(flawAt('length', 7, 0)).to.have.property('error', 0);
  });
});
