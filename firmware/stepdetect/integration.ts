/**
 * The integration of the way between two valleys, in pieces: a stride is long, and nothing else goes on while one is worked on.
 *
 * Where a gyroscope at the end of its range cut off rotation there are three runs of it: as it is; with half of what may be hidden put
 * back, which tells how the velocity left at the end depends on it; and with the share that leaves least.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import type { MedioLateralAxis } from '../sensors/alignment';
import { mulShift, norm3, shareQ10 } from '../sensors/integer';
import type { FrameRing } from '../sensors/ring';
import { RING_PAIRS } from './inertial-track';
import type { PitchTrack } from './pitch';
import type { Saturation } from './saturation';
import { RUN_LOST, RUN_ON, RUN_THROUGH, type Strapdown } from './strapdown';

/** What is tried of the rotation that a gyroscope may have cut off, to learn what it changes; half. @source design */
const TRIAL_SHARE_Q8 = 128;
/** Which run is under way. */
const AS_IT_IS = 0;
const TRIAL = 1;
const LAST = 2;

export class Integration {
  /** Up where it began, Q15. @range -32800 32800 */
  upX = 0;
  /** @range -32800 32800 */
  upY = 0;
  /** @range -32800 32800 */
  upZ = 0;
  private run = AS_IT_IS;
  /** Velocity left at the end of the first run. */
  private forwardV = 0;
  private rightV = 0;
  private upV = 0;

  /** Looks for the end of the accelerometer's range in the frames from `from` on that `track` has followed: `begin` is to know it. */
  weigh(ring: FrameRing, from: number, way: Strapdown, track: PitchTrack): void {
    way.force.limit.find(ring, from, track.frames);
  }

  /**
   * Begins with the frames from `from` to `to` (counters of the ring), which `track` has followed and `weigh` has seen.
   * @param saturation the end of the gyroscope's range in them has been looked for
   * @returns false when there is nothing to integrate, as `Strapdown.begin`
   */
  begin(
    ring: FrameRing,
    from: number,
    to: number,
    axis: MedioLateralAxis,
    way: Strapdown,
    track: PitchTrack,
    saturation: Saturation,
  ): boolean {
    const limit = way.force.limit;
    track.clipped = saturation.found || saturation.clipped || limit.clipped || limit.frames > 0;
    this.upX = way.upX;
    this.upY = way.upY;
    this.upZ = way.upZ;
    this.run = AS_IT_IS;
    return way.begin(ring, from, to, axis.x, axis.y, axis.z, saturation);
  }

  /**
   * Goes on with it, for `most` pairs of frames at most.
   * @returns RUN_ON when that was not all; RUN_THROUGH when `way` has what came of it; RUN_LOST when nothing did
   */
  goOn(
    ring: FrameRing,
    from: number,
    to: number,
    axis: MedioLateralAxis,
    way: Strapdown,
    saturation: Saturation,
    most: number,
  ): number {
    const state = way.follow(ring, from, to, most < RING_PAIRS ? most : RING_PAIRS);
    if (state === RUN_ON) return RUN_ON;
    if (state === RUN_THROUGH) way.finish(ring, from, to);
    const track = way.track;
    if (this.run === AS_IT_IS) {
      if (state === RUN_LOST || !saturation.found) return state;
      this.forwardV = track.forwardV;
      this.rightV = track.rightV;
      this.upV = track.upV;
      saturation.share = TRIAL_SHARE_Q8;
      this.run = TRIAL;
    } else if (this.run === TRIAL) {
      saturation.share = state === RUN_LOST ? 0 : this.leastShare_Q8(way);
      this.run = LAST;
    } else {
      return state;
    }
    way.resume(this.upX, this.upY, this.upZ);
    way.begin(ring, from, to, axis.x, axis.y, axis.z, saturation);
    return RUN_ON;
  }

  /** The share at which the velocity left at the end is least, by that of the first run and of the trial; Q8, 0 to 256. */
  private leastShare_Q8(way: Strapdown): number {
    const forward = this.forwardV;
    const right = this.rightV;
    const up = this.upV;
    const byF = way.track.forwardV - forward;
    const byR = way.track.rightV - right;
    const byU = way.track.upV - up;
    const change = norm3(byF, byR, byU);
    if (change < 16) return 0;
    const along =
      mulShift(forward, shareQ10(byF, change), 10) +
      mulShift(right, shareQ10(byR, change), 10) +
      mulShift(up, shareQ10(byU, change), 10);
    const share = -(((along * TRIAL_SHARE_Q8) / change) | 0);
    return share < 0 ? 0 : share > 256 ? 256 : share;
  }
}
