import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { manifestLimits } from '../../host-sim/engines/xs/limits';
import { recordReplay, replayXs, runXs } from '../../host-sim/engines/xs/run';
import { synthesise, type Plan } from '../../host-sim/traces/synth';

const PLAN: Plan = {
  name: 'walk_and_run',
  segments: [
    { kind: 'stand', duration_s: 3 },
    { kind: 'walk', duration_s: 20, speed_mps: 1.4 },
    { kind: 'run', duration_s: 20, speed_mps: 3 },
    { kind: 'stand', duration_s: 4 },
  ],
};
/** By then the session has begun and every path of a stride was taken once, us. */
const WARM_UP_us = 20e6;

const compiler = process.env.CC ?? 'cc';
const missing = spawnSync(compiler, ['--version']).error !== undefined;

describe(`the firmware on XS${missing ? ` (pending: no C compiler ${compiler})` : ''}`, function () {
  // The first run compiles the engine.
  this.timeout(300000);
  let transcript: Uint8Array;

  before(function () {
    if (missing) this.skip();
    transcript = recordReplay(synthesise(PLAN)).transcript;
  });

  it('puts out what Node put out, byte for byte, and finds strides', () => {
    const result = replayXs(synthesise(PLAN));
    expect(result.engine).to.equal('xs');
    expect(result.strides.length).to.be.greaterThan(30);
  });

  it('allocates nothing at an interrupt or a timer once warm', () => {
    const { entries } = runXs(transcript, { warmUp_us: WARM_UP_us });
    const metered = entries.filter(({ entry }) => entry === 'Interrupt' || entry === 'Timer');
    expect(metered).to.have.length(2);
    for (const { calls, slots, bytes } of metered) {
      expect(calls).to.be.greaterThan(20);
      expect([slots, bytes]).to.deep.equal([0, 0]);
    }
  });

  it('has the meter see an object made per block in the detector', () => {
    const edit = (name: string, source: string) =>
      name === 'firmware/stepdetect/detector'
        ? source.replace(
            /(\n {2}process\([^)]*\)[^{]*\{)/,
            '$1 const made = { block: 1 }; if (made.block !== 1) return 0;',
          )
        : source;
    const interrupts = runXs(transcript, { warmUp_us: WARM_UP_us, edit }).entries.find(
      ({ entry }) => entry === 'Interrupt',
    );
    expect(interrupts?.slots).to.be.at.least(interrupts?.calls ?? Infinity);
  });

  it('tells the first difference with time, call and bytes', () => {
    const edit = (name: string, source: string) =>
      name === 'firmware/ble/device-information'
        ? source.replace('utf8(value)', "utf8('x' + value)")
        : source;
    expect(() => runXs(transcript, { edit })).to.throw(
      /at \d+\.\d+ s: first difference: .*Value.*\[[0-9a-f]+\]/,
    );
  });

  it('refuses a transcript that is none, or is cut short', () => {
    expect(() => runXs(new Uint8Array(100))).to.throw(/no transcript/);
    expect(() => runXs(transcript.slice(0, transcript.length - 40))).to.throw(/transcript/);
  });

  it('ends with the cause when a heap, the keys or the stack are used up', () => {
    const limits = manifestLimits();
    expect(() => runXs(transcript, { limits: { ...limits, slots: 3000 } })).to.throw(/heap is full/);
    expect(() => runXs(transcript, { limits: { ...limits, chunk_bytes: 16384 } })).to.throw(/heap is full/);
    expect(() => runXs(transcript, { limits: { ...limits, keys: 700 } })).to.throw(/keys/);
    expect(() => runXs(transcript, { limits: { ...limits, stack_slots: 96 } })).to.throw(/stack/);
  });

  it('ends with the message when the firmware throws', () => {
    const edit = (name: string, source: string) =>
      name === 'firmware/session/session'
        ? source.replace(
            /(\n {2}tick\([^)]*\)[^{]*\{)/,
            "$1 if (now_ms > 5000) throw new Error('broken tick');",
          )
        : source;
    expect(() => runXs(transcript, { edit })).to.throw(/exception: .*broken tick/);
  });
});
