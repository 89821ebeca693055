import { expect } from 'chai';
import type { FaultScript } from '../../host-sim/board/faults';
import { replay } from '../../host-sim/engines/node';
import type { ReplayOptions, ReplayResult } from '../../host-sim/engines/replay';
import { synthesise, type Plan } from '../../host-sim/traces/synth';
import type { TraceSource } from '../../host-sim/traces/source';

const WALK_AND_RUN: Plan = {
  name: 'walk_and_run',
  segments: [
    { kind: 'stand', duration_s: 3 },
    { kind: 'walk', duration_s: 30, speed_mps: 1.4 },
    { kind: 'stand', duration_s: 4 },
    { kind: 'run', duration_s: 30, speed_mps: 3 },
    { kind: 'stand', duration_s: 4 },
  ],
};

/** The first `seconds` of a source, cut off in whatever the foot is doing. */
function cut(source: TraceSource, seconds: number): TraceSource {
  return {
    name: source.name,
    synthetic: source.synthetic,
    hasGyro: source.hasGyro,
    duration_us: seconds * 1e6,
    next: (frame) => source.next(frame) && frame[0] <= seconds * 1e6,
    close: () => source.close(),
  };
}

function run(options: ReplayOptions = {}, plan = WALK_AND_RUN): ReplayResult {
  return replay(synthesise(plan), options);
}

function withFaults(faults: FaultScript): ReplayResult {
  return run({ faults });
}

/** Truth of the plan beside what was found: worst differences of the landings, us, when each was found once. */
function worst(result: ReplayResult, plan = WALK_AND_RUN): { missed: number; worst_us: number } {
  const { strides } = synthesise(plan).truth;
  const errors = strides.map(({ ic_us }) =>
    result.strides.reduce((least, found) => Math.min(least, Math.abs(found.ic_us - ic_us)), Infinity),
  );
  const near = errors.filter((error) => error < 150000);
  return { missed: errors.length - near.length, worst_us: Math.max(...near) };
}

describe('replay through the whole firmware', () => {
  it('finds every stride of a synthetic walk and run, on the recording clock', () => {
    const result = run();
    const { strides, distance_m } = synthesise(WALK_AND_RUN).truth;
    expect(result.strides).to.have.length(strides.length);
    expect(worst(result).missed).to.equal(0);
    expect(result.steps).to.equal(2 * strides.length);
    expect(result.distance_m).to.be.closeTo(distance_m, distance_m * 0.02);
    expect(result.warnings).to.deep.equal([]);
    const kinds = result.strides.filter(({ kind }) => kind === 'run');
    expect(kinds.length).to.be.closeTo(strides.filter(({ gait }) => gait === 'run').length, 2);
  });

  for (const rate_Hz of [104, 208, 416] as const)
    it(`gives the same landings at ${rate_Hz} Hz`, () => {
      const result = run({ rate_Hz });
      expect(result.strides).to.have.length(synthesise(WALK_AND_RUN).truth.strides.length);
      expect(worst(result).missed).to.equal(0);
    });

  for (const part of ['LSM6DSO', 'LSM6DSOX', 'LSM6DSO32'] as const)
    it(`runs on an ${part}`, () => {
      expect(worst(run({ part })).missed).to.equal(0);
    });

  for (const mounting_deg of [
    { yaw: 90, pitch: 0, roll: 0 },
    { yaw: 180, pitch: 0, roll: 90 },
    { yaw: 33, pitch: -50, roll: 120 },
  ])
    it(`needs no configuration for a sensor turned by ${Object.values(mounting_deg).join(', ')} degrees`, () => {
      const plan: Plan = { ...WALK_AND_RUN, mounting_deg };
      const result = run({}, plan);
      expect(result.strides).to.have.length(synthesise(plan).truth.strides.length);
      expect(worst(result, plan).missed).to.equal(0);
    });

  for (const strike_deg of [20, 4, -8])
    it(`sees the contacts of a foot that lands at ${strike_deg} degrees within 35 ms`, () => {
      const plan: Plan = { ...WALK_AND_RUN, strike_deg };
      const { strides } = synthesise(plan).truth;
      const result = run({}, plan);
      expect(result.strides).to.have.length(strides.length);
      const errors_ms = result.strides.map(({ ic_us }, i) => (ic_us - strides[i].ic_us) / 1000);
      // Not the first and last of a bout: half steps.
      const steady = errors_ms.filter((_, i) => i > 2 && i < strides.length - 2).map(Math.abs);
      steady.sort((a, b) => a - b);
      expect(steady[Math.floor(steady.length * 0.9)]).to.be.below(35);
    });

  for (const kind of ['drive', 'cycle', 'carry', 'tap'] as const)
    it(`counts next to nothing in two minutes of: ${kind} (synthetic)`, () => {
      const plan: Plan = {
        name: kind,
        segments: [
          { kind: 'stand', duration_s: 5 },
          { kind, duration_s: 120 },
          { kind: 'stand', duration_s: 5 },
        ],
      };
      expect(run({}, plan).strides.length).to.be.at.most(2);
    });

  it('gives the same bytes every time', () => {
    expect(JSON.stringify(run())).to.equal(JSON.stringify(run()));
  });

  it('puts measurements on the air that agree with the record', () => {
    const result = run();
    const measurements = result.radio.filter(({ uuid }) => uuid === '2a53');
    expect(measurements.length).to.be.greaterThan(55);
    const last = measurements[measurements.length - 1].bytes ?? new Uint8Array();
    const view = new DataView(last.buffer, last.byteOffset, last.byteLength);
    const flags = view.getUint8(0);
    expect(flags & 2, 'total distance is there').to.equal(2);
    const distance_m = view.getUint32(flags & 1 ? 6 : 4, true) / 10;
    expect(distance_m).to.be.closeTo(result.distance_m, 0.11);
  });

  it('ends a trace in mid-stride with what was complete, and no stride after its end', () => {
    for (const seconds of [20.13, 20.37, 20.61, 20.9]) {
      const result = replay(cut(synthesise(WALK_AND_RUN), seconds));
      const complete = synthesise(WALK_AND_RUN).truth.strides.filter(
        ({ tc_us = Infinity }) => tc_us < seconds * 1e6,
      );
      expect(result.strides.length).to.be.within(complete.length, complete.length + 2);
      for (const { ic_us } of result.strides) expect(ic_us).to.be.below(seconds * 1e6);
    }
  });
});

