/**
 * One stride as the detector reports it: a record of fixed layout, filled in place.
 *
 * A stride is one landing of the instrumented foot: it begins with the swing that ends at `icUs` and is reported when
 * its contact has ended (at the next foot-off) or when the foot has come to rest. Instants are microseconds of the IMU's
 * clock, low 32 bits, as in `FrameRing.time_us`: take differences with `| 0`.
 */

/** Gait of a stride. */
export const GAIT_UNKNOWN = 0;
export const GAIT_WALK = 1;
export const GAIT_RUN = 2;

/** Bits of `Stride.valid`: which values are there. A value whose bit is clear must not be used. */
export const HAS_TC = 1;
export const HAS_TO = 2;
export const HAS_MIDSTANCE = 4;
export const HAS_STRIDE_TIME = 8;
export const HAS_CONTACT = 16;
export const HAS_LENGTH = 32;
export const HAS_SPEED = 64;
/** Not a value but a mark: the accelerometer or the gyroscope was at the end of its range during the stride. */
export const CLIPPED = 128;

export class Stride {
  /** Strides reported since the start, this one included. */
  index = 0;
  /** Initial contact, us. Always present. */
  icUs = 0;
  /** Terminal contact that ends the contact begun at `icUs`, us. */
  tcUs = 0;
  /** Foot-off before this contact (start of the swing that ends at `icUs`), us. */
  toUs = 0;
  /** Mid-stance of the contact begun at `icUs`: the instant of least motion, us. */
  midstanceUs = 0;
  /** Time from the initial contact before to this one, us; absent on the first stride after a rest. */
  strideTimeUs = 0;
  /** Contact time, us. */
  contactUs = 0;
  /** Horizontal length of the swing that ends at `icUs`, mid-stance to mid-stance, mm. */
  lengthMm = 0;
  /** Mean speed over the stride, mm/s: length over the stride time, or over the time between the mid-stances. */
  speedMmS = 0;
  /** GAIT_UNKNOWN, GAIT_WALK or GAIT_RUN. */
  gait = 0;
  /** HAS_* and CLIPPED bits. */
  valid = 0;
}
