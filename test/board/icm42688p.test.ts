/** The model of the ICM-42688-P by itself, by a bus master that knows nothing of drivers. */
import { expect } from 'chai';
import type { SMBus } from '../../firmware/io/bus';
import { VirtualBus } from '../../host-sim/board/bus';
import { VirtualClock } from '../../host-sim/board/clock';
import { Icm42688pModel, START_US, type Icm42688pModelOptions } from '../../host-sim/board/icm42688p-model';
import { RecordedMotion } from '../../host-sim/board/motion';
import { motionOf, sourceOf } from './rig';

const BOTH = 0x0f;

interface Packet {
  header: number;
  accel: number[];
  gyro: number[];
  stamp: number;
}

class Rig {
  readonly clock = new VirtualClock();
  readonly imu: Icm42688pModel;
  readonly io: SMBus;

  constructor(options: Partial<Omit<Icm42688pModelOptions, 'clock'>> = {}) {
    const motion = options.motion ?? motionOf(() => [0, 0, 1000, 0, 0, 0]);
    this.imu = new Icm42688pModel({
      clockError_ppm: 0,
      gyroOffClockError_ppm: 0,
      ...options,
      clock: this.clock,
      motion,
    });
    const bus = new VirtualBus({ clock: this.clock, parts: [this.imu] });
    this.io = new bus.io({ address: this.imu.address });
  }

  write(...pairs: readonly (readonly [register: number, value: number])[]): void {
    for (const [register, value] of pairs) this.io.writeUint8(register, value);
  }

  runFor(us: number): void {
    this.clock.runUntil(this.clock.now_us + us);
  }

  /** INT1 latched, push-pull, high; FIFO of both sensors at 200 Hz counted in packets, watermark on INT1. */
  start(watermark = 10, content = 0x63): void {
    this.io.readUint8(0x2d);
    this.write(
      [0x14, 0x07],
      [0x64, 0x00],
      [0x65, 0x04],
      [0x4c, 0x72],
      [0x54, 0x29],
      [0x4f, 0x07],
      [0x50, 0x07],
    );
    this.write([0x60, watermark], [0x61, 0], [0x5f, content], [0x16, 0x40], [0x4e, BOTH]);
    this.runFor(200);
  }

  /** As the data sheet has it: FIFO_COUNTL latches both. */
  count(): number {
    const low = this.io.readUint8(0x2f);
    return low | (this.io.readUint8(0x2e) << 8);
  }

  packets(count = this.count(), size = 16): Packet[] {
    const bytes = new Uint8Array(size * count);
    if (count > 0) this.io.readBuffer(0x30, bytes);
    const view = new DataView(bytes.buffer);
    const axes = (at: number) => [0, 2, 4].map((axis) => view.getInt16(at + axis));
    return Array.from({ length: count }, (_, n) => ({
      header: bytes[size * n],
      accel: axes(size * n + 1),
      gyro: size < 16 ? [] : axes(size * n + 7),
      stamp: size < 16 ? 0 : view.getUint16(size * n + (size === 16 ? 14 : 15)),
    }));
  }
}

