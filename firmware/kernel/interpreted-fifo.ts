/**
 * The decoder's short way as an interpreter likes it: the same frames and states, at a third of the cost on XS (docs/XS.md).
 *
 * Where C reads two bytes in two instructions, an interpreter spends as much on each read as on five operations, and more on
 * each write. So the bus reads blocks into the ring's own memory, and the three values of a word go from there into a frame in
 * one call of `copyWithin`; and there is one loop up to the ring's end, without masks.
 */
import { BLOCK_BYTES } from '../sensors/decoder';
import { FIFO_WORD_BYTES } from '../sensors/lsm6dso-registers';
import {
  FROM_EVEN,
  FROM_ODD,
  HAS_BOTH,
  Lsm6dsoFifo,
  pairTags,
  PAIR_BYTES,
  STAMP_TAG,
} from '../sensors/lsm6dso-fifo';
import { FRAME_AXES, FrameRing, RING_FRAMES, RING_MASK } from '../sensors/ring';

const FRAME_BYTES = 2 * FRAME_AXES;
const ROTATION_AT = 6;
const VALUES_BYTES = 6;
/** Where the block stands behind the frames. */
const BLOCK_AT = RING_FRAMES * FRAME_BYTES;
/** Of a pair's tags, that of the accelerometer. */
const LAST_TAG = 0xff;

/** A ring with a block behind its frames. */
export class BlockRing extends FrameRing {
  /** All of its memory: frames, then the block. */
  readonly bytes = new Uint8Array(BLOCK_AT + BLOCK_BYTES);
  override readonly axes = new Int16Array(this.bytes.buffer, 0, RING_FRAMES * FRAME_AXES);
  /** What the bus reads into. */
  readonly block = this.bytes.subarray(BLOCK_AT);
  /** A frame with rotation came by the long way since this was last cleared. */
  rotated = false;

  override push(
    ax: number,
    ay: number,
    az: number,
    gx: number,
    gy: number,
    gz: number,
    time_us: number,
  ): void {
    super.push(ax, ay, az, gx, gy, gz, time_us);
    if (gx !== 0 || gy !== 0 || gz !== 0) this.rotated = true;
  }
}

export class InterpretedFifo extends Lsm6dsoFifo {
  private readonly ring: BlockRing;
  /** The block being decoded stands in the ring's memory, and its frames go into that ring. */
  private fits = false;
  /** Frames without rotation in a row, at most all of the ring: none of them needs its zeros written any more. */
  private still = 0;

  /** @param ring what is decoded into another ring, or from more than a block, goes by the long way */
  constructor(ring: BlockRing) {
    super();
    this.ring = ring;
  }

  override start(slotTicks: number, tick_q16: number, averages: boolean, now_us: number): void {
    super.start(slotTicks, tick_q16, averages, now_us);
    this.still = 0;
  }

  override decode(bytes: Uint8Array, words: number, ring: FrameRing): number {
    const own = this.ring;
    this.fits = ring === own && bytes.length <= BLOCK_BYTES;
    if (this.fits && bytes !== own.block) own.block.set(bytes);
    return super.decode(bytes, words, ring);
  }

  override takeRegular(bytes: Uint8Array, from: number, end: number, ring: FrameRing): number {
    if (!this.fits) return from;
    if (this.wanted !== HAS_BOTH) return this.takeAccelOnly(bytes, from, end, ring);
    const memory = this.ring.bytes;
    const times = ring.time_us;
    const slot_us = this.slot_q16 >> 16;
    const slotFraction_q16 = this.slot_q16 & 0xffff;
    const turns = FROM_EVEN ^ FROM_ODD;
    const wasFresh = this.has === 0 ? 1 : 0;
    let fresh = wasFresh;
    let tags = pairTags((this.count + 1 - fresh) & 3);
    let turn = (tags & 0x200) === 0 ? FROM_EVEN : FROM_ODD;
    // Of the next frame, as in `Lsm6dsoFifo`; what leaves 32 bits is cut off where it is stored.
    let fraction_q16 = this.fraction_q16 + (fresh === 0 ? slotFraction_q16 : 0);
    let time_us = this.time_us + (fresh === 0 ? slot_us : 0);
    let slot = ring.head & RING_MASK;
    let frames = -slot;
    let at = from + BLOCK_AT;
    const lastPair = end + BLOCK_AT - PAIR_BYTES;
    for (;;) {
      const first = slot;
      let to = slot * FRAME_BYTES;
      // Not beyond the ring's end either: the loop is spared the wrapping.
      const room = at + (RING_FRAMES - slot - 1) * PAIR_BYTES;
      const last = room < lastPair ? room : lastPair;
      while (at <= last && ((memory[at] << 8) | memory[at + FIFO_WORD_BYTES]) === tags) {
        memory.copyWithin(to, at + 8, at + 14);
        memory.copyWithin(to + ROTATION_AT, at + 1, at + 7);
        times[slot] = time_us + (fraction_q16 >> 16);
        slot++;
        to += FRAME_BYTES;
        at += PAIR_BYTES;
        tags ^= turn;
        turn ^= turns;
        fraction_q16 += slotFraction_q16;
        time_us += slot_us;
      }
      if (slot !== first) fresh = 0;
      if (slot === RING_FRAMES) {
        time_us += fraction_q16 >> 16;
        fraction_q16 &= 0xffff;
        frames += RING_FRAMES;
        slot = 0;
        continue;
      }
      if (fresh !== 0 || at >= end + BLOCK_AT || memory[at] !== (tags & LAST_TAG) + STAMP_TAG) break;
      if (!this.isExpected(bytes, at - BLOCK_AT, frames + slot + 1 - wasFresh)) break;
      fresh = 1;
      at += FIFO_WORD_BYTES;
    }
    frames += slot;
    this.still = 0;
    this.tookRegular(frames, ((tags >> 9) & 3) + 3 + fresh, fresh, wasFresh, time_us, fraction_q16, ring);
    return at - BLOCK_AT;
  }

