/**
 * Decodes the tagged FIFO words of the LSM6DSO family into frames with times.
 *
 * A word is a tag byte and three little-endian 16-bit values (datasheet 9.56, 9.57). The words written at one sample
 * instant, a time slot, share TAG_CNT, a 2-bit counter of slots: a gyroscope and an accelerometer word of one slot make
 * a frame, in whichever order they come and however blocks cut between them.
 *
 * Time is counted, not read: a slot lasts a whole number of ticks of the part's timestamp counter (40 kHz nominal; the
 * data rate is 40 kHz / 192 = 208.3 Hz and its doubles and halves), and the tick's true length comes from
 * INTERNAL_FREQ_FINE, so frames have no jitter from the 25 us steps of the timestamps. The timestamp word of every eighth
 * slot shows gaps that the 2-bit counter cannot tell. After `start` and `resync` frames are held back until the first
 * timestamp word, so that none carries a wrong time.
 *
 * Nearly all words come in the order gyroscope, accelerometer, of slots that follow each other, with a timestamp before now and then.
 * Those go by a short way (`takeRegular`), whose work per frame is what a chip does 208 times a second; all others, and all that
 * is amiss, go by the long way, word by word. Both give the same. On an interpreter `InterpretedFifo` (firmware/kernel) takes
 * the place of the short way, and has one for words without rotation as well: natively they are too few to be worth its code.
 *
 * At 416 Hz two slots can be averaged into one frame: at that rate the ring would hold 1.23 s, too little for a stride.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md): nothing is allocated after construction.
 */

import { mulShift } from './integer';
import { FIFO_WORD_BYTES, TAG_ACCELEROMETER, TAG_GYROSCOPE, TAG_TIMESTAMP } from './lsm6dso-registers';
import { COUNTER_MASK, FRAME_AXES, RING_FRAMES, RING_MASK, type FrameRing } from './ring';

/** Words a slot has shown. */
const HAS_GYROSCOPE = 1;
const HAS_ACCELEROMETER = 2;
export const HAS_BOTH = 3;
/** A frame of the slot before this one waits to be averaged with this one's. */
const PAIR_HELD = 1;
const PAIR_DUE = 2;
/**
 * A first axis at or above this is an invalid start-up value while the filters settle (Linux st_lsm6dsx: 0x7FFD). Later on
 * it is a clipped reading, and kept.
 */
const INVALID_FROM = 0x7ffd;
/** Slots that frames are held back for a timestamp word; four times its distance. */
const HOLD_SLOTS = 32;
/**
 * The tags of a slot's gyroscope and accelerometer words in one number: sensor, TAG_CNT and even parity of each. For counts
 * 0 to 3 they are 0x0911, 0x0a12, 0x0c14, 0x0f17; one makes the next by exclusive or with 0x303 and 0x606 in turn. The tag of
 * a timestamp is that of the accelerometer plus 0x10.
 */
const PAIR_TAGS_0 = 0x0911;
const PAIR_TAGS_1 = 0x0a12;
const PAIR_TAGS_2 = 0x0c14;
const PAIR_TAGS_3 = 0x0f17;
export const FROM_EVEN = 0x303;
export const FROM_ODD = 0x606;
export const STAMP_TAG = (TAG_TIMESTAMP - TAG_ACCELEROMETER) << 3;
export const PAIR_BYTES = 2 * FIFO_WORD_BYTES;
/** Slots until a count comes again. */
const COUNT_SLOTS = 4;
/** Timestamp ticks that time may be moved by in one multiplication: 2^26 x 25 us stays below 2^31. */
const MOST_TICKS = 1 << 26;

export class Lsm6dsoFifo {
  /**
   * Words dropped: wrong parity, unknown tag, half a frame, timestamp that went back. Start-up values do not count. Words held
   * back for a timestamp are not counted. Saturates at 2^30 - 1.
   */
  dropped = 0;

  private slotTicks = 192;
  private tick_q16 = 25 << 16;
  slot_q16 = 192 * (25 << 16);
  private halfSlot_us = 0;
  private averages = false;
  /** Words that make a frame. */
  wanted = HAS_BOTH;

  /** The present slot: its TAG_CNT (-1 before the first), timestamp in ticks, time, and the words seen of it. */
  count = -1;
  private stamp = 0;
  time_us = 0;
  fraction_q16 = 0;
  has = 0;
  ax = 0;
  ay = 0;
  az = 0;
  private gx = 0;
  private gy = 0;
  private gz = 0;

  /** Slots to hold frames back at most, 0 when time is known. */
  private hold = HOLD_SLOTS;
  /** Sensors that have given no valid word since `start`. */
  private settling = HAS_BOTH;

