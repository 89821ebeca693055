import type { FrameScale } from './scale';

/**
 * Bytes of a block at most: the native kernel is handed all of them, and looks at no more. 64 words of an
 * LSM6DSO, 28 packets of the ICM-42688-P.
 */
export const BLOCK_BYTES = 448;

/**
 * What a driver hands its part's FIFO blocks to: the kernel, which decodes them and follows the foot (firmware/kernel). The driver
 * keeps the bus.
 */
export interface BlockDecoder {
  /** What the driver reads blocks into, BLOCK_BYTES. */
  readonly block: Uint8Array;
  /**
   * Takes the first `units` words or packets of `block`.
   * @returns frames that came of them
   */
  take(units: number): number;
  /**
   * There is more to do about the last block: no hurry, unless another one is taken. A driver takes none by itself then, if it may wait.
   */
  readonly busy: boolean;
  /** What follows does not follow on what was taken last: an unknown number of words or packets was lost. */
  resync(): void;
  /** Words or packets dropped: damaged, of another kind, half a frame. */
  readonly dropped: number;
  /** Length of gravity over the first stretch of rest, counts; -1 while there was none. */
  readonly gravity: number;
}

/** The LSM6DSO family's words: `Lsm6dsoFifo`. */
export interface Lsm6dsoDecoder extends BlockDecoder {
  /** As `Lsm6dsoFifo.start`. */
  startLsm6dso(slotTicks: number, tick_q16: number, averages: boolean, now_us: number): void;
  /** As `Lsm6dsoFifo.startAccelOnly`. */
  startLsm6dsoAccelOnly(slotTicks: number, tick_q16: number, now_us: number): void;
}

/** The ICM-42688-P's packets: `Icm42688pFifo`. */
export interface Icm42688pDecoder extends BlockDecoder {
  /** As `Icm42688pFifo.start`. */
  startIcm42688p(slot_us: number, both: boolean, settling: number): void;
  /** As `Icm42688pFifo.expect`. */
  expectIcm42688p(newest_us: number, waiting: number, slot_q16: number): void;
  /** As `Icm42688pFifo.slots`. */
  readonly slots: number;
}

/** Makes the decoder for a part whose frames have these units: with both sensors, and while the gyroscope is off. */
export type DecoderMaker<Decoder extends BlockDecoder> = (
  scale: FrameScale,
  accelOnlyScale: FrameScale,
) => Decoder;
