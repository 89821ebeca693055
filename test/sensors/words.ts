/** FIFO words as the part lays them out: tag (sensor code, slot counter, even parity) and six bytes. */

export const GYROSCOPE = 0x01;
export const ACCELEROMETER = 0x02;
export const TIMESTAMP = 0x04;

export function word(sensor: number, slot: number, x: number, y = 0, z = 0): number[] {
  return [tagOf(sensor, slot), x & 255, (x >> 8) & 255, y & 255, (y >> 8) & 255, z & 255, (z >> 8) & 255];
}

export function timestampWord(slot: number, ticks: number): number[] {
  return [
    tagOf(TIMESTAMP, slot),
    ticks & 255,
    (ticks >> 8) & 255,
    (ticks >> 16) & 255,
    (ticks >> 24) & 255,
    0,
    0,
  ];
}

/** Gyroscope and accelerometer words of one slot; the slot's number stands in the first axes. */
export function slotWords(slot: number): number[] {
  return [...word(GYROSCOPE, slot, slot, 2, 3), ...word(ACCELEROMETER, slot, 1000 + slot, 5, 6)];
}

/** Slots `from` to `to` (not included) at 208 Hz, with a timestamp word before every eighth. */
export function stream(from: number, to: number, firstTicks: number, ticksPerSlot = 192): number[] {
  const bytes: number[] = [];
  for (let slot = from; slot < to; slot++) {
    if (slot % 8 === 0) bytes.push(...timestampWord(slot, firstTicks + slot * ticksPerSlot));
    bytes.push(...slotWords(slot));
  }
  return bytes;
}

export function tagOf(sensor: number, slot: number): number {
  const bits = (sensor << 3) | ((slot & 3) << 1);
  let ones = 0;
  for (let rest = bits; rest !== 0; rest >>= 1) ones += rest & 1;
  return bits | (ones & 1);
}
