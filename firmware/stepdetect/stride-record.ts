/** A stride as a flat record of integers, as it leaves the kernel. */
import type { Stride } from './stride';

export const STRIDE_FIELDS = 23;

/** Puts the values of a record into a stride. */
export function strideOf(record: Int32Array, stride: Stride): void {
  stride.index = record[0];
  stride.icUs = record[1];
  stride.tcUs = record[2];
  stride.toUs = record[3];
  stride.midstanceUs = record[4];
  stride.strideTimeUs = record[5];
  stride.contactUs = record[6];
  stride.lengthMm = record[7];
  stride.speedMmS = record[8];
  stride.gait = record[9];
  stride.valid = record[10];
  stride.stepTimeUs = record[11];
  stride.flightUs = record[12];
  stride.swingUs = record[13];
  stride.strikeAngleDdeg = record[14];
  stride.strike = record[15];
  stride.eversionDdeg = record[16];
  stride.eversionRateDps = record[17];
  stride.impactMg = record[18];
  stride.impactRateMgMs = record[19];
  stride.clearanceMm = record[20];
  stride.turnDdeg = record[21];
  stride.riseMm = record[22];
}
