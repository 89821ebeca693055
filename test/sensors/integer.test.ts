import { expect } from 'chai';
import fc from 'fast-check';
import { atan2Ddeg, isqrt, mulShift, norm3, shareQ10 } from '../../firmware/sensors/integer';

describe('Integer helpers', () => {
  it('takes the floor of the square root', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (n) => {
        const root = isqrt(n);
        expect(root * root <= n && (root + 1) * (root + 1) > n, `${root}`).to.equal(true);
      }),
    );
    expect([0, 1, 3, 4, 2 ** 31 - 1].map(isqrt)).to.deep.equal([0, 1, 1, 2, 46340]);
  });

  it('takes 0 for the root of a negative number', () => {
    expect(isqrt(-5)).to.equal(0);
  });

  it('measures vectors to 0.1 % and one unit', () => {
    const axis = fc.integer({ min: -(2 ** 20), max: 2 ** 20 });
    fc.assert(
      fc.property(axis, axis, axis, (x, y, z) => {
        const length = Math.hypot(x, y, z);
        expect(norm3(x, y, z)).to.be.closeTo(length, 1 + length * 0.001);
      }),
    );
  });

  it('multiplies and shifts as 64-bit integers do', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(2 ** 26), max: 2 ** 26 }),
        fc.integer({ min: -(2 ** 26), max: 2 ** 26 }),
        fc.integer({ min: 22, max: 30 }),
        (a, b, shift) => {
          const exact = Number((BigInt(a) * BigInt(b)) >> BigInt(shift));
          fc.pre(exact === (exact | 0));
          expect(mulShift(a, b, shift)).to.equal(exact);
        },
      ),
    );
  });
});

describe('atan2Ddeg', () => {
  it('is right to 0.1 degree in every direction', () => {
    for (let ddeg = -1800; ddeg <= 1800; ddeg += 3) {
      const angle = (ddeg * Math.PI) / 1800;
      const found = atan2Ddeg(Math.round(32767 * Math.sin(angle)), Math.round(32767 * Math.cos(angle)));
      const off = (((found - ddeg + 1800) % 3600) + 3600) % 3600;
      expect(Math.abs(off - 1800), `${ddeg}`).to.be.at.most(1);
    }
  });

  it('gives the axes exactly, and 0 for no vector', () => {
    expect(atan2Ddeg(0, 7)).to.equal(0);
    expect(atan2Ddeg(7, 0)).to.equal(900);
    expect(atan2Ddeg(-7, 0)).to.equal(-900);
    expect(atan2Ddeg(0, -7)).to.equal(1800);
    expect(atan2Ddeg(0, 0)).to.equal(0);
  });
});

describe('a share of a length', () => {
  it('is the quotient to 0.2 % of one, small and large', () => {
    for (const length of [1, 7, 900, 65536, 65537, 4e6, 6e7])
      for (const part of [-1, -0.5, 0, 0.3, 1]) {
        const value = Math.round(part * length);
        expect(shareQ10(value, length) / 1024).to.be.closeTo(value / length, 0.002);
      }
  });
});
