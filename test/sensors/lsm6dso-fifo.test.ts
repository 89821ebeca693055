import { expect } from 'chai';
import fc from 'fast-check';
import { BlockRing, InterpretedFifo } from '../../firmware/kernel/interpreted-fifo';
import { Lsm6dsoFifo } from '../../firmware/sensors/lsm6dso-fifo';
import { FRAME_AXES, FrameRing, RING_MASK } from '../../firmware/sensors/ring';
import { ACCELEROMETER, GYROSCOPE, slotWords, stream, tagOf, timestampWord, word } from './words';

/** A tick of exactly 25 us: a slot at 208 Hz is 4800 us. */
const TICK_q16 = 25 << 16;
const FIRST_TICKS = 400;

function started(slotTicks = 192, averages = false, tick_q16 = TICK_q16, now_us = 0): Lsm6dsoFifo {
  const fifo = new Lsm6dsoFifo();
  fifo.start(slotTicks, tick_q16, averages, now_us);
  return fifo;
}

function decode(fifo: Lsm6dsoFifo, ring: FrameRing, bytes: number[]): number {
  return fifo.decode(Uint8Array.from(bytes), bytes.length / 7, ring);
}

function axesOf(ring: FrameRing, frame: number): number[] {
  const at = (frame & RING_MASK) * FRAME_AXES;
  return Array.from(ring.axes.subarray(at, at + FRAME_AXES));
}

function timesOf(ring: FrameRing): number[] {
  return Array.from(ring.time_us.subarray(0, ring.head));
}

function slotTimes(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, n) => (FIRST_TICKS + (from + n) * 192) * 25);
}

