/** Sums over the landings of a bout or a session. Doubles that hold whole numbers: exact up to 2^53. */
import type { Landing } from './landing';

const MINUTE_ms = 60000;

export class Tally {
  /** Initial contact of the first and of the last landing, ms on the clock's scale. */
  first_ms = 0;
  last_ms = 0;
  /** Landings of this foot, and how many of them were run, or booked with a length that was not measured. */
  strides = 0;
  runStrides = 0;
  estimatedStrides = 0;
  distance_mm = 0;
  /** Time from landing to landing without the times the runner stood, ms. */
  moving_ms = 0;
  /** Landings that `moving_ms` led up to: all but those after standing. */
  private intervals = 0;

  begin(landing: Landing): void {
    this.first_ms = landing.ic_ms;
    this.strides = 0;
    this.runStrides = 0;
    this.estimatedStrides = 0;
    this.distance_mm = 0;
    this.moving_ms = 0;
    this.intervals = 0;
    this.book(landing);
  }

  add(landing: Landing): void {
    if (landing.gap_ms > 0) {
      this.moving_ms += landing.gap_ms;
      this.intervals++;
    }
    this.book(landing);
  }

  copy(from: Tally): void {
    this.first_ms = from.first_ms;
    this.last_ms = from.last_ms;
    this.strides = from.strides;
    this.runStrides = from.runStrides;
    this.estimatedStrides = from.estimatedStrides;
    this.distance_mm = from.distance_mm;
    this.moving_ms = from.moving_ms;
    this.intervals = from.intervals;
  }

  /** Mean landings of this foot per minute of moving time; 0 when there was none. */
  footCadence_spm(): number {
    return this.moving_ms > 0 ? (this.intervals * MINUTE_ms) / this.moving_ms : 0;
  }

  private book(landing: Landing): void {
    this.last_ms = landing.ic_ms;
    this.strides++;
    if (landing.ran) this.runStrides++;
    if (landing.estimated) this.estimatedStrides++;
    this.distance_mm += landing.length_mm;
  }
}