  /** The first of two frames to be averaged. */
  private pair = 0;
  private pax = 0;
  private pay = 0;
  private paz = 0;
  private pgx = 0;
  private pgy = 0;
  private pgz = 0;

  /**
   * Begins anew, with the part's timestamp counter at zero now.
   * @param slotTicks ticks of the timestamp counter per slot: 96 at 416 Hz, 192 at 208 Hz, 384 at 104 Hz
   * @param tick_q16 true length of a tick in 1/65536 us, 2^21 at most
   * @param averages make one frame of two slots
   * @param now_us the time that the counter's zero stands for, low 32 bits
   */
  start(slotTicks: number, tick_q16: number, averages: boolean, now_us: number): void {
    this.slotTicks = slotTicks;
    this.tick_q16 = tick_q16;
    this.slot_q16 = slotTicks * tick_q16;
    this.halfSlot_us = this.slot_q16 >> 17;
    this.averages = averages;
    this.count = -1;
    this.stamp = 0;
    this.time_us = now_us | 0;
    this.fraction_q16 = 0;
    this.has = 0;
    this.pair = 0;
    this.hold = HOLD_SLOTS;
    this.settling = HAS_BOTH;
    this.wanted = HAS_BOTH;
  }

  /** As `start`, for a part whose gyroscope is off: a frame is an accelerometer word, its rotation 0. */
  startAccelOnly(slotTicks: number, tick_q16: number, now_us: number): void {
    this.start(slotTicks, tick_q16, false, now_us);
    this.settling = HAS_ACCELEROMETER;
    this.wanted = HAS_ACCELEROMETER;
    this.gx = 0;
    this.gy = 0;
    this.gz = 0;
  }

  /** Words were lost before the next one: waits for a timestamp word to know how many. */
  resync(): void {
    this.dropUnfinished();
    this.hold = HOLD_SLOTS;
  }

  /**
   * Decodes the first `words` words of `bytes` and appends their frames to `ring`.
   * @returns frames appended
   * @noinline
   */
  decode(bytes: Uint8Array, words: number, ring: FrameRing): number {
    const end = words * FIFO_WORD_BYTES;
    const head = ring.head;
    for (let at = 0; at < end; at += FIFO_WORD_BYTES) {
      if (this.isRegular()) {
        at = this.takeRegular(bytes, at, end, ring);
        if (at >= end) break;
      }
      const tag = bytes[at];
      let ones = tag ^ (tag >> 4);
      ones ^= ones >> 2;
      ones ^= ones >> 1;
      if ((ones & 1) !== 0) {
        this.drop(1);
        continue;
      }
      const count = (tag >> 1) & 3;
      if (count !== this.count) this.enterSlot(count);
      const sensor = tag >> 3;
      if (sensor === TAG_TIMESTAMP) {
        this.takeTimestamp(stampAt(bytes, at));
        continue;
      }
      const z = (((bytes[at + 6] << 8) | bytes[at + 5]) << 16) >> 16;
      const y = (((bytes[at + 4] << 8) | bytes[at + 3]) << 16) >> 16;
      const x = (((bytes[at + 2] << 8) | bytes[at + 1]) << 16) >> 16;
      if (sensor === TAG_GYROSCOPE && (this.wanted & HAS_GYROSCOPE) !== 0) {
        if (!this.admit(HAS_GYROSCOPE, x)) continue;
        this.gx = x;
        this.gy = y;
        this.gz = z;
      } else if (sensor === TAG_ACCELEROMETER) {
        if (!this.admit(HAS_ACCELEROMETER, x)) continue;
        this.ax = x;
        this.ay = y;
        this.az = z;
      } else {
        this.drop(1);
        continue;
      }
      if (this.has === this.wanted && this.hold === 0) this.finishFrame(ring);
    }
    return (ring.head - head) & COUNTER_MASK;
  }

  /** Does all stand as it does between two frames, or after the timestamp before one? */
  private isRegular(): boolean {
    if (this.hold !== 0 || this.settling !== 0 || this.count < 0 || this.averages) return false;
    return this.has === this.wanted || this.has === 0;
  }

