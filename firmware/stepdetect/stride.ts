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

/** Which part of the foot touches the ground first. */
export const STRIKE_UNKNOWN = 0;
export const STRIKE_REARFOOT = 1;
export const STRIKE_MIDFOOT = 2;
export const STRIKE_FOREFOOT = 3;

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
export const HAS_STEP_TIME = 256;
export const HAS_FLIGHT = 512;
export const HAS_SWING = 1024;
export const HAS_STRIKE = 2048;
export const HAS_EVERSION = 4096;
export const HAS_IMPACT = 8192;
export const HAS_CLEARANCE = 16384;
export const HAS_TURN = 32768;
export const HAS_RISE = 65536;
/** A mark: the accelerometer was at the end of its range at the impact, which was harder than `impactMg` says. */
export const IMPACT_CLIPPED = 131072;

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
  /** Time of a step, the feet taken as alike: half of the stride time, us. */
  stepTimeUs = 0;
  /** Time neither foot is on the ground before this contact's end, the feet taken as alike, us; running only. */
  flightUs = 0;
  /** Time the foot was in the air before `icUs`, us. */
  swingUs = 0;
  /** Pitch of the foot at initial contact against the foot flat on the ground, 0.1 degree; toes up is positive. */
  strikeAngleDdeg = 0;
  /** STRIKE_*. */
  strike = 0;
  /** Rolling in after initial contact, 0.1 degree, 0 or more. */
  eversionDdeg = 0;
  /** Its highest rate, degree/s. */
  eversionRateDps = 0;
  /** Greatest specific force around initial contact, mg. */
  impactMg = 0;
  /** Its steepest rise, mg/ms. */
  impactRateMgMs = 0;
  /** Greatest height of the sensor over the ground it stood on, during the swing that ends at `icUs`, mm. */
  clearanceMm = 0;
  /** Change of heading from the mid-stance before to `midstanceUs`, 0.1 degree; to the left is positive. */
  turnDdeg = 0;
  /** Change of height from the mid-stance before to `midstanceUs`, mm; up is positive. */
  riseMm = 0;
  /** HAS_*, CLIPPED and IMPACT_CLIPPED bits. */
  valid = 0;
}
