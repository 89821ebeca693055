import { expect } from 'chai';
import fc from 'fast-check';
import { openTrace } from '../../host-sim/traces/csv';
import { SAMPLE_VALUES } from '../../host-sim/traces/source';
import { csv, Folder, HEADER, readAll, restLines } from './files';

describe('reading a recording', () => {
  let folder: Folder;
  before(() => (folder = new Folder()));
  after(() => folder.remove());

  const read = (content: string | Buffer) => readAll(openTrace(folder.write('trace.csv', content)));

  it('gives every sample in the order t_us, ax, ay, az, gx, gy, gz', () => {
    const source = openTrace(
      folder.write('two.csv', csv(['0,10,-20,1000,5,-6,7', '5000,-1,2,-3,4,-50000,60000'])),
    );
    expect(source.name).to.equal('two');
    expect(source.synthetic).to.equal(false);
    expect(source.hasGyro).to.equal(true);
    expect(source.duration_us).to.equal(5000);
    expect(readAll(source)).to.deep.equal([
      [0, 10, -20, 1000, 5, -6, 7],
      [5000, -1, 2, -3, 4, -50000, 60000],
    ]);
  });

  it('says at the end, again and again, that there is no more', () => {
    const source = openTrace(folder.write('trace.csv', csv(restLines(3))));
    readAll(source);
    expect(source.next(new Float64Array(SAMPLE_VALUES))).to.equal(false);
    source.close();
    expect(source.next(new Float64Array(SAMPLE_VALUES))).to.equal(false);
  });

  it('gives nothing after it was closed', () => {
    const source = openTrace(folder.write('trace.csv', csv(restLines(3))));
    source.close();
    expect(source.next(new Float64Array(SAMPLE_VALUES))).to.equal(false);
  });

  it('reads a recording without a gyroscope, whose rotation is 0', () => {
    const path = folder.write('trace.csv', csv(['0,1,2,1000', '10000,3,4,1001'], 't_us,ax,ay,az'));
    const source = openTrace(path);
    expect(source.hasGyro).to.equal(false);
    expect(readAll(source)).to.deep.equal([
      [0, 1, 2, 1000, 0, 0, 0],
      [10000, 3, 4, 1001, 0, 0, 0],
    ]);
  });

  it('reads decimals, exponents and plus signs', () => {
    expect(read(csv(['0.5,1.25,-.5,1e3,+5,-2.5E+1,6.']))).to.deep.equal([[0.5, 1.25, -0.5, 1000, 5, -25, 6]]);
  });

  it('reads carriage returns, a byte-order mark, spaces and empty lines at the end', () => {
    const rows = [
      [0, 1, 2, 1000, 4, 5, 6],
      [5000, 1, 2, 1000, 4, 5, 6],
    ];
    const text = `\uFEFF${HEADER}\r\n0,1,2,1000,4,5,6\r\n5000, 1,2 ,1000,4,5,6\r\n\r\n  \n\n`;
    expect(read(text)).to.deep.equal(rows);
  });

  it('reads a last line without a line end', () => {
    expect(read(csv(restLines(20)).trimEnd())).to.have.length(20);
    expect(read(`${csv(restLines(20)).trimEnd()}\r`)).to.have.length(20);
  });

  it('reads a file that ends in any number of empty lines', () => {
    expect(read(`${csv(restLines(20))}${'\r\n'.repeat(100_000)}`)).to.have.length(20);
  });

  it('keeps the recording clock of a file that does not begin at 0', () => {
    const start = 1_700_000_000_000_000;
    const source = openTrace(
      folder.write('trace.csv', csv([`${start},0,0,1000,0,0,0`, `${start + 7},0,0,1000,0,0,0`])),
    );
    expect(source.duration_us).to.equal(7);
    expect(readAll(source).map(([t_us]) => t_us)).to.deep.equal([start, start + 7]);
  });

  it('does not know the duration when the last line is malformed', () => {
    const source = openTrace(folder.write('trace.csv', `${csv(restLines(50))}oops\n`));
    expect(source.duration_us).to.equal(undefined);
    source.close();
  });

  it('gives back any samples that were written', () => {
    const axis = fc.integer({ min: -100_000, max: 100_000 });
    const sample = fc.tuple(fc.integer({ min: 1, max: 500_000 }), axis, axis, axis, axis, axis, axis);
    const lineEnd = fc.constantFrom('\n', '\r\n');
    // Too few samples for a judgement of units.
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 7 }), lineEnd, (samples, end) => {
        let t_us = 0;
        const rows = samples.map(([step, ...axes]) => [(t_us += step), ...axes]);
        expect(read([HEADER, ...rows, ''].join(end))).to.deep.equal(rows);
      }),
      { numRuns: 200 },
    );
  });

  it('reads across the borders of its window: lines of changing length', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => [
      i * 5000,
      (i * 7919) % 1500,
      50 - ((i * 104_729) % 90),
      1000 + ((i * 31) % 7),
      (i * 17) % 10_000,
      400 - ((i * i) % 977),
      i % 3,
    ]);
    expect(read(csv(rows.map((row) => row.join(','))))).to.deep.equal(rows);
  });

  it('does not hold the file in memory', () => {
    const path = folder.write('long.csv', csv(restLines(250_000)));
    const frame = new Float64Array(SAMPLE_VALUES);
    const before = process.memoryUsage().arrayBuffers;
    const source = openTrace(path);
    let most = 0;
    for (let i = 0; source.next(frame); i++)
      if (i % 10_000 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    // The file has 7 MB, its window 64 kB.
    expect(most).to.be.below(1_000_000);
  });
});
