import { expect } from 'chai';
import { gaitStart_us, gaitWithin, markedRuns, standing } from '../../host-sim/score/gait';
import { measureRecording } from '../../host-sim/score/measures';
import type { Detections, Part } from '../../host-sim/score/rules';
import { cadenceStats, lengthStats } from '../../host-sim/score/stats';
import { Tally } from '../../host-sim/score/tally';
import type { Truth } from '../../host-sim/score/truth';

const us = (...times_s: number[]) => times_s.map((time) => Math.round(time * 1e6));
const every = (from_s: number, to_s: number, step_s: number) =>
  us(...Array.from({ length: Math.round((to_s - from_s) / step_s) + 1 }, (_, i) => from_s + i * step_s));

function measure(
  truth: Truth,
  strides: { ic_us: number; contact_ms?: number }[],
  more: Partial<Detections> = {},
  activity = 'walk',
) {
  const tallies = new Map<Part, Tally>();
  const row = (part: Part) => {
    const tally = tallies.get(part) ?? new Tally();
    tallies.set(part, tally);
    return tally;
  };
  const found = strides.map((stride) => ({ ...stride, clipped: false }));
  measureRecording({ activity, truth }, { strides: found, ...more }, row);
  return (part: Part) => row(part).row();
}

const contacts = (times_us: number[]) => times_us.map((ic_us) => ({ ic_us }));

describe('the gait in a truth', () => {
  it('comes in runs that end where a pause begins', () => {
    expect(markedRuns({ events_us: { ic: us(1, 2, 3, 6, 7, 11) } })).to.deep.equal([us(1, 2, 3), us(6, 7)]);
  });

  it('leaves out the mid-stances at either end, where the foot stands for any time', () => {
    expect(markedRuns({ events_us: { midstance: us(0, 2, 3, 4, 6) } })).to.deep.equal([us(2, 3, 4)]);
  });

  it('starts at the first foot-off, or at the first swing that motion capture saw', () => {
    expect(gaitStart_us({ complete: true, events_us: { tc: us(3), ic: us(4) } })).to.equal(3e6);
    expect(gaitStart_us({ complete: true, events_us: { mocap_swing_peak: us(5) } })).to.equal(5e6);
    expect(gaitStart_us({ complete: false, events_us: { tc: us(3) } })).to.equal(undefined);
    expect(gaitStart_us({ complete: true, events_us: { midstance: us(3) } })).to.equal(undefined);
  });

  it('is walking, running or both in a stretch of time', () => {
    const strides = [
      { start_us: 0, end_us: 1e6, class: 'walk' },
      { start_us: 1e6, end_us: 2e6, mean_speed_mps: 2.2 },
    ];
    const meta = { activity: 'mixed', truth: { strides } };
    expect(gaitWithin(meta, { start_us: 0, end_us: 1e6 })).to.equal('walk');
    expect(gaitWithin(meta, { start_us: 1e6, end_us: 2e6 })).to.equal('run');
    expect(gaitWithin(meta, { start_us: 0, end_us: 2e6 })).to.equal(undefined);
    expect(gaitWithin({ activity: 'run', truth: {} }, { start_us: 0, end_us: 1 })).to.equal('run');
  });
});

describe('time in which the foot stood', () => {
  const span = (start_s: number, end_s: number) => ({ start_us: start_s * 1e6, end_us: end_s * 1e6 });

  it('is before, between and after the strides, less half a second to settle', () => {
    const events_us = { tc: us(3, 4, 10), ic: us(3.4, 4.4, 10.4) };
    expect(standing({ complete: true, events_us }, 15e6)).to.deep.equal([
      span(0, 2.5),
      span(4.9, 9.5),
      span(10.9, 15),
    ]);
  });

  it('is before the first mid-stance and after the last', () => {
    expect(standing({ complete: true, events_us: { midstance: us(2, 3, 9) } }, 12e6)).to.deep.equal([
      span(0, 1.5),
      span(9.5, 12),
    ]);
  });

  it('is unknown where not every stride is labelled', () => {
    expect(standing({ complete: false, events_us: { tc: us(3), ic: us(4) } }, 9e6)).to.deep.equal([]);
  });

  it('gives false strides per hour', () => {
    const truth = { complete: true, events_us: { tc: us(10), ic: us(10.5) } };
    const row = measure(truth, contacts(us(5, 10.5, 12, 13)), { duration_us: 37.5e6 });
    // 9.5 s before and 26.5 s after: a hundredth of an hour.
    expect(row('walk').non_walking?.hours).to.be.closeTo(0.01, 1e-12);
    expect(row('walk').non_walking?.false_strides).to.equal(3);
    expect(row('all').non_walking?.per_hour).to.be.closeTo(300, 1e-9);
  });
});

