import { expect } from 'chai';
import { fastTurns_us } from '../../host-sim/score/fast-turns';
import { nonStepPlans } from '../../host-sim/score/non-steps';
import { halfOf, isOfSubjects } from '../../host-sim/score/recordings';
import { Scorecard } from '../../host-sim/score/scorecard';
import { syntheticGaitPlans } from '../../host-sim/score/synthetic-gait';
import { activityOf, synthesise, traceTruth } from '../../host-sim/traces/synth';
import { withoutGyro } from '../../host-sim/traces/without-gyro';

const WALK = synthesise({
  name: 'walk',
  segments: [
    { kind: 'stand', duration_s: 1 },
    { kind: 'walk', duration_s: 10, speed_mps: 1.3 },
    { kind: 'stand', duration_s: 1 },
  ],
});

function samples(source: ReturnType<typeof withoutGyro>): number[][] {
  const frame = new Float64Array(7);
  const rows: number[][] = [];
  while (source.next(frame)) rows.push(Array.from(frame));
  return rows;
}

describe('what is scored', () => {
  it('are the subjects asked for; recordings without one go by name', () => {
    const meta = { activity: 'walk', truth: {} };
    expect(isOfSubjects('a', { ...meta, subject: 'person-07' }, /-0[1-7]$/)).to.equal(true);
    expect(isOfSubjects('a', { ...meta, subject: 'person-08' }, /-0[1-7]$/)).to.equal(false);
    expect(isOfSubjects('walk_16', { ...meta, subject: 'not stated (one foot)' }, /_1\d$/)).to.equal(true);
    expect(isOfSubjects('walk_26', meta, /_1\d$/)).to.equal(false);
  });

  it('are every second subject of each data set in a half, all recordings of one together', () => {
    const of = (dataset: string, name: string, subject?: string) => ({
      dataset,
      name,
      meta: { activity: 'walk', truth: {}, subject },
    });
    const all = [
      ...[of('one', '4', 'c'), of('one', '1', 'a'), of('one', '2', 'b'), of('one', '3', 'a')],
      ...[of('two', 'x', 'b'), of('two', 'z', 'not stated'), of('two', 'y')],
    ];
    const names = (half: 'a' | 'b') => halfOf(all, half).map(({ dataset, name }) => dataset + name);
    expect(names('a')).to.deep.equal(['one4', 'one1', 'one3', 'twox', 'twoz']);
    expect(names('b')).to.deep.equal(['one2', 'twoy']);
  });

  it('is, without a gyroscope, the same motion with no rotation', () => {
    const whole = samples(
      synthesise({ name: 'w', segments: [{ kind: 'walk', duration_s: 3, speed_mps: 1 }] }),
    );
    const source = withoutGyro(
      synthesise({ name: 'w', segments: [{ kind: 'walk', duration_s: 3, speed_mps: 1 }] }),
    );
    expect(source.hasGyro).to.equal(false);
    expect(samples(source)).to.deep.equal(whole.map((row) => [...row.slice(0, 4), 0, 0, 0]));
  });

  it('knows where an axis came to the end of its range, forward and backward apart', () => {
    const rows = [
      [0, 0, 0, 1000, 4999, 0, 0],
      [5, 0, 0, 1000, 5000, 0, 0],
      [10, 0, 0, 1000, 0, -6000, 0],
      [15, 0, 0, 1000, 0, 6000, 0],
    ];
    let at = 0;
    const source = {
      name: 'r',
      synthetic: false,
      hasGyro: true,
      duration_us: 15,
      next: (frame: Float64Array) => at < rows.length && (frame.set(rows[at++]), true),
      close: () => {},
    };
    expect(fastTurns_us(source, [5000, 6500, 9000, 9000, 6000, 9000])).to.deep.equal([5, 10]);
  });

  it('has a row of the strides in which the recording was not clipped', () => {
    const card = new Scorecard();
    const truth = traceTruth(WALK);
    const marks = { ...truth, events_us: { midstance: [0, ...truth.strides.map((s) => s.end_us)] } };
    marks.strides = truth.strides.map((s, i) => ({ ...s, start_us: marks.events_us.midstance[i] }));
    const strides = truth.events_us.ic?.map((ic_us) => ({ ic_us, length_m: 1, clipped: false })) ?? [];
    const fast_us = [marks.strides[2].start_us + 1, marks.strides[4].start_us];
    card.add(
      { dataset: 'set', name: 'a' },
      { activity: activityOf(WALK), truth: marks },
      { strides, fast_us },
    );
    const { set, set_unclipped } = card.result().datasets;
    expect(set.walk?.stride?.tp).to.equal(strides.length);
    expect(set_unclipped.walk?.stride?.tp).to.equal(strides.length - 2);
    expect(set_unclipped.walk?.length_m?.n).to.equal(strides.length - 2);
    expect(set_unclipped.run).to.equal(undefined);
  });

  it('has lengths of contacts whose strides are known', () => {
    const card = new Scorecard();
    const truth = traceTruth(WALK);
    const strides =
      truth.events_us.ic?.map((ic_us, i) => ({
        ic_us,
        length_m: (truth.strides[i].length_m ?? 0) + 0.02,
        clipped: false,
      })) ?? [];
    card.add({ dataset: 'set', name: 'a' }, { activity: 'walk', truth }, { strides });
    expect(card.result().datasets.set.all?.length_m?.mean).to.be.closeTo(0.02, 1e-9);
  });

  it('has an hour of each movement without steps at least, and running from 2.5 to 6.5 m/s on two parts', () => {
    const seconds = new Map<string, number>();
    for (const { dataset, plan } of nonStepPlans())
      for (const { duration_s } of plan.segments)
        seconds.set(dataset, (seconds.get(dataset) ?? 0) + duration_s);
    expect(seconds.size).to.be.at.least(7);
    expect(Math.min(...seconds.values())).to.be.at.least(3600);
    const plans = syntheticGaitPlans();
    expect(new Set(plans.map(({ part }) => part)).size).to.equal(2);
    const frame = new Float64Array(7);
    let most_g = 0;
    for (const run = synthesise(plans[8].plan); run.next(frame);)
      most_g = Math.max(most_g, Math.hypot(frame[1], frame[2], frame[3]) / 1000);
    expect(most_g).to.be.within(60, 90);
  });
});
