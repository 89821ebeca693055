import { BLOCK_BYTES, type Icm42688pDecoder, type Lsm6dsoDecoder } from './decoder';

/** Follows no foot: for a part that is only opened to be powered down, or to watch for motion. */
export class NoDecoder implements Lsm6dsoDecoder, Icm42688pDecoder {
  readonly block = new Uint8Array(BLOCK_BYTES);
  readonly dropped = 0;
  readonly busy = false;
  readonly gravity = -1;
  readonly slots = 0;

  take(): number {
    return 0;
  }

  startLsm6dso(): void {}
  startLsm6dsoAccelOnly(): void {}
  startIcm42688p(): void {}
  expectIcm42688p(): void {}
  resync(): void {}
}
