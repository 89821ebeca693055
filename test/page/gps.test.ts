import { expect } from 'chai';
import { apart_m, SpeedFromFixes, type Fix } from '../../companion/page/shoes/gps';

/** A runner going north at 3 m/s, with a position each second. */
function fix(s: number, of: Partial<Fix> = {}): Fix {
  return {
    at_ms: 1000 * s,
    latitude_deg: 48 + (3 * s) / 111_195,
    longitude_deg: 11,
    accuracy_m: 4,
    speed_mps: null,
    ...of,
  };
}

describe('speed over ground', () => {
  it('measures distances on the globe', () => {
    expect(apart_m(fix(0), fix(100))).to.be.closeTo(300, 0.1);
    const eastwards = { longitude_deg: 11 + 300 / (111_195 * Math.cos((48 * Math.PI) / 180)) };
    expect(apart_m(fix(0), fix(0, eastwards))).to.be.closeTo(300, 0.1);
  });

  it('is the phone’s own where it has one', () => {
    expect(new SpeedFromFixes().add(fix(0, { speed_mps: 2.8 }))).to.deep.equal({
      speed_mps: 2.8,
      accuracy_mps: 0,
    });
  });

  it('else comes from the positions of five seconds', () => {
    const speeds = new SpeedFromFixes();
    const told = Array.from({ length: 12 }, (_, s) => speeds.add(fix(s)));
    expect(told.slice(0, 5)).to.deep.equal(new Array(5).fill(undefined));
    for (const speed of told.slice(5)) {
      expect(speed?.speed_mps).to.be.closeTo(3, 0.01);
      expect(speed?.accuracy_mps).to.be.within(0.3, 0.6);
    }
  });

  it('is not told from bad positions, and begins anew after them', () => {
    const speeds = new SpeedFromFixes();
    for (let s = 0; s < 6; s++) speeds.add(fix(s));
    expect(speeds.add(fix(6, { accuracy_m: 50, speed_mps: 9 }))).to.equal(undefined);
    expect(speeds.add(fix(7))).to.equal(undefined);
  });
});
