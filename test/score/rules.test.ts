import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { matchEvents, mergeDuplicates } from '../../host-sim/score/match';
import { scoreRecording, type Part } from '../../host-sim/score/rules';
import { deviation, lengthStats, percentile, prf, timingStats } from '../../host-sim/score/stats';
import { Tally } from '../../host-sim/score/tally';
import { readTruth, type RecordingTruth, type Truth } from '../../host-sim/score/truth';

interface Found {
  ic_us: number;
  tc_us?: number;
  to_us?: number;
  length_m?: number;
}

function score(truth: Truth, strides: Found[], activity = 'walk', distance_m?: number) {
  const tallies = new Map<Part, Tally>();
  const row = (part: Part) => {
    const tally = tallies.get(part) ?? new Tally();
    tallies.set(part, tally);
    return tally;
  };
  const meta: RecordingTruth = { activity, truth };
  const detected = strides.map((stride) => ({ ...stride, clipped: false }));
  const recording = scoreRecording(meta, { strides: detected, distance_m }, row);
  return { recording, row: (part: Part) => row(part).row() };
}

const at = (...times_ms: number[]): Found[] => times_ms.map((time) => ({ ic_us: time * 1000 }));
const us = (...times_ms: number[]) => times_ms.map((time) => time * 1000);

describe('matching detections with true events', () => {
  it('takes the smallest difference first, one to one', () => {
    expect(matchEvents([0, 90, 200], [100, 130], 100)).to.deep.equal([
      { detected: 1, truth: 0 },
      { detected: 2, truth: 1 },
    ]);
    // 140 lies nearer to 150 than 60 to 150, and 60 has only it.
    expect(matchEvents([60, 140], [150], 100)).to.deep.equal([{ detected: 1, truth: 0 }]);
  });

  it('reaches to the tolerance and not beyond', () => {
    expect(matchEvents([0, 1000], [150, 849], 150)).to.deep.equal([{ detected: 0, truth: 0 }]);
  });

  it('merges duplicates up to the given distance', () => {
    expect(mergeDuplicates([100, 0, 30, 131, 70], 30)).to.deep.equal([0, 70, 131]);
  });
});

describe('statistics', () => {
  it('interpolates percentiles between order statistics', () => {
    expect(percentile([4, 1, 3, 2], 50)).to.equal(2.5);
    expect(percentile([0, 10], 95)).to.equal(9.5);
    expect(percentile([], 50)).to.be.NaN;
  });

  it('gives timing errors in ms', () => {
    const stats = timingStats([-10000, 0, 20000]);
    expect(stats).to.include({ n: 3, median: 0, iqr: 15 });
    expect(stats?.bias).to.be.closeTo(10 / 3, 1e-12);
    expect(stats?.p95abs).to.be.closeTo(19, 1e-12);
    expect(stats?.sd).to.equal(deviation([-10, 0, 20]));
    expect(timingStats([])).to.equal(undefined);
  });

  it('leaves short strides out of percentages only', () => {
    const stats = lengthStats([0.4, 1.1], [0.2, 1]);
    expect(stats?.n).to.equal(2);
    expect(stats?.mape).to.be.closeTo(10, 1e-9);
    expect(stats?.mean).to.be.closeTo(0.15, 1e-12);
    expect(stats?.sum_err_pct).to.be.closeTo(25, 1e-9);
  });

  it('gives 0 where nothing was detected', () => {
    expect(prf(0, 0, 3)).to.deep.equal({ tp: 0, fp: 0, fn: 3, precision: 0, recall: 0, f1: 0 });
    expect(prf(3, 1, 1)).to.include({ precision: 0.75, recall: 0.75, f1: 0.75 });
  });
});

