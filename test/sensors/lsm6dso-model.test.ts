/** The driver against the register-level model of the part, which was written from the data sheet by itself. */
import { expect } from 'chai';
import { LSM6DSO, type Lsm6dsoOptions } from '../../firmware/sensors/lsm6dso';
import { FRAME_AXES, FrameRing, RING_MASK } from '../../firmware/sensors/ring';
import { VirtualBus } from '../../host-sim/board/bus';
import { VirtualClock } from '../../host-sim/board/clock';
import { virtualDigital } from '../../host-sim/board/digital';
import { stallChip } from '../../host-sim/board/faults';
import { Lsm6dsoModel, type Lsm6dsoModelOptions } from '../../host-sim/board/lsm6dso-model';
import type { Motion } from '../../host-sim/board/motion';
import { RingDecoder } from './ring-decoder';

const PIN = 3;
/** After this the gyroscope that tells the time starts over, us. */
const ROUND_us = 16_384_000;

/** Gravity on z; the gyroscope's x tells the time: 0.1 degree/s every millisecond, going round every 16.384 s. */
const timeTelling: Motion = {
  at: (time_us, out) => {
    out.fill(0);
    out[2] = 1000;
    out[3] = (time_us % ROUND_us) / 1000;
  },
};

function motionOf(acceleration_mg: (time_us: number) => number): Motion {
  return {
    at: (time_us, out) => {
      out.fill(0);
      out[2] = acceleration_mg(time_us);
    },
  };
}

/** A frame as the board below saw it. */
interface Seen {
  readonly time_us: number;
  readonly told_us: number;
}

/** A board with the part, its driver on it, and a reader that takes every frame at each interrupt. */
class Board {
  readonly clock = new VirtualClock();
  readonly part: Lsm6dsoModel;
  readonly bus: VirtualBus;
  readonly imu: LSM6DSO;
  readonly ring = new FrameRing();
  readonly seen: Seen[] = [];
  readonly faults: string[] = [];
  alerts = 0;
  drains = true;

  constructor(
    model: Partial<Lsm6dsoModelOptions> = {},
    driver: Partial<Lsm6dsoOptions> = {},
    prepare: (clock: VirtualClock) => void = () => {},
  ) {
    this.part = new Lsm6dsoModel({ variant: 'LSM6DSO32', motion: timeTelling, ...model, clock: this.clock });
    this.bus = new VirtualBus({ clock: this.clock, parts: [this.part], timed: true });
    prepare(this.clock);
    this.imu = new LSM6DSO({
      sensor: { io: this.bus.io },
      alert: { io: virtualDigital({ clock: this.clock, pins: new Map([[PIN, this.part.int1]]) }), pin: PIN },
      onAlert: () => this.alert(),
      onFault: (error) => this.faults.push(error.message),
      clock: this.clock.clock,
      decoder: (scale) => new RingDecoder(this.ring, scale),
      part: 'LSM6DSO32',
      rate_Hz: 208,
      ...driver,
    });
  }

  runTo(time_us: number): void {
    this.clock.runUntil(time_us);
  }

  take(flush = false): number {
    const ring = this.ring;
    const frames = flush ? this.imu.flush() : this.imu.drain();
    for (; ring.tail !== ring.head; ring.tail++) {
      const slot = ring.tail & RING_MASK;
      this.seen.push({ time_us: ring.time_us[slot], told_us: ring.axes[slot * FRAME_AXES + 3] * 700 });
    }
    return frames;
  }

  /** Largest difference between a frame's time and the time its own gyroscope tells, us; and between frames' times. */
  get errors(): { time_us: number; step_us: number; leastStep_us: number } {
    let time_us = 0;
    let step_us = 0;
    let leastStep_us = Infinity;
    this.seen.forEach((frame, n) => {
      const off_us = Math.abs((frame.time_us % ROUND_us) - frame.told_us);
      time_us = Math.max(time_us, Math.min(off_us, ROUND_us - off_us));
      if (n === 0) return;
      const step = frame.time_us - this.seen[n - 1].time_us;
      step_us = Math.max(step_us, step);
      leastStep_us = Math.min(leastStep_us, step);
    });
    return { time_us, step_us, leastStep_us };
  }

  private alert(): void {
    this.alerts++;
    if (this.drains) this.take();
  }
}

/** The gyroscope's count tells time to 0.7 ms / 2, the chip's clock starts the part's to 1 ms. */
const TIME_TOLERANCE_us = 1400;

