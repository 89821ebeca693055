import { expect } from 'chai';
import { motionOf, Rig } from './rig';

const PERIOD_US = 4800;

describe('LSM6DSO model: FIFO', () => {
  it('tags words with sensor, slot counter and even parity', () => {
    const rig = new Rig({ motion: motionOf(() => [976, -976, 1952, 700, -700, 1400]) });
    rig.startFifo(0);
    rig.runFor(50 * PERIOD_US);
    const words = rig.words();
    expect(words).to.have.length(100);
    words.forEach((word, i) => {
      expect(word.slot).to.equal((i >> 1) & 3);
      const ones = word.tag.toString(2).replace(/0/g, '').length;
      expect(ones % 2).to.equal(0);
    });
    expect(words.filter((word) => word.code === 1)).to.have.length(50);
    expect(words.filter((word) => word.code === 2)).to.have.length(50);
    for (const word of words)
      expect([word.x, word.y, word.z]).to.deep.equal(
        word.code === 1 ? [1000, -1000, 2000] : [1000, -1000, 2000],
      );
  });

  it('reads the same whether in one burst or byte by byte', () => {
    const motion = motionOf((time_us) => [time_us / 500, 3, 1000, 0, time_us / 300, 5]);
    const [burst, single] = [new Rig({ motion }), new Rig({ motion })].map((rig) => {
      rig.startFifo(0);
      rig.runFor(100_000);
      return rig;
    });
    const words = burst.status().words;
    const atOnce = new Uint8Array(7 * words);
    burst.io.readBuffer(0x78, atOnce);
    const apart: number[] = [];
    for (let word = 0; word < words; word++)
      for (let register = 0x78; register <= 0x7e; register++) apart.push(single.io.readUint8(register));
    expect(apart).to.deep.equal(Array.from(atOnce));
    expect(single.status().words).to.equal(0);
    expect(single.imu.lastFrame_us).to.equal(burst.imu.lastFrame_us);
  });

  it('gives up a word only when its last byte is read', () => {
    const rig = new Rig();
    rig.startFifo(0);
    rig.runFor(10 * PERIOD_US);
    const before = rig.status().words;
    rig.io.readBuffer(0x78, new Uint8Array(6));
    expect(rig.status().words).to.equal(before);
    rig.io.readUint8(0x7e);
    expect(rig.status().words).to.equal(before - 1);
  });

  it('reads zeros when empty', () => {
    const rig = new Rig();
    rig.startFifo(0);
    rig.runFor(3 * PERIOD_US);
    const words = rig.words(8);
    expect(words.slice(0, 6).every((word) => word.tag !== 0)).to.equal(true);
    expect(words.slice(6).map((word) => word.tag)).to.deep.equal([0, 0]);
    expect(rig.imu.counts.taken).to.equal(6);
  });

  it('raises INT1 with the sample that reaches the watermark and lowers it with the read that goes below', () => {
    const rig = new Rig({ freqFine: -38 });
    rig.startFifo(32);
    const edges: [level: number, time_us: number][] = [];
    rig.imu.int1.watch((level) => edges.push([level, rig.clock.now_us]));
    rig.runFor(200_000);
    const due_us = Math.ceil(rig.imu.firstFrame_us + (15 * PERIOD_US) / (1 - 0.0015 * 38));
    expect(edges).to.deep.equal([[1, due_us]]);
    const status = rig.status();
    expect(status.watermark).to.equal(true);
    rig.words(status.words - 32);
    expect(rig.imu.int1.level).to.equal(1);
    rig.words(1);
    expect(rig.imu.int1.level).to.equal(0);
    expect(rig.status().watermark).to.equal(false);
    rig.runFor(PERIOD_US * 2);
    expect(rig.imu.int1.level).to.equal(1);
  });

  it("raises INT1 once per watermark at the part's own pace when served at once", () => {
    const rig = new Rig({ freqFine: -38 });
    rig.startFifo(64);
    const times: number[] = [];
    rig.imu.int1.watch((level) => {
      if (level === 0) return;
      times.push(rig.clock.now_us);
      rig.clock.atFirmware(rig.clock.now_us, () => rig.words());
    });
    rig.runFor(10_000_000);
    expect(times).to.have.length(Math.floor((196.5 * 10) / 32));
    for (let i = 1; i < times.length; i++)
      expect(times[i] - times[i - 1]).to.be.closeTo((32 * PERIOD_US) / (1 - 0.0015 * 38), 1);
  });

  it('has a watermark of 9 bits', () => {
    const rig = new Rig();
    rig.startFifo(400);
    rig.runFor(199 * PERIOD_US);
    expect(rig.status().watermark).to.equal(false);
    rig.runFor(PERIOD_US);
    expect(rig.status().watermark).to.equal(true);
  });

  it('INT1 is active low with H_LACTIVE', () => {
    const rig = new Rig();
    rig.startFifo(16);
    rig.write([0x12, 0x64]);
    expect(rig.imu.int1.level).to.equal(1);
    rig.runFor(100_000);
    expect(rig.imu.int1.level).to.equal(0);
  });

  it('tells of a full FIFO one slot ahead with FIFO_FULL, at the slot with FIFO_OVR', () => {
    const times = [0x20, 0x10].map((route) => {
      const rig = new Rig();
      rig.startFifo(0);
      rig.write([0x0d, route]);
      let time_us = 0;
      rig.imu.int1.watch(() => (time_us = rig.clock.now_us));
      rig.runFor(2_000_000);
      return time_us - rig.imu.firstFrame_us;
    });
    expect(times).to.deep.equal([254 * PERIOD_US, 255 * PERIOD_US]);
  });

  it('in continuous mode overwrites the oldest and latches the overrun until it is read', () => {
    const rig = new Rig({ motion: motionOf((time_us) => [time_us / 1000, 0, 0, 0, 0, 0]) });
    rig.startFifo(0);
    rig.runFor(255 * PERIOD_US);
    expect(rig.status()).to.deep.include({ words: 510, overrun: false, full: true, latched: false });
    rig.runFor(45 * PERIOD_US);
    expect(rig.status()).to.deep.include({ words: 512, overrun: true, latched: true });
    expect(rig.imu.counts.lost).to.equal(88);
    const words = rig.words();
    expect(rig.status()).to.deep.include({ words: 0, overrun: false, latched: false });
    const newest = words[511];
    expect(newest.code).to.equal(2);
    expect(newest.x).to.equal(Math.round(rig.imu.lastFrame_us / 1000 / 0.976));
    const oldest_us = rig.imu.lastFrame_us - 255 * PERIOD_US;
    expect(words[1].x).to.equal(Math.round(oldest_us / 1000 / 0.976));
  });

  it('keeps the latch when the FIFO was read before the status', () => {
    const rig = new Rig();
    rig.startFifo(0);
    rig.runFor(300 * PERIOD_US);
    rig.words(512);
    expect(rig.status()).to.deep.include({ overrun: false, latched: true });
    expect(rig.status().latched).to.equal(false);
  });

  it('in FIFO mode stops when full and keeps the oldest', () => {
    const rig = new Rig({ motion: motionOf((time_us) => [time_us / 1000, 0, 0, 0, 0, 0]) });
    rig.startFifo(0);
    rig.write([0x0a, 0x00], [0x0a, 0x01]);
    rig.runFor(300 * PERIOD_US);
    const words = rig.words();
    expect(words).to.have.length(512);
    expect(words[1].x).to.equal(Math.round(rig.imu.firstFrame_us / 1000 / 0.976));
  });

  it('STOP_ON_WTM limits the FIFO to the watermark', () => {
    const rig = new Rig();
    rig.startFifo(100);
    rig.write([0x08, 0x80]);
    rig.runFor(100 * PERIOD_US);
    expect(rig.status().words).to.equal(100);
  });

  it('bypass mode empties it', () => {
    const rig = new Rig();
    rig.startFifo(16);
    rig.runFor(50 * PERIOD_US);
    expect(rig.imu.int1.level).to.equal(1);
    rig.write([0x0a, 0x00]);
    expect(rig.status().words).to.equal(0);
    expect(rig.imu.int1.level).to.equal(0);
    rig.runFor(50 * PERIOD_US);
    expect(rig.status().words).to.equal(0);
    rig.write([0x0a, 0x06]);
    rig.runFor(PERIOD_US);
    expect(rig.words().map((word) => word.slot)).to.deep.equal([0, 0]);
  });

  it('batches each sensor at its own rate', () => {
    const rig = new Rig();
    rig.startBoth();
    rig.write([0x09, 0x35], [0x0a, 0x06]);
    rig.runFor(400 * PERIOD_US);
    const codes = rig.words(512).map((word) => word.code);
    const gyro = codes.filter((code) => code === 1).length;
    expect(codes.filter((code) => code === 2).length / gyro).to.be.closeTo(4, 0.1);
  });

  it("batches one time stamp word every 8 slots, of the sample's own tick", () => {
    const rig = new Rig({ freqFine: -38 });
    rig.startBoth();
    rig.write([0x19, 0x20], [0x09, 0x55], [0x0a, 0x86]);
    const zero_us = rig.imu.timestampZero_us;
    rig.runFor(1_000_000);
    const words = rig.words();
    const stamps = words.flatMap((word, i) => (word.code === 4 ? [i] : []));
    expect(stamps.length).to.be.within(24, 25);
    for (let i = 1; i < stamps.length; i++) expect(stamps[i] - stamps[i - 1]).to.equal(17);
    const frame = stamps[0] / 2;
    const time_us = rig.imu.firstFrame_us + frame * 192 * rig.imu.trueTick_us;
    const word = words[stamps[0]];
    const ticks = (word.x & 0xffff) | (word.y << 16);
    expect(zero_us + ticks * rig.imu.trueTick_us).to.be.closeTo(time_us, 1e-6);
    expect(words[stamps[0] + 1].slot, 'slot of the stamped frame').to.equal(word.slot);
  });

  it('batches the temperature when asked to', () => {
    const rig = new Rig({ temperature_C: 30 });
    rig.startBoth();
    rig.write([0x09, 0x55], [0x0a, 0x36]);
    rig.runFor(100 * PERIOD_US);
    const words = rig.words().filter((word) => word.code === 3);
    expect(words).to.have.length(25);
    expect(words[0].x).to.equal(1280);
  });

  it('fills in the same bytes however often it is looked at', () => {
    const motion = () =>
      motionOf((time_us) => [Math.sin(time_us / 9e4) * 9000, time_us % 777, 1000, 5, 6, time_us % 31]);
    const bytes = [1_000_000, 1234].map((step_us) => {
      const rig = new Rig({ motion: motion(), noiseSeed: 3, freqFine: -38 });
      rig.startFifo(64);
      for (let t = 0; t < 1_000_000; t += step_us) {
        rig.runFor(Math.min(step_us, 1_000_000 - t));
        rig.imu.catchUp();
        rig.io.readUint8(0x0f);
      }
      const all = new Uint8Array(7 * rig.status().words);
      rig.io.readBuffer(0x78, all);
      return all;
    });
    expect(bytes[0].length).to.be.greaterThan(2000);
    expect(bytes[1]).to.deep.equal(bytes[0]);
  });
});
