/** The kernel alone, given the same blocks again and again: what every engine runs for `npm run bench:engines`. */
import { InterpretedKernel } from '../../../firmware/kernel/interpreted';
import { Kernel } from '../../../firmware/kernel/kernel';
import { BLOCK_BYTES } from '../../../firmware/sensors/decoder';
import { STRIDE_FIELDS } from '../../../firmware/stepdetect/stride-record';

/** accel_ug, gyro_udps and rate of the frames; slotTicks and tick_q16 of the part. */
export type Setting = readonly [
  accel_ug: number,
  gyro_udps: number,
  rate_Hz: number,
  height_mm: number,
  slotTicks: number,
  tick_q16: number,
];
const ACCEL_ONLY_Hz = 52;

export class Rounds {
  /** To be filled before each `take`. */
  readonly block: Uint8Array;
  strides = 0;
  /** Of all records of strides. */
  hash = 0;
  private readonly kernel: Kernel;
  private readonly record = new Int32Array(STRIDE_FIELDS);

  constructor(setting: Setting) {
    const scale = { accel_ug: setting[0], gyro_udps: setting[1], rate_Hz: setting[2] };
    const accelOnlyScale = { accel_ug: setting[0], gyro_udps: setting[1], rate_Hz: ACCEL_ONLY_Hz };
    // The interpreted decoder is for engines that copy within an array natively, which those of ECMAScript 5 do not.
    if (typeof Uint8Array.prototype.copyWithin === 'function') {
      const kernel = new InterpretedKernel(scale, accelOnlyScale, setting[3]);
      this.block = kernel.block;
      this.kernel = kernel;
    } else {
      this.block = new Uint8Array(BLOCK_BYTES);
      this.kernel = new Kernel(scale, accelOnlyScale, setting[3]);
    }
    this.kernel.startLsm6dso(setting[4], setting[5], false, 0);
  }

  take(words: number, moving: boolean): void {
    this.kernel.setMoving(moving);
    // Strides are told by a negative result.
    if (this.kernel.take(this.block, words) >= 0) return;
    while (this.kernel.next(this.record)) {
      this.strides++;
      for (let i = 0; i < STRIDE_FIELDS; i++)
        this.hash = (((this.hash << 5) | (this.hash >>> 27)) ^ this.record[i]) | 0;
    }
  }

  /** What an engine prints. */
  get result(): string {
    return `${this.strides} strides, hash ${this.hash}`;
  }
}
