import type { Lsm6dsoDecoder } from '../../firmware/sensors/decoder';
import { Lsm6dsoFifo } from '../../firmware/sensors/lsm6dso-fifo';
import { RestGravity } from '../../firmware/sensors/rest';
import type { FrameRing } from '../../firmware/sensors/ring';
import type { FrameScale } from '../../firmware/sensors/scale';

/** Decodes what a driver reads into a ring, and follows no foot. */
export class RingDecoder implements Lsm6dsoDecoder {
  gravity = -1;
  private readonly fifo = new Lsm6dsoFifo();
  private readonly rest: RestGravity;

  constructor(
    private readonly ring: FrameRing,
    scale: FrameScale,
  ) {
    this.rest = new RestGravity(scale);
  }

  startLsm6dso(slotTicks: number, tick_q16: number, averages: boolean, now_us: number): void {
    this.rest.interrupt();
    this.fifo.start(slotTicks, tick_q16, averages, now_us);
  }

  startLsm6dsoAccelOnly(slotTicks: number, tick_q16: number, now_us: number): void {
    this.rest.interrupt();
    this.fifo.startAccelOnly(slotTicks, tick_q16, now_us);
  }

  take(block: Uint8Array, words: number): number {
    const frames = this.fifo.decode(block, words, this.ring);
    if (this.gravity < 0) this.gravity = this.rest.take(this.ring, frames);
    return frames;
  }

  resync(): void {
    this.rest.interrupt();
    this.fifo.resync();
  }

  get dropped(): number {
    return this.fifo.dropped;
  }
}
