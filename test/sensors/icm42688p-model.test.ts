/** The driver against the register-level model of the part, which was written from the data sheet by itself. */
import { expect } from 'chai';
import { ICM42688P, type Icm42688pOptions } from '../../firmware/sensors/icm42688p';
import { FRAME_AXES, FrameRing, RING_MASK } from '../../firmware/sensors/ring';
import { VirtualBus } from '../../host-sim/board/bus';
import { VirtualClock } from '../../host-sim/board/clock';
import { virtualDigital } from '../../host-sim/board/digital';
import { stallChip } from '../../host-sim/board/faults';
import { Icm42688pModel, type Icm42688pModelOptions } from '../../host-sim/board/icm42688p-model';
import type { Motion } from '../../host-sim/board/motion';
import { PacketRingDecoder } from './ring-decoder';

const PIN = 3;
/** After this the gyroscope that tells the time starts over, us. */
const ROUND_us = 16_384_000;
/** The gyroscope that tells the time: 0.1 degree/s every millisecond; a count is 61.035 mdps. */
const US_PER_COUNT = 610.35;

/** Gravity on z; the gyroscope's x tells the time. */
const timeTelling: Motion = {
  at: (time_us, out) => {
    out.fill(0);
    out[2] = 1000;
    out[3] = (time_us % ROUND_us) / 1000;
  },
};

