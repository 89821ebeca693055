/**
 * The firmware's hot path as one class: bytes of a FIFO block in, records of strides out, one call for each block.
 *
 * It owns the ring, the decoding, both detectors, the gesture of the taps and the queue of finished strides. Interpreted it is
 * used as it is (`InterpretedKernel`), natively by way of C made from it (docs/NATIVE.md): its public methods are what C
 * exports, so they take and give numbers, booleans and arrays only.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md): nothing is allocated after construction.
 */
import { Icm42688pFifo } from '../sensors/icm42688p-fifo';
import { Lsm6dsoFifo } from '../sensors/lsm6dso-fifo';
import { RestGravity } from '../sensors/rest';
import { FrameRing, RING_MASK } from '../sensors/ring';
import type { FrameScale } from '../sensors/scale';
import { Stillness } from '../sensors/stillness';
import { TapDetector } from '../sensors/taps';
import { AccelDetector } from '../stepdetect/accel-detector';
import { StrideDetector } from '../stepdetect/detector';
import { StrideQueue } from '../stepdetect/queue';
import {
  REPORT_DROPPED,
  REPORT_FOOT,
  REPORT_GRAVITY,
  REPORT_NEWEST,
  REPORT_OVERWRITTEN,
  REPORT_SLOTS,
  TOLD_STRIDES,
  TOLD_TAPPED,
} from './report';

export class Kernel {
  readonly ring = new FrameRing();
  readonly queue = new StrideQueue();
  readonly lsm6dso = new Lsm6dsoFifo();
  readonly icm42688p = new Icm42688pFifo();
  readonly detector: StrideDetector;
  /** Counts while the gyroscope is off. */
  readonly counter: AccelDetector;
  readonly stillness: Stillness;
  readonly taps: TapDetector;
  readonly rest: RestGravity;
  /** The part is an ICM-42688-P, else one of the LSM6DSO family. */
  private isIcm42688p = false;
  private hasGyroscope = true;
  private moving = false;
  private gravity = -1;

  /**
   * @param scale units of the frames
   * @param accelOnlyScale the same while the gyroscope is off
   * @param sensorHeight_mm height of the sensor above the ground while standing, 0 to 150
   * @range scale.rate_Hz 100 220
   * @range accelOnlyScale.rate_Hz 25 60
   * @range sensorHeight_mm 0 150
   */
  constructor(scale: FrameScale, accelOnlyScale: FrameScale, sensorHeight_mm: number) {
    this.detector = new StrideDetector(scale, this.queue, sensorHeight_mm);
    this.counter = new AccelDetector(accelOnlyScale, this.queue);
    this.stillness = new Stillness(scale);
    this.taps = new TapDetector(scale);
    this.rest = new RestGravity(scale);
  }

  /**
   * As `Lsm6dsoFifo.start`.
   * @range slotTicks 96 768
   * @range tick_q16 1300000 2100000
   */
  startLsm6dso(slotTicks: number, tick_q16: number, averages: boolean, now_us: number): void {
    this.isIcm42688p = false;
    this.hasGyroscope = true;
    this.rest.interrupt();
    this.lsm6dso.start(slotTicks, tick_q16, averages, now_us);
  }

  /**
   * As `Lsm6dsoFifo.startAccelOnly`.
   * @range slotTicks 96 768
   * @range tick_q16 1300000 2100000
   */
  startLsm6dsoAccelOnly(slotTicks: number, tick_q16: number, now_us: number): void {
    this.isIcm42688p = false;
    this.hasGyroscope = false;
    this.rest.interrupt();
    this.lsm6dso.startAccelOnly(slotTicks, tick_q16, now_us);
  }

  /**
   * As `Icm42688pFifo.start`.
   * @range slot_us 4000 22000
   * @range settling 0 100
   */
  startIcm42688p(slot_us: number, both: boolean, settling: number): void {
    this.isIcm42688p = true;
    this.hasGyroscope = both;
    this.rest.interrupt();
    this.icm42688p.start(slot_us, both, settling);
  }

  /**
   * As `Icm42688pFifo.expect`.
   * @range waiting 0 2080
   * @range slot_q16 200000000 1600000000
   */
  expectIcm42688p(newest_us: number, waiting: number, slot_q16: number): void {
    this.icm42688p.expect(newest_us, waiting, slot_q16);
  }

  /** FIFO words or packets were lost before the next ones. */
  resync(): void {
    this.rest.interrupt();
    if (this.isIcm42688p) this.icm42688p.resync();
    else this.lsm6dso.resync();
  }

  /** The frames to come do not follow those so far: what was begun is given up. How the sensor lies stays known. */
  interrupt(): void {
    this.detector.interrupt();
    this.counter.interrupt();
    this.taps.reset();
    this.ring.clear();
  }

  /**
   * As `StrideDetector.setFoot`.
   * @range foot 0 2
   */
  setFoot(foot: number): void {
    this.detector.setFoot(foot);
  }

  /** Does the runner move? Then what knocks is no gesture. Not at first. */
  setMoving(moving: boolean): void {
    this.moving = moving;
  }

  /**
   * Takes the first `units` FIFO words or packets of `block`, and follows their frames. Most blocks bring nothing else: the rest is
   * told when it is asked for, as each value that crosses from an interpreter costs as much as a few frames.
   * @returns frames that came of the block; when there is more, ~(frames + TOLD_STRIDES, TOLD_TAPPED)
   * @length block 448
   * @range units 0 64
   */
  take(block: Uint8Array, units: number): number {
    const ring = this.ring;
    const frames = this.isIcm42688p
      ? this.icm42688p.decode(block, units, ring)
      : this.lsm6dso.decode(block, units, ring);
    let told = 0;
    if (frames > 0) {
      if (this.gravity < 0) this.gravity = this.rest.take(ring, frames);
      const still = !this.hasGyroscope && this.stillness.holds(ring, frames);
      if (this.hasGyroscope) this.detector.process(ring);
      else this.counter.process(ring, still);
      if (this.moving || this.queue.waiting() > 0) this.taps.reset();
      else if (still ? this.taps.rest(ring, frames) : this.taps.take(ring, frames)) told = TOLD_TAPPED;
    }
    if (this.queue.waiting() > 0) told |= TOLD_STRIDES;
    return told === 0 ? frames : ~(told | frames);
  }

  /**
   * Fills `report` with what is to be known now, REPORT_FIELDS values by place (REPORT_*).
   * @length report 6
   */
  tell(report: Int32Array): void {
    const ring = this.ring;
    report[REPORT_NEWEST] = ring.time_us[(ring.head - 1) & RING_MASK];
    report[REPORT_GRAVITY] = this.gravity;
    report[REPORT_DROPPED] = this.isIcm42688p ? this.icm42688p.dropped : this.lsm6dso.dropped;
    report[REPORT_OVERWRITTEN] = ring.overwritten;
    report[REPORT_FOOT] = this.detector.foot();
    report[REPORT_SLOTS] = this.icm42688p.slots;
  }

  /**
   * Moves the oldest finished stride into `record` (its values as `strideOf` reads them); false when there is none.
   * @length record 23
   */
  next(record: Int32Array): boolean {
    return this.queue.take(record);
  }
}
