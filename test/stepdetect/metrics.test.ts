import { expect } from 'chai';
import { FrameRing } from '../../firmware/sensors/ring';
import { FOOT_LEFT, FOOT_RIGHT, FOOT_UNKNOWN } from '../../firmware/stepdetect/setup';
import {
  CLIPPED,
  HAS_CLEARANCE,
  HAS_CONTACT,
  HAS_EVERSION,
  HAS_FLIGHT,
  HAS_IMPACT,
  HAS_RISE,
  HAS_STEP_TIME,
  HAS_STRIDE_TIME,
  HAS_STRIKE,
  HAS_SWING,
  HAS_TURN,
  IMPACT_CLIPPED,
  Stride,
  STRIKE_FOREFOOT,
  STRIKE_MIDFOOT,
  STRIKE_REARFOOT,
} from '../../firmware/stepdetect/stride';
import { synthesise, type GaitSegment, type Plan, type TrueMetrics } from '../../host-sim/traces/synth';
import { QueuedDetector } from './queued-detector';

const RATE_Hz = 208;
const GYRO_udps = 70000;
/** The sensor of the model does not roll over the ground in mid-stance. */
const NO_ROLL_mm = 0;
const EVENT_us = 60000;

interface Setup extends Partial<Plan> {
  gait: Omit<GaitSegment, 'duration_s'>;
  seconds?: number;
  /** Range of the accelerometer; what is beyond is cut off. */
  range_g?: number;
  foot_set?: number;
  /** Also the first and last stride, of half length. */
  whole?: boolean;
}

interface Pair {
  found: Stride;
  truth: TrueMetrics;
}

/** Strides of a synthetic gait with what they truly did. */
function strides({ gait, seconds = 25, range_g = 32, foot_set, whole = false, ...plan }: Setup): {
  pairs: Pair[];
  foot: number;
} {
  const run = synthesise({
    name: 'metrics',
    mounting_deg: { yaw: 35, pitch: -12, roll: 160 },
    ...plan,
    segments: [
      { kind: 'stand', duration_s: 4 },
      { ...gait, duration_s: seconds },
      { kind: 'stand', duration_s: 3 },
    ],
  });
  const accel_ug = Math.ceil((range_g * 1e6) / 32767);
  const detector = new QueuedDetector({ accel_ug, gyro_udps: GYRO_udps, rate_Hz: RATE_Hz }, NO_ROLL_mm);
  if (foot_set !== undefined) detector.setFoot(foot_set);
  const ring = new FrameRing();
  const frame = new Float64Array(7);
  const found: Stride[] = [];
  const counts = (value: number, unit: number) => Math.max(-32768, Math.min(32767, Math.round(value / unit)));
  while (run.next(frame)) {
    const [time_us, ax, ay, az, gx, gy, gz] = frame;
    const a = [ax, ay, az].map((mg) => counts(mg, accel_ug / 1000));
    const g = [gx, gy, gz].map((tenth) => counts(tenth, GYRO_udps / 1e5));
    ring.push(a[0], a[1], a[2], g[0], g[1], g[2], time_us | 0);
    if (ring.waiting() < 32) continue;
    detector.process(ring);
    for (let stride = new Stride(); detector.next(stride); stride = new Stride()) found.push(stride);
  }
  const truth = run.metrics();
  const pairs = run.truth.strides.flatMap(({ ic_us }, i) => {
    const stride = found.find(({ icUs }) => Math.abs(icUs - ic_us) < EVENT_us);
    return stride && (whole || (i > 0 && i + 1 < truth.length)) ? [{ found: stride, truth: truth[i] }] : [];
  });
  expect(pairs.length).to.be.at.least(0.9 * (truth.length - 2));
  return { pairs, foot: detector.foot() };
}

/** Mean and largest distance from it of the errors, where the value is there. */
function errors(pairs: Pair[], bit: number, error: (pair: Pair) => number): { mean: number; most: number } {
  const values = pairs.filter(({ found }) => found.valid & bit).map(error);
  expect(values.length, 'strides with the value').to.be.greaterThan(8);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, most: Math.max(...values.map((value) => Math.abs(value - mean))) };
}

