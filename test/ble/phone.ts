/** A shoe with runs in its record on the virtual radio, and a phone that speaks the Footfall service by docs/SPEC.md alone. */
import { ShoeRadio, type ShoeRadioOptions } from '../../firmware/ble/radio';
import { Calibration } from '../../firmware/session/calibration';
import { VirtualClock } from '../../host-sim/board/clock';
import { FlashModel } from '../../host-sim/board/flash';
import { virtualRadio, type CentralOptions, type VirtualCentral } from '../../host-sim/board/radio';
import { Life, RUN } from '../../host-sim/powercut/life';
import { identity, running } from './setup';

const uuid = (number: string) => `f816${number}-374b-48d3-aebc-5d91168400d8`;
export const INFORMATION = uuid('4001');
export const DYNAMICS = uuid('4002');
export const CONTROL_POINT = uuid('4003');
export const TRANSFER = uuid('4004');

/** The shoe, with `runs` runs of 500 s and more in its record. */
export function shoe(runs = 2, options: Partial<ShoeRadioOptions> = {}, refusesPairing = true) {
  const clock = new VirtualClock();
  const life = new Life(new FlashModel({ blocks: 64 }));
  for (let run = 0; run < runs; run++) life.go(500 + 100 * run, RUN).stand(200);
  const virtual = virtualRadio({ now_us: () => clock.now_us }, () => undefined, { refusesPairing });
  const live = running();
  const calibration = new Calibration();
  const radio = new ShoeRadio({
    server: virtual.server,
    live,
    battery: { percent: () => 87 },
    identity,
    clock: clock.clock,
    timers: clock.timers,
    record: life.record,
    calibration,
    health: {
      resetReason: 7,
      boots: 3,
      previousUptime_s: 70_000,
      runWasOpen: true,
      charging: true,
      imuAnswers: true,
      timeKnown: false,
      recordFailed: false,
      framesLost: 5,
      imuRestarts: 1,
    },
    ...options,
  });
  const tick = () => radio.update(clock.clock.now());
  clock.timers.set(tick, 1000, 1000);
  return {
    clock,
    life,
    live,
    virtual,
    radio,
    calibration,
    record: life.record,
    wait: (ms: number) => clock.runUntil(clock.now_us + ms * 1000),
  };
}

export type TestShoe = ReturnType<typeof shoe>;

/** What a phone has of a stream, and how it came. */
export interface Received {
  bytes: number[];
  /** The End frame, once it has come. */
  end: { length: number; crc32: number } | undefined;
  frames: number;
  abort: number | undefined;
}

export class Phone {
  readonly link: VirtualCentral;
  readonly indications: string[] = [];
  readonly dynamics: Uint8Array[] = [];
  /** Frames on the Transfer characteristic that are no part of a stream to the phone: Acks and Rewinds of an update. */
  readonly flow: Uint8Array[] = [];
  received: Received = nothingYet(0);
  /** Acknowledges by itself. */
  acknowledges = true;
  /** Called with every frame before it is looked at; false drops it. */
  onFrame: (frame: Uint8Array) => boolean = () => true;
  private unacknowledged = 0;
  private dropping = false;

  constructor(
    private readonly it: TestShoe,
    options: CentralOptions = {},
  ) {
    this.link = it.virtual.connect({
      bonded: true,
      ...options,
      onValue: (characteristic, bytes) => this.value(characteristic, bytes),
    });
    if (this.link.encrypted) this.subscribe();
  }

  subscribe(): void {
    for (const characteristic of [CONTROL_POINT, TRANSFER, DYNAMICS]) this.link.subscribe(characteristic);
  }

  /** Writes a request and gives the response after its first byte, in hexadecimal. */
  ask(...request: number[]): string {
    this.indications.length = 0;
    this.link.write(CONTROL_POINT, request);
    for (let i = 0; i < 400 && this.indications.length === 0; i++) this.it.wait(100);
    return this.indications[0] ?? 'none';
  }

  /** Reads a stream from `offset` on with what was received before, until End, Abort or `until`. */
  fetch(request: number[], offset = 0, until: () => boolean = () => false): string {
    if (offset === 0) this.received = nothingYet(0);
    else this.received = { ...this.received, end: undefined, frames: 0, abort: undefined };
    this.received.bytes.length = offset;
    this.unacknowledged = 0;
    this.dropping = false;
    const answer = this.ask(...request);
    if (!answer.startsWith(hex([request[0], 1]))) return answer;
    for (let i = 0; i < 4000; i++) {
      const { end, abort } = this.received;
      if (end !== undefined || abort !== undefined || until()) break;
      this.it.wait(15);
    }
    return answer;
  }

  send(...frame: number[]): void {
    this.link.write(TRANSFER, frame);
  }

  private value(characteristic: string, bytes: Uint8Array): void {
    if (characteristic === CONTROL_POINT) this.indications.push(hex(bytes.subarray(1)));
    else if (characteristic === DYNAMICS) this.dynamics.push(bytes);
    else if (characteristic === TRANSFER && this.onFrame(bytes)) this.frame(bytes);
  }

  private frame(frame: Uint8Array): void {
    const { received } = this;
    const view = new DataView(frame.buffer, frame.byteOffset);
    const offset = frame.length > 3 ? view.getUint16(1, true) | (frame[3] << 16) : 0;
    received.frames++;
    if (frame[0] === 1) {
      const end = frame.length - 2;
      const good = view.getUint16(end, true) === crc16(frame.subarray(0, end));
      if (!good || offset !== received.bytes.length) {
        if (!this.dropping) this.send(4, ...u24(received.bytes.length));
        this.dropping = true;
        return;
      }
      this.dropping = false;
      received.bytes.push(...frame.subarray(4, end));
      this.unacknowledged += end - 4;
      if (this.acknowledges && this.unacknowledged >= 4096) this.acknowledge();
    } else if (frame[0] === 2) {
      if (offset !== received.bytes.length) return;
      received.end = { length: offset, crc32: view.getUint32(4, true) };
      if (this.acknowledges) this.acknowledge();
    } else if (frame[0] === 5) received.abort = frame[1];
    else this.flow.push(frame);
  }

  private acknowledge(): void {
    this.unacknowledged = 0;
    this.send(3, ...u24(this.received.bytes.length));
  }
}

function nothingYet(length: number): Received {
  return { bytes: new Array<number>(length), end: undefined, frames: 0, abort: undefined };
}

export function u16(value: number): number[] {
  return [value & 0xff, (value >> 8) & 0xff];
}

export function u24(value: number): number[] {
  return [...u16(value), (value >> 16) & 0xff];
}

export function u32(value: number): number[] {
  return [...u24(value), value >>> 24];
}

export function hex(bytes: ArrayLike<number>): string {
  return Buffer.from(Array.from(bytes)).toString('hex');
}

/** Bit by bit, by the definition. */
export function crc16(bytes: ArrayLike<number>): number {
  let crc = 0xffff;
  for (const byte of Array.from(bytes)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ ((crc & 0x8000) !== 0 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}
