/**
 * Calls of the kernel as bytes, so that every form of it can be given the same ones: 24 bytes each (what, four 32-bit arguments,
 * little-endian), then for `construct` six doubles, for `take` the block.
 */
import { InterpretedKernel } from '../../firmware/kernel/interpreted';
import { REPORT_FIELDS, TOLD_FRAMES } from '../../firmware/kernel/report';
import type { KernelCalls, KernelMaker } from '../../firmware/kernel/motion';
import { BLOCK_BYTES } from '../../firmware/sensors/decoder';
import type { FrameScale } from '../../firmware/sensors/scale';
import { INTERPRETED_EFFORT } from '../../firmware/stepdetect/setup';
import { STRIDE_FIELDS } from '../../firmware/stepdetect/stride-record';
import { hashedArray, type StateHash } from './state-hash';

/** As drive.c numbers them. */
export const What = Object.freeze({
  construct: 0,
  startLsm6dso: 1,
  startLsm6dsoAccelOnly: 2,
  startIcm42688p: 3,
  expectIcm42688p: 4,
  resync: 5,
  interrupt: 6,
  setFoot: 7,
  setMoving: 8,
  take: 9,
  tell: 10,
  next: 11,
});
export const CALL_BYTES = 24;
export const SCALES_BYTES = 48;

/** How long a call is. */
export function bytesOfCall(what: number): number {
  if (what === What.construct) return CALL_BYTES + SCALES_BYTES;
  return what === What.take ? CALL_BYTES + BLOCK_BYTES : CALL_BYTES;
}

/** Of what `Kernel.take` tells. */
export function framesOf(told: number): number {
  return told >= 0 ? told : ~told & TOLD_FRAMES;
}

const NONE = new Uint8Array(0);
const NO_NUMBERS = new Int32Array(0);

/** A kernel that runs interpreted, and notes every call with the state after it. */
export class NotedKernel implements KernelCalls {
  readonly block: Uint8Array;
  readonly blockBuffer: Uint8Array;
  readonly report: Int32Array;
  readonly reportBuffer: Int32Array;
  readonly record: Int32Array;
  readonly recordBuffer: Int32Array;
  private readonly kernel: InterpretedKernel;

  constructor(
    private readonly notes: Notes,
    scale: FrameScale,
    accelOnlyScale: FrameScale,
    sensorHeight_mm: number,
  ) {
    const { effort } = notes;
    this.kernel = new InterpretedKernel(scale, accelOnlyScale, sensorHeight_mm, effort);
    this.block = this.blockBuffer = this.kernel.block;
    this.report = this.reportBuffer = this.kernel.report;
    this.record = this.recordBuffer = this.kernel.record;
    const scales = [scale, accelOnlyScale].flatMap((each) => [each.accel_ug, each.gyro_udps, each.rate_Hz]);
    notes.note(
      this.kernel,
      What.construct,
      [sensorHeight_mm, effort],
      new Uint8Array(Float64Array.from(scales).buffer),
    );
  }

  startLsm6dso(slotTicks: number, tick_q16: number, averages: boolean, now_us: number): void {
    this.kernel.startLsm6dso(slotTicks, tick_q16, averages, now_us);
    this.notes.note(this.kernel, What.startLsm6dso, [slotTicks, tick_q16, Number(averages), now_us]);
  }

  startLsm6dsoAccelOnly(slotTicks: number, tick_q16: number, now_us: number): void {
    this.kernel.startLsm6dsoAccelOnly(slotTicks, tick_q16, now_us);
    this.notes.note(this.kernel, What.startLsm6dsoAccelOnly, [slotTicks, tick_q16, now_us]);
  }

  startIcm42688p(slot_us: number, both: boolean, settling: number): void {
    this.kernel.startIcm42688p(slot_us, both, settling);
    this.notes.note(this.kernel, What.startIcm42688p, [slot_us, Number(both), settling]);
  }

  expectIcm42688p(newest_us: number, waiting: number, slot_q16: number): void {
    this.kernel.expectIcm42688p(newest_us, waiting, slot_q16);
    this.notes.note(this.kernel, What.expectIcm42688p, [newest_us, waiting, slot_q16]);
  }

  resync(): void {
    this.kernel.resync();
    this.notes.note(this.kernel, What.resync, []);
  }

  interrupt(): void {
    this.kernel.interrupt();
    this.notes.note(this.kernel, What.interrupt, []);
  }

  setFoot(foot: number): void {
    this.kernel.setFoot(foot);
    this.notes.note(this.kernel, What.setFoot, [foot]);
  }

  setMoving(moving: boolean): void {
    this.kernel.setMoving(moving);
    this.notes.note(this.kernel, What.setMoving, [Number(moving)]);
  }

  take(block: Uint8Array, units: number): number {
    const told = this.kernel.take(block, units);
    this.notes.samples += framesOf(told);
    this.notes.blocks++;
    this.notes.note(this.kernel, What.take, [units], block, told);
    return told;
  }

  tell(report: Int32Array): void {
    this.kernel.tell(report);
    this.notes.note(this.kernel, What.tell, [], NONE, 0, report);
  }

  next(record: Int32Array): boolean {
    const found = this.kernel.next(record);
    if (found) this.notes.strides++;
    this.notes.note(this.kernel, What.next, [], NONE, Number(found), found ? record : NO_NUMBERS);
    return found;
  }
}

/** Calls of kernels, one after the other, and a number for the state and the results after each. */
export class Notes {
  samples = 0;
  blocks = 0;
  strides = 0;
  private bytes = new Uint8Array(1 << 20);
  private length = 0;
  private readonly states: number[] = [];

  /** @param effort of the kernels to be made */
  constructor(
    private readonly stateHash: StateHash,
    public effort = INTERPRETED_EFFORT,
  ) {}

  get calls(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** How many calls there are. */
  get count(): number {
    return this.states.length;
  }

  /** After each call. */
  get hashes(): Int32Array {
    return Int32Array.from(this.states);
  }

  /** Forgets the calls; what was counted stays. */
  clear(): void {
    this.length = 0;
    this.states.length = 0;
  }

  /** Makes kernels that note in here. */
  readonly maker: KernelMaker = (scale, accelOnlyScale, sensorHeight_mm) =>
    new NotedKernel(this, scale, accelOnlyScale, sensorHeight_mm);

  note(
    kernel: InterpretedKernel,
    what: number,
    args: readonly number[],
    bytes: Uint8Array = NONE,
    result = 0,
    out: Int32Array = NO_NUMBERS,
  ): void {
    const size = CALL_BYTES + bytes.length;
    if (this.length + size > this.bytes.length) {
      const larger = new Uint8Array(2 * this.bytes.length);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    const view = new DataView(this.bytes.buffer, this.length, size);
    view.setInt32(0, what, true);
    args.forEach((arg, i) => view.setInt32(4 + 4 * i, arg, true));
    this.bytes.set(bytes, this.length + CALL_BYTES);
    this.length += size;
    this.states.push(hashedArray(out, hashedArray([result], this.stateHash(kernel))));
  }
}

/** What drive.c is compiled with, after "DRIVE_". */
export const DEFINES: Readonly<Record<string, number>> = {
  CALL_BYTES,
  SCALES_BYTES,
  BLOCK_BYTES,
  REPORT_FIELDS,
  STRIDE_FIELDS,
};
