/**
 * A partition of NOR flash: the flash class of ECMA-419 (26, persistent storage), as `embedded:storage/flash` opens it.
 *
 * Reading and programming take any length at any position; an erase takes a whole block. Programming only
 * clears bits. Every method is synchronous and throws an `Error` when the part fails or the range is not the partition's.
 */
export interface Flash {
  /** Fills the whole of `buffer` from byte `position` on. Allocates nothing. */
  read(buffer: Uint8Array, position: number): void;
  /** Programs the whole of `buffer` from byte `position` on. */
  write(buffer: Uint8Array, position: number): void;
  /** Sets every bit of block `block`; blocks count from 0. Takes 45 to 500 ms, during which the chip stands still. */
  eraseBlock(block: number): void;
  status(): FlashStatus;
  close(): void;
}

export interface FlashStatus {
  /** Bytes of the partition, blocks, bytes of a block. */
  readonly size: number;
  readonly blocks: number;
  readonly blockLength: number;
}
