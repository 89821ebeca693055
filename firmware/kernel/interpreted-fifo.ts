/**
 * The decoder's short way as an interpreter likes it: the same frames and states, at half of the cost on XS (docs/XS.md).
 *
 * Where C reads two bytes in two instructions, an interpreter spends as much on each read as on five operations. So the block
 * is copied twice, and values are read as 16-bit numbers; and there is one loop up to the ring's end, without masks.
 */
import { BLOCK_BYTES } from '../sensors/decoder';
import { FIFO_WORD_BYTES } from '../sensors/lsm6dso-registers';
import { FROM_EVEN, FROM_ODD, Lsm6dsoFifo, pairTags, PAIR_BYTES, STAMP_TAG } from '../sensors/lsm6dso-fifo';
import { FRAME_AXES, RING_FRAMES, RING_MASK, type FrameRing } from '../sensors/ring';

export class InterpretedFifo extends Lsm6dsoFifo {
  /**
   * The block being decoded, twice: from the first byte, and one byte further on. A word is seven bytes, so the three values
   * of every other word lie at an even address in the one and those of the rest in the other.
   */
  private readonly fromEven: Uint8Array;
  private readonly fromOdd: Uint8Array;
  private readonly evenHalves: Int16Array;
  private readonly oddHalves: Int16Array;
  /** The block is short enough for them, which BLOCK_BYTES are. */
  private fits = false;

  /** @param blockBytes length of the blocks that `decode` gets; longer ones go by the long way */
  constructor(blockBytes = BLOCK_BYTES) {
    super();
    // Room for a byte more, and an even number of bytes for the views.
    const length = (blockBytes + 2) & ~1;
    this.fromEven = new Uint8Array(length);
    this.fromOdd = new Uint8Array(length);
    this.evenHalves = new Int16Array(this.fromEven.buffer);
    this.oddHalves = new Int16Array(this.fromOdd.buffer);
  }

  override decode(bytes: Uint8Array, words: number, ring: FrameRing): number {
    this.fits = bytes.length < this.fromOdd.length;
    if (this.fits) {
      this.fromEven.set(bytes);
      this.fromOdd.set(bytes, 1);
    }
    return super.decode(bytes, words, ring);
  }

  override takeRegular(bytes: Uint8Array, from: number, end: number, ring: FrameRing): number {
    if (!this.fits) return from;
    const axes = ring.axes;
    const times = ring.time_us;
    const slot_q16 = this.slot_q16;
    const wasFresh = this.has === 0 ? 1 : 0;
    let fresh = wasFresh;
    let tags = pairTags((this.count + 1 - fresh) & 3);
    let turn = (tags & 0x200) === 0 ? FROM_EVEN : FROM_ODD;
    let time_us = this.time_us;
    let fraction_q16 = this.fraction_q16;
    let slot = ring.head & RING_MASK;
    let frames = -slot;
    let at = from;
    for (;;) {
      const isOdd = (at & 1) !== 0;
      const gyro = isOdd ? this.evenHalves : this.oddHalves;
      const accel = isOdd ? this.oddHalves : this.evenHalves;
      // The values of a word at byte b stand from (b + 2) >> 1 on, in that of the two where this is even.
      let g = (at + 2) >> 1;
      let a = (at + FIFO_WORD_BYTES + 2) >> 1;
      let to = slot * FRAME_AXES;
      // Not beyond the ring's end either: the loop is spared the wrapping.
      const room = at + (RING_FRAMES - slot - 1) * PAIR_BYTES;
      const last = room < end - PAIR_BYTES ? room : end - PAIR_BYTES;
      while (at <= last && ((bytes[at] << 8) | bytes[at + FIFO_WORD_BYTES]) === tags) {
        if (fresh === 0) {
          const sum = fraction_q16 + slot_q16;
          time_us = (time_us + (sum >> 16)) | 0;
          fraction_q16 = sum & 0xffff;
        }
        fresh = 0;
        axes[to] = accel[a];
        axes[to + 1] = accel[a + 1];
        axes[to + 2] = accel[a + 2];
        axes[to + 3] = gyro[g];
        axes[to + 4] = gyro[g + 1];
        axes[to + 5] = gyro[g + 2];
        times[slot] = time_us;
        slot++;
        to += FRAME_AXES;
        g += FIFO_WORD_BYTES;
        a += FIFO_WORD_BYTES;
        at += PAIR_BYTES;
        tags ^= turn;
        turn ^= FROM_EVEN ^ FROM_ODD;
      }
      if (slot === RING_FRAMES) {
        frames += RING_FRAMES;
        slot = 0;
        continue;
      }
      if (fresh !== 0 || at >= end || bytes[at] !== (tags & 255) + STAMP_TAG) break;
      if (!this.isExpected(bytes, at, frames + slot + 1 - wasFresh)) break;
      const sum = fraction_q16 + slot_q16;
      time_us = (time_us + (sum >> 16)) | 0;
      fraction_q16 = sum & 0xffff;
      fresh = 1;
      at += FIFO_WORD_BYTES;
    }
    frames += slot;
    this.tookRegular(frames, ((tags >> 9) & 3) + 3 + fresh, fresh, wasFresh, time_us, fraction_q16, ring);
    return at;
  }

  override takeAccelOnly(bytes: Uint8Array, from: number, end: number, ring: FrameRing): number {
    if (!this.fits) return from;
    const axes = ring.axes;
    const times = ring.time_us;
    const slot_q16 = this.slot_q16;
    const wasFresh = this.has === 0 ? 1 : 0;
    let fresh = wasFresh;
    let count = (this.count + 1 - fresh) & 3;
    let tag = pairTags(count) & 255;
    let time_us = this.time_us;
    let fraction_q16 = this.fraction_q16;
    let slot = ring.head & RING_MASK;
    let frames = 0;
    let at = from;
    while (at < end) {
      const found = bytes[at];
      if (fresh === 0) {
        if (found !== tag && found !== tag + STAMP_TAG) break;
        if (found !== tag && !this.isExpected(bytes, at, frames + 1 - wasFresh)) break;
        const sum = fraction_q16 + slot_q16;
        time_us = (time_us + (sum >> 16)) | 0;
        fraction_q16 = sum & 0xffff;
      } else if (found !== tag) break;
      fresh = 1;
      if (found === tag) {
        const half = (at & 1) !== 0 ? this.evenHalves : this.oddHalves;
        const a = (at + 2) >> 1;
        const to = slot * FRAME_AXES;
        axes[to] = half[a];
        axes[to + 1] = half[a + 1];
        axes[to + 2] = half[a + 2];
        axes[to + 3] = 0;
        axes[to + 4] = 0;
        axes[to + 5] = 0;
        times[slot] = time_us;
        slot = (slot + 1) & RING_MASK;
        frames++;
        fresh = 0;
        count = (count + 1) & 3;
        tag = pairTags(count) & 255;
      }
      at += FIFO_WORD_BYTES;
    }
    this.tookRegular(frames, count + 3 + fresh, fresh, wasFresh, time_us, fraction_q16, ring);
    return at;
  }
}
