/** A stride to put on the air, and its bytes by docs/SPEC.md 4.3, worked out by hand. */
import {
  GAIT_RUN,
  HAS_CONTACT,
  HAS_LENGTH,
  HAS_SPEED,
  HAS_STRIDE_TIME,
  Stride,
} from '../../firmware/stepdetect/stride';

/** Running: 700 ms from contact to contact, 250 ms of contact, 2.1 m, 3 m/s; the shoe's 4660th. */
export function stride(): Stride {
  const made = new Stride();
  made.index = 0x1234;
  made.gait = GAIT_RUN;
  made.strideTimeUs = 700_000;
  made.contactUs = 250_000;
  made.lengthMm = 2100;
  made.speedMmS = 3000;
  made.valid = HAS_STRIDE_TIME | HAS_CONTACT | HAS_LENGTH | HAS_SPEED;
  return made;
}

/**
 * Its record when it began at 0x5678 ms: 15 bytes follow; running; number; time; fields 0 to 3; 700, 250, 2100, 3000.
 */
export const CONTACT_LENGTH_SPEED =
  '0f' + '02' + '3412' + '7856' + '0f00' + 'bc02' + 'fa00' + '3408' + 'b80b';
