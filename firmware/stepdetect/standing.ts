/**
 * What a standing foot tells: which way is up, where the gyroscope's zero lies, and how long gravity reads.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import { norm3 } from '../sensors/integer';
import { COUNTER_MASK, FRAME_AXES, RING_MASK, type FrameRing } from '../sensors/ring';
import { forceCounts, framesOf, rateCounts, type FrameScale } from '../sensors/scale';
import type { Strapdown } from './strapdown';

/** Half of the time the specific force is averaged over. @source fit */
const LEVEL_HALF_ms = 30;
/** Largest difference from 1 g at which the accelerometer shows gravity and nothing else, Q8: 10 %. @source fit */
const LEVEL_SHARE_Q8 = 26;
/** Frames of rest averaged for the zero-rate level of the gyroscope: a standing foot sways, fewer tell of that instead. @source fit */
const BIAS_FRAMES = 256;
/** Frames before the motion that are left out of it. @source fit */
const BIAS_MARGIN = 20;
/** And the rest is taken for one only when no axis changed by more than this in it. @source fit */
const BIAS_SPREAD_dps = 6;
/** Of the up of a flat foot each new one counts for this part: slopes and a shoe put on anew are followed in some strides. @source fit */
const FLAT_SHARE = 4;

/** Cosine of 40 degrees, Q8: more than the steepest ground a foot stands on. @source physiology: a slope of 40 % is 22 degrees */
const ANEW_COS_Q8 = 196;

/** Frames of rest averaged for the length of gravity. A swaying foot turns by less than a degree in them. @source fit */
const GRAVITY_SHIFT = 6;
const GRAVITY_FRAMES = 1 << GRAVITY_SHIFT;
/**
 * It counts when the foot stood: no axis turned faster, no specific force changed by more than a swaying leg's. One that does not
 * change at all is no sensor's (it has noise), but a stuck one.
 * @source fit
 */
const GRAVITY_TURN_dps = 25;
const GRAVITY_SPREAD_mg = 100;
/** Rests whose mean is taken; after them each new one counts for a quarter. @source fit */
const GRAVITY_RESTS = 4;
/**
 * Largest scale error of an accelerometer that is believed, Q8: 9 % (parts and their soldering stay within 7 %).
 * @source parts read up to 7 % wrong (docs/ACCURACY.md, "Stride length")
 */
const SCALE_MOST_Q8 = 23;

export class StandingFoot {
  /** Length of gravity as this accelerometer shows it, 1/16 counts; as it should read while `rests` is 0. */
  gravity16: number;
  /** Rests it was learned from, up to a limit. */
  rests = 0;
  private readonly oneG16: number;
  private readonly turnMost: number;
  private readonly forceSpreadMost: number;
  private readonly levelHalf: number;
  private readonly spreadMost: number;
  /** Up while the foot stood flat, Q15. @range -32800 32800 */
  private flatX = 0;
  /** @range -32800 32800 */
  private flatY = 0;
  /** @range -32800 32800 */
  private flatZ = 0;
  private knowsFlat = false;
  private flatInGait = false;
  private readonly bias = new Int32Array(3);
  private readonly force = new Int32Array(3);
  /** Mean specific force, raw counts, around which frame (-1: none yet): result of `meanForce`. */
  private forceAt = -1;
  private forceX = 0;
  private forceY = 0;
  private forceZ = 0;

  constructor(scale: FrameScale) {
    this.oneG16 = forceCounts(16_000, scale);
    this.gravity16 = this.oneG16;
    this.turnMost = rateCounts(GRAVITY_TURN_dps, scale);
    this.forceSpreadMost = forceCounts(GRAVITY_SPREAD_mg, scale);
    this.levelHalf = Math.max(2, framesOf(LEVEL_HALF_ms, scale));
    this.spreadMost = rateCounts(BIAS_SPREAD_dps, scale);
  }

  /** Takes up from the mean specific force around the frame `at`. */
  level(ring: FrameRing, at: number, way: Strapdown): void {
    this.meanForce(ring, at);
    way.level(this.forceX, this.forceY, this.forceZ);
  }

  /**
   * As `level`, but only when that force is as long as gravity; else up stays what it was.
   * @returns whether it was
   */
  levelIfGravity(ring: FrameRing, at: number, way: Strapdown): boolean {
    if (!this.isGravity(ring, at, LEVEL_SHARE_Q8)) return false;
    way.level(this.forceX, this.forceY, this.forceZ);
    const rests = this.flatInGait ? FLAT_SHARE : 1;
    this.flatInGait = true;
    this.flatX += ((way.upX - this.flatX) / rests) | 0;
    this.flatY += ((way.upY - this.flatY) / rests) | 0;
    this.flatZ += ((way.upZ - this.flatZ) / rests) | 0;
    this.knowsFlat = true;
    return true;
  }

  /**
   * Takes up from how the foot lay when it last stood flat: it lies so in every mid-stance, but for the slope of the ground.
   * That is less than what is left of an attitude carried through a stride whose rotation or force was cut off.
   */
  levelAsFlat(way: Strapdown): void {
    if (this.knowsFlat) way.level(this.flatX, this.flatY, this.flatZ);
  }

  /** Before any mid-stance was seen, the foot lies flat as it stands now. */
  standsAs(way: Strapdown): void {
    if (this.flatInGait) return;
    this.flatX = way.upX;
    this.flatY = way.upY;
    this.flatZ = way.upZ;
    this.knowsFlat = true;
  }

