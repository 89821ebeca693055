/** The receiving end of a stream from the shoe. docs/SPEC.md 4.5. */
import { FieldReader } from './bytes';
import { abortFrame, AbortReason, ackFrame, dataOf, Frame, rewindFrame } from './frames';
import type { StoredBytes } from './stored-bytes';
import { LinkLost } from './transport';

/** Half of the window of 8192 bytes: the shoe never has to wait for an acknowledgement on its way. */
const ACK_EVERY = 4096;

/** The shoe ended the transfer, or this side had to. */
export class TransferEnded extends Error {
  constructor(readonly reason: number) {
    super(`the shoe ended the transfer, reason ${reason}`);
    this.name = 'TransferEnded';
  }
}

/** What was stored is not the stream's beginning: read again from 0. */
export class StreamChanged extends Error {
  constructor() {
    super('the checksum of the whole stream does not match what was stored');
    this.name = 'StreamChanged';
  }
}

export class StreamReceiver {
  /** Resolves when all bytes are stored and their checksum is right. */
  readonly done: Promise<void>;
  /** Frames dropped for a gap, an overlap or a spoilt checksum. */
  dropped = 0;
  private acknowledged: number;
  private rewinding = false;
  private over = false;
  private keep: () => void = () => undefined;
  private fail: (error: Error) => void = () => undefined;

  /**
   * @param stored where the bytes go; the stream is asked for from its length on
   * @param send puts a frame on the air
   */
  constructor(
    private readonly stored: StoredBytes,
    private readonly send: (frame: Uint8Array) => void,
  ) {
    this.acknowledged = stored.length;
    this.done = new Promise((keep, fail) => {
      this.keep = keep;
      this.fail = fail;
    });
    // Whoever awaits it later still sees the error.
    this.done.catch(() => undefined);
  }

  /** A frame from the shoe. */
  take(frame: Uint8Array): void {
    if (this.over) return;
    if (frame[0] === Frame.Data) this.takeData(frame);
    else if (frame[0] === Frame.End) this.takeEnd(frame);
    else if (frame[0] === Frame.Abort) this.end(new TransferEnded(frame[1]));
  }

  /** The link is gone; what is stored stays. */
  close(): void {
    this.end(new LinkLost());
  }

  private takeData(frame: Uint8Array): void {
    const { stored } = this;
    const found = dataOf(frame);
    if (found?.offset !== stored.length) return this.rewind();
    this.rewinding = false;
    stored.append(found.data);
    if (stored.length - this.acknowledged < ACK_EVERY) return;
    this.acknowledged = stored.length;
    this.send(ackFrame(stored.length));
  }

  private takeEnd(frame: Uint8Array): void {
    const reader = new FieldReader(frame, 1);
    const length = reader.u24();
    if (length > this.stored.length) return this.rewind();
    if (length === this.stored.length && reader.u32() === this.stored.crc32()) {
      this.send(ackFrame(length));
      return this.end();
    }
    this.send(abortFrame(AbortReason.Stopped));
    this.end(new StreamChanged());
  }

  /** Once, until what was asked for comes. */
  private rewind(): void {
    this.dropped++;
    if (this.rewinding) return;
    this.rewinding = true;
    this.send(rewindFrame(this.stored.length));
  }

  private end(error?: Error): void {
    if (this.over) return;
    this.over = true;
    if (error) this.fail(error);
    else this.keep();
  }
}