describe('scoring against initial contacts', () => {
  const truth: Truth = {
    complete: true,
    total_strides: 3,
    events_us: { ic: us(1000, 2000, 3000), tc: us(1600, 2600) },
  };

  it('counts right, false and missed strides, and their timing', () => {
    const { recording, row } = score(truth, at(1020, 1500, 2200, 3000));
    expect(recording.ic).to.deep.equal([2, 2, 1]);
    expect(row('all').ic_ms).to.include({ n: 2, median: 10 });
    expect(row('walk').stride).to.include({ tp: 2, fp: 2, fn: 1 });
  });

  it('tells a badly timed stride from a missed one by the wide tolerance', () => {
    const { row } = score(truth, at(1020, 2200, 3000));
    expect(row('all').stride).to.include({ tp: 2 });
    expect(row('all').stride_250ms).to.include({ tp: 3, fp: 0, fn: 0 });
  });

  it('takes foot-offs from before and after a contact, once each', () => {
    const { recording, row } = score(truth, [
      { ic_us: 1000000, tc_us: 1610000 },
      { ic_us: 2000000, to_us: 1620000, tc_us: 2900000 },
    ]);
    expect(recording.tc).to.deep.equal([1, 1, 1]);
    expect(row('all').tc_ms).to.include({ n: 1, median: 10 });
  });

  it('gives no row for terminal contacts to a detector that reports none', () => {
    expect(score(truth, at(1000)).row('all').tc).to.equal(undefined);
  });

  it('ignores detections away from the labels of incomplete truth', () => {
    const partial: Truth = {
      complete: false,
      events_us: { ic: us(1000) },
      strides: [{ start_us: 900000, end_us: 1000000 }],
    };
    expect(score(partial, at(1010, 1149, 1151, 5000)).recording.ic).to.deep.equal([1, 1, 0]);
  });

  it('does not mind the order of the strides', () => {
    expect(score(truth, at(3000, 1000, 2000)).recording.ic).to.deep.equal([3, 0, 0]);
  });
});

describe('scoring against stride borders', () => {
  const strides = [
    { start_us: 0, end_us: 1e6, length_m: 1, mean_speed_mps: 1 },
    { start_us: 1e6, end_us: 2e6, length_m: 2.4, mean_speed_mps: 2.4 },
    { start_us: 2e6, end_us: 3e6, length_m: 2, class: 'walk', mean_speed_mps: 2.4 },
  ];
  const truth: Truth = { complete: true, events_us: { midstance: [0, 1e6, 2e6, 3e6] }, strides };

  it('asks for exactly one detection between two mid-stances, the end not included', () => {
    const { recording, row } = score(truth, at(500, 1000, 1500, 1600, 3000));
    expect(recording.bad).to.deep.equal([
      [1e6, 3],
      [2e6, 0],
    ]);
    expect(recording.outside).to.equal(1);
    expect(row('all').stride).to.include({ tp: 1, fp: 4, fn: 2 });
  });

  it('classes strides by label, then by speed', () => {
    const { row } = score(truth, at(500, 1500, 2500));
    expect(row('run').stride).to.include({ tp: 1 });
    expect(row('walk').stride).to.include({ tp: 2 });
    expect(row('run').recordings).to.equal(0);
  });

  it('compares lengths of right strides only', () => {
    const found = [
      { ic_us: 500000, length_m: 1.1 },
      { ic_us: 1500000, length_m: 9 },
      { ic_us: 1600000, length_m: 9 },
      { ic_us: 2500000 },
    ];
    const { row } = score(truth, found);
    expect(row('all').length_m).to.include({ n: 1 });
    expect(row('all').length_m?.mean).to.be.closeTo(0.1, 1e-12);
  });

  it('counts no detection outside the labels of incomplete truth', () => {
    expect(score({ ...truth, complete: false }, at(500, 9000)).row('all').stride).to.include({
      tp: 1,
      fp: 0,
    });
  });

  it('takes labelled strides where only borders are given, even beside contacts', () => {
    const events_us = { stride_start: [0, 1e6], ic: [1, 2] };
    expect(score({ events_us, strides }, at(500, 1500)).row('all').stride).to.include({ tp: 2, fn: 1 });
  });

  it('asks for one contact between the peak of a swing and the rest after it', () => {
    const mocap = { mocap_swing_peak: us(100, 1100, 2100), mocap_rest: us(600, 1400) };
    const { row } = score(
      { ...truth, events_us: { midstance: [0, 1e6, 2e6, 3e6], ...mocap } },
      at(500, 1500, 2500),
    );
    expect(row('all').mocap_ok).to.be.closeTo(2 / 3, 1e-12);
  });
});

