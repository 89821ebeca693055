/** Places of the values that a kernel's `take` reports: what its callers know of it, whichever runs. */

/** Time of the newest frame, us, low 32 bits. */
export const REPORT_NEWEST = 0;
/** Strides waiting for `next`. */
export const REPORT_STRIDES = 1;
/** Changes between 0 and 1 with each gesture of the taps, which is longer than what a FIFO holds. */
export const REPORT_TAPPED = 2;
/** Length of gravity over the first stretch of rest, counts; -1 while there was none. */
export const REPORT_GRAVITY = 3;
/** Words dropped since construction. */
export const REPORT_DROPPED = 4;
/** Frames overwritten before they were looked at, since construction. */
export const REPORT_OVERWRITTEN = 5;
/** FOOT_*: which foot the shoe is on. */
export const REPORT_FOOT = 6;
/** Slots of an ICM-42688-P since its start, modulo 2^32. */
export const REPORT_SLOTS = 7;
export const REPORT_FIELDS = 8;
