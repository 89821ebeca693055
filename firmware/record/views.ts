/**
 * Views of the beginning of a buffer, one for each size asked for: flash reads and programs the whole of what it is given, and
 * a new view for each record would be garbage. A size met for the first time takes four slots of the heap, once.
 */
import { RECORD_MOST, UNIT } from './format';

export class SizedViews {
  private readonly bytes: Uint8Array;
  private readonly views: (Uint8Array | undefined)[];

  /** @param bytes RECORD_MOST of them */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.views = new Array<Uint8Array | undefined>(RECORD_MOST / UNIT).fill(undefined);
  }

  /** The first `size` bytes; a multiple of UNIT, up to RECORD_MOST. */
  of(size: number): Uint8Array {
    const index = size / UNIT - 1;
    let view = this.views[index];
    if (view === undefined) {
      view = this.bytes.subarray(0, size);
      this.views[index] = view;
    }
    return view;
  }
}