  /**
   * Takes words from byte `from` on as long as they are those of slots that follow each other: a timestamp that is as
   * expected or none, gyroscope, accelerometer.
   * @returns the first byte that was not taken
   */
  takeRegular(bytes: Uint8Array, from: number, end: number, ring: FrameRing): number {
    if (this.wanted !== HAS_BOTH) return from;
    const axes = ring.axes;
    const times = ring.time_us;
    const slot_us = this.slot_q16 >> 16;
    const slotFraction_q16 = this.slot_q16 & 0xffff;
    const wasFresh = this.has === 0 ? 1 : 0;
    /** The slot was entered with its timestamp, and has no words yet. */
    let fresh = wasFresh;
    let tags = pairTags((this.count + 1 - fresh) & 3);
    let turn = (tags & 0x200) === 0 ? FROM_EVEN : FROM_ODD;
    // Of the next frame, whether its slot was entered already or not; the fraction may be of several us.
    let fraction_q16 = this.fraction_q16 + (fresh === 0 ? slotFraction_q16 : 0);
    let time_us = (this.time_us + (fresh === 0 ? slot_us : 0)) | 0;
    let slot = ring.head & RING_MASK;
    let frames = -slot;
    let at = from;
    for (;;) {
      const first = slot;
      while (
        at <= end - PAIR_BYTES &&
        slot < RING_FRAMES &&
        ((bytes[at] << 8) | bytes[at + FIFO_WORD_BYTES]) === tags
      ) {
        const to = slot * FRAME_AXES;
        axes[to] = bytes[at + 8] | (bytes[at + 9] << 8);
        axes[to + 1] = bytes[at + 10] | (bytes[at + 11] << 8);
        axes[to + 2] = bytes[at + 12] | (bytes[at + 13] << 8);
        axes[to + 3] = bytes[at + 1] | (bytes[at + 2] << 8);
        axes[to + 4] = bytes[at + 3] | (bytes[at + 4] << 8);
        axes[to + 5] = bytes[at + 5] | (bytes[at + 6] << 8);
        times[slot] = (time_us + (fraction_q16 >> 16)) | 0;
        time_us = (time_us + slot_us) | 0;
        fraction_q16 += slotFraction_q16;
        slot++;
        at += PAIR_BYTES;
        tags ^= turn;
        turn ^= FROM_EVEN ^ FROM_ODD;
      }
      if (slot !== first) fresh = 0;
      if (slot === RING_FRAMES) {
        time_us = (time_us + (fraction_q16 >> 16)) | 0;
        fraction_q16 &= 0xffff;
        frames += RING_FRAMES;
        slot = 0;
        continue;
      }
      if (at >= end || fresh !== 0 || bytes[at] !== (tags & 255) + STAMP_TAG) break;
      if (!this.isExpected(bytes, at, frames + slot + 1 - wasFresh)) break;
      fresh = 1;
      at += FIFO_WORD_BYTES;
    }
    const count = ((tags >> 9) & 3) + 3 + fresh;
    this.tookRegular(frames + slot, count, fresh, wasFresh, time_us, fraction_q16, ring);
    return at;
  }

  /** Is the timestamp at byte `at` that of the slot `slots` after the present one, to a tick? */
  isExpected(bytes: Uint8Array, at: number, slots: number): boolean {
    const late = (stampAt(bytes, at) - this.stamp - slots * this.slotTicks) | 0;
    return late <= 1 && late >= -1;
  }

  /**
   * The short way has put `frames` frames into the ring; `count` is that of the present slot, modulo 4. The time is that of the next
   * frame: of the present slot when it was entered, else one slot later.
   */
  tookRegular(
    frames: number,
    count: number,
    fresh: number,
    wasFresh: number,
    next_us: number,
    next_q16: number,
    ring: FrameRing,
  ): void {
    const us = fresh === 0 ? (next_us - (this.slot_q16 >> 16)) | 0 : next_us;
    const q16 = fresh === 0 ? next_q16 - (this.slot_q16 & 0xffff) : next_q16;
    this.count = count & 3;
    this.time_us = (us + (q16 >> 16)) | 0;
    this.fraction_q16 = q16 & 0xffff;
    this.stamp = (this.stamp + (frames + fresh - wasFresh) * this.slotTicks) | 0;
    this.has = fresh === 0 ? this.wanted : 0;
    ring.wrote(frames);
  }

  /** Notes a sensor's word in the present slot. False when it is an invalid start-up value. */
  private admit(sensor: number, x: number): boolean {
    if ((this.settling & sensor) !== 0) {
      if (x >= INVALID_FROM) return false;
      this.settling &= ~sensor;
    }
    // The same sensor twice: this is another slot with the same count, as many slots on as the counter has values.
    if ((this.has & sensor) !== 0) this.leaveSlots(COUNT_SLOTS);
    this.has |= sensor;
    return true;
  }

  private enterSlot(count: number): void {
    if (this.count >= 0) this.leaveSlots((count - this.count) & 3);
    this.count = count;
  }

