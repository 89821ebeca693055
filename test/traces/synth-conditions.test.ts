import { expect } from 'chai';
import { faulty } from '../../host-sim/traces/faulty';
import { synthesise, type GaitSegment, type Plan, type Segment } from '../../host-sim/traces/synth';
import { readAll } from './files';
import { integrate, poseAt } from './strapdown';

const SILENT = { accel_mg: 0, gyro_01dps: 0 };
const STAND: Segment = { kind: 'stand', duration_s: 2 };

function plan(segments: readonly Segment[], more: Partial<Plan> = {}): Plan {
  return { name: 'test', rate_Hz: 2000, noise: SILENT, segments, ...more };
}

function walking(gait: Omit<GaitSegment, 'kind' | 'duration_s'>, more: Partial<Plan> = {}) {
  return synthesise(plan([STAND, { kind: 'walk', duration_s: 15, ...gait }, STAND], more));
}

describe('a synthetic foot in odd conditions', () => {
  const WAYS: [string, Omit<GaitSegment, 'kind' | 'duration_s'>, ahead: number, left: number][] = [
    ['shuffles', { speed_mps: 0.4, style: 'shuffle' }, 1, 0],
    ['steps to the left', { speed_mps: 0.5, style: 'side' }, 0, 1],
    ['walks backwards', { speed_mps: 1, style: 'back' }, -1, 0],
    ['walks on a treadmill', { speed_mps: 1.2, treadmill: true }, 1, 0],
  ];
  for (const [what, gait, ahead, left] of WAYS)
    it(`${what}: its own signals integrate to its strides`, () => {
      const run = walking(gait);
      const poses = integrate(run);
      let from = poses[0].position;
      for (const { midstance_us, length_m } of run.truth.strides) {
        const to = poseAt(poses, midstance_us).position;
        expect(to[0] - from[0]).to.be.closeTo(ahead * length_m, 0.03 + 0.01 * length_m);
        expect(to[1] - from[1]).to.be.closeTo(left * length_m, 0.03 + 0.01 * length_m);
        from = to;
      }
      expect(run.truth.strides.length).to.be.above(7);
    });

  it('lands before it leaves when it walks backwards, too', () => {
    const { strides } = walking({ speed_mps: 1, style: 'back' }).truth;
    strides.forEach(({ to_us, ic_us, midstance_us, tc_us }, i) => {
      expect(to_us).to.be.below(ic_us);
      expect(ic_us).to.be.below(midstance_us);
      if (i + 1 < strides.length) expect(tc_us).to.equal(strides[i + 1].to_us);
    });
  });

  it('rings once when shocked, and goes as far as without', () => {
    const [calm, shocked] = [0, 40].map((shock_g) =>
      synthesise(
        plan([STAND, { kind: 'run', speed_mps: 4, duration_s: 8, shock_g }, STAND], {
          variation: 0,
          rate_Hz: 10_000,
        }),
      ),
    );
    expect(shocked.truth.distance_m).to.equal(calm.truth.distance_m);
    const [a, b] = [integrate(calm), integrate(shocked)];
    const most = (poses: typeof a) => Math.max(...poses.map(({ force_g }) => force_g));
    expect(most(b) - most(a)).to.be.within(15, 45);
    expect(b[b.length - 1].position[0]).to.be.closeTo(a[a.length - 1].position[0], 0.05);
  });

  it('is put back otherwise: gravity is then felt along another axis', () => {
    const turn_deg = { yaw: 0, pitch: 0, roll: 90 };
    const run = synthesise(
      plan([STAND, { kind: 'remount', duration_s: 6, turn_deg }, STAND], { rate_Hz: 200 }),
    );
    const rows = readAll(run);
    expect(rows[0].slice(1, 4).map(Math.round)).to.deep.equal([0, 0, 1000]);
    expect(rows[rows.length - 1].slice(1, 4).map(Math.round)).to.deep.equal([0, 1000, 0]);
    expect(Math.max(...rows.map((row) => Math.hypot(...row.slice(4))))).to.be.above(200);
    // What the gyroscope felt adds up to the turn.
    const turned = rows.reduce((sum, row) => sum + row[4] / 10 / 200, 0);
    expect(turned).to.be.closeTo(90, 1);
    // A second turn is about the axes of the first.
    const twice = synthesise(
      plan([
        STAND,
        { kind: 'remount', duration_s: 6, turn_deg },
        { kind: 'remount', duration_s: 6, turn_deg },
        STAND,
      ]),
    );
    const last = readAll(twice).at(-1) ?? [];
    expect(last.slice(1, 4).map(Math.round)).to.deep.equal([0, 0, -1000]);
  });

  it('is felt by sensors of wrong scale and of limited range', () => {
    const right = readAll(walking({ speed_mps: 1.4 }, { rate_Hz: 200 }));
    const wrong = readAll(walking({ speed_mps: 1.4 }, { rate_Hz: 200, scale: { accel: 1.07, gyro: 0.97 } }));
    const clipped = readAll(
      walking({ speed_mps: 1.4 }, { rate_Hz: 200, range: { accel_g: 2, gyro_dps: 250 } }),
    );
    right.forEach((row, i) => {
      for (let axis = 1; axis < 7; axis++) {
        expect(wrong[i][axis]).to.be.closeTo(row[axis] * (axis < 4 ? 1.07 : 0.97), 1e-6);
        const end = axis < 4 ? 2000 : 2500;
        expect(clipped[i][axis]).to.be.closeTo(Math.max(-end, Math.min(end, row[axis])), 1e-6);
      }
    });
    expect(Math.max(...right.map((row) => Math.abs(row[5])))).to.be.above(2500);
  });

  it('refuses ways of running it has no model for', () => {
    expect(() => synthesise(plan([{ kind: 'run', speed_mps: 3, duration_s: 5, style: 'back' }]))).to.throw(
      RangeError,
      /style of run: expected none, found back/,
    );
    expect(() => walking({ speed_mps: 1.5, style: 'shuffle' })).to.throw(
      RangeError,
      /speed_mps of shuffle: expected 0\.2 to 0\.7, found 1\.5/,
    );
  });
});

describe('a recording that came through a bad logger', () => {
  const times = (fault: Parameters<typeof faulty>[1], rate_Hz: number) =>
    readAll(faulty(synthesise(plan([STAND], { rate_Hz })), fault)).map(([t_us]) => t_us);

  it('lacks the samples of its gaps', () => {
    const steps = times({ gaps: { every_us: 1_000_000, length_us: 200_000 } }, 100).map(
      (t, i, all) => t - all[i - 1],
    );
    expect(steps.filter((step) => step === 210_000)).to.have.length(1);
    expect(steps.slice(1).every((step) => step === 10_000 || step === 210_000)).to.equal(true);
  });

  it('steps by 10 and 20 ms where the clock is coarse, as a log over the radio does', () => {
    const found = times({ clock_us: 10_000 }, 89);
    expect(new Set(found.slice(1).map((t, i) => t - found[i]))).to.deep.equal(new Set([10_000, 20_000]));
    expect(times({ clock_us: 10_000 }, 200)).to.have.length(200);
  });
});
