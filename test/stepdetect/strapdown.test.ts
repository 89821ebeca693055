import { expect } from 'chai';
import type { FrameRing } from '../../firmware/sensors/ring';
import { RING_PAIRS } from '../../firmware/stepdetect/inertial-track';
import { Saturation } from '../../firmware/stepdetect/saturation';
import { RUN_ON, RUN_THROUGH, Strapdown } from '../../firmware/stepdetect/strapdown';
import { mounting, MotionWriter, SCALE, STEP_us, STRAIGHT, WALK } from './motion';

const NONE = new Saturation(SCALE);

/** A whole run, in pieces of so many pairs of frames. Returns false when it cannot begin or is lost. */
function run(
  way: Strapdown,
  ring: FrameRing,
  from: number,
  to: number,
  axis: readonly number[],
  pairs = RING_PAIRS,
): boolean {
  if (!way.begin(ring, from, to, axis[0], axis[1], axis[2], NONE)) return false;
  let state = RUN_ON;
  while (state === RUN_ON) state = way.follow(ring, from, to, pairs);
  if (state === RUN_THROUGH) way.finish(ring, from, to);
  return state === RUN_THROUGH;
}

/** Integrates one stride in a mounting with `up` off by `tilt_deg` about the medio-lateral axis. */
function integrate(axes = STRAIGHT, tilt_deg = 0, pairs = RING_PAIRS) {
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
  const whole = run(way, writer.ring, 0, writer.ring.head - 1, right, pairs);
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

  it('is the same in pieces of any length', () => {
    const axes = mounting(1, 2, 3);
    const { way: whole } = integrate(axes, 3);
    for (const pairs of [1, 7, 8, 40]) expect(integrate(axes, 3, pairs).way).to.deep.equal(whole);
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
    expect(run(way, writer.ring, 3, 3, [0, -16384, 0])).to.equal(false);
    expect(run(way, writer.ring, 0, 10, [0, 0, 16384])).to.equal(false);
    writer.ring.time_us.fill(5);
    expect(run(way, writer.ring, 0, 10, [0, -16384, 0])).to.equal(false);
  });

  it('follows what spins on and on about every axis, as fast as the gyroscope tells: up keeps its length', () => {
    for (const rate of [1000, 3000, 20_000, 32767]) {
      const writer = new MotionWriter();
      writer.stand(2.4);
      const { axes } = writer.ring;
      for (let at = 0; at < axes.length; at++) if (at % 6 >= 3) axes[at] = rate;
      const way = new Strapdown(SCALE);
      way.level(0, 0, 1000);
      expect(run(way, writer.ring, 0, 480, [0, -16384, 0])).to.equal(true);
      const { upX, upY, upZ } = way.track;
      // What is left out of the series shortens by angle^6 / 144 each pair.
      const angle = (Math.sqrt(3) * rate * SCALE.gyro_udps * 1e-6 * 2 * STEP_us * 1e-6 * Math.PI) / 180;
      const shortened = (1 - angle ** 6 / 144) ** 240;
      expect(Math.hypot(upX, upY, upZ) / 32767).to.be.within(0.97 * shortened, 1.01);
    }
  });

  it('turns as far as the foot: a quarter of a turn in a fifth of a second', () => {
    const writer = new MotionWriter();
    const frames = 42;
    for (let i = 0; i <= frames; i++) {
      const share = Math.sin((Math.PI * i) / frames) ** 2;
      writer.frame([0, 0, 1], [0, (90 / (frames * STEP_us * 1e-6)) * 2 * share, 0]);
    }
    const way = new Strapdown(SCALE);
    way.level(0, 0, 1000);
    run(way, writer.ring, 0, frames, [0, -16384, 0]);
    const { upX, upZ } = way.track;
    expect((Math.atan2(Math.abs(upX), upZ) * 180) / Math.PI).to.be.closeTo(90, 0.1);
  });
});
