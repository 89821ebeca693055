/** The kernel interpreted: the same as the native one, at many times its instructions. */
export { interpretedKernel as kernel } from '../kernel/interpreted';
