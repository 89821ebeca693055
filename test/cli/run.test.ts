import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { PlainReporter } from '../../host-sim/cli/plain';
import { run, type Machinery, type RunOptions } from '../../host-sim/cli/run';
import type { RecordingJson } from '../../host-sim/report/recording-json';
import { fakeReplay, Recorder, ShortTrace } from './fixtures';

describe('replaying a list of recordings', () => {
  let folder: string;
  let output: Recorder;
  let opened: ShortTrace[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'footfall-'));
    output = new Recorder();
    opened = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const machinery: Machinery = {
    findTraces: (path) => {
      if (path === 'missing') throw new Error('missing: expected a file or folder, found nothing');
      return path === 'folder'
        ? ['folder/a.csv', 'folder/broken.csv', 'folder/b.csv']
        : path === 'empty'
          ? []
          : [path];
    },
    openTrace: (path) => open(path.replace(/^.*\/|\.csv$/g, '')),
    demonstration: () => open('demo'),
    replay: fakeReplay,
    now_ms: () => 0,
  };
  const open = (name: string) => {
    const source = new ShortTrace(name);
    opened.push(source);
    return source;
  };
  const start = (paths: string[], options: Partial<RunOptions> = {}) =>
    run({ paths, board: { rate_Hz: 208 }, ...options }, machinery, new PlainReporter(output));
  const json = (name: string) =>
    JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as RecordingJson;

  it('replays the demonstration run when no path is given', () => {
    expect(start([])).to.equal(0);
    expect(output.lines.join('\n')).to.include('demo').and.include('2 of this foot');
  });

  it('reports a broken recording, replays the rest of the folder and says so by its status', () => {
    expect(start(['folder'], { jsonDir: folder })).to.equal(1);
    expect(output.errors).to.have.length(1);
    expect(output.errors[0]).to.include('folder/broken.csv').and.include('12:3');
    expect(readdirSync(folder).sort()).to.deep.equal(['a.json', 'b.json']);
    expect(output.lines.join('\n')).to.include('2 of 3 recordings');
  });

  it('closes every recording, the broken one too', () => {
    start(['folder']);
    expect(opened.map((source) => source.closed)).to.deep.equal([true, true, true]);
  });

  it('goes on after a path that does not exist or holds nothing', () => {
    expect(start(['missing', 'empty', 'x.csv'])).to.equal(1);
    expect(output.errors.map((text) => text.replace(/^error: /, ''))).to.deep.equal([
      'missing: expected a file or folder, found nothing',
      'empty: no recording (NAME.csv) in this folder',
    ]);
    expect(opened.map((source) => source.name)).to.deep.equal(['x']);
  });

  it('writes results to the contract, absent values left out', () => {
    expect(start(['x.csv'], { jsonDir: join(folder, 'new', 'folder') })).to.equal(0);
    const text = readFileSync(join(folder, 'new', 'folder', 'x.json'), 'utf8');
    const result = JSON.parse(text) as RecordingJson;
    expect(result).to.include({ trace: 'x', engine: 'node', steps: 4, distance_m: 3.5 });
    expect(result.strides[0]).to.deep.equal({
      ic_us: 1000000,
      tc_us: 1600000,
      kind: 'walk',
      speed_mps: 1.25,
      contact_ms: 600,
      clipped: false,
    });
    expect(result.ble.counts).to.deep.equal({ advertise: 1, connect: 1, 'notify 2a53': 1 });
    expect(result.ble.events[2]).to.deep.equal({
      t_us: 2100000,
      kind: 'notify',
      uuid: '2a53',
      hex: '070003540601d2040000',
    });
    expect(text.split('\n').filter((line) => line.includes('ic_us'))).to.have.length(2);
  });

  it('does not write one recording over another of the same name', () => {
    expect(start(['one/x.csv', 'two/x.csv'], { jsonDir: folder })).to.equal(1);
    expect(output.errors[0]).to.include('two/x.csv').and.include('another recording named x');
    expect(json('x').trace).to.equal('x');
  });

  it('writes one recording as files for other services', () => {
    const [fit, tcx, csv] = ['a.fit', 'a.tcx', 'a.csv'].map((name) => join(folder, name));
    expect(start(['a.csv'], { runFiles: { fit, tcx, csv } })).to.equal(0);
    expect(output.lines.slice(-3)).to.deep.equal([`FIT: ${fit}`, `TCX: ${tcx}`, `CSV: ${csv}`]);
    expect(readFileSync(fit).subarray(8, 12).toString()).to.equal('.FIT');
    expect(readFileSync(tcx, 'utf8')).to.include('<Activity Sport="Other">').and.include('<ax:Steps>4');
    // Two landings a second apart; the second stride was measured, the first has what is left of 3.5 m.
    expect(readFileSync(csv, 'utf8').split('\r\n').slice(1, 3)).to.deep.equal([
      ',0.000,1.000,1.00,walk,1.250,,600.0,,,,,,,,,',
      ',1.000,1.000,3.50,run,2.500,160.0,250.0,,,2.500,,,,,,',
    ]);
  });

  it('says that such files take one recording, before it replays any', () => {
    expect(() => start(['a.csv', 'b.csv'], { runFiles: { fit: join(folder, 'a.fit') } })).to.throw(
      'one recording, and these are 2',
    );
    expect(opened).to.have.length(0);
  });

  it('writes one report for all recordings', () => {
    const file = join(folder, 'report.html');
    expect(start(['a.csv', 'b.csv'], { html: file })).to.equal(0);
    const page = readFileSync(file, 'utf8');
    expect(page)
      .to.match(/"name":"a"/)
      .and.match(/"name":"b"/);
  });
});
