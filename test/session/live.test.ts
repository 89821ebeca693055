import { expect } from 'chai';
import { Session } from '../../firmware/session/session';
import { GAIT_RUN, GAIT_UNKNOWN, GAIT_WALK, HAS_LENGTH, Stride } from '../../firmware/stepdetect/stride';
import { RUN, Runner, STROLL, WALK } from './runner';

describe('live values of a session', () => {
  it('are all zero before the first stride', () => {
    const live = new Session();
    live.tick(5000);
    expect([live.speed_mm_s, live.footCadence_spm, live.personCadence_spm, live.strideLength_mm]).to.eql([
      0, 0, 0, 0,
    ]);
    expect([live.contact_ms, live.strides, live.steps, live.distance_mm]).to.eql([0, 0, 0, 0]);
    expect([live.running, live.moving, live.inSession, live.paused]).to.eql([false, false, false, false]);
  });

  it("keep the foot's cadence apart from the person's", () => {
    const { session } = new Runner().go(10, RUN);
    expect(session.footCadence_spm).to.equal(80);
    expect(session.personCadence_spm).to.equal(160);
  });

  it('make speed, cadence and stride length fit each other', () => {
    for (const manner of [WALK, STROLL, RUN]) {
      const { session } = new Runner().go(20, manner);
      expect(session.strideLength_mm).to.be.closeTo(manner.length_mm ?? 0, 1);
      const product = (session.footCadence_spm / 60) * session.strideLength_mm;
      expect(session.speed_mm_s).to.be.closeTo(product, 1);
    }
  });

  it('follow a change of cadence within five strides', () => {
    const { session } = new Runner().go(20, WALK).strides(5, RUN);
    expect(session.footCadence_spm).to.equal(80);
    expect(session.speed_mm_s).to.equal(3000);
  });

  it('do not move when one stride was missed', () => {
    const { session } = new Runner().go(10, RUN).strides(1, { ...RUN, stride_ms: 1500 });
    expect(session.footCadence_spm).to.equal(80);
    expect(
      new Runner().go(10, RUN).strides(2, { ...RUN, stride_ms: 375 }).session.footCadence_spm,
    ).to.be.within(80, 160);
  });

  it('give the contact time of the last stride, and 0 when it has none', () => {
    const runner = new Runner().go(10, RUN);
    expect(runner.session.contact_ms).to.equal(250);
    expect(runner.strides(1, { ...RUN, contact_ms: 0 }).session.contact_ms).to.equal(0);
  });

  it('fall to zero when the runner stands for more than five seconds, the totals stay', () => {
    const runner = new Runner().go(30, RUN);
    expect(runner.stand(4).session.moving).to.equal(true);
    expect(runner.session.footCadence_spm).to.equal(80);
    const { session } = runner.stand(3);
    expect(session.moving).to.equal(false);
    expect(session.running).to.equal(false);
    expect([session.speed_mm_s, session.footCadence_spm, session.personCadence_spm]).to.eql([0, 0, 0]);
    expect([session.strideLength_mm, session.contact_ms]).to.eql([0, 0]);
    expect(session.strides).to.equal(40);
    expect(session.distance_mm).to.equal(90000);
  });

  it('do not take cadence and speed from before standing along', () => {
    const runner = new Runner().go(30, RUN).stand(10).strides(2, STROLL);
    expect(runner.session.footCadence_spm).to.be.closeTo(45, 0.1);
    expect(runner.session.speed_mm_s).to.equal(825);
  });

  it('stay when strides come two seconds late', () => {
    const runner = new Runner({ late_ms: 2000 });
    let halted = 0;
    runner.strides(5, STROLL);
    for (let i = 0; i < 60; i++) if (!runner.strides(1, STROLL).session.moving) halted++;
    expect(halted).to.equal(0);
  });
});

