/**
 * The cheap pass over every frame: is the foot moving, and where are the moments of least motion?
 *
 * A foot on the ground turns little, a foot in the air turns fast. The mean rotation speed over 60 ms therefore falls
 * into a valley around every mid-stance, whatever way the sensor is mounted. The gate follows it through three states:
 *
 *     REST --above LEAVE--> MOVING --below ENTER--> VALLEY --above--> MOVING        (the valley is confirmed)
 *                                                   VALLEY --300 ms below REST--> REST
 *
 * Where a valley ends is for the detector to judge: it integrates the way between two valleys, and refuses a valley
 * that is not a mid-stance.
 *
 * Integer TypeScript (docs/INTEGER-TYPESCRIPT.md).
 */
import type { MedioLateralAxis } from '../sensors/alignment';
import { COUNTER_MASK, FRAME_AXES, RING_FRAMES, RING_MASK, type FrameRing } from '../sensors/ring';
import { framesOf, rateCounts, type FrameScale } from '../sensors/scale';

/** What `scan` stopped for. */
export const GATE_NONE = 0;
/** The foot left rest; `start` is the last quiet frame before. */
export const GATE_START = 1;
/** The foot moves on after a valley; `valleyAt` is its lowest frame. */
export const GATE_VALLEY = 2;
/** The foot came to rest; `valleyAt` is the lowest frame. */
export const GATE_REST = 3;
/** The foot has been at rest for `STILL_ms`. */
export const GATE_STILL = 4;
/** Motion without a valley for longer than the ring remembers, or frames were lost. */
export const GATE_LOST = 5;

const REST = 0;
const MOVING = 1;
const VALLEY = 2;

/** Length of the sliding mean: shorter than any stance (100 ms in a sprint), longer than the ringing of an impact. @source fit */
const WINDOW_ms = 60;
/** Rotation below which the foot may be at rest; a standing foot stays below it. @source fit */
const REST_dps = 25;
/** Rotation of a foot that really stands, for the zero-rate level and the start of the first stride. @source fit */
const QUIET_dps = 12;
/** A foot that stood moves on above this, however fast it moved before: a small step may follow a long one. @source fit */
const STIR_dps = 120;
/** A frame that tells something about the medio-lateral axis. @source fit */
const TURNING_dps = 60;
/** A foot is at rest when it was below REST_dps for so long. @source fit */
const REST_ms = 300;
/** After this long at rest the last stride is reported without its terminal contact. @source fit */
const STILL_ms = 1200;
/** A quiet frame older than this is no start of a stride; then it starts so long before the foot moved. @source fit */
const QUIET_AGE_ms = 500;
const QUIET_LEAD_ms = 200;
/** A valley is entered below 30 % of the highest rotation since the last one (Q8). @source fit */
const ENTER_Q8 = 77;
/** And left above 130 % of that level (Q8), or twice its lowest value. @source fit */
const LEAVE_Q8 = 333;
/** Frames of the sliding mean at most. @source design: WINDOW_ms at 220 Hz, and a power of two */
const HISTORY = 16;
/** Only every fourth frame goes into the axis: rotation of a foot has no content above 20 Hz that matters there. @source design: cost */
const AXIS_EVERY = 3;
/** Frames a stride may last before it falls out of the ring, with a margin for the block being read. */
const MEMORY = RING_FRAMES - 60;
/** A deadline that never comes. */
const NEVER = -1;

export class MotionGate {
  /** Last quiet frame before the motion that began (counter of the ring). */
  start = 0;
  /** Frame of least rotation of the last valley. */
  valleyAt = 0;
  /** Rotation there, and the highest since the valley before: raw counts. */
  valleyRate = 0;
  peakRate = 0;
  /** Frames at rest before the motion that began; at most the ring's length. */
  restedFrames = 0;

  private readonly window: number;
  private readonly half: number;
  private readonly restSum: number;
  private readonly leaveRestSum: number;
  private readonly quietSum: number;
  private readonly stirSum: number;
  private readonly turning: number;
  private readonly restFrames: number;
  private readonly stillFrames: number;
  private readonly quietAge: number;
  private readonly quietLead: number;

