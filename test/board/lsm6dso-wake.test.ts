import { expect } from 'chai';
import { motionOf, Rig } from './rig';

/** A push along one axis: `height_mg` from `from_us` for `length_us`. */
function push(axis: number, height_mg: number, from_us: number, length_us: number) {
  return motionOf((time_us) => {
    const values = [0, 0, 1000, 0, 0, 0];
    if (time_us >= from_us && time_us < from_us + length_us) values[axis] += height_mg;
    return values;
  });
}

/** Accelerometer alone at 52 Hz and 4 g, wake-up on INT1. One threshold step of W=1 is 4 g / 256 = 15.6 mg. */
function arm(rig: Rig, threshold: number, duration: number, latched: boolean): void {
  rig.write([0x10, 0x30], [0x56, latched ? 0x41 : 0x00], [0x5b, threshold], [0x5c, 0x10 | (duration << 5)]);
  rig.runFor(100_000);
  rig.write([0x58, 0x80], [0x5e, 0x20]);
}

describe('LSM6DSO model: wake-up', () => {
  const SAMPLE_US = 19_200;

  it('stays silent at rest', () => {
    const rig = new Rig();
    arm(rig, 2, 0, true);
    rig.runFor(60_000_000);
    expect(rig.imu.int1.level).to.equal(0);
    expect(rig.io.readUint8(0x1b)).to.equal(0);
  });

  it('raises INT1 at the first sample whose half difference exceeds the threshold, and names the axis', () => {
    for (const [axis, bit] of [
      [0, 0x04],
      [1, 0x02],
      [2, 0x01],
    ]) {
      const rig = new Rig({ motion: push(axis, 200, 1_000_000, 1_000_000) });
      const times: number[] = [];
      rig.imu.int1.watch((level) => level === 1 && times.push(rig.clock.now_us));
      arm(rig, 6, 0, true);
      rig.runFor(3_000_000);
      expect(times).to.deep.equal([Math.ceil(1_000_000 / SAMPLE_US) * SAMPLE_US]);
      expect(rig.io.readUint8(0x1a) & 0x02).to.equal(0x02);
      expect(rig.io.readUint8(0x1b)).to.equal(0x08 | bit);
    }
  });

  it('does not see a push just below the threshold', () => {
    const rig = new Rig({ motion: push(0, 200, 1_000_000, 1_000_000) });
    arm(rig, 7, 0, true);
    rig.runFor(3_000_000);
    expect(rig.io.readUint8(0x1b)).to.equal(0);
  });

  it('has steps of full scale / 64 without WAKE_THS_W', () => {
    const rig = new Rig({ motion: push(0, 200, 1_000_000, 1_000_000) });
    arm(rig, 2, 0, true);
    rig.write([0x5c, 0x00]);
    rig.runFor(3_000_000);
    expect(rig.io.readUint8(0x1b), '125 mg is above 100 mg').to.equal(0);
  });

  it('WAKE_DUR asks for as many samples in a row beyond the first', () => {
    const shake = motionOf((time_us) => {
      const sample = Math.round(time_us / SAMPLE_US);
      const shaking = time_us > 1_000_000 && time_us < 1_000_000 + 3 * SAMPLE_US;
      return [shaking && sample % 2 === 0 ? 400 : 0, 0, 1000, 0, 0, 0];
    });
    for (const [duration, source] of [
      [0, 0x0c],
      [1, 0x0c],
      [3, 0x00],
    ]) {
      const rig = new Rig({ motion: shake });
      arm(rig, 6, duration, true);
      rig.runFor(3_000_000);
      expect(rig.io.readUint8(0x1b), `duration ${duration}`).to.equal(source);
    }
  });

  it('latched, holds the pin until WAKE_UP_SRC is read', () => {
    const rig = new Rig({ motion: push(0, 400, 1_000_000, 1_000_000) });
    arm(rig, 6, 0, true);
    rig.runFor(10_000_000);
    expect(rig.imu.int1.level).to.equal(1);
    rig.io.readUint8(0x1b);
    expect(rig.imu.int1.level).to.equal(0);
    expect(rig.io.readUint8(0x1b)).to.equal(0);
  });

  it('not latched, lets the pin go with the next quiet sample', () => {
    const rig = new Rig({ motion: push(0, 400, 1_000_000, 10_000_000) });
    const edges: [level: number, time_us: number][] = [];
    rig.imu.int1.watch((level) => edges.push([level, rig.clock.now_us]));
    arm(rig, 6, 0, false);
    rig.runFor(5_000_000);
    const at_us = Math.ceil(1_000_000 / SAMPLE_US) * SAMPLE_US;
    expect(edges).to.deep.equal([
      [1, at_us],
      [0, at_us + SAMPLE_US],
    ]);
  });

  it('needs INTERRUPTS_ENABLE and its route', () => {
    for (const [register, value] of [
      [0x58, 0x00],
      [0x5e, 0x00],
    ]) {
      const rig = new Rig({ motion: push(0, 400, 1_000_000, 1_000_000) });
      arm(rig, 6, 0, true);
      rig.write([register, value]);
      rig.runFor(3_000_000);
      expect(rig.imu.int1.level).to.equal(0);
    }
  });

  it('works beside the FIFO', () => {
    const rig = new Rig({ motion: push(0, 4000, 1_000_000, 1_000_000) });
    rig.startFifo(64);
    rig.write([0x56, 0x41], [0x5b, 1], [0x5c, 0x00], [0x58, 0x80], [0x5e, 0x20], [0x0d, 0x00]);
    rig.runFor(2_000_000);
    expect(rig.imu.int1.level).to.equal(1);
    expect(rig.io.readUint8(0x1b)).to.equal(0x0c);
  });
});