describe('a failing IMU', () => {
  it('that is absent: nothing is counted, the radio works, and the warning says so', () => {
    const result = withFaults({ absent: true });
    expect(result.strides).to.have.length(0);
    expect(result.warnings.join('\n')).to.match(/no IMU/);
    expect(result.radio.some(({ kind }) => kind === 'advertise')).to.equal(true);
  });

  it('that does not acknowledge for seconds: strides before and after are counted', () => {
    const result = withFaults({ noAcknowledge: [{ from_us: 10e6, to_us: 18e6 }] });
    const { strides } = synthesise(WALK_AND_RUN).truth;
    expect(result.strides.length).to.be.within(strides.length - 14, strides.length - 4);
    expect(result.warnings.join('\n')).to.match(/bus error|no IMU|no frames/);
    expect(result.strides.some(({ ic_us }) => ic_us > 40e6)).to.equal(true);
  });

  it('that resets itself: set up again, counting goes on', () => {
    const result = withFaults({ resets_us: [15e6] });
    expect(result.strides.length).to.be.greaterThan(50);
    expect(result.strides.some(({ ic_us }) => ic_us > 20e6 && ic_us < 30e6)).to.equal(true);
  });

  it('that stands still at one value: nothing is counted meanwhile', () => {
    const result = withFaults({ stuck: [{ from_us: 11e6, to_us: 21e6 }] });
    const meanwhile = result.strides.filter(({ ic_us }) => ic_us > 10.5e6 && ic_us < 19.5e6);
    expect(meanwhile).to.have.length(0);
    expect(result.strides.length).to.be.greaterThan(40);
  });

  it('with one axis stuck at its end from the start: no crash, no endless strides', () => {
    const result = withFaults({ stuck: [{ from_us: 0, to_us: 200e6, axis: 'gx', value: 32767 }] });
    expect(result.strides.length).to.be.below(200);
    for (const stride of result.strides) expect(Number.isFinite(stride.length_m ?? 0)).to.equal(true);
  });
});
