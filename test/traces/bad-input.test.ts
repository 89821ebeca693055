import { expect } from 'chai';
import fc from 'fast-check';
import { openTrace, TraceError } from '../../host-sim/traces/csv';
import { csv, Folder, HEADER, readAll, restLines } from './files';

/** Each fault with the place the reader must name and what its message must say. */
interface Fault {
  what: string;
  content: string | Buffer;
  line: number;
  column: number;
  says: RegExp;
}

function withLine(line: string, at = 20): string {
  const lines = restLines(40);
  lines[at - 2] = line;
  return csv(lines);
}

const FORM: Fault[] = [
  { what: 'an empty file', content: '', line: 1, column: 1, says: /header t_us.*empty file/ },
  {
    what: 'a header without samples',
    content: `${HEADER}\n`,
    line: 2,
    column: 1,
    says: /samples.*nothing else/,
  },
  { what: 'no header', content: restLines(9).join('\n'), line: 1, column: 1, says: /"t_us".*found "0"/ },
  {
    what: 'a wrong column name',
    content: csv(restLines(9), 't_us,ax,ay,z,gx,gy,gz'),
    line: 1,
    column: 12,
    says: /expected "az" of the header.*found "z"/,
  },
  {
    what: 'a header with half a gyroscope',
    content: csv(restLines(9), 't_us,ax,ay,az,gx'),
    line: 1,
    column: 18,
    says: /"gy".*end of the line/,
  },
  {
    what: 'a header with too many columns',
    content: csv(restLines(9), `${HEADER},mx`),
    line: 1,
    column: 24,
    says: /no more.*"mx"/,
  },
  { what: 'a header with too few', content: csv(restLines(9), 't_us,ax'), line: 1, column: 9, says: /"ay"/ },
  {
    what: 'NaN',
    content: withLine('90000,0,NaN,1000,0,0,0'),
    line: 20,
    column: 9,
    says: /number for ay.*"NaN"/,
  },
  {
    what: 'infinity',
    content: withLine('90000,0,0,Infinity,0,0,0'),
    line: 20,
    column: 11,
    says: /az.*"Infinity"/,
  },
  { what: 'a word', content: withLine('90000,0,0,1000,0,x1,0'), line: 20, column: 18, says: /gy.*"x1"/ },
  { what: 'two signs', content: withLine('90000,--5,0,1000,0,0,0'), line: 20, column: 7, says: /ax.*"--5"/ },
  {
    what: 'an empty field',
    content: withLine('90000,0,,1000,0,0,0'),
    line: 20,
    column: 9,
    says: /ay.*nothing/,
  },
  {
    what: 'too few values',
    content: withLine('90000,0,0,1000'),
    line: 20,
    column: 15,
    says: /7 values.*found 4 values/,
  },
  {
    what: 'too many values',
    content: withLine('90000,0,0,1000,0,0,0,9'),
    line: 20,
    column: 21,
    says: /7 values.*more/,
  },
  {
    what: 'an empty line inside',
    content: withLine(''),
    line: 20,
    column: 1,
    says: /a sample, found an empty line/,
  },
  {
    what: 'time standing still',
    content: withLine('85000,0,0,1000,0,0,0'),
    line: 20,
    column: 1,
    says: /after 85000 us.*85000/,
  },
  {
    what: 'time running backwards',
    content: withLine('7,0,0,1000,0,0,0'),
    line: 20,
    column: 1,
    says: /increasing.*found 7 us/,
  },
  {
    what: 'negative time',
    content: withLine('-5,0,0,1000,0,0,0', 2),
    line: 2,
    column: 1,
    says: /from 0 on.*-5/,
  },
  {
    what: 'a pause of more than an hour',
    content: withLine('9000000000,0,0,1,0,0,0'),
    line: 20,
    column: 1,
    says: /an hour/,
  },
  {
    what: 'acceleration out of range',
    content: withLine('90000,0,-500001,0,0,0,0'),
    line: 20,
    column: 9,
    says: /ay within.*500 g.*"-500001"/,
  },
  {
    what: 'rotation out of range',
    content: withLine('90000,0,0,1000,0,0,1e9'),
    line: 20,
    column: 20,
    says: /gz within.*10000 degree/,
  },
  {
    what: 'a number of 400 digits',
    content: withLine(`90000,${'9'.repeat(400)},0,0,0,0,0`),
    line: 20,
    column: 7,
    says: /ax within/,
  },
  {
    what: 'a line of 100,000 characters',
    content: withLine('7'.repeat(100_000)),
    line: 20,
    column: 1,
    says: /at most 512 characters.*"7777/,
  },
  {
    what: 'a header of 100,000 characters',
    content: 'x'.repeat(100_000),
    line: 1,
    column: 1,
    says: /at most 512 characters/,
  },
  {
    what: 'bytes that are no text',
    content: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 10, 0]),
    line: 1,
    column: 1,
    says: /"t_us"/,
  },
  {
    what: 'a file cut off inside its last line',
    content: `${csv(restLines(30))}150000,0,3`,
    line: 32,
    column: 11,
    says: /7 values.*found 3 values.*cut off/,
  },
  {
    what: 'a file cut off behind a comma',
    content: `${csv(restLines(30))}150000,0,`,
    line: 32,
    column: 10,
    says: /ay.*nothing.*cut off/,
  },
  {
    what: 'a fault far behind the first window',
    content: withFar(60_000, '299990000,0,0,oops,0,0,0'),
    line: 60_002,
    column: 15,
    says: /az.*"oops"/,
  },
];

