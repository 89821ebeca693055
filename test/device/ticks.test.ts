import { expect } from 'chai';
import { Ticks } from '../../firmware/device/ticks';

describe('device: ticks', () => {
  it('counts on where the SDK turns negative, after 24.8 days', () => {
    const ticks = new Ticks();
    expect(ticks.widen(0x7fff_ffff)).to.equal(2 ** 31 - 1);
    expect(ticks.widen(-(2 ** 31))).to.equal(2 ** 31);
    expect(ticks.widen(-1)).to.equal(2 ** 32 - 1);
  });

  it('counts on where the counter starts again, after 49.7 days and each 49.7 days more', () => {
    const ticks = new Ticks();
    ticks.widen(-2);
    expect(ticks.widen(3)).to.equal(2 ** 32 + 3);
    expect(ticks.widen(3)).to.equal(2 ** 32 + 3);
    ticks.widen(-1);
    expect(ticks.widen(0)).to.equal(2 * 2 ** 32);
  });
});
