/** The constants of docs/SPEC-FLASH.md, sections 1 to 4. */

/** Block header (2). */
export const MAGIC = 0x474c4646;
export const MAJOR = 1;
export const MINOR = 0;
export const HEADER_BYTES = 32;

/** Record (3). */
export const UNIT = 16;
export const PAYLOAD_AT = 4;
export const CRC_BYTES = 4;
export const RECORD_MOST = 512;
export const PAYLOAD_MOST = RECORD_MOST - PAYLOAD_AT - CRC_BYTES;
export const ERASED = 0xff;

/** Types (4). */
export const CARRY = 1;
export const BOOT = 2;
export const TIME = 3;
export const SETTING = 4;
export const TOTALS = 5;
export const DAY = 6;
export const RELEASE = 7;
export const STATUS = 8;
export const RUN_START = 16;
export const SERIES = 17;
export const SPLIT = 18;
export const PAUSE = 19;
export const RESUME = 20;
export const RUN_STOP = 21;
export const STRIDES = 22;
export const CONTINUE = 23;

/** Types of a run, known or to come: their payload begins with the run's number. */
export function isOfRun(type: number): boolean {
  return type >= 16 && type < 64;
}

/**
 * Version of a type's payload as it is written here. Since 2 Carry and Boot have the last status, Carry the date of the open
 * run, Series and Strides further dynamics.
 */
export function versionOf(type: number): number {
  return type === CARRY || type === BOOT || type === SERIES || type === STRIDES ? 2 : 1;
}

/** Bits of RUN_STOP's flags. */
export const STOP_RUN = 1;
export const STOP_CONTINUED = 2;
export const STOP_RESET = 4;

/** Bytes of a record with `payload` bytes of payload. */
export function recordBytes(payload: number): number {
  return (payload + PAYLOAD_AT + CRC_BYTES + UNIT - 1) & -UNIT;
}
