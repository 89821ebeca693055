/** Frames of the Transfer characteristic. docs/SPEC.md 4.5. */
import { uint } from './bytes';
import { crc16 } from './crc';

export const Frame = Object.freeze({ Data: 1, End: 2, Ack: 3, Rewind: 4, Abort: 5 });

export const AbortReason = Object.freeze({ Stopped: 1, TimeOut: 2, Gone: 3, NotPossible: 4 });

/** Bytes before and behind the data of a Data frame. */
const DATA_AT = 4;
const CRC_BYTES = 2;
export const DATA_OVERHEAD = DATA_AT + CRC_BYTES;
/** Longest frame (Core, Vol 3 Part F 3.2.9). */
export const FRAME_MOST = 512;

/** The data of a Data frame; undefined when it is none, or spoilt. */
export function dataOf(frame: Uint8Array): { offset: number; data: Uint8Array } | undefined {
  const end = frame.length - CRC_BYTES;
  if (frame[0] !== Frame.Data || end <= DATA_AT) return undefined;
  if ((frame[end] | (frame[end + 1] << 8)) !== crc16(frame, end)) return undefined;
  return { offset: offsetOf(frame), data: frame.subarray(DATA_AT, end) };
}

export function offsetOf(frame: Uint8Array): number {
  return frame[1] | (frame[2] << 8) | (frame[3] << 16);
}

export function dataFrame(offset: number, data: Uint8Array): Uint8Array {
  const frame = new Uint8Array(data.length + DATA_OVERHEAD);
  frame.set([Frame.Data, ...uint(offset, 3)]);
  frame.set(data, DATA_AT);
  frame.set(uint(crc16(frame, DATA_AT + data.length), CRC_BYTES), DATA_AT + data.length);
  return frame;
}

export function ackFrame(offset: number): Uint8Array {
  return Uint8Array.of(Frame.Ack, ...uint(offset, 3));
}

export function rewindFrame(offset: number): Uint8Array {
  return Uint8Array.of(Frame.Rewind, ...uint(offset, 3));
}

export function abortFrame(reason: number): Uint8Array {
  return Uint8Array.of(Frame.Abort, reason);
}
