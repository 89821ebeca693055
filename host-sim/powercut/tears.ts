/**
 * What a cut leaves of an operation that was under way. NOR flash programs and erases bit by bit in no order one could rely
 * on, so besides "the first bytes only" some bits of all bytes are left too.
 */
import type { FlashOperation } from '../board/flash';

/** Does to `image` what is done of `operation` when the power goes. */
export type Tear = (operation: FlashOperation, image: Uint8Array, blockLength: number) => void;

/** A fixed pattern of bits by place and round, about half of them set (Knuth's multiplicative hash). */
function someBits(at: number, round: number): number {
  return (Math.imul(at * 8 + round + 1, 0x9e3779b1) >>> 11) & 0xff;
}

/** The first `share` of the bytes; of the next one, the bits of `partial`. */
function upTo(share: number, extra: number, partial: number): Tear {
  return (operation, image, blockLength) => {
    const size = operation.kind === 'program' ? operation.bytes.length : blockLength;
    const done = Math.max(0, Math.min(size, Math.round(size * share) + extra));
    for (let at = 0; at < done; at++) full(operation, image, blockLength, at, 0xff);
    if (done < size && partial !== 0) full(operation, image, blockLength, done, partial);
  };
}

/** Some bits of every byte. */
function scattered(round: number): Tear {
  return (operation, image, blockLength) => {
    const size = operation.kind === 'program' ? operation.bytes.length : blockLength;
    for (let at = 0; at < size; at++) full(operation, image, blockLength, at, someBits(at, round));
  };
}

/** The operation's work on those bits of its byte `at` that `bits` has. */
function full(
  operation: FlashOperation,
  image: Uint8Array,
  blockLength: number,
  at: number,
  bits: number,
): void {
  if (operation.kind === 'program') image[operation.position + at] &= operation.bytes[at] | ~bits;
  else image[operation.block * blockLength + at] |= bits;
}

export const TEARS: readonly { readonly name: string; readonly tear: Tear }[] = [
  { name: 'nothing done', tear: upTo(0, 0, 0) },
  { name: 'some bits of the first byte', tear: upTo(0, 0, 0x5a) },
  { name: 'the first byte', tear: upTo(0, 1, 0) },
  { name: 'the first 16 bytes', tear: upTo(0, 16, 0) },
  { name: 'the first 31 bytes and some bits', tear: upTo(0, 31, 0x33) },
  { name: 'a quarter', tear: upTo(0.25, 0, 0) },
  { name: 'half and some bits', tear: upTo(0.5, 0, 0xa5) },
  { name: 'three quarters', tear: upTo(0.75, 0, 0) },
  { name: 'all but four bytes', tear: upTo(1, -4, 0) },
  { name: 'all but one byte', tear: upTo(1, -1, 0) },
  { name: 'all but some bits of the last byte', tear: upTo(1, -1, 0x0f) },
  { name: 'everything, and then cut', tear: upTo(1, 0, 0) },
  { name: 'some bits everywhere', tear: scattered(0) },
  { name: 'other bits everywhere', tear: scattered(3) },
];
