/** The kernel interpreted in Node and on XS, and natively, state by state; `npm run native:fuzz` is the long form. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Equality, makeForms } from '../../host-sim/kernel/equality';
import { Adversary } from '../../host-sim/kernel/adversary';
import { Notes } from '../../host-sim/kernel/calls';
import { CHECKED, driveProgram, GENERATED, RELEASE } from '../../host-sim/kernel/programs';
import { driveOnXs, kernelOnXs } from '../../host-sim/kernel/on-xs';
import { stateHash, stateHashBody } from '../../host-sim/kernel/state-hash';
import { findTraces, openTrace } from '../../host-sim/traces/csv';
import { endOfSeeds, tasksOf } from '../../host-sim/kernel/tasks';
import { gridCells } from '../../host-sim/score/grid-cells';
import { KERNEL, translate } from '../../native/outputs';
import { outing } from './outing';

const root = process.env.FOOTFALL_TRACES;
const given = root !== undefined && existsSync(root);
const noCompiler = spawnSync(process.env.CC ?? 'cc', ['--version']).error !== undefined;

describe(`the native kernel${noCompiler ? ' (pending: no C compiler)' : ''}`, function () {
  this.timeout(120_000);
  const { program } = noCompiler ? { program: undefined } : translate(KERNEL);
  let equality: Equality;
  before(function () {
    if (program === undefined) return this.skip();
    equality = new Equality(makeForms([CHECKED, RELEASE], { xs: true, kernel: program }));
  });

  it('has the state of the TypeScript after every call: a walk and a run, without gyroscope, on the other part', () => {
    equality.replayed(outing());
    equality.replayed(outing(), { gyroscope: 'never' });
    equality.replayed(outing(), { part: 'ICM42688P' });
    equality.replayed(outing(), { rate_Hz: 416 });
    equality.finish();
    expect(equality.counts.strides).to.be.above(60);
  });

  it('has it whatever the sensor reads', () => {
    for (let seed = 1; seed <= 4; seed++) equality.adversarial(seed, 10_000);
    equality.finish();
  });

  it(`has it over a recording${given ? '' : ' (pending: FOOTFALL_TRACES names no folder)'}`, function () {
    if (!given) return this.skip();
    equality.replayed(openTrace(findTraces(root)[0]));
    equality.finish();
  });

  it('is told from one that differs by a single operator, with the life it differs in', () => {
    if (program === undefined) return;
    const other = mkdtempSync(join(tmpdir(), 'footfall-mutant-'));
    try {
      for (const file of ['kernel.c', 'kernel.h', 'its.h']) {
        const text = readFileSync(join(GENERATED, file), 'utf8');
        writeFileSync(join(other, file), text.replace('5 * most', '6 * most'));
      }
      const build = { ...RELEASE, name: 'mutant' };
      const programs = [{ build, path: driveProgram(build, program, other) }];
      const mutant = new Equality({ hash: stateHashBody(program.root), programs });
      mutant.adversarial(1, 0);
      mutant.adversarial(2, 2000);
      expect(() => mutant.finish()).to.throw(/^seed 2: mutant differs .* after call \d+$/);
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });

  it('is told from one on XS by the call', () => {
    if (program === undefined) return;
    const notes = new Notes(stateHash(program.root));
    new Adversary(1).live(notes.maker, 2000);
    const { hashes } = notes;
    hashes[20] ^= 1;
    expect(driveOnXs(kernelOnXs(program.root), notes.calls, hashes)).to.equal(20);
  });
});

describe('the pieces of npm run native:fuzz', () => {
  const extent = { samples: 1_020_000, seed: 7, every: 1, xs: 10 };

  it('have each cell and each seed once', () => {
    const lives = tasksOf(extent).flatMap((task) => task.lives);
    const cells = lives.flatMap((life) => (life.kind === 'cell' ? [life.index] : []));
    expect(cells.sort((a, b) => a - b)).to.deep.equal(gridCells().map((_, i) => i));
    const random = lives.flatMap((life) => (life.kind === 'adversarial' ? [life] : []));
    random.sort((a, b) => a.seed - b.seed);
    expect(random.map(({ seed }) => seed)).to.deep.equal(Array.from({ length: 21 }, (_, i) => 7 + i));
    expect(random.reduce((sum, { samples }) => sum + samples, 0)).to.equal(extent.samples);
    expect(endOfSeeds(extent)).to.equal(28);
  });

  it('go to XS in the share asked for, or not at all', () => {
    const onXs = (xs: number) =>
      tasksOf({ ...extent, xs })
        .filter((task) => task.source === 'random and adversarial' && task.xs)
        .flatMap((task) => task.lives).length;
    expect([0, 1, 10].map(onXs)).to.deep.equal([0, 21, 3]);
  });
});
