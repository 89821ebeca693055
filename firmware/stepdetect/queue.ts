/**
 * Finished strides on their way out of the detector: a fixed queue of flat records.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import type { Stride } from './stride';
import { STRIDE_FIELDS } from './stride-record';

/** More than come of one FIFO block, after each of which they are taken: 64 frames without gyroscope are 1.3 s. @source design: memory */
const PLACES = 6;

export class StrideQueue {
  private readonly records = new Int32Array(PLACES * STRIDE_FIELDS);
  /** @range 0 PLACES-1 */
  private first = 0;
  /** @range 0 PLACES */
  private count = 0;

  /** Strides waiting. */
  waiting(): number {
    return this.count;
  }

  /** Appends a copy; the oldest gives way when nobody has taken 6. */
  push(stride: Stride): void {
    const records = this.records;
    const place = this.first + this.count;
    const at = (place < PLACES ? place : place - PLACES) * STRIDE_FIELDS;
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
    else this.first = after(this.first);
  }

  /** Moves the oldest into `record`, the values in the order of `strideOf`; false when none waits. */
  take(record: Int32Array): boolean {
    if (this.count === 0) return false;
    const records = this.records;
    const at = this.first * STRIDE_FIELDS;
    for (let i = 0; i < STRIDE_FIELDS; i++) record[i] = records[at + i];
    this.first = after(this.first);
    this.count--;
    return true;
  }
}

/** The place behind `place`. */
function after(place: number): number {
  return place + 1 < PLACES ? place + 1 : 0;
}
