/** From motion at the sensor's registers to what a phone is told: a synthetic runner whose cadence is low. */
import { expect } from 'chai';
import { decodeAdvice } from '../../companion/client/advice';
import { decodeDynamics } from '../../companion/client/dynamics';
import { wordsOf } from '../../companion/coach';
import { CADENCE_BELOW_RANGE } from '../../firmware/coach/advice';
import { CADENCE_TARGET, HEIGHT_cm } from '../../firmware/record/settings';
import { virtualRadio } from '../../host-sim/board/radio';
import { VirtualShoe } from '../../host-sim/engines/virtual-shoe';
import { synthesise, type Plan } from '../../host-sim/traces/synth';
import { Phone, type TestShoe } from '../ble/phone';

const RUN_s = 660;
/** The session is told after a minute; the cue waits for nine more of running, and half a minute below the target. */
const CUE_s = 60 + 540 + 30;
const END_s = RUN_s + 240;
/** About 153 steps a minute. */
const PLAN: Plan = {
  name: 'slow_steps',
  segments: [
    { kind: 'stand', duration_s: 3 },
    { kind: 'run', duration_s: RUN_s, speed_mps: 2 },
    { kind: 'stand', duration_s: 3 },
  ],
};
const nothing = () => undefined;
const NO_SINK = { start: nothing, pause: nothing, resume: nothing, split: nothing, stop: nothing };

/** Runs the plan with settings that the phone sets first. */
function outing(height_cm: number, target_spm: number) {
  let radio: ReturnType<typeof virtualRadio> | undefined;
  const shoe = new VirtualShoe(
    synthesise(PLAN),
    {},
    {
      onStride: nothing,
      onRadio: nothing,
      sink: NO_SINK,
      log: (sentence) => expect.fail(sentence),
      server: (clock) => {
        radio = virtualRadio({ now_us: () => clock.now_us }, nothing);
        return radio.server;
      },
    },
  );
  if (radio === undefined) throw new Error('the shoe made no server');
  shoe.runUntil(1_500_000);
  const wait = (ms: number) => shoe.runUntil(shoe.clock.now_us + 1000 * ms);
  const phone = new Phone({ virtual: radio, wait } as unknown as TestShoe, { mtu: 247 });
  expect(phone.ask(0x21, HEIGHT_cm, 1, 0, height_cm)).to.equal('2101');
  expect(phone.ask(0x21, CADENCE_TARGET, 1, 0, target_spm)).to.equal('2101');
  const cues: { at_s: number; cue: boolean }[] = [];
  for (let second = 2; second < END_s; second++) {
    shoe.runUntil(second * 1e6);
    for (const value of phone.dynamics.splice(0))
      for (const { cadenceCue } of decodeDynamics(value).strides)
        cues.push({ at_s: second, cue: cadenceCue });
  }
  phone.fetch([0x12, 3]);
  shoe.shoe.close();
  return { cues, advice: decodeAdvice(Uint8Array.from(phone.received.bytes)) };
}

describe('a synthetic runner with a low cadence', () => {
  it('is told so after the run and, when asked for, during it', () => {
    const { cues, advice } = outing(170, 165);
    expect(cues.length).to.be.greaterThan(700);
    const first = cues.find(({ cue }) => cue);
    expect(first?.at_s).to.be.within(CUE_s - 5, CUE_s + 12);
    expect(advice.map((entry) => entry.advice)).to.deep.equal([CADENCE_BELOW_RANGE]);
    expect(advice[0].first).to.be.within(151, 155);
    expect(advice[0].run).to.equal(1);
    expect(wordsOf(advice[0], 'en', 'km')?.text).to.match(/^15\d steps a minute\./);
  });

  it('is told nothing when the height accounts for it and no target was set', () => {
    const { cues, advice } = outing(185, 0);
    expect(cues.filter(({ cue }) => cue)).to.deep.equal([]);
    expect(advice).to.deep.equal([]);
  });
});
