/** The whole virtual board with the second IMU family: strides beside those of the first, and its faults. */
import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultScript } from '../../host-sim/board/faults';
import { replay } from '../../host-sim/engines/node';
import type { ReplayedStride, ReplayOptions, ReplayResult } from '../../host-sim/engines/replay';
import { openTrace } from '../../host-sim/traces/csv';
import { synthesise, type Plan } from '../../host-sim/traces/synth';

const part = 'ICM42688P';
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
const root = process.env.FOOTFALL_TRACES;
const RUN = root === undefined ? '' : join(root, 'wmf_run/wmf_run_100s.csv');

function run(options: ReplayOptions = {}): ReplayResult {
  return replay(synthesise(WALK_AND_RUN), { part, ...options });
}

function quantile(values: number[], part_of: number): number {
  const sorted = values.slice().sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * part_of)];
}

/** Each stride of `one` beside the nearest of `other`: differences of landing, ms, and length, m. */
function differences(one: readonly ReplayedStride[], other: readonly ReplayedStride[]) {
  const landings_ms: number[] = [];
  const lengths_m: number[] = [];
  for (const stride of one) {
    const near = other.reduce((best, found) =>
      Math.abs(found.ic_us - stride.ic_us) < Math.abs(best.ic_us - stride.ic_us) ? found : best,
    );
    landings_ms.push(Math.abs(near.ic_us - stride.ic_us) / 1000);
    if (near.length_m !== undefined && stride.length_m !== undefined)
      lengths_m.push(Math.abs(near.length_m - stride.length_m));
  }
  return { landings_ms, lengths_m };
}

describe('the virtual board with an ICM-42688-P', () => {
  it('finds every stride of a synthetic walk and run, as the LSM6DSO32 does', () => {
    const first = replay(synthesise(WALK_AND_RUN));
    const second = run();
    const { strides, distance_m } = synthesise(WALK_AND_RUN).truth;
    expect(second.strides).to.have.length(strides.length);
    expect(second.distance_m).to.be.closeTo(distance_m, distance_m * 0.02);
    expect(second.warnings).to.deep.equal([]);
    const { landings_ms } = differences(first.strides, second.strides);
    expect(quantile(landings_ms, 0.5)).to.be.below(3);
    expect(Math.max(...landings_ms)).to.be.below(30);
  });

  it(`finds the strides of a real run to a few milliseconds and millimetres${existsSync(RUN) ? '' : ' (pending: FOOTFALL_TRACES names no folder)'}`, function () {
    if (!existsSync(RUN)) return this.skip();
    this.timeout(20_000);
    const first = replay(openTrace(RUN));
    const second = replay(openTrace(RUN), { part });
    expect(second.strides).to.have.length(first.strides.length);
    const { landings_ms, lengths_m } = differences(first.strides, second.strides);
    expect(quantile(landings_ms, 0.5)).to.be.below(1);
    expect(quantile(landings_ms, 0.95)).to.be.below(3);
    // By pairs of frames, whose instants differ from part to part (docs/DESIGN.md).
    expect(quantile(lengths_m, 0.5)).to.be.below(0.008);
    expect(quantile(lengths_m, 0.95)).to.be.below(0.04);
    expect(second.distance_m).to.be.closeTo(first.distance_m, 0.002 * first.distance_m);
  });

  it('counts with the accelerometer alone, and with the gyroscope when somebody runs', () => {
    const { strides } = synthesise(WALK_AND_RUN).truth;
    for (const gyroscope of ['never', 'steady'] as const) {
      const result = run({ gyroscope });
      expect(result.strides.length, gyroscope).to.be.within(strides.length - 6, strides.length + 2);
      expect(result.warnings, gyroscope).to.deep.equal([]);
    }
  });

  it('runs at 100 Hz, and says that there is nothing like 416', () => {
    expect(run({ rate_Hz: 104 }).strides).to.have.length(synthesise(WALK_AND_RUN).truth.strides.length);
    expect(() => run({ rate_Hz: 416 })).to.throw(RangeError, 'no data rate next to 416 Hz');
  });

  it('gives the same bytes every time', () => {
    expect(JSON.stringify(run())).to.equal(JSON.stringify(run()));
  });

  describe('fails', () => {
    const withFaults = (faults: FaultScript) => run({ faults });
    const all = synthesise(WALK_AND_RUN).truth.strides.length;

    it('absent, or another part: nothing is counted, the radio works, and the warning says so', () => {
      for (const faults of [{ absent: true }, { identity: 0x6c }]) {
        const result = withFaults(faults);
        expect(result.strides).to.have.length(0);
        expect(result.warnings.join('\n')).to.match(/no IMU.*(does not answer|WHO_AM_I is 0x6C)/);
        expect(result.radio.some(({ kind }) => kind === 'advertise')).to.equal(true);
      }
    });

    it('without acknowledge for seconds: strides before and after are counted', () => {
      const result = withFaults({ noAcknowledge: [{ from_us: 10e6, to_us: 18e6 }] });
      expect(result.strides.length).to.be.within(all - 14, all - 4);
      expect(result.warnings.join('\n')).to.match(/bus error|no IMU|no frames/);
      expect(result.strides.some(({ ic_us }) => ic_us > 40e6)).to.equal(true);
    });

    it('by a reset in the middle: set up again, counting goes on', () => {
      const result = withFaults({ resets_us: [15e6, 45e6] });
      expect(result.faults.restarts).to.equal(2);
      expect(result.strides.length).to.be.within(all - 8, all);
    });

    it('with one axis stuck: no crash, no endless strides', () => {
      const result = withFaults({ stuck: [{ from_us: 0, to_us: 200e6, axis: 'gx', value: 32767 }] });
      expect(result.strides.length).to.be.below(200);
      for (const stride of result.strides) expect(Number.isFinite(stride.length_m ?? 0)).to.equal(true);
    });

    it('by an overrun while the chip is busy: the strides nobody saw are made up for at the pace and length before', () => {
      const whole = run();
      const result = run({ stalls: [{ from_us: 20e6, to_us: 22e6 }] });
      expect(result.faults.overruns).to.equal(1);
      expect(result.strides.length).to.be.within(all - 6, all - 1);
      expect(result.steps).to.be.within(whole.steps - 2, whole.steps);
      expect(result.distance_m / whole.distance_m).to.be.within(0.98, 1.01);
    });

    it('not in half a second of erasing flash: nothing is lost', () => {
      const result = run({ stalls: [{ from_us: 20e6, to_us: 20.5e6 }] });
      expect(result.faults.overruns).to.equal(0);
      expect(result.strides).to.have.length(all);
    });
  });
});
