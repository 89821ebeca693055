import { expect } from 'chai';
import type { DigitalInput, DigitalInputOptions } from '../../firmware/io/digital';
import type { Clock } from '../../firmware/io/time';
import { ICM42688P, type Icm42688pOptions } from '../../firmware/sensors/icm42688p';
import { FRAME_AXES, FrameRing } from '../../firmware/sensors/ring';
import { accelPacket, packet, packets } from './packets';
import { PacketRingDecoder } from './ring-decoder';
import { nack, read, read16, readBuffer, ScriptedBus, write, type Transaction } from './scripted-bus';

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
const INT_STATUS = 0x2d;
const FIFO_DATA = 0x30;
const PWR_MGMT0 = 0x4e;
const GYRO_CONFIG0 = 0x4f;
const ACCEL_CONFIG0 = 0x50;
const REG_BANK_SEL = 0x76;

const identity = [write(REG_BANK_SEL, 0), read(0x75, 0x47)];
const reset: Transaction[] = [
  write(REG_BANK_SEL, 0),
  write(0x11, 0x01), // DEVICE_CONFIG: soft reset
  read(INT_STATUS, 0x10), // RESET_DONE
];
const bus12_3: Transaction[] = [
  write(0x13, 0x09), // DRIVE_CONFIG: slew rates for I2C
  write(REG_BANK_SEL, 1),
  write(0x7c, 0x5c), // INTF_CONFIG6: no SDR, no DDR
  write(REG_BANK_SEL, 0),
];

/** The set-up after a reset, at 200 Hz, 16 g and 2000 dps unless told otherwise. */
function setUp({
  gyro = 0x07,
  accel = 0x07,
  filter = 0x11,
  content = 0x63,
  power = 0x0f,
  wm = 24,
} = {}): Transaction[] {
  return [
    ...bus12_3,
    write(0x4c, 0x72), // INTF_CONFIG0: count in packets, big endian, no SPI
    write(0x14, 0x07), // INT_CONFIG: latched, push-pull, active high
    write(0x64, 0x00), // INT_CONFIG1: INT_ASYNC_RESET off
    write(0x65, 0x04), // INT_SOURCE0: FIFO_THS
    write(0x54, 0x29), // TMST_CONFIG: 16 us
    write(0x52, filter), // GYRO_ACCEL_CONFIG0
    write(GYRO_CONFIG0, gyro),
    write(ACCEL_CONFIG0, accel),
    write(0x60, wm & 0xff), // FIFO_CONFIG2
    write(0x61, wm >> 8), // FIFO_CONFIG3
    write(0x5f, content), // FIFO_CONFIG1: partial reads, repeated interrupt, gyroscope and accelerometer
    write(0x16, 0x40), // FIFO_CONFIG: stream
    write(0x4b, 0x02), // SIGNAL_PATH_RESET: flush
    write(PWR_MGMT0, power),
  ];
}

const accelOnly = setUp({ accel: 0x09, filter: 0x61, content: 0x61, power: 0x02 });
const asStarted = read16(PWR_MGMT0, 0x070f);
const status = (count: number, flags = 0): Transaction =>
  readBuffer(INT_STATUS, [flags, count >> 8, count & 0xff]);

