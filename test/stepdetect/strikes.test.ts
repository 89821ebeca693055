/** Every kind of foot strike at every speed: synthetic gait, whose events are exact, through the whole firmware. */
import { expect } from 'chai';
import { replay } from '../../host-sim/engines/node';
import { synthesise } from '../../host-sim/traces/synth';

/** Toes up at contact, degrees: heel first, flat, ball of the foot first. */
const STRIKES_deg = [24, 8, -4, -10];

function strides(kind: 'walk' | 'run', speed_mps: number, strike_deg: number) {
  const run = synthesise({
    name: `${kind} at ${speed_mps} m/s`,
    segments: [
      { kind: 'stand', duration_s: 3 },
      { kind: 'walk', duration_s: 6, speed_mps: 1.3 },
      { kind, duration_s: 20, speed_mps },
      { kind: 'walk', duration_s: 4, speed_mps: 1.2 },
      { kind: 'stand', duration_s: 4 },
    ],
    strike_deg,
    rate_Hz: 416,
    seed: Math.round(10 * speed_mps),
  });
  return { truth: run.truth.strides, found: replay(run).strides };
}

describe('strides of any strike', () => {
  for (const speed_mps of [2.5, 4.5, 6, 6.5])
    it(`running at ${speed_mps} m/s: each once, contacts within 10 ms, length within 2 %`, () => {
      for (const strike_deg of STRIKES_deg) {
        const { truth, found } = strides('run', speed_mps, strike_deg);
        expect(found.length, `strike of ${strike_deg} degrees`).to.equal(truth.length);
        const running = truth.flatMap((stride, i) =>
          stride.gait === 'run' && truth[i + 1]?.gait === 'run' ? [i] : [],
        );
        // The stride in which it begins to run still has a walker's foot-off.
        for (const i of running.slice(1)) {
          const name = `strike of ${strike_deg} degrees, stride ${i}`;
          expect(Math.abs(found[i].ic_us - truth[i].ic_us), name).to.be.below(10000);
          expect(Math.abs((found[i].tc_us ?? 0) - (truth[i].tc_us ?? 0)), name).to.be.below(10000);
          expect((found[i].length_m ?? 0) / truth[i].length_m, name).to.be.within(0.98, 1.02);
        }
      }
    });

  it('running at 6.5 m/s, recorded at 104 Hz: found, though the shock of landing falls between samples', () => {
    for (const yaw of [0, 35]) {
      const run = synthesise({
        name: 'sprint at 104 Hz',
        segments: [
          { kind: 'stand', duration_s: 3 },
          { kind: 'run', speed_mps: 6.5, duration_s: 24, shock_g: 30 },
          { kind: 'stand', duration_s: 3 },
        ],
        mounting_deg: { yaw, pitch: -20, roll: 125 },
        strike_deg: -8,
        rate_Hz: 104,
        seed: 1 + yaw,
      });
      expect(replay(run).strides.length).to.be.within(run.truth.strides.length - 2, run.truth.strides.length);
    }
  });

  for (const speed_mps of [0.5, 0.8, 1.4, 2])
    it(`walking at ${speed_mps} m/s: each once`, () => {
      for (const strike_deg of STRIKES_deg) {
        const { truth, found } = strides('walk', speed_mps, strike_deg);
        expect(found.length, `strike of ${strike_deg} degrees`).to.equal(truth.length);
      }
    });
});
