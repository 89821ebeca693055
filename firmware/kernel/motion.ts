/** The kernel as drivers and the shoe use it, whether it runs interpreted or natively. */
import type { Icm42688pDecoder, Lsm6dsoDecoder } from '../sensors/decoder';
import type { FrameScale } from '../sensors/scale';
import { ACCEL_ONLY_MOST_Hz } from '../stepdetect/setup';
import type { Stride } from '../stepdetect/stride';
import { strideOf } from '../stepdetect/stride-record';
import type { Kernel } from './kernel';
import {
  REPORT_DROPPED,
  REPORT_FOOT,
  REPORT_GRAVITY,
  REPORT_NEWEST,
  REPORT_OVERWRITTEN,
  REPORT_SLOTS,
  TOLD_FRAMES,
  TOLD_LEFT,
  TOLD_STRIDES,
  TOLD_TAPPED,
} from './report';

/** An array of the kernel's as its calls take it: interpreted the array itself, natively its buffer. */
type Handle = Uint8Array | Int32Array | ArrayBufferLike;

/**
 * The calls of the kernel, the same in both forms. Its arrays are its own: what is put there needs no copying, and no looking at. The calls that
 * take them are C's functions themselves, without a method between: on XS that would cost more than the call.
 */
export interface KernelCalls extends Pick<
  Kernel,
  | 'startLsm6dso'
  | 'startLsm6dsoAccelOnly'
  | 'startIcm42688p'
  | 'expectIcm42688p'
  | 'resync'
  | 'interrupt'
  | 'setFoot'
  | 'setMoving'
> {
  /** What the bus reads into, BLOCK_BYTES. */
  readonly block: Uint8Array;
  readonly blockBuffer: Handle;
  /** What `tell` fills, REPORT_FIELDS values by place. */
  readonly report: Int32Array;
  readonly reportBuffer: Handle;
  /** What `next` fills, STRIDE_FIELDS values as `strideOf` reads them. */
  readonly record: Int32Array;
  readonly recordBuffer: Handle;
  /** As `Kernel.take` of `block`; the least integer of 32 bits when `units` is out of range. */
  take(blockBuffer: Handle, units: number): number;
  /** As `Kernel.tell` of `report`. */
  tell(reportBuffer: Handle): void;
  /** As `Kernel.next` of `record`; natively 0 or 1. */
  next(recordBuffer: Handle): boolean | number;
}

/** Makes a kernel anew; of the native one there is one only, which this begins anew. */
export type KernelMaker = (
  scale: FrameScale,
  accelOnlyScale: FrameScale,
  sensorHeight_mm: number,
) => KernelCalls;

/** Units that the kernel's integers are made for: every IMU at every range of its own lies within. */
const ACCEL_LEAST_ug = 30;
const ACCEL_MOST_ug = 1500;
const GYRO_LEAST_udps = 3000;
const GYRO_MOST_udps = 150_000;
const RATE_LEAST_Hz = 100;
const RATE_MOST_Hz = 220;
const ACCEL_ONLY_LEAST_Hz = 25;
const HEIGHT_MOST_mm = 150;

/**
 * Makes what follows the foot.
 * @param scale units of the frames: 30 to 1500 ug, 3000 to 150,000 udps, 100 to 220 Hz
 * @param accelOnlyScale the same while the gyroscope is off: 25 to 60 Hz
 * @param sensorHeight_mm 0 to 150
 * @throws RangeError when the kernel cannot take these
 */
export function makeMotion(
  kernel: KernelMaker,
  scale: FrameScale,
  accelOnlyScale: FrameScale,
  sensorHeight_mm: number,
): Motion {
  checkScale(scale, RATE_LEAST_Hz, RATE_MOST_Hz);
  checkScale(accelOnlyScale, ACCEL_ONLY_LEAST_Hz, ACCEL_ONLY_MOST_Hz);
  check('mm above the ground', sensorHeight_mm, 0, HEIGHT_MOST_mm);
  return new Motion(kernel(scale, accelOnlyScale, sensorHeight_mm));
}

