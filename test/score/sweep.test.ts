/** Constants of the kernel with other values: are they found, do they take effect, what is chosen? */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { replay } from '../../host-sim/engines/node';
import type { KernelMaker } from '../../firmware/kernel/motion';
import { choose } from '../../host-sim/sweep/choice';
import { foundBy } from '../../host-sim/sweep/companions';
import { constantsOf, findConstant, withValue } from '../../host-sim/sweep/constants';
import { costOf } from '../../host-sim/sweep/figures';
import { KernelModules, ModuleGraph } from '../../host-sim/sweep/modules';
import type { VariantScores } from '../../host-sim/sweep/scores';
import { sweep, valuesAround, type Swept } from '../../host-sim/sweep/sweep';
import { constantTable, summaryTable } from '../../host-sim/sweep/tables';
import type { SweepTarget } from '../../host-sim/sweep/targets';
import { Scorecard } from '../../host-sim/score/scorecard';
import { activityOf, synthesise, traceTruth, type Plan } from '../../host-sim/traces/synth';

const PLAN: Plan = {
  name: 'walk and run',
  segments: [
    { kind: 'stand', duration_s: 2 },
    { kind: 'walk', duration_s: 8, speed_mps: 1.3 },
    { kind: 'run', duration_s: 8, speed_mps: 3 },
    { kind: 'stand', duration_s: 3 },
  ],
};
const TEXT = `
/** Longer than this, mm. @source fit */
const LONG_mm = 100;
export const SHORT_mm = -3;
/** Twice that. */
const LONGER_mm = 2 * LONG_mm;

const SHIFTED = 1 << (2 + 3);
const TABLE = [1, 2];
let COUNT = 0;
function f() { const INNER = 5; return INNER; }
`;

