/** The FIFO blocks of a replay, and the kernel's setting: what `Rounds` takes. */
import { InterpretedKernel } from '../../../firmware/kernel/interpreted';
import type { TraceSource } from '../../traces/source';
import { replay } from '../node';
import type { Setting } from './rounds';

export interface Blocks {
  readonly setting: Setting;
  readonly blocks: readonly Block[];
}

export interface Block {
  readonly words: number;
  /** Of the runner, when the block was taken. */
  readonly moving: boolean;
  readonly bytes: Uint8Array;
}

/** Replays `source` on Node, and notes what the kernel is given. */
export function blocksOf(source: TraceSource): Blocks {
  const blocks: Block[] = [];
  let units: number[] = [];
  let start: number[] = [];
  class Noted extends InterpretedKernel {
    private runnerMoves = false;
    override startLsm6dso(slotTicks: number, tick_q16: number, averages: boolean, now_us: number): void {
      start = [slotTicks, tick_q16];
      super.startLsm6dso(slotTicks, tick_q16, averages, now_us);
    }
    override setMoving(moving: boolean): void {
      this.runnerMoves = moving;
      super.setMoving(moving);
    }
    override take(block: Uint8Array, words: number): number {
      blocks.push({ words, moving: this.runnerMoves, bytes: block.slice() });
      return super.take(block, words);
    }
  }
  replay(source, {
    kernel: (scale, accelOnlyScale, height_mm) => {
      units = [scale.accel_ug, scale.gyro_udps, scale.rate_Hz, height_mm];
      return new Noted(scale, accelOnlyScale, height_mm);
    },
  });
  const [accel_ug, gyro_udps, rate_Hz, height_mm] = units;
  return { setting: [accel_ug, gyro_udps, rate_Hz, height_mm, start[0], start[1]], blocks };
}
