/** What differs between an imported recording and one that is there already. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openTrace, readMeta } from '../csv';
import { SAMPLE_VALUES } from '../source';
import type { TraceEvents, TraceTruth } from '../meta';
import type { Imported } from './recording';

export interface Difference {
  name: string;
  /** In words; empty when nothing differs. */
  differences: string[];
}

/** Compares with DIR/DATASET/NAME.csv and .json; undefined when that is not there. */
export function compareWith(recording: Imported, dir: string): Difference | undefined {
  const path = join(dir, recording.dataset, `${recording.name}.csv`);
  if (!existsSync(path)) return undefined;
  const truth = readMeta(path)?.truth;
  return {
    name: recording.name,
    differences: [...samplesDiffer(recording, path), ...(truth ? truthDiffers(recording.truth, truth) : [])],
  };
}

function samplesDiffer({ t_us, values }: Imported, path: string): string[] {
  const source = openTrace(path);
  const frame = new Float64Array(SAMPLE_VALUES);
  let samples = 0;
  let times = 0;
  let readings = 0;
  let largest = 0;
  try {
    for (; source.next(frame); samples++) {
      if (samples >= t_us.length) continue;
      if (frame[0] !== t_us[samples]) times++;
      for (let axis = 0; axis < 6; axis++) {
        const difference = Math.abs(frame[axis + 1] - values[samples][axis]);
        if (difference > 0) readings++;
        largest = Math.max(largest, difference);
      }
    }
  } finally {
    source.close();
  }
  const told: string[] = [];
  if (samples !== t_us.length) told.push(`${t_us.length} samples, there ${samples}`);
  if (times > 0) told.push(`${times} times`);
  if (readings > 0) told.push(`${readings} readings, by ${largest} at most`);
  return told;
}

type Truth = Pick<Imported['truth'], 'complete' | 'total_strides' | 'distance_m' | 'events_us' | 'strides'>;

function truthDiffers(is: Truth, there: TraceTruth): string[] {
  const told: string[] = [];
  for (const key of ['complete', 'total_strides', 'distance_m'] as const)
    if (is[key] !== there[key]) told.push(`${key} ${String(is[key])}, there ${String(there[key])}`);
  const lists = new Set([...Object.keys(is.events_us), ...Object.keys(there.events_us)]) as Set<
    keyof TraceEvents
  >;
  for (const key of lists) {
    const text = eventsDiffer(is.events_us[key] ?? [], there.events_us[key] ?? []);
    if (text) told.push(`${key}: ${text}`);
  }
  const strides = is.strides ?? [];
  if (strides.length !== there.strides.length)
    told.push(`${strides.length} strides, there ${there.strides.length}`);
  else {
    const other = strides.filter(({ length_m }, i) => length_m !== there.strides[i].length_m).length;
    if (other > 0) told.push(`${other} stride lengths`);
  }
  return told;
}

/** Events are paired with the nearest of the other list within 150 ms. */
function eventsDiffer(is: readonly number[], there: readonly number[]): string | undefined {
  const missing = there.filter((time) => !is.some((other) => Math.abs(other - time) <= 150_000)).length;
  const added = is.filter((time) => !there.some((other) => Math.abs(other - time) <= 150_000)).length;
  const apart = is.flatMap((time) => {
    const nearest = Math.min(...there.map((other) => Math.abs(other - time)));
    return nearest > 0 && nearest <= 150_000 ? [nearest] : [];
  });
  if (missing + added + apart.length === 0) return undefined;
  const most = apart.length > 0 ? `, by ${Math.max(...apart) / 1000} ms at most` : '';
  return `${missing} missing, ${added} added, ${apart.length} moved${most}`;
}
