import { expect } from 'chai';
import { GyroscopeSwitch, type GyroscopeUse } from '../../firmware/session/gyroscope';

/** A switch that has seen landings at these times. */
function after(use: GyroscopeUse, landings_ms: readonly number[]): GyroscopeSwitch {
  const gyroscope = new GyroscopeSwitch(use);
  for (const ms of landings_ms) gyroscope.stride(ms);
  return gyroscope;
}

const FIVE = [1000, 2000, 3000, 4000, 5000];

describe('gyroscope switch', () => {
  it('goes on with the fifth landing in a row', () => {
    expect(after('steady', FIVE.slice(0, 4)).wanted).to.equal(false);
    expect(after('steady', FIVE).wanted).to.equal(true);
  });

  it('starts the row anew after two seconds without a landing', () => {
    expect(after('steady', [0, 1000, 2000, 4001, 5000, 6000, 7000]).wanted).to.equal(false);
    expect(after('steady', [0, 1000, 2000, 4001, 5000, 6000, 7000, 8000]).wanted).to.equal(true);
  });

  it('goes off after twenty seconds of standing, but not in a session', () => {
    const gyroscope = after('steady', FIVE);
    gyroscope.tick(25_000, false);
    expect(gyroscope.wanted).to.equal(true);
    gyroscope.tick(60_000, true);
    expect(gyroscope.wanted).to.equal(true);
    gyroscope.tick(25_001, false);
    expect(gyroscope.wanted).to.equal(false);
  });

  it('never changes its mind when it is always on, or never', () => {
    const always = after('always', []);
    always.tick(1e9, false);
    expect(always.wanted).to.equal(true);
    expect(after('never', FIVE).wanted).to.equal(false);
  });

  describe('landings nobody saw while the sensor started', () => {
    it('are as many as fit at the pace before', () => {
      const gyroscope = after('steady', FIVE);
      gyroscope.switchedOn();
      expect(gyroscope.missed(6050)).to.equal(0);
      expect(gyroscope.missed(8100)).to.equal(2);
      expect([1, 2].map((i) => gyroscope.missedAt_ms(i, 2, 8100))).to.deep.equal([6033, 7067]);
    });

    it('are none when the pause is too long, and none later on', () => {
      const gyroscope = after('steady', FIVE);
      gyroscope.switchedOn();
      expect(gyroscope.missed(10_000)).to.equal(0);
      gyroscope.stride(6000);
      expect(gyroscope.missed(8000)).to.equal(0);
    });
  });

  describe('landings nobody saw while the FIFO overran', () => {
    it('are as many as fit between the one before the loss and the one after it', () => {
      const gyroscope = after('always', FIVE);
      gyroscope.framesLost(5900);
      expect(gyroscope.missed(5850)).to.equal(0);
      expect(gyroscope.missed(9050)).to.equal(3);
      gyroscope.stride(9050);
      expect(gyroscope.missed(11_000)).to.equal(0);
    });

    it('are none when the foot may have stood, and none before a pace is known', () => {
      const gyroscope = after('always', FIVE);
      gyroscope.framesLost(5900);
      expect(gyroscope.missed(12_000)).to.equal(0);
      const first = after('always', [1000]);
      first.framesLost(1500);
      expect(first.missed(3000)).to.equal(0);
    });
  });
});
