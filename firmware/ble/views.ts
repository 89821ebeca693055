/**
 * Views of the beginning of one buffer, one for each length asked for: what is notified has to be a view of exactly its
 * bytes, and a new one for each value would be garbage. A length met for the first time takes four slots of the heap, once.
 */
export class PrefixViews {
  private readonly bytes: Uint8Array;
  private readonly views: (Uint8Array | undefined)[];

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.views = new Array<Uint8Array | undefined>(KEPT).fill(undefined);
  }

  /** The first `length` bytes. */
  of(length: number): Uint8Array {
    const views = this.views;
    // Most values have one of few lengths: whole chunks of the MTU, and records with the same fields.
    for (let i = 0; i < KEPT; i++) {
      const view = views[i];
      if (view === undefined) break;
      if (view.length === length) return view;
    }
    const made = this.bytes.subarray(0, length);
    for (let i = KEPT - 1; i > 0; i--) views[i] = views[i - 1];
    views[0] = made;
    return made;
  }
}

/** Lengths kept at a time; the oldest gives way. */
const KEPT = 8;
