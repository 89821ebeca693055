import { expect } from 'chai';
import { synthesise, type Plan, type Segment } from '../../host-sim/traces/synth';
import { readAll } from './files';
import { integrate, poseAt } from './strapdown';

const SILENT = { accel_mg: 0, gyro_01dps: 0 };
const STAND: Segment = { kind: 'stand', duration_s: 2 };

function plan(segments: readonly Segment[], more: Partial<Plan> = {}): Plan {
  return { name: 'test', rate_Hz: 2000, noise: SILENT, segments, ...more };
}

function bout(kind: 'walk' | 'run', speed_mps: number, duration_s = 15): Segment[] {
  return [STAND, { kind, speed_mps, duration_s }, STAND];
}

const GAITS: ['walk' | 'run', number][] = [
  ['walk', 0.7],
  ['walk', 1.3],
  ['walk', 2],
  ['run', 2],
  ['run', 3],
  ['run', 4.5],
  ['run', 6],
];

describe('a synthetic foot', () => {
  for (const [kind, speed] of GAITS)
    describe(`at a ${kind} of ${speed} m/s`, () => {
      const run = synthesise(plan(bout(kind, speed)));
      const { strides } = run.truth;
      const poses = integrate(run);

      it('goes the way its own signals integrate to, stride by stride', () => {
        let from = poses[0].position;
        for (const stride of strides) {
          const to = poseAt(poses, stride.midstance_us).position;
          const length_m = Math.hypot(to[0] - from[0], to[1] - from[1]);
          expect(length_m).to.be.closeTo(stride.length_m, 0.02 + 0.01 * stride.length_m);
          from = to;
        }
        const end = poses[poses.length - 1].position;
        expect(Math.hypot(end[0], end[1])).to.be.closeTo(run.truth.distance_m, 0.005 * run.truth.distance_m);
        expect(end[2]).to.be.closeTo(0, 0.15);
      });

      it('rests at every mid-stance', () => {
        for (const { midstance_us } of strides) {
          const pose = poseAt(poses, midstance_us);
          expect(Math.hypot(...pose.velocity)).to.be.below(0.06);
          expect(pose.rate_dps).to.be.below(10);
          if (kind === 'walk') expect(pose.force_g).to.be.closeTo(1, 1e-6);
          else expect(pose.force_g).to.be.within(1, 2);
        }
      });

      it('is fastest between foot-off and initial contact, and turns little before and after', () => {
        for (const { to_us, ic_us, midstance_us } of strides) {
          const swing = poses.filter(({ t_us }) => t_us > to_us && t_us < ic_us);
          const fastest = Math.max(...swing.map(({ velocity }) => Math.hypot(...velocity)));
          expect(fastest).to.be.above(Math.hypot(...poseAt(poses, to_us).velocity));
          expect(fastest).to.be.above(Math.hypot(...poseAt(poses, ic_us).velocity));
          expect(poseAt(poses, midstance_us).velocity[0]).to.be.below(fastest / 20);
        }
      });

      it('has the planned speed, and a flight only when it runs', () => {
        const even = synthesise(plan(bout(kind, speed, 25), { variation: 0 })).truth.strides;
        const steady = even.filter(({ to_us }) => to_us > 12e6 && to_us < 20e6);
        for (const { speed_mps } of steady) expect(speed_mps).to.be.closeTo(speed, 0.002 * speed);
        for (let i = 1; i < steady.length; i++) {
          const stride_us = steady[i].ic_us - steady[i - 1].ic_us;
          const contact = ((steady[i - 1].tc_us ?? 0) - steady[i - 1].ic_us) / stride_us;
          if (kind === 'walk') expect(contact).to.be.within(0.55, 0.68);
          else expect(contact).to.be.within(0.2, 0.47);
        }
      });
    });

  it('lands heel first with the toes coming down, then pushes off toes down, then swings toes up', () => {
    const run = synthesise(plan(bout('run', 3), { variation: 0 }));
    const { strides } = run.truth;
    // Toes up is a turn about -y.
    const samples = readAll(run).map((row) => ({ t_us: row[0], pitch_dps: -row[5] / 10 }));
    const rates = (from: number, to: number) =>
      samples.filter(({ t_us }) => t_us > from && t_us < to).map(({ pitch_dps }) => pitch_dps);
    for (const { to_us, ic_us, midstance_us } of strides.slice(2, -2)) {
      expect(Math.min(...rates(ic_us, midstance_us))).to.be.within(-700, -300);
      expect(Math.min(...rates(to_us - 60_000, to_us))).to.be.within(-700, -300);
      expect(Math.max(...rates(to_us, ic_us))).to.be.within(400, 800);
    }
  });

  it('lands on its forefoot when told: the toes then come up', () => {
    const run = synthesise(plan(bout('run', 3), { variation: 0, strike_deg: -8 }));
    const [, , third] = run.truth.strides;
    const after = readAll(run).filter(([t_us]) => t_us > third.ic_us && t_us < third.midstance_us);
    expect(Math.max(...after.map((row) => -row[5] / 10))).to.be.above(100);
    expect(Math.min(...after.map((row) => -row[5] / 10))).to.be.above(-1);
  });

  it('moves without jumps through every change of gait', () => {
    const rate_Hz = 10_000;
    const changes: Segment[] = [
      { kind: 'stand', duration_s: 1 },
      { kind: 'walk', duration_s: 3, speed_mps: 1.4 },
      { kind: 'run', duration_s: 3, speed_mps: 3 },
      { kind: 'walk', duration_s: 5, speed_mps: 1.2, turn_dps: 20 },
      { kind: 'cycle', duration_s: 3 },
      { kind: 'tap', duration_s: 2 },
      { kind: 'run', duration_s: 3, speed_mps: 2.5 },
    ];
    const rows = readAll(synthesise(plan(changes, { rate_Hz })));
    let force = 0;
    let rate = 0;
    for (let i = 1; i < rows.length; i++)
      for (let axis = 1; axis < 7; axis++) {
        const jump = Math.abs(rows[i][axis] - rows[i - 1][axis]);
        if (axis < 4) force = Math.max(force, jump);
        else rate = Math.max(rate, jump);
      }
    // 0.4 g and 8 degree/s in a ten-thousandth of a second; an impact of 10 g rises in 5 ms.
    expect(force).to.be.below(500);
    expect(rate).to.be.below(80);
  });

  it('keeps its events in order, and ends a contact where the next swing begins', () => {
    const { strides, events } = synthesise(
      plan([STAND, ...bout('walk', 1.4), { kind: 'run', duration_s: 10, speed_mps: 3 }, STAND]),
    ).truth;
    expect(events).to.have.length(3 * strides.length);
    for (let i = 1; i < events.length; i++) expect(events[i].t_us).to.be.above(events[i - 1].t_us);
    expect(events.filter(({ kind }) => kind === 'ic').map(({ t_us }) => t_us)).to.deep.equal(
      strides.map(({ ic_us }) => ic_us),
    );
    const lasting = strides.filter(({ tc_us }) => tc_us === undefined);
    expect(lasting, 'the last contacts of the two bouts').to.have.length(2);
    strides.forEach(({ tc_us }, i) => {
      if (tc_us !== undefined) expect(tc_us).to.equal(strides[i + 1].to_us);
    });
  });

  it('counts strides and distance by segment', () => {
    const { segments, strides, distance_m } = synthesise(
      plan([...bout('walk', 1.4), ...bout('run', 3)]),
    ).truth;
    expect(segments.map(({ kind }) => kind)).to.deep.equal([
      'stand',
      'walk',
      'stand',
      'stand',
      'run',
      'stand',
    ]);
    expect(segments.reduce((sum, segment) => sum + segment.strides, 0)).to.equal(strides.length);
    expect(segments.reduce((sum, segment) => sum + segment.distance_m, 0)).to.be.closeTo(distance_m, 1e-9);
    expect(segments[0].strides).to.equal(0);
    expect(strides.filter(({ gait }) => gait === 'run')).to.have.length(segments[4].strides);
  });

  it('begins and ends a bout with half a stride: the foot leaves from, and comes to stand, beside the other', () => {
    const { strides } = synthesise(plan(bout('walk', 1.2), { variation: 0 })).truth;
    const lengths = strides.map(({ length_m }) => length_m);
    expect(lengths[0]).to.be.closeTo(lengths[1] / 2, 0.1);
    expect(lengths[lengths.length - 1]).to.be.closeTo(lengths[lengths.length - 2] / 2, 0.1);
  });

  it('turns as told', () => {
    const turning: Segment = { kind: 'walk', duration_s: 10, speed_mps: 1.3, turn_dps: 9 };
    const run = synthesise(plan([STAND, turning, STAND]));
    const poses = integrate(run);
    const end = poses[poses.length - 1];
    expect((end.yaw * 180) / Math.PI).to.be.within(70, 95);
    expect(Math.hypot(end.position[0], end.position[1])).to.be.below(0.95 * run.truth.distance_m);
  });

  it('stands still', () => {
    for (const row of readAll(synthesise(plan([STAND])))) {
      expect(row[3]).to.be.closeTo(1000, 1e-9);
      expect(Math.max(...[1, 2, 4, 5, 6].map((i) => Math.abs(row[i])))).to.equal(0);
    }
  });

  it('makes the same recording from the same plan, and another from another seed', () => {
    const noisy = (seed: number) => readAll(synthesise({ name: 'test', segments: bout('run', 3, 5), seed }));
    expect(noisy(7)).to.deep.equal(noisy(7));
    expect(noisy(8)).not.to.deep.equal(noisy(7));
  });

  it('shows the noise and bias it is told to have', () => {
    const noise = { accel_mg: 4, gyro_01dps: 6 };
    const rows = readAll(synthesise(plan([STAND], { noise, gyroBias_01dps: [30, -20, 10] })));
    const column = (i: number) => rows.map((row) => row[i]);
    const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
    const deviation = (values: number[]) => Math.sqrt(mean(values.map((v) => (v - mean(values)) ** 2)));
    for (const i of [1, 2, 3]) expect(deviation(column(i))).to.be.closeTo(4, 0.4);
    for (const i of [4, 5, 6]) expect(deviation(column(i))).to.be.closeTo(6, 0.6);
    expect(mean(column(4))).to.be.closeTo(30, 1);
    expect(mean(column(5))).to.be.closeTo(-20, 1);
  });

  it('feels the same however the module is mounted, only along other axes', () => {
    const along = readAll(synthesise(plan(bout('run', 3, 4))));
    const mounting_deg = { yaw: 90, pitch: 0, roll: 0 };
    const across = readAll(synthesise(plan(bout('run', 3, 4), { mounting_deg })));
    for (let i = 0; i < along.length; i += 97) {
      const [, ax, ay, az, gx, gy, gz] = along[i];
      const expected = [ay, -ax, az, gy, -gx, gz];
      across[i].slice(1).forEach((value, axis) => expect(value).to.be.closeTo(expected[axis], 1e-6));
    }
    const oblique = readAll(synthesise(plan([STAND], { mounting_deg: { yaw: 20, pitch: 30, roll: -50 } })));
    expect(Math.hypot(...oblique[0].slice(1, 4))).to.be.closeTo(1000, 1e-9);
    expect(oblique[0][1]).to.be.closeTo(1000 * Math.sin(Math.PI / 6), 1e-6);
  });

  it('can do without a step: at the wheel, cycling, carried, tapping', () => {
    for (const kind of ['drive', 'cycle', 'carry', 'tap'] as const) {
      const run = synthesise(plan([STAND, { kind, duration_s: 20 }, STAND]));
      expect(run.truth.strides).to.have.length(0);
      const poses = integrate(run);
      const middle = poses.filter(({ t_us }) => t_us > 6e6 && t_us < 18e6);
      expect(Math.max(...middle.map(({ rate_dps }) => rate_dps)), kind).to.be.within(15, 400);
      expect(Math.max(...middle.map(({ force_g }) => force_g)), kind).to.be.within(1.05, 12);
      // It ends where and as it began: at rest.
      const end = poses[poses.length - 1];
      expect(Math.hypot(...end.position), kind).to.be.below(0.1);
      expect(Math.hypot(...end.velocity), kind).to.be.below(0.01);
    }
  });

  it('samples on a grid of whole microseconds from 0, and knows how many samples there will be', () => {
    const run = synthesise(plan([STAND], { rate_Hz: 208 }));
    const times = readAll(run).map(([t_us]) => t_us);
    expect(times.slice(0, 3)).to.deep.equal([0, 4808, 9615]);
    expect(times).to.have.length(416);
    expect(run.samples).to.equal(416);
    expect(run.duration_us).to.equal(times[times.length - 1]);
  });

  it('refuses what it has no model for', () => {
    const refuse = (segments: Segment[], more: Partial<Plan>, says: RegExp) =>
      expect(() => synthesise(plan(segments, more))).to.throw(RangeError, says);
    refuse(bout('walk', 3), {}, /speed_mps of walk: expected 0\.4 to 2\.2, found 3/);
    refuse(bout('run', 9), {}, /speed_mps of run/);
    refuse(bout('run', NaN), {}, /speed_mps of run/);
    refuse([{ kind: 'stand', duration_s: 0 }], {}, /duration_s/);
    refuse([], {}, /segments/);
    refuse([STAND], { rate_Hz: 0 }, /rate_Hz/);
  });
});
