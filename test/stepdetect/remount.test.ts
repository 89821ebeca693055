/** A sensor that is taken out of the shoe and put back another way, between two walks or runs. */
import { expect } from 'chai';
import { replay } from '../../host-sim/engines/node';
import { synthesise, type Plan } from '../../host-sim/traces/synth';
import type { TraceSource } from '../../host-sim/traces/source';

type Mounting = NonNullable<Plan['mounting_deg']>;

/** The same bout twice, the second time with the sensor in another way; and the initial contacts of the second. */
function twice(kind: 'walk' | 'run', first: Mounting, second: Mounting) {
  const [a, b] = [first, second].map((mounting_deg, i) =>
    synthesise({
      name: 'put back another way',
      segments: [
        { kind: 'stand', duration_s: 3 },
        { kind, duration_s: 40, speed_mps: kind === 'walk' ? 1.3 : 3 },
        { kind: 'stand', duration_s: 5 },
      ],
      mounting_deg,
      seed: i + 1,
    }),
  );
  const begins_us = a.duration_us + 5000;
  const source: TraceSource = {
    name: a.name,
    synthetic: true,
    hasGyro: true,
    duration_us: begins_us + b.duration_us,
    next(frame) {
      if (a.next(frame)) return true;
      const more = b.next(frame);
      frame[0] += begins_us;
      return more;
    },
    close: () => undefined,
  };
  const found = replay(source).strides.filter(({ ic_us }) => ic_us > begins_us);
  return { truth: b.truth.strides.map(({ ic_us }) => ic_us + begins_us), found };
}

const AS_IT_WAS: Mounting = { yaw: 0, pitch: 0, roll: 0 };

describe('a sensor put back into the shoe another way', () => {
  for (const kind of ['walk', 'run'] as const) {
    for (const anew of [
      { yaw: 0, pitch: 0, roll: 90 },
      { yaw: 120, pitch: 60, roll: 180 },
    ])
      it(`is noticed by how gravity lies, at rest (${kind}, turned by ${Object.values(anew).join(', ')})`, () => {
        const { truth, found } = twice(kind, AS_IT_WAS, anew);
        expect(found.length).to.equal(truth.length);
        found.forEach(({ ic_us }, i) => expect(Math.abs(ic_us - truth[i]), `stride ${i}`).to.be.below(60000));
      });

    for (const yaw of [90, 180])
      it(`about upright is learned within two dozen strides, few of them lost (${kind}, turned by ${yaw})`, () => {
        const { truth, found } = twice(kind, AS_IT_WAS, { ...AS_IT_WAS, yaw });
        expect(found.length).to.be.within(truth.length - 3, truth.length);
        for (const ic_us of truth.slice(24)) {
          const nearest_us = Math.min(...found.map((stride) => Math.abs(stride.ic_us - ic_us)));
          expect(nearest_us).to.be.below(30000);
        }
      });
  }
});
