import { expect } from 'chai';
import { SESSION_RULES } from '../../firmware/session/rules';
import { GAIT_UNKNOWN, GAIT_WALK } from '../../firmware/stepdetect/stride';
import { RUN, Runner, STROLL, WALK } from './runner';

describe('a session starts by itself', () => {
  it('when running was held for a minute, and begins with the first running stride', () => {
    const runner = new Runner().go(59, RUN);
    expect(runner.session.inSession).to.equal(false);
    runner.go(4, RUN);
    expect(runner.session.inSession).to.equal(true);
    expect(runner.notes.told).to.eql([
      { kind: 'start', data: { session: 1, start_ms: runner.contacts_ms[0], run: 1 } },
    ]);
    expect(runner.session.sessionDistance_mm).to.equal(runner.session.distance_mm);
  });

  it('not when someone runs for the bus', () => {
    const runner = new Runner().go(120, WALK).go(40, RUN).stand(300).go(50, RUN).stand(20);
    expect(runner.notes.told).to.eql([]);
    expect(runner.session.inSession).to.equal(false);
  });

  it('not by running strides under the running cadence', () => {
    // 120 steps/min: over 100, so the walk rule starts it, but only after six minutes.
    const runner = new Runner().go(350, { ...RUN, stride_ms: 1000 });
    expect(runner.session.inSession).to.equal(false);
    expect(runner.go(20, { ...RUN, stride_ms: 1000 }).notes.of('start')[0].run).to.equal(0);
  });

  it('when brisk walking was held for six minutes', () => {
    const runner = new Runner().go(358, WALK);
    expect(runner.session.inSession).to.equal(false);
    runner.go(10, WALK);
    expect(runner.notes.of('start')).to.eql([{ session: 1, start_ms: runner.contacts_ms[0], run: 0 }]);
  });

  it('not by a stroll under 100 steps/min, however long', () => {
    expect(new Runner().go(3600, STROLL).notes.told).to.eql([]);
  });

  it('not by brisk walks with rests', () => {
    const runner = new Runner();
    for (let i = 0; i < 10; i++) runner.go(240, WALK).stand(15);
    expect(runner.notes.told).to.eql([]);
  });

  it('despite a short stop while it is held', () => {
    const runner = new Runner().go(180, WALK).stand(7).go(185, WALK);
    expect(runner.notes.of('start')[0].start_ms).to.equal(runner.contacts_ms[0]);
    // The stop is no moving time although it came before the start: it took 7 s and one stride to the next landing.
    const elapsed_ms = (runner.contacts_ms.at(-1) ?? 0) - runner.contacts_ms[0];
    expect(runner.session.sessionMoving_ms).to.equal(elapsed_ms - 7000 - WALK.stride_ms);
  });

  it('without the walk to warm up', () => {
    const runner = new Runner().go(200, WALK);
    const walked = runner.contacts_ms.length;
    runner.go(90, RUN);
    expect(runner.notes.of('start')[0].start_ms).to.equal(runner.contacts_ms[walked]);
  });

  it('for an interval run whose runs are too short one by one', () => {
    const runner = new Runner();
    for (let i = 0; i < 8; i++) runner.go(30, RUN).go(30, WALK);
    expect(runner.notes.kinds()).to.equal('start split');
    expect(runner.notes.of('start')[0].start_ms).to.equal(runner.contacts_ms[0]);
  });

  it('despite single strides whose gait was mistaken', () => {
    const runner = new Runner();
    for (let i = 0; i < 9; i++) runner.strides(9, RUN).strides(1, { ...RUN, gait: GAIT_WALK });
    expect(runner.notes.of('start')[0].start_ms).to.equal(runner.contacts_ms[0]);
    const walker = new Runner();
    for (let i = 0; i < 30; i++) walker.strides(6, STROLL).strides(1, { ...RUN, stride_ms: 900 });
    const strolled = walker.contacts_ms.length;
    walker.go(90, RUN);
    expect(walker.notes.of('start')[0].start_ms).to.be.at.least(walker.contacts_ms[strolled - 1]);
  });

  it('despite a few strides walked in between, which do not count as running held', () => {
    const runner = new Runner().go(30, RUN).strides(7, WALK).go(40, RUN);
    expect(runner.notes.of('start')[0].start_ms).to.equal(runner.contacts_ms[0]);
    expect(new Runner().go(56, RUN).strides(7, WALK).stand(20).notes.told).to.eql([]);
  });

  it('although the contacts are not seen', () => {
    const runner = new Runner().go(70, { ...RUN, gait: GAIT_UNKNOWN, contact_ms: 0 });
    expect(runner.notes.of('start')[0].run).to.equal(1);
  });
});

