/**
 * What the flash was promised to hold, learned from the operations alone: a record counts from the moment its last byte was
 * programmed, until its block is erased. The sweep holds a reopened flash to it.
 */
import { Reader, Writer } from '../../firmware/record/bytes';
import { CARRY, HEADER_BYTES, PAYLOAD_AT, recordBytes, versionOf } from '../../firmware/record/format';
import { RecordLog } from '../../firmware/record/log';
import { State } from '../../firmware/record/state';
import type { FlashModel, FlashOperation } from '../board/flash';

export interface KeptRecord {
  readonly type: number;
  readonly version: number;
  readonly payload: Uint8Array;
  readonly sequence: number;
}

export class Journal {
  records: KeptRecord[] = [];
  /** What the records add up to, from the first on: without carries, and with those given up. */
  readonly state: State;
  private readonly blockLength: number;
  private readonly sequences = new Map<number, number>();
  /** Bytes of the record being programmed, and where the next of them goes. */
  private parts: number[] = [];
  private next = -1;
  private start = 0;

  constructor(blockLength: number, state = new State()) {
    this.blockLength = blockLength;
    this.state = state;
  }

  /** The journal of a flash as it is found, which is taken for right. */
  static of(flash: FlashModel): Journal {
    const state = new State();
    const log = new RecordLog(flash, state);
    const journal = new Journal(log.blockLength, state);
    journal.records = readAll(log);
    for (let i = 0; i < log.blocks.live; i++) {
      const block = log.blocks.order[i];
      journal.sequences.set(block, log.blocks.sequence[block]);
    }
    return journal;
  }

  /** The record that `operation` would complete, a carry's among them; undefined when it completes none. */
  completes(operation: FlashOperation): KeptRecord | undefined {
    if (operation.kind === 'erase' || operation.position % this.blockLength === 0) return undefined;
    const goesOn = operation.position === this.next;
    const bytes = Uint8Array.from([...(goesOn ? this.parts : []), ...operation.bytes]);
    const length = bytes[2] | (bytes[3] << 8);
    if (bytes.length < recordBytes(length)) return undefined;
    return {
      type: bytes[0],
      version: bytes[1],
      payload: bytes.slice(PAYLOAD_AT, PAYLOAD_AT + length),
      sequence: this.sequenceOf(Math.floor(operation.position / this.blockLength)),
    };
  }

  /** The operation was done. */
  take(operation: FlashOperation): void {
    if (operation.kind === 'erase') {
      const sequence = this.sequenceOf(operation.block);
      this.records = this.records.filter((record) => record.sequence !== sequence);
      this.sequences.delete(operation.block);
      return;
    }
    const { position, bytes } = operation;
    if (position % this.blockLength === 0) {
      const reader = new Reader();
      reader.begin(bytes, 8, bytes.length);
      this.sequences.set(position / this.blockLength, reader.u32());
      return;
    }
    const record = this.completes(operation);
    if (position !== this.next) {
      this.parts = [];
      this.start = position;
    }
    this.parts.push(...bytes);
    this.next = position + bytes.length;
    if (record === undefined) return;
    this.next = -1;
    // The first record of a block repeats what there was.
    if (record.type === CARRY && this.start % this.blockLength === HEADER_BYTES) return;
    this.records.push(record);
    restoreInto(this.state, record);
  }

  /** The sequence a block has, 0 for none. */
  sequenceOf(block: number): number {
    return this.sequences.get(block) ?? 0;
  }
}

/** Every record of a log but the carries that blocks begin with, oldest first. */
export function readAll(log: RecordLog): KeptRecord[] {
  const scan = log.reader();
  const found: KeptRecord[] = [];
  scan.seek(0);
  while (scan.next())
    if (scan.type !== CARRY || scan.offset !== HEADER_BYTES)
      found.push({
        type: scan.type,
        version: scan.version,
        payload: scan.bytes.slice(PAYLOAD_AT, PAYLOAD_AT + scan.length),
        sequence: scan.sequence,
      });
  return found;
}

export function restoreInto(state: State, record: KeptRecord): void {
  const bytes = new Uint8Array(PAYLOAD_AT + record.payload.length);
  bytes.set(record.payload, PAYLOAD_AT);
  state.restore(record.type, record.version, bytes, record.payload.length);
}

export function copyState(state: State): State {
  const bytes = new Uint8Array(1024);
  const writer = new Writer(bytes);
  writer.at = PAYLOAD_AT;
  state.carry(writer);
  const copy = new State();
  copy.restore(CARRY, versionOf(CARRY), bytes, writer.at - PAYLOAD_AT);
  return copy;
}

/** Everything a state says that has to outlive a cut, to compare. */
export function describeState(state: State): string {
  const { releases, settings, status } = state;
  const released: number[] = [];
  for (let run = releases.below; run < state.nextRun; run++) if (releases.has(run)) released.push(run);
  return JSON.stringify([
    [state.boots, state.nextRun, state.strides, state.distance_mm],
    [state.timeBoot, state.utcOffset_ms, state.zone_min],
    [[...state.day], [...state.dayStrides], [...state.dayDistance_mm]],
    state.run,
    state.run === 0
      ? []
      : [
          state.runUtc_ms,
          state.runTime_ms,
          state.runStrides,
          state.runDistance_mm,
          state.runMoving_ms,
          state.runSplits,
        ],
    { ...status },
    [releases.below, released],
    [...settings.bytes.subarray(0, settings.length)],
  ]);
}
