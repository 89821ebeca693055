import { expect } from 'chai';
import { interpretedKernel } from '../../firmware/kernel/interpreted';
import { makeMotion } from '../../firmware/kernel/motion';

const SCALE = { accel_ug: 976, gyro_udps: 70_000, rate_Hz: 208 };
const ACCEL_ONLY = { ...SCALE, rate_Hz: 52 };

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
});
