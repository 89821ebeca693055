/** The memory of translated objects, as C lays out their structs on a chip of 32 bits. */
import type { ClassDef, Element, Field } from './ir';

const POINTER_BYTES = 4;
const INT_BYTES = 4;
const BOOL_BYTES = 1;
const ELEMENT_BYTES: Readonly<Record<Element, number>> = { Int8: 1, Uint8: 1, Int16: 2, Uint16: 2, Int32: 4 };

interface Layout {
  readonly bytes: number;
  readonly alignment: number;
}

/** Bytes of one object of a class, those it owns included. */
export function memoryOf(of: ClassDef): number {
  return layoutOf(of).bytes;
}

/**
 * The fields in the order they have in C: numbers, flags, owned objects (the smaller ones first), arrays. An instruction reaches 2 KB
 * from a pointer, and this keeps what is used most within it; flags together leave no gaps.
 */
export function fieldsInMemory(of: ClassDef): Field[] {
  const kind = ({ type, storage }: Field) =>
    type.kind === 'array' ? 3 : storage === 'owned' ? 2 : type.kind === 'bool' ? 1 : 0;
  const bytes = (field: Field) => fieldLayout(field).bytes;
  return [...of.fields].sort((a, b) => kind(a) - kind(b) || (kind(a) === 2 ? bytes(a) - bytes(b) : 0));
}

function layoutOf(of: ClassDef): Layout {
  let end = 0;
  let alignment = 1;
  for (const field of fieldsInMemory(of)) {
    const each = fieldLayout(field);
    end = alignedTo(end, each.alignment) + each.bytes;
    alignment = Math.max(alignment, each.alignment);
  }
  return { bytes: alignedTo(end, alignment), alignment };
}

function fieldLayout({ type, storage, length }: Field): Layout {
  if (type.kind === 'array') {
    const bytes = ELEMENT_BYTES[type.element];
    return { bytes: bytes * length, alignment: bytes };
  }
  if (type.kind === 'class')
    return storage === 'reference' ? { bytes: POINTER_BYTES, alignment: POINTER_BYTES } : layoutOf(type.of);
  const bytes = type.kind === 'bool' ? BOOL_BYTES : INT_BYTES;
  return { bytes, alignment: bytes };
}

function alignedTo(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment;
}
