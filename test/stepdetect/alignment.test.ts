import { expect } from 'chai';
import { AXIS_ONE, MedioLateralAxis } from '../../firmware/sensors/alignment';

/** Rotation mostly about `axis`, some about everything else. */
function feed(finder: MedioLateralAxis, axis: number[], frames: number, other = 0.3): void {
  for (let i = 0; i < frames; i++) {
    const main = 5000 * Math.sin(i / 9);
    const noise = [Math.sin(i / 3), Math.cos(i / 4), Math.sin(i / 5 + 1)].map((v) => v * 5000 * other);
    finder.add(...(axis.map((a, k) => Math.round(a * main + noise[k])) as [number, number, number]));
  }
}

describe('medio-lateral axis', () => {
  it('is the principal axis of rotation, a Q14 unit vector', () => {
    for (const axis of [
      [1, 0, 0],
      [0, -0.6, 0.8],
      [0.48, 0.6, -0.64],
    ]) {
      const finder = new MedioLateralAxis();
      feed(finder, axis, 400);
      expect(finder.update()).to.equal(true);
      const cosine = (finder.x * axis[0] + finder.y * axis[1] + finder.z * axis[2]) / AXIS_ONE;
      expect(Math.abs(cosine)).to.be.greaterThan(0.99);
      expect(Math.hypot(finder.x, finder.y, finder.z)).to.be.within(AXIS_ONE - 20, AXIS_ONE + 20);
    }
  });

  it('is not given before there was rotation', () => {
    const finder = new MedioLateralAxis();
    expect(finder.update()).to.equal(false);
  });

  it('keeps its sign from update to update, and turns round when told', () => {
    const finder = new MedioLateralAxis();
    feed(finder, [0, 1, 0], 200);
    finder.update();
    const before = Math.sign(finder.y);
    feed(finder, [0, 1, 0], 200);
    finder.update();
    expect(Math.sign(finder.y)).to.equal(before);
    finder.flip();
    feed(finder, [0, 1, 0], 200);
    finder.update();
    expect(Math.sign(finder.y)).to.equal(-before);
  });

  it('follows a shoe that was put on another way', () => {
    const finder = new MedioLateralAxis();
    feed(finder, [1, 0, 0], 5000);
    finder.update();
    feed(finder, [0, 0, 1], 20000);
    finder.update();
    expect(Math.abs(finder.z)).to.be.greaterThan(0.95 * AXIS_ONE);
  });
});
