/**
 * Written by `npm run native`: the kernel as C (firmware/kernel/kernel.ts), called through the SDK's FFI. There is one: making another begins it
 * anew.
 */
import FFI from 'mc/ffi';
import type { Kernel } from '../kernel/kernel';
import type { FrameScale } from '../sensors/scale';

interface Functions {
  readonly footfall_kernel_construct: (
    scale_accel_ug: number,
    scale_gyro_udps: number,
    scale_rate_Hz: number,
    accelOnlyScale_accel_ug: number,
    accelOnlyScale_gyro_udps: number,
    accelOnlyScale_rate_Hz: number,
    sensorHeight_mm: number,
    effort: number,
  ) => void;
  readonly footfall_kernel_start_lsm6dso: (
    slotTicks: number,
    tick_q16: number,
    averages: boolean,
    now_us: number,
  ) => void;
  readonly footfall_kernel_start_lsm6dso_accel_only: (
    slotTicks: number,
    tick_q16: number,
    now_us: number,
  ) => void;
  readonly footfall_kernel_start_icm42688p: (slot_us: number, both: boolean, settling: number) => void;
  readonly footfall_kernel_expect_icm42688p: (newest_us: number, waiting: number, slot_q16: number) => void;
  readonly footfall_kernel_resync: () => void;
  readonly footfall_kernel_interrupt: () => void;
  readonly footfall_kernel_set_foot: (foot: number) => void;
  readonly footfall_kernel_set_moving: (moving: boolean) => void;
  readonly footfall_kernel_take: (block: ArrayBufferLike, units: number) => number;
  readonly footfall_kernel_tell: (report: ArrayBufferLike) => void;
  readonly footfall_kernel_next: (record: ArrayBufferLike) => number;
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
  | 'setMoving'
> {
  private readonly ffi = new FFI() as unknown as Functions;
  readonly block = new Uint8Array(448);
  readonly blockBuffer = this.block.buffer;
  readonly report = new Int32Array(6);
  readonly reportBuffer = this.report.buffer;
  readonly record = new Int32Array(23);
  readonly recordBuffer = this.record.buffer;

  /**
   * Takes the first `units` FIFO words or packets of `block`, and follows their frames, as far as `effort` goes: when it tells TOLD_LEFT it
   * is to be called again, with no units. A block that comes before has all of it done at once: the ring would lose frames. Most
   * blocks bring nothing else: the rest is told when it is asked for, as each value that crosses from an interpreter costs as much as a few frames.
   * @returns frames that came of the block; when there is more, ~(frames + TOLD_*)
   * @length block 448
   * @range units 0 64
   */
  readonly take = this.ffi.footfall_kernel_take;

  /**
   * Fills `report` with what is to be known now, REPORT_FIELDS values by place (REPORT_*).
   * @length report 6
   */
  readonly tell = this.ffi.footfall_kernel_tell;

  /**
   * Moves the oldest finished stride into `record` (its values as `strideOf` reads them); false when there is none.
   * @length record 23
   */
  readonly next = this.ffi.footfall_kernel_next;

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
  constructor(scale: FrameScale, accelOnlyScale: FrameScale, sensorHeight_mm: number, effort: number) {
    if (!(scale.accel_ug >= 30 && scale.accel_ug <= 1500))
      outOfRange('scale.accel_ug', scale.accel_ug, 30, 1500);
    if (!(scale.gyro_udps >= 3000 && scale.gyro_udps <= 150000))
      outOfRange('scale.gyro_udps', scale.gyro_udps, 3000, 150000);
    if (!(scale.rate_Hz >= 100 && scale.rate_Hz <= 220)) outOfRange('scale.rate_Hz', scale.rate_Hz, 100, 220);
    if (!(accelOnlyScale.accel_ug >= 30 && accelOnlyScale.accel_ug <= 1500))
      outOfRange('accelOnlyScale.accel_ug', accelOnlyScale.accel_ug, 30, 1500);
    if (!(accelOnlyScale.gyro_udps >= 3000 && accelOnlyScale.gyro_udps <= 150000))
      outOfRange('accelOnlyScale.gyro_udps', accelOnlyScale.gyro_udps, 3000, 150000);
    if (!(accelOnlyScale.rate_Hz >= 25 && accelOnlyScale.rate_Hz <= 60))
      outOfRange('accelOnlyScale.rate_Hz', accelOnlyScale.rate_Hz, 25, 60);
    if (!(sensorHeight_mm >= 0 && sensorHeight_mm <= 150))
      outOfRange('sensorHeight_mm', sensorHeight_mm, 0, 150);
    if (!(effort >= 1 && effort <= 1048576)) outOfRange('effort', effort, 1, 1048576);
    this.ffi.footfall_kernel_construct(
      scale.accel_ug,
      scale.gyro_udps,
      scale.rate_Hz,
      accelOnlyScale.accel_ug,
      accelOnlyScale.gyro_udps,
      accelOnlyScale.rate_Hz,
      sensorHeight_mm,
      effort,
    );
  }

  /**
   * As `Lsm6dsoFifo.start`.
   * @range slotTicks 96 768
   * @range tick_q16 1300000 2100000
   */
  startLsm6dso(slotTicks: number, tick_q16: number, averages: boolean, now_us: number): void {
    if (!(slotTicks >= 96 && slotTicks <= 768)) outOfRange('slotTicks', slotTicks, 96, 768);
    if (!(tick_q16 >= 1300000 && tick_q16 <= 2100000)) outOfRange('tick_q16', tick_q16, 1300000, 2100000);
    this.ffi.footfall_kernel_start_lsm6dso(slotTicks, tick_q16, averages, now_us);
  }

  /**
   * As `Lsm6dsoFifo.startAccelOnly`.
   * @range slotTicks 96 768
   * @range tick_q16 1300000 2100000
   */
  startLsm6dsoAccelOnly(slotTicks: number, tick_q16: number, now_us: number): void {
    if (!(slotTicks >= 96 && slotTicks <= 768)) outOfRange('slotTicks', slotTicks, 96, 768);
    if (!(tick_q16 >= 1300000 && tick_q16 <= 2100000)) outOfRange('tick_q16', tick_q16, 1300000, 2100000);
    this.ffi.footfall_kernel_start_lsm6dso_accel_only(slotTicks, tick_q16, now_us);
  }

  /**
   * As `Icm42688pFifo.start`.
   * @range slot_us 4000 22000
   * @range settling 0 100
   */
  startIcm42688p(slot_us: number, both: boolean, settling: number): void {
    if (!(slot_us >= 4000 && slot_us <= 22000)) outOfRange('slot_us', slot_us, 4000, 22000);
    if (!(settling >= 0 && settling <= 100)) outOfRange('settling', settling, 0, 100);
    this.ffi.footfall_kernel_start_icm42688p(slot_us, both, settling);
  }

  /**
   * As `Icm42688pFifo.expect`.
   * @range waiting 0 2080
   * @range slot_q16 200000000 1600000000
   */
  expectIcm42688p(newest_us: number, waiting: number, slot_q16: number): void {
    if (!(waiting >= 0 && waiting <= 2080)) outOfRange('waiting', waiting, 0, 2080);
    if (!(slot_q16 >= 200000000 && slot_q16 <= 1600000000))
      outOfRange('slot_q16', slot_q16, 200000000, 1600000000);
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
    if (!(foot >= 0 && foot <= 2)) outOfRange('foot', foot, 0, 2);
    this.ffi.footfall_kernel_set_foot(foot);
  }

  /** Does the runner move? Then what knocks is no gesture. Not at first. */
  setMoving(moving: boolean): void {
    this.ffi.footfall_kernel_set_moving(moving);
  }
}

function outOfRange(name: string, value: number, low: number, high: number): never {
  throw new RangeError(`${name}: ${value} is not within ${low} and ${high}`);
}
