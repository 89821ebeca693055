import type { GattConnection } from '../io/gatt';

/** Most centrals served at once: a watch, a phone and one more. NimBLE's own default limit is 3 as well. */
export const MAXIMUM_CONNECTIONS = 3;

/** The value of `slotOf` for a central that is not served. */
export const NO_SLOT = -1;

/** A set of slots in the bits of a number, as services keep who has subscribed: an array would take eight slots of the heap. */
export function hasSlot(set: number, slot: number): boolean {
  return ((set >> slot) & 1) === 1;
}

/** The set with, or without, this slot. */
export function withSlot(set: number, slot: number, isIn: boolean): number {
  return isIn ? set | (1 << slot) : set & ~(1 << slot);
}

/**
 * The centrals being served, each in a numbered slot, by which services keep what they know of a central.
 */
export class Connections {
  count = 0;
  private readonly slots: (GattConnection | undefined)[] = new Array<undefined>(MAXIMUM_CONNECTIONS).fill(
    undefined,
  );

  /** Gives the connection a free slot, or returns NO_SLOT when there is none. */
  open(connection: GattConnection): number {
    for (let slot = 0; slot < MAXIMUM_CONNECTIONS; slot++) {
      if (this.slots[slot]) continue;
      this.slots[slot] = connection;
      this.count++;
      return slot;
    }
    return NO_SLOT;
  }

  /** Frees the connection's slot and returns it; NO_SLOT when it had none. */
  close(connection: GattConnection): number {
    const slot = this.slotOf(connection);
    if (slot !== NO_SLOT) {
      this.slots[slot] = undefined;
      this.count--;
    }
    return slot;
  }

  slotOf(connection: GattConnection): number {
    return this.slots.indexOf(connection);
  }

  at(slot: number): GattConnection | undefined {
    return this.slots[slot];
  }
}
