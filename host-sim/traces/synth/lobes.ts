/**
 * An angle whose rate is a sum of lobes: smooth, each confined to its own time, with a known area.
 *
 * A lobe is the biweight `A (1 - u^2)^2`, u running from -1 through its centre to 1, with a width of its own on either
 * side. Rate and angular acceleration are continuous, and outside its lobes the angle stands exactly still.
 */

import type { Angle } from './attitude';

/** One lobe of an angular rate. Times in s, area (the angle it turns by) in rad. */
export interface Lobe {
  centre_s: number;
  before_s: number;
  after_s: number;
  area_rad: number;
}

/** Integral of (1 - u^2)^2 from 0 to 1. */
const HALF_AREA = 8 / 15;
const VALUES = 5;

export class Lobes implements Angle {
  angle = 0;
  rate = 0;
  accel = 0;

  /**
   * Per lobe, sorted by end: centre, 1 / width before, 1 / width after, peak rate * width before, the same after. A plain
   * array: many of these are made, and small typed arrays are dear to make.
   */
  private readonly table: number[] = [];
  private readonly start: number;
  /** Lobes before this index in the table are over; the angle they have led to. */
  private first = 0;
  private base = 0;
  private last_s = -Infinity;

  /** @param start_rad the angle before any lobe */
  constructor(start_rad: number, lobes: readonly Lobe[]) {
    this.start = start_rad;
    const sorted = [...lobes].sort((a, b) => a.centre_s + a.after_s - b.centre_s - b.after_s);
    for (const { centre_s, before_s, after_s, area_rad } of sorted) {
      const peak = area_rad / (HALF_AREA * (before_s + after_s));
      this.table.push(centre_s, 1 / before_s, 1 / after_s, peak * before_s, peak * after_s);
    }
    this.rewind();
  }

  /** Takes the values of a time; fastest when time goes on. */
  at(time_s: number): void {
    if (time_s < this.last_s) this.rewind();
    this.last_s = time_s;
    const table = this.table;
    const length = table.length;
    let first = this.first;
    while (first < length && (time_s - table[first]) * table[first + 2] >= 1) {
      this.base += HALF_AREA * (table[first + 3] + table[first + 4]);
      first += VALUES;
    }
    this.first = first;
    let angle = this.base;
    let rate = 0;
    let accel = 0;
    for (let i = first; i < length; i += VALUES) {
      const from = time_s - table[i];
      const side = from < 0 ? i + 1 : i + 2;
      const inverse = table[side];
      const u = from * inverse;
      if (u <= -1) continue;
      const span = table[side + 2];
      const square = u * u;
      const rest = 1 - square;
      angle += HALF_AREA * table[i + 3] + span * u * (1 - square * (2 / 3 - square * 0.2));
      rate += span * inverse * rest * rest;
      accel -= span * inverse * inverse * 4 * u * rest;
    }
    this.angle = angle;
    this.rate = rate;
    this.accel = accel;
  }

  private rewind(): void {
    this.first = 0;
    this.base = this.start;
    this.last_s = -Infinity;
  }
}

/** Share of a lobe's area that lies before a time. */
export function shareBefore(lobe: Lobe, time_s: number): number {
  const unit = new Lobes(0, [{ ...lobe, area_rad: 1 }]);
  unit.at(time_s);
  return unit.angle;
}