describe('LSM6DSO driver on the register model', () => {
  for (const [rate_Hz, frames_Hz] of [
    [104, 104],
    [208, 208],
    [416, 208],
  ] as const)
    it(`gives every frame at its true time at ${rate_Hz} Hz, from a part that runs 5.7 % slow`, () => {
      const board = new Board({ freqFine: -38 }, { rate_Hz });
      board.runTo(15_000_000);
      const step_us = (1e6 * 0.16) / 33.3333 / (frames_Hz / 208) / 0.943;
      const { errors } = board;
      expect(errors.time_us).to.be.lessThan(TIME_TOLERANCE_us);
      expect(errors.step_us).to.be.closeTo(step_us, 2);
      expect(errors.leastStep_us).to.be.closeTo(step_us, 2);
      // All but the filters' start and what waits below the watermark.
      expect(board.seen.length).to.be.within(15e6 / step_us - 60, 15e6 / step_us);
      expect(board.imu.faults).to.include({ overruns: 0, busErrors: 0, restarts: 0 });
      expect(board.imu.variant).to.equal('unchecked');
      expect(board.part.remarks).to.deep.equal([]);
    });

  it('keeps its time over ten minutes', () => {
    const board = new Board({ freqFine: 17 }, {});
    board.runTo(600_000_000);
    expect(board.errors.time_us).to.be.lessThan(TIME_TOLERANCE_us);
  });

  it('empties the FIFO by flush', () => {
    const board = new Board();
    board.runTo(1_000_000);
    board.take();
    expect(board.take(true)).to.be.greaterThan(0);
    expect(board.part.counts.waiting).to.be.lessThan(5);
    expect(1_000_000 - board.seen[board.seen.length - 1].time_us).to.be.lessThan(12_000);
  });

  it('goes on by polling when the edge was missed', () => {
    const board = new Board();
    board.drains = false;
    board.runTo(900_000);
    const { alerts } = board;
    expect(alerts).to.equal(1);
    expect(board.part.int1.level).to.equal(1);
    board.drains = true;
    board.take();
    expect(board.part.int1.level).to.equal(0);
    board.runTo(3_000_000);
    expect(board.alerts).to.be.greaterThan(10);
    expect(board.errors.step_us).to.be.lessThan(5200);
  });

  it('counts an overrun while the chip was busy, and times are right after it', () => {
    const board = new Board({}, {}, (clock) => stallChip(clock, { from_us: 3_000_000, to_us: 5_000_000 }));
    board.runTo(10_000_000);
    expect(board.imu.faults.overruns).to.equal(1);
    expect(board.part.counts.lost).to.be.greaterThan(0);
    const { errors } = board;
    expect(errors.time_us).to.be.lessThan(TIME_TOLERANCE_us);
    expect(errors.step_us).to.be.within(700_000, 1_200_000);
  });

  it('survives a part that does not answer for a while', () => {
    const board = new Board({ faults: { noAcknowledge: [{ from_us: 3_000_000, to_us: 3_400_000 }] } });
    board.runTo(3_500_000);
    expect(board.take(), 'polled: the edge came while it was deaf').to.be.greaterThan(0);
    board.runTo(6_000_000);
    expect(board.imu.faults.busErrors).to.be.greaterThan(0);
    expect(board.imu.faults.overruns).to.equal(0);
    const { errors } = board;
    expect(errors.time_us).to.be.lessThan(TIME_TOLERANCE_us);
    expect(errors.step_us, 'nothing was lost').to.be.lessThan(5200);
  });

  it('sets up a part that was reset by a dip of its supply', () => {
    const board = new Board({ faults: { resets_us: [3_000_000] } });
    board.runTo(4_000_000);
    board.take();
    board.runTo(8_000_000);
    expect(board.imu.faults.restarts).to.equal(1);
    const { errors } = board;
    expect(errors.time_us).to.be.lessThan(TIME_TOLERANCE_us);
    expect(errors.leastStep_us).to.be.greaterThan(4000);
    expect(board.seen[board.seen.length - 1].time_us).to.be.greaterThan(7_800_000);
  });

  it('names a part that is not there', () => {
    expect(() => new Board({ faults: { absent: true } })).to.throw(
      'LSM6DSO32 at address 0x6A does not answer: no acknowledge from 0x6A',
    );
  });

  for (const part of ['LSM6DSO', 'LSM6DSOX', 'LSM6DSO32'] as const)
    it(`confirms the ${part} when it lies still`, () => {
      const board = new Board({ variant: part, motion: motionOf(() => 1000), noiseSeed: 7 }, { part });
      board.runTo(2_000_000);
      expect(board.imu.variant).to.equal('confirmed');
      expect(board.faults).to.deep.equal([]);
    });

  it('tells of a 16 g part where the 32 g one was configured, and of the reverse', () => {
    const still = { motion: motionOf(() => 1000), noiseSeed: 7 };
    const narrow = new Board({ ...still, variant: 'LSM6DSO' }, { part: 'LSM6DSO32' });
    narrow.runTo(2_000_000);
    expect(narrow.faults.join()).to.match(/the part is a \+-16 g one/);
    const wide = new Board({ ...still, variant: 'LSM6DSO32' }, { part: 'LSM6DSO' });
    wide.runTo(2_000_000);
    expect(wide.faults.join()).to.match(/the part is the \+-32 g one/);
  });

  for (const part of ['LSM6DSO', 'LSM6DSO32'] as const)
    it(`sleeps until the shoe is moved, and wakes (${part})`, () => {
      const moved_us = 20_000_000;
      const motion = motionOf((time_us) =>
        time_us < moved_us ? 1000 : 1000 + 600 * Math.sin((time_us - moved_us) / 40_000),
      );
      const board = new Board({ variant: part, motion, noiseSeed: 3 }, { part });
      board.runTo(2_000_000);
      board.take(true);
      board.imu.sleep();
      const { alerts } = board;
      expect(board.part.settings).to.include({ accelMode: 'low-power', gyroMode: 'off' });
      board.runTo(moved_us);
      expect(board.alerts, 'at rest').to.equal(alerts);
      board.drains = false;
      board.runTo(moved_us + 500_000);
      expect(board.alerts, 'moved').to.equal(alerts + 1);
      board.drains = true;
      board.imu.wake();
      const before = board.seen.length;
      board.runTo(moved_us + 2_500_000);
      const first = board.seen[before];
      expect(first.time_us).to.be.within(moved_us + 500_000, moved_us + 650_000);
      expect(board.seen.length - before).to.be.greaterThan(340);
    });

  it('leaves the part powered down', () => {
    const board = new Board();
    board.runTo(1_000_000);
    board.imu.close();
    expect(board.part.settings).to.include({ accelMode: 'off', gyroMode: 'off' });
    const { alerts } = board;
    board.runTo(5_000_000);
    expect(board.alerts).to.equal(alerts);
  });
});
