/** Little-endian numbers. */

/** Reads fields one after the other. Bytes that are not there read as 0, as fields an older shoe does not send. */
export class FieldReader {
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    public at = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return Math.max(0, this.bytes.length - this.at);
  }

  u8(): number {
    return this.uint(1);
  }

  u16(): number {
    return this.uint(2);
  }

  u24(): number {
    return this.uint(3);
  }

  u32(): number {
    return this.uint(4);
  }

  u48(): number {
    return this.uint(6);
  }

  s8(): number {
    return signed(this.uint(1), 8);
  }

  s16(): number {
    return signed(this.uint(2), 16);
  }

  take(length: number): Uint8Array {
    const taken = this.bytes.slice(this.at, this.at + length);
    this.at += length;
    return taken;
  }

  private uint(length: number): number {
    let value = 0;
    for (let i = length - 1; i >= 0; i--)
      value = value * 256 + (this.at + i < this.bytes.length ? this.view.getUint8(this.at + i) : 0);
    this.at += length;
    return value;
  }
}

function signed(value: number, bits: number): number {
  return value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
}

/** The bytes of a whole number, low ones first; negative ones as two's complement. */
export function uint(value: number, length: number): number[] {
  const bytes: number[] = [];
  let rest = value < 0 ? value + 2 ** (8 * length) : value;
  for (let i = 0; i < length; i++) {
    bytes.push(rest % 256);
    rest = Math.floor(rest / 256);
  }
  return bytes;
}