  private readonly history = new Uint16Array(HISTORY);
  /** @range 0 HISTORY-1 */
  private slot = 0;
  private sum = 0;
  private state = REST;
  /**
   * Between these sums, and before this frame, nothing can happen: `judge` is asked only outside of them. This keeps the
   * loop over the frames short. While moving, `high` is the highest.
   */
  private low = -1;
  private high: number;
  private due = NEVER;
  private highest = 0;
  private lowest = 0;
  private quietAt = 0;
  /** In a valley: is it below the level of rest, and since which frame? At rest: the same frame. */
  private resting = false;
  private restAt = 0;
  /** When the stride being made falls out of the ring. */
  private lostAt = NEVER;
  private expected = 0;

  constructor(scale: FrameScale) {
    this.window = Math.min(HISTORY - 1, Math.max(4, framesOf(WINDOW_ms, scale)));
    this.half = this.window >> 1;
    this.restSum = rateCounts(REST_dps * this.window, scale);
    this.leaveRestSum = (this.restSum * LEAVE_Q8) >> 8;
    this.quietSum = rateCounts(QUIET_dps * this.window, scale);
    this.stirSum = rateCounts(STIR_dps * this.window, scale);
    this.turning = rateCounts(TURNING_dps, scale);
    this.restFrames = framesOf(REST_ms, scale);
    this.stillFrames = framesOf(STILL_ms, scale);
    this.quietAge = framesOf(QUIET_AGE_ms, scale);
    this.quietLead = framesOf(QUIET_LEAD_ms, scale);
    this.high = this.leaveRestSum;
  }

  /**
   * Takes frames from the ring up to the next event or the end, feeding the axis on the way.
   * @returns a GATE_* value; GATE_NONE when the ring is empty
   * @noinline
   */
  scan(ring: FrameRing, axis: MedioLateralAxis): number {
    const axes = ring.axes;
    const history = this.history;
    const end = ring.head;
    const window = this.window;
    const turning = this.turning;
    const quiet = this.quietSum;
    const restSum = this.restSum;
    let f = ring.tail;
    let event = f === this.expected ? GATE_NONE : this.lose();
    let slot = this.slot;
    let sum = this.sum;
    let at: number;
    let gx: number;
    let gy: number;
    let gz: number;
    let x: number;
    let y: number;
    let z: number;
    let most: number;
    let rate: number;
    while (f !== end && event === GATE_NONE) {
      const moving = this.state === MOVING;
      let high = this.high;
      // A quiet sum is noted as well: while moving none is above `low`.
      let low = moving || this.low > quiet ? this.low : quiet;
      // Up to the ring's end, and what is due: neither the place in the ring nor the counter wraps within.
      let place = f & RING_MASK;
      const past = f - place;
      const waiting = (end - f) & COUNTER_MASK;
      const until = this.due === NEVER ? RING_FRAMES : ((this.due - f) & COUNTER_MASK) + 1;
      const last = place + (until < waiting ? until : waiting);
      const stop = last < RING_FRAMES ? last : RING_FRAMES;
      for (; place < stop; place++) {
        at = place * FRAME_AXES;
        gx = axes[at + 3];
        gy = axes[at + 4];
        gz = axes[at + 5];
        // Length of the rotation by 5/8 of the largest component and 3/8 of their sum: -3 to +13 %, and no square root.
        x = gx < 0 ? -gx : gx;
        y = gy < 0 ? -gy : gy;
        z = gz < 0 ? -gz : gz;
        most = x > y ? x : y;
        if (z > most) most = z;
        rate = (5 * most + 3 * (x + y + z)) >> 3;
        if (slot === 0) slot = window;
        slot--;
        sum += rate - history[slot];
        history[slot] = rate;
        if ((place & AXIS_EVERY) === 0 && rate > turning) axis.add(gx, gy, gz);
        if (sum >= low && sum <= high) continue;
        if (moving && sum > high) {
          // It turns faster and faster, at every stride for a while: as `move`.
          high = sum;
          low = (sum * ENTER_Q8) >> 8;
          if (low < restSum) low = restSum;
          continue;
        }
        if (sum < quiet) this.quietAt = past + place;
        if (moving || sum < this.low || sum > this.high) break;
      }
      if (moving) {
        this.highest = this.high = high;
        this.low = low;
      }
      const asks = place < stop;
      f = (past + place + (asks ? 1 : 0)) & COUNTER_MASK;
      const frame = (f - 1) & COUNTER_MASK;
      if (asks || frame === this.due) event = this.judge(frame, sum);
    }
    ring.tail = f;
    this.expected = f;
    this.slot = slot;
    this.sum = sum;
    return event;
  }

