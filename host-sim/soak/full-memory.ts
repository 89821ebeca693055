/** Partitions filled to the last block by a runner's life: runs of all lengths, walks, resets in the midst of a run. */
import { FlashModel } from '../board/flash';
import { Life, RUN, WALK } from '../powercut/life';
import { Random } from '../traces/synth/random';

/** Setting: every stride of a run is kept. */
const EVERY_STRIDE = 9;

export interface MemoryOptions {
  readonly blocks: number;
  readonly seed: number;
  /** Keep every stride: ten times the bytes. */
  readonly everyStride: boolean;
}

/** @returns the image of a partition whose every block is in use, the oldest runs given up already */
export function fullMemory({ blocks, seed, everyStride }: MemoryOptions): Uint8Array {
  const random = new Random(seed);
  const flash = new FlashModel({ blocks });
  const life = new Life(flash);
  life.record.set(EVERY_STRIDE, everyStride ? 1 : 0);
  life.setTime(60);
  const erased = () => flash.erases.reduce((sum, erases) => sum + erases, 0);
  while (erased() < blocks + 2) {
    const [length, kind] = [random.uniform(), random.uniform()];
    life.go(Math.round(70 + length * length * (everyStride ? 3600 : 7200)), kind < 0.15 ? WALK : RUN);
    if (random.uniform() < 0.1) life.boot({ reason: 7 }, 1000);
    else life.stand(240);
  }
  life.record.settle();
  return flash.image;
}
