import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { manifestLimits } from '../../host-sim/engines/xs/limits';
import type { Edit } from '../../host-sim/engines/xs/modules';
import { PHASES, withPhases } from '../../host-sim/engines/xs/phases';
import { recordReplay, runXs } from '../../host-sim/engines/xs/run';
import { collectionsPerHour, steadyState } from '../../host-sim/engines/xs/steady';
import { synthesise, type Plan } from '../../host-sim/traces/synth';

const PLAN: Plan = {
  name: 'walk_and_run',
  segments: [
    { kind: 'stand', duration_s: 3 },
    { kind: 'walk', duration_s: 20, speed_mps: 1.4 },
    { kind: 'run', duration_s: 40, speed_mps: 3 },
    { kind: 'stand', duration_s: 4 },
  ],
};
/** By then the session has begun and every path of a stride was taken once, us. */
const WARM_UP_us = 20e6;
const MOST_BYTES_PER_SECOND = 64;
const MOST_COLLECTIONS_PER_HOUR = 4;
const HOT = ['FIFO decoding', 'ring', 'per-sample pass', 'per-stride pass'] as const;

const missing = spawnSync(process.env.CC ?? 'cc', ['--version']).error !== undefined;

/** A method of the hot path with an allocating construct at its start. */
function allocating(module: string, method: string, construct: string): Edit {
  return (name, source) => {
    if (name !== module) return withPhases(name, source);
    const edited = source.replace(
      new RegExp(`(\\n {2}(?:private )?${method}\\([^)]*\\)[^{]*\\{)`),
      `$1 ${construct}`,
    );
    expect(edited).to.not.equal(source);
    return withPhases(name, edited);
  };
}

describe(`what the firmware allocates on XS${missing ? ' (pending: no C compiler)' : ''}`, function () {
  // The first run compiles the engine.
  this.timeout(300000);
  let transcript: Uint8Array;

  before(function () {
    if (missing) this.skip();
    transcript = recordReplay(synthesise(PLAN)).transcript;
  });

  /** Slots and bytes per part of the hot path, after the warm-up. */
  function hot(edit: Edit): Record<string, [number, number]> {
    const { phases } = runXs(transcript, { warmUp_us: WARM_UP_us, edit });
    return Object.fromEntries(
      HOT.map((name) => {
        const { calls, slots, bytes } = phases[PHASES.indexOf(name)];
        expect(calls, name).to.be.greaterThan(100);
        return [name, [slots, bytes]];
      }),
    );
  }

  it('is nothing in sensors and stepdetect once warm', () => {
    expect(hot(withPhases)).to.deep.equal(Object.fromEntries(HOT.map((name) => [name, [0, 0]])));
  });

  it(`is at most ${MOST_BYTES_PER_SECOND} bytes per second of running in all, and rarely collected`, () => {
    const report = runXs(transcript, { warmUp_us: WARM_UP_us });
    const steady = steadyState(
      report,
      (PLAN.segments.reduce((s, { duration_s }) => s + duration_s, 0) * 1e6 - WARM_UP_us) / 1e6,
    );
    expect(steady.bytes_per_s).to.be.at.most(MOST_BYTES_PER_SECOND);
    expect(collectionsPerHour(report, steady, manifestLimits())).to.be.at.most(MOST_COLLECTIONS_PER_HOUR);
  });

  const constructs: readonly [
    what: string,
    module: string,
    method: string,
    construct: string,
    part: string,
  ][] = [
    [
      'an object per block',
      'firmware/stepdetect/detector',
      'process',
      'const made = { block: 1 }; if (made.block !== 1) return 0;',
      'per-stride pass',
    ],
    [
      'an array per stride',
      'firmware/stepdetect/detector',
      'judge',
      'const made = [at, 2]; if (made[0] !== at) return;',
      'per-stride pass',
    ],
    [
      'a closure per scan',
      'firmware/stepdetect/gate',
      'scan',
      'const made = () => this.start; if (made() < 0) return 0;',
      'per-sample pass',
    ],
    [
      'for-of per block',
      'firmware/sensors/lsm6dso-fifo',
      'decode',
      'for (const byte of bytes) if (byte < 0) return 0;',
      'FIFO decoding',
    ],
  ];
  for (const [what, module, method, construct, part] of constructs)
    it(`is seen: ${what} in ${module}`, () => {
      const [slots, bytes] = hot(allocating(module, method, construct))[part];
      expect(slots + bytes).to.be.greaterThan(20);
    });
});
