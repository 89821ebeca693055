/**
 * Measures the true time between the samples of a part that does not tell how far its oscillator is off, by the chip's clock.
 *
 * The samples a part has taken are counted against the time that has passed: read at any moment the count is right to one
 * sample, so after one second at 200 Hz the time between two is known to 0.5 %, after a minute to 0.01 %. (Read when the
 * watermark interrupt comes it is much better, as the last sample has just been taken.) Each span is twice as long as the
 * one before, up to a minute; then it begins anew, for an oscillator drifts with temperature. After a break the first span is
 * longer, so that what was learned is not given up for less.
 *
 * Linux inv_icm42600 does the same: its "chip period" comes from the distance of watermark interrupts.
 */

/** The first span, the first after a break, and the longest, ms. */
const FIRST_SPAN_ms = 1000;
const RENEWED_SPAN_ms = 8000;
const LONGEST_SPAN_ms = 64_000;
/** No oscillator is further off than this: the ICM-42688-P 8 % at most (DS-000347, 4.10). More is a mistake in counting. */
const MOST_PERCENT = 10;

export class SlotMeter {
  /** True time from sample to sample as far as is known, 1/65536 us: at first the nominal one. */
  slot_q16: number;

  private readonly least_q16: number;
  private readonly most_q16: number;
  private learned = false;
  private began_ms = -1;
  private beganAt = 0;
  private span_ms = FIRST_SPAN_ms;

  /** @param nominal_us the time between samples that the part's data sheet gives, 20,000 at most */
  constructor(nominal_us: number) {
    const nominal_q16 = nominal_us * 65_536;
    this.slot_q16 = nominal_q16;
    this.least_q16 = nominal_q16 * (1 - MOST_PERCENT / 100);
    this.most_q16 = nominal_q16 * (1 + MOST_PERCENT / 100);
  }

  /** The count of samples has a break here; what was learned stays. */
  interrupt(): void {
    this.began_ms = -1;
    this.span_ms = this.learned ? RENEWED_SPAN_ms : FIRST_SPAN_ms;
  }

  /**
   * @param samples samples taken so far, modulo 2^32, lost ones included
   * @param now_ms time of the chip's clock at which there were so many
   */
  note(samples: number, now_ms: number): void {
    if (this.began_ms < 0) {
      this.began_ms = now_ms;
      this.beganAt = samples;
      return;
    }
    const passed_ms = now_ms - this.began_ms;
    if (passed_ms < this.span_ms) return;
    const slot_q16 = Math.round((passed_ms * 65_536_000) / ((samples - this.beganAt) | 0));
    if (!(slot_q16 >= this.least_q16 && slot_q16 <= this.most_q16)) {
      this.interrupt();
      return;
    }
    this.slot_q16 = slot_q16;
    this.learned = true;
    if (this.span_ms < LONGEST_SPAN_ms) {
      this.span_ms *= 2;
    } else {
      this.began_ms = now_ms;
      this.beganAt = samples;
    }
  }
}
