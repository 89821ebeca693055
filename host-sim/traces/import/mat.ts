/**
 * Numeric arrays of MAT files, version 5 ("MAT-File Format", MathWorks, level 5): what the data sets at hand use. Written
 * here because the one reader on npm that reads them is under the GPL and no longer kept up.
 */
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { reason, TraceError } from '../error';

/** A numeric array; values lie column by column. */
export interface MatArray {
  rows: number;
  columns: number;
  values: Float64Array;
}

const HEADER_BYTES = 128;
const ENDIAN_AT = 126;
const COMPRESSED = 15;
const MATRIX = 14;
/** Classes of arrays: double to uint64 are numeric (6 to 15). */
const NUMERIC = { first: 6, last: 13 };
const COMPLEX_FLAG = 0x0800;

type Reader = (view: DataView, at: number, little: boolean) => number;
/** Data types by number: bytes per value and how to read one. */
const TYPES: Record<number, { bytes: number; read: Reader } | undefined> = {
  1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  2: { bytes: 1, read: (view, at) => view.getUint8(at) },
  3: { bytes: 2, read: (view, at, little) => view.getInt16(at, little) },
  4: { bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
  5: { bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
  6: { bytes: 4, read: (view, at, little) => view.getUint32(at, little) },
  7: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
  9: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
  12: { bytes: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  13: { bytes: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) },
};

interface Element {
  type: number;
  data: Buffer;
  /** Where the next element begins. */
  next: number;
}

/**
 * The numeric arrays of a file by name; others (texts, structures, cells) are left out.
 * @throws TraceError when the file cannot be read or is no MAT file of version 5
 */
export function readMat(file: string): Map<string, MatArray> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new TraceError(file, {}, 'a readable file', reason(error));
  }
  const mark = bytes.toString('latin1', ENDIAN_AT, HEADER_BYTES);
  if (mark !== 'IM' && mark !== 'MI')
    throw new TraceError(
      file,
      {},
      'a MAT file of version 5 ("IM" or "MI" at byte 126)',
      JSON.stringify(mark),
    );
  return new MatReader(file, mark === 'IM').arrays(bytes.subarray(HEADER_BYTES));
}

class MatReader {
  constructor(
    private readonly file: string,
    private readonly little: boolean,
  ) {}

  arrays(bytes: Buffer): Map<string, MatArray> {
    const found = new Map<string, MatArray>();
    for (let at = 0; at < bytes.length;) {
      const element = this.element(bytes, at);
      at = element.next;
      if (element.type === COMPRESSED)
        for (const [name, array] of this.arrays(this.inflate(element))) found.set(name, array);
      else if (element.type === MATRIX) this.matrix(element.data, found);
    }
    return found;
  }

  private inflate({ data }: Element): Buffer {
    try {
      return inflateSync(data);
    } catch (error) {
      throw this.broken(`a compressed array (${reason(error)})`);
    }
  }

  private matrix(data: Buffer, into: Map<string, MatArray>): void {
    const flags = this.element(data, 0);
    const kind = this.numbers(flags)[0];
    if (data.length <= flags.next) return;
    const size = this.element(data, flags.next);
    const name = this.element(data, size.next);
    const arrayClass = kind & 0xff;
    if (arrayClass < NUMERIC.first || arrayClass > NUMERIC.last || (kind & COMPLEX_FLAG) !== 0) return;
    const [rows, ...others] = this.numbers(size);
    const columns = others.reduce((product, dimension) => product * dimension, 1);
    const values = this.numbers(this.element(data, name.next));
    const label = name.data.toString('latin1');
    if (values.length !== rows * columns)
      throw this.broken(`${label} of ${rows} x ${columns} with ${values.length} values`);
    into.set(label, { rows, columns, values });
  }

  private numbers({ type, data }: Element): Float64Array {
    const known = TYPES[type];
    if (!known) throw this.broken(`data of type ${type}`);
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const values = new Float64Array(Math.floor(data.length / known.bytes));
    for (let i = 0; i < values.length; i++) values[i] = known.read(view, i * known.bytes, this.little);
    return values;
  }

  /** An element: type and size in eight bytes, or both in four with up to four bytes of data behind them. */
  private element(bytes: Buffer, at: number): Element {
    if (at + 8 > bytes.length) throw this.broken(`its end ${bytes.length - at} bytes into an element`);
    const word = this.little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
    const small = word >>> 16;
    if (small > 4)
      throw this.broken(`an element of type ${word & 0xffff} with ${small} bytes in a small one`);
    if (small !== 0)
      return { type: word & 0xffff, data: bytes.subarray(at + 4, at + 4 + small), next: at + 8 };
    const size = this.little ? bytes.readUInt32LE(at + 4) : bytes.readUInt32BE(at + 4);
    const end = at + 8 + size;
    if (end > bytes.length)
      throw this.broken(`an element of ${size} bytes of which ${bytes.length - at - 8} are there`);
    // Compressed elements are not padded to eight bytes.
    const next = word === COMPRESSED ? end : at + 8 + Math.ceil(size / 8) * 8;
    return { type: word, data: bytes.subarray(at + 8, end), next: Math.min(next, bytes.length) };
  }

  private broken(found: string): TraceError {
    return new TraceError(this.file, {}, 'a whole MAT file of version 5', found);
  }
}

/** An array that must be there. @throws TraceError naming it */
export function needed(
  file: string,
  arrays: Map<string, MatArray>,
  name: string,
  columns?: number,
): MatArray {
  const array = arrays.get(name);
  const what = `an array ${name}${columns === undefined ? '' : ` of ${columns} columns`}`;
  if (!array) throw new TraceError(file, {}, what, `only ${[...arrays.keys()].join(', ')}`);
  if (columns !== undefined && array.columns !== columns)
    throw new TraceError(file, {}, what, `${array.rows} x ${array.columns}`);
  return array;
}
