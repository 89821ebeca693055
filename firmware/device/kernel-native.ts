import FFI from 'mc/ffi';
import { NATIVE_EFFORT } from '../stepdetect/setup';
import type { KernelMaker } from '../kernel/motion';
import { NativeKernel } from './native-kernel';

/**
 * The kernel as C. There is one: each call begins it anew.
 * @throws Error when the firmware was built without it
 */
export const kernel: KernelMaker = (scale, accelOnlyScale, sensorHeight_mm) => {
  if (!('footfall_kernel_take' in new FFI()))
    throw new Error(
      'built without the native kernel: manifest.json has to include firmware/device/kernel-native.json',
    );
  return new NativeKernel(scale, accelOnlyScale, sensorHeight_mm, NATIVE_EFFORT);
};
