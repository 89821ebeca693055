/** Writing and reading the numbers of docs/SPEC-FLASH.md: little-endian, varint, zigzag. Nothing is allocated. */

const UINT16_MAX = 0xffff;
const UINT32_MAX = 0xffffffff;
const UINT48_MAX = 0xffffffffffff;
const UINT32_SPAN = 0x1_0000_0000;

/** Puts numbers into a buffer one after the other. What is out of a field's range stands at the field's end of it. */
export class Writer {
  bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  u8(value: number): void {
    this.bytes[this.at++] = value;
  }

  u16(value: number): void {
    const whole = clamp(value, UINT16_MAX);
    this.bytes[this.at++] = whole;
    this.bytes[this.at++] = whole >> 8;
  }

  /**
   * The first `count` of `bytes`. What is behind them may follow as well, to be written over: taking all of them is one call into
   * the engine, a part would need a view.
   */
  part(bytes: Uint8Array, count: number): void {
    const into = this.bytes;
    const at = this.at;
    if (at + bytes.length <= into.length) into.set(bytes, at);
    else for (let i = 0; i < count; i++) into[at + i] = bytes[i];
    this.at = at + count;
  }

  /** -32768 to 32767. */
  s16(value: number): void {
    this.bytes[this.at++] = value;
    this.bytes[this.at++] = value >> 8;
  }

  u32(value: number): void {
    const whole = clamp(value, UINT32_MAX);
    const bytes = this.bytes;
    let at = this.at;
    bytes[at++] = whole;
    bytes[at++] = whole >>> 8;
    bytes[at++] = whole >>> 16;
    bytes[at++] = whole >>> 24;
    this.at = at;
  }

  u48(value: number): void {
    const whole = clamp(value, UINT48_MAX);
    this.u32(whole % UINT32_SPAN);
    this.u16(Math.floor(whole / UINT32_SPAN));
  }

  /** A whole number from 0 to 2^32 - 1. */
  varint(value: number): void {
    let left = value >>> 0;
    while (left > 0x7f) {
      this.bytes[this.at++] = (left & 0x7f) | 0x80;
      left >>>= 7;
    }
    this.bytes[this.at++] = left;
  }

  /** A whole number of 32 bits with sign. */
  zigzag(value: number): void {
    this.varint((value << 1) ^ (value >> 31));
  }
}

/** Takes numbers out of a buffer. Beyond the end every number is 0 and `ok` turns false. */
export class Reader {
  /** Those of the last `begin`; before it nothing is looked at, as everything is beyond the end. Its place is made with the object. */
  bytes = undefined as unknown as Uint8Array;
  at = 0;
  end = 0;
  ok = true;

  /** Begins with byte `from`; `end` is the first byte not to be read. */
  begin(bytes: Uint8Array, from: number, end: number): void {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
    this.ok = true;
  }

  u8(): number {
    if (this.at >= this.end) {
      this.ok = false;
      return 0;
    }
    return this.bytes[this.at++];
  }

  u16(): number {
    const low = this.u8();
    return low | (this.u8() << 8);
  }

  s16(): number {
    return (this.u16() << 16) >> 16;
  }

  u32(): number {
    const low = this.u16();
    return (low | (this.u16() << 16)) >>> 0;
  }

  u48(): number {
    const low = this.u32();
    return low + this.u16() * UINT32_SPAN;
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    this.ok = false;
    return 0;
  }

  zigzag(): number {
    const value = this.varint();
    return (value >>> 1) ^ -(value & 1);
  }
}

/** A whole number from 0 to `most`; what is no number gives 0. */
function clamp(value: number, most: number): number {
  if (!(value > 0)) return 0;
  return value >= most ? most : Math.round(value);
}
