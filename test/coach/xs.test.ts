/** The coach on the real engine: what looking back at a run allocates. */
import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import type { Edit } from '../../host-sim/engines/xs/modules';
import { recordReplay, runXs } from '../../host-sim/engines/xs/run';
import { synthesise } from '../../host-sim/traces/synth';

/** A session ends when the runner has stood for three minutes; then the coach reads it. */
const RUN_s = 75;
const STAND_s = 200;
const WARM_UP_us = (RUN_s + 8) * 1e6;
/** A part of the firmware that this recording does not use: its number is free. */
const PHASE = 7;

const missing = spawnSync(process.env.CC ?? 'cc', ['--version']).error !== undefined;

/** The coach's second, metered by itself, with `code` at its start. */
function metered(code: string): Edit {
  return (name, source) => {
    if (name !== 'firmware/coach/shoe-coach') return source;
    const head = '  tick(): void {';
    expect(source).to.include(head);
    const around = `${head} phase(${PHASE}); this.second(); phase(-1); }\n  private second(): void { ${code}`;
    return `declare function phase(to: number): void;\n${source.replace(head, around)}`;
  };
}

describe(`the coach on XS${missing ? ' (pending: no C compiler)' : ''}`, function () {
  // The first run compiles the engine.
  this.timeout(300000);
  let transcript: Uint8Array;

  before(function () {
    if (missing) this.skip();
    const segments = [
      { kind: 'stand', duration_s: 3 },
      { kind: 'run', duration_s: RUN_s, speed_mps: 3 },
      { kind: 'stand', duration_s: STAND_s },
    ] as const;
    transcript = recordReplay(synthesise({ name: 'run', segments: [...segments] })).transcript;
  });

  it('allocates nothing, also while it reads a run', () => {
    // One object when the run has been read, to see that it was: an instance and its property, two slots.
    const code = 'if (this.review.complete && this.runner.height_cm === 0) this.runner = { height_cm: -1 };';
    const { calls, slots, bytes } = runXs(transcript, { warmUp_us: WARM_UP_us, edit: metered(code) }).phases[
      PHASE
    ];
    expect(calls).to.be.greaterThan(STAND_s - 20);
    expect([slots, bytes]).to.deep.equal([2, 0]);
  });
});
