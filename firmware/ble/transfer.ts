/**
 * The Transfer characteristic: streams to a phone, a stream from it (an update), and the check that a phone has a whole run.
 * One at a time for the whole shoe, in fixed memory. docs/SPEC.md, 4.5.
 *
 * The radio gives no sign when it has room again, so while something is under way a timer looks after it. What it does at
 * one time is bounded: some frames, some pieces of flash.
 */
import { Property, type GattCharacteristic, type GattConnection } from '../io/gatt';
import type { Clock, TimerHandle, Timers } from '../io/time';
import { CRC_START, crcBytes } from '../record/crc32';
import { END, FOUND, NOT_YET } from '../record/runs';
import { hasSlot, NO_SLOT, withSlot, type Connections } from './connections';
import type { Counters } from './counters';
import { FootfallCharacteristic } from './footfall-numbers';
import {
  AbortReason,
  DATA_AT,
  DATA_OVERHEAD,
  Frame,
  FRAME_MOST,
  frameOffset,
  sealData,
  WINDOW,
  writeAbort,
  writeEnd,
} from './frames';
import type { ByteStream } from './streams';
import type { UpdateReceiver } from './update-receiver';
import { PrefixViews } from './views';

/** How often what is under way is looked after: about a connection interval of a phone that syncs. Our choice. */
const PUMP_ms = 15;
/** Frames sent and pieces skipped or checked at one time: 8 frames of MTU 247 are 2 KB, 4 pieces at most 2 KB. Our choice. */
const FRAMES_AT_ONCE = 8;
const PIECES_AT_ONCE = 4;
/** Flash read at one time in search of a run: as much as those pieces. Our choice. */
const SEARCH_bytes = 2048;
/** Without a frame of the other side for this long it is over: the ATT transaction time-out, for want of another. */
const SILENCE_ms = 30_000;

const IDLE = 0;
const SEEKING = 1;
const SENDING = 2;
const ENDED = 3;
const CHECKING = 4;
const RECEIVING = 5;

export class Transfer implements GattCharacteristic {
  private readonly connections: Connections;
  private readonly clock: Clock;
  private readonly timers: Timers;
  private readonly counters: Counters;
  private readonly receiver: UpdateReceiver;
  private subscribed = 0;
  /** Made for the first transfer. */
  private bytes: Uint8Array | undefined;
  private views: PrefixViews | undefined;
  /** Undefined while nothing is under way. */
  private timer: TimerHandle;

  private state = IDLE;
  private connection: GattConnection | undefined;
  private heard_ms = 0;
  private stream: ByteStream | undefined;
  /** Where the stream goes on, and the first byte of the piece that is still to come. */
  private target = 0;
  private position = 0;
  private pieceAt = 0;
  private pieceEnd = 0;
  private acknowledged = 0;
  /** CRC-32 of all bytes before `position`. */
  private crc = CRC_START;
  /** Bytes of the frame that waits for room; 0 none. */
  private waiting = 0;
  private checked: ((length: number, crc32: number) => void) | undefined;

  constructor(options: {
    readonly connections: Connections;
    readonly clock: Clock;
    readonly timers: Timers;
    readonly counters: Counters;
    readonly receiver: UpdateReceiver;
  }) {
    this.connections = options.connections;
    this.clock = options.clock;
    this.timers = options.timers;
    this.counters = options.counters;
    this.receiver = options.receiver;
  }

  get uuid(): string {
    return FootfallCharacteristic.Transfer;
  }

  get properties(): number {
    return Property.WriteWithoutResponseEncrypted | Property.SubscribeEncrypted;
  }

  private get frame(): Uint8Array {
    return (this.bytes ??= new Uint8Array(FRAME_MOST));
  }

  /** The frame's first `length` bytes. */
  private prefix(length: number): Uint8Array {
    return (this.views ??= new PrefixViews(this.frame)).of(length);
  }

  get busy(): boolean {
    return this.state !== IDLE;
  }

  isSubscribed(slot: number): boolean {
    return hasSlot(this.subscribed, slot);
  }