describe('ICM-42688-P model', () => {
  describe('registers', () => {
    it('has the values of the data sheet after power-on', () => {
      const { io } = new Rig();
      const reset = [
        [0x13, 0x05],
        [0x14, 0x00],
        [0x2d, 0x10],
        [0x4c, 0x30],
        [0x4d, 0x91],
        [0x4e, 0x00],
        [0x4f, 0x06],
        [0x50, 0x06],
        [0x52, 0x11],
        [0x54, 0x23],
        [0x5f, 0x00],
        [0x64, 0x10],
        [0x65, 0x10],
        [0x75, 0x47],
      ];
      for (const [register, value] of reset) expect(io.readUint8(register), `${register}`).to.equal(value);
    });

    it('are in banks, and the bank can be told from any', () => {
      const rig = new Rig();
      rig.write([0x76, 1]);
      expect(rig.io.readUint8(0x7c)).to.equal(0x5f);
      expect(rig.io.readUint8(0x75), 'no WHO_AM_I here').to.equal(0);
      rig.write([0x7c, 0x5c], [0x76, 4], [0x4a, 98], [0x76, 0]);
      expect(rig.io.readUint8(0x4a), 'bank 0').to.equal(0);
      rig.write([0x76, 4]);
      expect(rig.io.readUint8(0x4a)).to.equal(98);
      expect(rig.io.readUint8(0x76)).to.equal(4);
    });

    it('come back from a soft reset after a millisecond', () => {
      const rig = new Rig();
      rig.write([0x4c, 0x72], [0x76, 4], [0x76, 0], [0x11, 0x01]);
      expect(rig.io.readUint8(0x75)).to.equal(0);
      expect(rig.imu.remarks.join()).to.contain('within 1 ms of a reset');
      rig.runFor(START_US);
      expect(rig.io.readUint8(0x4c)).to.equal(0x30);
      expect(rig.io.readUint8(0x2d), 'RESET_DONE').to.equal(0x10);
      expect(rig.io.readUint8(0x2d), 'cleared by the read').to.equal(0);
    });

    it('read as another part when told so', () => {
      expect(new Rig({ faults: { identity: 0x6c } }).io.readUint8(0x75)).to.equal(0x6c);
    });

    it('remark on what the data sheet forbids', () => {
      const rig = new Rig();
      rig.write([0x4e, BOTH], [0x52, 0x11]);
      expect(rig.imu.remarks.pop()).to.contain('within 200 us');
      rig.runFor(1000);
      rig.write([0x52, 0x33]);
      expect(rig.imu.remarks.pop()).to.contain('while a sensor runs (12.9)');
      rig.write([0x4e, 0x00]);
      expect(rig.imu.remarks.pop()).to.contain('less than 45 ms');
      rig.write([0x56, 0x20]);
      expect(rig.imu.remarks.pop()).to.contain('not modelled');
    });
  });

  describe('samples', () => {
    it('come at the rate of the part, whose clock is another with the gyroscope off', () => {
      const rig = new Rig({ clockError_ppm: -10_000, gyroOffClockError_ppm: 20_000 });
      rig.start();
      rig.runFor(10_000_000);
      rig.count();
      expect(rig.imu.counts.samples).to.be.closeTo(2000 * 0.99, 1);
      rig.write([0x50, 0x09], [0x4e, 0x02]);
      const before = rig.imu.counts.samples;
      rig.runFor(10_000_000);
      rig.count();
      expect(rig.imu.counts.samples - before).to.be.closeTo(500 * 1.02, 1);
    });

    const scales: [number, number, number, number][] = [
      [0x07, 0x07, 2048, 164],
      [0x27, 0x27, 4096, 328],
      [0x47, 0x47, 8192, 655],
      [0x67, 0x67, 16384, 1311],
    ];
    for (const [accel, gyro, count_g, count_10dps] of scales)
      it(`read ${count_g} counts per g and ${count_10dps} for 10 degree/s`, () => {
        const rig = new Rig({ motion: motionOf(() => [0, 0, 1000, 100, 0, -100]) });
        rig.start();
        rig.write([0x50, accel], [0x4f, gyro]);
        rig.runFor(1_000_000);
        const last = rig.packets().pop();
        expect(last?.accel).to.deep.equal([0, 0, count_g]);
        expect(last?.gyro).to.deep.equal([count_10dps, 0, -count_10dps]);
        const bytes = new Uint8Array(12);
        rig.io.readBuffer(0x1f, bytes);
        expect(new DataView(bytes.buffer).getInt16(4), 'output registers, high byte first').to.equal(count_g);
      });

    it('are none while a sensor starts, and end at -32766', () => {
      const rig = new Rig({ motion: motionOf(() => [-20_000, 20_000, 0, 0, 0, -30_000]) });
      rig.start();
      rig.runFor(200_000);
      const packets = rig.packets();
      expect(packets[0].accel, '5 ms').to.deep.equal([-32768, -32768, -32768]);
      expect(packets[2].accel[0], '15 ms: half').to.be.within(-21_000, -20_000);
      expect(packets[4].gyro, '25 ms').to.deep.equal([-32768, -32768, -32768]);
      expect(packets[20].accel).to.deep.equal([-32766, 32767, 0]);
      expect(packets[20].gyro).to.deep.equal([0, 0, -32766]);
    });

    it('of one sensor are marked when only the other has a sample', () => {
      const rig = new Rig();
      rig.start(100);
      rig.write([0x50, 0x09]);
      rig.runFor(300_000);
      const packets = rig.packets().slice(-40);
      expect(packets.filter(({ accel }) => accel[2] === 2048)).to.have.length(10);
      expect(packets.filter(({ accel }) => accel[2] === -32768)).to.have.length(30);
      expect(packets.every(({ gyro }) => gyro[0] === 0)).to.equal(true);
    });
  });

  describe('FIFO', () => {
    const contents: [string, number, number, number][] = [
      ['accelerometer', 0x61, 8, 0x40],
      ['gyroscope', 0x62, 8, 0x20],
      ['both', 0x63, 16, 0x68],
      ['20 bits', 0x73, 20, 0x78],
    ];
    for (const [what, content, size, header] of contents)
      it(`packs ${what} in ${size} bytes, and says at the first that the rate is new`, () => {
        const rig = new Rig();
        rig.start(10, content);
        rig.runFor(200_000);
        const packets = rig.packets(40, size);
        expect(packets[0].header & 0xfc).to.equal(header);
        expect(packets[0].header & 3).to.not.equal(0);
        expect(packets[39].header).to.equal(header);
      });

    it('counts in bytes or packets, high byte first or last, as latched by FIFO_COUNTL', () => {
      const rig = new Rig();
      rig.start();
      rig.runFor(300_000);
      expect(rig.count()).to.equal(60);
      rig.runFor(50_000);
      expect(rig.io.readUint8(0x2e), 'still that of the last count').to.equal(0);
      rig.write([0x4e, 0], [0x4c, 0x30]);
      expect(rig.count()).to.equal(70 * 16);
      rig.write([0x4c, 0x10]);
      rig.io.readUint8(0x2f);
      expect([rig.io.readUint8(0x2e), rig.io.readUint8(0x2f)], 'low byte first').to.deep.equal([0x60, 0x04]);
    });

    it('has 20-bit values that agree with the 16-bit ones', () => {
      const rig = new Rig({ motion: motionOf(() => [333, -77, 1000, 123, -45, 6]) });
      rig.start(10, 0x73);
      rig.runFor(200_000);
      const bytes = new Uint8Array(20 * rig.count());
      rig.io.readBuffer(0x30, bytes);
      const last = bytes.subarray(-20);
      const value = (axis: number, extension: number) =>
        ((((last[1 + 2 * axis] << 8) | last[2 + 2 * axis]) << 16) >> 12) | extension;
      expect(value(0, last[17] >> 4) / 32768).to.be.closeTo(0.333, 1e-4);
      expect(value(1, last[18] >> 4) / 32768).to.be.closeTo(-0.077, 1e-4);
      expect(value(3, last[17] & 15) / 262.144).to.be.closeTo(12.3 * 1, 0.01);
    });

    it('has timestamps in steps of 16 x 32/30 us, of the part own clock', () => {
      const rig = new Rig({ clockError_ppm: 10_000 });
      rig.start();
      rig.runFor(600_000);
      const packets = rig.packets();
      const steps = (packets[100].stamp - packets[0].stamp + 65536) % 65536;
      expect(steps).to.be.closeTo((100 * 5000 * 30) / 32 / 16, 1);
    });

    it('raises INT1 at its watermark, until INT_STATUS is read, and again while it is reached', () => {
      const rig = new Rig();
      const edges: [number, number][] = [];
      rig.imu.int1.watch((level) => edges.push([level, rig.clock.now_us]));
      rig.start(10);
      rig.runFor(60_000);
      expect(edges).to.deep.equal([[1, 50_000]]);
      rig.packets(4);
      expect(rig.imu.int1.level, 'latched').to.equal(1);
      expect(rig.io.readUint8(0x2d) & 0x04).to.equal(0x04);
      expect(rig.imu.int1.level).to.equal(0);
      rig.runFor(9_000);
      expect(rig.imu.int1.level, '9 packets').to.equal(0);
      rig.runFor(6_000);
      expect(rig.imu.int1.level).to.equal(1);
      rig.io.readUint8(0x2d);
      rig.runFor(5_000);
      expect(rig.imu.int1.level, 'again with the next sample').to.equal(1);
    });

    it('says the watermark once without FIFO_WM_GT_TH', () => {
      const rig = new Rig();
      rig.start(10, 0x43);
      rig.runFor(60_000);
      rig.io.readUint8(0x2d);
      rig.runFor(50_000);
      expect(rig.imu.int1.level).to.equal(0);
    });

    it('needs INT_ASYNC_RESET off, latched mode and push-pull', () => {
      for (const [register, value] of [
        [0x64, 0x10],
        [0x14, 0x05],
        [0x14, 0x03],
      ]) {
        const rig = new Rig();
        rig.start(10);
        rig.write([0x4e, 0], [register, value], [0x4e, BOTH]);
        rig.runFor(500_000);
        expect(rig.imu.int1.level).to.equal(0);
      }
    });

    it('when full, loses the oldest and counts them, and tells it once', () => {
      const rig = new Rig();
      rig.start(10);
      rig.runFor(1_000_000);
      expect(rig.count()).to.equal(128);
      expect(rig.io.readUint8(0x2d) & 0x02).to.equal(0x02);
      const lost = rig.io.readUint8(0x6c);
      expect(lost).to.equal(rig.imu.counts.lost);
      expect(lost).to.be.within(70, 72);
      rig.packets();
      rig.runFor(20_000);
      expect(rig.io.readUint8(0x2d) & 0x02).to.equal(0);
    });

    it('gives nothing but FFh when it is empty', () => {
      const rig = new Rig();
      rig.start();
      const bytes = new Uint8Array(16);
      rig.io.readBuffer(0x30, bytes);
      expect(Array.from(bytes)).to.deep.equal(Array<number>(16).fill(0xff));
    });
  });

  describe('wake on motion', () => {
    function arm(rig: Rig, smd = 0x05): void {
      rig.io.readUint8(0x2d);
      rig.write([0x14, 0x07], [0x64, 0x00], [0x65, 0x00], [0x50, 0x0a], [0x4e, 0x02]);
      rig.runFor(1000);
      rig.write([0x76, 4], [0x4a, 32], [0x4b, 32], [0x4c, 32], [0x76, 0], [0x66, 0x07]);
      rig.runFor(50_000);
      rig.write([0x57, smd]);
    }
    const push = (axis: number, height_mg: number) =>
      motionOf((time_us) => {
        const values = [0, 0, 1000, 0, 0, 0];
        if (time_us >= 1_000_000) values[axis] += height_mg;
        return values;
      });

    for (const [axis, bit] of [
      [0, 1],
      [1, 2],
      [2, 4],
    ])
      it(`sees a change of more than 125 mg on axis ${axis}, latched until INT_STATUS2 is read`, () => {
        const rig = new Rig({ motion: push(axis, 150) });
        arm(rig);
        rig.runFor(900_000);
        expect(rig.imu.int1.level).to.equal(0);
        rig.runFor(100_000_000);
        expect(rig.imu.int1.level).to.equal(1);
        expect(rig.io.readUint8(0x37)).to.equal(bit);
        expect(rig.imu.int1.level).to.equal(0);
        rig.runFor(10_000_000);
        expect(rig.imu.int1.level, 'the change is over').to.equal(0);
      });

    it('does not see less, nor without SMD_MODE', () => {
      const less = new Rig({ motion: push(0, 120) });
      arm(less);
      less.runFor(3_000_000);
      expect(less.io.readUint8(0x37)).to.equal(0);
      const off = new Rig({ motion: push(0, 500) });
      arm(off, 0x04);
      off.runFor(3_000_000);
      expect(off.io.readUint8(0x37)).to.equal(0);
    });

    it('against the first sample, sees a slow tilt that it does not see against the previous', () => {
      const tilt = motionOf((time_us) => [time_us / 50_000, 0, 1000, 0, 0, 0]);
      for (const [smd, source] of [
        [0x01, 1],
        [0x05, 0],
      ]) {
        const rig = new Rig({ motion: tilt });
        arm(rig, smd);
        rig.runFor(20_000_000);
        expect(rig.io.readUint8(0x37)).to.equal(source);
      }
    });
  });

  describe('faults', () => {
    it('absent, never acknowledges, and lets the recording come to its end', () => {
      const rows = Array.from({ length: 200 }, (_, i) => [i * 5000, 0, 0, 1000, 0, 0, 0]);
      const motion = new RecordedMotion(sourceOf(rows));
      const rig = new Rig({ motion, faults: { absent: true } });
      expect(() => rig.io.readUint8(0x75)).to.throw('no acknowledge from 0x68');
      rig.runFor(3_000_000);
      rig.imu.catchUp();
      expect(motion.ended).to.equal(true);
    });

    it('after a dip of the supply it starts and has forgotten everything', () => {
      const rig = new Rig({ faults: { resets_us: [500_000] } });
      rig.start();
      rig.clock.runUntil(500_000);
      expect(() => rig.io.readUint8(0x75)).to.throw('no acknowledge');
      expect(rig.imu.int1.level).to.equal(0);
      rig.clock.runUntil(500_000 + START_US);
      expect(rig.io.readUint8(0x75)).to.equal(0x47);
      expect(rig.io.readUint8(0x4e)).to.equal(0);
      rig.runFor(1_000_000);
      expect(rig.count()).to.equal(0);
    });

    it('stuck in one axis, leaves the others alone', () => {
      const rig = new Rig({
        motion: motionOf((time_us) => [time_us / 1000, time_us / 900, 1000, time_us / 800, 7, 7]),
        faults: { stuck: [{ from_us: 0, to_us: Infinity, axis: 'ay', value: -300 }] },
      });
      rig.start();
      rig.runFor(500_000);
      const packets = rig.packets().slice(20);
      expect(new Set(packets.map(({ accel }) => accel[1]))).to.deep.equal(new Set([-300]));
      expect(new Set(packets.map(({ accel }) => accel[0])).size).to.be.greaterThan(60);
      expect(new Set(packets.map(({ gyro }) => gyro[0])).size).to.be.greaterThan(60);
    });

    it('gives the same bytes in every run of the same script', () => {
      const run = () => {
        const rig = new Rig({
          clockError_ppm: undefined,
          noiseSeed: 11,
          motion: motionOf((time_us) => [time_us / 1000, 0, 1000, 5, 6, 7]),
          faults: { noAcknowledge: [{ from_us: 800_000, to_us: 900_000 }] },
        });
        rig.start();
        rig.runFor(3_000_000);
        return JSON.stringify(rig.packets());
      };
      expect(run()).to.equal(run());
    });
  });
});
