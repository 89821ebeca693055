/** The columns of a recording, as ../shared/traces/README.md lays them down. */
import { shown, TraceError } from './error';

const MOTION_COLUMNS = ['t_us', 'ax', 'ay', 'az'];
const GYRO_COLUMNS = ['gx', 'gy', 'gz'];
export const COLUMNS: readonly string[] = [...MOTION_COLUMNS, ...GYRO_COLUMNS];

/**
 * What no foot reaches, so that it is a fault of the file: 500 g (impacts at the shoe are published up to 70 g: Bailey
 * and Harle 2014) and 10,000 degree/s, about three times what any part for sale measures.
 */
export const MAX_ACCEL_MG = 500_000;
export const MAX_GYRO_01DPS = 100_000;
/** Years of microseconds, and still an exact integer in a double. */
export const MAX_TIME_US = 2 ** 53;
/** A recording that pauses for an hour is two recordings. */
export const MAX_STEP_US = 3_600_000_000;

/**
 * Takes the header line apart.
 * @returns whether the recording has a gyroscope
 * @throws TraceError at the first column that is not what it should be
 */
export function parseHeader(file: string, header: string): boolean {
  const names = header.split(',');
  let column = 1;
  for (let i = 0; i < Math.max(names.length, MOTION_COLUMNS.length); i++) {
    if (i >= names.length || names[i].trim() !== COLUMNS[i])
      throw new TraceError(file, { line: 1, column }, expectedHeader(i), found(names, i));
    column += names[i].length + 1;
  }
  if (names.length === MOTION_COLUMNS.length) return false;
  if (names.length === COLUMNS.length) return true;
  throw new TraceError(file, { line: 1, column }, expectedHeader(names.length), 'the end of the line');
}

function expectedHeader(index: number): string {
  const all = `the header ${COLUMNS.join(',')} (or without gx,gy,gz)`;
  return index < COLUMNS.length ? `"${COLUMNS[index]}" of ${all}` : `${all} and no more`;
}

function found(names: string[], index: number): string {
  return index < names.length ? shown(names[index]) : 'the end of the line';
}
