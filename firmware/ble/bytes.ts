/** Little-endian numbers within byte arrays. Callers make sure that the bytes are there. */

export function uint16At(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8);
}

export function uint24At(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
}

export function uint32At(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}

/** A Uint8Array keeps the low eight bits of what is stored. */
export function putUint16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >> 8;
}

export function putUint24(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >> 8;
  bytes[at + 2] = value >> 16;
}

export function putUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}

/** `value` is a whole number of up to 48 bits. */
export function putUint48(bytes: Uint8Array, at: number, value: number): void {
  putUint32(bytes, at, value % UINT32_SPAN);
  putUint16(bytes, at + 4, Math.floor(value / UINT32_SPAN));
}

const UINT32_SPAN = 0x1_0000_0000;
