import { expect } from 'chai';
import fc from 'fast-check';
import { Icm42688pFifo } from '../../firmware/sensors/icm42688p-fifo';
import { FRAME_AXES, FrameRing, RING_MASK } from '../../firmware/sensors/ring';
import { ACCEL, accelPacket, BOTH, INVALID, packet, packets, slotPacket, stampOf } from './packets';

const SLOT_us = 5000;
const REST = [0, 0, 2048, 1, 2, 3];

/** A decoder whose packet of slot 0 was sampled at 0 of the chip's clock. */
function started(settling = 0): Icm42688pFifo {
  const fifo = new Icm42688pFifo();
  fifo.start(SLOT_us, true, settling);
  fifo.expect(0, 1, SLOT_us << 16);
  return fifo;
}

function decode(fifo: Icm42688pFifo, ring: FrameRing, bytes: number[], packetBytes = 16): number {
  return fifo.decode(Uint8Array.from(bytes), bytes.length / packetBytes, ring);
}

function axesOf(ring: FrameRing, frame: number): number[] {
  const at = (frame & RING_MASK) * FRAME_AXES;
  return Array.from(ring.axes.subarray(at, at + FRAME_AXES));
}

function timesOf(ring: FrameRing): number[] {
  return Array.from(ring.time_us.subarray(0, ring.head));
}

