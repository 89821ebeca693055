import type { ShoeRecord } from '../../firmware/record/record';
import { RunInfo } from '../../firmware/record/runs';
import type { FlashModel } from '../board/flash';
import type { KeptRecord, KeptRun } from './replay';

/** Looks into the record of a shoe. Reading changes nothing. */
export function keptRecord(record: ShoeRecord | undefined, flash: FlashModel): KeptRecord {
  return {
    kept: record !== undefined,
    boots: record?.state.boots ?? 0,
    strides: record?.strides ?? 0,
    distance_m: (record?.distance_mm ?? 0) / 1000,
    runs: record === undefined ? [] : keptRuns(record),
    records: record?.log.records ?? 0,
    programmedBytes: flash.programmedBytes,
    erases: record?.log.erases ?? 0,
    busy_ms: flash.busy_us / 1000,
    energy_mJ: flash.busy_mJ,
    blocksUsed: record?.log.blocks.live ?? 0,
    blocks: flash.status().blocks,
  };
}

function keptRuns(record: ShoeRecord): KeptRun[] {
  const runs: KeptRun[] = [];
  const info = new RunInfo();
  for (let after = 0; record.runs.next(after, info); after = info.run)
    runs.push({
      run: info.run,
      kind: info.isRun ? 'run' : 'walk',
      complete: info.hasStop,
      elapsed_ms: info.elapsed_ms,
      moving_ms: info.moving_ms,
      strides: info.strides,
      distance_m: info.distance_mm / 1000,
      bytes: info.bytes,
    });
  return runs;
}
