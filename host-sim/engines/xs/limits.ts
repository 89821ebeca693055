/** The memory the firmware has on XS: manifest.json's `creation`, split into fixed heaps. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Bytes of a slot on the chip. */
export const SLOT_BYTES = 16;
/** SRAM of the ESP32-C3 that the linker leaves to code in RAM, data, Bluetooth and XS (docs/MODDABLE.md). */
export const CHIP_RAM_BYTES = 321_296;
/**
 * Of the static heap; slots get the rest. On the chip the two grow towards each other in one block, so a fixed split is stricter.
 */
const CHUNK_SHARE = 0.45;

export interface Limits {
  readonly slots: number;
  readonly chunk_bytes: number;
  readonly stack_slots: number;
  /** Names that are made while the firmware runs; those of the modules lie in flash. */
  readonly keys: number;
}

interface Creation {
  readonly static: number;
  readonly stack: number;
  readonly keys: { readonly available: number };
}

export function manifestLimits(path = resolve(__dirname, '../../../manifest.json')): Limits {
  const { creation } = JSON.parse(readFileSync(path, 'utf8')) as { creation: Creation };
  const heap_bytes = creation.static - creation.stack * SLOT_BYTES;
  const chunk_bytes = Math.floor((heap_bytes * CHUNK_SHARE) / SLOT_BYTES) * SLOT_BYTES;
  return {
    slots: (heap_bytes - chunk_bytes) / SLOT_BYTES,
    chunk_bytes,
    stack_slots: creation.stack,
    keys: creation.keys.available,
  };
}

/** RAM that limits stand for on the chip, bytes: slots, chunks and stack. */
export function ram_bytes({ slots, chunk_bytes, stack_slots }: Limits): number {
  return (slots + stack_slots) * SLOT_BYTES + chunk_bytes;
}
