import { expect } from 'chai';
import type { DigitalInput, DigitalInputOptions } from '../../firmware/io/digital';
import type { Clock } from '../../firmware/io/time';
import { LSM6DSO, type Lsm6dsoOptions } from '../../firmware/sensors/lsm6dso';
import { FRAME_AXES, FrameRing, RING_MASK } from '../../firmware/sensors/ring';
import { nack, read, read16, readBuffer, ScriptedBus, write, type Transaction } from './scripted-bus';
import { ACCELEROMETER, GYROSCOPE, slotWords, stream, timestampWord, word } from './words';
import type { FrameScale } from '../../firmware/sensors/scale';
import { RingDecoder } from './ring-decoder';

/** Waits only when told; says how long it was told to wait. */
class ScriptedClock implements Clock {
  time_ms = 1000;
  waited_ms = 0;
  now(): number {
    return this.time_ms;
  }
  delay(ms: number): void {
    this.waited_ms += ms;
    this.time_ms += ms;
  }
}

class ScriptedPin implements DigitalInput {
  static readonly Input = 1;
  static readonly Rising = 2;
  static last: ScriptedPin;
  static closed = 0;
  readonly options: DigitalInputOptions;
  constructor(options: DigitalInputOptions) {
    this.options = options;
    ScriptedPin.last = this;
  }
  read(): number {
    return 0;
  }
  close(): void {
    ScriptedPin.closed++;
  }
}

/** Registers as the datasheet gives them: written here again, so that a slip in the driver's list is seen. */
const WHO_AM_I = 0x0f;
const CTRL1_XL = 0x10;
const CTRL3_C = 0x12;
const FIFO_STATUS1 = 0x3a;
const TAG = 0x78;

const identity = read(WHO_AM_I, 0x6c);
const reset: Transaction[] = [
  write(0x0d, 0x00), // INT1_CTRL: INT1 low before a reset
  write(0x5e, 0x00), // MD1_CFG
  write(0x0a, 0x00), // FIFO_CTRL4: bypass
  write(CTRL3_C, 0x05), // SW_RESET, IF_INC
  read(CTRL3_C, 0x04),
];

/** The set-up after a reset, at 208 Hz, 32 g and 2000 dps of an LSM6DSO32 unless told otherwise. */
function setUp({ xl = 0x54, g = 0x5c, bdr = 0x55, words = 64, freqFine = 0 } = {}): Transaction[] {
  return [
    write(CTRL3_C, 0x44), // BDU, IF_INC
    write(0x18, 0xe2), // CTRL9_XL: I3C off
    read(0x63, freqFine), // INTERNAL_FREQ_FINE
    write(0x13, 0x08), // CTRL4_C: DRDY_MASK
    write(0x07, words & 0xff), // FIFO_CTRL1
    write(0x08, words >> 8), // FIFO_CTRL2
    write(0x09, bdr), // FIFO_CTRL3
    write(0x19, 0x20), // CTRL10_C: TIMESTAMP_EN
    write(0x0d, 0x08), // INT1_CTRL: FIFO_TH
    write(CTRL1_XL, xl),
    write(0x11, g), // CTRL2_G
    write(0x42, 0xaa), // TIMESTAMP2: counter to zero
    write(0x0a, 0x86), // FIFO_CTRL4: continuous, a timestamp every 8 slots
  ];
}

const asStarted = read16(CTRL1_XL, 0x5c54);
const status = (value: number): Transaction => read16(FIFO_STATUS1, value);

