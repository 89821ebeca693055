/** The frames of the Transfer characteristic. docs/SPEC.md, 4.5. */
import { putUint16, putUint24, putUint32, uint16At, uint24At } from './bytes';
import { crc16 } from './crc16';

export const Frame = Object.freeze({ Data: 1, End: 2, Ack: 3, Rewind: 4, Abort: 5 });

export const AbortReason = Object.freeze({ Stopped: 1, TimeOut: 2, Gone: 3, NotPossible: 4 });

/** Bytes of a Data frame before and behind its data. */
export const DATA_AT = 4;
const CRC_LENGTH = 2;
export const DATA_OVERHEAD = DATA_AT + CRC_LENGTH;

/** Longest attribute value (Core, Vol 3 Part F 3.2.9), whatever the MTU. */
export const FRAME_MOST = 512;

/** Bytes beyond the last Ack that may be under way. Our choice: at 100 kB/s, what BLE can do at best, 80 ms. */
export const WINDOW = 8192;
/** Bytes after which the receiver of a stream acknowledges. */
export const ACK_EVERY = WINDOW / 2;

/** Longest stream: what an offset of 24 bits can name. */
export const STREAM_MOST = 0xffffff;

/** Puts head and checksum around the `length` bytes at DATA_AT. @returns the bytes of the frame */
export function sealData(frame: Uint8Array, offset: number, length: number): number {
  frame[0] = Frame.Data;
  putUint24(frame, 1, offset);
  const end = DATA_AT + length;
  putUint16(frame, end, crc16(frame, 0, end));
  return end + CRC_LENGTH;
}

/** Is this a Data frame with one byte or more and the right checksum? */
export function isData(frame: Uint8Array): boolean {
  const end = frame.length - CRC_LENGTH;
  return frame[0] === Frame.Data && end > DATA_AT && uint16At(frame, end) === crc16(frame, 0, end);
}

/** The offset a Data, Ack or Rewind frame carries. */
export function frameOffset(frame: Uint8Array): number {
  return uint24At(frame, 1);
}

/** Bytes of an Ack or a Rewind. */
export const OFFSET_FRAME_LENGTH = 4;

export function writeOffsetFrame(frame: Uint8Array, type: number, offset: number): void {
  frame[0] = type;
  putUint24(frame, 1, offset);
}

export function writeEnd(frame: Uint8Array, length: number, crc32: number): number {
  frame[0] = Frame.End;
  putUint24(frame, 1, length);
  putUint32(frame, 4, crc32);
  return 8;
}

export function writeAbort(frame: Uint8Array, reason: number): number {
  frame[0] = Frame.Abort;
  frame[1] = reason;
  return 2;
}
