/** What a replay is compared by: its strides, one line of JSON each, after STRIDE; then END and a summary. */
import type { ReplayResult } from '../engines/replay';

export const STRIDE = 'stride ';
export const END = 'end ';

export function strideLines(result: ReplayResult): string[] {
  const { strides, steps, distance_m, duration_us } = result;
  const end = { strides: strides.length, steps, distance_m, duration_us };
  return [...strides.map((stride) => STRIDE + JSON.stringify(stride)), END + JSON.stringify(end)];
}
