/**
 * Views of the beginning of a buffer, made once: flash reads and programs the whole of what it is given, and a view made for
 * each record would be garbage. A view takes four slots of the heap.
 */
import { RECORD_MOST, UNIT } from './format';

/** One for every size a record can have. */
export function programViews(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: RECORD_MOST / UNIT }, (_, i) => bytes.subarray(0, (i + 1) * UNIT));
}

const READ_STEP = 64;

/** One of a unit, then one for every 64 bytes: reading a little more than a record does no harm. */
export function readViews(bytes: Uint8Array): readonly Uint8Array[] {
  const views = [bytes.subarray(0, UNIT)];
  for (let size = READ_STEP; size <= RECORD_MOST; size += READ_STEP) views.push(bytes.subarray(0, size));
  return views;
}
