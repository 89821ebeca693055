import { expect } from 'chai';
import { RecordLog } from '../../firmware/record/log';
import { ShoeRecord } from '../../firmware/record/record';
import type { Sample } from '../../firmware/record/series';
import { FOOT } from '../../firmware/record/settings';
import { State } from '../../firmware/record/state';
import { FlashModel } from '../../host-sim/board/flash';
import { corrupt } from '../../host-sim/powercut/corruption';
import { asFirstVersion } from '../../host-sim/powercut/first-version';
import { Life, RUN } from '../../host-sim/powercut/life';
import { simulateMonths } from '../../host-sim/powercut/months';
import { SCRIPTS } from '../../host-sim/powercut/scripts';
import { sweep } from '../../host-sim/powercut/sweep';
import { TEARS } from '../../host-sim/powercut/tears';
import { samples } from './read';

/** Versions of the records in a flash, ascending. */
function versions(flash: FlashModel): number[] {
  const scan = new RecordLog(flash, new State()).reader();
  const found = new Set<number>();
  for (scan.seek(0); scan.next();) found.add(scan.version);
  return [...found].sort();
}

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

describe('a partition of the first firmware', () => {
  it('has records of version 1 only, and says what it said', () => {
    const flash = new FlashModel({ blocks: 8 });
    const life = new Life(flash);
    life.record.set(FOOT, 2);
    life.setTime(60);
    for (let run = 1; run <= 3; run++) life.go(900, RUN).stand(200);
    life.record.release(1);
    const image = asFirstVersion(flash);
    const opened = new ShoeRecord({
      flash: new FlashModel({ blocks: 8, image: image.slice() }),
      clock: { now: () => 0, delay: () => undefined },
      boot: { reason: 1 },
      firmware: [0, 2, 0],
    });
    expect(versions(new FlashModel({ blocks: 8, image }))).to.eql([1]);
    expect(versions(flash)).to.eql([1, 2]);
    expect([opened.setting(FOOT), opened.strides, opened.state.releases.has(1)]).to.eql([
      2,
      life.strides,
      true,
    ]);
    for (let run = 1; run <= 3; run++) {
      const kept = samples(opened, run);
      expect(kept).to.have.length.above(100);
      expect(kept.every(({ dynamicsMask }) => dynamicsMask === 0)).to.equal(true);
      const plain = ({ slot, strides, strideTime_ms, speed_cm_s }: Sample): number[] => [
        slot,
        strides,
        strideTime_ms,
        speed_cm_s,
      ];
      expect(kept.map(plain)).to.eql(samples(life.record, run).map(plain));
    }
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
    expect(result).to.include({ misdated: 0, undated: 0, early: 0 });
    expect(runs).to.be.above(30);
    expect(result.erases.most - result.erases.least).to.be.at.most(1);
    expect(result.erases.least).to.be.at.least(2);
  });
});
