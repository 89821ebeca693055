import { expect } from 'chai';
import fc from 'fast-check';
import {
  Calibration,
  CALIBRATION_GATHERING,
  CALIBRATION_LEARNED,
  CALIBRATION_NOT_STARTED,
  CALIBRATION_REFUSED_ABSURD,
  CALIBRATION_REFUSED_DISTANCE,
  CALIBRATION_REFUSED_SPEED,
  CALIBRATION_REFUSED_STRIDES,
} from '../../firmware/session/calibration';
import { LengthModel, MODEL_BYTES } from '../../firmware/session/length-model';
import { HAS_LENGTH, HAS_SPEED, HAS_STRIDE_TIME, Stride } from '../../firmware/stepdetect/stride';
import { RUN, Runner } from './runner';

const ONE = 2 ** 20;
/** A foot whose lengths are measured short by 4 % walking at 1.4 m/s and by 9 % running at 3.5 m/s. */
const truth = (speed_mm_s: number) => 1.04 + (0.05 * (speed_mm_s - 1400)) / 2100;

/** Makes strides as the detector measures them, until `distance_mm` of true way; returns the length booked for it. */
function go(calibration: Calibration, measured_mm_s: number, distance_mm: number, valid = ~0): number {
  const stride = new Stride();
  const strideTime_us = measured_mm_s > 2200 ? 720000 : 1080000;
  const measured_mm = Math.round((measured_mm_s * strideTime_us) / 1e6);
  let booked_mm = 0;
  for (let way_mm = 0; way_mm < distance_mm; way_mm += measured_mm * truth(measured_mm_s)) {
    stride.valid = (HAS_LENGTH | HAS_SPEED | HAS_STRIDE_TIME) & valid;
    stride.lengthMm = measured_mm;
    stride.speedMmS = measured_mm_s;
    stride.strideTimeUs = strideTime_us;
    calibration.take(stride);
    booked_mm += stride.lengthMm;
  }
  return booked_mm;
}

function known(calibration: Calibration, measured_mm_s: number, distance_mm: number): number {
  calibration.start();
  go(calibration, measured_mm_s, distance_mm);
  return calibration.finish(distance_mm);
}

const error = (booked_mm: number, distance_mm: number) => Math.abs(booked_mm / distance_mm - 1);

