/** FIFO packets of the ICM-42688-P as its data sheet lays them out (DS-000347, 6.1 and 6.2): high bytes first. */

export const BOTH = 0x68;
export const ACCEL = 0x40;
export const INVALID = -32768;
/** Timestamp steps of a slot at 200 Hz: 5000 us in steps of 16 x 32/30 us (12.7). */
export const STEPS = 5000 / ((16 * 32) / 30);

const be16 = (value: number): number[] => [(value >> 8) & 255, value & 255];

/** Packet 3: accelerometer, gyroscope, temperature, timestamp. */
export function packet(axes: readonly number[], stamp: number, header = BOTH): number[] {
  return [header, ...axes.flatMap(be16), 0, ...be16(stamp)];
}

/** Packet 1: accelerometer, temperature. */
export function accelPacket(axes: readonly number[], header = ACCEL): number[] {
  return [header, ...axes.flatMap(be16), 0];
}

/** The timestamp of slot `slot`. */
export function stampOf(slot: number): number {
  return Math.floor(1000 + slot * STEPS) & 0xffff;
}

/** A packet whose axes tell its slot. */
export function slotPacket(slot: number): number[] {
  return packet([1000 + slot, 2, -3, slot, -5, 6], stampOf(slot));
}

/** Packets of the slots `from` to `to` (not included). */
export function packets(from: number, to: number): number[] {
  const bytes: number[] = [];
  for (let slot = from; slot < to; slot++) bytes.push(...slotPacket(slot));
  return bytes;
}
