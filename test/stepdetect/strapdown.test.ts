import { expect } from 'chai';
import { Saturation } from '../../firmware/stepdetect/saturation';
import { Strapdown } from '../../firmware/stepdetect/strapdown';
import { mounting, MotionWriter, SCALE, STRAIGHT, WALK } from './motion';

const NONE = new Saturation(SCALE);

/** Integrates one stride in a mounting with `up` off by `tilt_deg` about the medio-lateral axis. */
function integrate(axes = STRAIGHT, tilt_deg = 0) {
  const writer = new MotionWriter(axes);
  writer.stand(0.05);
  writer.stride(WALK);
  writer.stand(0.05);
  const way = new Strapdown(SCALE);
  const t = (tilt_deg * Math.PI) / 180;
  const up = axes.map((row) => Math.round(1000 * (row[0] * Math.sin(t) + row[2] * Math.cos(t))));
  way.level(up[0], up[1], up[2]);
  // Right is the opposite of left, Q14.
  const right = axes.map((row) => Math.round(-16384 * row[1]));
  const whole = way.run(writer.ring, 0, writer.ring.head - 1, right[0], right[1], right[2], NONE);
  return { way, whole, axes };
}

describe('strapdown', () => {
  it('gives back the way of a swing to a few millimetres, in any mounting', () => {
    for (const axes of [STRAIGHT, mounting(1, 2, 3), mounting(-0.4, 0.9, 2.2)]) {
      const { way } = integrate(axes);
      expect(way.forward_mm).to.be.within(1290, 1310);
      expect(way.right_mm).to.be.within(-10, 10);
      expect(way.residual_mm_s).to.be.below(40);
    }
  });

  it('rights a tilted up by the velocity it leaves', () => {
    const { way, axes } = integrate(mounting(0.3, -1, 0.7), 3);
    const along = axes.map((row) => row[2]);
    const cosine = (way.upX * along[0] + way.upY * along[1] + way.upZ * along[2]) / 32767;
    expect((Math.acos(Math.min(1, cosine)) * 180) / Math.PI).to.be.below(0.6);
  });

  it('refuses a single frame, an upright axis and frames with no time between them', () => {
    const writer = new MotionWriter();
    writer.stand(0.1);
    const way = new Strapdown(SCALE);
    way.level(0, 0, 1000);
    expect(way.run(writer.ring, 3, 3, 0, -16384, 0, NONE)).to.equal(false);
    expect(way.run(writer.ring, 0, 10, 0, 0, 16384, NONE)).to.equal(false);
    writer.ring.time_us.fill(5);
    expect(way.run(writer.ring, 0, 10, 0, -16384, 0, NONE)).to.equal(false);
  });

  it('refuses what spins on and on about every axis as fast as the gyroscope tells', () => {
    const spun = (rate: number): boolean => {
      const writer = new MotionWriter();
      writer.stand(0.9);
      const { axes, time_us } = writer.ring;
      for (let at = 0; at < axes.length; at++) if (at % 6 >= 3) axes[at] = rate;
      for (let i = 0; i < 80; i++) time_us[i] = 11_000 * i;
      const way = new Strapdown(SCALE);
      way.level(0, 0, 1000);
      return way.run(writer.ring, 0, 79, 0, -16384, 0, NONE);
    };
    expect([spun(3000), spun(32767)]).to.deep.equal([true, false]);
  });
});