describe('personal calibration', () => {
  it('learns from a lap walked and a lap run, and is right at the speeds between', () => {
    const calibration = new Calibration();
    expect(error(go(calibration, 3500, 1e6), 1e6)).to.be.above(0.08);
    expect(known(calibration, 1400, 400e3)).to.equal(CALIBRATION_LEARNED);
    expect(known(calibration, 3500, 800e3)).to.equal(CALIBRATION_LEARNED);
    expect(calibration.revision).to.equal(2);
    for (const speed of [1000, 1400, 2000, 3000, 3500, 4000])
      expect(error(go(calibration, speed, 5e6), 5e6), `${speed} mm/s`).to.be.below(
        speed < 2200 ? 0.01 : 0.02,
      );
  });

  it('learns from the speeds of a phone that is off by 5 % from one half minute to the next', () => {
    const calibration = new Calibration();
    let now_ms = 0;
    for (let minute = 0; minute < 40; minute++) {
      const off = [1.05, 0.97, 0.95, 1.03][minute % 4];
      for (let second = 0; second < 31; second++) {
        now_ms += 1000;
        const noise = 1 + 0.03 * Math.sin(second * 12.9898);
        calibration.gpsSpeed(3500 * truth(3500) * off * noise, 200, now_ms);
        go(calibration, 3500, 3500);
      }
    }
    expect(calibration.model.observations).to.be.within(38, 40);
    expect(error(go(calibration, 3500, 5e6), 5e6)).to.be.below(0.01);
  });

  it('books calibrated lengths and speeds in the session', () => {
    const plain = new Runner().go(600, RUN).session;
    const runner = new Runner();
    const { calibration } = runner.session;
    calibration.start();
    const before_mm = runner.go(600, RUN).session.distance_mm;
    expect(calibration.measured_mm).to.equal(before_mm);
    expect(calibration.finish(before_mm * 1.05)).to.equal(CALIBRATION_LEARNED);
    runner.go(600, RUN);
    expect((runner.session.distance_mm - before_mm) / before_mm).to.be.closeTo(1.05, 0.003);
    expect(runner.session.speed_mm_s / plain.speed_mm_s).to.be.closeTo(1.05, 0.003);
  });

  it('refuses what is absurd and stays what it was', () => {
    const calibration = new Calibration();
    expect(calibration.finish(400e3)).to.equal(CALIBRATION_NOT_STARTED);
    calibration.start();
    expect(calibration.finish(400e3)).to.equal(CALIBRATION_REFUSED_STRIDES);
    calibration.start();
    go(calibration, 1400, 400e3);
    for (const distance of [0, 399e3, -5, 101e6, NaN, Infinity])
      expect(calibration.finish(distance)).to.equal(CALIBRATION_REFUSED_DISTANCE);
    expect(calibration.finish(500e3), '500 m for a lap of 400').to.equal(CALIBRATION_REFUSED_ABSURD);
    expect(calibration.measuring).to.equal(false);
    calibration.start();
    go(calibration, 1400, 300e3);
    go(calibration, 1400, 100e3, ~HAS_LENGTH);
    expect(calibration.finish(400e3)).to.equal(CALIBRATION_REFUSED_STRIDES);
    calibration.start();
    calibration.cancel();
    expect(calibration.finish(400e3)).to.equal(CALIBRATION_NOT_STARTED);
    expect(calibration.revision).to.equal(0);
    expect(calibration.model.factor_Q20(1400)).to.equal(ONE);
  });

  it('refuses speeds of a phone that are none, and windows without a steady pace', () => {
    const calibration = new Calibration();
    for (const speed of [NaN, -1, 0, 300, 20_000])
      expect(calibration.gpsSpeed(speed, 100, 1000)).to.equal(CALIBRATION_REFUSED_SPEED);
    expect(calibration.gpsSpeed(3000, 900, 1000)).to.equal(CALIBRATION_REFUSED_SPEED);
    expect(calibration.gpsSpeed(3000, NaN, 1000)).to.equal(CALIBRATION_REFUSED_SPEED);
    for (let second = 1; second < 200; second++) {
      go(calibration, 3000, 3000);
      const pace = second % 10 < 5 ? 3000 : 4000;
      expect(calibration.gpsSpeed(pace, 100, second * 1000)).to.equal(CALIBRATION_GATHERING);
    }
    for (let second = 0; second < 300; second += 5) {
      go(calibration, 3000, 15000);
      expect(calibration.gpsSpeed(3000, 100, 1e6 + second * 1000)).to.equal(CALIBRATION_GATHERING);
    }
    for (let second = 0; second < 31; second++) calibration.gpsSpeed(3000, 100, 2e6 + second * 1000);
    expect(calibration.model.observations, 'no strides: on a bicycle').to.equal(0);
  });

  it('outlives a restart, and is forgotten when told', () => {
    const calibration = new Calibration();
    known(calibration, 1400, 400e3);
    known(calibration, 3500, 800e3);
    const bytes = new Uint8Array(32);
    calibration.model.write(bytes);
    const again = new Calibration();
    expect(again.model.read(bytes, MODEL_BYTES)).to.equal(true);
    for (const speed of [0, 1400, 3500, 9000])
      expect(again.model.factor_Q20(speed)).to.equal(calibration.model.factor_Q20(speed));
    expect(again.model.observations).to.equal(2);
    again.reset();
    expect([again.model.observations, again.model.factor_Q20(1400)]).to.eql([0, ONE]);
    expect(again.revision).to.equal(1);
  });

  it('refuses another version, another length, and numbers no model has', () => {
    const model = new LengthModel();
    const bytes = new Uint8Array(MODEL_BYTES);
    new LengthModel().write(bytes);
    expect(model.read(bytes, MODEL_BYTES - 1)).to.equal(false);
    const spoilt = (at: number, value: number) => {
      const copy = bytes.slice();
      new DataView(copy.buffer).setInt32(at, value, true);
      return copy;
    };
    expect(model.read(spoilt(0, 2), MODEL_BYTES), 'version').to.equal(false);
    for (const [at, value] of [
      [4, ONE * 2],
      [8, ONE],
      [12, 0],
      [12, 2 ** 30],
      [16, 2 ** 29],
      [20, -1],
    ])
      expect(model.read(spoilt(at, value), MODEL_BYTES), `byte ${at}`).to.equal(false);
    expect(model.factor_Q20(2000)).to.equal(ONE);
  });

  it('stays bounded, whatever it is taught', () => {
    const observation = fc.tuple(
      fc.integer({ min: -ONE, max: 3 * ONE }),
      fc.integer({ min: -1000, max: 20_000 }),
      fc.integer({ min: 1, max: ONE }),
    );
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 200 }), (observations) => {
        const model = new LengthModel();
        for (const [ratio, speed, deviation] of observations) {
          model.learn(ratio, speed, deviation);
          for (const at of [0, 1000, 3000, 12_000])
            expect(model.factor_Q20(at)).to.be.within(0.8 * ONE, 1.25 * ONE);
        }
        const bytes = new Uint8Array(MODEL_BYTES);
        model.write(bytes);
        expect(new LengthModel().read(bytes, MODEL_BYTES)).to.equal(true);
      }),
      {
        numRuns: 300,
        examples: [
          [[[891290, 3244, 1]]],
          [
            [
              [891290, 508, 1],
              [995961, 0, 1],
            ],
          ],
        ],
      },
    );
  });
});
