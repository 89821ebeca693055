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

/** A method without arguments, metered by itself, with `code` at its start. */
function metered(module: string, head: string, code: string): Edit {
  return (name, source) => {
    if (name !== module) return source;
    expect(source).to.include(head);
    const [, type] = /: (\w+) \{$/.exec(head) ?? [];
    const around = `${head} phase(${PHASE}); const result = this.inner(); phase(-1); return result; }\n  private inner(): ${type} { ${code}`;
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

  it('allocates nothing while it reads a run', () => {
    // One object when the run's start has been read, to see that it was: an instance and its property, two slots.
    const code = 'if (this.period_s > 0 && this.last.seen === 0) this.last = { seen: 1 };';
    const edit = metered('firmware/coach/run-review', '  step(): boolean {', code);
    const withField: Edit = (name, source) =>
      edit(name, source).replace(
        '  private period_s = 0;',
        '  private period_s = 0;\n  private last = { seen: 0 };',
      );
    const { calls, slots, bytes } = runXs(transcript, { warmUp_us: WARM_UP_us, edit: withField }).phases[
      PHASE
    ];
    expect(calls).to.be.within(3, 30);
    expect([slots, bytes]).to.deep.equal([2, 0]);
  });
});
