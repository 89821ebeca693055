/**
 * Firmware updates as the radio sees them: framing, resume, and who is asked what. Writing to flash, the signature and what a
 * version is worth are the updater's. docs/SPEC.md, 4.10.
 */
import type { GattCharacteristic, GattConnection } from '../io/gatt';
import { uint24At, uint32At } from './bytes';
import { Result } from './footfall-numbers';
import {
  ACK_EVERY,
  DATA_AT,
  DATA_OVERHEAD,
  Frame,
  frameOffset,
  isData,
  OFFSET_FRAME_LENGTH,
  writeOffsetFrame,
} from './frames';

/** What is to be installed, as the phone names it. */
export interface UpdateImage {
  /** Bytes, 1 to 2^24 - 1. */
  readonly length: number;
  readonly crc32: number;
  /** 0 to 255 each. */
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** Takes a firmware file. The radio calls it in the order of the methods; every number returned is a Result. */
export interface Updater {
  /**
   * May this file be taken? Nothing of another one is kept. Not called again for a file that is gone on with after a
   * disconnection.
   */
  begin(image: UpdateImage): number;
  /** The image that was installed last did not stay: this is the one before. */
  readonly returned: boolean;
  /** After `begin`: bytes of this very file that are there already, from before a reset. */
  readonly kept: number;
  /** Takes the next bytes of the file, `from` up to before `to` of `bytes`. In order, each once. Unless Success the update is over. */
  write(bytes: Uint8Array, from: number, to: number): number;
  /** All bytes are there: are they what was signed? */
  verify(): number;
  /** Restarts into the image that was verified, soon: the response should still go out. */
  apply(): number;
  /** Gives up what was begun. */
  cancel(): void;
}

/** `UpdateReceiver.state`. */
export const UPDATE_NONE = 0;
export const UPDATE_RECEIVING = 1;
export const UPDATE_PAUSED = 2;
export const UPDATE_CHECKED = 3;
/** Told while there is none. */
export const UPDATE_RETURNED = 4;

const NO_OFFSET = -1;

export class UpdateReceiver {
  state = UPDATE_NONE;
  /** Bytes received, in order and without a gap. */
  received = 0;
  private readonly updater: Updater | undefined;
  private readonly image = { length: 0, crc32: 0, major: 0, minor: 0, patch: 0 };
  /** Only with an updater: there is none on most shoes. */
  private readonly frame: Uint8Array | undefined;
  private acknowledged = 0;
  /** Offset of a Rewind that the radio has still to take; then frames are dropped until that offset comes. */
  private rewindTo = NO_OFFSET;
  private dropping = false;
  /** Result for which the updater takes no more of this image; Success while it does. */
  private refusal: number = Result.Success;

  constructor(updater: Updater | undefined) {
    this.updater = updater;
    this.frame = updater && new Uint8Array(OFFSET_FRAME_LENGTH);
  }

  get available(): boolean {
    return this.updater !== undefined;
  }

  /** What a phone is told. */
  get toldState(): number {
    const { state, updater } = this;
    return state === UPDATE_NONE && updater?.returned === true ? UPDATE_RETURNED : state;
  }

  /** The updater takes no more of it; `finish` tells why. */
  get refused(): boolean {
    return this.refusal !== Result.Success;
  }

  get length(): number {
    return this.state === UPDATE_NONE ? 0 : this.image.length;
  }

  /** @param request a whole Begin Update. @returns a Result; with Success `received` is where to go on */
  begin(request: Uint8Array): number {
    const { updater, image } = this;
    if (updater === undefined) return Result.NotAvailable;
    const length = uint24At(request, 1);
    if (length === 0) return Result.InvalidParameter;
    const crc32 = uint32At(request, 4);
    const same =
      this.state !== UPDATE_NONE &&
      !this.refused &&
      image.length === length &&
      image.crc32 === crc32 &&
      image.major === request[8] &&
      image.minor === request[9] &&
      image.patch === request[10];
    if (!same) {
      this.cancel();
      image.length = length;
      image.crc32 = crc32;
      image.major = request[8];
      image.minor = request[9];
      image.patch = request[10];
      const result = updater.begin(image);
      if (result !== Result.Success) return result;
      this.received = updater.kept;
    }
    this.acknowledged = this.received;
    this.rewindTo = NO_OFFSET;
    this.dropping = false;
    this.state = UPDATE_RECEIVING;
    return Result.Success;
  }

  /** A frame has come. */
  take(frame: Uint8Array): void {
    const { updater } = this;
    if (updater === undefined || this.state !== UPDATE_RECEIVING || this.refused) return;
    const good = isData(frame);
    const length = frame.length - DATA_OVERHEAD;
    if (!good || frameOffset(frame) !== this.received || this.received + length > this.image.length) {
      // What is dropped after a Rewind was under way when it was sent; only the frame asked for, spoiled, is asked for again.
      if (!this.dropping || (frame[0] === Frame.Data && frameOffset(frame) === this.received)) {
        this.rewindTo = this.received;
        this.dropping = true;
      }
      return;
    }
    this.dropping = false;
    this.refusal = updater.write(frame, DATA_AT, DATA_AT + length);
    if (!this.refused) this.received += length;
  }

  /** Sends what is due: a Rewind, else an Ack. */
  pump(connection: GattConnection, characteristic: GattCharacteristic): void {
    const frame = this.frame;
    if (frame === undefined) return;
    if (this.rewindTo !== NO_OFFSET) {
      writeOffsetFrame(frame, Frame.Rewind, this.rewindTo);
      if (connection.notify(characteristic, frame)) this.rewindTo = NO_OFFSET;
      return;
    }
    const news = this.received - this.acknowledged;
    if (news === 0 || (news < ACK_EVERY && this.received < this.image.length)) return;
    writeOffsetFrame(frame, Frame.Ack, this.received);
    if (connection.notify(characteristic, frame)) this.acknowledged = this.received;
  }

  /** The transfer is over for now; what was received stays. */
  pause(): void {
    if (this.state === UPDATE_RECEIVING) this.state = UPDATE_PAUSED;
  }

  /** @returns a Result */
  finish(): number {
    if (this.updater === undefined) return Result.NotAvailable;
    if (this.state === UPDATE_CHECKED) return Result.Success;
    const { refusal } = this;
    if (this.refused) {
      this.cancel();
      return refusal;
    }
    if (this.state === UPDATE_NONE || this.received < this.image.length) return Result.NotComplete;
    const result = this.updater.verify();
    if (result === Result.Success) this.state = UPDATE_CHECKED;
    else this.cancel();
    return result;
  }

  /** Not while the runner is in a session: a restart would end it. @returns a Result */
  apply(inSession: boolean): number {
    if (this.updater === undefined) return Result.NotAvailable;
    if (this.state !== UPDATE_CHECKED) return Result.NotComplete;
    return inSession ? Result.Busy : this.updater.apply();
  }

  cancel(): void {
    if (this.state === UPDATE_NONE) return;
    this.state = UPDATE_NONE;
    this.received = 0;
    this.refusal = Result.Success;
    this.updater?.cancel();
  }
}
