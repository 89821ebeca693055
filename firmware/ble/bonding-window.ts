/** How long a bond can be made after the gesture, and after power-on. Our choice: time to reach for the phone. */
const WINDOW_ms = 60_000;

/** When a phone may bond: for a while after someone who holds the shoe asked for it. docs/SPEC.md, 5. */
export class BondingWindow {
  private until_ms = -Infinity;

  open(now_ms: number): void {
    this.until_ms = now_ms + WINDOW_ms;
  }

  close(): void {
    this.until_ms = -Infinity;
  }

  isOpen(now_ms: number): boolean {
    return now_ms < this.until_ms;
  }

  /** Seconds left, rounded up; 0 when closed. */
  left_s(now_ms: number): number {
    return this.isOpen(now_ms) ? Math.ceil((this.until_ms - now_ms) / 1000) : 0;
  }
}
