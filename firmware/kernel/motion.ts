/** The kernel as drivers and the shoe use it, whether it runs interpreted or natively. */
import type { Icm42688pDecoder, Lsm6dsoDecoder } from '../sensors/decoder';
import type { FrameScale } from '../sensors/scale';
import { STRIDE_FIELDS, strideOf } from '../stepdetect/queue';
import type { Stride } from '../stepdetect/stride';
import {
  REPORT_DROPPED,
  REPORT_FIELDS,
  REPORT_FOOT,
  REPORT_GRAVITY,
  REPORT_NEWEST,
  REPORT_OVERWRITTEN,
  REPORT_SLOTS,
  REPORT_STRIDES,
  REPORT_TAPPED,
  type Kernel,
} from './kernel';

/** The calls of the kernel, the same in both forms. */
export type KernelCalls = Pick<
  Kernel,
  | 'startLsm6dso'
  | 'startLsm6dsoAccelOnly'
  | 'startIcm42688p'
  | 'expectIcm42688p'
  | 'resync'
  | 'interrupt'
  | 'setFoot'
  | 'take'
  | 'next'
>;

/** Makes a kernel anew; of the native one there is one only, which this begins anew. */
export type KernelMaker = (
  scale: FrameScale,
  accelOnlyScale: FrameScale,
  sensorHeight_mm: number,
) => KernelCalls;

export class Motion implements Lsm6dsoDecoder, Icm42688pDecoder {
  /** To be kept up to date: does the runner move? Then what knocks is no gesture. */
  moving = false;

  private readonly kernel: KernelCalls;
  private readonly report = new Int32Array(REPORT_FIELDS);
  private readonly record = new Int32Array(STRIDE_FIELDS);
  private wasTapped = false;

  constructor(kernel: KernelCalls) {
    this.kernel = kernel;
    this.report[REPORT_GRAVITY] = -1;
  }

  startLsm6dso(slotTicks: number, tick_q16: number, averages: boolean, now_us: number): void {
    this.kernel.startLsm6dso(slotTicks, tick_q16, averages, now_us);
  }

  startLsm6dsoAccelOnly(slotTicks: number, tick_q16: number, now_us: number): void {
    this.kernel.startLsm6dsoAccelOnly(slotTicks, tick_q16, now_us);
  }

  startIcm42688p(slot_us: number, both: boolean, settling: number): void {
    this.report[REPORT_SLOTS] = 0;
    this.kernel.startIcm42688p(slot_us, both, settling);
  }

  expectIcm42688p(newest_us: number, waiting: number, slot_q16: number): void {
    this.kernel.expectIcm42688p(newest_us, waiting, slot_q16);
  }

  get slots(): number {
    return this.report[REPORT_SLOTS];
  }

  resync(): void {
    this.kernel.resync();
  }

  take(block: Uint8Array, units: number): number {
    const report = this.report;
    const frames = this.kernel.take(block, units, this.moving, report);
    if (report[REPORT_TAPPED] !== 0) this.wasTapped = true;
    return frames;
  }

  get dropped(): number {
    return this.report[REPORT_DROPPED];
  }

  get gravity(): number {
    return this.report[REPORT_GRAVITY];
  }

  /** Frames that were overwritten before anybody looked at them. */
  get overwritten(): number {
    return this.report[REPORT_OVERWRITTEN];
  }

  /** Time of the newest frame, us of the IMU's clock, low 32 bits. */
  get newest_us(): number {
    return this.report[REPORT_NEWEST];
  }

  /** Strides waiting for `next` after the last block. */
  get strides(): number {
    return this.report[REPORT_STRIDES];
  }

  /** The foot the shoe is on, FOOT_*: as set, else as seen. */
  get foot(): number {
    return this.report[REPORT_FOOT];
  }

  /** Sets the foot the shoe is on; FOOT_UNKNOWN: to be seen from the strides. */
  setFoot(foot: number): void {
    this.kernel.setFoot(foot);
  }

  /** Was the gesture of the taps seen since this was last asked? */
  takeTapped(): boolean {
    const tapped = this.wasTapped;
    this.wasTapped = false;
    return tapped;
  }

  /** Moves the oldest finished stride into `stride`; false when there is none. */
  next(stride: Stride): boolean {
    if (!this.kernel.next(this.record)) return false;
    strideOf(this.record, stride);
    return true;
  }

  /** The frames to come do not follow those so far. How the sensor lies stays known. */
  interrupt(): void {
    this.kernel.interrupt();
  }
}