describe('a session pauses', () => {
  it('at a traffic light, from the last landing on, and goes on with the first landing', () => {
    const runner = new Runner().go(120, RUN);
    const stopped_ms = runner.contacts_ms.at(-1) ?? 0;
    runner.stand(40);
    expect([runner.session.paused, runner.session.inSession]).to.eql([true, true]);
    const before = runner.contacts_ms.length;
    runner.go(60, RUN);
    expect(runner.session.paused).to.equal(false);
    expect(runner.notes.kinds()).to.equal('start pause resume');
    const distance_mm = before * 2250;
    expect(runner.notes.of('pause')).to.eql([
      { session: 1, at_ms: stopped_ms, moving_ms: (before - 1) * 750, distance_mm },
    ]);
    expect(runner.notes.of('resume')).to.eql([
      { session: 1, at_ms: runner.contacts_ms[before], paused_ms: runner.contacts_ms[before] - stopped_ms },
    ]);
  });

  it('not when the detector lost a few strides', () => {
    const runner = new Runner().go(120, RUN).stand(4).go(60, RUN);
    expect(runner.notes.kinds()).to.equal('start');
    expect(runner.session.sessionMoving_ms).to.equal(
      (runner.contacts_ms.at(-1) ?? 0) - runner.contacts_ms[0],
    );
  });

  it('and a foot moved while waiting does not end the pause', () => {
    const runner = new Runner()
      .go(120, RUN)
      .stand(20)
      .strides(1, STROLL)
      .stand(20)
      .strides(1, STROLL)
      .stand(20)
      .go(60, RUN);
    expect(runner.notes.kinds()).to.equal('start pause resume');
  });

  it('even when no tick came in between', () => {
    const runner = new Runner().go(120, RUN).skip(60).go(60, RUN);
    expect(runner.notes.kinds()).to.equal('start pause resume');
    expect(runner.notes.of('resume')[0].paused_ms).to.equal(60750);
  });
});

