/**
 * When the gyroscope is worth its current (it draws most of the IMU's): from when somebody walks or runs steadily until they
 * have stood for a while. Before that the accelerometer counts by itself.
 *
 * Nothing is allocated after construction.
 */

/** `always` measures every stride, `never` only counts, `steady` measures while somebody walks or runs steadily. */
export type GyroscopeUse = (typeof GYROSCOPE_USES)[number];
export const GYROSCOPE_USES = Object.freeze(['always', 'steady', 'never'] as const);

/** Landings in a row that are steady gait: the ten steps that pedometers wait for, too. */
const STEADY_STRIDES = 5;
/** Landings further apart are not in a row: a stride of a slow walker takes 1.6 s. */
const IN_A_ROW_ms = 2000;
/** Standing this long, outside of a session, the gyroscope goes off. */
const OFF_AFTER_ms = 20_000;
/** Strides that may have been missed while the detector found its feet, at most. */
const MISSED_MOST = 3;
/** And while the FIFO overran, at most: three seconds of a fast runner, whose pace hardly changes in them. */
const LOST_MOST = 5;

export class GyroscopeSwitch {
  /** Should the gyroscope be on? */
  wanted: boolean;

  private readonly use: GyroscopeUse;
  private inARow = 0;
  private last_ms = -IN_A_ROW_ms;
  private stride_ms = 0;
  /** The next stride is the first since the gyroscope went on. */
  private fresh = false;
  /** Frames were lost soon after this instant. */
  private lostAfter_ms = -Infinity;

  constructor(use: GyroscopeUse) {
    this.use = use;
    this.wanted = use === 'always';
  }

  /** A stride was counted. @param ic_ms its landing, on the clock's scale */
  stride(ic_ms: number): void {
    const gap_ms = ic_ms - this.last_ms;
    this.last_ms = ic_ms;
    this.fresh = false;
    if (gap_ms > IN_A_ROW_ms) {
      this.inARow = 1;
      return;
    }
    this.stride_ms = gap_ms;
    this.inARow++;
    if (this.use === 'steady' && this.inARow >= STEADY_STRIDES) this.wanted = true;
  }

  /** @param inSession a session is open: the gyroscope stays on through its pauses */
  tick(now_ms: number, inSession: boolean): void {
    if (this.use === 'steady' && !inSession && now_ms - this.last_ms > OFF_AFTER_ms) this.wanted = false;
  }

  /** The gyroscope has just been switched on. */
  switchedOn(): void {
    this.fresh = this.inARow > 0;
  }

  /** The FIFO overran: frames after `seen_ms`, when it was read last, are lost. */
  framesLost(seen_ms: number): void {
    this.lostAfter_ms = seen_ms;
  }

  /**
   * Landings between the last one counted and this one, at `ic_ms`, which nobody saw, as the sensor started or frames were lost: as many
   * as fit at the pace of before. To be asked before `stride`.
   */
  missed(ic_ms: number): number {
    const lost = this.last_ms <= this.lostAfter_ms && ic_ms > this.lostAfter_ms;
    if ((!this.fresh && !lost) || this.stride_ms <= 0) return 0;
    const missed = Math.round((ic_ms - this.last_ms) / this.stride_ms) - 1;
    return missed > 0 && missed <= (lost ? LOST_MOST : MISSED_MOST) ? missed : 0;
  }

  /** Landing `i` (1 ..) of the `missed` ones before `ic_ms`, ms. */
  missedAt_ms(i: number, missed: number, ic_ms: number): number {
    return this.last_ms + Math.round(((ic_ms - this.last_ms) * i) / (missed + 1));
  }
}
