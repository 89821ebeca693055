/**
 * Missing frames within a stride, as their times tell: after an overrun of the FIFO, or where a recording has none.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import { RING_MASK, type FrameRing } from '../sensors/ring';

/** Frames further apart than this are a gap: what is integrated across it is worthless. @source fit */
const GAP_us = 100000;
/** Frames that are looked at together for one. @source design: cost */
const TOGETHER = 8;

export class Gap {
  found = false;
  /** The last frame before the last gap, counted from the first of the stride. */
  at = 0;
  /** Time from that frame to the next, us. */
  length_us = 0;

  /**
   * Looks for frames more than 100 ms apart among the `frames` + 1 frames from `start`. Time does not go back, so it is enough to look
   * at every few of them where those are near each other.
   */
  find(ring: FrameRing, start: number, frames: number): void {
    const times = ring.time_us;
    let before = times[start & RING_MASK];
    let i = 0;
    this.found = false;
    this.length_us = 0;
    while (i < frames) {
      let next = i + TOGETHER < frames ? i + TOGETHER : frames;
      let time = times[(start + next) & RING_MASK];
      if (((time - before) | 0) > GAP_us) {
        next = i + 1;
        time = times[(start + next) & RING_MASK];
        const apart = (time - before) | 0;
        if (apart > GAP_us) {
          this.found = true;
          this.at = i;
          this.length_us = apart;
        }
      }
      before = time;
      i = next;
    }
  }
}
