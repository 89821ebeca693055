/**
 * Views of the beginning of one buffer, one for each length asked for: what is notified has to be a view of exactly its
 * bytes, and a new one for each value would be garbage. A length met for the first time takes four slots of the heap, once.
 */
export class PrefixViews {
  private readonly bytes: Uint8Array;
  private readonly views: Uint8Array[] = [];

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The first `length` bytes. */
  of(length: number): Uint8Array {
    const views = this.views;
    // Most values have one of few lengths: whole chunks of the MTU, and records with the same fields.
    for (let i = 0; i < views.length; i++) if (views[i].length === length) return views[i];
    const made = this.bytes.subarray(0, length);
    views.push(made);
    if (views.length > KEPT) views.shift();
    return made;
  }
}

/** Lengths kept at a time; the oldest gives way. */
const KEPT = 8;
