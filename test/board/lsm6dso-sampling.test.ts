import { expect } from 'chai';
import { motionOf, Rig } from './rig';

const still = (...values: number[]) => motionOf(() => values);

describe('LSM6DSO model: ranges and rates', () => {
  // FS_XL code, milli-g per count of the 16 g and the 32 g parts: LSM6DSO32 tables 3 and 45, ST's driver.
  const ACCEL: [code: number, small_mg: number, large_mg: number][] = [
    [0, 0.061, 0.122],
    [1, 0.488, 0.976],
    [2, 0.122, 0.244],
    [3, 0.244, 0.488],
  ];
  for (const [code, small_mg, large_mg] of ACCEL)
    it(`FS_XL ${code} is ${small_mg} mg a count, ${large_mg} on the 32 g part`, () => {
      for (const [variant, lsb_mg] of [
        ['LSM6DSO', small_mg],
        ['LSM6DSOX', small_mg],
        ['LSM6DSO32', large_mg],
      ] as const) {
        const rig = new Rig({ variant, motion: still(1000, -1000, 0, 0, 0, 0) });
        rig.write([0x10, 0x50 | (code << 2)]);
        rig.runFor(20_000);
        expect(rig.output(0x28), variant).to.equal(Math.round(1000 / lsb_mg));
        expect(rig.output(0x2a), variant).to.equal(Math.round(-1000 / lsb_mg));
      }
    });

  it('XL_FS_MODE makes code 01 the narrowest range of the 16 g parts only', () => {
    const small = new Rig({ variant: 'LSM6DSOX', motion: still(1000, 0, 0, 0, 0, 0) });
    small.write([0x17, 0x02], [0x10, 0x54]);
    small.runFor(20_000);
    expect(small.output(0x28)).to.equal(Math.round(1000 / 0.061));
  });

  for (const [code, lsb_mdps] of [
    [0, 8.75],
    [1, 4.375],
    [2, 17.5],
    [4, 35],
    [6, 70],
  ])
    it(`CTRL2_G FS ${code} is ${lsb_mdps} mdps a count`, () => {
      const rig = new Rig({ motion: still(0, 0, 0, 1000, -1000, 0) });
      rig.write([0x11, 0x50 | (code << 1)]);
      rig.runFor(100_000);
      expect(rig.output(0x22)).to.equal(Math.round(100_000 / lsb_mdps));
      expect(rig.output(0x24)).to.equal(-Math.round(100_000 / lsb_mdps));
    });

  it('clips at the ends of 16 bits', () => {
    const beyond = still(40_000, -40_000, 31_900, 30_000, -30_000, 22_900);
    const rig = new Rig({ motion: beyond });
    rig.startBoth();
    expect([rig.output(0x28), rig.output(0x2a)]).to.deep.equal([32767, -32768]);
    expect(rig.output(0x2c)).to.equal(Math.round(31_900 / 0.976));
    expect([rig.output(0x22), rig.output(0x24)]).to.deep.equal([32767, -32768]);
    expect(rig.output(0x26)).to.equal(Math.round(2290 / 0.07));
    const small = new Rig({ variant: 'LSM6DSO', motion: beyond });
    small.startBoth();
    expect(small.output(0x2c), '16 g part').to.equal(32767);
  });

  it('takes a nominal 208 Hz at 196.5 Hz by default, and says so in INTERNAL_FREQ_FINE', () => {
    const rig = new Rig({ freqFine: undefined });
    rig.startFifo(0);
    rig.words();
    rig.runFor(1_000_000);
    expect(rig.status().words / 2).to.be.within(196, 197);
    expect((rig.io.readUint8(0x63) << 24) >> 24).to.equal(-38);
  });

  for (const [code, rate_Hz] of [
    [1, 12.5],
    [2, 26],
    [3, 52],
    [4, 104],
    [5, 208],
    [6, 416],
    [7, 833],
  ])
    for (const freqFine of [-38, 0, 20])
      it(`ODR code ${code} with INTERNAL_FREQ_FINE ${freqFine} keeps to 6667 (1 + 0.0015 x that) / coefficient`, () => {
        const rig = new Rig({ freqFine });
        rig.write([0x10, code << 4], [0x09, code], [0x0a, 0x06]);
        const before = rig.imu.counts;
        rig.runFor(10_000_000);
        rig.status();
        const after = rig.imu.counts;
        const coefficient = 2 ** (10 - code);
        const samples = after.taken + after.lost + after.waiting - before.waiting;
        expect(samples / 10).to.be.closeTo(((20_000 / 3) * (1 + 0.0015 * freqFine)) / coefficient, 0.11);
        expect(samples / 10).to.be.closeTo(rate_Hz * (1 + 0.0015 * freqFine), 0.05 * rate_Hz);
      });

  it('keeps an error the factory value does not show', () => {
    const rig = new Rig({ freqFine: 0, oscillatorError_ppm: 10_000 });
    rig.startFifo(0);
    rig.words();
    rig.runFor(1_000_000);
    expect(rig.status().words / 2).to.be.within(210, 211);
    expect(rig.io.readUint8(0x63)).to.equal(0);
  });

  it('samples the motion at its own instants', () => {
    const rig = new Rig({ freqFine: -38, motion: motionOf((time_us) => [time_us / 100, 0, 0, 0, 0, 0]) });
    rig.startFifo(0);
    rig.runFor(200_000);
    const accel = rig.words().filter((word) => word.code === 2);
    const period_us = 4800 / (1 - 0.0015 * 38);
    const first_us = rig.imu.firstFrame_us;
    expect(first_us / period_us).to.be.closeTo(Math.round(first_us / period_us), 1e-9);
    accel.forEach((word, i) => expect(word.x).to.equal(Math.round((first_us + i * period_us) / 100 / 0.976)));
    expect(rig.imu.lastFrame_us).to.be.closeTo(first_us + (accel.length - 1) * period_us, 1e-6);
  });

  it('gives no gyroscope for the first 70 ms, and marks the unsettled samples with DRDY_MASK', () => {
    const moving = still(0, 0, 1000, 700, 700, 700);
    for (const [ctrl4, early] of [
      [0x00, 0],
      [0x08, 0x7fff],
    ]) {
      const rig = new Rig({ motion: moving });
      rig.write([0x12, 0x44], [0x13, ctrl4], [0x09, 0x55], [0x0a, 0x06], [0x10, 0x54], [0x11, 0x5c]);
      rig.runFor(60_000);
      const gyro = rig.words().filter((word) => word.code === 1);
      expect(gyro).to.have.length.greaterThan(10);
      expect(new Set(gyro.map((word) => word.x))).to.deep.equal(new Set([early]));
      rig.runFor(60_000);
      const later = rig.words().filter((word) => word.code === 1);
      expect(later[later.length - 1].x).to.equal(1000);
    }
  });

  it('gives nothing while powered down', () => {
    const rig = new Rig({ motion: still(1000, 0, 0, 0, 0, 0) });
    rig.write([0x09, 0x55], [0x0a, 0x06]);
    rig.runFor(1_000_000);
    expect(rig.status().words).to.equal(0);
    expect(rig.output(0x28)).to.equal(0);
  });

  describe('noise', () => {
    const noisy = (noiseSeed: number | undefined) => {
      const rig = new Rig({ noiseSeed });
      rig.startFifo(0);
      const z: number[] = [];
      for (let i = 0; i < 20; i++) {
        rig.runFor(1_000_000);
        z.push(...rig.words().flatMap((word) => (word.code === 2 ? [word.z * 0.976] : [])));
      }
      return z;
    };

    it('is off by default', () => {
      expect(new Set(noisy(undefined)).size).to.equal(1);
    });

    it('is of the density and within the offset of the sheet', () => {
      const z = noisy(7);
      const mean = z.reduce((sum, value) => sum + value, 0) / z.length;
      const deviation = Math.sqrt(z.reduce((sum, value) => sum + (value - mean) ** 2, 0) / z.length);
      expect(Math.abs(mean - 1000)).to.be.within(0, 20.5);
      // 220 micro-g per root Hz at 32 g over half of 208 Hz, and the rounding to 0.976 mg.
      expect(deviation).to.be.closeTo(Math.sqrt((0.22 * Math.sqrt(208.3 / 2)) ** 2 + 0.976 ** 2 / 12), 0.1);
    });

    it('is the same for the same seed and another for another', () => {
      expect(noisy(7)).to.deep.equal(noisy(7));
      expect(noisy(7)).to.not.deep.equal(noisy(8));
    });
  });
});
