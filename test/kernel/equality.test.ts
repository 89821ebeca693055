/** The kernel interpreted and natively, state by state; `npm run native:fuzz` is the long form. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Equality } from '../../host-sim/kernel/equality';
import { Adversary } from '../../host-sim/kernel/adversary';
import { Notes } from '../../host-sim/kernel/calls';
import {
  CHECKED,
  drive,
  driveProgram,
  firstDifference,
  GENERATED,
  RELEASE,
} from '../../host-sim/kernel/programs';
import { findTraces, openTrace } from '../../host-sim/traces/csv';
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
    equality = new Equality([CHECKED, RELEASE], program);
  });

  it('has the state of the TypeScript after every call: a walk and a run, without gyroscope, on the other part', () => {
    equality.replayed(outing());
    equality.replayed(outing(), { gyroscope: 'never' });
    equality.replayed(outing(), { part: 'ICM42688P' });
    equality.replayed(outing(), { rate_Hz: 416 });
    expect(equality.counts.strides).to.be.above(60);
  });

  it('has it whatever the sensor reads', () => {
    for (let seed = 1; seed <= 4; seed++) equality.adversarial(seed, 10_000);
  });

  it(`has it over a recording${given ? '' : ' (pending: FOOTFALL_TRACES names no folder)'}`, function () {
    if (!given) return this.skip();
    equality.replayed(openTrace(findTraces(root)[0]));
  });

  it('is told from one that differs by a single operator', () => {
    if (program === undefined) return;
    const notes = new Notes(program.root);
    new Adversary(1).live(notes.maker, 2000);
    const other = mkdtempSync(join(tmpdir(), 'footfall-mutant-'));
    try {
      for (const file of ['kernel.c', 'kernel.h', 'its.h']) {
        const text = readFileSync(join(GENERATED, file), 'utf8');
        writeFileSync(join(other, file), text.replace('5 * most', '6 * most'));
      }
      const mutant = { ...RELEASE, name: 'mutant' };
      const hashes = drive(mutant, driveProgram(mutant, program, other), notes.calls);
      expect(firstDifference(notes.hashes, hashes)).to.be.at.least(0);
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });
});
