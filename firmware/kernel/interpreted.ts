/** The kernel as the interpreter runs it: the reference for the native one. */
import { BlockRing, InterpretedFifo } from './interpreted-fifo';
import { Kernel } from './kernel';
import type { KernelMaker } from './motion';

export class InterpretedKernel extends Kernel {
  override readonly ring = new BlockRing();
  override readonly lsm6dso = new InterpretedFifo(this.ring);
  /** What the bus reads into. */
  readonly block = this.ring.block;
}

export const interpretedKernel: KernelMaker = (scale, accelOnlyScale, sensorHeight_mm) =>
  new InterpretedKernel(scale, accelOnlyScale, sensorHeight_mm);
