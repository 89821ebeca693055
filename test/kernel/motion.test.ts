import { expect } from 'chai';
import { interpretedKernel } from '../../firmware/kernel/interpreted';
import { makeMotion } from '../../firmware/kernel/motion';
import { TOLD_TAPPED } from '../../firmware/kernel/report';
import { ACCELEROMETER, GYROSCOPE, timestampWord, word } from '../sensors/words';

const SCALE = { accel_ug: 976, gyro_udps: 70_000, rate_Hz: 208 };
const ACCEL_ONLY = { ...SCALE, rate_Hz: 52 };

/** A shoe that lies there, as FIFO words; after two seconds it is tapped five times, every 0.3 s. */
function tapped(from: number, to: number): number[] {
  const words: number[] = [];
  for (let slot = from; slot < to; slot++) {
    const since = slot - 400;
    const tap_ms = (since % 64) * 4.8;
    const rings = since >= 0 && since < 5 * 64 && tap_ms < 30;
    const ring = rings ? 3072 * Math.exp(-tap_ms / 6) * Math.cos(tap_ms / 2) : 0;
    if (slot % 8 === 0) words.push(...timestampWord(slot, slot * 192));
    words.push(...word(GYROSCOPE, slot, 0), ...word(ACCELEROMETER, slot, 0, 0, 1024 + Math.round(ring)));
  }
  return words;
}

describe('the kernel', () => {
  it('refuses units that its integers are not made for', () => {
    const make = (scale: object, accelOnly: object = {}, height_mm = 90) =>
      makeMotion(interpretedKernel, { ...SCALE, ...scale }, { ...ACCEL_ONLY, ...accelOnly }, height_mm);
    expect(() => make({})).to.not.throw();
    expect(() => make({ rate_Hz: 833 })).to.throw(RangeError, '833 frames a second: 100 to 220');
    expect(() => make({}, { rate_Hz: 104 })).to.throw(RangeError, '104 frames a second: 25 to 60');
    expect(() => make({ accel_ug: 0 })).to.throw(RangeError, '0 ug a count');
    expect(() => make({ gyro_udps: NaN })).to.throw(RangeError, 'NaN udps a count');
    expect(() => make({}, {}, -1)).to.throw(RangeError, '-1 mm above the ground');
  });

  it('tells the gesture of the taps once, and not while the runner moves', () => {
    for (const moving of [false, true]) {
      const motion = makeMotion(interpretedKernel, SCALE, ACCEL_ONLY, 90);
      motion.startLsm6dso(192, 1_638_400, false, 0);
      motion.setMoving(moving);
      let told = 0;
      for (let slot = 0; slot < 2000; slot += 24) {
        const words = tapped(slot, slot + 24);
        motion.block.set(words);
        expect(motion.take(words.length / 7)).to.equal(24);
        if ((motion.news & TOLD_TAPPED) !== 0) told++;
        motion.news = 0;
      }
      expect(told).to.equal(moving ? 0 : 1);
    }
  });
});
