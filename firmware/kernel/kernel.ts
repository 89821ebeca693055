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
import { EFFORT_MOST } from '../stepdetect/setup';
import {
  REPORT_DROPPED,
  REPORT_FOOT,
  REPORT_GRAVITY,
  REPORT_NEWEST,
  REPORT_OVERWRITTEN,
  REPORT_SLOTS,
  TOLD_LEFT,
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
  /** Frames of the last block while they are not followed to the end, else 0. */
  private left = 0;
  private gravity = -1;

  /**
   * @param scale units of the frames
   * @param accelOnlyScale the same while the gyroscope is off
   * @param sensorHeight_mm height of the sensor above the ground while standing, 0 to 150
   * @param effort how much of a stride a call works on (setup.ts)
   * @range scale.rate_Hz 100 220
   * @range accelOnlyScale.rate_Hz 25 60
   * @range sensorHeight_mm 0 150
   * @range effort 1 EFFORT_MOST
   */
  constructor(
    scale: FrameScale,
    accelOnlyScale: FrameScale,
    sensorHeight_mm: number,
    private readonly effort: number = EFFORT_MOST,
  ) {
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
    this.begin(false, true);
    this.lsm6dso.start(slotTicks, tick_q16, averages, now_us);
  }

  /**
   * As `Lsm6dsoFifo.startAccelOnly`.
   * @range slotTicks 96 768
   * @range tick_q16 1300000 2100000
   */
  startLsm6dsoAccelOnly(slotTicks: number, tick_q16: number, now_us: number): void {
    this.begin(false, false);
    this.lsm6dso.startAccelOnly(slotTicks, tick_q16, now_us);
  }

  /**
   * As `Icm42688pFifo.start`.
   * @range slot_us 4000 22000
   * @range settling 0 100
   */
  startIcm42688p(slot_us: number, both: boolean, settling: number): void {
    this.begin(true, both);
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
    this.finish();
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
   * Takes the first `units` FIFO words or packets of `block`, and follows their frames, as far as `effort` goes: when it tells TOLD_LEFT it
   * is to be called again, with no units. A block that comes before has all of it done at once: the ring would lose frames. Most
   * blocks bring nothing else: the rest is told when it is asked for, as each value that crosses from an interpreter costs as much as a few frames.
   * @returns frames that came of the block; when there is more, ~(frames + TOLD_*)
   * @length block 448
   * @range units 0 64
   */
  take(block: Uint8Array, units: number): number {
    const ring = this.ring;
    let frames = 0;
    let told = 0;
    if (units > 0) {
      told = this.finish();
      frames = this.isIcm42688p
        ? this.icm42688p.decode(block, units, ring)
        : this.lsm6dso.decode(block, units, ring);
      this.left = frames;
      if (frames > 0 && this.gravity < 0) this.gravity = this.rest.take(ring, frames);
    }
    if (this.left > 0) told |= this.follow(this.effort);
    if (this.left > 0) told |= TOLD_LEFT;
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

  private begin(isIcm42688p: boolean, hasGyroscope: boolean): void {
    this.finish();
    this.isIcm42688p = isIcm42688p;
    this.hasGyroscope = hasGyroscope;
    this.rest.interrupt();
  }

  /** All that is left to do about the last block. @returns as `follow` */
  private finish(): number {
    let told = 0;
    while (this.left > 0) told |= this.follow(EFFORT_MOST);
    return told;
  }

  /** Follows the frames of the last block, and looks for taps in them when no stride came of them. @returns TOLD_TAPPED when there were, else 0 */
  private follow(effort: number): number {
    const ring = this.ring;
    const frames = this.left;
    const still = !this.hasGyroscope && this.stillness.holds(ring, frames);
    if (!this.hasGyroscope) this.counter.process(ring, still);
    else if (this.detector.process(ring, effort)) return 0;
    this.left = 0;
    if (this.moving || this.queue.waiting() > 0) this.taps.reset();
    else if (still ? this.taps.rest(ring, frames) : this.taps.take(ring, frames)) return TOLD_TAPPED;
    return 0;
  }
}
