/** The record within the whole shoe, on the virtual board. */
import { expect } from 'chai';
import { CalibrationKeeper, lengthFactor } from '../../firmware/record/calibration-keeper';
import { ShoeRecord } from '../../firmware/record/record';
import { CALIBRATION_LEARNED, Calibration } from '../../firmware/session/calibration';
import { HAS_LENGTH, HAS_SPEED, HAS_STRIDE_TIME, Stride } from '../../firmware/stepdetect/stride';
import { FlashModel, erasedFlash } from '../../host-sim/board/flash';
import { replay } from '../../host-sim/engines/node';
import type { ReplayOptions, ReplayResult } from '../../host-sim/engines/replay';
import { synthesise, type Plan } from '../../host-sim/traces/synth';

const STAND_s = 200;
const RUN: Plan = {
  name: 'run',
  segments: [
    { kind: 'stand', duration_s: 3 },
    { kind: 'run', duration_s: 150, speed_mps: 3 },
    { kind: 'stand', duration_s: 20 },
    { kind: 'run', duration_s: 60, speed_mps: 3 },
    { kind: 'stand', duration_s: STAND_s },
  ],
};
/** Long enough to be a session, and cut off while it is open. */
const FIRST_PART: Plan = {
  name: 'first part',
  segments: [
    { kind: 'stand', duration_s: 3 },
    { kind: 'run', duration_s: 150, speed_mps: 3 },
  ],
};
const WATCHDOG = { reason: 7 };

function run(options: ReplayOptions = {}, plan = RUN): ReplayResult {
  return replay(synthesise(plan), options);
}

function stopOf({ session }: ReplayResult): Record<string, unknown> {
  return session.filter(({ kind }) => kind === 'stop')[0].data;
}

describe('the record of a shoe', () => {
  it('has the run as the session told it, and every stride in its odometer', () => {
    const result = run();
    const { record } = result;
    const { elapsed_ms, moving_ms, strides, distance_mm } = stopOf(result);
    expect(record.runs).to.have.lengthOf(1);
    expect(record.runs[0]).to.deep.include({ run: 1, kind: 'run', complete: true, elapsed_ms, moving_ms });
    expect(record.runs[0]).to.deep.include({ strides, distance_m: Number(distance_mm) / 1000 });
    expect(record).to.include({ kept: true, boots: 1, strides: result.steps / 2 });
    expect(record.distance_m).to.be.closeTo(result.distance_m, 0.001);
    expect(result.warnings).to.eql([]);
  });

  it('costs no stride when every erase takes its longest, 500 ms: the FIFO rides over it', () => {
    const result = run();
    const slow = run({ flashFaults: { slow: true } });
    expect(slow.record.busy_ms).to.be.above(result.record.busy_ms + 400);
    expect(slow.faults).to.eql(result.faults);
    expect(slow.strides.map(({ ic_us }) => ic_us)).to.eql(result.strides.map(({ ic_us }) => ic_us));
    expect(slow.record.runs[0]).to.deep.include(result.record.runs[0]);
  });

  it('goes on from what the flash holds', () => {
    const flash = erasedFlash();
    const first = run({ flash }).record;
    const second = run({ flash }).record;
    expect(second.boots).to.equal(2);
    expect(second.runs.map(({ run }) => run)).to.eql([1, 2]);
    expect(second.runs[0]).to.eql(first.runs[0]);
    expect(second.strides).to.equal(2 * first.strides);
  });

  it('goes on with the run that a reset interrupted', () => {
    const flash = erasedFlash();
    const before = run({ flash, cutAtEnd: true }, FIRST_PART).record;
    expect(before.runs[0]).to.include({ run: 1, complete: false });
    const after = run({ flash, boot: WATCHDOG });
    expect(after.record.runs).to.have.lengthOf(1);
    const [one] = after.record.runs;
    expect(one).to.include({ run: 1, complete: true });
    expect(one.strides).to.equal(before.runs[0].strides + Number(stopOf(after).strides));
  });

  it('does not go on with it after a change of the battery', () => {
    const flash = erasedFlash();
    run({ flash, cutAtEnd: true }, FIRST_PART);
    expect(run({ flash }).record.runs.map(({ complete }) => complete)).to.eql([true, true]);
  });

  for (const [name, flashFaults, sentence] of [
    ['there is no partition', { absent: true }, /nothing will be kept: .*partition/],
    ['no program and no erase works', { failsAfter: 0 }, /a record could not be written/],
    ['the flash fails after a while', { failsAfter: 5 }, /a record could not be written/],
  ] as const)
    it(`costs the shoe nothing but the record when ${name}`, () => {
      const sound = run();
      const faulty = run({ flashFaults });
      expect(faulty.strides.length).to.equal(sound.strides.length);
      expect(faulty.session.map(({ kind }) => kind)).to.eql(sound.session.map(({ kind }) => kind));
      expect(faulty.warnings).to.have.lengthOf(1);
      expect(faulty.warnings[0]).to.match(sentence);
    });
});

describe('the personal model of stride length', () => {
  it('is kept when it learns, is there after a restart, and is told with the run', () => {
    const flash = new FlashModel({ blocks: 16 });
    const learned = calibrated(flash);
    learned.calibration.start();
    for (let i = 0; i < 300; i++) learned.calibration.take(strideOf(2000));
    expect(learned.calibration.finish(630_000)).to.equal(CALIBRATION_LEARNED);
    learned.keeper.keep();
    const { records } = learned.record.log;
    learned.keeper.keep();
    expect(learned.record.log.records).to.equal(records);

    const again = calibrated(flash);
    expect(again.calibration.model.observations).to.equal(1);
    const stride = strideOf(2000);
    again.calibration.take(stride);
    expect(stride.lengthMm).to.be.closeTo(2100, 15);
    expect(lengthFactor(again.calibration)).to.be.closeTo(10_500, 75);

    again.calibration.reset();
    again.keeper.keep();
    expect(calibrated(flash).calibration.model.observations).to.equal(0);
  });

  it('of bytes that nobody understands is as none', () => {
    const flash = new FlashModel({ blocks: 16 });
    calibrated(flash).record.setCalibration(Uint8Array.of(99, 1, 2, 3));
    expect(calibrated(flash).calibration.model.observations).to.equal(0);
  });
});

function calibrated(flash: FlashModel) {
  const clock = { now: () => 0, delay: () => undefined };
  const record = new ShoeRecord({ flash, clock, boot: WATCHDOG, firmware: [0, 1, 0] });
  const calibration = new Calibration();
  return { record, calibration, keeper: new CalibrationKeeper(record, calibration) };
}

function strideOf(length_mm: number): Stride {
  const stride = new Stride();
  stride.valid = HAS_LENGTH | HAS_SPEED | HAS_STRIDE_TIME;
  stride.lengthMm = length_mm;
  stride.speedMmS = length_mm;
  stride.strideTimeUs = 1_000_000;
  return stride;
}