  /** As `takeRegular`, while the gyroscope is off: a slot has a timestamp that is as expected or none, and an accelerometer word. */
  private takeAccelOnly(bytes: Uint8Array, from: number, end: number, ring: FrameRing): number {
    const memory = this.ring.bytes;
    const axes = ring.axes;
    const times = ring.time_us;
    const slot_us = this.slot_q16 >> 16;
    const slotFraction_q16 = this.slot_q16 & 0xffff;
    const turns = FROM_EVEN ^ FROM_ODD;
    const wasFresh = this.has === 0 ? 1 : 0;
    let fresh = wasFresh;
    let still = this.ring.rotated ? 0 : this.still;
    this.ring.rotated = false;
    let tags = pairTags((this.count + 1 - fresh) & 3);
    let turn = (tags & 0x200) === 0 ? FROM_EVEN : FROM_ODD;
    let fraction_q16 = this.fraction_q16 + (fresh === 0 ? slotFraction_q16 : 0);
    let time_us = this.time_us + (fresh === 0 ? slot_us : 0);
    let slot = ring.head & RING_MASK;
    let frames = -slot;
    let at = from + BLOCK_AT;
    const lastWord = end + BLOCK_AT - FIFO_WORD_BYTES;
    for (;;) {
      const first = slot;
      let to = slot * FRAME_BYTES;
      const room = at + (RING_FRAMES - slot - 1) * FIFO_WORD_BYTES;
      const last = room < lastWord ? room : lastWord;
      while (at <= last && memory[at] === (tags & LAST_TAG)) {
        memory.copyWithin(to, at + 1, at + 1 + VALUES_BYTES);
        if (still < RING_FRAMES) {
          axes.fill(0, slot * FRAME_AXES + 3, slot * FRAME_AXES + FRAME_AXES);
          still++;
        }
        times[slot] = time_us + (fraction_q16 >> 16);
        slot++;
        to += FRAME_BYTES;
        at += FIFO_WORD_BYTES;
        tags ^= turn;
        turn ^= turns;
        fraction_q16 += slotFraction_q16;
        time_us += slot_us;
      }
      if (slot !== first) fresh = 0;
      if (slot === RING_FRAMES) {
        time_us += fraction_q16 >> 16;
        fraction_q16 &= 0xffff;
        frames += RING_FRAMES;
        slot = 0;
        continue;
      }
      if (fresh !== 0 || at > lastWord || memory[at] !== (tags & LAST_TAG) + STAMP_TAG) break;
      if (!this.isExpected(bytes, at - BLOCK_AT, frames + slot + 1 - wasFresh)) break;
      fresh = 1;
      at += FIFO_WORD_BYTES;
    }
    frames += slot;
    if (frames > 0) {
      // As the long way leaves them.
      const newest = ((ring.head + frames - 1) & RING_MASK) * FRAME_AXES;
      this.ax = axes[newest];
      this.ay = axes[newest + 1];
      this.az = axes[newest + 2];
    }
    this.still = still;
    this.tookRegular(frames, ((tags >> 9) & 3) + 3 + fresh, fresh, wasFresh, time_us, fraction_q16, ring);
    return at - BLOCK_AT;
  }
}
