/**
 * When to look after the IMU: an edge of its interrupt can be lost, a part can fall silent, or not answer at all. Decides only;
 * the shoe acts.
 */

/** An IMU that gave no frames for this long is looked after. */
const LATE_ms = 1000;
/** One that gives none for this long is set up anew. */
const SILENT_ms = 5000;
/** From one try to set up a part that does not answer to the next: doubled each time, a bad joint may heal soon or never. */
const RETRY_LEAST_ms = 1000;
const RETRY_MOST_ms = 60_000;

export class SensorWatch {
  /** The part is set up, as far as is known. */
  answers = false;
  /** Times a silent part was given up and set up anew. */
  restarts = 0;
  /** Pause after the next try that fails, ms. */
  retry_ms = RETRY_LEAST_ms;
  /** When frames came last, or the part was woken: to be kept up to date. */
  frames_ms = 0;
  private tried_ms = 0;
  private failed = false;

  /** A try to set the part up begins. The first comes at once, each one more after a longer pause. */
  tries(now_ms: number): void {
    this.answers = false;
    this.tried_ms = now_ms;
    if (this.failed) this.retry_ms = this.retry_ms * 2 < RETRY_MOST_ms ? this.retry_ms * 2 : RETRY_MOST_ms;
    this.failed = true;
  }

  /** It is set up, or awake again. */
  opened(now_ms: number): void {
    this.answers = true;
    this.failed = false;
    this.retry_ms = RETRY_LEAST_ms;
    this.frames_ms = now_ms;
  }

  /** The part was given up: it could not be spoken to. */
  lost(now_ms: number): void {
    this.answers = false;
    this.failed = false;
    this.tried_ms = now_ms;
  }

  /** Is it time for another try? */
  isDue(now_ms: number): boolean {
    return now_ms - this.tried_ms >= this.retry_ms;
  }

  isLate(now_ms: number): boolean {
    return now_ms - this.frames_ms >= LATE_ms;
  }

  /** @returns true when the part has to be given up and set up anew */
  isSilent(now_ms: number): boolean {
    if (now_ms - this.frames_ms < SILENT_ms) return false;
    this.restarts++;
    return true;
  }
}
