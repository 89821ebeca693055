/** What a foot in place and a foot that steps look like to the accelerometer alone. */
import { expect } from 'chai';
import { FrameRing } from '../../firmware/sensors/ring';
import { swingAcross } from '../../firmware/stepdetect/swing';
import { replay } from '../../host-sim/engines/node';
import { synthesise, type Plan } from '../../host-sim/traces/synth';
import { withoutGyro } from '../../host-sim/traces/without-gyro';

const G = 1025;
const FRAMES = 31;

type Vector = [number, number, number];

/** The swing of a foot whose acceleration, less gravity along `up`, is `motion`. */
function swing(up: Vector, motion: (frame: number) => Vector): number {
  const ring = new FrameRing();
  // Not from the start, so that the frames lie around the ring's end.
  for (let i = 0; i < 500; i++) ring.push(0, 0, 0, 0, 0, 0, 0);
  for (let i = 0; i < FRAMES; i++) {
    const [x, y, z] = motion(i).map((value, axis) => Math.round(value + G * up[axis]));
    ring.push(x, y, z, 0, 0, 0, 0);
  }
  const [x, y, z] = up.map((value) => Math.round(G * value));
  return swingAcross(ring.axes, ring.head, FRAMES, x, y, z, G);
}

const UPS: Vector[] = [
  [1, 0, 0],
  [0, 0, -1],
  [0.6, 0, 0.8],
  [0.36, 0.48, -0.8],
  [0.577, -0.577, 0.577],
];

describe('the swing across gravity', () => {
  it('is none of a foot that goes up and down, however hard', () => {
    for (const up of UPS) {
      const force = (i: number) => 9000 * Math.sin(i);
      const found = swing(up, (i) => up.map((value) => force(i) * value) as Vector);
      expect(found, up.join()).to.be.lessThan(G / 50);
    }
  });

  it('is that of a foot that goes to and fro, whichever way the sensor lies', () => {
    for (const up of UPS) {
      const [x, y, z] = up;
      // Across `up`, one way and the other.
      const across: Vector = Math.abs(z) < 0.9 ? [y, -x, 0] : [0, z, -y];
      const length = Math.hypot(...across);
      const found = swing(
        up,
        (i) => across.map((v) => ((i % 2 === 0 ? 0.5 : -0.5) * G * v) / length) as Vector,
      );
      expect(found / G, up.join()).to.be.closeTo(0.5, 0.05);
    }
  });

  it('is told by how long it lasts, not by a knock', () => {
    expect(swing([0, 0, 1], (i) => [i === 20 ? 20 * G : 0, 0, 0])).to.be.closeTo(G / FRAMES, 2);
  });

  it('is none where there was no gravity', () => {
    expect(swing([0, 0, 0], () => [0, 0, 0])).to.equal(0);
  });
});

describe('without a gyroscope', () => {
  const strides = (segments: Plan['segments'], mounting_deg: Plan['mounting_deg']) =>
    replay(withoutGyro(synthesise({ name: 'accelerometer only', segments, mounting_deg, seed: 5 })), {
      gyroscope: 'never',
    }).strides.length;
  const askew = { yaw: 35, pitch: -20, roll: 125 };

  it('tapping with toes or heel is not walking', () => {
    for (const mounting of [undefined, askew]) {
      const tapping = strides(
        [
          { kind: 'tap', with: 'toes', duration_s: 120 },
          { kind: 'tap', with: 'heel', duration_s: 120 },
        ],
        mounting,
      );
      expect(tapping).to.equal(0);
    }
  });

  it('a sprinter is counted at the landing, not at the push-off', () => {
    const run = synthesise({
      name: 'sprint',
      segments: [
        { kind: 'stand', duration_s: 3 },
        { kind: 'run', duration_s: 30, speed_mps: 6, shock_g: 29 },
        { kind: 'stand', duration_s: 3 },
      ],
      seed: 8,
    });
    const truth = run.truth.strides.map(({ ic_us }) => ic_us);
    const found = replay(withoutGyro(run), { gyroscope: 'never' }).strides.map(({ ic_us }) => ic_us);
    const late = found.filter((time) => !truth.some((ic_us) => Math.abs(time - ic_us) < 100_000));
    expect(late).to.deep.equal([]);
    expect(found.length).to.be.within(truth.length - 2, truth.length);
  });

  it('slow walking is', () => {
    const stand = { kind: 'stand', duration_s: 3 } as const;
    expect(strides([stand, { kind: 'walk', duration_s: 40, speed_mps: 0.7 }, stand], askew)).to.be.within(
      22,
      26,
    );
  });
});
