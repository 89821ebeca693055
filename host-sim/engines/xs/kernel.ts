/** The kernel that the player gives the shoe: interpreted. With the native one `nativeKernel` (kernel-glue.ts) takes this file's place. */
export { interpretedKernel as kernel } from '../../../firmware/kernel/interpreted';
