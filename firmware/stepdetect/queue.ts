/**
 * Finished strides on their way out of the detector: a fixed queue of flat records.
 *
 * Integer TypeScript (docs/DESIGN.md).
 */
import type { Stride } from './stride';

const FIELDS = 23;
/** More than one ring of frames can hold. A power of two. */
const PLACES = 16;
const PLACES_MASK = PLACES - 1;

export class StrideQueue {
  private readonly records = new Int32Array(PLACES * FIELDS);
  private first = 0;
  private count = 0;

  /** Strides waiting. */
  waiting(): number {
    return this.count;
  }

  /** Appends a copy; the oldest gives way when nobody has taken 16. */
  push(stride: Stride): void {
    const records = this.records;
    const at = ((this.first + this.count) & PLACES_MASK) * FIELDS;
    records[at] = stride.index;
    records[at + 1] = stride.icUs;
    records[at + 2] = stride.tcUs;
    records[at + 3] = stride.toUs;
    records[at + 4] = stride.midstanceUs;
    records[at + 5] = stride.strideTimeUs;
    records[at + 6] = stride.contactUs;
    records[at + 7] = stride.lengthMm;
    records[at + 8] = stride.speedMmS;
    records[at + 9] = stride.gait;
    records[at + 10] = stride.valid;
    records[at + 11] = stride.stepTimeUs;
    records[at + 12] = stride.flightUs;
    records[at + 13] = stride.swingUs;
    records[at + 14] = stride.strikeAngleDdeg;
    records[at + 15] = stride.strike;
    records[at + 16] = stride.eversionDdeg;
    records[at + 17] = stride.eversionRateDps;
    records[at + 18] = stride.impactMg;
    records[at + 19] = stride.impactRateMgMs;
    records[at + 20] = stride.clearanceMm;
    records[at + 21] = stride.turnDdeg;
    records[at + 22] = stride.riseMm;
    if (this.count < PLACES) this.count++;
    else this.first = (this.first + 1) & PLACES_MASK;
  }

  /** Moves the oldest into `stride`; false when none waits. */
  take(stride: Stride): boolean {
    if (this.count === 0) return false;
    const records = this.records;
    const at = this.first * FIELDS;
    stride.index = records[at];
    stride.icUs = records[at + 1];
    stride.tcUs = records[at + 2];
    stride.toUs = records[at + 3];
    stride.midstanceUs = records[at + 4];
    stride.strideTimeUs = records[at + 5];
    stride.contactUs = records[at + 6];
    stride.lengthMm = records[at + 7];
    stride.speedMmS = records[at + 8];
    stride.gait = records[at + 9];
    stride.valid = records[at + 10];
    stride.stepTimeUs = records[at + 11];
    stride.flightUs = records[at + 12];
    stride.swingUs = records[at + 13];
    stride.strikeAngleDdeg = records[at + 14];
    stride.strike = records[at + 15];
    stride.eversionDdeg = records[at + 16];
    stride.eversionRateDps = records[at + 17];
    stride.impactMg = records[at + 18];
    stride.impactRateMgMs = records[at + 19];
    stride.clearanceMm = records[at + 20];
    stride.turnDdeg = records[at + 21];
    stride.riseMm = records[at + 22];
    this.first = (this.first + 1) & PLACES_MASK;
    this.count--;
    return true;
  }
}