/** Gravity on x; the accelerometer's z tells the time for 8 s: 1 mg a millisecond; a count is 0.488 mg. */
const accelTimeTelling: Motion = {
  at: (time_us, out) => {
    out.fill(0);
    out[0] = 1000;
    out[2] = (time_us % 15_000_000) / 1000;
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
  readonly part: Icm42688pModel;
  readonly bus: VirtualBus;
  readonly imu: ICM42688P;
  readonly ring = new FrameRing();
  readonly seen: Seen[] = [];
  readonly faults: string[] = [];
  alerts = 0;
  drains = true;
  accelTells = false;

  constructor(
    model: Partial<Icm42688pModelOptions> = {},
    driver: Partial<Icm42688pOptions> = {},
    prepare: (clock: VirtualClock) => void = () => {},
    hz = 400_000,
  ) {
    this.part = new Icm42688pModel({ motion: timeTelling, ...model, clock: this.clock });
    this.bus = new VirtualBus({ clock: this.clock, parts: [this.part], timed: true });
    prepare(this.clock);
    this.imu = new ICM42688P({
      sensor: { io: this.bus.io, hz },
      alert: { io: virtualDigital({ clock: this.clock, pins: new Map([[PIN, this.part.int1]]) }), pin: PIN },
      onAlert: () => this.alert(),
      onFault: (error) => this.faults.push(error.message),
      clock: this.clock.clock,
      decoder: (scale) => new PacketRingDecoder(this.ring, scale),
      rate_Hz: 200,
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
      const axes = ring.axes.subarray(slot * FRAME_AXES);
      this.seen.push({
        time_us: ring.time_us[slot],
        told_us: this.accelTells ? (axes[2] * 1e6) / 2048 : axes[3] * US_PER_COUNT,
      });
    }
    return frames;
  }

  /**
   * From frame `from` on: the greatest and least difference between a frame's time and the time it tells, us, and
   * between frames' times.
   */
  errors(from = 0): { most_us: number; least_us: number; step_us: number; leastStep_us: number } {
    let most_us = -Infinity;
    let least_us = Infinity;
    let step_us = 0;
    let leastStep_us = Infinity;
    this.seen.slice(from).forEach((frame, n, frames) => {
      const off_us = (frame.time_us % ROUND_us) - frame.told_us;
      const error_us =
        off_us > ROUND_us / 2 ? off_us - ROUND_us : off_us < -ROUND_us / 2 ? off_us + ROUND_us : off_us;
      most_us = Math.max(most_us, error_us);
      least_us = Math.min(least_us, error_us);
      if (n === 0) return;
      const step = frame.time_us - frames[n - 1].time_us;
      step_us = Math.max(step_us, step);
      leastStep_us = Math.min(leastStep_us, step);
    });
    return { most_us, least_us, step_us, leastStep_us };
  }

  private alert(): void {
    this.alerts++;
    if (this.drains) this.take();
  }
}

/** The gyroscope's count tells time to 0.6 ms / 2; the newest packet was sampled a slot ago at most. */
const SLOT_us = 5000;

describe('ICM-42688-P driver on the register model', () => {
  for (const clockError_ppm of [-15_000, 0, 15_000])
    for (const rate_Hz of [100, 200] as const)
      it(`learns the true time between frames at ${rate_Hz} Hz, of a part whose clock is off by ${clockError_ppm} ppm`, () => {
        const board = new Board({ clockError_ppm }, { rate_Hz });
        board.runTo(70_000_000);
        const step_us = 1e6 / rate_Hz / (1 + clockError_ppm / 1e6);
        const settled = board.seen.length - 40 * rate_Hz;
        const { most_us, least_us, step_us: longest_us, leastStep_us } = board.errors(settled);
        expect(most_us - least_us, 'over 40 s').to.be.lessThan(1400);
        expect(longest_us).to.be.closeTo(step_us, 0.0003 * step_us + 1);
        expect(leastStep_us).to.be.closeTo(step_us, 0.0003 * step_us + 1);
        expect(board.errors(rate_Hz * 2).step_us, 'after 2 s').to.be.closeTo(step_us, 0.006 * step_us);
        // All but the sensors' start and what waits below the watermark.
        expect(board.seen.length).to.be.within(70e6 / step_us - 40, 70e6 / step_us);
        expect(board.imu.faults).to.deep.equal({ overruns: 0, busErrors: 0, droppedWords: 0, restarts: 0 });
        expect(board.part.remarks).to.deep.equal([]);
      });

  it('keeps its time over ten minutes', () => {
    const board = new Board();
    board.runTo(600_000_000);
    const { most_us, least_us } = board.errors(2000);
    expect(most_us - least_us).to.be.lessThan(2000);
  });

  it('takes nothing of the sensors before they have settled', () => {
    const board = new Board();
    board.runTo(200_000);
    expect(board.seen[0].time_us - board.seen[0].told_us).to.be.within(-1000, SLOT_us);
    expect(board.seen[0].told_us).to.be.within(60_000, 80_000);
  });

  it('empties the FIFO by flush', () => {
    const board = new Board();
    board.runTo(1_000_000);
    board.take();
    expect(board.take(true)).to.be.greaterThan(0);
    expect(board.part.counts.waiting).to.be.lessThan(3);
  });

  it('goes on by polling when the edge was missed, and leaves INT1 low', () => {
    const board = new Board();
    board.drains = false;
    board.runTo(400_000);
    expect(board.alerts).to.equal(1);
    expect(board.part.int1.level).to.equal(1);
    board.drains = true;
    board.take();
    expect(board.part.int1.level).to.equal(0);
    board.runTo(3_000_000);
    expect(board.alerts).to.be.greaterThan(10);
    expect(board.errors().step_us).to.be.lessThan(5200);
  });

  it('is served again and again however long a drain takes', () => {
    // At 100 kHz a block of 24 takes 36 ms, in which seven packets come: INT1 has to rise again all the same.
    const board = new Board({}, {}, undefined, 100_000);
    board.runTo(10_000_000);
    expect(board.imu.faults.overruns).to.equal(0);
    expect(board.alerts).to.be.greaterThan(50);
    expect(board.errors(100).step_us).to.be.lessThan(5200);
  });

  it('counts an overrun while the chip was busy, and times are right after it', () => {
    const board = new Board({}, {}, (clock) => stallChip(clock, { from_us: 13_000_000, to_us: 15_000_000 }));
    board.runTo(13_000_000);
    const before = board.seen.length;
    board.runTo(20_000_000);
    expect(board.imu.faults.overruns).to.equal(1);
    expect(board.part.counts.lost).to.be.greaterThan(200);
    const first = board.errors(before - 500);
    expect(first.most_us - first.least_us, 'before and after').to.be.lessThan(3 * SLOT_us);
    expect(first.step_us).to.be.within(1_300_000, 1_500_000);
    const after = board.errors(before + 100);
    expect(after.most_us - after.least_us, 'after it, by what was learned in 8 s').to.be.lessThan(4000);
  });

  it('survives a part that does not answer for a while', () => {
    const board = new Board({ faults: { noAcknowledge: [{ from_us: 3_000_000, to_us: 3_400_000 }] } });
    board.runTo(3_450_000);
    expect(board.take(), 'polled: the edge came while it was deaf').to.be.greaterThan(0);
    board.runTo(6_000_000);
    expect(board.imu.faults.busErrors).to.be.greaterThan(0);
    expect(board.imu.faults.overruns).to.equal(0);
    expect(board.errors().step_us, 'nothing was lost').to.be.lessThan(5200);
  });

  it('sets up a part that was reset by a dip of its supply', () => {
    const board = new Board({ faults: { resets_us: [3_000_000] } });
    board.runTo(4_000_000);
    board.take();
    board.runTo(8_000_000);
    expect(board.imu.faults.restarts).to.equal(1);
    expect(board.errors().leastStep_us).to.be.greaterThan(4000);
    expect(board.seen[board.seen.length - 1].told_us).to.be.greaterThan(7_800_000);
    const { most_us, least_us } = board.errors(board.seen.length - 500);
    expect(Math.max(most_us, -least_us)).to.be.lessThan(2 * SLOT_us);
  });

  it('names a part that is not there, and one that is another', () => {
    expect(() => new Board({ faults: { absent: true } })).to.throw(
      'ICM-42688-P at address 0x68 does not answer: no acknowledge from 0x68',
    );
    expect(() => new Board({ faults: { identity: 0x6c } })).to.throw('WHO_AM_I is 0x6C, not 0x47');
  });

  it('tells of an accelerometer whose axis is stuck when it lies still', () => {
    const stuck = [{ from_us: 0, to_us: Infinity, axis: 'az' as const, value: 300 }];
    const board = new Board({ motion: motionOf(() => 1000), noiseSeed: 7, faults: { stuck } });
    board.runTo(3_000_000);
    expect(board.faults).to.have.length(1);
    expect(board.faults[0]).to.match(/reads 1\d\d mg at rest/);
    const sound = new Board({ motion: motionOf(() => 1000), noiseSeed: 7 });
    sound.runTo(3_000_000);
    expect(sound.faults).to.deep.equal([]);
  });

  it('hands on the end of the range as the detector knows it', () => {
    const board = new Board({ motion: motionOf((time_us) => (time_us < 1_000_000 ? -20_000 : 20_000)) });
    board.runTo(900_000);
    const z = () => board.ring.axes[((board.ring.head - 1) & RING_MASK) * FRAME_AXES + 2];
    expect(z()).to.equal(-32768);
    board.runTo(2_000_000);
    expect(z()).to.equal(32767);
    expect(board.imu.faults.droppedWords).to.equal(0);
  });

  it('goes on with the accelerometer alone, on its other clock, and back', () => {
    const board = new Board({ motion: accelTimeTelling });
    board.accelTells = true;
    board.runTo(500_000);
    board.imu.useGyroscope(false);
    expect(board.part.settings).to.include({ accelMode: 'low-power', gyroMode: 'off', packetBytes: 8 });
    const before = board.seen.length;
    board.runTo(10_000_000);
    const { most_us, least_us, step_us, leastStep_us } = board.errors(before + 250);
    expect(most_us - least_us, 'over 5 s').to.be.lessThan(2000);
    expect(step_us).to.be.closeTo(20_000 / 1.021, 60);
    expect(leastStep_us).to.be.closeTo(20_000 / 1.021, 60);
    board.imu.useGyroscope(true);
    board.runTo(14_000_000);
    expect(board.part.settings).to.include({
      accelMode: 'low-noise',
      gyroMode: 'low-noise',
      packetBytes: 16,
    });
    expect(board.imu.faults).to.deep.equal({ overruns: 0, busErrors: 0, droppedWords: 0, restarts: 0 });
    expect(board.part.remarks).to.deep.equal([]);
  });

  it('sleeps until the shoe is moved, and wakes', () => {
    const moved_us = 20_000_000;
    const motion = motionOf((time_us) =>
      time_us < moved_us ? 1000 : 1000 + 600 * Math.sin((time_us - moved_us) / 40_000),
    );
    const board = new Board({ motion, noiseSeed: 3 });
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
    expect(board.part.int1.level, 'latched').to.equal(1);
    board.drains = true;
    board.imu.wake();
    expect(board.part.int1.level).to.equal(0);
    const before = board.seen.length;
    board.runTo(moved_us + 2_500_000);
    expect(board.seen[before].time_us).to.be.within(moved_us + 500_000, moved_us + 650_000);
    expect(board.seen.length - before).to.be.greaterThan(340);
    expect(board.part.remarks).to.deep.equal([]);
  });

  it('leaves the part powered down', () => {
    const board = new Board();
    board.runTo(1_000_000);
    board.imu.close();
    expect(board.part.settings).to.include({ accelMode: 'off', gyroMode: 'off' });
    expect(board.part.int1.level).to.equal(0);
    const { alerts } = board;
    board.runTo(5_000_000);
    expect(board.alerts).to.equal(alerts);
  });
});
