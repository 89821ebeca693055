/**
 * Looks for a stretch of rest in the frames and measures the length of gravity there.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */

import { norm3 } from './integer';
import { FRAME_AXES, RING_MASK, type FrameRing } from './ring';
import type { FrameScale } from './scale';

/** Frames of rest to see in a row, a power of two: 0.6 s at 208 Hz, longer than a foot is still in gait at any pace. @source fit */
const REST_SHIFT = 7;
const REST_FRAMES = 1 << REST_SHIFT;
/** Frames this close to the first are rest: some tens of times the noise at 32 g (2 mg rms). @source LSM6DSO32 datasheet, table 3 */
const REST_ACCEL_ug = 60_000;
/** Rotation at rest: above the zero-rate offset and noise (0.5 dps), far below any gait. @source LSM6DSO32 datasheet, table 3 */
const REST_GYRO_udps = 5_000_000;

export class RestGravity {
  private readonly accelTolerance: number;
  private readonly gyroTolerance: number;
  private frames = 0;
  private x = 0;
  private y = 0;
  private z = 0;
  private sumX = 0;
  private sumY = 0;
  private sumZ = 0;

  constructor(scale: FrameScale) {
    this.accelTolerance = (REST_ACCEL_ug / scale.accel_ug) | 0;
    this.gyroTolerance = (REST_GYRO_udps / scale.gyro_udps) | 0;
  }

  /**
   * Takes the newest `frames` frames of the ring.
   * @returns the length of the mean acceleration over the first stretch of rest in counts, -1 while none was seen
   */
  take(ring: FrameRing, frames: number): number {
    const axes = ring.axes;
    const gyroTolerance = this.gyroTolerance;
    for (let left = frames; left > 0; left--) {
      const at = ((ring.head - left) & RING_MASK) * FRAME_AXES;
      const gx = axes[at + 3];
      const gy = axes[at + 4];
      const gz = axes[at + 5];
      const still =
        gx <= gyroTolerance &&
        gx >= -gyroTolerance &&
        gy <= gyroTolerance &&
        gy >= -gyroTolerance &&
        gz <= gyroTolerance &&
        gz >= -gyroTolerance;
      if (!still) this.frames = 0;
      else if (this.add(axes[at], axes[at + 1], axes[at + 2]))
        return norm3(this.sumX >> REST_SHIFT, this.sumY >> REST_SHIFT, this.sumZ >> REST_SHIFT);
    }
    return -1;
  }

  /** Forgets the stretch so far: the next frame does not follow the last. */
  interrupt(): void {
    this.frames = 0;
  }

  private add(x: number, y: number, z: number): boolean {
    const tolerance = this.accelTolerance;
    const dx = x - this.x;
    const dy = y - this.y;
    const dz = z - this.z;
    const near =
      dx <= tolerance &&
      dx >= -tolerance &&
      dy <= tolerance &&
      dy >= -tolerance &&
      dz <= tolerance &&
      dz >= -tolerance;
    if (this.frames === 0 || !near) {
      this.x = this.sumX = x;
      this.y = this.sumY = y;
      this.z = this.sumZ = z;
      this.frames = 1;
      return false;
    }
    this.sumX += x;
    this.sumY += y;
    this.sumZ += z;
    this.frames++;
    return this.frames === REST_FRAMES;
  }
}
