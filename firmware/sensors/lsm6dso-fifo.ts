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
 * At 416 Hz two slots can be averaged into one frame: at that rate the ring would hold 1.23 s, too little for a stride.
 *
 * Integer TypeScript (docs/DESIGN.md): nothing is allocated after construction.
 */

import { mulShift } from './integer';
import { FIFO_WORD_BYTES, TAG_ACCELEROMETER, TAG_GYROSCOPE, TAG_TIMESTAMP } from './lsm6dso-registers';
import { COUNTER_MASK, type FrameRing } from './ring';

/** Words a slot has shown. */
const HAS_GYROSCOPE = 1;
const HAS_ACCELEROMETER = 2;
const HAS_BOTH = 3;
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
  private slot_q16 = 192 * (25 << 16);
  private halfSlot_us = 0;
  private averages = false;

  /** The present slot: its TAG_CNT (-1 before the first), timestamp in ticks, time, and the words seen of it. */
  private count = -1;
  private stamp = 0;
  private time_us = 0;
  private fraction_q16 = 0;
  private has = 0;
  private ax = 0;
  private ay = 0;
  private az = 0;
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
  }

  /** Words were lost before the next one: waits for a timestamp word to know how many. */
  resync(): void {
    this.dropUnfinished();
    this.hold = HOLD_SLOTS;
  }

  /**
   * Decodes the first `words` words of `bytes` and appends their frames to `ring`.
   * @returns frames appended
   */
  decode(bytes: Uint8Array, words: number, ring: FrameRing): number {
    const end = words * FIFO_WORD_BYTES;
    let appended = 0;
    for (let at = 0; at < end; at += FIFO_WORD_BYTES) {
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
        this.takeTimestamp(
          bytes[at + 1] | (bytes[at + 2] << 8) | (bytes[at + 3] << 16) | (bytes[at + 4] << 24),
        );
        continue;
      }
      const x = ((bytes[at + 1] | (bytes[at + 2] << 8)) << 16) >> 16;
      const y = ((bytes[at + 3] | (bytes[at + 4] << 8)) << 16) >> 16;
      const z = ((bytes[at + 5] | (bytes[at + 6] << 8)) << 16) >> 16;
      if (sensor === TAG_GYROSCOPE) {
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
      if (this.has === HAS_BOTH && this.hold === 0 && this.finishFrame(ring)) appended++;
    }
    return appended;
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

  /** The slot has both words. False when they wait for those of the next slot. */
  private finishFrame(ring: FrameRing): boolean {
    if (!this.averages) {
      ring.push(this.ax, this.ay, this.az, this.gx, this.gy, this.gz, this.time_us);
      return true;
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
      return true;
    }
    this.pax = this.ax;
    this.pay = this.ay;
    this.paz = this.az;
    this.pgx = this.gx;
    this.pgy = this.gy;
    this.pgz = this.gz;
    this.pair = PAIR_HELD;
    return false;
  }

  private dropUnfinished(): void {
    this.dropHalf();
    if (this.pair !== 0) this.drop(2);
    this.has = 0;
    this.pair = 0;
  }

  /** Half a frame left over; while a sensor settles that is how it should be, and not counted. */
  private dropHalf(): void {
    if (this.settling === 0 && (this.has === HAS_GYROSCOPE || this.has === HAS_ACCELEROMETER)) this.drop(1);
  }

  private drop(words: number): void {
    this.dropped = this.dropped + words > COUNTER_MASK ? COUNTER_MASK : this.dropped + words;
  }
}

/** Mean of two counts; full scale when either is at full scale, so that clipping stays visible. */
function mean(a: number, b: number): number {
  if (a === 32767 || b === 32767) return 32767;
  if (a === -32768 || b === -32768) return -32768;
  return (a + b) >> 1;
}
