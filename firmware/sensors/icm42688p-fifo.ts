/**
 * Decodes the FIFO packets of the ICM-42688-P into frames with times.
 *
 * A packet holds everything of one sample instant, a slot (datasheet DS-000347, 6.1): with both sensors on, header,
 * accelerometer, gyroscope, temperature and the low 16 bits of the timestamp counter (packet 3); with the accelerometer
 * alone, header, accelerometer and temperature (packet 1). Axes are 16 bits, high byte first. The 20-bit packet is not
 * used: its ranges are the same, and the detector works in 16 bits.
 *
 * Time is counted, not read: packets of a running FIFO are a slot apart, whose true length the driver measures
 * (slot-meter.ts). Timestamps are steps of 16 x 32/30 us (12.7) that wrap after 1.1 s: they tell how many slots lie between
 * two packets, when some are missing. What they cannot tell, the first time and the wraps of a longer absence, comes from
 * `expect`: the chip's time of the newest packet, good to a slot. Without timestamps that alone bridges losses.
 *
 * A sensor that has no value yet reads -32768 on its axes (14.34); valid values end at -32766, which is handed on as -32768,
 * the end of the range that the detector knows.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md): nothing is allocated after construction.
 */

import {
  ACCEL_PACKET_BYTES,
  HEADER_ACCEL,
  HEADER_BOTH,
  HEADER_EMPTY,
  HEADER_ODR_CHANGED,
  PACKET_BYTES,
} from './icm42688p-registers';
import { mulShift } from './integer';
import { COUNTER_MASK, FRAME_AXES, RING_MASK, type FrameRing } from './ring';

/** An axis without a value, and the least value of one that has. */
const INVALID = -32768;
const LEAST_VALID = -32766;
/** Timestamp counter: 16 bits, a step of 16 x 32/30 us (12.7), here times 15 to be a whole number. */
const STAMP_MASK = 0xffff;
const STAMP_STEP_15ths_us = 256;
const STAMPS = 65_536;
/** Slots between two timestamps: their difference times `perStep`, shifted. 16 bits and 15 bits stay below 2^31. */
const STEP_SHIFT = 21;
/** Deviation of a slot's timestamps from whole slots, steps: each is rounded to one. */
const JITTER_STEPS = 2;

export class Icm42688pFifo {
  /** Packets dropped: damaged, of another kind, without values, the same twice. Saturates at 2^30 - 1. */
  dropped = 0;
  /** Slots that have gone by since `start`, lost ones included, modulo 2^32. */
  slots = 0;

  /** Nominal length of a slot as the timestamps count it. */
  private steps = 293;
  private perStep = 0;
  /** True length of a slot, 1/65536 us. */
  private slot_q16 = 5000 << 16;
  private packetBytes = PACKET_BYTES;
  private header = HEADER_BOTH;

  /** Time and timestamp of the last packet; no timestamp: -1. */
  private time_us = 0;
  private fraction_q16 = 0;
  private stamp = -1;
  /** The next packet's place in time is not the slot after the last one's: lost, and for `start`, never known. */
  private lost = 1;
  private fresh = 1;
  /** Slots whose values the sensors' start spoils. */
  private settling = 0;
  /** The chip's time of the newest packet waiting, and how many wait with it, less those decoded since. */
  private newest_us = 0;
  private waiting = 0;

  /**
   * Begins anew.
   * @param slot_us nominal time from sample to sample
   * @param both sensors in each packet, with timestamps; else the accelerometer alone
   * @param settling slots that give no frames while the sensors start
   */
  start(slot_us: number, both: boolean, settling: number): void {
    this.slot_q16 = slot_us << 16;
    this.steps = ((slot_us * 15 + (STAMP_STEP_15ths_us >> 1)) / STAMP_STEP_15ths_us) | 0;
    this.perStep = ((STAMP_STEP_15ths_us << STEP_SHIFT) / (slot_us * 15)) | 0;
    this.packetBytes = both ? PACKET_BYTES : ACCEL_PACKET_BYTES;
    this.header = both ? HEADER_BOTH : HEADER_ACCEL;
    this.stamp = -1;
    this.lost = 1;
    this.fresh = 1;
    this.settling = settling;
    this.slots = 0;
    this.waiting = 0;
  }

  /** Packets were lost before the next one. */
  resync(): void {
    this.lost = 1;
  }

  /**
   * Says what is known of the packets to come: the newest of the `waiting` next ones was sampled at about `newest_us` of the
   * chip's clock.
   * @param newest_us low 32 bits; good to a slot
   * @param waiting packets in the FIFO, 0 to 2080
   * @param slot_q16 true length of a slot, 1/65536 us
   */
  expect(newest_us: number, waiting: number, slot_q16: number): void {
    this.newest_us = newest_us;
    this.waiting = waiting;
    this.slot_q16 = slot_q16;
  }

  /**
   * Decodes the first `packets` packets of `bytes` and appends their frames to `ring`.
   * @returns frames appended
   */
  decode(bytes: Uint8Array, packets: number, ring: FrameRing): number {
    const packetBytes = this.packetBytes;
    const end = packets * packetBytes;
    const head = ring.head;
    for (let at = 0; at < end; at += packetBytes) {
      const header = bytes[at];
      if ((header & HEADER_EMPTY) !== 0) {
        // Fewer packets than the count said.
        this.lost = 1;
        break;
      }
      this.waiting--;
      if ((header & ~HEADER_ODR_CHANGED) !== this.header) {
        // Without a timestamp to tell it later, the slot has to be counted now.
        if (packetBytes === ACCEL_PACKET_BYTES && this.lost === 0) this.moveTime(1);
        this.drop();
      } else if (packetBytes === ACCEL_PACKET_BYTES) {
        this.enterNext();
        this.takeAccel(bytes, at, ring);
      } else if (this.enterStamped(bytes[at + 15] | (bytes[at + 14] << 8))) {
        this.takeBoth(bytes, at, ring);
      } else {
        this.drop();
      }
    }
    return (ring.head - head) & COUNTER_MASK;
  }