  /** Sends a stream from `offset` on. Not while `busy`. */
  send(stream: ByteStream, offset: number, connection: GattConnection): void {
    this.begin(SEEKING, connection);
    this.acknowledged = offset;
    this.stream = stream;
    this.seek(offset);
  }

  /** Reads a stream to its end, and tells its length and CRC-32. Not while `busy`. */
  check(stream: ByteStream, connection: GattConnection, done: (length: number, crc32: number) => void): void {
    this.begin(CHECKING, connection);
    this.stream = stream;
    this.checked = done;
    this.seek(0);
  }

  /** Takes the stream of an update. Not while `busy`. */
  receive(connection: GattConnection): void {
    this.begin(RECEIVING, connection);
  }

  /** Ends what this central has under way, if anything. */
  stop(connection: GattConnection): void {
    if (this.state !== IDLE && this.connection === connection) this.end();
  }

  /** As `stop`, with an Abort: for what the other side did not ask for. */
  abort(reason: number): void {
    if (this.state === IDLE) return;
    const length = writeAbort(this.frame, reason);
    this.connection?.notify(this, this.prefix(length));
    this.counters.transfersCut++;
    this.end();
  }

  /** Forgets the central that had this slot. */
  release(slot: number, connection: GattConnection): void {
    this.subscribed = withSlot(this.subscribed, slot, false);
    if (this.state === IDLE || this.connection !== connection) return;
    this.counters.transfersCut++;
    this.end();
  }

  private begin(state: number, connection: GattConnection): void {
    this.state = state;
    this.connection = connection;
    this.heard_ms = this.clock.now();
    this.waiting = 0;
    this.timer = this.timers.set(() => this.pump(), PUMP_ms, PUMP_ms);
  }

  private end(): void {
    this.state = IDLE;
    this.connection = undefined;
    this.stream = undefined;
    this.checked = undefined;
    this.receiver.pause();
    if (this.timer !== undefined) this.timers.clear(this.timer);
    this.timer = undefined;
  }

  private seek(offset: number): void {
    this.target = offset;
    this.position = 0;
    this.pieceAt = 0;
    this.pieceEnd = 0;
    this.crc = CRC_START;
    this.waiting = 0;
    this.stream?.rewind();
  }

  onSubscribe(connection: GattConnection): void {
    this.subscribe(connection, true);
  }

  onUnsubscribe(connection: GattConnection): void {
    this.subscribe(connection, false);
  }

  /** A frame of a phone. */
  onWrite(frame: Uint8Array, connection: GattConnection): number {
    if (this.state === IDLE || this.connection !== connection || !connection.bonded) return 0;
    this.heard_ms = this.clock.now();
    if (frame[0] === Frame.Abort) {
      if (frame.length === 2) {
        this.counters.transfersCut++;
        this.end();
      }
    } else if (this.state === RECEIVING) this.receiver.take(frame);
    else if (frame.length === 4) this.flow(frame[0], frameOffset(frame));
    return 0;
  }

  private flow(type: number, offset: number): void {
    if (this.state !== SENDING && this.state !== ENDED) return;
    const sent = this.position - this.waitingData();
    if (offset < this.acknowledged || offset > sent) return;
    if (type === Frame.Ack) {
      this.acknowledged = offset;
      if (this.state === ENDED && this.waiting === 0 && offset === this.position) this.end();
    } else if (type === Frame.Rewind) {
      this.counters.rewinds++;
      this.acknowledged = offset;
      this.state = SEEKING;
      this.seek(offset);
    }
  }

  /** Data bytes of the frame that waits. */
  private waitingData(): number {
    return this.waiting > 0 && this.frame[0] === Frame.Data ? this.waiting - DATA_OVERHEAD : 0;
  }

  private pump(): void {
    const connection = this.connection;
    if (connection === undefined) return;
    if (this.clock.now() - this.heard_ms >= SILENCE_ms && this.state !== CHECKING)
      return this.abort(AbortReason.TimeOut);
    this.stream?.allow(SEARCH_bytes);
    if (this.state === SEEKING) this.skip();
    if (this.state === CHECKING) this.checkOn();
    if (this.state === RECEIVING) {
      if (this.receiver.refused) return this.refuse(connection);
      this.receiver.pump(connection, this);
    }
    if (this.state === SENDING || this.state === ENDED) this.sendOn(connection);
  }

