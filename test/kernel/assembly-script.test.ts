/**
 * The kernel by a second way into machine code: AssemblyScript's compiler and WebAssembly share nothing with native/ but the TypeScript.
 * Where Node, the C and this agree after every call, a mistake would have to be made three times.
 */
import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { Adversary } from '../../host-sim/kernel/adversary';
import { Notes } from '../../host-sim/kernel/calls';
import { firstDifference } from '../../host-sim/kernel/programs';
import { stateHash } from '../../host-sim/kernel/state-hash';
import { replay } from '../../host-sim/engines/node';
import type { ReplayOptions } from '../../host-sim/engines/replay';
import { findTraces, openTrace } from '../../host-sim/traces/csv';
import type { TraceSource } from '../../host-sim/traces/source';
import { KERNEL, translate } from '../../native/outputs';
import { AssemblyScriptKernel } from './assembly-script/kernel';
import { outing } from './outing';

const root = process.env.FOOTFALL_TRACES;
const given = root !== undefined && existsSync(root);

describe('the kernel as AssemblyScript', function () {
  this.timeout(120_000);
  const { program } = translate(KERNEL);
  const hash = stateHash(program.root);
  let kernel: AssemblyScriptKernel;
  before(() => {
    kernel = AssemblyScriptKernel.build(program.root);
  });

  function replayed(source: TraceSource, options: ReplayOptions = {}): number {
    const notes = new Notes(hash);
    replay(source, { ...options, kernel: notes.maker });
    expect(firstDifference(notes.hashes, kernel.run(notes.calls))).to.equal(-1);
    return notes.strides;
  }

  it('has the state of the TypeScript after every call: a walk and a run, without gyroscope, on the other part', () => {
    const strides =
      replayed(outing()) +
      replayed(outing(), { gyroscope: 'never' }) +
      replayed(outing(), { part: 'ICM42688P' });
    expect(strides).to.be.above(40);
  });

  it('has it whatever the sensor reads', () => {
    for (let seed = 11; seed <= 16; seed++) {
      const notes = new Notes(hash);
      new Adversary(seed).live(notes.maker, 10_000);
      expect(firstDifference(notes.hashes, kernel.run(notes.calls)), `seed ${seed}`).to.equal(-1);
    }
  });

  it(`has it over a recording${given ? '' : ' (pending: FOOTFALL_TRACES names no folder)'}`, function () {
    if (!given) return this.skip();
    expect(replayed(openTrace(findTraces(root)[0]))).to.be.above(0);
  });

  it('is told from one that differs by a single operator', () => {
    const notes = new Notes(hash);
    new Adversary(1).live(notes.maker, 2000);
    const mutant = AssemblyScriptKernel.build(program.root, (text) =>
      text.replace('5.0 * most', '6.0 * most'),
    );
    expect(firstDifference(notes.hashes, mutant.run(notes.calls))).to.be.at.least(0);
  });
});
