/** The whole shoe on XS with the native kernel linked in: every output is that of Node, and nothing is allocated. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { HOT_PHASES } from '../../host-sim/engines/xs/phases';
import { recordReplay, runXs } from '../../host-sim/engines/xs/run';
import { nativePace } from '../../host-sim/kernel/native-pace';
import { findTraces, openTrace } from '../../host-sim/traces/csv';
import { demonstration, synthesise } from '../../host-sim/traces/synth';

const noCompiler = spawnSync(process.env.CC ?? 'cc', ['--version']).error !== undefined;

const root = process.env.FOOTFALL_TRACES ?? '';
const given = root !== '' && existsSync(root);
/** Of the recordings, each of which takes a second or so: one in this many. */
const EVERY = 8;

const OUTING = () =>
  synthesise({
    name: 'outing',
    segments: [
      { kind: 'stand', duration_s: 3 },
      { kind: 'walk', duration_s: 12, speed_mps: 1.3 },
      { kind: 'run', duration_s: 12, speed_mps: 3.5 },
      { kind: 'stand', duration_s: 3 },
    ],
  });

describe(`XS with the native kernel${noCompiler ? ' (pending: no C compiler)' : ''}`, function () {
  this.timeout(200_000);
  before(function () {
    if (noCompiler) this.skip();
  });

  for (const part of ['LSM6DSO32', 'ICM42688P'] as const)
    it(`gives the bytes of Node, allocates nothing per block, and needs less memory: ${part}`, () => {
      const { transcript, result } = recordReplay(OUTING(), { part, kernel: nativePace });
      expect(result.strides).to.have.length.above(20);
      const native = runXs(transcript, { native: true, phases: true, warmUp_us: 12e6 });
      for (const phase of HOT_PHASES) expect(native.phases[phase]).to.include({ slots: 0, bytes: 0 });
      const interpreted = runXs(recordReplay(OUTING(), { part }).transcript);
      expect(interpreted.liveChunkBytes - native.liveChunkBytes, 'the arrays of the kernel').to.be.above(
        15_000,
      );
    });

  it('gives the bytes of Node over the whole demonstration run', () => {
    const { transcript, result } = recordReplay(demonstration(), { kernel: nativePace });
    expect(result.strides).to.have.length.above(700);
    runXs(transcript, { native: true });
  });

  it(`and over recordings, one in ${EVERY}${given ? '' : ' (pending: FOOTFALL_TRACES names no folder)'}`, function () {
    if (!given) return this.skip();
    const paths = findTraces(root).filter((_, i) => i % EVERY === 0);
    expect(paths).to.not.be.empty;
    for (const path of paths)
      expect(
        () => runXs(recordReplay(openTrace(path), { kernel: nativePace }).transcript, { native: true }),
        path,
      ).to.not.throw();
  });
});
