import { expect } from 'chai';
import { replay } from '../../host-sim/engines/node';
import { firstReport_us } from '../../host-sim/score/first-report';
import { synthesise, type Plan } from '../../host-sim/traces/synth';

const WALK: Plan = {
  name: 'walk',
  segments: [
    { kind: 'stand', duration_s: 3 },
    { kind: 'walk', duration_s: 10, speed_mps: 1.3 },
    { kind: 'stand', duration_s: 3 },
  ],
};

describe('the first report of a stride', () => {
  it('comes after its contact, within one stride of it', () => {
    const { strides } = replay(synthesise(WALK));
    const from_us = strides[2].ic_us - 1000;
    const reported_us = firstReport_us(synthesise(WALK), {}, from_us) ?? 0;
    expect(reported_us).to.be.above(strides[2].ic_us);
    expect(reported_us).to.be.below(strides[4].ic_us);
  });

  it('of the last stride comes after the recording has ended', () => {
    const plan = { ...WALK, segments: WALK.segments.slice(0, 2) };
    const { strides, duration_us } = replay(synthesise(plan));
    const last_us = strides[strides.length - 1].ic_us;
    expect(firstReport_us(synthesise(plan), {}, last_us - 1000)).to.be.above(last_us);
    expect(firstReport_us(synthesise(plan), {}, duration_us + 1)).to.equal(undefined);
  });

  it('does not come while the foot stands', () => {
    const plan: Plan = { name: 'stand', segments: [{ kind: 'stand', duration_s: 5 }] };
    expect(firstReport_us(synthesise(plan), {}, 0)).to.equal(undefined);
  });
});
