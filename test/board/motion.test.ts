import { expect } from 'chai';
import { DEFAULT_START_US, MOTION_VALUES, RecordedMotion } from '../../host-sim/board/motion';
import { sourceOf } from './rig';

const ROWS = [
  [500, 100, 200, 300, 40, 50, 60],
  [10_500, 200, 0, 300, 140, 50, -40],
  [20_500, 0, 0, 1000, 1000, 2000, 3000],
];

function at(motion: RecordedMotion, time_us: number): number[] {
  const out = new Float64Array(MOTION_VALUES);
  motion.at(time_us, out);
  return Array.from(out);
}

describe('recorded motion', () => {
  it('begins 1 s after power-on and rests in the first attitude before', () => {
    const motion = new RecordedMotion(sourceOf(ROWS));
    expect(motion.startsAt_us).to.equal(DEFAULT_START_US).and.to.equal(1_000_000);
    expect(at(motion, 0)).to.deep.equal([100, 200, 300, 0, 0, 0]);
    expect(at(motion, 999_999)).to.deep.equal([100, 200, 300, 0, 0, 0]);
    expect(at(motion, 1_000_000)).to.deep.equal([100, 200, 300, 40, 50, 60]);
  });

  it('goes in straight lines between samples, also at fractions of a microsecond', () => {
    const motion = new RecordedMotion(sourceOf(ROWS), 0);
    expect(at(motion, 2500)).to.deep.equal([125, 150, 300, 65, 50, 35]);
    expect(at(motion, 5000.5)[0]).to.be.closeTo(150.005, 1e-9);
    expect(at(motion, 15_000)).to.deep.equal([100, 0, 650, 570, 1025, 1480]);
  });

  it('rests in the last attitude after the end and says that it ended', () => {
    const motion = new RecordedMotion(sourceOf(ROWS), 0);
    expect(at(motion, 20_000)).to.deep.equal([0, 0, 1000, 1000, 2000, 3000]);
    expect(motion.ended).to.equal(false);
    expect(at(motion, 20_000.01)).to.deep.equal([0, 0, 1000, 0, 0, 0]);
    expect(motion.ended).to.equal(true);
    expect(at(motion, 1e9)).to.deep.equal([0, 0, 1000, 0, 0, 0]);
    expect(motion.samples).to.equal(3);
    expect(motion.length_us).to.equal(20_000);
  });

  it("maps simulated time back to the recording's clock", () => {
    const motion = new RecordedMotion(sourceOf(ROWS), 7000);
    expect(motion.recordingTime_us(7000)).to.equal(500);
    expect(motion.recordingTime_us(17_250)).to.equal(10_750);
  });

  it('bridges a gap in a straight line without rotation, and counts it', () => {
    const motion = new RecordedMotion(
      sourceOf([
        [0, 0, 0, 0, 100, 100, 100],
        [250_000, 100, 0, 0, 200, 100, 100],
        [500_001, 300, 0, 0, 400, 100, 100],
        [510_001, 300, 0, 0, 600, 100, 100],
      ]),
      0,
    );
    expect(at(motion, 125_000)).to.deep.equal([50, 0, 0, 150, 100, 100]);
    expect(motion.gaps).to.equal(0);
    expect(at(motion, 250_000)).to.deep.equal([100, 0, 0, 200, 100, 100]);
    const within = at(motion, 375_000.5);
    expect(within[0]).to.be.closeTo(200, 1e-9);
    expect(within.slice(3)).to.deep.equal([0, 0, 0]);
    expect(at(motion, 505_001)).to.deep.equal([300, 0, 0, 500, 100, 100]);
    expect(motion.gaps).to.equal(1);
  });

  it('holds still for recordings of one sample and of none', () => {
    const one = new RecordedMotion(sourceOf([[0, 1, 2, 3, 4, 5, 6]]), 100);
    expect(at(one, 100)).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect(at(one, 200)).to.deep.equal([1, 2, 3, 0, 0, 0]);
    expect(one.ended).to.equal(true);
    const none = new RecordedMotion(sourceOf([]), 100);
    expect(at(none, 200)).to.deep.equal([0, 0, 0, 0, 0, 0]);
    expect(none.ended).to.equal(true);
    expect(none.samples).to.equal(0);
  });

  it('reads no further ahead than the sample after the present', () => {
    let read = 0;
    const source = sourceOf(Array.from({ length: 1000 }, (_, i) => [i * 1000, 0, 0, 0, 0, 0, 0]));
    const motion = new RecordedMotion({ ...source, next: (frame) => (read++, source.next(frame)) }, 0);
    at(motion, 10_500);
    expect(read).to.equal(12);
  });

  it('ends at a malformed line and keeps the reason, instead of throwing into a bus transaction', () => {
    const motion = new RecordedMotion(sourceOf(ROWS, new Error('line 5')), 0);
    expect(motion.failure).to.equal(undefined);
    expect(at(motion, 30_000)).to.deep.equal([0, 0, 1000, 0, 0, 0]);
    expect(motion.failure).to.be.an('error').with.property('message', 'line 5');
    expect(motion.ended).to.equal(true);
    expect(() => new RecordedMotion(sourceOf([], new Error('line 2')), 0)).to.throw('line 2');
  });

  it('refuses to run backwards', () => {
    const motion = new RecordedMotion(sourceOf(ROWS), 0);
    at(motion, 15_000);
    expect(() => at(motion, 14_999)).to.throw(RangeError);
  });
});
