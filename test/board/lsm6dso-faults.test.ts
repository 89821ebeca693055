import { expect } from 'chai';
import { virtualDigital } from '../../host-sim/board/digital';
import { stallChip } from '../../host-sim/board/faults';
import { BOOT_US } from '../../host-sim/board/lsm6dso-model';
import { RecordedMotion } from '../../host-sim/board/motion';
import { motionOf, Rig, sourceOf } from './rig';

const moving = () => motionOf((time_us) => [time_us / 1000, time_us / 900, 1000, time_us / 800, 7, 7]);

describe('LSM6DSO model: faults', () => {
  it('absent, never acknowledges', () => {
    const rig = new Rig({ faults: { absent: true } });
    expect(() => rig.io.readUint8(0x0f)).to.throw('no acknowledge from 0x6A');
    rig.runFor(10_000_000);
    expect(() => rig.io.writeUint8(0x10, 0)).to.throw('no acknowledge');
  });

  it('absent or powered down, still lets the recording come to its end', () => {
    for (const absent of [true, false]) {
      const rows = Array.from({ length: 200 }, (_, i) => [i * 5000, 0, 0, 1000, 0, 0, 0]);
      const motion = new RecordedMotion(sourceOf(rows));
      const rig = new Rig({ motion, faults: { absent } });
      rig.runFor(3_000_000);
      expect(motion.ended).to.equal(false);
      rig.imu.catchUp();
      expect(motion.ended).to.equal(true);
    }
  });

  it('does not acknowledge within a window, but measures on', () => {
    const rig = new Rig({ faults: { noAcknowledge: [{ from_us: 500_000, to_us: 600_000 }] } });
    rig.startFifo(0);
    rig.clock.runUntil(499_999);
    rig.words();
    rig.clock.runUntil(500_000);
    expect(() => rig.status()).to.throw('no acknowledge');
    rig.clock.runUntil(599_999);
    expect(() => rig.status()).to.throw('no acknowledge');
    rig.clock.runUntil(600_000);
    expect(rig.status().words / 2).to.be.within(20, 21);
  });

  it('stuck, repeats its last values while samples and interrupts go on', () => {
    const rig = new Rig({ motion: moving(), faults: { stuck: [{ from_us: 500_000, to_us: 700_000 }] } });
    rig.startFifo(0);
    rig.clock.runUntil(500_000);
    rig.words();
    rig.clock.runUntil(699_000);
    const stuck = rig.words().filter((word) => word.code === 2);
    expect(stuck).to.have.length.greaterThan(30);
    expect(new Set(stuck.map((word) => word.x)).size).to.equal(1);
    rig.clock.runUntil(900_000);
    const after = rig.words().filter((word) => word.code === 2);
    expect(new Set(after.map((word) => word.x)).size).to.be.greaterThan(30);
  });

  it('stuck in one axis at one value, leaves the others alone', () => {
    const rig = new Rig({
      motion: moving(),
      faults: { stuck: [{ from_us: 0, to_us: Infinity, axis: 'ay', value: -32768 }] },
    });
    rig.startFifo(0);
    rig.runFor(500_000);
    const words = rig.words();
    const accel = words.filter((word) => word.code === 2);
    expect(new Set(accel.map((word) => word.y))).to.deep.equal(new Set([-32768]));
    expect(new Set(accel.map((word) => word.x)).size).to.be.greaterThan(90);
    expect(new Set(words.flatMap((word) => (word.code === 1 ? [word.x] : []))).size).to.be.greaterThan(90);
  });

  it('after a dip of the supply it boots and has forgotten everything', () => {
    const rig = new Rig({ faults: { resets_us: [500_000] } });
    rig.startFifo(16);
    rig.clock.runUntil(500_000);
    expect(() => rig.io.readUint8(0x0f)).to.throw('no acknowledge');
    expect(rig.imu.int1.level).to.equal(0);
    rig.clock.runUntil(500_000 + BOOT_US);
    expect(rig.io.readUint8(0x0f)).to.equal(0x6c);
    expect(rig.io.readUint8(0x10)).to.equal(0);
    expect(rig.output(0x2c), 'output registers').to.equal(0);
    rig.runFor(1_000_000);
    expect(rig.status().words).to.equal(0);
  });

  it('overruns when the chip is kept from serving it, and is served once afterwards', () => {
    const rig = new Rig();
    rig.startFifo(64);
    const Digital = virtualDigital({ clock: rig.clock, pins: new Map([[3, rig.imu.int1]]) });
    const served: { time_us: number; latched: boolean }[] = [];
    new Digital({
      pin: 3,
      mode: Digital.Input,
      edge: Digital.Rising,
      onReadable: () => {
        served.push({ time_us: rig.clock.now_us, latched: rig.status().latched });
        rig.words();
      },
    });
    stallChip(rig.clock, { from_us: 1_000_000, to_us: 3_000_000 });
    rig.clock.runUntil(4_000_000);
    const late = served.filter(({ latched }) => latched);
    expect(late).to.deep.equal([{ time_us: 3_000_000, latched: true }]);
    expect(rig.imu.counts.lost).to.be.greaterThan(300);
    expect(served.length).to.be.greaterThan(10);
  });

  it('gives the same bytes in every run of the same script', () => {
    const run = () => {
      const rig = new Rig({
        motion: moving(),
        freqFine: undefined,
        noiseSeed: 11,
        faults: {
          noAcknowledge: [{ from_us: 800_000, to_us: 900_000 }],
          stuck: [{ from_us: 1_100_000, to_us: 1_200_000, axis: 'gz' }],
        },
      });
      const seen: string[] = [];
      rig.imu.int1.watch((level) => {
        if (level === 0) return;
        rig.clock.atFirmware(rig.clock.now_us, () => {
          const bytes = new Uint8Array(7 * 64);
          try {
            rig.io.readBuffer(0x78, bytes);
            seen.push(`${rig.clock.now_us} ${Buffer.from(bytes).toString('hex')}`);
          } catch (error) {
            seen.push(`${rig.clock.now_us} ${String(error)}`);
          }
        });
      });
      rig.startFifo(64);
      rig.runFor(3_000_000);
      return seen;
    };
    const first = run();
    expect(first.length).to.be.greaterThan(3);
    expect(run()).to.deep.equal(first);
  });
});
