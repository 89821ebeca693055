/**
 * Which runs the phone has acknowledged: all below `below`, and single ones after it. They need not come in order, but the
 * map reaches only so far ahead of the oldest run still held back.
 */
import type { Reader, Writer } from './bytes';

const MAP_BYTES = 64;

export class Releases {
  /** Every run below this number is released. */
  below = 1;
  private readonly map = new Uint8Array(MAP_BYTES);

  has(run: number): boolean {
    const bit = run - this.below;
    if (bit < 0) return true;
    return bit < 8 * MAP_BYTES && ((this.map[bit >> 3] >> (bit & 7)) & 1) === 1;
  }

  /** The last of the released runs that follow `run` without a gap; `run` when the next one is not released. */
  last(run: number): number {
    let last = run + 1 < this.below ? this.below - 1 : run;
    while (this.has(last + 1)) last++;
    return last;
  }

  /** Can `run` be released now? False for one more than 511 runs after the oldest that is not. */
  reaches(run: number): boolean {
    return run - this.below < 8 * MAP_BYTES;
  }

  add(run: number): void {
    const bit = run - this.below;
    if (bit < 0 || bit >= 8 * MAP_BYTES) return;
    this.map[bit >> 3] |= 1 << (bit & 7);
    while ((this.map[0] & 1) === 1) this.shift();
  }

  write(writer: Writer): void {
    writer.u32(this.below);
    let length = MAP_BYTES;
    while (length > 0 && this.map[length - 1] === 0) length--;
    writer.u8(length);
    for (let i = 0; i < length; i++) writer.u8(this.map[i]);
  }

  read(reader: Reader): void {
    this.below = reader.u32();
    const length = reader.u8();
    this.map.fill(0);
    for (let i = 0; i < length; i++) {
      const byte = reader.u8();
      if (i < MAP_BYTES) this.map[i] = byte;
    }
  }

  private shift(): void {
    this.below++;
    for (let i = 0; i < MAP_BYTES; i++)
      this.map[i] = (this.map[i] >> 1) | (i + 1 < MAP_BYTES ? this.map[i + 1] << 7 : 0);
  }
}
