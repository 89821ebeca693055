/** The C reads as the TypeScript does: its names, its lines, plain operators where they are proven. */
import { expect } from 'chai';
import { resolve } from 'node:path';
import { emit } from '../../native/emit/program';
import { lowerProgram } from '../../native/lower/program';
import { Project } from '../../native/project';
import { analyse } from '../../native/ranges/analyse';

const PATH = resolve('virtual.ts');

function translate(text: string): { header: string; source: string } {
  const { program, refusals } = lowerProgram(new Project([PATH], new Map([[PATH, text]])), PATH);
  if (!program)
    throw new Error(
      refusals
        .sorted()
        .map((each) => each.message)
        .join('\n'),
    );
  return emit(program, analyse(program), { name: 'virtual' });
}

const METER = `const SIZE = 4;

/** Counts. */
export class Meter {
  /** How far. */
  private far = 0;
  private readonly short = new Uint8Array(SIZE);

  /** Adds. */
  add(a: number, b: number): number {
    // The mean.
    const mean = ((a & 255) + (b & 255)) >> 1;
    this.short[a & 3] = mean;
    this.far = (this.far + mean) | 0;
    if (mean > 7) {
      return this.short[0];
    }
    return (a / b) | 0;
  }
}
`;

describe('integer TypeScript: the C', () => {
  it('has the fields with their comments, and the exported functions', () => {
    const { header } = translate(METER);
    expect(header).to.contain('\t/** How far. */\n\tint32_t far;');
    expect(header).to.contain('\tuint8_t short_[4];');
    expect(header).to.contain('/** Adds. */\nint32_t Meter_add(Meter *self, int32_t a, int32_t b);');
  });

  it('computes plainly what is proven, and in ways that are defined what is not', () => {
    const { source } = translate(METER);
    expect(source).to.contain('const int32_t mean = ((a & 255) + (b & 255)) >> 1;');
    expect(source).to.contain('self->short_[a & 3] = mean;');
    expect(source).to.contain('self->far = its_i32((uint32_t)self->far + (uint32_t)mean);');
    expect(source).to.contain('return its_div32(a, b);');
  });

  it('takes the amount of a local in one piece, where its negative is proven to fit', () => {
    const { source } = translate(`
export class Meter {
  amounts(a: number): number {
    const near = (a & 255) - 100;
    const size = near < 0 ? -near : near;
    const any = a < 0 ? -a | 0 : a;
    return a < 0 ? size : any;
  }
}
`);
    expect(source).to.contain('const int32_t size = its_abs(near);');
    expect(source.match(/its_abs/g)).to.have.length(1);
  });

  it('computes with fractions where constructors do, and leaves out what is 0 anyway', () => {
    const { source } = translate(`
interface Scale { readonly rate_Hz: number; }
function frames(ms: number, scale: Scale): number {
  return Math.round((ms * scale.rate_Hz) / 1000);
}
export class Meter {
  private count = 0;
  private least = 3;
  private readonly window: number;
  constructor(scale: Scale) {
    this.window = frames(60, scale);
  }
}
`);
    expect(source).to.contain('static int32_t frames(int32_t ms, const Scale *scale) {');
    expect(source).to.contain('return its_round((double)(ms) * scale->rate_Hz / 1000.0);');
    expect(source).to.contain('self->window = frames(60, scale);');
    expect(source).to.contain('self->least = 3;');
    expect(source).not.to.contain('self->count');
  });

  it('takes an index that was tested as in range, from the end of the expression on and where it was tested', () => {
    const { source } = translate(`
export class Meter {
  private readonly values = new Int16Array(8);
  read(at: number, other: number, third: number): number {
    const values = this.values;
    const sum = values[at] + values[at];
    if (values[other] > 3 && values[other] > 4) values[other] = 1;
    const some = at > 2 ? values[third] : 0;
    return sum + some + values[at] + values[other] + values[third];
  }
}
`);
    const test = (name: string) => `values[its_index((int64_t)${name}, 8)]`;
    expect(source).to.contain(`sum = ${test('at')} + ${test('at')};`);
    expect(source).to.contain(`if (${test('other')} > 3 && values[other] > 4) { values[other] = 1; }`);
    expect(source).to.contain(`some = at > 2 ? ${test('third')} : 0;`);
    expect(source).to.contain(`values[at] + values[other] + ${test('third')};`);
  });

  it('keeps apart what is to be kept apart, constructors too', () => {
    const part =
      'class Part {\n  size: number;\n  /** @noinline */\n  constructor() {\n    this.size = 3;\n  }\n}\n';
    const text = METER.replace('/** Counts. */', `${part}\n/** Counts. */`)
      .replace('  private far', '  private readonly part = new Part();\n  private far')
      .replace(
        'add(a',
        'add(x: number, y: number): number {\n    return this.sum(x, y) + this.part.size;\n  }\n\n  /** @noinline */\n  private sum(a',
      );
    const { source } = translate(text);
    expect(source).to.contain('ITS_NOINLINE static int32_t Meter_sum(');
    expect(source).to.contain('ITS_NOINLINE static void Part_construct(');
    expect(source).to.match(/^int32_t Meter_add\(/m);
  });

  it('puts every statement on the line of its TypeScript', () => {
    const { source } = translate(METER);
    const typescript = METER.split('\n');
    let line = 0;
    const found = new Map<string, number>();
    for (const text of source.split('\n')) {
      const mark = /^#line (\d+)/.exec(text);
      if (mark) line = Number(mark[1]);
      else found.set(text.trim(), line++);
    }
    const lineOf = (part: string) => typescript.findIndex((each) => each.includes(part)) + 1;
    expect(found.get('// The mean.')).to.equal(lineOf('// The mean.'));
    expect(found.get('self->short_[a & 3] = mean;')).to.equal(lineOf('this.short[a & 3]'));
    expect(found.get('if (mean > 7) {')).to.equal(lineOf('if (mean > 7)'));
    expect(found.get('return self->short_[0];')).to.equal(lineOf('return this.short[0]'));
    expect(found.get('return its_div32(a, b);')).to.equal(lineOf('return (a / b)'));
  });

  it('is the same each time', () => {
    expect(translate(METER)).to.deep.equal(translate(METER));
  });

  it('tells names of two modules apart, and avoids those that C has', () => {
    const other = resolve('other.ts');
    const files = new Map([
      [other, 'const LIMIT = 7;\nexport function log(x: number): number {\n  return x & LIMIT;\n}\n'],
      [
        PATH,
        `import { log } from './other';\nconst LIMIT = 3;\nexport class Kernel {\n  private n = 0;\n  run(register: number): number {\n    this.n = log(register) & LIMIT;\n    return this.n;\n  }\n}\n`,
      ],
    ]);
    const { program } = lowerProgram(new Project([PATH], files), PATH);
    if (!program) throw new Error('refused');
    const { source } = emit(program, analyse(program), { name: 'virtual' });
    expect(source).to.contain('enum { other_LIMIT = 7 };').and.to.contain('enum { virtual_LIMIT = 3 };');
    expect(source).to.contain('self->n = other_log(register_) & virtual_LIMIT;');
  });
});
