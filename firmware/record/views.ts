/**
 * Views of the beginning of a buffer, made once: flash reads and programs the whole of what it is given, and a view made for
 * each record would be garbage. A view takes four slots of the heap.
 */
import { RECORD_MOST, UNIT } from './format';

/** One for every size a record can have. */
export function programViews(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: RECORD_MOST / UNIT }, (_, i) => bytes.subarray(0, (i + 1) * UNIT));
}

/** One for every power of two from UNIT to RECORD_MOST: reading a little more than a record does no harm. */
export function readViews(bytes: Uint8Array): readonly Uint8Array[] {
  const views: Uint8Array[] = [];
  for (let size = UNIT; size <= RECORD_MOST; size *= 2) views.push(bytes.subarray(0, size));
  return views;
}
