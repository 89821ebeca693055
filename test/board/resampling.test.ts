import { expect } from 'chai';
import { MOTION_VALUES, RecordedMotion } from '../../host-sim/board/motion';
import { faulty, type SourceFault } from '../../host-sim/traces/faulty';
import { synthesise, type Plan } from '../../host-sim/traces/synth';
import type { TraceSource } from '../../host-sim/traces/source';

/** What the virtual part really runs at when told 208 Hz. */
const RATE_HZ = 196.1;
const MPS2_PER_MG = 9.80665 / 1000;

interface Signal {
  t_us: number[];
  values: number[][];
}

/** A minute of running, as a logger wrote it. */
function recorded(rate_Hz: number, fault: SourceFault): TraceSource {
  const plan: Plan = {
    name: 'run',
    rate_Hz,
    noise: { accel_mg: 0, gyro_01dps: 0 },
    segments: [
      { kind: 'stand', duration_s: 2 },
      { kind: 'run', duration_s: 30, speed_mps: 3.5, shock_g: 4 },
      { kind: 'stand', duration_s: 2 },
    ],
  };
  return faulty(synthesise(plan), fault);
}

function samplesOf(source: TraceSource): Signal {
  const frame = new Float64Array(7);
  const signal: Signal = { t_us: [], values: [] };
  while (source.next(frame)) {
    signal.t_us.push(frame[0]);
    signal.values.push(Array.from(frame.subarray(1)));
  }
  return signal;
}

function resampled(source: TraceSource, end_us: number): Signal {
  const motion = new RecordedMotion(source, 0);
  const out = new Float64Array(MOTION_VALUES);
  const signal: Signal = { t_us: [], values: [] };
  for (let i = 0; (i * 1e6) / RATE_HZ < end_us; i++) {
    motion.at((i * 1e6) / RATE_HZ, out);
    signal.t_us.push((i * 1e6) / RATE_HZ);
    signal.values.push(Array.from(out));
  }
  return signal;
}

/** What the signal adds up to between two times, by the trapezoidal rule: m/s and degrees. */
function sums({ t_us, values }: Signal, from_us: number, to_us: number): number[] {
  const at = (time_us: number, axis: number) => {
    const i = t_us.findIndex((t) => t >= time_us);
    const part = (time_us - t_us[i - 1]) / (t_us[i] - t_us[i - 1]);
    return values[i - 1][axis] + part * (values[i][axis] - values[i - 1][axis]);
  };
  return [0, 1, 2, 3, 4, 5].map((axis) => {
    const inside = t_us.flatMap((t, i) => (t > from_us && t < to_us ? [[t, values[i][axis]]] : []));
    const points = [[from_us, at(from_us, axis)], ...inside, [to_us, at(to_us, axis)]];
    const area = points
      .slice(1)
      .reduce((sum, [t, v], i) => sum + ((v + points[i][1]) / 2) * (t - points[i][0]), 0);
    return (area / 1e6) * (axis < 3 ? MPS2_PER_MG : 0.1);
  });
}

const FAULTS: [string, number, SourceFault][] = [
  ['at an even 200 Hz', 200, {}],
  ['with steps of 10 and 20 ms', 89, { clock_us: 10_000 }],
  ['with gaps of 60 ms, as radios leave them', 100, { gaps: { every_us: 700_000, length_us: 60_000 } }],
];

describe('a recording taken over by the virtual part at its own rate', () => {
  for (const [what, rate_Hz, fault] of FAULTS)
    it(`${what}: adds up to what the recording adds up to, stride by stride`, () => {
      const recording = samplesOf(recorded(rate_Hz, fault));
      const taken = resampled(recorded(rate_Hz, fault), recording.t_us[recording.t_us.length - 1]);
      const errors = { mps: [] as number[], deg: [] as number[] };
      for (let from_us = 5e6; from_us < 28e6; from_us += 0.71e6) {
        const right = sums(recording, from_us, from_us + 0.7e6);
        sums(taken, from_us, from_us + 0.7e6).forEach((sum, axis) =>
          errors[axis < 3 ? 'mps' : 'deg'].push((sum - right[axis]) ** 2),
        );
      }
      const rms = (squares: number[]) => Math.sqrt(squares.reduce((a, b) => a + b, 0) / squares.length);
      // Of a foot that swings at up to 9 m/s and turns by some 200 degrees in a stride.
      expect(rms(errors.mps)).to.be.below(0.03);
      expect(rms(errors.deg)).to.be.below(0.15);
    });
});
