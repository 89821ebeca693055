/**
 * Finished strides on their way out of the detector: a fixed queue of flat records.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import type { Stride } from './stride';
import { STRIDE_FIELDS } from './stride-record';

/** More than come of one FIFO block, after each of which they are taken. A power of two. */
const PLACES = 8;
const PLACES_MASK = PLACES - 1;

export class StrideQueue {
  private readonly records = new Int32Array(PLACES * STRIDE_FIELDS);
  private first = 0;
  private count = 0;

  /** Strides waiting. */
  waiting(): number {
    return this.count;
  }

  /** Appends a copy; the oldest gives way when nobody has taken 8. */
  push(stride: Stride): void {
    const records = this.records;
    const at = ((this.first + this.count) & PLACES_MASK) * STRIDE_FIELDS;
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

  /** Moves the oldest into `record`, the values in the order of `strideOf`; false when none waits. */
  take(record: Int32Array): boolean {
    if (this.count === 0) return false;
    const records = this.records;
    const at = this.first * STRIDE_FIELDS;
    for (let i = 0; i < STRIDE_FIELDS; i++) record[i] = records[at + i];
    this.first = (this.first + 1) & PLACES_MASK;
    this.count--;
    return true;
  }
}