describe('ICM-42688-P driver', () => {
  let bus: ScriptedBus;
  let clock: ScriptedClock;
  let ring: FrameRing;
  beforeEach(() => {
    bus = new ScriptedBus();
    clock = new ScriptedClock();
    ring = new FrameRing();
    ScriptedPin.closed = 0;
  });

  function make(options: Partial<Icm42688pOptions> = {}): ICM42688P {
    return new ICM42688P({
      sensor: bus.sensor,
      clock,
      decoder: (scale) => new PacketRingDecoder(ring, scale),
      rate_Hz: 200,
      ...options,
    });
  }

  function ready(options: Partial<Icm42688pOptions> = {}, set: Parameters<typeof setUp>[0] = {}): ICM42688P {
    bus.expect(...identity, ...reset, ...setUp(set));
    const imu = make(options);
    bus.done();
    return imu;
  }

  /** A driver whose sensors have started: 12 packets without frames are behind it, the next is of slot 12. */
  function running(): ICM42688P {
    const imu = ready({ blockPackets: 12 }, { wm: 12 });
    bus.expect(asStarted, status(12), readBuffer(FIFO_DATA, packets(0, 12)), status(0));
    expect(imu.drain()).to.equal(0);
    bus.done();
    return imu;
  }

  describe('set-up', () => {
    it('identifies, resets and configures the part, and waits after what needs it', () => {
      const imu = ready();
      expect(bus.opened).to.have.length(1);
      expect(bus.opened[0]).to.include({ address: 0x68, hz: 400_000 });
      expect(imu.scale).to.deep.equal({ accel_ug: 488, gyro_udps: 61_035, rate_Hz: 200 });
      expect(imu.accelOnlyScale).to.deep.equal({ accel_ug: 488, gyro_udps: 61_035, rate_Hz: 50 });
      expect(imu.faults).to.deep.equal({ overruns: 0, busErrors: 0, droppedWords: 0, restarts: 0 });
      expect(clock.waited_ms, 'after the reset, and after the sensors were switched on').to.equal(4);
    });

    it('takes address and bus clock from its options', () => {
      bus.expect(...identity, ...reset, ...setUp());
      make({ sensor: { ...bus.sensor, address: 0x69, hz: 100_000 } });
      expect(bus.opened[0]).to.include({ address: 0x69, hz: 100_000 });
    });

    const settings: [Partial<Icm42688pOptions>, Parameters<typeof setUp>[0], object][] = [
      [{ rate_Hz: 100 }, { gyro: 0x08, accel: 0x08 }, { rate_Hz: 100 }],
      [{ accelRange_g: 8 }, { accel: 0x27 }, { accel_ug: 244 }],
      [{ accelRange_g: 4 }, { accel: 0x47 }, { accel_ug: 122 }],
      [{ accelRange_g: 2 }, { accel: 0x67 }, { accel_ug: 61 }],
      [{ gyroRange_dps: 1000 }, { gyro: 0x27 }, { gyro_udps: 30_518 }],
      [{ gyroRange_dps: 500 }, { gyro: 0x47 }, { gyro_udps: 15_259 }],
      [{ gyroRange_dps: 250 }, { gyro: 0x67 }, { gyro_udps: 7629 }],
      [{ gyroRange_dps: 125 }, { gyro: 0x87 }, { gyro_udps: 3815 }],
      [{ blockPackets: 28 }, { wm: 28 }, {}],
    ];
    for (const [options, registers, scale] of settings)
      it(`sets ${JSON.stringify(options)}`, () => {
        expect(ready(options, registers).scale).to.include(scale);
      });

    const refused: [string, object][] = [
      ['32 g', { accelRange_g: 32 }],
      ['a gyroscope range that does not exist', { gyroRange_dps: 300 }],
      ['a rate it does not know', { rate_Hz: 208 }],
      ['a block larger than the buffer', { blockPackets: 29 }],
      ['a block of one packet', { blockPackets: 1 }],
    ];
    for (const [what, options] of refused)
      it(`refuses ${what} before it opens the bus`, () => {
        expect(() => make(options)).to.throw(RangeError);
        expect(bus.opened).to.deep.equal([]);
      });

    it('waits while the part resets', () => {
      bus.expect(...identity, ...reset.slice(0, 2), read(INT_STATUS, 0), read(INT_STATUS, 0x10), ...setUp());
      make();
      bus.done();
      expect(clock.waited_ms).to.equal(5);
    });

    it('gives up on a reset that does not end', () => {
      bus.expect(...identity, ...reset.slice(0, 2));
      for (let poll = 0; poll <= 50; poll++) bus.expect(read(INT_STATUS, 0));
      expect(() => make()).to.throw('ICM-42688-P at address 0x68 does not come back from its reset');
      bus.done();
      expect(bus.closed).to.equal(1);
    });

    it('goes on when the write that switches the filter on the line is not acknowledged', () => {
      const set = setUp();
      set[2] = nack;
      bus.expect(...identity, ...reset, ...set);
      expect(make().faults.busErrors).to.equal(0);
      bus.done();
    });

    it('tries a part that is still booting once more', () => {
      bus.expect(nack, ...identity, ...reset, ...setUp());
      make();
      bus.done();
      expect(clock.waited_ms).to.equal(14);
    });

    it('names a missing part and closes the bus', () => {
      bus.expect(nack, nack);
      expect(() => make()).to.throw('ICM-42688-P at address 0x68 does not answer: no acknowledge');
      bus.done();
      expect(bus.closed).to.equal(1);
    });

    it('names another part and closes the bus', () => {
      bus.expect(write(REG_BANK_SEL, 0), read(0x75, 0x6c));
      expect(() => make()).to.throw('WHO_AM_I is 0x6C, not 0x47');
      bus.done();
      expect(bus.closed).to.equal(1);
    });

    it('closes bus and pin when the part fails during set-up', () => {
      bus.expect(...identity, ...reset, ...setUp().slice(0, 5), nack);
      expect(() => make({ alert: { io: ScriptedPin, pin: 3 } })).to.throw('no acknowledge');
      bus.done();
      expect(bus.closed).to.equal(1);
      expect(ScriptedPin.closed).to.equal(1);
    });
  });

  it('opens the interrupt pin for rising edges and tells of them', () => {
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

  describe('drain', () => {
    it('reads whole blocks until less than one is left, and clears the interrupt before each count', () => {
      const imu = running();
      bus.expect(asStarted, status(29), readBuffer(FIFO_DATA, packets(12, 24)));
      bus.expect(readBuffer(FIFO_DATA, packets(24, 36)), status(5));
      expect(imu.drain()).to.equal(24);
      bus.done();
      expect(ring.axes[3], "the first frame is slot 12's").to.equal(12);
    });

    it('reads on while packets come in', () => {
      const imu = running();
      bus.expect(asStarted, status(12), readBuffer(FIFO_DATA, packets(12, 24)));
      bus.expect(status(12), readBuffer(FIFO_DATA, packets(24, 36)), status(0));
      expect(imu.drain()).to.equal(24);
      bus.done();
    });

    it('gives nothing when there is no block, as often as it is asked', () => {
      const imu = ready();
      bus.expect(asStarted, status(23), asStarted, status(23));
      expect(imu.drain()).to.equal(0);
      expect(imu.drain()).to.equal(0);
      bus.done();
    });

    it('comes back from a part that always claims to hold packets', () => {
      const imu = running();
      bus.expect(asStarted);
      for (let round = 1; round <= 16; round++)
        bus.expect(status(12), readBuffer(FIFO_DATA, packets(12 * round, 12 * round + 12)));
      expect(imu.drain()).to.equal(192);
      bus.done();
    });

    it('flushes what is below a block too, in smaller pieces', () => {
      const imu = running();
      bus.expect(asStarted, status(22));
      let slot = 12;
      for (const count of [12, 6, 3, 1]) bus.expect(readBuffer(FIFO_DATA, packets(slot, (slot += count))));
      bus.expect(status(0));
      expect(imu.flush()).to.equal(22);
      bus.done();
    });

    it('counts an overrun once, reads both bytes of the count, and goes on with right times', () => {
      const imu = running();
      bus.expect(asStarted, status(12), readBuffer(FIFO_DATA, packets(12, 24)), status(0));
      imu.drain();
      clock.time_ms += 61 * 5;
      bus.expect(
        asStarted,
        status(12, 0x06),
        read(0x2e, 0),
        readBuffer(FIFO_DATA, packets(72, 84)),
        status(0),
      );
      expect(imu.drain()).to.equal(12);
      bus.done();
      expect(imu.faults.overruns).to.equal(1);
      expect(ring.time_us[12] - ring.time_us[11]).to.equal((72 - 23) * 5000);
    });

    it('reads a FIFO full of small packets, more than FIFO_COUNTL counts, to its end', () => {
      const imu = ready({ blockPackets: 16 }, { wm: 16 });
      const set = setUp({ accel: 0x09, filter: 0x61, content: 0x61, power: 0x02, wm: 16 });
      bus.expect(...reset, ...set);
      imu.useGyroscope(false);
      const block = Array.from({ length: 16 }, () => accelPacket([0, 0, 2048])).flat();
      bus.expect(read16(PWR_MGMT0, 0x0702), status(1, 0x02), read(0x2e, 1));
      for (let n = 0; n < 16; n++) bus.expect(readBuffer(FIFO_DATA, block));
      bus.expect(status(1));
      // The first is of the sensor's start.
      expect(imu.drain()).to.equal(255);
      bus.done();
    });

    it('counts the packets it had to drop', () => {
      const imu = running();
      const bytes = packets(12, 24);
      bytes[16 * 5] = 0x60;
      bus.expect(asStarted, status(12), readBuffer(FIFO_DATA, bytes), status(0));
      expect(imu.drain()).to.equal(11);
      expect(imu.faults.droppedWords).to.equal(1);
    });

    it('learns the true time between samples by the chip clock', () => {
      const imu = running();
      let slot = 12;
      for (let block = 1; block <= 20; block++) {
        clock.time_ms += 61;
        bus.expect(asStarted, status(12), readBuffer(FIFO_DATA, packets(slot, (slot += 12))), status(0));
        imu.drain();
      }
      const step_us = ring.time_us[ring.head - 1] - ring.time_us[ring.head - 2];
      expect(step_us).to.be.closeTo(61_000 / 12, 40);
    });
  });

  describe('bus errors', () => {
    it('are counted and told by -1', () => {
      const imu = ready();
      bus.expect(nack, asStarted, nack);
      expect(imu.drain()).to.equal(-1);
      expect(imu.drain()).to.equal(-1);
      bus.done();
      expect(imu.faults.busErrors).to.equal(2);
    });

    it('in a block lose an unknown number of packets: times are right after it', () => {
      const imu = running();
      bus.expect(asStarted, status(24), readBuffer(FIFO_DATA, packets(12, 24)), nack);
      expect(imu.drain()).to.equal(-1);
      expect(ring.head, 'frames before the error are kept').to.equal(12);
      clock.time_ms += 100 * 5;
      bus.expect(asStarted, status(12), readBuffer(FIFO_DATA, packets(112, 124)), status(0));
      expect(imu.drain()).to.equal(12);
      bus.done();
      expect(ring.time_us[12] - ring.time_us[11]).to.equal((112 - 23) * 5000);
    });
  });

  describe('a part that was reset', () => {
    it('is found and set up again, and time goes on', () => {
      const imu = running();
      clock.time_ms += 60;
      bus.expect(asStarted, status(12), readBuffer(FIFO_DATA, packets(12, 24)), status(0));
      imu.drain();
      const before_ms = clock.time_ms;
      clock.time_ms += 2000;
      bus.expect(read16(PWR_MGMT0, 0x0600), ...identity, ...reset, ...setUp({ wm: 12 }));
      expect(imu.drain()).to.equal(0);
      clock.time_ms = before_ms + 3000;
      bus.expect(asStarted, status(24), readBuffer(FIFO_DATA, packets(0, 12)));
      bus.expect(readBuffer(FIFO_DATA, packets(12, 24)), status(0));
      expect(imu.drain()).to.equal(12);
      bus.done();
      expect(imu.faults).to.include({ restarts: 1, busErrors: 0 });
      expect(ring.time_us[23] - ring.time_us[11]).to.equal(3_000_000);
    });

    it('is set up at the next call when that failed half-way, and counts as one restart', () => {
      const imu = ready();
      bus.expect(read16(PWR_MGMT0, 0x0600), ...identity, ...reset, ...setUp().slice(0, 11), nack);
      expect(imu.drain()).to.equal(-1);
      bus.expect(...identity, ...reset, ...setUp());
      expect(imu.drain()).to.equal(0);
      bus.done();
      expect(imu.faults).to.include({ restarts: 1, busErrors: 1 });
    });
  });

  describe('gravity', () => {
    function lying(imu: ICM42688P, z: number): void {
      for (let block = 1; block <= 12; block++) {
        const bytes = Array.from({ length: 12 }, (_, n) =>
          packet([1, -1, z, 2, 1, 0], Math.floor(1000 + (12 * block + n) * 292.96875) & 0xffff),
        ).flat();
        bus.expect(asStarted, status(12), readBuffer(FIFO_DATA, bytes), status(0));
        imu.drain();
      }
    }

    for (const [z, told] of [
      [2048, 0],
      [1100, 1],
    ])
      it(`of ${z} counts at rest is ${told === 0 ? 'in order' : 'told once'}`, () => {
        const faults: string[] = [];
        bus.expect(...identity, ...reset, ...setUp({ wm: 12 }));
        const imu = make({ blockPackets: 12, onFault: (error) => faults.push(error.message) });
        bus.expect(asStarted, status(12), readBuffer(FIFO_DATA, packets(0, 12)), status(0));
        imu.drain();
        lying(imu, z);
        lying(imu, z);
        expect(faults).to.have.length(told);
        if (told > 0) expect(faults[0]).to.match(/0x68 reads 53\d mg at rest, not 1000/);
      });
  });

  describe('sleep and wake', () => {
    const resting: Transaction[] = [
      write(PWR_MGMT0, 0x00),
      write(0x65, 0x00), // INT_SOURCE0
      write(0x66, 0x00), // INT_SOURCE1
      write(0x57, 0x00), // SMD_CONFIG
      write(0x16, 0x00), // FIFO_CONFIG: bypass
    ];
    const sleeping: Transaction[] = [
      ...resting,
      read(INT_STATUS, 0x04), // INT1 low
      write(0x52, 0x11), // GYRO_ACCEL_CONFIG0: no averaging
      write(ACCEL_CONFIG0, 0x0a), // 25 Hz
      write(PWR_MGMT0, 0x02), // accelerometer in low-power mode
      write(REG_BANK_SEL, 4),
      write(0x4a, 32), // thresholds: 125 mg of 1/256 g
      write(0x4b, 32),
      write(0x4c, 32),
      write(REG_BANK_SEL, 0),
      write(0x66, 0x07), // INT_SOURCE1: all axes
      read(0x37, 0x00), // INT_STATUS2
      write(0x57, 0x05), // SMD_CONFIG: against the sample before
    ];

    it('arms wake on motion in the order of the data sheet, with its pauses', () => {
      const imu = ready();
      clock.time_ms += 1000;
      clock.waited_ms = 0;
      bus.expect(...sleeping);
      imu.sleep();
      bus.done();
      expect(clock.waited_ms).to.equal(2 + 2 + 50);
    });

    it('keeps the gyroscope on for 45 ms at least', () => {
      const imu = ready();
      clock.waited_ms = 0;
      bus.expect(...sleeping);
      imu.sleep();
      expect(clock.waited_ms - 54 + 2, 'since it was switched on').to.be.within(45, 47);
    });

    it('leaves the bus alone while asleep', () => {
      const imu = ready();
      bus.expect(...sleeping);
      imu.sleep();
      imu.sleep();
      expect(imu.drain()).to.equal(0);
      expect(imu.flush()).to.equal(0);
      bus.done();
    });

    it('wakes by a fresh start', () => {
      const imu = ready();
      bus.expect(...sleeping);
      imu.sleep();
      bus.expect(...reset, ...setUp());
      imu.wake();
      imu.wake();
      bus.done();
      expect(imu.faults.restarts).to.equal(0);
    });

    it('throws when the part does not answer, and can be tried again', () => {
      const imu = ready();
      bus.expect(write(PWR_MGMT0, 0), nack, ...sleeping, nack, ...reset, ...setUp());
      expect(() => imu.sleep()).to.throw('no acknowledge');
      imu.sleep();
      expect(() => imu.wake()).to.throw('no acknowledge');
      imu.wake();
      bus.done();
      expect(imu.faults.busErrors).to.equal(2);
    });

    it('sets the part up again when falling asleep failed in another bank and frames are asked for', () => {
      const imu = ready();
      bus.expect(...sleeping.slice(0, 10), nack, ...identity, ...reset, ...setUp());
      expect(() => imu.sleep()).to.throw('no acknowledge');
      expect(imu.drain()).to.equal(0);
      bus.done();
    });

    it('powers the part down and gives bus and pin back, once', () => {
      const imu = ready({ alert: { io: ScriptedPin } });
      bus.expect(...resting, read(INT_STATUS, 0), read(0x37, 0));
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

  describe('gyroscope', () => {
    it('goes off for the accelerometer alone at 50 Hz in low-power mode, and on again', () => {
      const imu = ready();
      bus.expect(...reset, ...accelOnly);
      imu.useGyroscope(false);
      imu.useGyroscope(false);
      bus.done();
      bus.expect(...reset, ...setUp());
      imu.useGyroscope(true);
      bus.done();
    });

    it('gives frames without rotation while it is off', () => {
      const imu = ready({ blockPackets: 4 }, { wm: 4 });
      bus.expect(...reset, ...setUp({ accel: 0x09, filter: 0x61, content: 0x61, power: 0x02, wm: 4 }));
      imu.useGyroscope(false);
      const bytes = [1, 2, 3, 4].flatMap((n) => accelPacket([n, -n, 2048]));
      bus.expect(read16(PWR_MGMT0, 0x0702), status(4), readBuffer(FIFO_DATA, bytes), status(0));
      expect(imu.drain(), 'the first is of its start').to.equal(3);
      bus.done();
      expect(Array.from(ring.axes.subarray(0, FRAME_AXES))).to.deep.equal([2, -2, 2048, 0, 0, 0]);
      expect(ring.time_us[1] - ring.time_us[0]).to.equal(20_000);
      expect(imu.faults.droppedWords).to.equal(0);
    });

    it('stays off when the part did not answer, and is tried again', () => {
      const imu = ready();
      bus.expect(nack);
      expect(() => imu.useGyroscope(false)).to.throw('no acknowledge');
      bus.expect(...identity, ...reset, ...accelOnly);
      expect(imu.drain()).to.equal(0);
      bus.done();
    });
  });
});