describe('the cadence', () => {
  const truth: Truth = { complete: true, events_us: { ic: every(5, 35, 1) } };

  it('is compared in windows of 10 s', () => {
    const row = measure(truth, contacts(every(5, 35, 1)));
    expect(row('walk').cadence_spm).to.include({ n: 3, silent: 0, bias: 0, mean_abs: 0 });
    expect(row('run').cadence_spm).to.equal(undefined);
  });

  it('is wrong by what a missed stride takes from it', () => {
    const missed = every(5, 35, 1).filter((time) => time !== 9e6);
    const { cadence_spm } = measure(truth, contacts(missed))('all');
    // Eight strides found in nine seconds: 53.3 a minute in one window of three.
    expect(cadence_spm?.bias).to.be.closeTo(-60 / 9 / 3, 1e-9);
    expect(cadence_spm?.mean_abs).to.be.closeTo(60 / 9 / 3, 1e-9);
  });

  it('does not mind at which phase of the stride a contact is found', () => {
    const marks: Truth = { events_us: { stride_phase: every(5, 25, 1) } };
    expect(measure(marks, contacts(every(5.4, 25.4, 1)))('all').cadence_spm?.mean_abs).to.be.below(1e-9);
  });

  it('is silent in windows in which no stride was found, and not judged in those of less than three', () => {
    expect(measure(truth, contacts(every(5, 14, 1)))('all').cadence_spm).to.include({ n: 1, silent: 2 });
    const short = { events_us: { ic: us(1, 2, 3) } };
    expect(measure(short, contacts(us(1, 2, 3)))('all').cadence_spm).to.equal(undefined);
  });

  it('has error statistics', () => {
    const stats = cadenceStats([-1, 3]);
    expect(stats).to.include({ n: 2, bias: 1, sd: 2, mean_abs: 2 });
    expect(stats.p95abs).to.be.closeTo(2.9, 1e-12);
  });
});

describe('the contact time', () => {
  it('is compared for matched strides whose true contact ends soon', () => {
    const events_us = { tc: us(0.5, 1.6, 6), ic: us(1, 2, 6.5) };
    const found = [
      { ic_us: 1010000, contact_ms: 620 },
      // The foot stood for four seconds: no contact of a stride.
      { ic_us: 2000000, contact_ms: 900 },
      { ic_us: 6500000 },
    ];
    const { contact_ms } = measure({ complete: true, events_us }, found)('walk');
    expect(contact_ms).to.include({ n: 1 });
    expect(contact_ms?.bias).to.be.closeTo(20, 1e-9);
  });
});

describe('the start', () => {
  const truth: Truth = { complete: true, events_us: { tc: us(3), ic: us(3.5) } };

  it('lasts from the first foot-off to the first report', () => {
    const row = measure(truth, contacts(us(3.5)), { firstReport_us: 5.25e6 });
    expect(row('all').start_s).to.deep.equal({ n: 1, never: 0, median: 2.25, p95: 2.25 });
  });

  it('tells of recordings in which no stride was reported', () => {
    const tally = new Tally();
    const row = () => tally;
    measureRecording({ activity: 'walk', truth }, { strides: [] }, row);
    measureRecording({ activity: 'walk', truth }, { strides: [], firstReport_us: 4e6 }, row);
    // Both rows are one here: each recording stands in it twice.
    expect(tally.row().start_s).to.include({ n: 2, never: 2, median: 1 });
  });
});

describe('limits of agreement', () => {
  it('are 1.96 standard deviations of the sample either side of the bias', () => {
    const limits = lengthStats([1, 1.2], [1, 1])?.limits;
    expect(limits?.low).to.be.closeTo(0.1 - 1.96 * Math.SQRT2 * 0.1, 1e-9);
    expect(limits?.high).to.be.closeTo(0.1 + 1.96 * Math.SQRT2 * 0.1, 1e-9);
    expect(lengthStats([1], [1])?.limits).to.equal(undefined);
  });
});
