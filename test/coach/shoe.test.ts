/** The coach on the shoe, over a life of runs in flash. */
import { expect } from 'chai';
import {
  Advice,
  CADENCE_BELOW_OWN,
  CADENCE_BELOW_RANGE,
  CONTACT_DRIFT,
  LONGEST_RUN_JUMP,
  SHOE_AGE,
} from '../../firmware/coach/advice';
import { CadenceCue } from '../../firmware/coach/cadence-cue';
import { RunReview } from '../../firmware/coach/run-review';
import { ShoeCoach } from '../../firmware/coach/shoe-coach';
import type { ShoeRecord } from '../../firmware/record/record';
import { CADENCE_TARGET, HEIGHT_cm } from '../../firmware/record/settings';
import { FlashModel } from '../../host-sim/board/flash';
import { Life, RUN, WALK, type Manner } from '../../host-sim/powercut/life';
import { running, standing } from '../ble/setup';

const MINUTE_s = 60;
const DAY_s = 86_400;
/** 150 steps a minute at the same 3 m/s. */
const SLOW_STEPS: Manner = { ...RUN, stride_ms: 800, length_mm: 2400 };

function life(blocks = 384): { life: Life; flash: FlashModel } {
  const flash = new FlashModel({ blocks });
  const one = new Life(flash);
  one.setTime();
  return { life: one, flash };
}

/** A run of so many minutes every second day at noon or so. */
function run(one: Life, minutes: number, manner = RUN): void {
  one.go(minutes * MINUTE_s, manner).stand(4 * MINUTE_s);
  one.sleep(2 * DAY_s - minutes * MINUTE_s - 4 * MINUTE_s);
}

/** Lets the coach do what it has to do. */
function settle(coach: ShoeCoach): void {
  for (let second = 0; coach.busy; second++) {
    if (second > 2000) throw new Error('the coach does not come to an end');
    coach.tick(false);
  }
}

function told(coach: ShoeCoach): Advice[] {
  return Array.from({ length: coach.count }, (_, i) => {
    const entry = new Advice();
    coach.entry(i, entry);
    return entry;
  });
}

const numbers = (coach: ShoeCoach) => told(coach).map(({ advice }) => advice);

describe('the coach on the shoe', () => {
  it('compares a run with those before it, and says so with its number', () => {
    const { life: one } = life();
    const coach = new ShoeCoach(one.record, one.session);
    for (let i = 0; i < 6; i++) {
      run(one, 30);
      settle(coach);
      expect(numbers(coach), `run ${i + 1}`).to.deep.equal([]);
    }
    expect(coach.revision).to.equal(0);
    run(one, 30, SLOW_STEPS);
    settle(coach);
    const [advice] = told(coach);
    expect(advice).to.include({ advice: CADENCE_BELOW_OWN, run: 7, arguments: 3 });
    expect(advice.first).to.be.within(9, 11);
    expect(advice.second).to.be.within(149, 151);
    expect(coach.revision).to.equal(1);
    run(one, 30);
    settle(coach);
    expect(numbers(coach)).to.deep.equal([]);
    expect(coach.revision).to.equal(2);
  });

  it('finds the same after a restart', () => {
    const { life: one } = life();
    for (let i = 0; i < 6; i++) run(one, 30);
    run(one, 60, SLOW_STEPS);
    const first = new ShoeCoach(one.record, one.session);
    settle(first);
    expect(numbers(first)).to.include(CADENCE_BELOW_OWN);
    one.boot({ reason: 4 });
    const again = new ShoeCoach(one.record, one.session);
    settle(again);
    expect(told(again)).to.deep.equal(told(first));
  });

  it('a run far longer than any in 30 days, when all of those are known', () => {
    const { life: one } = life();
    const coach = new ShoeCoach(one.record, one.session);
    for (let i = 0; i < 9; i++) run(one, 30);
    run(one, 50);
    settle(coach);
    const [advice] = told(coach);
    expect(advice).to.include({ advice: LONGEST_RUN_JUMP, run: 10 });
    expect(advice.first).to.be.within(62, 71);
    expect(advice.second / advice.third).to.be.within(1.62, 1.71);
  });

  it('reads a bounded piece of flash at a time, and nothing while a session is open', () => {
    const { life: one, flash } = life();
    for (let i = 0; i < 20; i++) run(one, 30);
    const coach = new ShoeCoach(one.record, one.session);
    let most = 0;
    let all = 0;
    for (let i = 0; i < 400; i++) {
      flash.readBytes = 0;
      coach.tick(false);
      all += flash.readBytes;
      most = Math.max(most, flash.readBytes);
    }
    expect(all).to.be.greaterThan(20_000);
    // A step's 512 bytes and the record they end in, with its head read first.
    expect(most).to.be.at.most(512 + 512 + 16);
    flash.readBytes = 0;
    one.go(10 * MINUTE_s, RUN);
    flash.readBytes = 0;
    for (let i = 0; i < 100; i++) coach.tick(false);
    expect(one.session.inSession).to.equal(true);
    expect(flash.readBytes).to.equal(0);
  });

  it('waits while a phone reads, and then reads the run anew', () => {
    const { life: one, flash } = life();
    run(one, 30);
    const coach = new ShoeCoach(one.record, one.session);
    for (let i = 0; i < 3; i++) coach.tick(false);
    expect(coach.busy).to.equal(true);
    flash.readBytes = 0;
    for (let i = 0; i < 100; i++) coach.tick(true);
    expect([flash.readBytes, coach.busy]).to.deep.equal([0, true]);
    for (let i = 0; i < 100; i++) coach.tick(false);
    expect(coach.busy).to.equal(false);
    expect(flash.readBytes).to.be.greaterThan(500);
  });

  it('leaves what it said of the last run when a walk or a dash follows', () => {
    const { life: one } = life();
    const coach = new ShoeCoach(one.record, one.session);
    for (let i = 0; i < 6; i++) run(one, 30);
    run(one, 30, SLOW_STEPS);
    settle(coach);
    const before = told(coach);
    expect(before).to.have.length(1);
    run(one, 20, WALK);
    run(one, 3);
    settle(coach);
    expect(told(coach)).to.deep.equal(before);
  });

  it('goes by the height told until it knows the runner', () => {
    const { life: one } = life();
    one.record.set(HEIGHT_cm, 175);
    const coach = new ShoeCoach(one.record, one.session);
    run(one, 30, SLOW_STEPS);
    settle(coach);
    expect(numbers(coach)).to.deep.equal([CADENCE_BELOW_RANGE]);
  });

  it('notices contact times that rise', () => {
    const { life: one } = life();
    const coach = new ShoeCoach(one.record, one.session);
    for (let minute = 0; minute < 40; minute++) one.go(MINUTE_s, { ...RUN, contact_ms: 245 + 0.6 * minute });
    one.stand(4 * MINUTE_s);
    settle(coach);
    const [advice] = told(coach);
    expect(advice.advice).to.equal(CONTACT_DRIFT);
    expect(advice.third - advice.second).to.be.within(18, 23);
  });

  it('says when the shoe has gone far', () => {
    const { life: one } = life();
    const far = Object.create(one.record, { distance_mm: { value: 500e6 } }) as ShoeRecord;
    const coach = new ShoeCoach(far, one.session);
    run(one, 11);
    settle(coach);
    expect(told(coach)[0]).to.include({ advice: SHOE_AGE, weight: 20, first: 500, second: 480 });
  });

  it('has the means of a run as its strides have them', () => {
    const { life: one } = life();
    run(one, 30);
    const review = new RunReview(one.record);
    review.begin(1);
    while (!review.step());
    const { figures } = review;
    expect(review.complete).to.equal(true);
    expect(figures).to.include({ run: 1, isRun: true, shoe: 1 });
    expect(figures.cadence_spm).to.be.within(159, 161);
    expect(figures.speed_mps).to.be.within(2.97, 3.03);
    expect(figures.contact_ms).to.be.within(248, 252);
    expect(figures.running_s).to.be.within(1780, 1820);
    expect(figures.distance_m).to.be.within(5350, 5450);
    expect(figures.day).to.equal(Date.UTC(2026, 0, 1) / 86_400_000);
  });

  it('stays silent about runs whose beginning the memory gave up, and about none', () => {
    const { life: one } = life(4);
    const coach = new ShoeCoach(one.record, one.session);
    settle(coach);
    for (let i = 0; i < 3; i++) run(one, 120, i === 2 ? SLOW_STEPS : RUN);
    settle(coach);
    expect(numbers(coach)).to.deep.equal([]);
  });
});