describe('per-stride metrics', () => {
  for (const [name, strike_deg, kind] of [
    ['rearfoot', 20, STRIKE_REARFOOT],
    ['midfoot', 3, STRIKE_MIDFOOT],
    ['forefoot', -9, STRIKE_FOREFOOT],
  ] as const)
    it(`tells the angle of a ${name} strike, and its class`, () => {
      const { pairs } = strides({ gait: { kind: 'run', speed_mps: 3 }, strike_deg });
      const { mean, most } = errors(
        pairs,
        HAS_STRIKE,
        ({ found, truth }) => found.strikeAngleDdeg / 10 - truth.strike_deg,
      );
      expect(Math.abs(mean)).to.be.below(3);
      expect(most).to.be.below(2.5);
      for (const { found } of pairs) expect(found.strike).to.equal(kind);
    });

  for (const [name, gait, clearance_m] of [
    ['walk', { kind: 'walk', speed_mps: 1.3 }, 0.015],
    ['run', { kind: 'run', speed_mps: 3 }, 0.02],
    ['climb of stairs', { kind: 'walk', speed_mps: 1.3, climb_m: 0.3 }, 0.02],
    ['descent of stairs', { kind: 'walk', speed_mps: 1.3, climb_m: -0.3 }, 0.02],
  ] as const)
    it(`measures clearance and rise of a ${name}`, () => {
      const { pairs } = strides({ gait });
      const clearance = errors(
        pairs,
        HAS_CLEARANCE,
        ({ found, truth }) => found.clearanceMm / 1000 - truth.clearance_m,
      );
      expect(Math.abs(clearance.mean)).to.be.below(clearance_m);
      const rise = errors(pairs, HAS_RISE, ({ found, truth }) => found.riseMm / 1000 - truth.rise_m);
      expect(Math.abs(rise.mean)).to.be.below(0.025);
      expect(rise.most).to.be.below(0.035);
    });

  // Mounted the other way round, the sign of the axis is found with the first stride.
  for (const [turn_dps, yaw] of [
    [-25, 35],
    [25, 35],
    [25, 215],
  ])
    it(`follows a turn of ${turn_dps} degree/s, to the left positive, mounted at ${yaw} degrees`, () => {
      const { pairs } = strides({
        gait: { kind: 'walk', speed_mps: 1.2, turn_dps },
        mounting_deg: { yaw, pitch: -12, roll: 160 },
        whole: true,
      });
      expect(Math.sign(pairs[5].truth.turn_deg)).to.equal(Math.sign(turn_dps));
      const { mean, most } = errors(
        pairs,
        HAS_TURN,
        ({ found, truth }) => found.turnDdeg / 10 - truth.turn_deg,
      );
      expect(Math.abs(mean)).to.be.below(0.5);
      expect(most).to.be.below(1);
    });

  for (const foot of ['left', 'right'] as const)
    it(`finds out that the shoe is on the ${foot} foot, and only then gives eversion`, () => {
      const { pairs, foot: found } = strides({ gait: { kind: 'walk', speed_mps: 1.3 }, foot });
      expect(found).to.equal(foot === 'left' ? FOOT_LEFT : FOOT_RIGHT);
      for (const { found } of pairs.slice(0, 4)) expect(found.valid & HAS_EVERSION).to.equal(0);
      const { mean, most } = errors(
        pairs,
        HAS_EVERSION,
        ({ found, truth }) => found.eversionDdeg / 10 - truth.eversion_deg,
      );
      expect(Math.abs(mean)).to.be.below(1);
      expect(most).to.be.below(1.5);
      const rate = errors(
        pairs,
        HAS_EVERSION,
        ({ found, truth }) => found.eversionRateDps / truth.eversion_dps - 1,
      );
      expect(Math.abs(rate.mean)).to.be.below(0.25);
    });

  it('takes the foot that was set, against what it sees', () => {
    const gait = { kind: 'walk', speed_mps: 1.3 } as const;
    const { pairs, foot } = strides({ gait, foot: 'left', foot_set: FOOT_RIGHT });
    expect(foot).to.equal(FOOT_RIGHT);
    for (const { found } of pairs.slice(2)) {
      expect(found.valid & HAS_EVERSION).to.not.equal(0);
      expect(found.eversionDdeg).to.be.below(20);
    }
  });

  it('does not name a foot from a handful of strides', () => {
    expect(strides({ gait: { kind: 'walk', speed_mps: 1.3 }, seconds: 6 }).foot).to.equal(FOOT_UNKNOWN);
  });

  it('measures the impact, and its rise', () => {
    const { pairs } = strides({ gait: { kind: 'run', speed_mps: 3 } });
    const { mean, most } = errors(
      pairs,
      HAS_IMPACT,
      ({ found, truth }) => found.impactMg / 1000 / truth.impact_g - 1,
    );
    expect(Math.abs(mean)).to.be.below(0.08);
    expect(most).to.be.below(0.1);
    for (const { found } of pairs) {
      expect(found.valid & IMPACT_CLIPPED).to.equal(0);
      // From 2 to 11 g within 10 to 20 ms.
      expect(found.impactRateMgMs).to.be.within(300, 2000);
    }
  });

  it('says that an impact was clipped, and gives no height then', () => {
    const { pairs } = strides({ gait: { kind: 'run', speed_mps: 4 }, range_g: 8 });
    for (const { found } of pairs) {
      expect(found.valid & IMPACT_CLIPPED).to.not.equal(0);
      expect(found.valid & CLIPPED).to.not.equal(0);
      expect(found.valid & (HAS_CLEARANCE | HAS_RISE)).to.equal(0);
      expect(found.impactMg).to.be.within(7900, 14000);
    }
  });

  it('derives step, swing and flight time from the contacts', () => {
    const run = strides({ gait: { kind: 'run', speed_mps: 3 } }).pairs;
    for (const { found } of run) {
      expect(found.valid & HAS_SWING).to.not.equal(0);
      expect(found.swingUs).to.equal(found.icUs - found.toUs);
      if ((found.valid & HAS_STRIDE_TIME) === 0) expect(found.valid & HAS_STEP_TIME).to.equal(0);
      else expect(found.stepTimeUs).to.equal(found.strideTimeUs >> 1);
      if ((found.valid & HAS_CONTACT) === 0) continue;
      expect(found.valid & HAS_FLIGHT).to.not.equal(0);
      expect(found.flightUs).to.equal((found.swingUs - found.contactUs) >> 1);
    }
    const walk = strides({ gait: { kind: 'walk', speed_mps: 1.3 } }).pairs;
    for (const { found } of walk.slice(0, -1)) expect(found.valid & HAS_FLIGHT).to.equal(0);
  });
});