  private takeBoth(bytes: Uint8Array, at: number, ring: FrameRing): void {
    const ax = ((bytes[at + 1] << 24) | (bytes[at + 2] << 16)) >> 16;
    const ay = ((bytes[at + 3] << 24) | (bytes[at + 4] << 16)) >> 16;
    const az = ((bytes[at + 5] << 24) | (bytes[at + 6] << 16)) >> 16;
    const gx = ((bytes[at + 7] << 24) | (bytes[at + 8] << 16)) >> 16;
    const gy = ((bytes[at + 9] << 24) | (bytes[at + 10] << 16)) >> 16;
    const gz = ((bytes[at + 11] << 24) | (bytes[at + 12] << 16)) >> 16;
    if (ax === INVALID || ay === INVALID || az === INVALID || this.settling !== 0) this.miss();
    else if (gx === INVALID || gy === INVALID || gz === INVALID) this.miss();
    else this.push(ring, ax, ay, az, gx, gy, gz);
  }

  private takeAccel(bytes: Uint8Array, at: number, ring: FrameRing): void {
    const az = ((bytes[at + 6] << 16) | (bytes[at + 5] << 24)) >> 16;
    const ay = ((bytes[at + 3] << 24) | (bytes[at + 4] << 16)) >> 16;
    const ax = ((bytes[at + 1] << 24) | (bytes[at + 2] << 16)) >> 16;
    if (ax === INVALID || ay === INVALID || az === INVALID || this.settling !== 0) this.miss();
    else this.push(ring, ax, ay, az, 0, 0, 0);
  }

  private push(
    ring: FrameRing,
    ax: number,
    ay: number,
    az: number,
    gx: number,
    gy: number,
    gz: number,
  ): void {
    const axes = ring.axes;
    const slot = ring.head & RING_MASK;
    const to = slot * FRAME_AXES;
    axes[to] = ax === LEAST_VALID ? INVALID : ax;
    axes[to + 1] = ay === LEAST_VALID ? INVALID : ay;
    axes[to + 2] = az === LEAST_VALID ? INVALID : az;
    axes[to + 3] = gx === LEAST_VALID ? INVALID : gx;
    axes[to + 4] = gy === LEAST_VALID ? INVALID : gy;
    axes[to + 5] = gz === LEAST_VALID ? INVALID : gz;
    ring.time_us[slot] = this.time_us;
    ring.wrote(1);
  }

  /** Enters the slot of a packet with a timestamp. False when it is the last packet's again. */
  private enterStamped(stamp: number): boolean {
    const since = (stamp - this.stamp) & STAMP_MASK;
    if (this.stamp < 0 || this.lost !== 0) {
      this.enterLost(this.stamp < 0 ? -1 : since);
    } else {
      const late = since - this.steps;
      if (late <= JITTER_STEPS && late >= -JITTER_STEPS) {
        this.moveTime(1);
      } else {
        const slots = (since * this.perStep + (1 << (STEP_SHIFT - 1))) >> STEP_SHIFT;
        if (slots === 0) return false;
        this.moveTime(slots);
      }
    }
    this.stamp = stamp;
    return true;
  }

  private enterNext(): void {
    if (this.lost === 0) this.moveTime(1);
    else this.enterLost(-1);
  }

  /**
   * Enters a packet's slot after a loss, by the time that `expect` told.
   * @param since timestamp steps since the last packet, but for whole rounds of the counter; -1 without timestamps
   */
  private enterLost(since: number): void {
    const slot_us = this.slot_q16 >> 16;
    const expected_us = (this.newest_us - this.waiting * slot_us) | 0;
    this.lost = 0;
    if (this.fresh !== 0) {
      this.fresh = 0;
      this.time_us = expected_us;
      this.fraction_q16 = 0;
      this.slots = (this.slots + 1) | 0;
      return;
    }
    const late_us = (expected_us - this.time_us) | 0;
    let slots = ((late_us + (slot_us >> 1)) / slot_us) | 0;
    if (since >= 0 && slots > 0) {
      const rounds = ((slots * this.steps - since + (STAMPS >> 1)) / STAMPS) | 0;
      slots = mulShift(since + rounds * STAMPS + (this.steps >> 1), this.perStep, STEP_SHIFT);
    }
    // Time never goes back.
    this.moveTime(slots > 0 ? slots : 1);
  }

  private moveTime(slots: number): void {
    const slot_q16 = this.slot_q16;
    this.slots = (this.slots + slots) | 0;
    if (slots === 1) {
      const sum = this.fraction_q16 + slot_q16;
      this.time_us = (this.time_us + (sum >> 16)) | 0;
      this.fraction_q16 = sum & 0xffff;
      return;
    }
    const sum = this.fraction_q16 + ((slots * slot_q16) & 0xffff);
    this.time_us = (this.time_us + mulShift(slots, slot_q16, 16) + (sum >> 16)) | 0;
    this.fraction_q16 = sum & 0xffff;
  }

  /** A packet without all its values: as it should be while the sensors start, dropped later. */
  private miss(): void {
    if (this.settling > 0) this.settling--;
    else this.drop();
  }

  private drop(): void {
    this.dropped = this.dropped < COUNTER_MASK ? this.dropped + 1 : COUNTER_MASK;
  }
}
