/** What npm run metrics prints: errors against exact truth, and sums over recordings. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ReplayedStride } from '../../host-sim/engines/replay';
import { metricErrors } from '../../host-sim/score/metric-errors';
import { metricPlans } from '../../host-sim/score/metric-plans';
import { footRows, gaitRows, turnRows, type Replayed } from '../../host-sim/score/metric-plausibility';
import { errorTable, footTable, gaitTable, turnTable } from '../../host-sim/score/metric-table';
import { synthesise, type Plan } from '../../host-sim/traces/synth';

const BOARD = { rate_Hz: 208, part: 'LSM6DSO32' } as const;

function planOf(name: string): Plan {
  const plan = metricPlans().find((each) => each.name === name);
  if (!plan) throw new Error(`no plan ${name}`);
  return plan;
}

describe('the errors of per-stride metrics on synthetic gait', () => {
  it('pair every true stride with the one found, and are those of one figure each', () => {
    const { strides, found, classRight, figures } = metricErrors(planOf('run 3 m/s'), BOARD);
    expect(strides).to.be.above(40);
    expect(found).to.equal(strides);
    expect(classRight).to.equal(1);
    for (const [name, least, most] of [
      ['strike_deg', -5, 5],
      ['eversion_deg', -8, 3],
      ['eversionRate_pct', -45, 45],
      ['impact_pct', -20, 5],
      ['clearance_mm', -30, 30],
      ['rise_mm', -40, 40],
      ['turn_deg', -1, 1],
    ] as const) {
      expect(figures[name]?.bias, name).to.be.within(least, most);
      expect(figures[name]?.n, name).to.be.within(strides / 2, strides);
    }
  });

  it('count a true turn as truth, not as error', () => {
    const plan = planOf('walk 1.2 m/s, turning 25/s');
    const turns = synthesise(plan)
      .metrics()
      .map(({ turn_deg }) => turn_deg);
    expect(Math.max(...turns)).to.be.above(20);
    expect(Math.abs(metricErrors(plan, BOARD).figures.turn_deg?.bias ?? NaN)).to.be.below(1);
  });

  it('are none where nothing was walked', () => {
    const stand = { ...planOf('walk 1.3 m/s'), segments: [{ kind: 'stand' as const, duration_s: 8 }] };
    const { strides, found, figures } = metricErrors(stand, BOARD);
    expect([strides, found]).to.deep.equal([0, 0]);
    expect(figures.strike_deg).to.equal(undefined);
  });

  it('are of gaits that differ in name and in what is made', () => {
    const plans = metricPlans();
    expect(new Set(plans.map(({ name }) => name)).size).to.equal(plans.length);
    const made = plans.map((plan) => JSON.stringify({ ...plan, name: '' }));
    expect(new Set(made).size).to.equal(plans.length);
  });
});

describe('per-stride metrics over recordings', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'footfall-metrics-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  function recording(
    name: string,
    strides: Partial<ReplayedStride>[],
    { meta = {}, foot }: { meta?: object; foot?: 'left' | 'right' } = {},
  ): Replayed {
    const json = join(folder, `${name}.json`);
    writeFileSync(json, JSON.stringify(meta));
    const found = strides.map((stride, i) => ({ ic_us: i * 1e6, clipped: false, ...stride }));
    return {
      recording: { dataset: 'set', name, csv: json, json },
      found: { strides: found, foot } as unknown as Replayed['found'],
    };
  }

  const walked = (strike_deg: number, rest: Partial<ReplayedStride> = {}) =>
    ({ kind: 'walk', length_m: 1.2, strike_deg, strike: 'rearfoot', ...rest }) as const;

  it('have the mean and deviation of recordings, the deviation within, and the share of strides that have a value', () => {
    const rows = gaitRows([
      recording('a', [walked(18), walked(20), walked(22, { eversion_deg: 4 })]),
      recording('b', [walked(28), walked(30, { strike: 'midfoot' }), walked(32)]),
    ]);
    expect(rows).to.have.length(1);
    const [{ recordings, strides, rearfoot, midfoot, forefoot, figures }] = rows;
    expect([recordings, strides]).to.deep.equal([2, 6]);
    expect(rearfoot).to.be.closeTo(5 / 6, 1e-9);
    expect([midfoot, forefoot]).to.deep.equal([1 / 6, 0]);
    expect(figures.strike_deg).to.include({ given: 1, mean: 25, sd: 5 });
    expect(figures.strike_deg?.within).to.be.closeTo(Math.sqrt(8 / 3), 1e-9);
    expect(figures.eversion_deg?.given).to.be.closeTo(1 / 6, 1e-9);
    expect(figures.clearance_m).to.equal(undefined);
    expect(gaitTable(rows)).to.match(/25\.0 ±5\.0 \(1\.6\) +4\.0 ±0\.0 \(0\.0\) 17% +-/);
  });

  it('keep walking and running apart, and leave out half steps and recordings of two strides', () => {
    const short = walked(90, { length_m: 0.3 });
    const rows = gaitRows([
      recording('c', [walked(10), walked(10), walked(10), short, { ...walked(5), kind: 'run' }]),
      recording('d', [walked(50), walked(50)]),
    ]);
    expect(rows.map(({ gait, strides }) => [gait, strides])).to.deep.equal([['walk', 3]]);
    expect(rows[0].figures.strike_deg?.mean).to.equal(10);
  });

  it('have the turns of a U-turn less 180 degrees, either way, and those of the legs', () => {
    const meta = { truth: { uturn_us: [10e6, 12e6] } };
    const at = (ic_s: number, turn_deg: number | undefined, length_m = 1.2) => ({
      ic_us: ic_s * 1e6,
      turn_deg,
      length_m,
    });
    const left = recording('e', [at(2, 1), at(4, 2), at(9, 90, 0.4), at(11, 95, 0.4), at(20, -3)], { meta });
    const right = recording('f', [at(4, 0), at(11, -175, 0.5), at(20, 1)], { meta });
    const hole = recording('g', [at(4, 0), at(11, undefined), at(20, 0)], { meta });
    const none = recording('h', [at(4, 9)], {});
    const rows = turnRows([left, right, hole, none]);
    expect(rows).to.have.length(2);
    expect(rows[0]).to.include({ course: 'u-turn', n: 2, bias_deg: 0, sd_deg: 5, worst_deg: 5 });
    expect(rows[1]).to.include({ course: 'straight', n: 6, worst_deg: 3 });
    expect(rows[1].bias_deg).to.be.closeTo(1 / 6, 1e-9);
    expect(turnTable(rows)).to.match(/set +u-turn +2 +0\.0 +5\.0 +5\.0/);
  });

  it('tell the foot named right, wrong, or not at all, of recordings whose side is stated', () => {
    const side = (name: string, side: string, foot?: 'left' | 'right') =>
      recording(name, [], { meta: { sensor: { side } }, foot });
    const rows = footRows([
      side('i', 'left', 'left'),
      side('j', 'left', 'right'),
      side('k', 'right'),
      side('l', 'not stated', 'left'),
    ]);
    expect(rows).to.deep.equal([
      { dataset: 'set', recordings: 3, right: 1, wrong: 1, open: 1, wrongNames: ['j'] },
    ]);
    expect(footTable(rows)).to.match(/wrong: j$/);
    expect(footTable(footRows([side('m', 'left', 'left')]))).to.not.include('wrong: ');
  });

  it('are printed without the sign of a rounded zero, and with a dash where there is none', () => {
    const spread = (bias: number) => ({ n: 2, bias, sd: 0.04 });
    const figures = {
      strike_deg: spread(-0.04),
      eversion_deg: undefined,
      eversionRate_pct: spread(-12.34),
      impact_pct: undefined,
      clearance_mm: undefined,
      rise_mm: undefined,
      turn_deg: undefined,
    };
    const table = errorTable([{ name: 'x', strides: 3, found: 2, classRight: 0.5, figures }]);
    expect(table.split('\n')[1].split(/ {2,}/)).to.deep.equal([
      'x',
      '2/3',
      '50',
      '0.0 ±0.0',
      '-',
      '-12.3 ±0.0',
      '-',
      '-',
      '-',
      '-',
    ]);
  });
});
