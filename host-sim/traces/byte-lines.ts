import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { reason, TraceError } from './error';

/** Bytes read at a time. */
const CHUNK_BYTES = 1 << 16;
/** A sample is about 30 characters, the header 23: a longer line than this is no line of a recording. */
export const MAX_LINE_BYTES = 512;
const TAIL_BYTES = 2 * MAX_LINE_BYTES;
const NEWLINE = 10;

/**
 * A window of bytes that slides over a file: at any time at least one whole line, or all that is left, is in `bytes`.
 *
 * A newline stands behind the last byte (`bytes[end]`), so that a parser meets an end without testing for it. Memory does
 * not grow with the file.
 */
export class ByteLines {
  readonly file: string;
  readonly bytes = Buffer.alloc(CHUNK_BYTES + MAX_LINE_BYTES + 1);
  /** First byte not yet taken. */
  at = 0;
  /** One past the last byte in the window. */
  end = 0;
  /** All of the file has been read into the window. */
  complete = false;

  private fd: number | undefined;

  /** @throws TraceError when the file cannot be opened */
  constructor(file: string) {
    this.file = file;
    try {
      this.fd = openSync(file, 'r');
    } catch (error) {
      throw new TraceError(file, {}, 'a readable file', reason(error));
    }
    if (fstatSync(this.fd).isDirectory()) {
      this.close();
      throw new TraceError(file, {}, 'a file', 'a folder');
    }
    this.bytes[0] = NEWLINE;
  }

  /**
   * Moves what is left to the front and reads on. Call it when less than a whole line may be left.
   * @throws TraceError when the file cannot be read
   */
  refill(): void {
    if (this.complete || this.fd === undefined) return;
    this.bytes.copyWithin(0, this.at, this.end);
    this.end -= this.at;
    this.at = 0;
    while (this.end < MAX_LINE_BYTES && !this.complete) {
      const got = this.read(this.fd, this.end, CHUNK_BYTES, null);
      this.complete = got === 0;
      this.end += got;
    }
    this.bytes[this.end] = NEWLINE;
  }

  /** The last characters of the file, wherever the window is; empty for a stream that cannot be read at a place. */
  tail(): string {
    if (this.fd === undefined) return '';
    const stat = fstatSync(this.fd);
    if (!stat.isFile()) return '';
    const length = Math.min(TAIL_BYTES, stat.size);
    const tail = Buffer.alloc(length);
    const got = readSync(this.fd, tail, 0, length, stat.size - length);
    return tail.toString('latin1', 0, got);
  }

  /** The line that begins at `from`, without its end, as far as it is in the window. */
  line(from: number): string {
    let to = from;
    while (to < this.end && this.bytes[to] !== NEWLINE) to++;
    return this.bytes.toString('utf8', from, to).replace(/\r$/, '');
  }

  close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }

  private read(fd: number, into: number, length: number, position: number | null): number {
    try {
      return readSync(fd, this.bytes, into, length, position);
    } catch (error) {
      throw new TraceError(this.file, {}, 'a readable file', reason(error));
    }
  }
}
