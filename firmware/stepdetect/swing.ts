/**
 * How much a foot swings: the acceleration across the direction of gravity before a landing, seen from the foot that stands
 * after it.
 *
 * A foot that steps tilts by tens of degrees and is thrown forward and caught again: its acceleration leaves the upright of
 * standing to the side. A foot that taps, or bounces on its toes, goes up and down where it is, however hard it hits.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import { norm3 } from '../sensors/integer';
import { FRAME_AXES, RING_MASK } from '../sensors/ring';

/**
 * Mean over the `frames` frames before the ring's place `end`, counts; a frame adds `most` at most, so that it is told how long
 * the foot swung, not how hard it hit.
 * @param x,y,z acceleration of the standing foot, counts
 */
export function swingAcross(
  axes: Int16Array,
  end: number,
  frames: number,
  x: number,
  y: number,
  z: number,
  most: number,
): number {
  const length = norm3(x, y, z);
  const ux = ((x << 10) / length) | 0;
  const uy = ((y << 10) / length) | 0;
  const uz = ((z << 10) / length) | 0;
  // Two directions across it, Q10: one perpendicular to the sensor's axis that is furthest from it, and one to both.
  const ax = ux < 0 ? -ux : ux;
  const ay = uy < 0 ? -uy : uy;
  const az = uz < 0 ? -uz : uz;
  const isX = ax <= ay && ax <= az;
  const isY = !isX && ay <= az;
  let px = isX ? 0 : isY ? -uz : uy;
  let py = isX ? uz : isY ? 0 : -ux;
  let pz = isX ? -uy : isY ? ux : 0;
  const across = norm3(px, py, pz);
  px = ((px << 10) / across) | 0;
  py = ((py << 10) / across) | 0;
  pz = ((pz << 10) / across) | 0;
  const qx = (uy * pz - uz * py) >> 10;
  const qy = (uz * px - ux * pz) >> 10;
  const qz = (ux * py - uy * px) >> 10;
  let sum = 0;
  for (let k = end - frames; k < end; k++) {
    const at = (k & RING_MASK) * FRAME_AXES;
    const vx = axes[at];
    const vy = axes[at + 1];
    const vz = axes[at + 2];
    let p = (px * vx + py * vy + pz * vz) >> 10;
    let q = (qx * vx + qy * vy + qz * vz) >> 10;
    if (p < 0) p = -p;
    if (q < 0) q = -q;
    // The length of (p, q) to 7 %.
    const size = p > q ? p + ((q * 3) >> 3) : q + ((p * 3) >> 3);
    sum += size < most ? size : most;
  }
  return (sum / frames) | 0;
}
