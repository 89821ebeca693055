/**
 * How the sensor lies on a foot that is flat on the ground, as far as the accelerometer alone can tell: the direction of what it
 * feels after the surest landings. A foot that pushed off is quiet for an instant, too, but with its heel up.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import { mulShift, norm3 } from '../sensors/integer';

/** Within 32 degrees (cosine, Q10). @source fit --accel-only */
const LIKE_Q10 = 870;

export class FlatFoot {
  private x = 0;
  private y = 0;
  private z = 0;
  private norm = 0;

  /** (x, y, z), counts, is what a flat foot feels. */
  learn(x: number, y: number, z: number): void {
    this.x = x;
    this.y = y;
    this.z = z;
    this.norm = norm3(x, y, z);
  }

  /** May a foot that feels (x, y, z) be flat? True while nothing is known. */
  isLike(x: number, y: number, z: number): boolean {
    const scale = mulShift(norm3(x, y, z), this.norm, 10);
    return scale === 0 || (((x * this.x + y * this.y + z * this.z) / scale) | 0) >= LIKE_Q10;
  }
}
