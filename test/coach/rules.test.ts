/** The rules on synthetic runners: each fault is said, by its own rule, and nothing to a runner without it. */
import { expect } from 'chai';
import { afterRun, overWeeks, type RunFigures } from '../../companion/coach';
import {
  CADENCE_BELOW_OWN,
  CADENCE_BELOW_RANGE,
  CADENCE_TREND,
  CONTACT_DRIFT,
  CONTACT_TREND,
  DAYS_ALIKE,
  IMBALANCE,
  LONGEST_RUN_JUMP,
  SHOE_AGE,
} from '../../firmware/coach/advice';
import { AdviceList } from '../../firmware/coach/advice-list';
import { FIRST_DAY, HABITS, Runner, type Faults } from './runners';

const MIDDLING = { height_cm: 175 };
const SEEDS = Array.from({ length: 16 }, (_, i) => i + 1);
const TODAY = FIRST_DAY + 30;

/** What is said to every one of the runners: five weeks of habit, then a run with the fault. */
function saidOf(faults: Faults, weeks = 4, runner = MIDDLING): number[][] {
  return SEEDS.map((seed) => {
    const one = new Runner(seed);
    const before = one.history(weeks);
    return afterRun(one.figures(TODAY, faults), before, runner).map(({ advice }) => advice);
  });
}

const all = (...advice: number[]) => SEEDS.map(() => advice);

describe('advice after a run', () => {
  it('says nothing to a runner without a fault', () => {
    expect(saidOf({})).to.deep.equal(all());
    expect(saidOf({ speed_mps: 3.6, minutes: 30 })).to.deep.equal(all());
    expect(saidOf({ speed_mps: 2.4 })).to.deep.equal(all());
    expect(saidOf({ oneShoe: true })).to.deep.equal(all());
  });

  it('says nothing of a runner it does not know yet', () => {
    expect(saidOf({ minutes: 90 }, 0)).to.deep.equal(all());
    const soon = SEEDS.map((seed) => {
      const one = new Runner(seed);
      return afterRun(one.figures(FIRST_DAY + 8, { minutes: 90 }), one.history(1), MIDDLING);
    });
    expect(soon).to.deep.equal(all());
  });

  it('cadence below the own one at this speed, and by how much', () => {
    expect(saidOf({ fewer_spm: 9 })).to.deep.equal(all(CADENCE_BELOW_OWN));
    const one = new Runner(1);
    const [advice] = afterRun(one.figures(TODAY, { fewer_spm: 9 }), one.history(4), MIDDLING);
    expect(advice.first).to.be.within(7, 11);
    expect(advice.third - advice.second).to.equal(advice.first);
    expect(advice.run).to.equal(TODAY);
  });

  it('does not take a slow run for a low cadence, nor a fast one for a high', () => {
    expect(saidOf({ speed_mps: 2.1 })).to.deep.equal(all());
    expect(saidOf({ speed_mps: 3.5, fewer_spm: 10, minutes: 40 })).to.deep.equal(all(CADENCE_BELOW_OWN));
  });

  it('cadence below the range, only while the own is not known, by height and speed', () => {
    const said = (cadence_spm: number, height_cm: number, weeks = 0) => {
      const one = new Runner(3, { ...HABITS, cadence_spm });
      return afterRun(one.figures(TODAY), one.history(weeks), { height_cm }).map(({ advice }) => advice);
    };
    expect(said(148, 175)).to.deep.equal([CADENCE_BELOW_RANGE]);
    expect(said(148, 160)).to.deep.equal([CADENCE_BELOW_RANGE]);
    expect(said(148, 192), 'tall').to.deep.equal([]);
    expect(said(165, 155), 'short').to.deep.equal([]);
    expect(said(148, 0), 'height not told').to.deep.equal([]);
    expect(said(148, 175, 4), 'own cadence known').to.deep.equal([]);
  });

  it('contact time that rises at the same pace, also while the pace changes', () => {
    expect(saidOf({ drift: 0.09 })).to.deep.equal(all(CONTACT_DRIFT));
    expect(saidOf({ drift: 0.09, faster_mps: 0.25 })).to.deep.equal(all(CONTACT_DRIFT));
    const one = new Runner(1);
    const [advice] = afterRun(one.figures(TODAY, { drift: 0.09 }), one.history(4), MIDDLING);
    // 9 % over 45 minutes are 8 % over those that count.
    expect(advice.first).to.be.within(60, 100);
    expect(advice.third - advice.second).to.be.within(15, 27);
  });

  it('does not take slowing down for fatigue of the contact', () => {
    expect(saidOf({ faster_mps: -0.5 })).to.deep.equal(all());
    expect(saidOf({ drift: 0.09, minutes: 18 }), 'too short').to.deep.equal(all());
  });

  it('a balance that is off, with and without a habit to compare with', () => {
    expect(saidOf({ leftShare: 0.535 })).to.deep.equal(all(IMBALANCE));
    expect(saidOf({ leftShare: 0.465 })).to.deep.equal(all(IMBALANCE));
    expect(saidOf({ leftShare: 0.535 }, 0)).to.deep.equal(all(IMBALANCE));
    expect(saidOf({ leftShare: 0.525 }, 0), 'two sensors may differ by that').to.deep.equal(all());
    const lopsided = new Runner(1, { ...HABITS, leftShare: 0.53 });
    expect(afterRun(lopsided.figures(TODAY), lopsided.history(4), MIDDLING), 'always so').to.deep.equal([]);
    const [advice] = afterRun(
      new Runner(1).figures(TODAY, { leftShare: 0.465 }),
      new Runner(1).history(4),
      MIDDLING,
    );
    expect([advice.first, advice.second]).to.deep.equal([535, 2]);
    expect(advice.third).to.be.within(492, 502);
  });

  it('a run much longer than those of the last 30 days', () => {
    expect(saidOf({ minutes: 110 })).to.deep.equal(all(LONGEST_RUN_JUMP));
    expect(saidOf({ minutes: 66 })).to.deep.equal(all());
    expect(saidOf({ minutes: 110, undated: true })).to.deep.equal(all());
    const one = new Runner(1);
    const months = one.history(4).filter(({ day }) => day < FIRST_DAY + 10);
    expect(
      afterRun(one.figures(FIRST_DAY + 60, { minutes: 110 }), months, MIDDLING),
      'after a long rest',
    ).to.deep.equal([]);
  });

  it('nothing of walks', () => {
    expect(saidOf({ kind: 'walk', fewer_spm: 60, minutes: 200 })).to.deep.equal(all());
  });

  it('says at most three things, the heaviest first', () => {
    const one = new Runner(1);
    const everything = { fewer_spm: 14, drift: 0.1, leftShare: 0.55, minutes: 240 };
    const advice = afterRun(one.figures(TODAY, everything), one.history(4), MIDDLING);
    expect(advice).to.have.length(3);
    const weights = advice.map(({ weight }) => weight);
    expect(weights).to.deep.equal([...weights].sort((a, b) => b - a));
  });

  it('stays silent where figures are missing', () => {
    const bare = {
      ...new Runner(1).figures(TODAY),
      cadence_spm: 0,
      contact_ms: 0,
      contactFirst_ms: 0,
      leftShare: 0,
      speed_mps: 0,
    };
    expect(afterRun(bare as RunFigures, new Runner(1).history(4), MIDDLING)).to.deep.equal([]);
  });
});

