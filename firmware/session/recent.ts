/**
 * Mean of the last few values without the smallest and the largest of them.
 *
 * One stride that the detector missed doubles a stride time, and one that it split halves it: dropping both ends keeps
 * such a value out of the mean (a trimmed mean), where smoothing would smear it over several strides.
 */

/** Values kept: about 4 s of running, 6 s of walking. */
const RECENT = 5;

export class RecentMean {
  /** No typed array: an interpreter reads this in half the time, and it takes fewer slots. */
  private readonly values: number[] = new Array<number>(RECENT).fill(0);
  private count = 0;
  private next = 0;

  add(value: number): void {
    this.values[this.next] = value;
    this.next = this.next + 1 === RECENT ? 0 : this.next + 1;
    if (this.count < RECENT) this.count++;
  }

  /** The mean, in the unit of the values; 0 when there are none. */
  mean(): number {
    const values = this.values;
    const count = this.count;
    if (count === 0) return 0;
    let sum = 0;
    let least = values[0];
    let most = values[0];
    for (let i = 0; i < count; i++) {
      const value = values[i];
      sum += value;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    return count < 3 ? sum / count : (sum - least - most) / (count - 2);
  }

  clear(): void {
    this.count = 0;
    this.next = 0;
  }
}