describe('the live cue', () => {
  const under = (spm: number) => ({ ...running(), personCadence_spm: spm, distance_mm: 0 });
  const after = (seconds: number, live: ReturnType<typeof running>, target = 165, cue = new CadenceCue()) => {
    for (let i = 0; i < seconds; i++) cue.tick(live, target);
    return cue;
  };

  it('comes on when cadence was below the target for half a minute, once the run is under way', () => {
    expect(after(568, under(160)).on, 'not in the first nine minutes').to.equal(false);
    expect(after(569, under(160)).on).to.equal(true);
    expect(after(2000, under(163)).on, 'within the margin').to.equal(false);
    expect(after(2000, under(166)).on).to.equal(false);
  });

  it('or after 1.6 km', () => {
    const live = under(160);
    const cue = after(10, live);
    live.distance_mm = 1_600_001;
    expect(after(29, live, 165, cue).on).to.equal(false);
    expect(after(1, live, 165, cue).on).to.equal(true);
  });

  it('goes off at the target, while walking or standing, and at the end of the session', () => {
    const on = () => after(569, under(160));
    expect(after(1, under(165), 165, on()).on).to.equal(false);
    expect(after(20, under(163), 165, on()).on, 'not yet at the target').to.equal(true);
    expect(after(1, { ...under(160), running: false }, 165, on()).on).to.equal(false);
    expect(after(1, { ...under(160), ...standing }, 165, on()).on).to.equal(false);
    expect(after(1, { ...under(160), inSession: false }, 165, on()).on).to.equal(false);
    expect(after(1, under(160), 0, on()).on, 'target taken away').to.equal(false);
  });

  it('follows the target set on the shoe: none, a number, the own cadence', () => {
    const cueAt = (target: number, manner: Manner, known = 0) => {
      const { life: one } = life();
      for (let i = 0; i < known; i++) run(one, 30);
      const coach = new ShoeCoach(one.record, one.session);
      settle(coach);
      one.record.set(CADENCE_TARGET, target);
      for (let second = 0; second < 700; second++) {
        one.go(1.6, manner);
        coach.tick(false);
      }
      return coach.cue;
    };
    expect(cueAt(0, SLOW_STEPS)).to.equal(false);
    expect(cueAt(160, SLOW_STEPS)).to.equal(true);
    expect(cueAt(145, SLOW_STEPS)).to.equal(false);
    expect(cueAt(1, SLOW_STEPS), 'own cadence not known').to.equal(false);
    expect(cueAt(1, SLOW_STEPS, 6), 'own cadence known').to.equal(true);
    expect(cueAt(1, RUN, 6)).to.equal(false);
  });
});
