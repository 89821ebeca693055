/** The record within the whole shoe, on the virtual board. */
import { expect } from 'chai';
import { erasedFlash } from '../../host-sim/board/flash';
import { replay } from '../../host-sim/engines/node';
import type { ReplayOptions, ReplayResult } from '../../host-sim/engines/replay';
import { synthesise, type Plan } from '../../host-sim/traces/synth';

const STAND_s = 200;
const RUN: Plan = {
  name: 'run',
  segments: [
    { kind: 'stand', duration_s: 3 },
    { kind: 'run', duration_s: 150, speed_mps: 3 },
    { kind: 'stand', duration_s: 20 },
    { kind: 'run', duration_s: 60, speed_mps: 3 },
    { kind: 'stand', duration_s: STAND_s },
  ],
};
/** Long enough to be a session, and cut off while it is open. */
const FIRST_PART: Plan = {
  name: 'first part',
  segments: [
    { kind: 'stand', duration_s: 3 },
    { kind: 'run', duration_s: 150, speed_mps: 3 },
  ],
};
const WATCHDOG = { reason: 7 };

function run(options: ReplayOptions = {}, plan = RUN): ReplayResult {
  return replay(synthesise(plan), options);
}

function stopOf({ session }: ReplayResult): Record<string, unknown> {
  return session.filter(({ kind }) => kind === 'stop')[0].data;
}

describe('the record of a shoe', () => {
  it('has the run as the session told it, and every stride in its odometer', () => {
    const result = run();
    const { record } = result;
    const { elapsed_ms, moving_ms, strides, distance_mm } = stopOf(result);
    expect(record.runs).to.have.lengthOf(1);
    expect(record.runs[0]).to.deep.include({ run: 1, kind: 'run', complete: true, elapsed_ms, moving_ms });
    expect(record.runs[0]).to.deep.include({ strides, distance_m: Number(distance_mm) / 1000 });
    expect(record).to.include({ kept: true, boots: 1, strides: result.steps / 2 });
    expect(record.distance_m).to.be.closeTo(result.distance_m, 0.001);
    expect(result.warnings).to.eql([]);
  });

  it('goes on from what the flash holds', () => {
    const flash = erasedFlash();
    const first = run({ flash }).record;
    const second = run({ flash }).record;
    expect(second.boots).to.equal(2);
    expect(second.runs.map(({ run }) => run)).to.eql([1, 2]);
    expect(second.runs[0]).to.eql(first.runs[0]);
    expect(second.strides).to.equal(2 * first.strides);
  });

  it('goes on with the run that a reset interrupted', () => {
    const flash = erasedFlash();
    const before = run({ flash, cutAtEnd: true }, FIRST_PART).record;
    expect(before.runs[0]).to.include({ run: 1, complete: false });
    const after = run({ flash, boot: WATCHDOG });
    expect(after.record.runs).to.have.lengthOf(1);
    const [one] = after.record.runs;
    expect(one).to.include({ run: 1, complete: true });
    expect(one.strides).to.equal(before.runs[0].strides + Number(stopOf(after).strides));
  });

  it('does not go on with it after a change of the battery', () => {
    const flash = erasedFlash();
    run({ flash, cutAtEnd: true }, FIRST_PART);
    expect(run({ flash }).record.runs.map(({ complete }) => complete)).to.eql([true, true]);
  });

  for (const [name, flashFaults, sentence] of [
    ['there is no partition', { absent: true }, /nothing will be kept: .*partition/],
    ['no program and no erase works', { failsAfter: 0 }, /a record could not be written/],
    ['the flash fails after a while', { failsAfter: 5 }, /a record could not be written/],
  ] as const)
    it(`costs the shoe nothing but the record when ${name}`, () => {
      const sound = run();
      const faulty = run({ flashFaults });
      expect(faulty.strides.length).to.equal(sound.strides.length);
      expect(faulty.session.map(({ kind }) => kind)).to.eql(sound.session.map(({ kind }) => kind));
      expect(faulty.warnings).to.have.lengthOf(1);
      expect(faulty.warnings[0]).to.match(sentence);
    });
});
