import { expect } from 'chai';
import { FrameRing } from '../../firmware/sensors/ring';
import { ForceLimit } from '../../firmware/stepdetect/force-limit';
import { CLIPPED, Stride } from '../../firmware/stepdetect/stride';
import { synthesise } from '../../host-sim/traces/synth';
import { SCALE } from './motion';
import { QueuedDetector } from './queued-detector';

/** Half a minute of running on a part that ends at `range_g`: distance found over true distance, and share of marked strides. */
function run(speed_mps: number, range_g: number, shock_g: number, yaw = 0) {
  const source = synthesise({
    name: 'clipped',
    segments: [
      { kind: 'stand', duration_s: 2 },
      { kind: 'run', duration_s: 30, speed_mps, shock_g },
      { kind: 'stand', duration_s: 2 },
    ],
    mounting_deg: { yaw, pitch: 10, roll: 20 },
  });
  const detector = new QueuedDetector(SCALE, 15);
  const ring = new FrameRing();
  const stride = new Stride();
  const frame = new Float64Array(7);
  const most = Math.min(32767, Math.round((range_g * 1e6) / SCALE.accel_ug));
  const accel = (mg: number) => Math.max(-most, Math.min(most, Math.round((mg * 1000) / SCALE.accel_ug)));
  const gyro = (tenth: number) => Math.round((tenth * 1e5) / SCALE.gyro_udps);
  let length_mm = 0;
  let strides = 0;
  let marked = 0;
  while (source.next(frame)) {
    const [t, ax, ay, az, gx, gy, gz] = frame;
    ring.push(accel(ax), accel(ay), accel(az), gyro(gx), gyro(gy), gyro(gz), t);
    if (ring.waiting() < 32) continue;
    detector.process(ring);
    while (detector.next(stride)) {
      length_mm += stride.lengthMm;
      strides++;
      if ((stride.valid & CLIPPED) !== 0) marked++;
    }
  }
  return { off: length_mm / 1000 / source.truth.distance_m - 1, marked: marked / strides };
}

describe('force beyond the end of the accelerometer', () => {
  for (const [speed, shock] of [
    [3, 10],
    [4.5, 20],
    [6, 30],
  ])
    for (const range of [8, 16, 32])
      it(`is put back: ${speed} m/s on a part that ends at ${range} g`, () => {
        for (const yaw of [0, 50]) expect(run(speed, range, shock, yaw).off).to.be.within(-0.025, 0.025);
      });

  it('marks the strides it was put back in', () => {
    expect(run(4.5, 8, 20).marked).to.be.above(0.8);
    expect(run(3, 32, 5).marked).to.equal(0);
  });
});

/** Frames at the limit that are found in the last of some strides with these highest values of each frame. */
function limitOf(strides: number[][]): number {
  const limit = new ForceLimit(SCALE);
  const ring = new FrameRing();
  for (const values of strides) {
    const from = ring.head;
    ring.push(0, 0, 1000, 0, 0, 0, 0);
    for (const value of values) ring.push(100, -value, 0, 0, 0, 0, 0);
    limit.find(ring, from, values.length);
  }
  return limit.frames;
}

describe('the end of the accelerometer', () => {
  it('is where many frames of several strides read the same', () => {
    const stride = [900, 5000, 8190, 8192, 8191, 4000];
    expect(limitOf([stride])).to.equal(0);
    expect(limitOf([stride, stride, stride])).to.equal(3);
  });

  it('is no peak of a motion, however often it comes', () => {
    const peak = (top: number) => [900, 0.8 * top, 0.95 * top, top, 0.9 * top, 0.78 * top];
    expect(limitOf(Array.from({ length: 40 }, (_, i) => peak(8000 + 40 * i)))).to.equal(0);
    expect(limitOf(Array.from({ length: 40 }, (_, i) => peak(8000 + ((i * 97) % 700))))).to.equal(0);
  });

  it('is known at once where it is that of the 16 bits', () => {
    expect(limitOf([[900, 20000, 32767, 20000]])).to.equal(1);
  });
});
