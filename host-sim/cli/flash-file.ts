import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { RECORD_BYTES, erasedFlash } from '../board/flash';

/** An image of the record's partition in a file: what the shoe keeps from one replay to the next. */
export class FlashFile {
  private constructor(
    readonly path: string,
    readonly image: Uint8Array,
  ) {}

  /**
   * Reads the file; one that is not there yet is erased flash.
   * @throws Error when it is no image of the partition
   */
  static open(path: string): FlashFile {
    if (!existsSync(path)) return new FlashFile(path, erasedFlash());
    const bytes = readFileSync(path);
    if (bytes.length !== RECORD_BYTES)
      throw new Error(`${path}: ${bytes.length} bytes, an image of the record's flash has ${RECORD_BYTES}`);
    return new FlashFile(path, new Uint8Array(bytes));
  }

  save(): void {
    writeFileSync(this.path, this.image);
  }
}
