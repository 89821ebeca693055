/**
 * The days there is something of, for whoever passes them on: those that are over from their records, then the last ones as of
 * the last record. A day told again is told better: the clock was set back, or the shoe restarted.
 */
import { Reader } from './bytes';
import { DAY, PAYLOAD_AT } from './format';
import { END, FOUND, NOT_YET } from './runs';
import type { Scan } from './scan';
import { DAYS_KEPT, type State } from './state';

/** Where in a Day record the day is (SPEC-FLASH, 4.5). */
const DAY_AT = PAYLOAD_AT + 12;

export class DayReader {
  /** The day found, local days since 1970, and its strides of this foot and distance. */
  day = 0;
  strides = 0;
  distance_mm = 0;

  private readonly scan: Scan;
  private readonly state: State;
  private readonly reader = new Reader();
  private after = 0;
  private kept = 0;

  /** @param scan is used for nothing else between `begin` and END */
  constructor(scan: Scan, state: State) {
    this.scan = scan;
    this.state = state;
  }

  /** Goes before the first day after the one numbered `after`. */
  begin(after: number): void {
    this.after = after;
    this.kept = 0;
    this.scan.seek(0);
  }

  /** Finds the next, within what the scan is allowed to read. @returns FOUND, END, or NOT_YET when more has to be allowed */
  step(): number {
    const { scan, reader } = this;
    while (this.kept === 0 && scan.nextAllowed()) {
      if (scan.type !== DAY) continue;
      reader.begin(scan.bytes, DAY_AT, PAYLOAD_AT + scan.length);
      this.day = reader.u16();
      this.strides = reader.u32();
      this.distance_mm = reader.u48();
      if (this.day > this.after) return FOUND;
    }
    if (this.kept === 0 && scan.paused) return NOT_YET;
    return this.nextKept() ? FOUND : END;
  }

  private nextKept(): boolean {
    const { state } = this;
    while (this.kept < DAYS_KEPT) {
      const i = this.kept++;
      this.day = state.day[i];
      this.strides = state.dayStrides[i];
      this.distance_mm = state.dayDistance_mm[i];
      if (this.day > this.after) return true;
    }
    return false;
  }
}
