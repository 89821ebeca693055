import { expect } from 'chai';
import { openTrace, readMeta } from '../../host-sim/traces/csv';
import { demonstration, synthesise, writeTrace } from '../../host-sim/traces/synth';
import { Folder, readAll } from './files';

describe('the demonstration run', () => {
  it('is ten minutes, and says that it is synthetic', () => {
    const run = demonstration();
    expect(run.name).to.equal('demo_interval_run');
    expect(run.synthetic).to.equal(true);
    expect(run.hasGyro).to.equal(true);
    expect(run.duration_us).to.be.closeTo(600e6, 10_000);
  });

  it('walks, jogs, runs five fast intervals with recoveries, waits at a light and stands', () => {
    const { segments, strides } = demonstration().truth;
    const speeds = segments.map((s) =>
      s.kind === 'run' ? s.distance_m / ((s.end_us - s.start_us) / 1e6) : 0,
    );
    expect(speeds.filter((speed) => speed > 3.7)).to.have.length(5);
    expect(segments.filter(({ kind }) => kind === 'stand')).to.have.length(3);
    expect(strides.filter(({ gait }) => gait === 'walk').length).to.be.above(50);
    expect(strides.filter(({ gait }) => gait === 'run').length).to.be.above(500);
  });

  it('gives plausible numbers only', () => {
    for (const row of readAll(demonstration())) {
      for (const value of row) if (!Number.isFinite(value)) expect.fail(`${value} at ${row[0]} us`);
      expect(Math.max(...row.slice(1, 4).map(Math.abs))).to.be.below(40_000);
      expect(Math.max(...row.slice(4).map(Math.abs))).to.be.below(15_000);
    }
  });
});

describe('writing a synthetic recording', () => {
  let folder: Folder;
  before(() => (folder = new Folder()));
  after(() => folder.remove());

  const plan = {
    name: 'written',
    segments: [
      { kind: 'stand', duration_s: 2 },
      { kind: 'walk', duration_s: 12, speed_mps: 1.4 },
      { kind: 'run', duration_s: 12, speed_mps: 3 },
      { kind: 'stand', duration_s: 2 },
    ],
  } as const;

  it('can be read back, in the format of recordings', () => {
    const run = synthesise(plan);
    const path = writeTrace(run, folder.path);
    const source = openTrace(path);
    expect(source.name).to.equal('written');
    expect(source.synthetic, 'as the description beside it says').to.equal(true);
    expect(source.duration_us).to.equal(run.duration_us);
    const expected = readAll(synthesise(plan)).map((row) => row.map((value) => Math.round(value) + 0));
    expect(readAll(source).map((row) => row.map((value) => value + 0))).to.deep.equal(expected);
  });

  it('brings its truth along, marked synthetic', () => {
    const run = synthesise(plan);
    const meta = readMeta(writeTrace(run, folder.path));
    expect(meta?.synthetic).to.equal(true);
    expect(meta?.dataset).to.equal('synthetic');
    expect(meta?.activity).to.equal('mixed');
    expect(meta?.samples).to.equal(run.samples);
    expect(meta?.truth.total_strides).to.equal(run.truth.strides.length);
    expect(meta?.truth.events_us.ic).to.deep.equal(run.truth.strides.map(({ ic_us }) => ic_us));
    expect(meta?.truth.distance_m).to.equal(run.truth.distance_m);
  });
});