function withFar(count: number, line: string): string {
  return `${csv(restLines(count))}${line}\n`;
}

/** A second of walking-like samples: the acceleration moves, the foot turns; scaled as told. */
function moving(accel: number, gyro: number, digits: number, step = 5000): string {
  const lines = Array.from({ length: 400 }, (_, i) => {
    const swing = Math.sin(i / 10);
    const axes = [900 * swing, 300 * swing, 1000 + 5000 * swing ** 4].map((a) => (a * accel).toFixed(digits));
    const turn = [20, -3500 * swing, 200 * swing].map((g) => (g * gyro).toFixed(digits));
    return [i * step, ...axes, ...turn].join(',');
  });
  return csv(lines);
}

const GRAVITY = 9.80665;
const UNITS: Fault[] = [
  { what: 'g', content: moving(1e-3, 1, 4), line: 2, column: 3, says: /milli-g.*looks like g\)/ },
  {
    what: 'm/s2',
    content: moving(GRAVITY / 1000, 1, 3),
    line: 2,
    column: 3,
    says: /milli-g.*looks like m\/s2/,
  },
  { what: 'mm/s2', content: moving(GRAVITY, 1, 0), line: 2, column: 3, says: /looks like mm\/s2/ },
  {
    what: 'micro-g',
    content: csv(restLines(200).map((l) => l.replace(/,100\d,/, ',500000,'))),
    line: 2,
    column: 3,
    says: /milli-g.*500000/,
  },
  {
    what: 'raw counts of a 16 g sensor, at rest',
    content: csv(restLines(200).map((l) => l.replace(/,100\d,/, ',2049,'))),
    line: 2,
    column: 3,
    says: /raw counts/,
  },
  {
    what: 'a dead accelerometer',
    content: csv(restLines(200).map((l) => l.replace(/,.*/, ',0,0,0,1,2,3'))),
    line: 2,
    column: 3,
    says: /dead sensor/,
  },
  {
    what: 'rad/s',
    content: moving(1, Math.PI / 1800, 4),
    line: 2,
    column: 27,
    says: /0\.1 degree\/s.*looks like rad\/s/,
  },
  {
    what: 'degree/s',
    content: moving(1, 0.1, 2),
    line: 2,
    column: 21,
    says: /0\.1 degree\/s.*looks like degree\/s/,
  },
  {
    what: 'time in milliseconds',
    content: moving(1, 1, 0, 5),
    line: 2,
    column: 1,
    says: /microseconds.*milliseconds/,
  },
  {
    what: 'time in seconds',
    content: moving(1, 1, 0, 0.005),
    line: 2,
    column: 1,
    says: /microseconds.*seconds/,
  },
  {
    what: 'time in nanoseconds',
    content: moving(1, 1, 0, 5e6),
    line: 2,
    column: 1,
    says: /microseconds.*nanoseconds/,
  },
];

