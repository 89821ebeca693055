/** Records written by the firmware on the real engine. */
import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { PHASES, withPhases } from '../../host-sim/engines/xs/phases';
import { meterXs, recordReplay } from '../../host-sim/engines/xs/run';
import { synthesise } from '../../host-sim/traces/synth';

/** The session is told by then, and its first records are written, us of board time. */
const WARM_UP_us = 75e6;
const RECORD = [PHASES.indexOf('record'), PHASES.indexOf('record write')];

const missing = spawnSync(process.env.CC ?? 'cc', ['--version']).error !== undefined;

describe(`records on XS${missing ? ' (pending: no C compiler)' : ''}`, function () {
  // The first run compiles the engine.
  this.timeout(300000);

  before(function () {
    if (missing) this.skip();
  });

  it('are the same bytes in flash as in Node, and allocate nothing', () => {
    const segments = [
      { kind: 'stand', duration_s: 3 },
      { kind: 'run', duration_s: 260, speed_mps: 3 },
      { kind: 'stand', duration_s: 5 },
    ] as const;
    const { result, transcript } = recordReplay(synthesise({ name: 'run', segments: [...segments] }));
    expect(result.record.runs).to.have.lengthOf(1);
    const { report } = meterXs(transcript, { warmUp_us: WARM_UP_us, edit: withPhases });
    const [record, writes] = RECORD.map((phase) => report.phases[phase]);
    expect(record.calls).to.be.greaterThan(300);
    expect(writes.calls).to.be.greaterThan(0);
    for (const { slots, bytes } of [record, writes]) expect([slots, bytes]).to.deep.equal([0, 0]);
  });
});
