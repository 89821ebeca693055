/** A transcript of everything that crossed the seam, in order, as one run of bytes. docs/XS.md gives the format. */

/** First bytes of a transcript; the engine refuses anything else. */
const MAGIC = 'FFSEAM01';
/** Type and kind, two bytes of padding, time, three integers, length of the payload. */
const HEADER_BYTES = 28;

export const RecordType = Object.freeze({ Call: 1, Return: 2, Enter: 3, Exit: 4, End: 5 });

const NO_BYTES = new Uint8Array(0);

export class TranscriptWriter {
  private bytes = Buffer.alloc(1 << 16);
  private length = this.bytes.write(MAGIC, 'latin1');

  /** Appends a record; `payload` is copied. */
  add(
    type: number,
    kind: number,
    time_us: number,
    a = 0,
    b = 0,
    c = 0,
    payload: Uint8Array = NO_BYTES,
  ): void {
    const at = this.length;
    this.reserve(HEADER_BYTES + payload.length);
    const { bytes } = this;
    bytes[at] = type;
    bytes[at + 1] = kind;
    bytes.writeUInt16LE(0, at + 2);
    bytes.writeDoubleLE(time_us, at + 4);
    bytes.writeInt32LE(a, at + 12);
    bytes.writeInt32LE(b, at + 16);
    bytes.writeInt32LE(c, at + 20);
    bytes.writeUInt32LE(payload.length, at + 24);
    bytes.set(payload, at + HEADER_BYTES);
  }

  /** The transcript so far; good until the next `add`. */
  contents(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private reserve(more: number): void {
    const needed = this.length + more;
    if (needed > this.bytes.length) {
      const larger = Buffer.alloc(Math.max(needed, this.bytes.length * 2));
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    this.length = needed;
  }
}
