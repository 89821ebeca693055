/**
 * A partition as the first firmware would have left it: the records of a life, each cut to what version 1 of its type had
 * (docs/SPEC-FLASH.md, 4), in blocks of the same sequence and run mark.
 */
import {
  BOOT,
  CARRY,
  CRC_BYTES,
  ERASED,
  HEADER_BYTES,
  PAYLOAD_AT,
  SERIES,
  STRIDES,
  recordBytes,
} from '../../firmware/record/format';
import { RecordLog } from '../../firmware/record/log';
import { recordCrc } from '../../firmware/record/scan';
import { State } from '../../firmware/record/state';
import { erasedFlash, type FlashModel } from '../board/flash';

/** Bytes of a Boot of version 1. */
const BOOT_BYTES = 14;
/** Where a Series has the number of its samples, and where they begin. */
const SAMPLES_AT = 38;
const FIRST_SAMPLE_AT = 39;

/** @returns the image of `from` as version 1 would have written it. @throws Error for kinds of records it cannot cut */
export function asFirstVersion(from: FlashModel): Uint8Array {
  const { blockLength } = from.status();
  const image = erasedFlash(from.image.length);
  const log = new RecordLog(from, new State());
  const { blocks } = log;
  const scan = log.reader();
  scan.seek(0);
  let sequence = 0;
  let at = 0;
  while (scan.next()) {
    const block = blocks.order[blocks.find(scan.sequence)];
    if (scan.sequence !== sequence) {
      sequence = scan.sequence;
      at = block * blockLength;
      image.set(from.image.subarray(at, at + HEADER_BYTES), at);
      at += HEADER_BYTES;
    }
    const payload = scan.bytes.slice(PAYLOAD_AT, PAYLOAD_AT + scan.length);
    const record = encode(scan.type, firstPayload(scan.type, payload), sequence, at % blockLength);
    image.set(record, at);
    at += record.length;
  }
  return image;
}

function firstPayload(type: number, payload: Uint8Array): Uint8Array {
  if (type === BOOT) return payload.subarray(0, BOOT_BYTES);
  if (type === CARRY) return payload.subarray(0, carryBytes(payload));
  if (type === SERIES) return payload.subarray(0, seriesBytes(payload));
  if (type === STRIDES) throw new Error('strides of version 1 are not made here');
  return payload;
}

/** Up to the end of the settings. */
function carryBytes(payload: Uint8Array): number {
  const settingsAt = 109 + payload[108];
  return settingsAt + 2 + (payload[settingsAt] | (payload[settingsAt + 1] << 8));
}

/** Up to the end of the samples. */
function seriesBytes(payload: Uint8Array): number {
  let at = FIRST_SAMPLE_AT;
  const skip = (): void => {
    while ((payload[at++] & 0x80) !== 0);
  };
  for (let left = payload[SAMPLES_AT]; left > 0; left--) {
    const flags = payload[at++];
    if ((flags & 64) !== 0) skip();
    if ((flags & 128) === 0) skip();
    for (let bit = 1; bit <= 8; bit *= 2) if ((flags & bit) !== 0) skip();
  }
  return at;
}

function encode(type: number, payload: Uint8Array, sequence: number, offset: number): Uint8Array {
  const bytes = new Uint8Array(recordBytes(payload.length)).fill(ERASED);
  bytes.set([type, 1, payload.length & 0xff, payload.length >> 8]);
  bytes.set(payload, PAYLOAD_AT);
  const crc = recordCrc(sequence, offset, new Int32Array(bytes.buffer), bytes.length);
  new DataView(bytes.buffer).setInt32(bytes.length - CRC_BYTES, crc, true);
  return bytes;
}