describe('LSM6DSO FIFO decoder', () => {
  let ring: FrameRing;
  beforeEach(() => {
    ring = new FrameRing();
  });

  describe('frames', () => {
    it('pairs the gyroscope and accelerometer words of a slot, accelerometer first in the frame', () => {
      const fifo = started();
      const bytes = [
        ...timestampWord(0, FIRST_TICKS),
        ...word(GYROSCOPE, 0, -4, 5, -32768),
        ...word(ACCELEROMETER, 0, 1, -2, 32767),
      ];
      expect(decode(fifo, ring, bytes)).to.equal(1);
      expect(axesOf(ring, 0)).to.deep.equal([1, -2, 32767, -4, 5, -32768]);
      expect(fifo.dropped).to.equal(0);
    });

    it('takes the two words of a slot in either order', () => {
      const fifo = started();
      const bytes = [
        ...timestampWord(0, FIRST_TICKS),
        ...word(ACCELEROMETER, 0, 1, 2, 3),
        ...word(GYROSCOPE, 0, 4, 5, 6),
      ];
      expect(decode(fifo, ring, bytes)).to.equal(1);
      expect(axesOf(ring, 0)).to.deep.equal([1, 2, 3, 4, 5, 6]);
    });

    it('decodes only the words it is told of', () => {
      const fifo = started();
      const bytes = Uint8Array.from(stream(0, 4, FIRST_TICKS));
      expect(fifo.decode(bytes, 5, ring)).to.equal(2);
    });

    it('gives the same frames however the words are cut into blocks', () => {
      const bytes = stream(0, 40, FIRST_TICKS);
      decode(started(), ring, bytes);
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 90, maxLength: 90 }), (cuts) => {
          const fifo = started();
          const other = new FrameRing();
          let at = 0;
          for (const words of cuts) {
            decode(fifo, other, bytes.slice(at, at + words * 7));
            at += words * 7;
          }
          expect(other.head).to.equal(40);
          expect(other.axes).to.deep.equal(ring.axes);
          expect(other.time_us).to.deep.equal(ring.time_us);
        }),
        { numRuns: 20 },
      );
    });
  });

  describe('the short way', () => {
    const slots = 1400;
    const both = stream(0, slots, FIRST_TICKS);
    const accelOnly = Array.from({ length: slots }, (_, slot) => slot).flatMap((slot) => [
      ...(slot % 8 === 0 ? timestampWord(slot, FIRST_TICKS + slot * 192) : []),
      ...word(ACCELEROMETER, slot, slot, -slot, 7),
    ]);
    const amiss = fc.record({
      place: fc.double({ min: 0, max: 1, noNaN: true }),
      byte: fc.nat(6),
      flip: fc.integer({ min: 1, max: 255 }),
    });
    const cuts = fc
      .array(fc.integer({ min: 1, max: 64 }), { minLength: 60, maxLength: 60 })
      .filter((blocks) => blocks.reduce((sum, words) => sum + words) > 900);

    for (const [name, make] of [
      ['in bytes', () => new Lsm6dsoFifo()],
      ['in copies within memory', (ring: BlockRing) => new InterpretedFifo(ring)],
    ] as const)
      for (const gyroscope of [true, false])
        it(`${name}, ${gyroscope ? 'of both sensors' : 'without gyroscope'}, gives what the long way gives, whatever is amiss and however cut`, () => {
          const bytes = gyroscope ? both : accelOnly;
          const start = (fifo: Lsm6dsoFifo): Lsm6dsoFifo => {
            if (gyroscope) fifo.start(192, TICK_q16, false, 0);
            else fifo.startAccelOnly(192, TICK_q16, 0);
            return fifo;
          };
          const at = (place: number) => Math.floor(place * (bytes.length / 7 - 1)) * 7;
          fc.assert(
            fc.property(cuts, fc.array(amiss, { maxLength: 8 }), amiss, (blocks, faults, lost) => {
              const damaged = bytes.slice();
              for (const { place, byte, flip } of faults) damaged[at(place) + byte] ^= flip;
              damaged.splice(at(lost.place), 7);
              const own = new BlockRing();
              const fast = start(make(own));
              // A decoder whose frames go into another ring than its own takes every word by itself.
              const slow = start(new InterpretedFifo(new BlockRing()));
              const other = new FrameRing();
              let from = 0;
              for (const block of blocks) {
                const part = damaged.slice(from, from + block * 7);
                from += part.length;
                expect(decode(fast, own, part)).to.equal(decode(slow, other, part));
              }
              expect(own.head).to.be.above(300);
              const { axes, time_us, head, tail, overwritten } = own;
              expect({ axes, time_us, head, tail, overwritten }).to.deep.equal({ ...other });
              expect(fast.dropped).to.equal(slow.dropped);
            }),
            { numRuns: 60 },
          );
        });
  });

  describe('time', () => {
    it('counts slots from the first timestamp word', () => {
      decode(started(), ring, stream(0, 20, FIRST_TICKS));
      expect(timesOf(ring)).to.deep.equal(slotTimes(0, 20));
    });

    it('starts from the time it is given', () => {
      decode(started(192, false, TICK_q16, 5_000_000), ring, stream(0, 1, FIRST_TICKS));
      expect(ring.time_us[0]).to.equal(5_000_000 + FIRST_TICKS * 25);
    });

    it('follows the true length of a tick without losing fractions', () => {
      // The part with INTERNAL_FREQ_FINE -38: 25 us / 0.943.
      const tick_q16 = Math.round((25 * 65536) / 0.943);
      const fifo = started(192, false, tick_q16);
      for (let slot = 0; slot < 20_000; slot += 8) decode(fifo, ring, stream(slot, slot + 8, 0));
      const last_us = ring.time_us[(ring.head - 1) & RING_MASK];
      expect(last_us).to.equal(Math.floor((19_999 * 192 * tick_q16) / 65536));
    });

    it('keeps low 32 bits when time passes 2^31 us', () => {
      decode(started(192, false, TICK_q16, 2147483647 - 5000), ring, stream(0, 4, 0));
      expect(ring.time_us[0]).to.equal(2147483647 - 5000);
      expect(ring.time_us[2]).to.equal((2147483647 - 5000 + 9600) | 0);
      expect((ring.time_us[3] - ring.time_us[2]) | 0).to.equal(4800);
    });

    it('does not take on the one-tick steps of the timestamps', () => {
      const fifo = started();
      const bytes = [
        ...stream(0, 8, FIRST_TICKS),
        ...timestampWord(8, FIRST_TICKS + 8 * 192 + 1),
        ...slotWords(8),
      ];
      decode(fifo, ring, bytes);
      expect(ring.time_us[8]).to.equal(slotTimes(8, 9)[0]);
    });

    it('follows a data rate a little beside 192 ticks a slot', () => {
      // 6667 / 32 Hz against 40 kHz / 192: 191.99 ticks a slot.
      const fifo = started();
      for (let slot = 0; slot < 100_000; slot++) {
        const ticks = Math.floor((slot * 40_000 * 32) / 6667);
        if (slot % 8 === 0) decode(fifo, ring, timestampWord(slot, ticks));
        decode(fifo, ring, slotWords(slot));
      }
      const last_us = ring.time_us[(ring.head - 1) & RING_MASK];
      expect(last_us).to.be.closeTo((99_999 * 32 * 1e6) / 6667, 100);
      expect(fifo.dropped).to.equal(0);
    });

    it('tells a gap of two or three slots by the slot counter alone', () => {
      const fifo = started();
      const bytes = [...stream(0, 2, FIRST_TICKS), ...stream(4, 6, FIRST_TICKS)];
      expect(decode(fifo, ring, bytes)).to.equal(4);
      expect(timesOf(ring)).to.deep.equal([...slotTimes(0, 2), ...slotTimes(4, 6)]);
    });

    it('sees that a slot is another when the counter has gone round once', () => {
      const fifo = started();
      decode(fifo, ring, [...stream(0, 2, FIRST_TICKS), ...slotWords(5)]);
      expect(timesOf(ring)).to.deep.equal([...slotTimes(0, 2), ...slotTimes(5, 6)]);
    });

    it('finds a long gap by the next timestamp word', () => {
      const fifo = started();
      decode(fifo, ring, [...stream(0, 8, FIRST_TICKS), ...stream(800, 804, FIRST_TICKS)]);
      expect(timesOf(ring)).to.deep.equal([...slotTimes(0, 8), ...slotTimes(800, 804)]);
    });

    it('loses no fraction of a tick over many gaps', () => {
      const tick_q16 = Math.round((25 * 65536) / 0.943);
      const fifo = started(192, false, tick_q16);
      for (let slot = 0; slot < 160_000; slot += 160) decode(fifo, ring, stream(slot, slot + 1, 0));
      const last_us = ring.time_us[(ring.head - 1) & RING_MASK];
      expect(last_us).to.equal(Math.floor((159_840 * 192 * tick_q16) / 65536));
    });

    it('never lets time go back: a timestamp before the last one moves only the count', () => {
      const fifo = started();
      decode(fifo, ring, stream(0, 8, 100_000));
      decode(fifo, ring, stream(8, 24, 0));
      const times = timesOf(ring);
      for (let n = 1; n < times.length; n++) expect(times[n] - times[n - 1], `frame ${n}`).to.equal(4800);
      expect(fifo.dropped).to.equal(1);
    });

    it('survives a gap of an hour', () => {
      const fifo = started();
      decode(fifo, ring, stream(0, 8, 0));
      const later = 3_600_000_000 / 4800;
      decode(fifo, ring, stream(later, later + 1, 0));
      expect(ring.time_us[8]).to.equal(3_600_000_000 | 0);
    });
  });

  describe('waiting for a timestamp', () => {
    it('holds back frames before the first timestamp word, uncounted', () => {
      const fifo = started();
      expect(decode(fifo, ring, stream(5, 12, FIRST_TICKS))).to.equal(4);
      expect(timesOf(ring)).to.deep.equal(slotTimes(8, 12));
      expect(fifo.dropped).to.equal(0);
    });

    it('does so again when words were lost', () => {
      const fifo = started();
      decode(fifo, ring, stream(0, 8, FIRST_TICKS));
      fifo.resync();
      expect(decode(fifo, ring, stream(101, 108, FIRST_TICKS))).to.equal(4);
      expect(timesOf(ring).slice(8)).to.deep.equal(slotTimes(104, 108));
    });

    it('gives up after 32 slots without one and counts slots', () => {
      const fifo = started();
      const bytes: number[] = [];
      for (let slot = 0; slot < 40; slot++) bytes.push(...slotWords(slot));
      expect(decode(fifo, ring, bytes)).to.equal(8);
      expect(timesOf(ring)[1] - timesOf(ring)[0]).to.equal(4800);
    });
  });

  describe('words it cannot use', () => {
    it('drops a word with a wrong parity, and the half frame that is left', () => {
      const fifo = started();
      const bytes = stream(0, 3, FIRST_TICKS);
      bytes[7 * 3] ^= 1;
      expect(decode(fifo, ring, bytes)).to.equal(2);
      expect(fifo.dropped).to.equal(2);
      expect(timesOf(ring)).to.deep.equal([slotTimes(0, 1)[0], slotTimes(2, 3)[0]]);
    });

    it('drops unknown tags and keeps the frame around them', () => {
      const fifo = started();
      const bytes = [
        ...timestampWord(0, FIRST_TICKS),
        ...word(GYROSCOPE, 0, 1),
        ...word(0x03, 0, 99),
        ...word(ACCELEROMETER, 0, 2),
      ];
      expect(decode(fifo, ring, bytes)).to.equal(1);
      expect(fifo.dropped).to.equal(1);
    });

    it('drops half a frame', () => {
      const fifo = started();
      const bytes = [...stream(0, 1, FIRST_TICKS), ...word(GYROSCOPE, 1, 7), ...slotWords(2)];
      expect(decode(fifo, ring, bytes)).to.equal(2);
      expect(axesOf(ring, 1)[3]).to.equal(2);
      expect(fifo.dropped).to.equal(1);
    });

    for (const value of [0x7ffd, 0x7ffe, 0x7fff])
      it(`drops the start-up value 0x${value.toString(16)} until the sensor gives another`, () => {
        const fifo = started();
        const bytes = [
          ...timestampWord(0, FIRST_TICKS),
          ...word(GYROSCOPE, 0, value),
          ...word(ACCELEROMETER, 0, 1),
          ...slotWords(1),
          ...word(GYROSCOPE, 2, value),
          ...word(ACCELEROMETER, 2, value),
        ];
        expect(decode(fifo, ring, bytes)).to.equal(2);
        expect(fifo.dropped, 'starting up is no fault').to.equal(0);
        expect(axesOf(ring, 0)[3]).to.equal(1);
        expect(axesOf(ring, 1)[3], 'a clipped reading later on').to.equal(value);
      });

    it('stops counting at 2^30 - 1', () => {
      const fifo = started();
      fifo.dropped = 2 ** 30 - 2;
      decode(fifo, ring, [...word(0x1f, 0, 0), ...word(0x1f, 0, 0), ...word(0x1f, 0, 0)]);
      expect(fifo.dropped).to.equal(2 ** 30 - 1);
    });

    it('takes any bytes without failing, and time never goes back', () => {
      fc.assert(
        fc.property(fc.uint8Array({ minLength: 700, maxLength: 700 }), (bytes) => {
          // Valid tags, so that the words reach the decoder's depths; no timestamps of chance, which may leap ahead.
          for (let at = 0; at < bytes.length; at += 7) bytes[at] = tagOf((bytes[at] >> 3) % 4, bytes[at] & 3);
          const fifo = started();
          const other = new FrameRing();
          decode(fifo, other, stream(0, 1, 0));
          fifo.decode(bytes, 100, other);
          const times = timesOf(other);
          for (let n = 1; n < times.length; n++) expect(times[n]).to.be.greaterThan(times[n - 1]);
        }),
        { numRuns: 100 },
      );
    });
  });

  describe('416 Hz averaged to 208', () => {
    const TICKS = 96;
    const fast = (): Lsm6dsoFifo => started(TICKS, true);

    it('makes one frame of two slots, at the time between them', () => {
      expect(decode(fast(), ring, stream(0, 8, 0, TICKS))).to.equal(4);
      expect(timesOf(ring)).to.deep.equal([1200, 6000, 10_800, 15_600]);
      // The slots' numbers are 0 and 1, 2 and 3 ...
      expect(axesOf(ring, 1)).to.deep.equal([1002, 5, 6, 2, 2, 3]);
    });

    it('averages a pair that two blocks share', () => {
      const fifo = fast();
      const bytes = stream(0, 2, 0, TICKS);
      expect(decode(fifo, ring, bytes.slice(0, 28))).to.equal(0);
      expect(decode(fifo, ring, bytes.slice(28))).to.equal(1);
    });

    it('keeps full scale when one of the two is clipped', () => {
      const bytes = [
        ...stream(0, 2, 0, TICKS),
        ...word(GYROSCOPE, 2, 0, -32768, 100),
        ...word(ACCELEROMETER, 2, 32767, -5, 100),
        ...word(GYROSCOPE, 3, 0, -30000, 201),
        ...word(ACCELEROMETER, 3, 20000, -32768, 300),
      ];
      decode(fast(), ring, bytes);
      expect(axesOf(ring, 1)).to.deep.equal([32767, -32768, 200, 0, -32768, 150]);
    });

    it('does not average over a gap: the half pair is dropped and counted', () => {
      const fifo = fast();
      decode(fifo, ring, [...stream(0, 3, 0, TICKS), ...stream(5, 7, 0, TICKS)]);
      expect(timesOf(ring)).to.deep.equal([1200, 5 * 2400 + 1200]);
      expect(fifo.dropped).to.equal(2);
    });

    it('drops a pair whose second half is missing a word', () => {
      const fifo = fast();
      decode(fifo, ring, [...stream(0, 1, 0, TICKS), ...word(GYROSCOPE, 1, 1), ...stream(2, 4, 0, TICKS)]);
      expect(timesOf(ring)).to.deep.equal([2 * 2400 + 1200]);
      expect(fifo.dropped).to.equal(3);
    });
  });

  it('overwrites the oldest frames of a ring nobody reads, and the ring counts them', () => {
    const fifo = started();
    for (let slot = 0; slot < 600; slot += 8) decode(fifo, ring, stream(slot, slot + 8, FIRST_TICKS));
    expect(ring.overwritten).to.equal(600 - 512);
    expect(ring.waiting()).to.equal(512);
    expect(axesOf(ring, ring.tail)[3]).to.equal(600 - 512);
  });
});
