/** Handing a firmware image to the shoe. docs/SPEC.md 4.10. */
import { FieldReader, uint } from './bytes';
import type { ControlPoint } from './control-point';
import { crc32 } from './crc';
import { StreamSender } from './stream-sender';
import type { Transport } from './transport';
import { TRANSFER } from './uuids';

const BEGIN = 0x40;
const FINISH = 0x41;
const APPLY = 0x42;
const CANCEL = 0x43;

export class Update {
  private sender: StreamSender | undefined;

  private constructor(
    private readonly transport: Transport,
    private readonly controlPoint: ControlPoint,
  ) {}

  /** Not beside a `History` that is reading: both take the frames of the same characteristic. */
  static async open(transport: Transport, controlPoint: ControlPoint): Promise<Update> {
    const update = new Update(transport, controlPoint);
    transport.onClosed(() => update.sender?.close());
    await transport.subscribe(TRANSFER, (frame) => update.sender?.take(frame));
    return update;
  }

  /** Sends the image, from where the shoe has it already, and has it checked. */
  async send(image: Uint8Array, version: readonly [number, number, number]): Promise<void> {
    const named = [...uint(image.length, 3), ...uint(crc32(image), 4), ...version];
    const offset = new FieldReader(await this.controlPoint.request(BEGIN, named)).u24();
    const { transport } = this;
    this.sender = new StreamSender(image, offset, transport.maximumWrite, (frame) =>
      transport.send(TRANSFER, frame),
    );
    this.sender.start();
    try {
      await this.sender.done;
    } finally {
      this.sender = undefined;
    }
    await this.controlPoint.request(FINISH);
  }

  /** Restarts the shoe into the checked image. */
  async apply(): Promise<void> {
    await this.controlPoint.request(APPLY);
  }

  async cancel(): Promise<void> {
    await this.controlPoint.request(CANCEL);
  }
}
