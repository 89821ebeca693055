/** What a kernel tells, whichever runs: the result of `take`, and the values of `tell` by place. */

/** In the complement of a negative result of `take`: strides wait for `next`. */
export const TOLD_STRIDES = 0x1000;
/** The same: the gesture of the taps was seen in this block. */
export const TOLD_TAPPED = 0x2000;
/** The same: there is more to do about this block (`Kernel.take`). */
export const TOLD_LEFT = 0x4000;
/** The frames in it. */
export const TOLD_FRAMES = 0xfff;

/** Time of the newest frame, us, low 32 bits. */
export const REPORT_NEWEST = 0;
/** Length of gravity over the first stretch of rest, counts; -1 while there was none. */
export const REPORT_GRAVITY = 1;
/** Words dropped since construction. */
export const REPORT_DROPPED = 2;
/** Frames overwritten before they were looked at, since construction. */
export const REPORT_OVERWRITTEN = 3;
/** FOOT_*: which foot the shoe is on. */
export const REPORT_FOOT = 4;
/** Slots of an ICM-42688-P since its start, modulo 2^32. */
export const REPORT_SLOTS = 5;
export const REPORT_FIELDS = 6;
