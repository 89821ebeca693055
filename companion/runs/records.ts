/** The records of a run's stream (docs/SPEC.md 4.5), as they are in flash. docs/SPEC-FLASH.md, 3 and 4. */
import { FieldReader } from '../client/bytes';

export const RecordType = Object.freeze({
  RunStart: 16,
  Series: 17,
  Split: 18,
  Pause: 19,
  Resume: 20,
  RunStop: 21,
  Strides: 22,
  Continue: 23,
});

export interface StreamRecord {
  readonly type: number;
  readonly version: number;
  readonly payload: Uint8Array;
}

const HEADER_BYTES = 4;

/** Takes a stream apart. A record that is cut short at the end is left out. */
export function recordsOf(stream: Uint8Array): StreamRecord[] {
  const records: StreamRecord[] = [];
  let at = 0;
  while (at + HEADER_BYTES <= stream.length) {
    const reader = new FieldReader(stream, at);
    const [type, version, length] = [reader.u8(), reader.u8(), reader.u16()];
    at += HEADER_BYTES;
    if (at + length > stream.length) break;
    records.push({ type, version, payload: stream.subarray(at, at + length) });
    at += length;
  }
  return records;
}

/** Reads the variable length numbers of packed samples. */
export class PackedReader {
  /** False once the bytes ended too early. */
  ok = true;

  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {}

  get atEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  u8(): number {
    if (this.at >= this.bytes.length) {
      this.ok = false;
      return 0;
    }
    return this.bytes[this.at++];
  }

  /** LEB128 of 32 bits. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      value += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) return value % 2 ** 32;
    }
    this.ok = false;
    return 0;
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