  /** The other side must hear of it, or it would wait for an Ack for ever. */
  private refuse(connection: GattConnection): void {
    const length = writeAbort(this.frame, AbortReason.NotPossible);
    if (!connection.notify(this, this.prefix(length))) return;
    this.counters.transfersCut++;
    this.end();
  }

  /** Goes on towards the target, taking what is skipped into the checksum. */
  private skip(): void {
    for (let pieces = 0; pieces < PIECES_AT_ONCE; pieces++) {
      const left = this.target - this.position;
      if (left === 0) break;
      const loaded = this.load();
      if (loaded === NOT_YET) return;
      if (loaded === END) return this.abort(AbortReason.Gone);
      const here = this.pieceEnd - this.pieceAt;
      this.consume(here < left ? here : left);
    }
    if (this.position === this.target) this.state = SENDING;
  }

  private checkOn(): void {
    for (let pieces = 0; pieces < PIECES_AT_ONCE; pieces++) {
      const loaded = this.load();
      if (loaded === NOT_YET) return;
      if (loaded === FOUND) {
        this.consume(this.pieceEnd - this.pieceAt);
        continue;
      }
      const { checked, position, crc } = this;
      this.end();
      checked?.(position, ~crc >>> 0);
      return;
    }
  }

  private sendOn(connection: GattConnection): void {
    for (let frames = 0; frames < FRAMES_AT_ONCE; frames++) {
      if (this.waiting === 0 && !this.fill(connection)) return;
      if (!connection.notify(this, this.prefix(this.waiting))) {
        this.counters.refused++;
        return;
      }
      this.counters.sent++;
      this.counters.streamed += this.waitingData();
      this.waiting = 0;
      if (this.state === ENDED && this.acknowledged === this.position) return this.end();
    }
  }

  /** Makes the next frame. @returns false when there is none now */
  private fill(connection: GattConnection): boolean {
    if (this.state !== SENDING) return false;
    const most = connection.maximumWrite < FRAME_MOST ? connection.maximumWrite : FRAME_MOST;
    const room = most - DATA_OVERHEAD;
    if (this.position + room > this.acknowledged + WINDOW) return false;
    const offset = this.position;
    let length = 0;
    let loaded = FOUND;
    while (length < room) {
      loaded = this.load();
      if (loaded !== FOUND) break;
      const here = this.pieceEnd - this.pieceAt;
      const part = here < room - length ? here : room - length;
      this.copy(DATA_AT + length, part);
      length += part;
    }
    if (length > 0) this.waiting = sealData(this.frame, offset, length);
    else if (loaded === NOT_YET) return false;
    else {
      this.waiting = writeEnd(this.frame, this.position, ~this.crc >>> 0);
      this.state = ENDED;
    }
    return true;
  }

  /** Makes sure of a piece with bytes in it. @returns FOUND, END of the stream, or NOT_YET: at the next pump */
  private load(): number {
    while (this.pieceAt === this.pieceEnd) {
      const stream = this.stream;
      if (stream === undefined) return END;
      const found = stream.next();
      // The other side cannot but be silent while it is us who search.
      if (found === NOT_YET) this.heard_ms = this.clock.now();
      if (found !== FOUND) return found;
      this.pieceAt = 0;
      this.pieceEnd = stream.length;
    }
    return FOUND;
  }

  private copy(at: number, length: number): void {
    const from = this.stream?.bytes;
    if (from === undefined) return;
    const frame = this.frame;
    for (let i = 0; i < length; i++) frame[at + i] = from[this.pieceAt + i];
    this.consume(length);
  }

  private consume(length: number): void {
    const from = this.stream?.bytes;
    if (from !== undefined) this.crc = crcBytes(this.crc, from, this.pieceAt, this.pieceAt + length);
    this.pieceAt += length;
    this.position += length;
  }

  private subscribe(connection: GattConnection, subscribed: boolean): void {
    const slot = this.connections.slotOf(connection);
    if (slot !== NO_SLOT) this.subscribed = withSlot(this.subscribed, slot, subscribed);
  }
}
