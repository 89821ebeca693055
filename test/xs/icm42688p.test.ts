/** The firmware with the second IMU family on both engines: byte for byte, and nothing allocated per frame. */
import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { HOT_PHASES } from '../../host-sim/engines/xs/phases';
import { recordReplay, runXs } from '../../host-sim/engines/xs/run';
import { synthesise } from '../../host-sim/traces/synth';

const noCompiler = spawnSync(process.env.CC ?? 'cc', ['--version']).error !== undefined;

describe(`an ICM-42688-P on XS${noCompiler ? ' (pending: no C compiler)' : ''}`, function () {
  // The first run compiles the engine.
  this.timeout(300000);
  before(function () {
    if (noCompiler) this.skip();
  });

  it('gives what it gives on Node, with faults, and allocates nothing on its way', () => {
    const source = synthesise({
      name: 'walk_and_run',
      segments: [
        { kind: 'stand', duration_s: 3 },
        { kind: 'walk', duration_s: 25, speed_mps: 1.4 },
        { kind: 'run', duration_s: 15, speed_mps: 3 },
        { kind: 'stand', duration_s: 3 },
      ],
    });
    const { result, transcript } = recordReplay(source, {
      part: 'ICM42688P',
      faults: { noAcknowledge: [{ from_us: 10e6, to_us: 10.3e6 }], resets_us: [14e6] },
    });
    expect(result.strides.length).to.be.greaterThan(25);
    expect(result.faults.restarts).to.equal(1);
    const { phases } = runXs(transcript, { phases: true, warmUp_us: 20e6 });
    for (const phase of HOT_PHASES) {
      const { slots, bytes } = phases[phase];
      expect([slots, bytes], `slots and bytes of part ${phase}`).to.deep.equal([0, 0]);
    }
  });
});
