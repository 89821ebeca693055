import { BLOCK_BYTES, type Icm42688pDecoder, type Lsm6dsoDecoder } from '../../firmware/sensors/decoder';
import { Icm42688pFifo } from '../../firmware/sensors/icm42688p-fifo';
import { Lsm6dsoFifo } from '../../firmware/sensors/lsm6dso-fifo';
import { RestGravity } from '../../firmware/sensors/rest';
import type { FrameRing } from '../../firmware/sensors/ring';
import type { FrameScale } from '../../firmware/sensors/scale';

/** Decodes what a driver reads into a ring, and follows no foot. */
export class RingDecoder implements Lsm6dsoDecoder {
  busy = false;
  gravity = -1;
  readonly block = new Uint8Array(BLOCK_BYTES);
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

  take(words: number): number {
    const frames = this.fifo.decode(this.block, words, this.ring);
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

/** The same for the packets of an ICM-42688-P. */
export class PacketRingDecoder implements Icm42688pDecoder {
  busy = false;
  gravity = -1;
  readonly block = new Uint8Array(BLOCK_BYTES);
  private readonly fifo = new Icm42688pFifo();
  private readonly rest: RestGravity;

  constructor(
    private readonly ring: FrameRing,
    scale: FrameScale,
  ) {
    this.rest = new RestGravity(scale);
  }

  startIcm42688p(slot_us: number, both: boolean, settling: number): void {
    this.rest.interrupt();
    this.fifo.start(slot_us, both, settling);
  }

  expectIcm42688p(newest_us: number, waiting: number, slot_q16: number): void {
    this.fifo.expect(newest_us, waiting, slot_q16);
  }

  take(packets: number): number {
    const frames = this.fifo.decode(this.block, packets, this.ring);
    if (this.gravity < 0) this.gravity = this.rest.take(this.ring, frames);
    return frames;
  }

  resync(): void {
    this.rest.interrupt();
    this.fifo.resync();
  }

  get slots(): number {
    return this.fifo.slots;
  }

  get dropped(): number {
    return this.fifo.dropped;
  }
}
