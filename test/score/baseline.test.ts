import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { compareScores, readBaseline, wrongStrides } from '../../host-sim/score/baseline';
import { Scorecard, type ScoreResult } from '../../host-sim/score/scorecard';
import { synthesise, writeTrace } from '../../host-sim/traces/synth';

const ROOT = join(__dirname, '..', '..');

/** Scores of one recording with true contacts at 1, 2 ... 9 s, of which the shoe found those given. */
function scores(found_s: number[], dataset = 'set', card = new Scorecard()): ScoreResult {
  const ic = Array.from({ length: 9 }, (_, i) => (i + 1) * 1e6);
  const strides = found_s.map((time) => ({ ic_us: time * 1e6, clipped: false }));
  const truth = { complete: true, total_strides: 9, events_us: { ic } };
  card.add({ dataset, name: 'a' }, { activity: 'walk', truth }, { strides });
  return card.result();
}

const ALL = [1, 2, 3, 4, 5, 6, 7, 8, 9];

describe('comparing scores with a baseline', () => {
  it('tells a personal calibration that has become worse', () => {
    const row = (mape: number, recordings = 3) => [
      {
        dataset: 'set',
        part: 'walk' as const,
        recordings,
        learned_m: 50,
        raw: { err_pct: 2, mape: 2 },
        calibrated: { err_pct: 0, mape },
      },
    ];
    const before = { ...scores(ALL), calibrated: row(1) };
    expect(compareScores(before, { ...scores(ALL), calibrated: row(1.05) }).worse).to.deep.equal([]);
    const { worse, text } = compareScores(before, { ...scores(ALL), calibrated: row(1.5) });
    expect(worse).to.deep.equal(['set, walk, calibrated']);
    expect(text).to.include('worse  distance error 1.00 % -> 1.50 %');
    expect(compareScores(before, { ...scores(ALL), calibrated: row(0.5) }).worse).to.deep.equal([]);
    expect(compareScores(before, { ...scores(ALL), calibrated: row(9, 4) }).worse).to.deep.equal([]);
  });

  it('finds nothing where nothing changed', () => {
    const { text, worse } = compareScores(scores(ALL), scores(ALL));
    expect(worse).to.deep.equal([]);
    expect(text).to.include('set: the same');
  });

  it('names the data set, the figure and the recording that got worse', () => {
    const { text, worse } = compareScores(scores(ALL), scores(ALL.slice(1)));
    expect(worse).to.deep.equal(['set']);
    expect(text).to.match(/worse {2}wrong strides 0 -> 1\n/);
    expect(text).to.match(/worse {2}a: wrong strides 0 -> 1/);
    expect(text).to.match(/worse {2}recordings with a wrong count 0 -> 1/);
  });

  it('tells of what got better, which is no failure', () => {
    const { text, worse } = compareScores(scores(ALL.slice(1)), scores(ALL));
    expect(worse).to.deep.equal([]);
    expect(text).to.match(/better wrong strides 1 -> 0\n/);
  });

  it('takes changes within the stated noise for none', () => {
    const late = (ms: number) => scores(ALL.map((time) => time + ms / 1000));
    expect(compareScores(late(5), late(5.9)).worse).to.deep.equal([]);
    expect(compareScores(late(5), late(6.5)).worse).to.deep.equal(['set']);
    expect(compareScores(late(-5), late(4)).text).to.include('set: the same');
    expect(compareScores(late(0), late(0)).text).to.match(/Noise: .*IC bias 1 ms/);
  });

  it('calls a figure that is lost worse', () => {
    const before = scores(ALL);
    const now = scores(ALL);
    delete now.datasets.set.all?.ic_ms;
    expect(compareScores(before, now).text).to.include('worse  IC bias 0.0 ms -> none');
    expect(compareScores(now, before).worse).to.deep.equal([]);
  });

  it('does not compare data sets of different recordings', () => {
    const two = new Scorecard();
    scores(ALL, 'set', two);
    const { text, worse } = compareScores(scores(ALL), scores([], 'set', two));
    expect(worse).to.deep.equal([]);
    expect(text).to.include('set: not compared, 2 recordings and 1 in the baseline');
    expect(compareScores(scores(ALL, 'other'), scores(ALL)).text).to.include('other: not scored now');
  });

  it('says so when the boards differ', () => {
    const fast = scores(ALL, 'set', new Scorecard({ part: 'LSM6DSO', rate_Hz: 416 }));
    expect(compareScores(scores(ALL), fast).text).to.include(
      'an LSM6DSO32 at 208 Hz, this of an LSM6DSO at 416',
    );
  });
});

describe('the wrong strides of a recording', () => {
  it('are counted by what its truth knows', () => {
    expect(wrongStrides({ ic: [5, 1, 2] })).to.equal(3);
    expect(wrongStrides({ bad: [[0, 2]], outside: 3 })).to.equal(4);
    expect(wrongStrides({ count: [5, 7] })).to.equal(2);
    expect(wrongStrides({})).to.equal(undefined);
  });
});

describe('the score command with a baseline', function () {
  // Each command starts a process that compiles the firmware.
  this.timeout(180000);
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'footfall-'))));
  after(() => rmSync(folder, { recursive: true }));

  function command(...more: string[]) {
    const args = ['-r', 'ts-node/register/transpile-only', 'host-sim/score-cli.ts', join(folder, 'set')];
    return spawnSync(process.execPath, [...args, '--no-synthetic', ...more], { cwd: ROOT, encoding: 'utf8' });
  }

  it('writes its scores, compares with them, and fails when a data set is worse', () => {
    mkdirSync(join(folder, 'set'));
    writeTrace(
      synthesise({ name: 'x', segments: [{ kind: 'walk', duration_s: 8, speed_mps: 1.2 }] }),
      join(folder, 'set'),
    );
    const file = join(folder, 'scores.json');
    const page = join(folder, 'scores.html');
    const first = command('--out', file, '--html', page);
    expect(first.status, first.stderr).to.equal(0);
    expect(readFileSync(page, 'utf8')).to.include('showScores(uPlot');
    const same = command('--against', file);
    expect(same.status, same.stderr).to.equal(0);
    const baseline = readBaseline(file);
    const distance = baseline.datasets.set.all?.distance;
    if (!distance) throw new Error('no distance scored');
    distance.mape -= 1;
    writeFileSync(file, JSON.stringify(baseline));
    const second = command('--against', file);
    expect(second.status, second.stdout).to.equal(3);
    expect(second.stderr).to.include('worse than the baseline: set');
    expect(second.stdout).to.include('Against the baseline:');
  });

  it('refuses a file that holds no scores, naming it', () => {
    const file = join(folder, 'other.json');
    for (const text of ['{', '[]', '{"datasets":{"a":1},"recordings":{},"board":{}}']) {
      writeFileSync(file, text);
      expect(() => readBaseline(file), text).to.throw(`${file}: expected scores written by --out`);
    }
    expect(() => readBaseline(join(folder, 'none'))).to.throw('ENOENT');
  });
});
