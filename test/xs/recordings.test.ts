/** Every recording of every data set, and the demonstration run, on both engines: byte for byte, and nothing allocated. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { HOT_PHASES } from '../../host-sim/engines/xs/phases';
import { recordReplay, runXs } from '../../host-sim/engines/xs/run';
import { findTraces, openTrace } from '../../host-sim/traces/csv';
import type { TraceSource } from '../../host-sim/traces/source';
import { demonstration } from '../../host-sim/traces/synth';

const root = process.env.FOOTFALL_TRACES;
const given = root !== undefined && existsSync(root);
const noCompiler = spawnSync(process.env.CC ?? 'cc', ['--version']).error !== undefined;
/** Board time by which every path was taken once, us; shorter recordings are not metered. */
const WARM_UP_us = 20e6;
const METERED_us = 40e6;

/** @throws Error with the first difference */
function compare(source: TraceSource): void {
  const { result, transcript } = recordReplay(source);
  runXs(transcript);
  if (result.duration_us < METERED_us) return;
  const { phases } = runXs(transcript, { phases: true, warmUp_us: WARM_UP_us });
  for (const phase of HOT_PHASES) {
    const { slots, bytes } = phases[phase];
    expect([slots, bytes], `slots and bytes of part ${phase}`).to.deep.equal([0, 0]);
  }
}

describe(`both engines give the same bytes${noCompiler ? ' (pending: no C compiler)' : ''}`, function () {
  this.timeout(900000);
  before(function () {
    if (noCompiler) this.skip();
  });

  it('over the demonstration run', () => compare(demonstration()));

  it(`over every recording${given ? '' : ' (pending: FOOTFALL_TRACES names no folder)'}`, function () {
    if (!given) return this.skip();
    const paths = findTraces(root);
    expect(paths).to.not.be.empty;
    const failed = paths.flatMap((path) => {
      try {
        compare(openTrace(path));
        return [];
      } catch (error) {
        return [`${path}: ${(error as Error).message}`];
      }
    });
    expect(failed.join('\n')).to.equal('');
  });
});
