import { expect } from 'chai';
import { movementAround, pauseTable } from '../../host-sim/score/pauses';
import type { TraceSource } from '../../host-sim/traces/source';

const STEP_us = 10_000;
const WAY_m = 0.3;

/** Four seconds, at 2 s a foot that goes 0.3 m along y in half a second, as a half wave of speed, turning by `tilt_deg` and back. */
function trace(tilt_deg: number, way_m: number): TraceSource {
  let sample = 0;
  const rate = (2 * Math.PI) / 0.5;
  return {
    name: 'x',
    synthetic: false,
    hasGyro: true,
    duration_us: 4e6,
    next(frame) {
      const t_us = STEP_us * sample++;
      if (t_us > 4e6) return false;
      const t = (t_us - 2e6) / 1e6;
      const moves = t >= 0 && t <= 0.5;
      // Speed way/T (1 - cos), angle tilt/2 (1 - cos), about x: up goes towards y.
      const along_g = moves ? (((way_m / 0.5) * rate) / 9.80665) * Math.sin(rate * t) : 0;
      const angle = moves ? ((tilt_deg * Math.PI) / 360) * (1 - Math.cos(rate * t)) : 0;
      const turning = moves ? (tilt_deg / 2) * rate * Math.sin(rate * t) : 0;
      frame.set([
        t_us,
        0,
        1000 * (along_g * Math.cos(angle) + Math.sin(angle)),
        1000 * (Math.cos(angle) - along_g * Math.sin(angle)),
        10 * turning,
        0,
        0,
      ]);
      return true;
    },
    close() {},
  };
}

describe('what a foot did where no step is labelled', () => {
  it('is told by integration from rest to rest, without the detector', () => {
    const movement = movementAround(trace(20, WAY_m), 2_500_000);
    expect(movement?.way_m).to.be.closeTo(WAY_m, 0.01);
    expect(movement?.tilt_deg).to.be.closeTo(20, 0.5);
    expect(movement?.height_m).to.be.below(0.01);
    expect(movement?.left_m_s).to.be.below(0.05);
  });

  it('is nothing where the foot stood', () => {
    const movement = movementAround(trace(0, 0), 2_500_000);
    expect(movement?.way_m).to.equal(0);
    expect(movement?.tilt_deg).to.be.below(0.1);
  });

  it('is not told at the ends of a recording', () => {
    expect(movementAround(trace(0, 0), 100_000)).to.equal(undefined);
  });

  it('is a row of a table', () => {
    const table = pauseTable([
      {
        dataset: 'set',
        name: 'a',
        ic_us: 2.5e6,
        way_m: 0.3,
        height_m: 0.02,
        tilt_deg: 20,
        jolt_g_s: 90,
        left_m_s: 0.1,
      },
    ]);
    expect(table.split('\n')[1]).to.match(/^set +a +2\.50 +0\.30 +0\.020 +20 +90 +0\.10$/);
  });
});
