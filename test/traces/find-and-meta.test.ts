import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { findTraces, readMeta, TraceError } from '../../host-sim/traces/csv';
import { Folder } from './files';

describe('finding recordings', () => {
  let folder: Folder;
  before(() => {
    folder = new Folder();
    for (const name of ['b', 'a', '.hidden', 'node_modules']) mkdirSync(join(folder.path, name));
    for (const name of [
      'z.csv',
      'b/2.CSV',
      'b/1.csv',
      'b/1.json',
      'a/x.csv',
      'README.md',
      '.hidden/h.csv',
      'node_modules/n.csv',
    ])
      folder.write(name, '');
  });
  after(() => folder.remove());

  it('lists the CSV files below a folder, sorted, and nothing else', () => {
    const expected = ['a/x.csv', 'b/1.csv', 'b/2.CSV', 'z.csv'].map((name) => join(folder.path, name));
    expect(findTraces(folder.path)).to.deep.equal(expected);
  });

  it('takes a file as it is', () => {
    const path = join(folder.path, 'README.md');
    expect(findTraces(path)).to.deep.equal([path]);
  });

  it('finds nothing in a folder without recordings', () => {
    mkdirSync(join(folder.path, 'empty'));
    expect(findTraces(join(folder.path, 'empty'))).to.deep.equal([]);
  });

  it('says what does not exist', () => {
    expect(() => findTraces(join(folder.path, 'none'))).to.throw(
      TraceError,
      /none: expected a file or folder.*ENOENT/,
    );
  });
});

describe('reading the truth beside a recording', () => {
  let folder: Folder;
  before(() => (folder = new Folder()));
  after(() => folder.remove());

  const META = {
    name: 'n',
    dataset: 'd',
    activity: 'walk',
    sample_rate_hz: 100,
    samples: 2,
    duration_s: 0.01,
    rest_acc_mg: [1, 2, 1000],
    sensor: { position: 'on the shoe', side: 'left', unknown: 1 },
    truth: {
      kind: 'k',
      complete: true,
      total_strides: 2,
      total_steps: null,
      distance_m: 2.5,
      events_us: { ic: [10, 20], midstance: [15, 25] },
      strides: [{ start_us: 5, end_us: 15, length_m: 1.2, class: 'run' }],
    },
  };

  const read = (value: unknown) => {
    folder.write('n.json', typeof value === 'string' ? value : JSON.stringify(value));
    return readMeta(join(folder.path, 'n.csv'));
  };

  it('gives what is known, and leaves out what is null', () => {
    const meta = read(META);
    expect(meta?.truth.events_us).to.deep.equal({ ic: [10, 20], midstance: [15, 25] });
    expect(meta?.truth.strides[0]).to.include({ start_us: 5, end_us: 15, length_m: 1.2, class: 'run' });
    expect(meta?.truth.total_strides).to.equal(2);
    expect(meta?.truth.total_steps).to.equal(undefined);
    expect(meta?.sensor?.side).to.equal('left');
    expect(meta?.synthetic).to.equal(false);
    expect(meta?.rest_acc_mg).to.deep.equal([1, 2, 1000]);
  });

  it('knows that there may be none', () => {
    expect(readMeta(join(folder.path, 'other.csv'))).to.equal(undefined);
    expect(readMeta(join(folder.path, 'other.txt'))).to.equal(undefined);
  });

  const truth = (change: object) => ({ ...META, truth: { ...META.truth, ...change } });
  const FAULTS: [string, unknown, RegExp][] = [
    ['a missing key', { ...META, samples: undefined }, /a number at samples, found nothing/],
    ['a wrong type', { ...META, activity: 7 }, /a string at activity, found "7"/],
    ['no truth', { ...META, truth: null }, /an object at truth/],
    ['a truth that is a list', { ...META, truth: [] }, /an object at truth/],
    [
      'an event that is a text',
      truth({ events_us: { ic: [1, 'x'] } }),
      /a number at truth\.events_us\.ic\[1\]/,
    ],
    ['strides that are no list', truth({ strides: {} }), /a list at truth\.strides/],
    [
      'a stride without an end',
      truth({ strides: [{ start_us: 1 }] }),
      /a number at truth\.strides\[0\]\.end_us/,
    ],
    ['a text for a length', truth({ distance_m: '9 m' }), /a number at truth\.distance_m/],
    ['a list instead of an object', '[]', /expected an object, found "\[\]"/],
  ];
  for (const [what, value, says] of FAULTS)
    it(`names the key of ${what}`, () => expect(() => read(value)).to.throw(TraceError, says));

  it('names line and column of what is no JSON', () => {
    expect(() => read('{\n "name": oops\n}')).to.throw(TraceError, /n\.json:2:10: expected JSON/);
    expect(() => read('{\n "name": "x",\n')).to.throw(TraceError, /n\.json:3:1: expected JSON/);
    expect(() => read('{"a": trxe}')).to.throw(TraceError, /n\.json:1:9: expected JSON/);
    expect(() => read('{"a": 1}\n}')).to.throw(TraceError, /n\.json:2:1: expected JSON/);
    expect(() => read('')).to.throw(TraceError, /n\.json:1:1: expected JSON/);
  });
});
