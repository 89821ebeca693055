import { expect } from 'chai';
import { Landings } from '../../firmware/stepdetect/landings';
import { StrideQueue } from '../../firmware/stepdetect/queue';
import { strideOf, STRIDE_FIELDS } from '../../firmware/stepdetect/stride-record';
import {
  GAIT_RUN,
  GAIT_UNKNOWN,
  GAIT_WALK,
  HAS_CONTACT,
  HAS_TC,
  HAS_TO,
  Stride,
} from '../../firmware/stepdetect/stride';

/** Lands `swings`, each [foot-off, initial contact, was the foot-off seen], ms; what came out, the last without a foot-off. */
function landed(swings: [tc_ms: number, ic_ms: number, seen?: boolean][]): Stride[] {
  const queue = new StrideQueue();
  const record = new Int32Array(STRIDE_FIELDS);
  const landings = new Landings(queue);
  const strides: Stride[] = [];
  for (const [tc, ic, seen = true] of swings)
    landings.land(tc * 1000, ic * 1000, (ic + 200) * 1000, 1200, 1000000, false, seen);
  landings.release();
  while (queue.take(record)) {
    const stride = new Stride();
    strideOf(record, stride);
    strides.push(stride);
  }
  return strides;
}

describe('landings', () => {
  it('wait for the foot-off that ends their contact', () => {
    const [walk, last] = landed([
      [0, 400],
      [1050, 1450],
    ]);
    expect(walk.tcUs).to.equal(1050000);
    expect(walk.contactUs).to.equal(650000);
    expect(walk.gait).to.equal(GAIT_WALK);
    expect(last.valid & HAS_TC).to.equal(0);
  });

  it('are of running when the contact is shorter than the swing before it', () => {
    const [run] = landed([
      [0, 450],
      [700, 1150],
    ]);
    expect(run.gait).to.equal(GAIT_RUN);
  });

  it('have no contact time when the foot stood for long, nor a foot-off after longer still', () => {
    const [stood] = landed([
      [0, 400],
      [2100, 2500],
    ]);
    expect(stood.valid & (HAS_TC | HAS_CONTACT)).to.equal(HAS_TC);
    expect(stood.gait).to.equal(GAIT_UNKNOWN);
    const [longer] = landed([
      [0, 400],
      [3000, 3400],
    ]);
    expect(longer.valid & (HAS_TC | HAS_CONTACT)).to.equal(0);
  });

  it('have no foot-off where none was seen: before their swing, and at the end of the contact before', () => {
    const [before, spun] = landed([
      [0, 400],
      [1050, 1450, false],
    ]);
    expect(before.valid & (HAS_TC | HAS_CONTACT)).to.equal(0);
    expect(spun.valid & HAS_TO).to.equal(0);
  });
});
