/**
 * Written by `npm run native`: the kernel as C (firmware/kernel/kernel.ts), called through the SDK's FFI. There is one: making another begins it
 * anew.
 */
import FFI from 'mc/ffi';
import type { Kernel } from '../kernel/kernel';
import type { FrameScale } from '../sensors/scale';

interface Functions {
  footfall_kernel_construct(
    scale_accel_ug: number,
    scale_gyro_udps: number,
    scale_rate_Hz: number,
    accelOnlyScale_accel_ug: number,
    accelOnlyScale_gyro_udps: number,
    accelOnlyScale_rate_Hz: number,
    sensorHeight_mm: number,
  ): void;
  footfall_kernel_start_lsm6dso(slotTicks: number, tick_q16: number, averages: number, now_us: number): void;
  footfall_kernel_start_lsm6dso_accel_only(slotTicks: number, tick_q16: number, now_us: number): void;
  footfall_kernel_start_icm42688p(slot_us: number, both: number, settling: number): void;
  footfall_kernel_expect_icm42688p(newest_us: number, waiting: number, slot_q16: number): void;
  footfall_kernel_resync(): void;
  footfall_kernel_interrupt(): void;
  footfall_kernel_set_foot(foot: number): void;
  footfall_kernel_take(
    block: ArrayBufferLike,
    units: number,
    moving: number,
    report: ArrayBufferLike,
  ): number;
  footfall_kernel_next(record: ArrayBufferLike): number;
}

export class NativeKernel implements Pick<
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
> {
  private readonly ffi = new FFI() as unknown as Functions;

  /**
   * @param scale units of the frames
   * @param accelOnlyScale the same while the gyroscope is off
   * @param sensorHeight_mm height of the sensor above the ground while standing, 0 to 150
   * @range scale.rate_Hz 100 220
   * @range accelOnlyScale.rate_Hz 25 60
   * @range sensorHeight_mm 0 150
   */
  constructor(scale: FrameScale, accelOnlyScale: FrameScale, sensorHeight_mm: number) {
    checkRange('scale.accel_ug', scale.accel_ug, 30, 1500);
    checkRange('scale.gyro_udps', scale.gyro_udps, 3000, 150000);
    checkRange('scale.rate_Hz', scale.rate_Hz, 100, 220);
    checkRange('accelOnlyScale.accel_ug', accelOnlyScale.accel_ug, 30, 1500);
    checkRange('accelOnlyScale.gyro_udps', accelOnlyScale.gyro_udps, 3000, 150000);
    checkRange('accelOnlyScale.rate_Hz', accelOnlyScale.rate_Hz, 25, 60);
    checkRange('sensorHeight_mm', sensorHeight_mm, 0, 150);
    this.ffi.footfall_kernel_construct(
      scale.accel_ug,
      scale.gyro_udps,
      scale.rate_Hz,
      accelOnlyScale.accel_ug,
      accelOnlyScale.gyro_udps,
      accelOnlyScale.rate_Hz,
      sensorHeight_mm,
    );
  }

  /**
   * As `Lsm6dsoFifo.start`.
   * @range slotTicks 96 768
   * @range tick_q16 1300000 2100000
   */
  startLsm6dso(slotTicks: number, tick_q16: number, averages: boolean, now_us: number): void {
    checkRange('slotTicks', slotTicks, 96, 768);
    checkRange('tick_q16', tick_q16, 1300000, 2100000);
    this.ffi.footfall_kernel_start_lsm6dso(slotTicks, tick_q16, averages ? 1 : 0, now_us);
  }

  /**
   * As `Lsm6dsoFifo.startAccelOnly`.
   * @range slotTicks 96 768
   * @range tick_q16 1300000 2100000
   */
  startLsm6dsoAccelOnly(slotTicks: number, tick_q16: number, now_us: number): void {
    checkRange('slotTicks', slotTicks, 96, 768);
    checkRange('tick_q16', tick_q16, 1300000, 2100000);
    this.ffi.footfall_kernel_start_lsm6dso_accel_only(slotTicks, tick_q16, now_us);
  }

  /**
   * As `Icm42688pFifo.start`.
   * @range slot_us 4000 22000
   * @range settling 0 100
   */
  startIcm42688p(slot_us: number, both: boolean, settling: number): void {
    checkRange('slot_us', slot_us, 4000, 22000);
    checkRange('settling', settling, 0, 100);
    this.ffi.footfall_kernel_start_icm42688p(slot_us, both ? 1 : 0, settling);
  }

  /**
   * As `Icm42688pFifo.expect`.
   * @range waiting 0 2080
   * @range slot_q16 200000000 1600000000
   */
  expectIcm42688p(newest_us: number, waiting: number, slot_q16: number): void {
    checkRange('waiting', waiting, 0, 2080);
    checkRange('slot_q16', slot_q16, 200000000, 1600000000);
    this.ffi.footfall_kernel_expect_icm42688p(newest_us, waiting, slot_q16);
  }

  /** FIFO words or packets were lost before the next ones. */
  resync(): void {
    this.ffi.footfall_kernel_resync();
  }

  /** The frames to come do not follow those so far: what was begun is given up. How the sensor lies stays known. */
  interrupt(): void {
    this.ffi.footfall_kernel_interrupt();
  }

  /**
   * As `StrideDetector.setFoot`.
   * @range foot 0 2
   */
  setFoot(foot: number): void {
    checkRange('foot', foot, 0, 2);
    this.ffi.footfall_kernel_set_foot(foot);
  }

  /**
   * Takes the first `units` FIFO words or packets of `block`, and follows their frames.
   * @param moving the runner moves: what knocks is no gesture
   * @param report filled with what is to be known now, REPORT_FIELDS values by place (REPORT_*)
   * @returns frames that came of the block
   * @length block 448
   * @range units 0 64
   * @length report 8
   */
  take(block: Uint8Array, units: number, moving: boolean, report: Int32Array): number {
    checkArray('block', block, 448);
    checkRange('units', units, 0, 64);
    checkArray('report', report, 8);
    return this.ffi.footfall_kernel_take(block.buffer, units, moving ? 1 : 0, report.buffer);
  }

  /**
   * Moves the oldest finished stride into `record` (its values as `strideOf` reads them); false when there is none.
   * @length record 23
   */
  next(record: Int32Array): boolean {
    checkArray('record', record, 23);
    return this.ffi.footfall_kernel_next(record.buffer) !== 0;
  }
}

function checkRange(name: string, value: number, low: number, high: number): void {
  if (!(value >= low && value <= high))
    throw new RangeError(`${name}: ${value} is not within ${low} and ${high}`);
}

function checkArray(
  name: string,
  array: Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array,
  length: number,
): void {
  if (array.length < length || array.byteOffset !== 0)
    throw new RangeError(`${name}: ${length} elements from the start of its buffer on are needed`);
}