describe('constants of the kernel', () => {
  it('are found with value, comment and source; those made of others have no value of their own', () => {
    const line = { file: 'a.ts', source: undefined };
    expect(constantsOf('a.ts', TEXT)).to.deep.equal([
      { ...line, name: 'LONG_mm', line: 3, value: 100, text: 'Longer than this, mm.', source: 'fit' },
      { ...line, name: 'SHORT_mm', line: 4, value: -3, text: 'Longer than this, mm.', source: 'fit' },
      { ...line, name: 'LONGER_mm', line: 6, text: 'Twice that.' },
      { file: 'a.ts', name: 'SHIFTED', line: 8, value: 32, text: '' },
    ]);
  });

  it('are asked for by name, and by file where two have it; what is not there, or follows others, is refused', () => {
    const { constants } = new KernelModules();
    expect(findConstant(constants, 'CONTACT_SHARE_Q8').file).to.equal('stepdetect/contacts.ts');
    expect(findConstant(constants, 'mid-stance/RAISED_deg').file).to.equal('stepdetect/mid-stance.ts');
    expect(() => findConstant(constants, 'RAISED_deg')).to.throw(
      /footstep\/RAISED_deg, mid-stance\/RAISED_deg/,
    );
    expect(() => findConstant(constants, 'NO_SUCH_ms')).to.throw('the kernel has no constant of this name');
    expect(() => findConstant(constants, 'REST_FRAMES')).to.throw('made of other constants');
  });

  it('are replaced in their declaration only', () => {
    expect(withValue('a.ts', TEXT, 'LONG_mm', 7)).to.equal(TEXT.replace('LONG_mm = 100', 'LONG_mm = 7'));
    expect(() => withValue('a.ts', TEXT, 'INNER', 7)).to.throw('no constant INNER');
  });

  it('take what is made of them along, through every module', () => {
    const folder = mkdtempSync(join(tmpdir(), 'footfall-sweep-'));
    try {
      writeFileSync(join(folder, 'a.ts'), 'const ONE = 1;\nexport const TWO = 2 * ONE;\n');
      writeFileSync(join(folder, 'b.ts'), "import { TWO } from './a';\nexport const four = () => 2 * TWO;\n");
      const graph = new ModuleGraph(folder, join(folder, 'b.ts'));
      const four = (value?: number) =>
        (
          graph.run(value === undefined ? undefined : { file: 'a.ts', name: 'ONE', value })
            .four as () => number
        )();
      expect([four(), four(10), four()]).to.deep.equal([4, 40, 4]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('kernels beside one board', () => {
  const modules = new KernelModules();

  it('find what each would have found alone; one that fails leaves the others alone', () => {
    const blind = modules.maker({ file: 'stepdetect/footstep.ts', name: 'PEAK_LEAST_dps', value: 2000 });
    const broken: KernelMaker = (...units) =>
      Object.assign(modules.maker()(...units), {
        take() {
          throw new Error('broken');
        },
      });
    const alone = replay(synthesise(PLAN)).strides;
    const { found } = foundBy([blind, broken, modules.maker()], synthesise(PLAN), {});
    expect(alone.length).to.be.above(12);
    expect(found[2].strides).to.deep.equal(alone);
    expect(found[0].strides).to.have.length(0);
    expect(found[1]).to.deep.equal({ strides: [], error: 'broken' });
  });

  it('are those of a share of the contact: it moves later with a larger one', () => {
    const share = (value: number) =>
      modules.maker({ file: 'stepdetect/contacts.ts', name: 'CONTACT_SHARE_Q8', value });
    const [early, late] = foundBy([share(20), share(220)], synthesise(PLAN), {}).found;
    expect(late.strides).to.have.length(early.strides.length);
    late.strides.forEach(({ ic_us }, i) => expect(ic_us).to.be.at.least(early.strides[i].ic_us));
    expect(late.strides.some(({ ic_us }, i) => ic_us > early.strides[i].ic_us + 3000)).to.equal(true);
  });
});

/** Scores in which initial contacts scatter by so many ms. */
function scattered(sd_ms: number): VariantScores['scores']['a'] {
  const card = new Scorecard();
  const times = [0, 1, 2, 3].map((s) => 1e6 * s + 1e6);
  const meta = { activity: 'walk', truth: { complete: true, events_us: { ic: times } } };
  const strides = times.map((time, i) => ({
    ic_us: time + (i % 2 === 0 ? 1 : -1) * 1000 * sd_ms,
    clipped: false,
  }));
  card.add({ dataset: 'made up', name: 'x' }, meta, { strides });
  return card.result();
}

/** A constant of 10, tried with 5, 10 and 15. */
function swept(
  a: readonly number[],
  b: readonly number[],
  errors: readonly (string | undefined)[] = [],
): Swept {
  const tried = a.map((sd_ms, i) => ({
    scores: { a: scattered(sd_ms), b: scattered(b[i]), synthetic: new Scorecard().result() },
    error: errors[i],
  }));
  const constant = { name: 'MADE_UP', file: 'made/up.ts', line: 1, value: 10, text: 'Is made up.' };
  return { constant, values: [5, 10, 15], tried };
}

describe('the choice of a value', () => {
  it('costs a point for 10 ms of scatter', () => {
    expect(costOf(scattered(20)) - costOf(scattered(10))).to.be.closeTo(1, 1e-9);
  });

  it('is of one half of the subjects, and worth what the other half says', () => {
    const { chosen, costs, verdict } = choose(swept([30, 20, 10], [12, 11, 14]));
    expect(chosen).to.deep.equal({ a: 15, b: 10 });
    expect(verdict).to.equal('the halves disagree');
    expect(costs.b[2] - costs.b[1]).to.be.closeTo(0.3, 1e-9);
    const table = constantTable(swept([30, 20, 10], [12, 11, 14]), 'a');
    expect(table).to.include('firmware/made/up.ts:1 MADE_UP = 10');
    expect(table).to.match(/^a +made up +walk +IC SD ms +30\.0 +20\.0 +10\.0$/m);
    expect(table).to.include(
      'Half a would choose 15; half b, held out: cost 1.10 -> 1.40; half b would choose 10.',
    );
    expect(table).to.include('Worse with 15: b made up walk IC SD ms 11.0 -> 14.0.');
  });

  it('is the present value where others are as good, and where all are the same', () => {
    expect(choose(swept([10.1, 10.2, 30], [30, 10, 30])).chosen.a).to.equal(10);
    expect(choose(swept([10.1, 10.2, 30], [30, 10, 30])).verdict).to.equal('both keep it');
    const flat = swept([10, 10.5, 10.2], [10, 10, 10]);
    expect(choose(flat).verdict).to.equal('flat');
    expect(summaryTable([flat], 'a')).to.equal('Flat: up/MADE_UP 10 (5 to 15).');
    expect(choose(swept([10, 20, 30], [10, 20, 20])).verdict).to.equal('both change it');
  });

  it('is never one that the kernel cannot take', () => {
    const one = swept([10, 20, 30], [10, 20, 30], ['x: broken']);
    expect(choose(one).chosen).to.deep.equal({ a: 10, b: 10 });
    expect(constantTable(one, 'a')).to.include('5 fails: x: broken');
    expect(summaryTable([one], 'b')).to.match(
      /^up\/MADE_UP +10 +5 10 15 +- \. \+1\.00 +- \. \+1\.00 +10 +2\.00 +both keep it$/m,
    );
  });
});

describe('a sweep', function () {
  this.timeout(60_000);

  it('scores each value of each constant on every target', async () => {
    const { constants } = new KernelModules();
    const run = synthesise(PLAN);
    const meta = { activity: activityOf(run), truth: traceTruth(run) };
    const target = { dataset: 'made up', name: PLAN.name, from: PLAN, meta };
    const targets: SweepTarget[] = [
      { ...target, group: 'a' },
      { ...target, group: 'b' },
    ];
    const asked = [
      { constant: findConstant(constants, 'PEAK_LEAST_dps'), values: [50, 2000] },
      { constant: findConstant(constants, 'RELEASE_WALK_Q8'), values: [180, 250] },
    ];
    let kernels = 0;
    const progress = { start: () => {}, done: (count: number) => (kernels += count) };
    const options = { accelOnly: false, threads: 1, kernelsMost: 2, progress };
    const { swept: results, failures } = await sweep(asked, targets, options);
    expect(failures).to.deep.equal([]);
    expect(kernels).to.equal(3);
    const rows = results.map(({ tried }) => tried.map(({ scores }) => scores.a.datasets['made up'].all));
    expect(rows[0].map((row) => (row?.stride?.f1 ?? 0) > 0.95)).to.deep.equal([true, false]);
    expect(rows[1][0]).to.deep.equal(rows[0][0]);
    expect(rows[1][1]?.tc_ms?.bias).to.be.below((rows[1][0]?.tc_ms?.bias ?? NaN) - 1);
  });

  it('tries values around the present one when none are given', () => {
    expect(valuesAround(100)).to.deep.equal([75, 100, 125]);
    expect(valuesAround(100, [0.5, 1.1])).to.deep.equal([50, 100, 110]);
    expect(valuesAround(0.5)).to.deep.equal([0.375, 0.5, 0.625]);
    expect(valuesAround(2)).to.deep.equal([1, 2, 3]);
  });
});