describe('a recording that is wrong', () => {
  let folder: Folder;
  before(() => (folder = new Folder()));
  after(() => folder.remove());

  function fault(path: string): TraceError {
    try {
      readAll(openTrace(path));
    } catch (error) {
      if (error instanceof TraceError) return error;
      throw error;
    }
    throw new Error('was read without a fault');
  }

  function check({ content, line, column, says }: Fault): void {
    const path = folder.write('bad.csv', content);
    const error = fault(path);
    expect(error.message).to.match(says);
    expect([error.file, error.line, error.column]).to.deep.equal([path, line, column]);
    expect(error.message).to.match(new RegExp(`^.*bad\\.csv:${line}:${column}: expected `));
  }

  for (const form of FORM) it(`names the place of ${form.what}`, () => check(form));
  for (const unit of UNITS) it(`recognises ${unit.what} for what it looks like`, () => check(unit));

  it('finds the sample behind a long stretch of empty lines', () => {
    const error = fault(
      folder.write('bad.csv', `${csv(restLines(9))}${'\n'.repeat(200_000)}45000,0,0,1000,0,0,0\n`),
    );
    expect([error.line, error.column, error.found]).to.deep.equal([11, 1, 'an empty line']);
  });

  it('reads or refuses any damaged file, and does nothing else', () => {
    const good = Buffer.from(csv(restLines(30)));
    const damage = fc.record({
      at: fc.nat(good.length - 1),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 20 }),
    });
    fc.assert(
      fc.property(
        fc.array(damage, { minLength: 1, maxLength: 3 }),
        fc.nat(good.length),
        (damages, length) => {
          const file = Buffer.from(good);
          for (const { at, bytes } of damages) file.set(bytes.subarray(0, file.length - at), at);
          try {
            expect(
              readAll(openTrace(folder.write('bad.csv', file.subarray(0, length)))).length,
            ).to.be.at.most(60);
          } catch (error) {
            if (!(error instanceof TraceError)) throw error;
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives the good samples before the bad one', () => {
    const source = openTrace(folder.write('bad.csv', withLine('90000,0,NaN,1000,0,0,0')));
    const frame = new Float64Array(7);
    for (let i = 0; i < 18; i++) expect(source.next(frame)).to.equal(true);
    expect(() => source.next(frame)).to.throw(TraceError, 'bad.csv:20:9');
    source.close();
  });

  it('accepts a moving foot in the right units', () => {
    expect(readAll(openTrace(folder.write('good.csv', moving(1, 1, 0))))).to.have.length(400);
    expect(readAll(openTrace(folder.write('good.csv', moving(1, 1, 3))))).to.have.length(400);
  });

  it('accepts a sensor whose scale is 7 % off', () => {
    const lines = restLines(200).map((line) => line.replace(/,100\d,/, ',1070,'));
    expect(readAll(openTrace(folder.write('good.csv', csv(lines))))).to.have.length(200);
  });

  it('says that a file is missing', () => {
    expect(() => openTrace(`${folder.path}/none.csv`)).to.throw(
      TraceError,
      /none\.csv: expected a readable file.*ENOENT/,
    );
  });

  it('says that a folder is no file', () => {
    expect(() => openTrace(folder.path)).to.throw(TraceError, /expected a file, found a folder/);
  });
});