  /** The last valley counts as a mid-stance: the next stride is measured from it. */
  accept(): void {
    this.lostAt = (this.expected + MEMORY) & COUNTER_MASK;
    this.move(this.sum);
  }

  private judge(f: number, sum: number): number {
    if (this.state === MOVING) return this.judgeMoving(f, sum);
    if (this.state === VALLEY) return this.judgeValley(f, sum);
    return this.judgeRest(f, sum);
  }

  private judgeMoving(f: number, sum: number): number {
    if (sum < this.low) {
      this.state = VALLEY;
      this.resting = false;
      this.lowest = sum;
      this.valleyAt = (f - this.half) & COUNTER_MASK;
      return this.judgeValley(f, sum);
    }
    this.due = NEVER;
    return GATE_LOST;
  }

  private judgeValley(f: number, sum: number): number {
    if (sum < this.lowest) {
      this.lowest = sum;
      this.valleyAt = (f - this.half) & COUNTER_MASK;
    }
    if (sum < this.restSum) {
      if (this.resting && f === this.due) return this.toRest();
      if (!this.resting) {
        this.resting = true;
        this.restAt = f;
        this.due = (f + this.restFrames) & COUNTER_MASK;
      }
      this.low = this.lowest;
      this.high = this.restSum - 1;
      return GATE_NONE;
    }
    this.resting = false;
    let leave = (this.enterLevel() * LEAVE_Q8) >> 8;
    if (this.lowest < this.restSum && leave > this.stirSum) leave = this.stirSum;
    this.low = this.lowest > this.restSum ? this.lowest : this.restSum;
    this.high = leave > this.lowest * 2 ? leave : this.lowest * 2;
    if (sum > this.high) {
      this.tell();
      this.move(this.highest);
      return GATE_VALLEY;
    }
    const lost = f === this.lostAt;
    this.due = lost ? NEVER : this.lostAt;
    return lost ? GATE_LOST : GATE_NONE;
  }

  private judgeRest(f: number, sum: number): number {
    if (sum <= this.high) {
      this.due = NEVER;
      return GATE_STILL;
    }
    const middle = (f - this.half) & COUNTER_MASK;
    const quiet = (this.quietAt - this.half) & COUNTER_MASK;
    const age = (middle - quiet) & COUNTER_MASK;
    this.start = age > this.quietAge ? (middle - this.quietLead) & COUNTER_MASK : quiet;
    const rested = (f - this.restAt) & COUNTER_MASK;
    this.restedFrames = rested < RING_FRAMES ? rested : RING_FRAMES;
    this.lostAt = (this.start + MEMORY) & COUNTER_MASK;
    this.move(sum);
    return GATE_START;
  }

  private toRest(): number {
    this.tell();
    this.state = REST;
    this.low = -1;
    this.high = this.leaveRestSum;
    this.due = (this.restAt + this.stillFrames) & COUNTER_MASK;
    return GATE_REST;
  }

  private move(highest: number): void {
    this.state = MOVING;
    this.highest = highest;
    this.high = highest;
    this.low = this.enterLevel();
    this.due = this.lostAt;
  }

  private enterLevel(): number {
    const level = (this.highest * ENTER_Q8) >> 8;
    return level > this.restSum ? level : this.restSum;
  }

  private tell(): void {
    this.valleyRate = (this.lowest / this.window) | 0;
    this.peakRate = (this.highest / this.window) | 0;
  }

  private lose(): number {
    this.lostAt = NEVER;
    this.move(this.sum);
    return GATE_LOST;
  }
}
