import { expect } from 'chai';
import * as fc from 'fast-check';
import { SESSION_RULES } from '../../firmware/session/rules';
import { Session } from '../../firmware/session/session';
import { type Manner, RUN, Runner, STROLL, WALK } from './runner';

describe('splits', () => {
  it('tell when each kilometre was complete, between two landings', () => {
    const runner = new Runner().go(1100, RUN).stand(200);
    const splits = runner.notes.of('split');
    expect(splits.map((split) => split.split)).to.eql([1, 2, 3]);
    // 2250 mm at the first landing, then 3 mm each ms: 1 km is passed 997750 / 3 ms later.
    const start_ms = runner.contacts_ms[0];
    splits.forEach((split, i) => {
      expect(split.at_ms - start_ms).to.equal(Math.round(((i + 1) * 1e6 - 2250) / 3));
    });
    expect(splits[1].elapsed_ms).to.equal(splits[1].at_ms - splits[0].at_ms);
    expect(splits[1].moving_ms).to.equal(splits[1].elapsed_ms);
    // 444.4 landings of 2.25 m, twice that in steps.
    expect(splits[1].steps).to.be.within(888, 890);
  });

  it('keep a pause out of the moving time', () => {
    const runner = new Runner().go(200, RUN).stand(60).go(200, RUN);
    const [split] = runner.notes.of('split');
    expect(split.elapsed_ms - split.moving_ms).to.equal(60750);
  });

  it('never end within a pause', () => {
    // 444 landings make 999 m: the kilometre is completed by the first stride after the pause.
    const runner = new Runner().strides(444, RUN).stand(60).go(30, RUN);
    const [split] = runner.notes.of('split');
    expect(split.at_ms).to.equal(runner.contacts_ms[444]);
  });

  it('are held back while it is open whether the session goes on', () => {
    const stroll: Manner = { ...STROLL, length_mm: 1400 };
    const after = new Runner().go(300, RUN).go(600, stroll).stand(200);
    expect(after.session.distance_mm).to.be.greaterThan(1000000);
    expect(after.notes.kinds()).to.equal('start pause stop');
    expect(after.notes.of('stop')[0].splits).to.equal(0);

    const within = new Runner().go(300, RUN).go(600, stroll).go(60, RUN);
    const ran_mm = 400 * 2250;
    const strolled = Math.ceil((1000000 - ran_mm) / 1400);
    expect(within.notes.of('split')[0].at_ms).to.be.within(
      within.contacts_ms[400 + strolled - 2],
      within.contacts_ms[400 + strolled - 1],
    );
  });

  it('from before the start are told with it', () => {
    const runner = new Runner({ rules: { ...SESSION_RULES, briskHeld_ms: 900000 } });
    for (let i = 0; i < 1000 && !runner.session.inSession; i++) runner.strides(1, WALK);
    expect(runner.notes.kinds()).to.equal('start split');
    const complete = Math.ceil(1e6 / 1400);
    expect(runner.notes.of('split')[0].at_ms).to.be.within(
      runner.contacts_ms[complete - 2],
      runner.contacts_ms[complete - 1],
    );
  });

  it('come by the mile when the rules say so', () => {
    const runner = new Runner({ rules: { ...SESSION_RULES, split_mm: 1609344 } }).go(1100, RUN);
    expect(runner.notes.of('split')).to.have.length(2);
  });

  it('must be half a kilometre or longer', () => {
    for (const split_mm of [0, -1, NaN, 400000])
      expect(() => new Session({ rules: { ...SESSION_RULES, split_mm } })).to.throw(RangeError, 'split of');
  });
});

describe('any day of walking, running and standing', () => {
  const manner = fc.constantFrom(WALK, STROLL, RUN, { ...RUN, length_mm: undefined });
  const stretch = fc.record({
    manner,
    seconds: fc.integer({ min: 0, max: 900 }),
    rest: fc.integer({ min: 0, max: 240 }),
  });

  it('gives sessions whose parts add up', () => {
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 12 }), fc.integer({ min: 0, max: 2000 }), (day, late_ms) => {
        const runner = new Runner({ late_ms });
        for (const part of day) runner.go(part.seconds, part.manner).stand(part.rest);
        runner.stand(400);
        check(runner);
      }),
      { numRuns: 60, seed: 419 },
    );
  });
});

/** What holds for every sequence of entries. */
function check(runner: Runner): void {
  const { notes, session } = runner;
  expect(notes.kinds()).to.match(/^(start( split|( pause( split)*( resume)?))* stop ?)*$/);
  expect(session.inSession).to.equal(false);
  const starts = notes.of('start');
  let strides = 0;
  let distance_mm = 0;
  notes.of('stop').forEach((stop, i) => {
    expect(stop.start_ms).to.equal(starts[i].start_ms);
    expect(stop.elapsed_ms).to.equal(stop.end_ms - stop.start_ms);
    expect(stop.steps).to.equal(2 * stop.strides);
    expect(stop.personCadence_spm).to.equal(2 * stop.footCadence_spm);
    const paused_ms = notes
      .of('resume')
      .filter((resume) => resume.session === stop.session && resume.at_ms <= stop.end_ms)
      .reduce((sum, resume) => sum + resume.paused_ms, 0);
    expect(stop.moving_ms).to.equal(stop.elapsed_ms - paused_ms - unseen(runner, stop));
    const splits = notes.of('split').filter((split) => split.session === stop.session);
    expect(splits).to.have.length(Math.floor(stop.distance_mm / 1e6));
    expect(stop.splits).to.equal(splits.length);
    let from_ms = stop.start_ms;
    for (const split of splits) {
      expect(split.at_ms - from_ms).to.equal(split.elapsed_ms);
      expect(split.moving_ms).to.be.within(0, split.elapsed_ms);
      from_ms = split.at_ms;
    }
    expect(from_ms).to.be.at.most(stop.end_ms);
    strides += stop.strides;
    distance_mm += stop.distance_mm;
  });
  expect(strides).to.be.at.most(session.strides);
  expect(distance_mm).to.be.at.most(session.distance_mm);
}

/** Time stood within the session that no pause tells of: before the start was known. */
function unseen(runner: Runner, stop: Record<string, number>): number {
  const pauses = runner.notes.of('pause').filter((pause) => pause.session === stop.session);
  let sum = 0;
  for (let i = 1; i < runner.contacts_ms.length; i++) {
    const from_ms = runner.contacts_ms[i - 1];
    const to_ms = runner.contacts_ms[i];
    if (from_ms < stop.start_ms || to_ms > stop.end_ms || to_ms - from_ms <= SESSION_RULES.standing_ms)
      continue;
    if (!pauses.some((pause) => pause.at_ms === from_ms)) sum += to_ms - from_ms;
  }
  return sum;
}