describe('scoring against marks at an unknown phase', () => {
  it('moves the detections by their mean phase, inside bouts, and not into pauses', () => {
    const truth: Truth = {
      events_us: { stride_phase: us(0, 700, 1400, 2100, 4000, 4700) },
      bouts: [{ start_us: 0, end_us: 4.1e6, strides: 3 }],
    };
    const { recording, row } = score(truth, at(690, 1410, 2090, 3000), 'run');
    expect(recording.bad).to.deep.equal([]);
    expect(row('run').stride).to.include({ tp: 3, fp: 0, fn: 0 });
    expect(recording.count).to.deep.equal([4, 3]);
  });

  it('misses all strides when nothing was detected', () => {
    const truth: Truth = {
      events_us: { stride_phase: us(0, 700, 1400) },
      bouts: [{ start_us: 0, end_us: 2e6 }],
    };
    expect(score(truth, []).row('all').stride).to.include({ tp: 0, fn: 2 });
  });
});

describe('counts and distances', () => {
  it('compares the total distance, else the sum of lengths', () => {
    const truth: Truth = { distance_m: 10 };
    expect(score(truth, at(1000), 'walk', 11).row('all').distance?.err_pct).to.be.closeTo(10, 1e-9);
    const found = [
      { ic_us: 1, length_m: 4 },
      { ic_us: 2, length_m: 4 },
    ];
    expect(score(truth, found).recording.distance).to.deep.equal([8, 10]);
    expect(score(truth, at(1)).recording.distance).to.equal(undefined);
  });

  it('counts strides of complete truth only', () => {
    expect(score({ complete: true, total_strides: 4 }, at(1, 2, 3)).row('all').count).to.include({
      detected: 3,
      truth: 4,
      err_pct: -25,
      exact: 0,
    });
    expect(score({ complete: false, total_strides: 4 }, at(1, 2, 3)).row('all').count).to.equal(undefined);
  });
});

describe('what is wrong in a recording', () => {
  it('is told with its time: missed, false and badly timed contacts', () => {
    const truth: Truth = { complete: true, events_us: { ic: us(1000, 2000, 3000, 4000, 5000, 6000) } };
    const { flaws } = score(truth, at(1010, 2500, 3020, 4030, 5040, 6000)).recording;
    expect(flaws).to.deep.equal([
      { kind: 'missed', start_us: 2e6, end_us: 2e6 },
      { kind: 'false', start_us: 2.5e6, end_us: 2.5e6 },
      { kind: 'timing', start_us: 5e6, end_us: 5e6, error: 40 },
      { kind: 'timing', start_us: 4e6, end_us: 4e6, error: 30 },
      { kind: 'timing', start_us: 3e6, end_us: 3e6, error: 20 },
    ]);
  });

  it('is told with its stride: missed, double, outside and of wrong length', () => {
    const strides = [
      { start_us: 0, end_us: 1e6, length_m: 1.5 },
      { start_us: 1e6, end_us: 2e6 },
      { start_us: 2e6, end_us: 3e6 },
    ];
    const truth: Truth = { complete: true, events_us: { midstance: [0, 1e6, 2e6, 3e6] }, strides };
    const found = [{ ic_us: 500000, length_m: 1.25 }, ...at(2300, 2600, 4000)];
    expect(score(truth, found).recording.flaws).to.deep.equal([
      { kind: 'missed', start_us: 1e6, end_us: 2e6 },
      { kind: 'double', start_us: 2e6, end_us: 3e6 },
      { kind: 'length', start_us: 0, end_us: 1e6, error: -0.25 },
      { kind: 'false', start_us: 4e6, end_us: 4e6 },
    ]);
  });
});

describe('reading a truth file', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'footfall-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('gives bouts, with their strides where they were counted', () => {
    const bouts = [
      { start_us: 0, end_us: 5, strides: 3 },
      { start_us: 7, end_us: 9, strides: null },
    ];
    const meta = { name: 'x', dataset: 'd', activity: 'run', sample_rate_hz: 1, samples: 1, duration_s: 1 };
    const file = join(folder, 'x.json');
    writeFileSync(file, JSON.stringify({ ...meta, truth: { kind: 'k', bouts } }));
    const { activity, truth } = readTruth(file);
    expect(activity).to.equal('run');
    expect(truth.bouts?.map(({ strides }) => strides)).to.deep.equal([3, undefined]);
  });

  it('names a file that is not there', () => {
    expect(() => readTruth(join(folder, 'none.json'))).to.throw(/none\.json: expected a truth file/);
  });
});
