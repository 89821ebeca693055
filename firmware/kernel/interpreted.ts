/** The kernel as the interpreter runs it: the reference for the native one. */
import { STRIDE_FIELDS } from '../stepdetect/stride-record';
import { INTERPRETED_EFFORT } from '../stepdetect/setup';
import { BlockRing, InterpretedFifo } from './interpreted-fifo';
import { Kernel } from './kernel';
import type { KernelCalls, KernelMaker } from './motion';
import { REPORT_FIELDS } from './report';

export class InterpretedKernel extends Kernel implements KernelCalls {
  override readonly ring = new BlockRing();
  override readonly lsm6dso = new InterpretedFifo(this.ring);
  readonly block = this.ring.block;
  readonly blockBuffer = this.block;
  readonly report = new Int32Array(REPORT_FIELDS);
  readonly reportBuffer = this.report;
  readonly record = new Int32Array(STRIDE_FIELDS);
  readonly recordBuffer = this.record;
}

export const interpretedKernel: KernelMaker = (scale, accelOnlyScale, sensorHeight_mm) =>
  new InterpretedKernel(scale, accelOnlyScale, sensorHeight_mm, INTERPRETED_EFFORT);
