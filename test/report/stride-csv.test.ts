/** Every stride as a line, its truth beside it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { replay } from '../../host-sim/engines/node';
import { knownAt, knownStrides, type KnownStride } from '../../host-sim/report/known-strides';
import { writeRunFiles, wantsRunFiles } from '../../host-sim/report/run-files';
import { StrideCsv } from '../../host-sim/report/stride-csv';
import { synthesise } from '../../host-sim/traces/synth';
import { resultOf, ShortTrace } from '../cli/fixtures';

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'footfall-strides-'))));
after(() => rmSync(folder, { recursive: true, force: true }));

const walk = () =>
  synthesise({
    name: 'walk, "first"',
    segments: [
      { kind: 'stand', duration_s: 3 },
      { kind: 'walk', duration_s: 15, speed_mps: 1.3 },
      { kind: 'stand', duration_s: 3 },
    ],
  });

/** The file's lines as objects; no cell of these tests holds a line break. */
function written(add: (csv: StrideCsv) => void): Record<string, string>[] {
  const path = join(folder, 'strides.csv');
  const csv = new StrideCsv(path);
  add(csv);
  csv.close();
  const [head, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n').map(cells);
  return lines.map((line) => {
    expect(line).to.have.length(head.length);
    return Object.fromEntries(head.map((name, i) => [name, line[i]]));
  });
}

function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
  );
}

describe('the file of strides', () => {
  it('has what the shoe gave and what was true, of every stride of a synthetic walk', () => {
    const run = walk();
    const result = replay(run);
    const rows = written((csv) => csv.add(result, knownStrides(run, '')));
    expect(rows).to.have.length(result.strides.length);
    expect(rows.length).to.be.above(10);
    for (const row of rows.slice(1, -1)) {
      expect(row.trace).to.equal('walk, "first"');
      expect(row.kind).to.equal('walk');
      for (const [name, within] of [
        ['ic_us', 40_000],
        ['tc_us', 40_000],
        ['length_m', 0.08],
        ['strike_deg', 8],
        ['clearance_m', 0.03],
        ['turn_deg', 2],
      ] as const)
        expect(Number(row[name]), name).to.be.closeTo(Number(row[`true_${name}`]), within);
    }
  });

  it('leaves a cell empty for what is not there, and takes nothing for zero', () => {
    const [first, second] = written((csv) => csv.add(resultOf('x'), []));
    expect(first).to.include({ ic_us: '1000000', length_m: '', kind: 'walk', clipped: 'false', foot: '' });
    expect(second).to.include({ length_m: '2.5', clipped: 'true', true_ic_us: '', true_length_m: '' });
  });

  it('goes on over many recordings under one head', () => {
    const rows = written((csv) => {
      csv.add(resultOf('a'), []);
      csv.add(resultOf('b'), [{ ic_us: 2_050_000, length_m: 2.4 }]);
    });
    expect(rows.map(({ trace }) => trace)).to.deep.equal(['a', 'a', 'b', 'b']);
    expect(rows.map((row) => row.true_length_m)).to.deep.equal(['', '', '', '2.4']);
  });
});

describe('what is known of strides', () => {
  it('is the nearest contact within 150 ms, or the stride in whose span the contact lies', () => {
    const contacts: KnownStride[] = [{ ic_us: 1_000_000 }, { ic_us: 1_200_000 }];
    expect(knownAt(contacts, 1_090_000)).to.equal(contacts[0]);
    expect(knownAt(contacts, 1_110_000)).to.equal(contacts[1]);
    expect(knownAt(contacts, 1_360_000)).to.equal(undefined);
    const spans: KnownStride[] = [{ span_us: [0, 1e6] }, { span_us: [1e6, 2e6] }];
    expect(knownAt(spans, 999_999)).to.equal(spans[0]);
    expect(knownAt(spans, 1e6)).to.equal(spans[1]);
    expect(knownAt(spans, 2e6)).to.equal(undefined);
  });

  it('comes from the description beside a recording: ends of contact, and lengths where a stride holds the contact', () => {
    const path = join(folder, 'known.csv');
    const about = {
      ...{ name: 'known', dataset: 'set', activity: 'walk' },
      ...{ sample_rate_hz: 100, samples: 1300, duration_s: 13 },
    };
    const truth = {
      kind: 'events',
      events_us: { ic: [1e6, 2e6, 9e6], tc: [1.6e6, 12e6] },
      strides: [{ start_us: 0.5e6, end_us: 1.5e6, length_m: 1.3 }],
    };
    writeFileSync(join(folder, 'known.json'), JSON.stringify({ ...about, truth }));
    expect(knownStrides(new ShortTrace('known'), path)).to.deep.equal([
      { ic_us: 1e6, tc_us: 1.6e6, length_m: 1.3 },
      // The next foot-off ends another contact, or a stand.
      { ic_us: 2e6, tc_us: undefined, length_m: undefined },
      { ic_us: 9e6, tc_us: undefined, length_m: undefined },
    ]);
    expect(knownStrides(new ShortTrace('none'), join(folder, 'none.csv'))).to.deep.equal([]);
  });
});

describe('files for other services', () => {
  it('are those asked for and no others', () => {
    const [fit, csv] = ['run.fit', 'run.csv'].map((name) => join(folder, name));
    expect([wantsRunFiles({}), wantsRunFiles({ tcx: 'x' })]).to.deep.equal([false, true]);
    expect(writeRunFiles({ fit, csv }, replay(walk()))).to.deep.equal([`FIT: ${fit}`, `CSV: ${csv}`]);
    expect(readFileSync(fit).toString('latin1', 8, 12)).to.equal('.FIT');
    expect(readFileSync(csv, 'utf8').split('\n').length).to.be.above(10);
    expect(writeRunFiles({}, replay(walk()))).to.deep.equal([]);
  });
});