describe('a session stops', () => {
  it('three minutes after the last landing, which is its end', () => {
    const runner = new Runner().go(600, RUN).stand(179);
    expect(runner.notes.kinds()).to.equal('start split pause');
    runner.stand(3);
    expect([runner.session.inSession, runner.session.paused]).to.eql([false, false]);
    const start_ms = runner.contacts_ms[0];
    const end_ms = runner.contacts_ms[799];
    expect(runner.notes.of('stop')).to.eql([
      {
        session: 1,
        start_ms,
        end_ms,
        elapsed_ms: end_ms - start_ms,
        moving_ms: end_ms - start_ms,
        strides: 800,
        steps: 1600,
        distance_mm: 1800000,
        footCadence_spm: 80,
        personCadence_spm: 160,
        run: 1,
        runStrides: 800,
        estimatedStrides: 0,
        splits: 1,
      },
    ]);
  });

  it('with moving time and cadence free of the pauses, the elapsed time not', () => {
    const runner = new Runner().go(120, RUN).stand(50).go(120, RUN).stand(30).go(120, RUN).stand(200);
    const [stop] = runner.notes.of('stop');
    expect(stop.elapsed_ms).to.equal(360000 - 750 + 80000);
    const paused_ms = runner.notes.of('resume').reduce((sum, resume) => sum + resume.paused_ms, 0);
    expect(stop.moving_ms).to.equal(stop.elapsed_ms - paused_ms);
    expect(stop.personCadence_spm).to.equal(160);
    expect(stop.distance_mm).to.equal(480 * 2250);
  });

  it('with the last brisk stride: a stroll after the run is no part of it', () => {
    const runner = new Runner().go(300, RUN);
    const end_ms = runner.contacts_ms.at(-1) ?? 0;
    runner.go(400, STROLL).stand(200);
    const [stop] = runner.notes.of('stop');
    // The smoothed cadence takes a few strides to fall under 100.
    expect(stop.end_ms).to.be.within(end_ms, end_ms + 4 * STROLL.stride_ms);
    expect(stop.strides).to.be.within(400, 404);
    expect(runner.session.strides).to.equal(700);
  });

  it('but a stroll within it is, with its distance', () => {
    const runner = new Runner().go(300, RUN).go(400, STROLL).go(300, RUN).stand(200);
    const [stop] = runner.notes.of('stop');
    expect(runner.notes.kinds()).to.equal('start split split pause stop');
    expect(stop.strides).to.equal(1100);
    expect(stop.distance_mm).to.equal(runner.session.distance_mm);
    expect(stop.moving_ms).to.equal(stop.elapsed_ms);
  });

  it('and running counts even where only every other stride was found', () => {
    const runner = new Runner()
      .go(120, RUN)
      .go(120, { ...RUN, stride_ms: 1500 })
      .stand(200);
    expect(runner.notes.of('stop')[0].strides).to.equal(240);
  });

  it('after half an hour of strolling', () => {
    const runner = new Runner().go(300, RUN).go(1790, STROLL);
    expect(runner.session.inSession).to.equal(true);
    expect(runner.go(20, STROLL).notes.of('stop')[0].strides).to.be.within(400, 404);
  });

  it('also when no tick came for long: the next run is another session', () => {
    const runner = new Runner().go(120, RUN).skip(3600).go(120, RUN).stand(200);
    expect(runner.notes.kinds()).to.equal('start pause stop start pause stop');
    expect(runner.notes.of('stop').map((stop) => stop.strides)).to.eql([160, 160]);
    expect(runner.notes.of('stop').map((stop) => stop.personCadence_spm)).to.eql([160, 160]);
    expect(runner.notes.of('start').map((start) => start.session)).to.eql([1, 2]);
  });

  it('as a walk when most strides were walked', () => {
    const [stop] = new Runner().go(70, RUN).go(600, WALK).stand(200).notes.of('stop');
    expect(stop.run).to.equal(0);
    expect(stop.runStrides).to.equal(93);
  });

  it('at once when the shoe shuts down', () => {
    const runner = new Runner().go(120, RUN);
    runner.session.finish();
    runner.session.finish();
    expect(runner.notes.kinds()).to.equal('start stop');
    expect(runner.notes.of('stop')[0].strides).to.equal(160);
  });

  it('and its strides do not start another', () => {
    for (const manner of [RUN, WALK]) {
      const runner = new Runner();
      for (let i = 0; i < 1000 && !runner.session.inSession; i++) runner.strides(1, manner);
      runner.session.finish();
      runner.go(50, manner);
      expect(runner.notes.kinds().replace('split ', '')).to.equal('start stop');
    }
  });

  it('and says how many lengths were not measured', () => {
    const runner = new Runner()
      .go(120, RUN)
      .strides(20, { ...RUN, length_mm: undefined })
      .go(30, RUN)
      .stand(200);
    const [stop] = runner.notes.of('stop');
    expect(stop.estimatedStrides).to.equal(20);
    expect(stop.distance_mm).to.equal(220 * 2250);
  });
});

describe('a session', () => {
  it('longer than the IMU clock counts keeps its times', () => {
    const runner = new Runner().go(3 * 3600, RUN).stand(200);
    const [stop] = runner.notes.of('stop');
    expect(stop.elapsed_ms).to.equal(3 * 3600000 - 750);
    expect(stop.splits).to.equal(32);
  });

  it('is the same whether strides come at once or two seconds late', () => {
    const script = (late_ms: number): Runner =>
      new Runner({ late_ms })
        .go(100, WALK)
        .go(400, RUN)
        .stand(30)
        .go(300, RUN)
        .go(120, STROLL)
        .go(200, RUN)
        .stand(300)
        .go(400, WALK)
        .stand(300);
    expect(script(1999).notes.told).to.eql(script(0).notes.told);
    expect(script(0).notes.kinds()).to.equal('start split pause resume split pause stop start pause stop');
  });

  it('gives payloads that stay as they are', () => {
    const { notes } = new Runner().go(120, RUN).stand(200).go(120, RUN).stand(200);
    expect(notes.kinds()).to.equal('start pause stop start pause stop');
    expect(new Set(notes.payloads).size).to.equal(6);
  });

  it('follows other rules when given', () => {
    const rules = { ...SESSION_RULES, runHeld_ms: 10000, stopStanding_ms: 20000 };
    expect(new Runner({ rules }).go(12, RUN).stand(21).notes.kinds()).to.equal('start pause stop');
  });
});
