/** What the detectors are set up with, as far as those outside have to know it. */

/** The foot the shoe is on, as the setting of that name numbers it. */
export const FOOT_UNKNOWN = 0;
export const FOOT_LEFT = 1;
export const FOOT_RIGHT = 2;

/**
 * The most frames a second that the detector for the accelerometer alone takes.
 * @source data sheets: 52 Hz nominal and a tenth more, for either part
 */
export const ACCEL_ONLY_MOST_Hz = 60;

/**
 * Height of the sensor above the ground, mm, where nothing else is said: on the instep, some 65 mm high (arch height index 0.34 of the
 * foot's length without toes, 18 to 20 cm), and 25 mm of shoe. A foot in mid-stance is not at rest but rolls over the ground, and the
 * sensor goes forward at (pitch rate) x (height) then: 1 to 2 % of the speed.
 * @source Butler et al. 2008, J Am Podiatr Med Assoc 98:102
 */
export const SENSOR_HEIGHT_mm = 90;

/**
 * How much of a stride one call of the kernel works on, in frames integrated (detector.ts): a stride is long, and nobody answers the
 * radio while one is worked on. What is left is done in calls of their own, each in a turn of its own of the event loop. The strides do not depend on it.
 *
 * A frame is some 150 instructions of the native kernel, 12,000 to 16,000 of the interpreted one (`npm run bench:rv32`). Natively most
 * strides of a run are done in one call, one whose gyroscope was cut off in two to four; interpreted a call takes some 10 ms.
 * @source design
 */
export const NATIVE_EFFORT = 448;
/** The same. @source design */
export const INTERPRETED_EFFORT = 32;
/** All at once. @source arithmetic */
export const EFFORT_MOST = 1 << 20;
