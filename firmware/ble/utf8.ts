/**
 * UTF-8 (RFC 3629), the encoding of every Bluetooth string. Of our own because neither XS nor ES2022 has a TextEncoder.
 * A lone surrogate becomes U+FFFD.
 */

/** Bytes `text` takes. */
export function utf8Length(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length;) {
    const code = codePoint(text, i);
    length += encodedLength(code);
    i += code > 0xffff ? 2 : 1;
  }
  return length;
}

/**
 * Writes `text` into `bytes` from `offset` on, as many whole characters as fit before `end`.
 * @returns the offset after the last byte written
 */
export function writeUtf8(text: string, bytes: Uint8Array, offset: number, end: number): number {
  for (let i = 0; i < text.length;) {
    const code = codePoint(text, i);
    const length = encodedLength(code);
    if (offset + length > end) break;
    if (length === 1) bytes[offset] = code;
    else {
      // The lead byte has as many high ones as the character has bytes; each later byte carries six bits.
      for (let k = length - 1, rest = code; k > 0; k--, rest >>= 6) bytes[offset + k] = 0x80 | (rest & 0x3f);
      bytes[offset] = ((0xf00 >> length) & 0xff) | (code >> (6 * (length - 1)));
    }
    offset += length;
    i += code > 0xffff ? 2 : 1;
  }
  return offset;
}

/** A new array of exactly the bytes of `text`. */
export function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text));
  writeUtf8(text, bytes, 0, bytes.length);
  return bytes;
}

/** The text of UTF-8 bytes. What is none becomes U+FFFD, byte by byte. */
export function textOf(bytes: Uint8Array, length = bytes.length): string {
  let text = '';
  for (let i = 0; i < length;) {
    const lead = bytes[i];
    const more = lead < 0x80 ? 0 : lead >> 5 === 6 ? 1 : lead >> 4 === 14 ? 2 : lead >> 3 === 30 ? 3 : -1;
    let code = more <= 0 ? lead : lead & (0x3f >> more);
    let good = more >= 0 && i + more < length;
    for (let k = 1; good && k <= more; k++) {
      good = bytes[i + k] >> 6 === 2;
      code = (code << 6) | (bytes[i + k] & 0x3f);
    }
    // Not the shortest way to write it, a surrogate, or beyond Unicode.
    good = good && encodedLength(code) === more + 1 && code >> 11 !== 0x1b && code <= 0x10ffff;
    text += String.fromCodePoint(good ? code : 0xfffd);
    i += good ? more + 1 : 1;
  }
  return text;
}

function codePoint(text: string, index: number): number {
  const code = text.codePointAt(index) ?? 0;
  return code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
}

function encodedLength(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
