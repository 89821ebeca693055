import { crc32 } from './crc';

/**
 * Bytes of a stream received so far, in order from its beginning. A phone keeps them where they outlive the program, so
 * that a transfer goes on where it was cut off; this one keeps them in memory.
 */
export interface StoredBytes {
  readonly length: number;
  append(bytes: Uint8Array): void;
  /** Forgets all: the stream is read again from its beginning. */
  clear(): void;
  /** Of all bytes. */
  crc32(): number;
}

/** Length of the first buffer, bytes. */
const FIRST = 1024;

export class MemoryBytes implements StoredBytes {
  length = 0;
  private buffer = new Uint8Array(FIRST);

  append(bytes: Uint8Array): void {
    const end = this.length + bytes.length;
    if (end > this.buffer.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.buffer.length));
      larger.set(this.all());
      this.buffer = larger;
    }
    this.buffer.set(bytes, this.length);
    this.length = end;
  }

  clear(): void {
    this.length = 0;
  }

  crc32(): number {
    return crc32(this.all());
  }

  /** The bytes, not a copy. */
  all(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }
}
