/** The native kernel's stand-in in Node. */
import { InterpretedKernel } from '../../firmware/kernel/interpreted';
import type { KernelMaker } from '../../firmware/kernel/motion';
import { NATIVE_EFFORT } from '../../firmware/stepdetect/setup';

/** The interpreted kernel, working on as much in a call as the native one: a shoe with either does the same at the same time. */
export const nativePace: KernelMaker = (scale, accelOnlyScale, sensorHeight_mm) =>
  new InterpretedKernel(scale, accelOnlyScale, sensorHeight_mm, NATIVE_EFFORT);
