/** A stride is worked on in pieces: of what size they are is all the same to the strides. */
import { expect } from 'chai';
import { InterpretedKernel } from '../../firmware/kernel/interpreted';
import { TOLD_LEFT } from '../../firmware/kernel/report';
import { EFFORT_MOST, INTERPRETED_EFFORT, NATIVE_EFFORT } from '../../firmware/stepdetect/setup';
import { replay } from '../../host-sim/engines/node';
import { synthesise } from '../../host-sim/traces/synth';
import { outing } from './outing';

/** Counts the calls that left something to do. */
class Counting extends InterpretedKernel {
  pieces = 0;
  override take(block: Uint8Array, units: number): number {
    const told = super.take(block, units);
    if (told < 0 && (~told & TOLD_LEFT) !== 0) this.pieces++;
    return told;
  }
}

/** Does not tell that there is more to do. */
class Forgetful extends InterpretedKernel {
  override take(block: Uint8Array, units: number): number {
    const told = super.take(block, units);
    return told < 0 ? ~(~told & ~TOLD_LEFT) : told;
  }
}

function followed(source: ReturnType<typeof outing>, effort: number) {
  const made: Counting[] = [];
  const result = replay(source, {
    kernel: (scale, accelOnlyScale, height_mm) => {
      made.push(new Counting(scale, accelOnlyScale, height_mm, effort));
      return made[made.length - 1];
    },
  });
  return { strides: result.strides, pieces: made.reduce((sum, { pieces }) => sum + pieces, 0) };
}

/** A run whose rotation a gyroscope of 500 degree/s cuts off: each stride is integrated three times. */
const cutOff = () =>
  synthesise({
    name: 'cut off',
    range: { gyro_dps: 500 },
    segments: [
      { kind: 'stand', duration_s: 3 },
      { kind: 'run', duration_s: 15, speed_mps: 4 },
      { kind: 'stand', duration_s: 3 },
    ],
  });

describe('a stride worked on in pieces', () => {
  for (const [name, source] of [
    ['an outing', outing],
    ['a run that is cut off', cutOff],
  ] as const)
    it(`is the same whatever their size: ${name}`, () => {
      const whole = followed(source(), EFFORT_MOST);
      expect(whole.strides).to.have.length.above(15);
      for (const effort of [17, INTERPRETED_EFFORT, NATIVE_EFFORT])
        expect(followed(source(), effort).strides, String(effort)).to.deep.equal(whole.strides);
    });

  it('is done with before the next block comes into the ring, whoever forgets to ask for it', () => {
    const { strides } = followed(cutOff(), EFFORT_MOST);
    const hasty = replay(cutOff(), {
      kernel: (scale, accelOnlyScale, height_mm) => new Forgetful(scale, accelOnlyScale, height_mm, 17),
    });
    expect(hasty.strides).to.have.lengthOf(strides.length);
    // Told a block later, by a clock that is rounded to microseconds.
    strides.forEach(({ ic_us }, i) => expect(hasty.strides[i].ic_us).to.be.closeTo(ic_us, 1));
  });

  it('is mostly done in one call natively, and in a few where the gyroscope was cut off', () => {
    const plain = followed(outing(), NATIVE_EFFORT);
    expect(plain.pieces / plain.strides.length).to.be.below(1 / 3);
    const { strides, pieces } = followed(cutOff(), NATIVE_EFFORT);
    expect(pieces / strides.length).to.be.within(1, 3);
    expect(followed(cutOff(), INTERPRETED_EFFORT).pieces / strides.length).to.be.within(10, 40);
  });
});
