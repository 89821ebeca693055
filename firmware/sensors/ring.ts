/**
 * The fixed ring of IMU frames between a FIFO decoder (writer) and the detector (reader).
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md): allocated once, indexed with a mask, no closures, no objects per frame.
 */

/** Frames the ring holds: 2.46 s at 208 Hz, longer than the slowest stride the detector accepts. A power of two. */
export const RING_FRAMES = 512;
export const RING_MASK = RING_FRAMES - 1;
/** Values of one frame: ax ay az gx gy gz. */
export const FRAME_AXES = 6;
/** Frame counters count to 2^30 and wrap (59 days at 208 Hz): take differences with `& COUNTER_MASK`. */
export const COUNTER_MASK = 0x3fffffff;

export class FrameRing {
  /** Raw counts of the part, interleaved: frame `f` stands at `(f & RING_MASK) * FRAME_AXES`, ax ay az gx gy gz. */
  readonly axes = new Int16Array(RING_FRAMES * FRAME_AXES);
  /** Time of each frame: microseconds of the part's own clock, corrected to true length; low 32 bits. */
  readonly time_us = new Int32Array(RING_FRAMES);
  /** Frames written since the start, modulo 2^30. */
  head = 0;
  /** Frames the reader has taken, modulo 2^30. */
  tail = 0;
  /** Frames that were overwritten before the reader took them. Saturates at 2^30 - 1. */
  overwritten = 0;

  /** Appends one frame; overwrites the oldest, and counts it, when the reader is a whole ring behind. */
  push(ax: number, ay: number, az: number, gx: number, gy: number, gz: number, time_us: number): void {
    const head = this.head;
    const axes = this.axes;
    const slot = head & RING_MASK;
    const at = slot * FRAME_AXES;
    axes[at] = ax;
    axes[at + 1] = ay;
    axes[at + 2] = az;
    axes[at + 3] = gx;
    axes[at + 4] = gy;
    axes[at + 5] = gz;
    this.time_us[slot] = time_us;
    this.head = (head + 1) & COUNTER_MASK;
    if (((head - this.tail) & COUNTER_MASK) >= RING_FRAMES) {
      this.tail = (head + 1 - RING_FRAMES) & COUNTER_MASK;
      if (this.overwritten < COUNTER_MASK) this.overwritten++;
    }
  }

  /** The writer put `frames` frames behind the newest by itself; what they overwrote is counted as `push` does. */
  wrote(frames: number): void {
    this.head = (this.head + frames) & COUNTER_MASK;
    const over = this.waiting() - RING_FRAMES;
    if (over <= 0) return;
    this.tail = (this.tail + over) & COUNTER_MASK;
    const overwritten = this.overwritten;
    this.overwritten = overwritten < COUNTER_MASK - over ? overwritten + over : COUNTER_MASK;
  }

  /** Frames waiting for the reader. */
  waiting(): number {
    return (this.head - this.tail) & COUNTER_MASK;
  }

  /** Forgets every frame; the overwrite count stays. */
  clear(): void {
    this.tail = this.head;
  }
}
