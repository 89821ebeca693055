/** Handing a firmware file to the shoe. docs/SPEC.md 4.10. */
import { FieldReader, uint } from './bytes';
import type { ControlPoint } from './control-point';
import { crc32 } from './crc';
import { readFirmwareFile } from './firmware-file';
import { AbortReason } from './frames';
import { TransferEnded } from './stream-receiver';
import { StreamSender } from './stream-sender';
import type { Transport } from './transport';
import { TRANSFER } from './uuids';

const BEGIN = 0x40;
const FINISH = 0x41;
const APPLY = 0x42;
const CANCEL = 0x43;
const STATE = 0x44;

export interface UpdateState {
  /** 0 none, 1 receiving, 2 paused, 3 checked, 4 none, and what was installed last did not stay. */
  readonly state: number;
  readonly received: number;
  readonly length: number;
}

export class Update {
  private sender: StreamSender | undefined;
  private cancelled = false;

  private constructor(
    private readonly transport: Transport,
    private readonly controlPoint: ControlPoint,
  ) {}

  /**
   * Not beside a `History` that is reading: both take the frames of the same characteristic. Beside one that is idle when the
   * transport hands a characteristic's values to all who subscribed to it; else open the other one anew afterwards.
   */
  static async open(transport: Transport, controlPoint: ControlPoint): Promise<Update> {
    const update = new Update(transport, controlPoint);
    transport.onClosed(() => update.sender?.close());
    await transport.subscribe(TRANSFER, (frame) => update.sender?.take(frame));
    return update;
  }

  /**
   * Sends a firmware file, from where the shoe has it, and has it checked. After `LinkLost` connect again and call it again: it goes on.
   * @param onProgress bytes of the file that the shoe has
   * @throws NotFirmware; RequestFailed with the reason when the shoe refuses it; TransferEnded, LinkLost
   */
  async send(file: Uint8Array, onProgress?: (bytes: number) => void): Promise<void> {
    const { version } = readFirmwareFile(file);
    this.cancelled = false;
    const named = [...uint(file.length, 3), ...uint(crc32(file), 4), ...version];
    const offset = new FieldReader(await this.controlPoint.request(BEGIN, named)).u24();
    if (this.cancelled) throw new TransferEnded(AbortReason.Stopped);
    const { transport } = this;
    this.sender = new StreamSender(
      file,
      offset,
      transport.maximumWrite,
      (frame) => transport.send(TRANSFER, frame),
      onProgress,
    );
    this.sender.start();
    try {
      await this.sender.done;
    } catch (error) {
      // Asked to finish, a shoe that takes no more tells why.
      if (error instanceof TransferEnded && error.reason === AbortReason.NotPossible)
        await this.controlPoint.request(FINISH);
      throw error;
    } finally {
      this.sender = undefined;
    }
    await this.controlPoint.request(FINISH);
  }

  /** What of an update the shoe has. */
  async state(): Promise<UpdateState> {
    const reader = new FieldReader(await this.controlPoint.request(STATE));
    return { state: reader.u8(), received: reader.u24(), length: reader.u24() };
  }

  /** Restarts the shoe into the checked image, a second later. It tries it for ten seconds, and goes back if it fails. */
  async apply(): Promise<void> {
    await this.controlPoint.request(APPLY);
  }

  /** Gives up what the shoe has of an update; a `send` under way ends with TransferEnded. */
  async cancel(): Promise<void> {
    this.cancelled = true;
    this.sender?.stop();
    await this.controlPoint.request(CANCEL);
  }
}
