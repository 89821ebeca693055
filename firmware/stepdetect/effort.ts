/**
 * How much of a stride one call of the kernel works on, in frames integrated (detector.ts): a stride is long, and while one is worked
 * on nobody answers the radio. What is left is done in calls of their own, one turn of the event loop each. Strides do not depend on it.
 *
 * A frame is 150 instructions of the native kernel, 12,000 to 16,000 of the interpreted one (`npm run bench:rv32`).
 */

/** All at once. */
export const EFFORT_MOST = 1 << 20;
/** A stride of up to 1.3 s in one call; one whose gyroscope was cut off in three. */
export const NATIVE_EFFORT = 512;
/** Some 10 ms. */
export const INTERPRETED_EFFORT = 48;
