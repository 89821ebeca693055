/** The kernel as the interpreter runs it: the reference for the native one. */
import { InterpretedFifo } from './interpreted-fifo';
import { Kernel } from './kernel';
import type { KernelMaker } from './motion';

export class InterpretedKernel extends Kernel {
  override readonly lsm6dso = new InterpretedFifo();
}

export const interpretedKernel: KernelMaker = (scale, accelOnlyScale, sensorHeight_mm) =>
  new InterpretedKernel(scale, accelOnlyScale, sensorHeight_mm);