function checkScale(scale: FrameScale, least_Hz: number, most_Hz: number): void {
  check('ug a count', scale.accel_ug, ACCEL_LEAST_ug, ACCEL_MOST_ug);
  check('udps a count', scale.gyro_udps, GYRO_LEAST_udps, GYRO_MOST_udps);
  check('frames a second', scale.rate_Hz, least_Hz, most_Hz);
}

function check(unit: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most))
    throw new RangeError(`the kernel cannot take ${value} ${unit}: ${least} to ${most}`);
}

export class Motion implements Lsm6dsoDecoder, Icm42688pDecoder {
  /** TOLD_STRIDES: there are some for `next`; TOLD_TAPPED: the gesture of the taps was seen. To be cleared by who has looked. */
  news = 0;
  busy = false;

  readonly block: Uint8Array;
  private readonly kernel: KernelCalls;
  private readonly blockBuffer: Handle;
  private moving = false;

  constructor(kernel: KernelCalls) {
    this.kernel = kernel;
    this.blockBuffer = kernel.blockBuffer;
    this.block = kernel.block;
  }

  startLsm6dso(slotTicks: number, tick_q16: number, averages: boolean, now_us: number): void {
    this.kernel.startLsm6dso(slotTicks, tick_q16, averages, now_us);
  }

  startLsm6dsoAccelOnly(slotTicks: number, tick_q16: number, now_us: number): void {
    this.kernel.startLsm6dsoAccelOnly(slotTicks, tick_q16, now_us);
  }

  startIcm42688p(slot_us: number, both: boolean, settling: number): void {
    this.kernel.startIcm42688p(slot_us, both, settling);
  }

  expectIcm42688p(newest_us: number, waiting: number, slot_q16: number): void {
    this.kernel.expectIcm42688p(newest_us, waiting, slot_q16);
  }

  get slots(): number {
    return this.told(REPORT_SLOTS);
  }

  resync(): void {
    this.kernel.resync();
  }

  take(units: number): number {
    // A flush brings block after block: the kernel would finish the one before in the same call.
    while (this.busy) this.goOn();
    const told = this.kernel.take(this.blockBuffer, units);
    return told >= 0 ? told : this.hear(~told, units);
  }

  private hear(told: number, units: number): number {
    if ((told & ~(TOLD_STRIDES | TOLD_TAPPED | TOLD_LEFT | TOLD_FRAMES)) !== 0)
      throw new RangeError(`the kernel takes no ${units} words or packets`);
    this.busy = (told & TOLD_LEFT) !== 0;
    this.news |= told & (TOLD_STRIDES | TOLD_TAPPED);
    return told & TOLD_FRAMES;
  }

  /** Goes on with the last block while `busy`. */
  goOn(): void {
    this.busy = false;
    this.take(0);
  }

  get dropped(): number {
    return this.told(REPORT_DROPPED);
  }

  get gravity(): number {
    return this.told(REPORT_GRAVITY);
  }

  /** Frames that were overwritten before anybody looked at them. */
  get overwritten(): number {
    return this.told(REPORT_OVERWRITTEN);
  }

  /** Time of the newest frame, us of the IMU's clock, low 32 bits. */
  get newest_us(): number {
    return this.told(REPORT_NEWEST);
  }

  /** The foot the shoe is on, FOOT_*: as set, else as seen. */
  get foot(): number {
    return this.told(REPORT_FOOT);
  }

  private told(place: number): number {
    const kernel = this.kernel;
    kernel.tell(kernel.reportBuffer);
    return kernel.report[place];
  }

  /** Sets the foot the shoe is on; FOOT_UNKNOWN: to be seen from the strides. */
  setFoot(foot: number): void {
    this.kernel.setFoot(foot);
  }

  /** Does the runner move? Then what knocks is no gesture. */
  setMoving(moving: boolean): void {
    if (moving === this.moving) return;
    this.moving = moving;
    this.kernel.setMoving(moving);
  }

  /** Moves the oldest finished stride into `stride`; false when there is none. */
  next(stride: Stride): boolean {
    const kernel = this.kernel;
    if (!kernel.next(kernel.recordBuffer)) return false;
    strideOf(kernel.record, stride);
    return true;
  }

  /** The frames to come do not follow those so far. How the sensor lies stays known. */
  interrupt(): void {
    this.kernel.interrupt();
  }
}