describe('LSM6DSO driver', () => {
  let bus: ScriptedBus;
  let clock: ScriptedClock;
  let ring: FrameRing;
  beforeEach(() => {
    bus = new ScriptedBus();
    clock = new ScriptedClock();
    ring = new FrameRing();
    ScriptedPin.closed = 0;
  });

  function make(options: Partial<Lsm6dsoOptions> = {}): LSM6DSO {
    const decoder = (scale: FrameScale) => new RingDecoder(ring, scale);
    return new LSM6DSO({ sensor: bus.sensor, clock, decoder, part: 'LSM6DSO32', rate_Hz: 208, ...options });
  }

  function ready(options: Partial<Lsm6dsoOptions> = {}, set: Parameters<typeof setUp>[0] = {}): LSM6DSO {
    bus.expect(identity, ...reset, ...setUp(set));
    const imu = make(options);
    bus.done();
    return imu;
  }

  describe('set-up', () => {
    it('identifies, resets and configures the part', () => {
      const imu = ready();
      expect(bus.opened).to.have.length(1);
      expect(bus.opened[0]).to.include({ address: 0x6a, hz: 400_000 });
      expect(imu.scale).to.deep.equal({ accel_ug: 976, gyro_udps: 70_000, rate_Hz: 208 });
      expect(imu.faults).to.deep.equal({ overruns: 0, busErrors: 0, droppedWords: 0, restarts: 0 });
    });

    it('takes address and bus clock from its options', () => {
      bus.expect(identity, ...reset, ...setUp());
      make({ sensor: { ...bus.sensor, address: 0x6b, hz: 100_000 } });
      expect(bus.opened[0]).to.include({ address: 0x6b, hz: 100_000 });
    });

    const settings: [Partial<Lsm6dsoOptions>, Parameters<typeof setUp>[0], object][] = [
      [{ rate_Hz: 104 }, { xl: 0x44, g: 0x4c, bdr: 0x44 }, { rate_Hz: 104 }],
      [{ rate_Hz: 416 }, { xl: 0x64, g: 0x6c, bdr: 0x66 }, { rate_Hz: 208 }],
      [{ part: 'LSM6DSO' }, { xl: 0x54 }, { accel_ug: 488 }],
      [{ part: 'LSM6DSOX', accelRange_g: 8 }, { xl: 0x5c }, { accel_ug: 244 }],
      [{ part: 'LSM6DSO', accelRange_g: 4 }, { xl: 0x58 }, { accel_ug: 122 }],
      [{ part: 'LSM6DSO', accelRange_g: 2 }, { xl: 0x50 }, { accel_ug: 61 }],
      [{ accelRange_g: 16 }, { xl: 0x5c }, { accel_ug: 488 }],
      [{ accelRange_g: 8 }, { xl: 0x58 }, { accel_ug: 244 }],
      [{ accelRange_g: 4 }, { xl: 0x50 }, { accel_ug: 122 }],
      [{ gyroRange_dps: 1000 }, { g: 0x58 }, { gyro_udps: 35_000 }],
      [{ gyroRange_dps: 500 }, { g: 0x54 }, { gyro_udps: 17_500 }],
      [{ gyroRange_dps: 250 }, { g: 0x50 }, { gyro_udps: 8750 }],
      [{ gyroRange_dps: 125 }, { g: 0x52 }, { gyro_udps: 4375 }],
      [{ blockWords: 63 }, { words: 63 }, {}],
    ];
    for (const [options, registers, scale] of settings)
      it(`sets ${JSON.stringify(options)}`, () => {
        expect(ready(options, registers).scale).to.include(scale);
      });

    const refused: [string, object][] = [
      ['2 g of the 32 g part', { accelRange_g: 2 }],
      ['32 g of a 16 g part', { part: 'LSM6DSO', accelRange_g: 32 }],
      ['a rate it does not know', { rate_Hz: 100 }],
      ['a gyroscope range that does not exist', { gyroRange_dps: 300 }],
      ['a block larger than the buffer', { blockWords: 65 }],
      ['a block of less than a frame', { blockWords: 2 }],
    ];
    for (const [what, options] of refused)
      it(`refuses ${what} before it opens the bus`, () => {
        expect(() => make(options)).to.throw(RangeError);
        expect(bus.opened).to.deep.equal([]);
      });

    it('waits while the part resets', () => {
      bus.expect(
        identity,
        ...reset.slice(0, 4),
        read(CTRL3_C, 0x05),
        read(CTRL3_C, 0x05),
        read(CTRL3_C, 0x04),
      );
      bus.expect(...setUp());
      make();
      bus.done();
      expect(clock.waited_ms).to.equal(2);
    });

    it('gives up on a reset that does not end', () => {
      bus.expect(identity, ...reset.slice(0, 4));
      for (let poll = 0; poll <= 50; poll++) bus.expect(read(CTRL3_C, 0x05));
      expect(() => make()).to.throw('LSM6DSO32 at address 0x6A does not come back from its reset');
      bus.done();
      expect(bus.closed).to.equal(1);
    });

    it('tries a part that is still booting once more', () => {
      bus.expect(nack, identity, ...reset, ...setUp());
      make();
      bus.done();
      expect(clock.waited_ms).to.equal(10);
    });

    it('names a missing part and closes the bus', () => {
      bus.expect(nack, nack);
      expect(() => make()).to.throw('LSM6DSO32 at address 0x6A does not answer: no acknowledge');
      bus.done();
      expect(bus.closed).to.equal(1);
    });

    it('names another part and closes the bus', () => {
      bus.expect(read(WHO_AM_I, 0x47));
      expect(() => make()).to.throw('WHO_AM_I is 0x47, not 0x6C');
      bus.done();
      expect(bus.closed).to.equal(1);
    });

    it('closes bus and pin when the part fails during set-up', () => {
      bus.expect(identity, ...reset, ...setUp().slice(0, 5), nack);
      expect(() => make({ alert: { io: ScriptedPin, pin: 3 } })).to.throw('no acknowledge');
      bus.done();
      expect(bus.closed).to.equal(1);
      expect(ScriptedPin.closed).to.equal(1);
    });
  });

  describe('interrupt', () => {
    it('opens the pin for rising edges and tells of them', () => {
      let alerts = 0;
      ready({ alert: { io: ScriptedPin, pin: 3 }, onAlert: () => alerts++ });
      expect(ScriptedPin.last.options).to.include({
        pin: 3,
        mode: ScriptedPin.Input,
        edge: ScriptedPin.Rising,
      });
      ScriptedPin.last.options.onReadable();
      expect(alerts).to.equal(1);
    });
  });

  describe('drain', () => {
    /** 8 slots: 17 words with their timestamp. */
    const eight = (from: number): number[] => stream(from, from + 8, 400);

    it('reads whole blocks until less than one is left', () => {
      const imu = ready({ blockWords: 17 }, { words: 17 });
      bus.expect(status(40), readBuffer(TAG, eight(0)), readBuffer(TAG, eight(8)));
      expect(imu.drain()).to.equal(16);
      bus.done();
      expect(ring.head).to.equal(16);
    });

    it('reads on while words come in, so that INT1 goes low', () => {
      const imu = ready({ blockWords: 17 }, { words: 17 });
      // With 14 words left, three that came meanwhile would have kept it high.
      bus.expect(status(31), readBuffer(TAG, eight(0)), status(17), readBuffer(TAG, eight(8)));
      expect(imu.drain()).to.equal(16);
      bus.done();
    });

    it('gives nothing when there is no block, as often as it is asked', () => {
      const imu = ready();
      bus.expect(status(63), asStarted, status(63), asStarted);
      expect(imu.drain()).to.equal(0);
      expect(imu.drain()).to.equal(0);
      bus.done();
    });

    it('comes back from a part that always claims to hold words', () => {
      const imu = ready({ blockWords: 17 }, { words: 17 });
      for (let round = 0; round < 16; round++) bus.expect(status(33), readBuffer(TAG, eight(8 * round)));
      bus.expect(status(33));
      expect(imu.drain()).to.equal(128);
      bus.done();
    });

    it('flushes what is below a block too, in smaller pieces', () => {
      const imu = ready({ blockWords: 16 }, { words: 16 });
      const bytes = stream(0, 10, 400);
      bus.expect(status(22));
      let at = 0;
      for (const words of [16, 4, 2]) bus.expect(readBuffer(TAG, bytes.slice(at, (at += words * 7))));
      bus.expect(status(0));
      expect(imu.flush()).to.equal(10);
      bus.done();
    });

    it('times frames by the true rate, from the chip time at which the counter was zero', () => {
      // -38: the part's second lasts 1 / 0.943 s, its 208.3 Hz are 196.5.
      const imu = ready({ blockWords: 17 }, { words: 17, freqFine: 0x100 - 38 });
      bus.expect(status(17), readBuffer(TAG, eight(0)));
      imu.drain();
      expect(ring.time_us[0]).to.be.closeTo(1_000_000 + (400 * 25) / 0.943, 1);
      expect(ring.time_us[1] - ring.time_us[0]).to.be.closeTo(1e6 / 196.46, 1);
    });

    it('gives 208 frames a second of 416 samples', () => {
      const imu = ready({ rate_Hz: 416, blockWords: 17 }, { xl: 0x64, g: 0x6c, bdr: 0x66, words: 17 });
      const bytes = stream(0, 8, 400, 96);
      bus.expect(status(17), readBuffer(TAG, bytes));
      expect(imu.drain()).to.equal(4);
      expect(ring.time_us[1] - ring.time_us[0]).to.equal(4800);
    });

    it('counts an overrun once and goes on with right times', () => {
      const imu = ready({ blockWords: 17 }, { words: 17 });
      bus.expect(status(17), readBuffer(TAG, eight(0)));
      imu.drain();
      const later = [...slotWords(803), ...slotWords(804), ...stream(808, 814, 400)];
      bus.expect(status(0x4800 | 17), readBuffer(TAG, later));
      expect(imu.drain()).to.equal(6);
      bus.done();
      expect(imu.faults.overruns).to.equal(1);
      expect(ring.time_us[8]).to.equal(1_000_000 + (400 + 808 * 192) * 25);
    });

    it('never asks for more words than the FIFO holds', () => {
      const imu = ready({ blockWords: 64 }, { words: 64 });
      const block = stream(0, 121, 400).slice(0, 64 * 7);
      bus.expect(status(0x3ff));
      for (let n = 0; n < 8; n++) bus.expect(readBuffer(TAG, block));
      bus.expect(status(0));
      imu.drain();
      bus.done();
    });

    it('counts the words it had to drop', () => {
      const imu = ready({ blockWords: 17 }, { words: 17 });
      const bytes = eight(0);
      bytes[7 * 5] ^= 0x10;
      bus.expect(status(17), readBuffer(TAG, bytes));
      expect(imu.drain()).to.equal(7);
      expect(imu.faults.droppedWords).to.equal(2);
    });
  });

  describe('bus errors', () => {
    it('are counted and told by -1', () => {
      const imu = ready();
      bus.expect(nack, status(0), nack);
      expect(imu.drain()).to.equal(-1);
      expect(imu.drain()).to.equal(-1);
      bus.done();
      expect(imu.faults.busErrors).to.equal(2);
    });

    it('in a block lose an unknown number of words: times are right after it', () => {
      const imu = ready({ blockWords: 17 }, { words: 17 });
      bus.expect(status(34), readBuffer(TAG, stream(0, 8, 400)), nack);
      expect(imu.drain()).to.equal(-1);
      expect(ring.head, 'frames before the error are kept').to.equal(8);
      const bytes = stream(101, 109, 400);
      bus.expect(status(17), readBuffer(TAG, bytes));
      expect(imu.drain(), 'those after a timestamp').to.equal(5);
      bus.done();
      expect(ring.time_us[8]).to.equal(1_000_000 + (400 + 104 * 192) * 25);
    });
  });

  describe('a part that was reset', () => {
    it('is found and set up again, and time goes on', () => {
      const imu = ready({ blockWords: 17 }, { words: 17 });
      bus.expect(status(17), readBuffer(TAG, stream(0, 8, 400)));
      imu.drain();
      clock.time_ms = 3000;
      bus.expect(status(0), read16(CTRL1_XL, 0), identity, ...reset, ...setUp({ words: 17 }));
      expect(imu.drain()).to.equal(0);
      bus.expect(status(17), readBuffer(TAG, stream(0, 8, 400)));
      expect(imu.drain()).to.equal(8);
      bus.done();
      expect(imu.faults).to.include({ restarts: 1, busErrors: 0 });
      expect(ring.time_us[8] - ring.time_us[0]).to.equal(2_000_000);
    });

    it('is set up at the next call when that failed half-way, and counts as one restart', () => {
      const imu = ready();
      bus.expect(status(0), read16(CTRL1_XL, 0), identity, ...reset, ...setUp().slice(0, 11), nack);
      expect(imu.drain()).to.equal(-1);
      bus.expect(identity, ...reset, ...setUp());
      expect(imu.drain()).to.equal(0);
      bus.done();
      expect(imu.faults).to.include({ restarts: 1, busErrors: 1 });
    });
  });

  describe('variant', () => {
    /** Slots at rest with the given length of gravity along z; 8 words of gyroscope and accelerometer each, timestamped. */
    function resting(from: number, slots: number, z: number, gyro = 3): number[] {
      const bytes: number[] = [];
      for (let slot = from; slot < from + slots; slot++) {
        if (slot % 8 === 0) bytes.push(...timestampWord(slot, slot * 192));
        bytes.push(...word(GYROSCOPE, slot, gyro), ...word(ACCELEROMETER, slot, slot & 3, -(slot & 1), z));
      }
      return bytes;
    }

    function feed(imu: LSM6DSO, from: number, slots: number, z: number, gyro?: number): void {
      for (let slot = from; slot < from + slots; slot += 8) {
        bus.expect(status(17), readBuffer(TAG, resting(slot, 8, z, gyro)));
        imu.drain();
      }
      bus.done();
    }

    let faults: string[];
    let options: Partial<Lsm6dsoOptions>;
    beforeEach(() => {
      faults = [];
      options = { blockWords: 17, onFault: (error) => faults.push(error.message) };
    });

    it('is confirmed by 1 g at rest', () => {
      const imu = ready(options, { words: 17 });
      feed(imu, 0, 120, 1020);
      expect(imu.variant).to.equal('unchecked');
      feed(imu, 120, 8, 1020);
      expect(imu.variant).to.equal('confirmed');
      expect(faults).to.deep.equal([]);
    });

    it('is contradicted once by twice that: a 16 g part where the 32 g one was configured', () => {
      const imu = ready(options, { words: 17 });
      feed(imu, 0, 400, 2049);
      expect(imu.variant).to.equal('contradicted');
      expect(faults).to.have.length(1);
      expect(faults[0]).to.match(/reads 2000 mg at rest.*the part is a \+-16 g one/);
    });

    it('is contradicted by half of it: a 32 g part where a 16 g one was configured', () => {
      const imu = ready({ ...options, part: 'LSM6DSO' }, { words: 17 });
      feed(imu, 0, 128, -1025);
      expect(imu.variant).to.equal('contradicted');
      expect(faults[0]).to.match(/reads 500 mg at rest.*the part is the \+-32 g one/);
    });

    it('names a faulty accelerometer when nothing fits', () => {
      const imu = ready(options, { words: 17 });
      feed(imu, 0, 128, 0);
      expect(faults[0]).to.match(/reads \d mg at rest.*faulty/);
      expect(imu.variant).to.equal('contradicted');
    });

    it('waits for rest: not while the shoe turns, nor while it is shaken', () => {
      const imu = ready(options, { words: 17 });
      feed(imu, 0, 160, 2049, 500);
      for (let slot = 160; slot < 320; slot += 8) feed(imu, slot, 8, slot % 16 === 0 ? 1800 : 2200);
      expect(imu.variant).to.equal('unchecked');
      feed(imu, 320, 128, 1020);
      expect(imu.variant).to.equal('confirmed');
    });

    it('does not take rest before and after a turn for one', () => {
      const imu = ready(options, { words: 17 });
      feed(imu, 0, 120, 1020);
      feed(imu, 120, 8, 1020, 500);
      feed(imu, 128, 120, 1020);
      expect(imu.variant).to.equal('unchecked');
      feed(imu, 248, 8, 1020);
      expect(imu.variant).to.equal('confirmed');
    });

    it('does not take rest on either side of a gap for one', () => {
      const imu = ready(options, { words: 17 });
      feed(imu, 0, 120, 1020);
      bus.expect(status(0x0800), asStarted, status(0), asStarted);
      imu.drain();
      imu.drain();
      feed(imu, 800, 120, 1020);
      expect(imu.variant).to.equal('unchecked');
    });
  });

  describe('sleep and wake', () => {
    const sleeping = (xl: number, threshold: number): Transaction[] => [
      write(0x0d, 0x00), // INT1_CTRL
      write(0x0a, 0x00), // FIFO_CTRL4: bypass
      write(0x11, 0x00), // CTRL2_G: off
      write(0x15, 0x10), // CTRL6_C: XL_HM_MODE, low power
      write(CTRL1_XL, xl), // 26 Hz, least range
      write(0x56, 0x41), // TAP_CFG0: latched, cleared by a read
      write(0x5b, threshold), // WAKE_UP_THS
      write(0x5c, 0x00), // WAKE_UP_DUR
      write(0x58, 0x80), // TAP_CFG2: INTERRUPTS_ENABLE
      read(0x1b, 0x00), // WAKE_UP_SRC
      write(0x5e, 0x20), // MD1_CFG: INT1_WU
    ];

    it('arms the motion interrupt at a slope of 62.5 mg of the 32 g part', () => {
      const imu = ready();
      bus.expect(...sleeping(0x20, 1));
      imu.sleep();
      bus.done();
      expect(clock.waited_ms, 'two samples at 26 Hz, before the latch is cleared').to.equal(80);
    });

    it('arms it at the same slope of a 16 g part', () => {
      const imu = ready({ part: 'LSM6DSO' });
      bus.expect(...sleeping(0x20, 2));
      imu.sleep();
      bus.done();
    });

    it('leaves the bus alone while asleep', () => {
      const imu = ready();
      bus.expect(...sleeping(0x20, 1));
      imu.sleep();
      imu.sleep();
      expect(imu.drain()).to.equal(0);
      expect(imu.flush()).to.equal(0);
      bus.done();
    });

    it('wakes by a fresh start, with the sleep as a gap in time', () => {
      const imu = ready({ blockWords: 17 }, { words: 17 });
      bus.expect(status(17), readBuffer(TAG, stream(0, 8, 400)), ...sleeping(0x20, 1));
      imu.drain();
      imu.sleep();
      clock.time_ms = 61_000;
      bus.expect(...reset, ...setUp({ words: 17 }));
      imu.wake();
      bus.expect(status(17), readBuffer(TAG, stream(0, 8, 400)));
      expect(imu.drain()).to.equal(8);
      bus.done();
      expect(ring.time_us[8] - ring.time_us[0]).to.equal(60_000_000);
      expect(imu.faults.restarts).to.equal(0);
    });

    it('does nothing on wake when it is awake', () => {
      const imu = ready();
      imu.wake();
      bus.done();
    });

    it('throws when the part does not answer, and can be tried again', () => {
      const imu = ready();
      bus.expect(write(0x0d, 0x00), nack, ...sleeping(0x20, 1), nack, ...reset, ...setUp());
      expect(() => imu.sleep()).to.throw('no acknowledge');
      imu.sleep();
      expect(() => imu.wake()).to.throw('no acknowledge');
      imu.wake();
      bus.done();
      expect(imu.faults.busErrors).to.equal(2);
    });

    it('sets the part up again when falling asleep failed and frames are asked for', () => {
      const imu = ready();
      bus.expect(write(0x0d, 0x00), nack, identity, ...reset, ...setUp());
      expect(() => imu.sleep()).to.throw('no acknowledge');
      expect(imu.drain()).to.equal(0);
      bus.done();
    });
  });

  describe('gyroscope', () => {
    const accelOnly = setUp({ xl: 0x34, g: 0x00, bdr: 0x03 });
    // CTRL6_C, XL_HM_MODE: low-power mode, before the rate is set.
    accelOnly.splice(accelOnly.length - 4, 0, write(0x15, 0x10));

    it('goes off for the accelerometer alone at 52 Hz in low-power mode, and on again', () => {
      const imu = ready();
      expect(imu.accelOnlyScale).to.deep.equal({ accel_ug: 976, gyro_udps: 70_000, rate_Hz: 52 });
      bus.expect(...reset, ...accelOnly);
      imu.useGyroscope(false);
      imu.useGyroscope(false);
      bus.done();
      bus.expect(...reset, ...setUp());
      imu.useGyroscope(true);
      bus.done();
    });

    it('gives frames without rotation while it is off', () => {
      const imu = ready({ blockWords: 4 }, { words: 4 });
      const words = setUp({ xl: 0x34, g: 0x00, bdr: 0x03, words: 4 });
      words.splice(words.length - 4, 0, write(0x15, 0x10));
      bus.expect(...reset, ...words);
      imu.useGyroscope(false);
      const bytes = [
        ...timestampWord(0, 768),
        ...word(ACCELEROMETER, 0, 1, 2, 3),
        ...word(ACCELEROMETER, 1, 4, 5, 6),
        ...word(ACCELEROMETER, 2, 7, 8, 9),
      ];
      bus.expect(status(4), readBuffer(TAG, bytes));
      expect(imu.drain()).to.equal(3);
      bus.done();
      expect(Array.from(ring.axes.subarray(0, 3 * FRAME_AXES))).to.deep.equal([
        1, 2, 3, 0, 0, 0, 4, 5, 6, 0, 0, 0, 7, 8, 9, 0, 0, 0,
      ]);
      expect((ring.time_us[1] - ring.time_us[0]) | 0).to.equal(768 * 25);
      expect(imu.faults.droppedWords).to.equal(0);
    });

    it('stays off over sleep, and is tried again when the part did not answer', () => {
      const imu = ready();
      bus.expect(nack);
      expect(() => imu.useGyroscope(false)).to.throw('no acknowledge');
      bus.expect(identity, ...reset, ...accelOnly);
      expect(imu.drain()).to.equal(0);
      bus.done();
    });
  });

  describe('close', () => {
    const stopped = [
      write(0x0d, 0x00), // INT1_CTRL
      write(0x5e, 0x00), // MD1_CFG
      write(0x0a, 0x00), // FIFO_CTRL4
      write(CTRL1_XL, 0x00),
      write(0x11, 0x00), // CTRL2_G
    ];

    it('powers the part down and gives bus and pin back, once', () => {
      const imu = ready({ alert: { io: ScriptedPin } });
      bus.expect(...stopped);
      imu.close();
      imu.close();
      bus.done();
      expect([bus.closed, ScriptedPin.closed]).to.deep.equal([1, 1]);
      expect(imu.drain()).to.equal(0);
    });

    it('gives them back when the part does not answer', () => {
      const imu = ready({ alert: { io: ScriptedPin } });
      bus.expect(nack);
      imu.close();
      bus.done();
      expect([bus.closed, ScriptedPin.closed]).to.deep.equal([1, 1]);
    });
  });

  it('accounts for frames that the ring could not keep', () => {
    const imu = ready({ blockWords: 17 }, { words: 17 });
    for (let slot = 0; slot < 600; slot += 8) {
      bus.expect(status(17), readBuffer(TAG, stream(slot, slot + 8, 0)));
      imu.drain();
    }
    expect(ring.overwritten).to.equal(600 - 512);
    expect(ring.axes[(ring.tail & RING_MASK) * FRAME_AXES + 3]).to.equal(600 - 512);
  });
});
