/** The length a stride is booked with: measured, else the recent mean of the same gait, else nothing. */
import { HAS_LENGTH, type Stride } from '../stepdetect/stride';
import { RecentMean } from './recent';

/**
 * Longer is no stride of a person. Under Armour HOVR takes strides of 1 to 6 m as running (gadget.co.za); the lower end is
 * not ours, since walks count too.
 */
const STRIDE_LONGEST_mm = 6000;

export class StrideLength {
  /** Length of the last stride, whole mm; 0 when not known. */
  last_mm = 0;
  /** Was it measured, rather than taken from the strides before? */
  measured = false;
  private readonly walked_mm = new RecentMean();
  private readonly ran_mm = new RecentMean();

  /** @param running the gait whose recent strides stand in for a missing length */
  add(stride: Stride, running: boolean): void {
    const recent = running ? this.ran_mm : this.walked_mm;
    const length_mm = stride.lengthMm;
    this.measured = (stride.valid & HAS_LENGTH) !== 0 && length_mm >= 0 && length_mm <= STRIDE_LONGEST_mm;
    if (this.measured) {
      recent.add(length_mm);
      this.last_mm = length_mm;
    } else this.last_mm = Math.round(recent.mean());
  }

  /** The runner stands. What was learned of each gait stays. */
  clear(): void {
    this.last_mm = 0;
    this.measured = false;
  }
}