describe('the running flag', () => {
  it('comes with the first stride when the runner sets off running', () => {
    expect(new Runner().strides(1, RUN).session.running).to.equal(true);
    expect(new Runner().strides(1, WALK).session.running).to.equal(false);
    expect(new Runner().go(20, WALK).stand(10).strides(1, RUN).session.running).to.equal(true);
  });

  it('is not turned by one or two strides of the other gait, but by three', () => {
    const runner = new Runner().go(20, RUN);
    expect(runner.strides(2, { ...RUN, gait: GAIT_WALK }).session.running).to.equal(true);
    expect(runner.strides(1, { ...RUN, gait: GAIT_WALK }).session.running).to.equal(false);
    runner.go(20, WALK);
    expect(runner.strides(2, { ...WALK, gait: GAIT_RUN }).session.running).to.equal(false);
    expect(runner.strides(1, { ...WALK, gait: GAIT_RUN }).session.running).to.equal(true);
  });

  it('goes by cadence where the contact was not seen', () => {
    const blind = { gait: GAIT_UNKNOWN, contact_ms: 0 };
    expect(new Runner().go(10, { ...RUN, ...blind }).session.running).to.equal(true);
    expect(new Runner().go(10, { ...WALK, ...blind }).session.running).to.equal(false);
    const between = { ...WALK, ...blind, stride_ms: 875 };
    expect(new Runner().go(10, RUN).go(10, between).session.running, 'held between 135 and 140').to.equal(
      true,
    );
    expect(new Runner().go(10, WALK).go(10, between).session.running).to.equal(false);
  });
});

describe('totals since boot', () => {
  it('count every stride and both feet, in a session or not', () => {
    const runner = new Runner().strides(7, STROLL).stand(60).strides(100, RUN).stand(600).strides(1, WALK);
    expect(runner.session.strides).to.equal(108);
    expect(runner.session.steps).to.equal(216);
    expect(runner.session.distance_mm).to.equal(7 * 1100 + 100 * 2250 + 1400);
  });

  it('book a missing length with the recent mean of the same gait', () => {
    const runner = new Runner().go(20, WALK).go(20, RUN);
    const before_mm = runner.session.distance_mm;
    runner.strides(10, { ...RUN, length_mm: undefined });
    expect(runner.session.distance_mm - before_mm).to.equal(10 * 2250);
    expect(runner.session.speed_mm_s).to.equal(3000);
    runner.stand(30).strides(4, { ...WALK, length_mm: undefined });
    expect(runner.session.distance_mm - before_mm).to.equal(10 * 2250 + 4 * 1400);
    expect(runner.session.speed_mm_s).to.be.closeTo(1400000 / 1091, 0.1);
  });

  it('book nothing while no stride of that gait had a length', () => {
    const { session } = new Runner().go(20, WALK).strides(10, { ...RUN, length_mm: undefined });
    expect(session.strides).to.equal(28);
    expect(session.distance_mm).to.equal(18 * 1400);
    expect(session.strideLength_mm).to.equal(0);
  });

  it('do not believe a length that no person strides', () => {
    const runner = new Runner().go(20, RUN);
    const before_mm = runner.session.distance_mm;
    runner.strides(1, { ...RUN, length_mm: 9000 }).strides(1, { ...RUN, length_mm: -500 });
    expect(runner.session.distance_mm - before_mm).to.equal(2 * 2250);
    expect(runner.session.speed_mm_s).to.equal(3000);
  });

  it('stay exact beyond 2^31 mm', () => {
    const session = new Session();
    const stride = new Stride();
    stride.lengthMm = 2251;
    stride.valid = HAS_LENGTH;
    const count = 1100000;
    for (let i = 1; i <= count; i++) session.stride(stride, i * 700);
    expect(session.distance_mm).to.equal(count * 2251);
    expect(session.distance_mm).to.be.greaterThan(2 ** 31);
  });

  it('take a stride dated before the last one as of the same instant', () => {
    const session = new Session();
    const stride = new Stride();
    session.stride(stride, 20000);
    session.stride(stride, 19000);
    session.tick(24900);
    expect(session.strides).to.equal(2);
    expect(session.moving).to.equal(true);
  });
});
