/**
 * Does a block of frames show a shoe at rest? Asked of the raw frames while the gyroscope is off: then nobody need look at
 * them more closely, and hours of standing and sitting cost next to nothing.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md): nothing is allocated.
 */
import { norm3 } from './integer';
import { FRAME_AXES, RING_FRAMES, RING_MASK, type FrameRing } from './ring';
import { forceCounts, type FrameScale } from './scale';

/**
 * No axis further than this from the frame before the block: some ten times the part's noise (2 mg), and so little that nothing in it
 * can be a landing to the accelerometer's detector, nor a tap (docs/DESIGN.md, "Counting without the gyroscope").
 * @source LSM6DSO32 datasheet, table 3
 */
const STILL_mg = 25;
/**
 * Its length within this of 1 g: a scale error of 7 %, and an offset of 20 mg.
 * @source docs/ACCURACY.md, "Stride length", and LSM6DSO32 datasheet, table 3
 */
const UPRIGHT_mg = 90;

const RING_AXES = RING_FRAMES * FRAME_AXES;

export class Stillness {
  private readonly tolerance: number;
  private readonly gravity: number;
  private readonly gravityTolerance: number;

  constructor(scale: FrameScale) {
    this.tolerance = forceCounts(STILL_mg, scale);
    this.gravity = forceCounts(1000, scale);
    this.gravityTolerance = forceCounts(UPRIGHT_mg, scale);
  }

  /** Is the shoe at rest in the newest `frames` frames of the ring, and was in the one before them? */
  holds(ring: FrameRing, frames: number): boolean {
    if (frames >= RING_FRAMES) return false;
    const axes = ring.axes;
    const tolerance = this.tolerance;
    const newest = ((ring.head - 1) & RING_MASK) * FRAME_AXES;
    let at = ((ring.head - frames - 1) & RING_MASK) * FRAME_AXES;
    const x = axes[at];
    const y = axes[at + 1];
    const z = axes[at + 2];
    const off = norm3(x, y, z) - this.gravity;
    if (off > this.gravityTolerance || off < -this.gravityTolerance) return false;
    const leastX = x - tolerance;
    const leastY = y - tolerance;
    const leastZ = z - tolerance;
    const mostX = x + tolerance;
    const mostY = y + tolerance;
    const mostZ = z + tolerance;
    while (at !== newest) {
      at += FRAME_AXES;
      if (at === RING_AXES) at = 0;
      let value = axes[at];
      if (value < leastX || value > mostX) return false;
      value = axes[at + 1];
      if (value < leastY || value > mostY) return false;
      value = axes[at + 2];
      if (value < leastZ || value > mostZ) return false;
    }
    return true;
  }
}
