import { FIFO_WORDS } from './lsm6dso-model-config';
import { Tag } from './lsm6dso-model-registers';

/** A tag byte and three 16-bit values, low byte first (section 6.5). */
export const WORD_BYTES = 7;
const WORD_MASK = FIFO_WORDS - 1;

/** The FIFO memory: a ring of tagged words. Beside the part's bytes it knows the true time of every word. */
export class WordFifo {
  /** Words waiting. */
  count = 0;
  /** Words overwritten, or not taken because the FIFO stopped, since the model was made. */
  lost = 0;
  /** Words read out since the model was made. */
  taken = 0;
  /** Simulated time of the last gyroscope and accelerometer words read out, us. */
  takenGyro_us = NaN;
  takenAccel_us = NaN;
  private readonly bytes = new Uint8Array(FIFO_WORDS * WORD_BYTES);
  private readonly times_us = new Float64Array(FIFO_WORDS);
  /** Slot of the oldest word. */
  private first = 0;

  clear(): void {
    this.count = 0;
  }

  /**
   * Appends a word of three 16-bit values; in a full FIFO it takes the oldest's place or is lost itself.
   * @param capacity words at which the FIFO counts as full, 1 to 512
   */
  push(
    tag: number,
    x: number,
    y: number,
    z: number,
    time_us: number,
    overwrite: boolean,
    capacity: number,
  ): void {
    if (this.count >= capacity) {
      this.lost++;
      if (!overwrite) return;
      this.drop();
    }
    const bytes = this.bytes;
    const slot = (this.first + this.count) & WORD_MASK;
    const at = slot * WORD_BYTES;
    this.times_us[slot] = time_us;
    bytes[at] = tag;
    bytes[at + 1] = x;
    bytes[at + 2] = x >> 8;
    bytes[at + 3] = y;
    bytes[at + 4] = y >> 8;
    bytes[at + 5] = z;
    bytes[at + 6] = z >> 8;
    this.count++;
  }

  /** Byte 0 to 6 of the oldest word; 0 when there is none. */
  peek(index: number): number {
    return this.count === 0 ? 0 : this.bytes[this.first * WORD_BYTES + index];
  }

  /** Removes the oldest word, as reading its last byte does. */
  pop(): void {
    if (this.count === 0) return;
    const code = this.bytes[this.first * WORD_BYTES] >> 3;
    if (code === Tag.Accel) this.takenAccel_us = this.times_us[this.first];
    else if (code === Tag.Gyro) this.takenGyro_us = this.times_us[this.first];
    this.drop();
    this.taken++;
  }

  /** Fills the first `length` bytes of `buffer` with whole words, and with zeros once the FIFO is empty. */
  take(buffer: Uint8Array, length: number): void {
    const bytes = this.bytes;
    let at = 0;
    while (at < length && this.count > 0) {
      const from = this.first * WORD_BYTES;
      for (let index = 0; index < WORD_BYTES; index++) buffer[at + index] = bytes[from + index];
      at += WORD_BYTES;
      this.pop();
    }
    if (at < length) buffer.fill(0, at, length);
  }

  private drop(): void {
    this.first = (this.first + 1) & WORD_MASK;
    this.count--;
  }
}

/**
 * The tag byte: code in bits 7:3, the time slot's counter in 2:1, parity in 0. The sheet does not say which parity; even
 * over the whole byte is the model's choice.
 */
export function tagByte(code: number, slot: number): number {
  const high = (code << 3) | ((slot & 3) << 1);
  let ones = high ^ (high >> 4);
  ones ^= ones >> 2;
  ones ^= ones >> 1;
  return high | (ones & 1);
}
