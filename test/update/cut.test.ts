/** The short form of `npm run ota:cut`. */
import { expect } from 'chai';
import { cutUpdates, resetTrials } from '../../host-sim/ota/cut';
import { attackUpdates } from '../../host-sim/ota/hostile';

describe('power cuts during updates', () => {
  it('at every operation, in every way, leave a shoe that starts, is signed, and takes the update again', function () {
    this.timeout(60_000);
    const result = cutUpdates({ name: 'short', blocks: 3, blockLength: 1024, imageBytes: 1200 });
    expect(result.problems).to.deep.equal([]);
    expect(result.cuts).to.be.greaterThan(600);
    expect([result.bricked, result.wrong, result.unproven]).to.deep.equal([0, 0, 0]);
    // A block, and what waits to be programmed.
    expect(result.sentAgainMost).to.be.within(1, 2 * 1024);
  });

  it('at any second of a trial bring the image before back, until it was confirmed', () => {
    const { resets, before, stayed, wrong } = resetTrials();
    expect([resets, wrong]).to.deep.equal([20, 0]);
    expect(before).to.be.greaterThan(5);
    expect(stayed).to.be.greaterThan(5);
  });
});

describe('a hostile phone', () => {
  it('gets nothing started that was not signed for this shoe, nor anything older, and keeps no honest one out', function () {
    this.timeout(60_000);
    const result = attackUpdates(8000, 1);
    expect(result.problems).to.deep.equal([]);
    expect([result.exceptions, result.wrong, result.refused]).to.deep.equal([0, 0, 0]);
    expect(result.started).to.be.greaterThan(5);
    // Success and every reason there is to refuse.
    expect(Object.keys(result.answers).map(Number)).to.include.members([1, 4, 6, 8, 10, 11, 12, 13]);
  });
});
