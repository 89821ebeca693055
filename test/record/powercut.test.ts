import { expect } from 'chai';
import { corrupt } from '../../host-sim/powercut/corruption';
import { Life, RUN } from '../../host-sim/powercut/life';
import { simulateMonths } from '../../host-sim/powercut/months';
import { SCRIPTS } from '../../host-sim/powercut/scripts';
import { sweep } from '../../host-sim/powercut/sweep';
import { TEARS } from '../../host-sim/powercut/tears';

describe('power cuts', () => {
  for (const script of SCRIPTS)
    it(`at every operation, torn in every way, lose nothing: ${script.name}`, () => {
      const result = sweep(script);
      expect(result.problems).to.eql([]);
      expect(result).to.include({ lost: 0, wrong: 0, cuts: TEARS.length * result.operations });
      expect(result.operations).to.be.above(30);
    });

  it('in pairs, the second while the shoe starts again, lose nothing', () => {
    const result = sweep(
      {
        name: 'one run',
        blocks: 4,
        blockLength: 1280,
        play: (flash) => new Life(flash).go(130, RUN).stand(200),
      },
      { pairs: true },
    );
    expect(result.problems).to.eql([]);
    expect(result).to.include({ lost: 0, wrong: 0 });
    expect(result.secondCuts).to.be.above(5000);
  });
});

describe('spoiled flash', () => {
  it('is opened, read and written on, whatever it holds', () => {
    const result = corrupt({ images: 600 });
    expect(result.problems).to.eql([]);
    expect(result).to.include({ images: 600, thrown: 0, refused: 0 });
    expect(result.damaged).to.be.above(300);
    expect(result.mostRead).to.be.below(6);
  });
});

describe('two months', () => {
  it('are on the phone as they were run, on a partition that wraps around, with even wear', () => {
    const result = simulateMonths({ days: 60, blocks: 16 });
    const { runs, runStrides, strides, distance_mm } = result;
    expect(result.phone).to.eql({ runs, runStrides, strides, distance_mm });
    expect(result.misdated).to.equal(0);
    expect(runs).to.be.above(30);
    expect(result.erases.most - result.erases.least).to.be.at.most(1);
    expect(result.erases.least).to.be.at.least(2);
  });
});
