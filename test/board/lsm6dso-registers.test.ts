import { expect } from 'chai';
import { BOOT_US, SW_RESET_US } from '../../host-sim/board/lsm6dso-model';
import { motionOf, Rig } from './rig';

describe('LSM6DSO model: registers', () => {
  for (const variant of ['LSM6DSO', 'LSM6DSOX', 'LSM6DSO32'] as const)
    it(`${variant} identifies itself with 6Ch, as its siblings do`, () => {
      expect(new Rig({ variant }).io.readUint8(0x0f)).to.equal(0x6c);
    });

  it('answers at the address of SA0', () => {
    expect(new Rig({ address: 0x6b }).io.readUint8(0x0f)).to.equal(0x6c);
  });

  it('wakes with the reset values of the sheet', () => {
    const rig = new Rig({ freqFine: -38 });
    expect(rig.io.readUint8(0x12)).to.equal(0x04);
    expect(rig.io.readUint8(0x18)).to.equal(0xe0);
    expect(rig.io.readUint8(0x10)).to.equal(0);
    expect(rig.io.readUint8(0x63), 'INTERNAL_FREQ_FINE as a byte').to.equal(0xda);
    expect(() => new Rig({ freqFine: 200 })).to.throw(RangeError);
  });

  it('keeps what is written to control registers and nothing in read-only ones', () => {
    const rig = new Rig();
    rig.write([0x10, 0x54], [0x0f, 0x11], [0x63, 0x22]);
    expect(rig.io.readUint8(0x10)).to.equal(0x54);
    expect(rig.io.readUint8(0x0f)).to.equal(0x6c);
    expect(rig.io.readUint8(0x63)).to.equal(0);
  });

  it('SW_RESET restores the defaults, reads 1 for a while and ignores writes meanwhile', () => {
    const rig = new Rig();
    rig.write([0x10, 0x54], [0x12, 0x45]);
    expect(rig.io.readUint8(0x12)).to.equal(0x05);
    expect(rig.io.readUint8(0x10)).to.equal(0);
    rig.write([0x10, 0x54]);
    expect(rig.io.readUint8(0x10)).to.equal(0);
    expect(rig.imu.remarks.join()).to.contain('ignored');
    rig.runFor(SW_RESET_US);
    expect(rig.io.readUint8(0x12)).to.equal(0x04);
    rig.write([0x10, 0x54]);
    expect(rig.io.readUint8(0x10)).to.equal(0x54);
  });

  it('BOOT clears itself after 10 ms and leaves the control registers', () => {
    const rig = new Rig();
    rig.write([0x10, 0x54], [0x12, 0xc4]);
    rig.runFor(BOOT_US - 1);
    expect(rig.io.readUint8(0x12)).to.equal(0xc4);
    rig.runFor(1);
    expect(rig.io.readUint8(0x12)).to.equal(0x44);
    expect(rig.io.readUint8(0x10)).to.equal(0x54);
  });

  it('goes on to the next register only with IF_INC', () => {
    const rig = new Rig();
    rig.write([0x10, 0x11], [0x11, 0x22]);
    expect(rig.io.readUint16(0x10)).to.equal(0x2211);
    rig.write([0x12, 0x00]);
    expect(rig.io.readUint16(0x10)).to.equal(0x1111);
  });

  it('with BDU holds an output from its low byte to its high byte, without it does not', () => {
    const ramp = motionOf((time_us) => [(time_us / 10_000) * 100, 0, 0, 0, 0, 0]);
    function lowThenHigh(ctrl3: number): { read: number; before: number } {
      const rig = new Rig({ motion: ramp });
      rig.startBoth();
      rig.write([0x12, ctrl3]);
      const before = rig.output(0x28);
      const low = rig.io.readUint8(0x28);
      rig.runFor(1_000_000);
      return { before, read: low | (rig.io.readUint8(0x29) << 8) };
    }
    const held = lowThenHigh(0x44);
    expect(held.read).to.equal(held.before);
    const torn = lowThenHigh(0x04);
    expect(torn.read & 0xff).to.equal(torn.before & 0xff);
    expect(torn.read >> 8).to.be.greaterThan(torn.before >> 8);
  });

  it('sets data-ready flags with samples and takes them back with the reading', () => {
    const rig = new Rig();
    rig.startBoth();
    expect(rig.io.readUint8(0x1e)).to.equal(0x07);
    rig.output(0x28);
    expect(rig.io.readUint8(0x1e) & 0x03).to.equal(0x02);
    rig.output(0x22);
    expect(rig.io.readUint8(0x1e) & 0x03).to.equal(0x00);
    rig.runFor(5000);
    expect(rig.io.readUint8(0x1e) & 0x03).to.equal(0x03);
  });

  it('gives the temperature in 1/256 degree from 25', () => {
    expect(new Rig({ temperature_C: 31.5 }).output(0x20)).to.equal(1664);
    expect(new Rig({ temperature_C: -10 }).output(0x20)).to.equal(-8960);
  });

  it('says what it was asked for and does not model', () => {
    const rig = new Rig();
    rig.write([0x0e, 0x08], [0x0e, 0x08], [0x0a, 0x07]);
    expect(rig.imu.remarks).to.have.length(2);
    expect(rig.imu.remarks[0]).to.contain('INT2');
    expect(rig.imu.remarks[1]).to.contain('mode 7');
  });

  describe('timestamp', () => {
    it('counts 25 us from its enabling, longer when the oscillator is slow', () => {
      const nominal = new Rig();
      nominal.clock.runUntil(10_000);
      nominal.write([0x19, 0x20]);
      nominal.runFor(1_000_000);
      expect(nominal.io.readUint16(0x40)).to.equal(40_000);
      const slow = new Rig({ freqFine: -38 });
      slow.write([0x19, 0x20]);
      slow.runFor(1_000_000);
      expect(slow.io.readUint16(0x40)).to.equal(Math.floor(40_000 * (1 - 0.0015 * 38)));
    });

    it('restarts at AAh to TIMESTAMP2 and reads 0 while off', () => {
      const rig = new Rig();
      expect(rig.io.readUint16(0x40)).to.equal(0);
      rig.write([0x19, 0x20]);
      rig.runFor(500_000);
      rig.write([0x42, 0x11]);
      expect(rig.io.readUint16(0x40)).to.equal(20_000);
      rig.write([0x42, 0xaa]);
      rig.runFor(2500);
      expect(rig.io.readUint16(0x40)).to.equal(100);
      expect(rig.imu.timestampZero_us).to.equal(500_000);
    });

    it('warns 6.4 ms before it wraps', () => {
      const rig = new Rig();
      rig.write([0x19, 0x20]);
      rig.runFor(25 * (2 ** 32 - 257));
      expect(rig.io.readUint8(0x1a)).to.equal(0);
      rig.runFor(25);
      expect(rig.io.readUint8(0x1a)).to.equal(0x80);
      rig.runFor(6400);
      expect(rig.io.readUint8(0x1a)).to.equal(0);
      expect(rig.io.readUint16(0x40)).to.equal(0);
    });
  });
});