  private leaveSlots(slots: number): void {
    this.dropHalf();
    this.has = 0;
    if (this.pair === PAIR_HELD && slots === 1) {
      this.pair = PAIR_DUE;
    } else if (this.pair !== 0) {
      this.drop(2);
      this.pair = 0;
    }
    for (let slot = 0; slot < slots; slot++) {
      const sum = this.fraction_q16 + this.slot_q16;
      this.time_us = (this.time_us + (sum >> 16)) | 0;
      this.fraction_q16 = sum & 0xffff;
      this.stamp = (this.stamp + this.slotTicks) | 0;
    }
    this.hold = this.hold > slots ? this.hold - slots : 0;
  }

  /** `stamp` is the part's count at the present slot. */
  private takeTimestamp(stamp: number): void {
    const late = (stamp - this.stamp) | 0;
    const half = this.slotTicks >> 1;
    if (late >= half) {
      if (this.hold === 0) this.dropUnfinished();
      this.moveTime(late);
    } else if (late <= -half) {
      // Time never goes back: the part's count is taken as it is from here on.
      this.stamp = stamp;
      if (this.hold === 0) this.drop(1);
    } else if (late > 1) {
      // Steps of the timestamp explain one tick; more is a true rate beside the nominal one, followed a tick at a time.
      this.moveTime(1);
    } else if (late < -1) {
      this.moveTime(-1);
    }
    if (this.hold !== 0) {
      // What was held back may be of an earlier slot that had the same count.
      this.has = 0;
      this.hold = 0;
    }
  }

  /** Moves the present slot's time by whole ticks, exactly. */
  private moveTime(ticks: number): void {
    this.stamp = (this.stamp + ticks) | 0;
    const tick_q16 = this.tick_q16;
    let rest = ticks;
    while (rest !== 0) {
      const part = rest > MOST_TICKS ? MOST_TICKS : rest;
      const whole = mulShift(part, tick_q16, 16);
      const sum = this.fraction_q16 + ((part * tick_q16) & 0xffff);
      this.time_us = (this.time_us + whole + (sum >> 16)) | 0;
      this.fraction_q16 = sum & 0xffff;
      rest -= part;
    }
  }

  /** The slot has both words; when averaging, they may wait for those of the next slot. */
  private finishFrame(ring: FrameRing): void {
    if (!this.averages) {
      ring.push(this.ax, this.ay, this.az, this.gx, this.gy, this.gz, this.time_us);
      return;
    }
    if (this.pair === PAIR_DUE) {
      const ax = mean(this.pax, this.ax);
      const ay = mean(this.pay, this.ay);
      const az = mean(this.paz, this.az);
      const gx = mean(this.pgx, this.gx);
      const gy = mean(this.pgy, this.gy);
      const gz = mean(this.pgz, this.gz);
      ring.push(ax, ay, az, gx, gy, gz, (this.time_us - this.halfSlot_us) | 0);
      this.pair = 0;
      return;
    }
    this.pax = this.ax;
    this.pay = this.ay;
    this.paz = this.az;
    this.pgx = this.gx;
    this.pgy = this.gy;
    this.pgz = this.gz;
    this.pair = PAIR_HELD;
  }

  private dropUnfinished(): void {
    this.dropHalf();
    if (this.pair !== 0) this.drop(2);
    this.has = 0;
    this.pair = 0;
  }

  /** Half a frame left over; while a sensor settles that is how it should be, and not counted. */
  private dropHalf(): void {
    if (this.settling === 0 && this.has !== 0 && this.has !== this.wanted) this.drop(1);
  }

  /** @noinline */
  private drop(words: number): void {
    const dropped = this.dropped;
    this.dropped = dropped < COUNTER_MASK - words ? dropped + words : COUNTER_MASK;
  }
}

/** The tags of a slot's two words, by its count. */
export function pairTags(count: number): number {
  return count < 2 ? (count === 0 ? PAIR_TAGS_0 : PAIR_TAGS_1) : count === 2 ? PAIR_TAGS_2 : PAIR_TAGS_3;
}

/** The count in the timestamp word at byte `at`. */
function stampAt(bytes: Uint8Array, at: number): number {
  const last = bytes[at + 4];
  return bytes[at + 1] | (bytes[at + 2] << 8) | (bytes[at + 3] << 16) | (last << 24);
}

/** Mean of two counts; full scale when either is at full scale, so that clipping stays visible. */
function mean(a: number, b: number): number {
  if (a === 32767 || b === 32767) return 32767;
  if (a === -32768 || b === -32768) return -32768;
  return (a + b) >> 1;
}
