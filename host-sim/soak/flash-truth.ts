/**
 * What a phone must have at the end, read from the flash itself by docs/SPEC-FLASH.md: the stream of each run, without a line of
 * the firmware.
 */
import { FieldReader } from '../../companion/client/bytes';
import { crc32 } from '../../companion/client/crc';

const MAGIC = 0x474c4646;
const HEADER = 32;
const HEADER_CRC_AT = 28;
const UNIT = 16;
const CRC_BYTES = 4;
const PAYLOAD_AT = 4;
const PAYLOAD_MOST = 504;
/** Types of a run: their payload begins with its number. */
const RUN_TYPES = [16, 63];
const RUN_STOP = 21;

export interface TrueRun {
  readonly run: number;
  /** Type, version, length and payload of its records, one after the other. */
  readonly stream: Buffer;
  readonly isOver: boolean;
}

/** The runs in a partition, by number. */
export function runsInFlash(image: Uint8Array, blockLength = 4096): Map<number, TrueRun> {
  const parts = new Map<number, { pieces: Uint8Array[]; isOver: boolean }>();
  for (const block of blocksInOrder(image, blockLength))
    for (const record of recordsOf(block.bytes, block.sequence)) {
      const type = record[0];
      if (type < RUN_TYPES[0] || type > RUN_TYPES[1]) continue;
      const run = new FieldReader(record, PAYLOAD_AT).u32();
      const part = parts.get(run) ?? { pieces: [], isOver: false };
      part.pieces.push(record);
      if (type === RUN_STOP) part.isOver = true;
      parts.set(run, part);
    }
  return new Map(
    [...parts].map(([run, { pieces, isOver }]) => [run, { run, stream: Buffer.concat(pieces), isOver }]),
  );
}

function blocksInOrder(image: Uint8Array, blockLength: number): { sequence: number; bytes: Uint8Array }[] {
  const blocks = [];
  for (let at = 0; at < image.length; at += blockLength) {
    const bytes = image.subarray(at, at + blockLength);
    const reader = new FieldReader(bytes);
    if (
      reader.u32() !== MAGIC ||
      crc32(bytes.subarray(0, HEADER_CRC_AT)) !== new FieldReader(bytes, HEADER_CRC_AT).u32()
    )
      continue;
    blocks.push({ sequence: new FieldReader(bytes, 8).u32(), bytes });
  }
  return blocks.sort((a, b) => a.sequence - b.sequence);
}

/** Head and payload of every record whose checksum is right. */
function* recordsOf(block: Uint8Array, sequence: number): Generator<Uint8Array> {
  const place = new Uint8Array(8);
  const view = new DataView(place.buffer);
  view.setUint32(0, sequence, true);
  let at = HEADER;
  while (at + UNIT <= block.length) {
    const length = new FieldReader(block, at + 2).u16();
    const size = Math.ceil((PAYLOAD_AT + length + CRC_BYTES) / UNIT) * UNIT;
    view.setUint32(4, at, true);
    const end = at + size - CRC_BYTES;
    const fits = length <= PAYLOAD_MOST && at + size <= block.length;
    if (fits && crc32(block.subarray(at, end), crc32(place)) === new FieldReader(block, end).u32()) {
      yield block.subarray(at, at + PAYLOAD_AT + length);
      at += size;
    } else at += UNIT;
  }
}
