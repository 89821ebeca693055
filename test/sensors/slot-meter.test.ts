import { expect } from 'chai';
import { SlotMeter } from '../../firmware/sensors/slot-meter';

/** Notes the count every 120 ms, as interrupts come, of a part whose samples are `slot_us` apart. */
function run(meter: SlotMeter, slot_us: number, from_ms: number, to_ms: number, first = 0): number {
  let samples = first;
  for (let ms = from_ms; ms <= to_ms; ms += 120) {
    samples = (first + Math.floor(((ms - from_ms) * 1000) / slot_us)) | 0;
    meter.note(samples, ms);
  }
  return samples;
}

const us = (meter: SlotMeter): number => meter.slot_q16 / 65_536;

describe('Slot meter', () => {
  it('takes the nominal time until a second has passed', () => {
    const meter = new SlotMeter(5000);
    run(meter, 5100, 0, 900);
    expect(us(meter)).to.equal(5000);
    run(meter, 5100, 1020, 1020, 200);
    expect(us(meter)).to.equal(5100);
  });

  for (const slot_us of [4900, 5060.7, 19_590])
    it(`finds ${slot_us} us to 0.5 % after a second and 0.01 % after some minutes`, () => {
      const nominal_us = slot_us > 10_000 ? 20_000 : 5000;
      const meter = new SlotMeter(nominal_us);
      run(meter, slot_us, 0, 1300);
      expect(us(meter)).to.be.closeTo(slot_us, slot_us > 10_000 ? 0.02 * slot_us : 0.005 * slot_us);
      run(meter, slot_us, 0, 200_000);
      expect(us(meter)).to.be.closeTo(slot_us, slot_us > 10_000 ? 4e-4 * slot_us : 1e-4 * slot_us);
    });

  it('follows an oscillator that drifts', () => {
    const meter = new SlotMeter(5000);
    const samples = run(meter, 5050, 0, 130_000);
    run(meter, 4990, 130_000, 400_000, samples);
    expect(us(meter)).to.be.closeTo(4990, 1);
  });

  it('keeps what it learned over a break, and learns from a longer span after it', () => {
    const meter = new SlotMeter(5000);
    run(meter, 5050, 0, 20_000);
    const learned = us(meter);
    meter.interrupt();
    run(meter, 5050, 30_000, 37_900);
    expect(us(meter)).to.equal(learned);
    run(meter, 5050, 30_000, 40_000);
    expect(us(meter)).to.be.closeTo(5050, 3);
  });

  it('does not believe what no oscillator does, nor a count that stands still', () => {
    const meter = new SlotMeter(5000);
    run(meter, 4400, 0, 10_000);
    run(meter, Infinity, 20_000, 40_000);
    expect(us(meter)).to.equal(5000);
  });

  it('counts on when the count wraps', () => {
    const meter = new SlotMeter(5000);
    run(meter, 5050, 0, 20_000, 2 ** 31 - 1000);
    expect(us(meter)).to.be.closeTo(5050, 3);
  });
});
