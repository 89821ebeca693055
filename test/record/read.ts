/** Reads a run back as a phone would: from its records, by the specification. */
import { Reader } from '../../firmware/record/bytes';
import { PAYLOAD_AT, SERIES, STRIDES } from '../../firmware/record/format';
import { DYNAMICS } from '../../firmware/record/dynamics';
import type { ShoeRecord } from '../../firmware/record/record';
import { RunInfo } from '../../firmware/record/runs';
import { Sample, SeriesDecoder } from '../../firmware/record/series';
import { StrideDecoder, type KeptStride } from '../../firmware/record/stride-detail';

export function runs(record: ShoeRecord): RunInfo[] {
  const found: RunInfo[] = [];
  let after = 0;
  for (;;) {
    const info = new RunInfo();
    if (!record.runs.next(after, info)) return found;
    found.push(info);
    after = info.run;
  }
}

export interface RunRecord {
  readonly type: number;
  readonly payload: Uint8Array;
}

export function records(record: ShoeRecord, run: number): RunRecord[] {
  const found: RunRecord[] = [];
  const { scan } = record.runs;
  record.runs.open(run);
  while (record.runs.nextRecord())
    found.push({ type: scan.type, payload: scan.bytes.slice(PAYLOAD_AT, PAYLOAD_AT + scan.length) });
  return found;
}

/** Run times in the records of a type that begin with run and run time, ms. */
export function times(record: ShoeRecord, run: number, type: number): number[] {
  return records(record, run)
    .filter((entry) => entry.type === type)
    .map(({ payload }) => {
      const reader = new Reader();
      reader.begin(payload, 4, payload.length);
      return reader.u32();
    });
}

export function samples(record: ShoeRecord, run: number): Sample[] {
  const found: Sample[] = [];
  for (const { type, payload } of records(record, run)) {
    if (type !== SERIES) continue;
    const reader = new Reader();
    reader.begin(payload, 34, payload.length);
    const first = reader.u32();
    const count = reader.u8();
    const decoder = new SeriesDecoder();
    decoder.begin(payload, 39, payload.length, first, count);
    for (let sample = new Sample(); decoder.next(sample); sample = new Sample()) found.push(sample);
  }
  return found;
}

export function strides(record: ShoeRecord, run: number): KeptStride[] {
  const found: KeptStride[] = [];
  for (const { type, payload } of records(record, run)) {
    if (type !== STRIDES) continue;
    const reader = new Reader();
    reader.begin(payload, 4, payload.length);
    const first_ms = reader.u32();
    const decoder = new StrideDecoder();
    decoder.begin(payload, 9, payload.length, first_ms, reader.u8());
    const kept = {
      ...{ at_ms: 0, valid: 0, gait: 0, contact_ms: 0, length_cm: 0, speed_cm_s: 0, dynamicsMask: 0 },
      dynamics: new Int16Array(DYNAMICS),
    };
    while (decoder.next(kept)) found.push({ ...kept, dynamics: kept.dynamics.slice() });
  }
  return found;
}