describe('ICM-42688-P FIFO decoder', () => {
  let ring: FrameRing;
  beforeEach(() => {
    ring = new FrameRing();
  });

  describe('packets of both sensors', () => {
    it('give a frame each, high bytes first', () => {
      const fifo = started();
      expect(decode(fifo, ring, packet([1, -2, 32767, -258, 5, 0x1234], 7))).to.equal(1);
      expect(axesOf(ring, 0)).to.deep.equal([1, -2, 32767, -258, 5, 0x1234]);
      expect(fifo.dropped).to.equal(0);
    });

    it('are decoded only as far as told', () => {
      expect(started().decode(Uint8Array.from(packets(0, 4)), 3, ring)).to.equal(3);
    });

    it('give the same frames however they are cut into blocks', () => {
      const bytes = packets(0, 60);
      decode(started(), ring, bytes);
      expect(ring.head).to.equal(60);
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 60, maxLength: 60 }), (cuts) => {
          const fifo = started();
          const other = new FrameRing();
          let at = 0;
          for (const count of cuts) {
            decode(fifo, other, bytes.slice(at, at + count * 16));
            at += count * 16;
          }
          expect(other.axes).to.deep.equal(ring.axes);
          expect(other.time_us).to.deep.equal(ring.time_us);
        }),
        { numRuns: 20 },
      );
    });

    it('are a slot apart, without the jitter of their timestamps', () => {
      decode(started(), ring, packets(0, 200));
      expect(timesOf(ring)).to.deep.equal(Array.from({ length: 200 }, (_, slot) => slot * SLOT_us));
    });

    it('follow the true length of a slot', () => {
      const fifo = started();
      fifo.expect(0, 1, Math.round(5060.7 * 65_536));
      decode(fifo, ring, packets(0, 101));
      expect(ring.time_us[100]).to.be.closeTo(506_070, 1);
    });

    it('may say in their header that the data rate changed, as the first after a start do', () => {
      const fifo = started();
      expect(decode(fifo, ring, [...packet(REST, stampOf(0), BOTH | 3), ...slotPacket(1)])).to.equal(2);
      expect(fifo.dropped).to.equal(0);
    });

    it('show the end of the range where it is: -32766 is the least value that is any', () => {
      decode(started(), ring, packet([-32766, 32767, -32765, 32767, -32766, 0], 0));
      expect(axesOf(ring, 0)).to.deep.equal([-32768, 32767, -32765, 32767, -32768, 0]);
    });
  });

  describe('values that are none', () => {
    it('give no frame and are not counted while the sensors start', () => {
      const fifo = started(4);
      const bytes = [
        ...packet([INVALID, INVALID, INVALID, INVALID, INVALID, INVALID], stampOf(0)),
        ...packet([0, 0, 1024, INVALID, INVALID, INVALID], stampOf(1)),
        ...packet([0, 0, 1024, 1, 2, 3], stampOf(2)),
        ...packet([0, 0, 2048, 1, 2, 3], stampOf(3)),
        ...slotPacket(4),
      ];
      expect(decode(fifo, ring, bytes)).to.equal(1);
      expect(fifo.dropped).to.equal(0);
      expect(ring.time_us[0], 'time has gone on').to.equal(4 * SLOT_us);
    });

    for (let axis = 0; axis < 6; axis++)
      it(`on axis ${axis} later on are dropped, and time goes on`, () => {
        const fifo = started();
        const axes = REST.slice();
        axes[axis] = INVALID;
        const bytes = [...slotPacket(0), ...packet(axes, stampOf(1)), ...slotPacket(2)];
        expect(decode(fifo, ring, bytes)).to.equal(2);
        expect(fifo.dropped).to.equal(1);
        expect(timesOf(ring)).to.deep.equal([0, 2 * SLOT_us]);
      });
  });

  describe('what is amiss', () => {
    it('a packet of another kind is dropped, and the next one is where it belongs', () => {
      for (const header of [0x00, 0x20, ACCEL, 0x60, 0x78, 0x6c]) {
        const fifo = started();
        ring = new FrameRing();
        const bytes = [...slotPacket(0), ...packet(REST, stampOf(1), header), ...slotPacket(2)];
        expect(decode(fifo, ring, bytes), `header ${header}`).to.equal(2);
        expect(fifo.dropped).to.equal(1);
        expect(timesOf(ring)).to.deep.equal([0, 2 * SLOT_us]);
      }
    });

    it('the same packet twice is dropped', () => {
      const fifo = started();
      expect(decode(fifo, ring, [...packets(0, 2), ...slotPacket(1), ...packets(2, 4)])).to.equal(4);
      expect(fifo.dropped).to.equal(1);
      expect(timesOf(ring)).to.deep.equal([0, 1, 2, 3].map((slot) => slot * SLOT_us));
    });

    it('packets that are missing leave a gap as long as they were', () => {
      for (const missing of [1, 2, 7, 60, 200]) {
        ring = new FrameRing();
        decode(started(), ring, [...packets(0, 3), ...packets(3 + missing, 6 + missing)]);
        expect(ring.time_us[3] - ring.time_us[2], `${missing}`).to.equal((missing + 1) * SLOT_us);
      }
    });

    it('an empty FIFO ends the block', () => {
      const fifo = started();
      expect(decode(fifo, ring, [...packets(0, 2), ...Array<number>(32).fill(0xff)])).to.equal(2);
      expect(fifo.dropped).to.equal(0);
    });

    it('losses longer than the timestamp counts are bridged exactly, by the chip time to a slot', () => {
      for (const missing of [1, 220, 230, 500, 1500])
        for (const late_us of [-4900, 0, 9000]) {
          const fifo = started();
          ring = new FrameRing();
          decode(fifo, ring, packets(0, 3));
          fifo.resync();
          fifo.expect((6 + missing - 1) * SLOT_us + late_us, 3, SLOT_us << 16);
          decode(fifo, ring, packets(3 + missing, 6 + missing));
          expect(ring.time_us[3], `${missing} lost, ${late_us} us`).to.equal((3 + missing) * SLOT_us);
          expect(fifo.slots).to.equal(6 + missing);
        }
    });

    it('time never goes back, whatever the chip time of a loss', () => {
      const fifo = started();
      decode(fifo, ring, packets(0, 10));
      fifo.resync();
      fifo.expect(0, 2, SLOT_us << 16);
      decode(fifo, ring, packets(10, 12));
      const times = timesOf(ring);
      times.slice(1).forEach((time, n) => expect(time).to.be.greaterThan(times[n]));
    });

    it('damaged streams give frames in order, and never more than packets', () => {
      const bytes = packets(0, 90);
      const amiss = fc.record({ at: fc.nat(bytes.length - 1), flip: fc.integer({ min: 1, max: 255 }) });
      fc.assert(
        fc.property(fc.array(amiss, { maxLength: 12 }), fc.nat(80), (faults, lost) => {
          const damaged = bytes.slice();
          for (const { at, flip } of faults) damaged[at] ^= flip;
          damaged.splice(lost * 16, 32);
          const fifo = started();
          const other = new FrameRing();
          for (let at = 0; at < damaged.length; at += 16 * 8)
            decode(fifo, other, damaged.slice(at, at + 16 * 8));
          expect(other.head).to.be.at.most(88);
          const times = timesOf(other);
          times.slice(1).forEach((time, n) => expect((time - times[n]) | 0).to.be.greaterThan(0));
        }),
        { numRuns: 300 },
      );
    });
  });

  describe('packets of the accelerometer alone', () => {
    function alone(settling = 0): Icm42688pFifo {
      const fifo = new Icm42688pFifo();
      fifo.start(20_000, false, settling);
      fifo.expect(0, 1, 20_000 << 16);
      return fifo;
    }
    const some = (from: number, to: number): number[] =>
      Array.from({ length: to - from }, (_, n) => accelPacket([from + n, 2, 2048])).flat();

    it('give frames without rotation, a slot apart', () => {
      expect(decode(alone(), ring, some(0, 3), 8)).to.equal(3);
      expect(axesOf(ring, 2)).to.deep.equal([2, 2, 2048, 0, 0, 0]);
      expect(timesOf(ring)).to.deep.equal([0, 20_000, 40_000]);
    });

    it('are dropped when damaged or without value, and time goes on', () => {
      const fifo = alone();
      const bytes = [
        ...some(0, 1),
        ...accelPacket([1, 2, 3], BOTH),
        ...accelPacket([1, INVALID, 3]),
        ...some(3, 4),
      ];
      expect(decode(fifo, ring, bytes, 8)).to.equal(2);
      expect(fifo.dropped).to.equal(2);
      expect(timesOf(ring)).to.deep.equal([0, 60_000]);
    });

    it('are placed by the chip time after a loss', () => {
      const fifo = alone();
      decode(fifo, ring, some(0, 3), 8);
      fifo.resync();
      fifo.expect(1_008_000, 3, 20_000 << 16);
      decode(fifo, ring, some(0, 3), 8);
      expect(timesOf(ring).slice(3)).to.deep.equal([960_000, 980_000, 1_000_000]);
    });
  });

  it('counts what it drops to 2^30 - 1 and no further', () => {
    const fifo = started();
    fifo.dropped = 0x3fffffff;
    decode(fifo, ring, packet(REST, 0, 0));
    expect(fifo.dropped).to.equal(0x3fffffff);
  });
});
