/**
 * Landings become strides in a row: several of them in rhythm, by a foot that comes back to the same attitude and has swung
 * in between. A shoe that is thrown, washed or lent to a tapping foot lands too, but not like that.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md): nothing is allocated after construction.
 */
import { norm3 } from '../sensors/integer';
import { COUNTER_MASK } from '../sensors/ring';
import { forceCounts, type FrameScale } from '../sensors/scale';
import type { StrideQueue } from './queue';
import { GAIT_UNKNOWN, HAS_STRIDE_TIME, Stride } from './stride';

/** Landings that make a row, and those held back until then. @source fit --accel-only */
const ROW = 4;
const HELD = ROW - 1;
/**
 * The quiet foot after a landing lies as after the one before, within 37 degrees (cosine, Q10); after a hard one, whose foot is quiet
 * for no more than an instant, within 53. Chosen above what the recordings of docs/ACCURACY.md show (99 % of walking strides within 25,
 * of running ones within 44); thrown and tumbling shoes lie anyhow.
 * @source fit --accel-only
 */
const LIKE_Q10 = 818;
const LIKE_HARD_Q10 = 614;
/**
 * Swing across gravity (`swingAcross`), weighted mean of the last landings: amid 180 and 270 mg, between which every count of
 * docs/ACCURACY.md, "Accelerometer only", is the same. Tapping feet (synthetic) stay below.
 * @source fit --accel-only
 */
const SWING_mg = 230;
/** Of the last three landings at most one may have had a rival half a stride away. @source fit --accel-only */
const CROWDED_MOST = 1;

export class Row {
  private readonly queue: StrideQueue;
  private readonly out = new Stride();
  private count = 0;
  private readonly swingLeast: number;
  private readonly icUs = new Int32Array(HELD);
  private readonly strideTimeUs = new Int32Array(HELD);
  private length = 0;
  private swing = 0;
  private crowded = 0;
  private x = 0;
  private y = 0;
  private z = 0;
  private norm = 0;

  constructor(queue: StrideQueue, scale: FrameScale) {
    this.queue = queue;
    this.swingLeast = forceCounts(SWING_mg, scale);
  }

  /** The next landing does not belong to those so far. */
  end(): void {
    this.length = 0;
    this.crowded = 0;
  }

  /**
   * Takes a landing.
   * @param ic its instant, us
   * @param strideTime time since the landing before, us; 0 when not known
   * @param x,y,z acceleration of the quiet foot after it, counts
   * @param swing as `Activity.swing` gives it
   * @param hard a landing as a runner's
   * @param rival something else near it looked like a landing, too
   */
  add(
    ic: number,
    strideTime: number,
    x: number,
    y: number,
    z: number,
    swing: number,
    hard: boolean,
    rival: boolean,
  ): void {
    const norm = norm3(x, y, z);
    if (this.length > 0 && !this.isLike(x, y, z, norm, hard)) this.end();
    this.x = x;
    this.y = y;
    this.z = z;
    this.norm = norm;
    this.swing = this.length === 0 ? swing : (this.swing * 3 + swing) >> 2;
    this.crowded = ((this.crowded << 1) | (rival ? 1 : 0)) & 7;
    const crowd = (this.crowded & 1) + ((this.crowded >> 1) & 1) + (this.crowded >> 2);
    const isRow = this.length >= HELD && this.swing >= this.swingLeast && crowd <= CROWDED_MOST;
    if (!isRow) {
      this.hold(ic, strideTime);
      return;
    }
    if (this.length === HELD) this.release();
    this.length = ROW;
    this.push(ic, strideTime);
  }

  private isLike(x: number, y: number, z: number, norm: number, hard: boolean): boolean {
    const scale = (norm * this.norm) >> 10;
    if (scale === 0) return false;
    return (((x * this.x + y * this.y + z * this.z) / scale) | 0) >= (hard ? LIKE_HARD_Q10 : LIKE_Q10);
  }

  private hold(ic: number, strideTime: number): void {
    if (this.length >= HELD) {
      this.icUs.copyWithin(0, 1);
      this.strideTimeUs.copyWithin(0, 1);
      this.length = HELD - 1;
    }
    this.icUs[this.length] = ic;
    this.strideTimeUs[this.length] = strideTime;
    this.length++;
  }

  private release(): void {
    for (let i = 0; i < HELD; i++) this.push(this.icUs[i], this.strideTimeUs[i]);
  }

  /** @noinline */
  private push(ic: number, strideTime: number): void {
    const out = this.out;
    this.count = (this.count + 1) & COUNTER_MASK;
    out.index = this.count;
    out.icUs = ic;
    out.strideTimeUs = strideTime;
    out.gait = GAIT_UNKNOWN;
    out.valid = strideTime > 0 ? HAS_STRIDE_TIME : 0;
    this.queue.push(out);
  }
}
