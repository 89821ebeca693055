import { expect } from 'chai';
import { FrameRing } from '../../firmware/sensors/ring';
import { StandingFoot } from '../../firmware/stepdetect/standing';
import { Strapdown } from '../../firmware/stepdetect/strapdown';
import { SCALE } from './motion';

const DPS = 1e6 / SCALE.gyro_udps;
const G = 1e6 / SCALE.accel_ug;

interface Rest {
  /** What 1 g reads, g. */
  scale?: number;
  frames?: number;
  /** Greatest rotation of a swaying foot, degree/s, and of its force, g. */
  sway_dps?: number;
  sway_g?: number;
}

/** How a length of 1 m is put right after a foot stood like this. */
function metreAfter(...rests: Rest[]): number {
  const ring = new FrameRing();
  const standing = new StandingFoot(SCALE);
  const way = new Strapdown(SCALE);
  for (const { scale = 1, frames = 100, sway_dps = 4, sway_g = 0.01 } of rests) {
    for (let i = 0; i < frames; i++) {
      const sway = Math.sin(i / 7);
      const up = scale * G + sway * sway_g * G;
      ring.push(0.6 * up, 0, 0.8 * up, 0, sway * sway_dps * DPS, 0, i * 4808);
    }
    standing.learnScale(ring, ring.head - 1, frames);
    standing.learnZero(ring, ring.head - 1, frames, way);
  }
  return standing.trueLength(1000);
}

describe('a standing foot', () => {
  it('tells the scale of the accelerometer in half a second, swaying', () => {
    for (const scale of [0.93, 1, 1.035, 1.07])
      expect(metreAfter({ scale, sway_dps: 15, sway_g: 0.03 })).to.be.closeTo(1000 / scale, 5);
  });

  it('takes the mean of several rests', () => {
    expect(metreAfter({ scale: 1.02 }, { scale: 1.06 })).to.be.closeTo(1000 / 1.04, 2);
  });

  it('tells nothing when it is too short, turns, shakes, is stuck, or is no gravity', () => {
    const bad: Rest[] = [
      { scale: 1.05, frames: 60 },
      { scale: 1.05, sway_dps: 40 },
      { scale: 1.05, sway_g: 0.2 },
      { scale: 1.05, sway_g: 0 },
      { scale: 1.15 },
    ];
    for (const rest of bad) expect(metreAfter(rest), JSON.stringify(rest)).to.equal(1000);
  });
});