describe('advice over weeks', () => {
  const weeks = (history: (one: Runner) => RunFigures[], odometer_km = 100) =>
    SEEDS.map((seed) =>
      overWeeks(history(new Runner(seed)), FIRST_DAY + 7 * 8, 1, odometer_km).map(({ advice }) => advice),
    );
  const gradually = (most: number) => (day: number) => (most * (day - FIRST_DAY)) / 56;

  it('says nothing to a runner whose habits stay', () => {
    expect(weeks((one) => one.history(8))).to.deep.equal(all());
  });

  it('a cadence that changes at the same speed', () => {
    const fewer = gradually(8);
    expect(weeks((one) => one.history(8, (day) => ({ fewer_spm: fewer(day) })))).to.deep.equal(
      all(CADENCE_TREND),
    );
    const [advice] = overWeeks(
      new Runner(2).history(8, (day) => ({ fewer_spm: -fewer(day) })),
      FIRST_DAY + 56,
      1,
      0,
    );
    expect(advice.first).to.be.within(50, 100);
    expect(advice.second).to.be.within(7, 8);
  });

  it('does not take getting faster for a trend of cadence or contact time', () => {
    const faster = gradually(0.6);
    expect(weeks((one) => one.history(8, (day) => ({ speed_mps: 2.7 + faster(day) })))).to.deep.equal(all());
  });

  it('a contact time that changes at the same speed', () => {
    const said = SEEDS.map((seed) => {
      const runs = Array.from({ length: 8 }, (_, week) =>
        new Runner(100 * seed + week, { ...HABITS, contact_ms: 262 - 3 * week }).history(1).map((run) => ({
          ...run,
          day: run.day + 7 * week,
        })),
      );
      return overWeeks(runs.flat() as RunFigures[], FIRST_DAY + 56, 1, 0).map(({ advice }) => advice);
    });
    expect(said).to.deep.equal(all(CONTACT_TREND));
  });

  it('looks at the pair in use only', () => {
    const other = (one: Runner) =>
      one
        .history(8, (day) => ({ fewer_spm: gradually(8)(day) }))
        .map((run) => Object.assign(run, { shoe: 2 }));
    expect(weeks(other)).to.deep.equal(all());
  });

  it('a week without an easy day', () => {
    const daily = (one: Runner, minutes: (day: number) => number) =>
      Array.from({ length: 7 }, (_, i) => one.figures(FIRST_DAY + 50 + i, { minutes: minutes(i) }));
    expect(weeks((one) => daily(one, () => 40))).to.deep.equal(all(DAYS_ALIKE));
    expect(weeks((one) => daily(one, (day) => (day % 2 === 0 ? 70 : 15)))).to.deep.equal(all());
    expect(weeks((one) => daily(one, () => 40).slice(0, 4))).to.deep.equal(all());
  });

  it('a shoe that has gone far', () => {
    const weights = [479, 480, 799, 800, 1e6].map((km) => overWeeks([], FIRST_DAY, 1, km)[0]?.weight);
    expect(weights).to.deep.equal([undefined, 20, 20, 42, 42]);
    const [advice] = overWeeks([], FIRST_DAY, 1, 612.4);
    expect([advice.advice, advice.first, advice.second]).to.deep.equal([SHOE_AGE, 612, 480]);
  });
});

describe('the list of advice', () => {
  it('keeps the heaviest, in order, and numbers within 16 bits', () => {
    const list = new AdviceList(2);
    list.add(1, 10, 0, 1e9, NaN);
    list.add(2, 30, 0, -1e9);
    list.add(3, 20, 0, 1.6);
    list.add(4, 5, 0, 0);
    expect([list.count, list.at(0).advice, list.at(1).advice]).to.deep.equal([2, 2, 3]);
    expect([list.at(0).first, list.at(1).first]).to.deep.equal([-32767, 2]);
    list.clear();
    list.add(1, 1e9, 0, 1e9, NaN);
    expect([list.at(0).weight, list.at(0).first, list.at(0).second]).to.deep.equal([100, 32767, -32767]);
  });
});
