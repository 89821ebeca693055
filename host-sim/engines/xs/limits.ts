/** The memory the firmware has on XS: manifest.json's `creation`, split into fixed heaps. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Bytes of a slot on the chip. */
const SLOT_BYTES = 16;
/** Of the static heap; slots get the rest. On the chip the two grow towards each other, so a fixed split is stricter. */
const CHUNK_BYTES = 32 * 1024;
/**
 * What lies in flash on the chip and in the heaps here, where nothing is preloaded: the modules' classes and functions, and
 * the names of their properties. Measured with some room: without them an empty shoe does not start.
 */
const NOT_PRELOADED = { slots: 9216, chunk_bytes: 40 * 1024 };
/** Names, those of the engine and of the firmware's modules among them. */
const KEYS = 4096;

export interface Limits {
  readonly slots: number;
  readonly chunk_bytes: number;
  readonly stack_slots: number;
  readonly keys: number;
}

export function manifestLimits(path = resolve(__dirname, '../../../manifest.json')): Limits {
  const { creation } = JSON.parse(readFileSync(path, 'utf8')) as {
    creation: { static: number; stack: number };
  };
  const ram_slots = Math.floor((creation.static - CHUNK_BYTES) / SLOT_BYTES) - creation.stack;
  const slots = ram_slots + NOT_PRELOADED.slots;
  return {
    slots,
    chunk_bytes: CHUNK_BYTES + NOT_PRELOADED.chunk_bytes,
    stack_slots: creation.stack,
    keys: KEYS,
  };
}