  /**
   * Does the foot that stood for `rested` frames until the frame `end` lie otherwise in the sensor's axes than it lay in gait, by
   * more than any slope? Then the sensor was put into the shoe anew. What is known of the flat foot is forgotten.
   */
  liesAnew(ring: FrameRing, end: number, rested: number): boolean {
    if (!this.knowsFlat || rested < GRAVITY_FRAMES) return false;
    if (!this.isGravity(ring, end - BIAS_MARGIN, LEVEL_SHARE_Q8)) return false;
    const anew = !this.isUpright(this.flatX, this.flatY, this.flatZ, ANEW_COS_Q8);
    if (anew) this.knowsFlat = this.flatInGait = false;
    return anew;
  }

  /** Is the mean specific force around the frame `at` within `share`/256 of 1 g? */
  isGravity(ring: FrameRing, at: number, share: number): boolean {
    this.meanForce(ring, at);
    const gravity = this.gravity16 >> 4;
    const off = norm3(this.forceX, this.forceY, this.forceZ) - gravity;
    const most = (gravity * share) >> 8;
    return off < most && off > -most;
  }

  /** Is the force `isGravity` last looked at within an angle of the direction (upX, upY, upZ), Q15, whose cosine is given, Q8? */
  isUpright(upX: number, upY: number, upZ: number, cosineQ8: number): boolean {
    const along = (this.forceX * upX + this.forceY * upY + this.forceZ * upZ) >> 15;
    return along > (norm3(this.forceX, this.forceY, this.forceZ) * cosineQ8) >> 8;
  }

  /** A length integrated from this accelerometer, put right by the length of gravity it shows. */
  trueLength(length_mm: number): number {
    return ((length_mm * this.oneG16) / this.gravity16) | 0;
  }

  /**
   * Takes the scale of the accelerometer from the rest that ended at the frame `end`, when it was still for a third of a second.
   * @param rested frames of rest before `end`
   */
  learnScale(ring: FrameRing, end: number, rested: number): void {
    if (rested >= GRAVITY_FRAMES + BIAS_MARGIN) this.learnGravity(ring, end - BIAS_MARGIN - GRAVITY_FRAMES);
  }

  /** The same of the zero-rate level of the gyroscope: from more than a second, as a foot that stands still turns all the same. */
  learnZero(ring: FrameRing, end: number, rested: number, way: Strapdown): void {
    if (rested >= BIAS_FRAMES + BIAS_MARGIN) this.learnBias(ring, end - BIAS_MARGIN - BIAS_FRAMES, way);
  }

  private learnBias(ring: FrameRing, first: number, way: Strapdown): void {
    const axes = ring.axes;
    for (let axis = 3; axis < FRAME_AXES; axis++) {
      let sum = 0;
      let least = 32767;
      let greatest = -32768;
      for (let i = 1; i <= BIAS_FRAMES; i++) {
        const value = axes[((first + i) & RING_MASK) * FRAME_AXES + axis];
        sum += value;
        if (value < least) least = value;
        if (value > greatest) greatest = value;
      }
      if (greatest - least > this.spreadMost) return;
      this.bias[axis - 3] = ((sum * 16) / BIAS_FRAMES) | 0;
    }
    way.biasX = this.bias[0];
    way.biasY = this.bias[1];
    way.biasZ = this.bias[2];
  }

  /** @noinline */
  private learnGravity(ring: FrameRing, first: number): void {
    const axes = ring.axes;
    const turnMost = this.turnMost;
    let spread = 0;
    for (let axis = 0; axis < FRAME_AXES; axis++) {
      let sum = 0;
      let least = 32767;
      let greatest = -32768;
      for (let i = 1; i <= GRAVITY_FRAMES; i++) {
        const value = axes[((first + i) & RING_MASK) * FRAME_AXES + axis];
        sum += value;
        if (value < least) least = value;
        if (value > greatest) greatest = value;
      }
      if (axis >= 3) {
        if (greatest > turnMost || least < -turnMost) return;
        continue;
      }
      this.force[axis] = sum;
      if (greatest - least > spread) spread = greatest - least;
    }
    if (spread === 0 || spread > this.forceSpreadMost) return;
    const force = this.force;
    const gravity16 = norm3(force[0], force[1], force[2]) >> (GRAVITY_SHIFT - 4);
    const off = gravity16 - this.oneG16;
    const most = (this.oneG16 * SCALE_MOST_Q8) >> 8;
    if (off > most || off < -most) return;
    if (this.rests < GRAVITY_RESTS) this.rests++;
    this.gravity16 += ((gravity16 - this.gravity16) / this.rests) | 0;
  }

  private meanForce(ring: FrameRing, middle: number): void {
    // The end of one stride is asked for again and again.
    const frame = middle & COUNTER_MASK;
    if (frame === this.forceAt) return;
    this.forceAt = frame;
    const axes = ring.axes;
    const half = this.levelHalf;
    let x = 0;
    let y = 0;
    let z = 0;
    for (let i = -half; i <= half; i++) {
      const at = ((middle + i) & RING_MASK) * FRAME_AXES;
      x += axes[at];
      y += axes[at + 1];
      z += axes[at + 2];
    }
    const n = 2 * half + 1;
    this.forceX = (x / n) | 0;
    this.forceY = (y / n) | 0;
    this.forceZ = (z / n) | 0;
  }
}
