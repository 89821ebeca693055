/** The sending end of a stream to the shoe: a firmware update. docs/SPEC.md 4.5 and 4.10. */
import { AbortReason, dataFrame, DATA_OVERHEAD, Frame, FRAME_MOST, offsetOf } from './frames';
import { TransferEnded } from './stream-receiver';
import { LinkLost } from './transport';

/** Bytes beyond the last acknowledgement that may be under way. */
const WINDOW = 8192;

export class StreamSender {
  /** Resolves when the shoe has acknowledged every byte. */
  readonly done: Promise<void>;
  private acknowledged: number;
  private over = false;
  private keep: () => void = () => undefined;
  private fail: (error: Error) => void = () => undefined;

  constructor(
    private readonly bytes: Uint8Array,
    private offset: number,
    private readonly maximumWrite: number,
    private readonly send: (frame: Uint8Array) => void,
    /** Told how many bytes the shoe has, as it acknowledges them. */
    private readonly onProgress: (bytes: number) => void = () => undefined,
  ) {
    this.acknowledged = offset;
    this.done = new Promise((keep, fail) => {
      this.keep = keep;
      this.fail = fail;
    });
    this.done.catch(() => undefined);
  }

  /** Sends as much as the window allows. */
  start(): void {
    if (this.acknowledged === this.bytes.length) return this.end();
    const room = Math.min(this.maximumWrite, FRAME_MOST) - DATA_OVERHEAD;
    while (
      !this.over &&
      this.offset < this.bytes.length &&
      this.offset + room <= this.acknowledged + WINDOW
    ) {
      const data = this.bytes.subarray(this.offset, this.offset + room);
      this.send(dataFrame(this.offset, data));
      this.offset += data.length;
    }
  }

  take(frame: Uint8Array): void {
    if (this.over) return;
    if (frame[0] === Frame.Abort) return this.end(new TransferEnded(frame[1]));
    const offset = offsetOf(frame);
    if (frame.length !== 4 || offset < this.acknowledged || offset > this.offset) return;
    if (frame[0] === Frame.Rewind) this.offset = offset;
    else if (frame[0] !== Frame.Ack) return;
    this.acknowledged = offset;
    this.onProgress(offset);
    this.start();
  }

  close(): void {
    this.end(new LinkLost());
  }

  /** Sends no more: `done` rejects with TransferEnded. */
  stop(): void {
    this.end(new TransferEnded(AbortReason.Stopped));
  }

  private end(error?: Error): void {
    if (this.over) return;
    this.over = true;
    if (error) this.fail(error);
    else this.keep();
  }
}
