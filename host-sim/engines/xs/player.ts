/**
 * The board's side of the seam inside XS: passes every crossing to the native host, which compares what leaves the firmware
 * with the transcript and answers from it. Allocates nothing of its own per bus read, timer, stride or notification.
 */
import type { SMBus, SMBusOptions } from '../../../firmware/io/bus';
import type { Chip, WakeSources } from '../../../firmware/io/chip';
import type { DigitalInput, DigitalInputOptions } from '../../../firmware/io/digital';
import type { Flash, FlashStatus } from '../../../firmware/io/flash';
import type {
  AdvertisingParameters,
  ConnectionParameters,
  GattCharacteristic,
  GattConnection,
  GattServer,
  GattServerOptions,
} from '../../../firmware/io/gatt';
import type { Clock, Timers } from '../../../firmware/io/time';
import type { Cell } from '../../../firmware/power/gauge';
import type { BootInfo } from '../../../firmware/record/record';
import { GYROSCOPE_USES } from '../../../firmware/session/gyroscope';
import type {
  SessionPause,
  SessionResume,
  SessionSink,
  SessionSplit,
  SessionStart,
  SessionStop,
} from '../../../firmware/session/sink';
import type { Stride } from '../../../firmware/stepdetect/stride';
import { PARTS, RATES_Hz, wireShoe, type BoardSeam } from '../wiring';
import {
  BOOT_NUMBERS,
  bootOf,
  Call,
  CELL,
  chargerOf,
  Entry,
  POWERED,
  STRIDE_WORDS,
  strideWords,
  wakeNumbers,
} from './crossing';
import { kernel } from './kernel';

/** Native: compares the call with the transcript and returns (or throws) what the board did; fills `into`. */
declare function cross(
  kind: number,
  a: number,
  b: number,
  c: number,
  given: Uint8Array | string | undefined,
  into: Uint8Array | undefined,
): number;
/** Native: copies the payload of the entry that is being played. */
declare function payload(into: Uint8Array): void;

/** What the board holds of the firmware. */
class Held {
  pin: DigitalInputOptions | undefined;
  server: GattServerOptions | undefined;
  shoe: unknown;
  readonly timers: ((() => void) | undefined)[] = [];
  readonly characteristics: GattCharacteristic[] = [];
  readonly connections: PlayedConnection[] = [];
  readonly strideWords = new Int32Array(STRIDE_WORDS);
  readonly strideBytes = new Uint8Array(this.strideWords.buffer);
}

/** Made when the shoe starts: what a module makes when it is loaded lies in flash, and cannot be written. */
let held: Held;

class PlayedBus implements SMBus {
  constructor(options: SMBusOptions) {
    cross(Call.BusOpen, options.address ?? 0, options.hz ?? 0, 0, undefined, undefined);
  }
  readUint8(register: number): number {
    return cross(Call.BusRead, register, 1, 0, undefined, undefined);
  }
  readUint16(register: number): number {
    return cross(Call.BusRead, register, 2, 0, undefined, undefined);
  }
  readBuffer(register: number, buffer: Uint8Array): void {
    cross(Call.BusRead, register, buffer.length, 1, undefined, buffer);
  }
  writeUint8(register: number, value: number): void {
    cross(Call.BusWrite, register, value, 0, undefined, undefined);
  }
  close(): void {
    cross(Call.BusClose, 0, 0, 0, undefined, undefined);
  }
}

class PlayedFlash implements Flash {
  private readonly blocks: number;
  private readonly blockLength: number;

  constructor() {
    const numbers = new Int32Array(2);
    cross(Call.FlashOpen, 0, 0, 0, undefined, new Uint8Array(numbers.buffer));
    this.blocks = numbers[0];
    this.blockLength = numbers[1];
  }
  read(buffer: Uint8Array, position: number): void {
    cross(Call.FlashRead, position, buffer.length, 0, undefined, buffer);
  }
  write(buffer: Uint8Array, position: number): void {
    cross(Call.FlashProgram, position, 0, 0, buffer, undefined);
  }
  eraseBlock(block: number): void {
    cross(Call.FlashErase, block, 0, 0, undefined, undefined);
  }
  status(): FlashStatus {
    const { blocks, blockLength } = this;
    return { size: blocks * blockLength, blocks, blockLength };
  }
  close(): void {
    cross(Call.FlashClose, 0, 0, 0, undefined, undefined);
  }
}

class PlayedPin implements DigitalInput {
  static readonly Input = 0;
  static readonly Rising = 1;
  constructor(options: DigitalInputOptions) {
    held.pin = options;
    cross(Call.PinOpen, options.pin ?? 0, options.mode, options.edge, undefined, undefined);
  }
  read(): number {
    return cross(Call.PinRead, 0, 0, 0, undefined, undefined);
  }
  close(): void {
    cross(Call.PinClose, 0, 0, 0, undefined, undefined);
  }
}

class PlayedConnection implements GattConnection {
  encrypted = false;
  bonded = false;
  constructor(
    readonly id: number,
    readonly maximumWrite: number,
  ) {}
  notify(characteristic: GattCharacteristic, value: Uint8Array): boolean {
    const index = held.characteristics.indexOf(characteristic);
    return cross(Call.Notify, this.id, index, 0, value, undefined) !== 0;
  }
  requestParameters(wish: ConnectionParameters): void {
    const maximum_us = Math.round(wish.intervalMaximum_ms * 1000);
    cross(Call.Parameters, this.id, maximum_us, wish.latency, undefined, undefined);
  }
  close(): void {
    cross(Call.ConnectionClose, this.id, 0, 0, undefined, undefined);
  }
}

class PlayedServer implements GattServer {
  constructor(options: GattServerOptions) {
    const { characteristics } = held;
    held.server = options;
    for (const service of options.services) {
      cross(Call.Service, 0, 0, 0, service.uuid, undefined);
      for (const one of service.characteristics) {
        const index = characteristics.length;
        cross(Call.Characteristic, index, one.properties, 0, one.uuid, undefined);
        if (one.value) cross(Call.Value, index, 0, 0, one.value, undefined);
        characteristics.push(one);
      }
    }
    cross(Call.Server, options.appearance, 0, 0, options.name, undefined);
  }
  startAdvertising(data: Uint8Array, scanResponse: Uint8Array, parameters: AdvertisingParameters): void {
    const interval_us = Math.round(parameters.interval_ms * 1000);
    cross(Call.ScanResponse, 0, 0, 0, scanResponse, undefined);
    cross(Call.Advertise, interval_us, parameters.connectable ? 1 : 0, 0, data, undefined);
  }
  stopAdvertising(): void {
    cross(Call.StopAdvertising, 0, 0, 0, undefined, undefined);
  }
  allowBonding(allowed: boolean): void {
    cross(Call.AllowBonding, allowed ? 1 : 0, 0, 0, undefined, undefined);
  }
  get bonds(): number {
    return cross(Call.Bonds, 0, 0, 0, undefined, undefined);
  }
  forget(connection: PlayedConnection): void {
    cross(Call.Forget, connection.id, 0, 0, undefined, undefined);
  }
  forgetAll(): void {
    cross(Call.ForgetAll, 0, 0, 0, undefined, undefined);
  }
  close(): void {
    cross(Call.ServerClose, 0, 0, 0, undefined, undefined);
  }
}

/** Everything it tells comes from the transcript. */
class PlayedChip implements Chip {
  readonly resetReason: number;
  readonly wokenBy: number;

  constructor() {
    const start = cross(Call.ChipStart, 0, 0, 0, undefined, undefined);
    this.resetReason = start & 0xff;
    this.wokenBy = start >> 8;
  }
  get charger(): boolean | undefined {
    return chargerOf(cross(Call.Charger, 0, 0, 0, undefined, undefined));
  }
  recall(into: Uint8Array): void {
    cross(Call.Recall, 0, 0, 0, undefined, into);
  }
  retain(bytes: Uint8Array): void {
    cross(Call.Retain, 0, 0, 0, bytes, undefined);
  }
  sleepLightly(): void {
    cross(Call.SleepLightly, 0, 0, 0, undefined, undefined);
  }
  watch(timeout_ms: number): void {
    cross(Call.Watch, timeout_ms, 0, 0, undefined, undefined);
  }
  feed(): void {
    cross(Call.Feed, 0, 0, 0, undefined, undefined);
  }
  sleepDeeply(wake: WakeSources): void {
    const [motion, charger, after_ms] = wakeNumbers(wake);
    cross(Call.SleepDeeply, motion, charger, after_ms, undefined, undefined);
  }
  restart(): void {
    cross(Call.Restart, 0, 0, 0, undefined, undefined);
  }
}

class PlayedCell implements Cell {
  readonly resistance_mOhm = CELL.resistance_mOhm;
  readonly load_mA = CELL.load_mA;
  readonly charge_mA = CELL.charge_mA;
  read_mV(): number {
    return cross(Call.Cell, 0, 0, 0, undefined, undefined);
  }
}

class PlayedClock implements Clock {
  now(): number {
    return cross(Call.Now, 0, 0, 0, undefined, undefined);
  }
  delay(ms: number): void {
    cross(Call.Delay, ms, 0, 0, undefined, undefined);
  }
}

class PlayedTimers implements Timers {
  set(callback: () => void, ms: number, repeat?: number): number {
    const { timers } = held;
    let id = 0;
    while (id < timers.length && timers[id] !== undefined) id++;
    timers[id] = callback;
    cross(Call.TimerSet, id, ms, repeat ?? 0, undefined, undefined);
    return id;
  }
  clear(id: unknown): void {
    cross(Call.TimerClear, id as number, 0, 0, undefined, undefined);
    held.timers[id as number] = undefined;
  }
}

class PlayedSink implements SessionSink {
  start(start: SessionStart): void {
    tell('start', start);
  }
  pause(pause: SessionPause): void {
    tell('pause', pause);
  }
  resume(resume: SessionResume): void {
    tell('resume', resume);
  }
  split(split: SessionSplit): void {
    tell('split', split);
  }
  stop(stop: SessionStop): void {
    tell('stop', stop);
  }
}

function tell(kind: string, data: object): void {
  cross(Call.Session, 0, 0, 0, kind + JSON.stringify(data), undefined);
}

function flash(): Flash {
  return new PlayedFlash();
}

function boot(): BootInfo {
  const numbers = new Float64Array(BOOT_NUMBERS);
  cross(Call.Boot, 0, 0, 0, undefined, new Uint8Array(numbers.buffer));
  return bootOf(numbers);
}

function log(sentence: string): void {
  cross(Call.Log, 0, 0, 0, sentence, undefined);
}

function onStride(stride: Stride): void {
  strideWords(stride, held.strideWords);
  cross(Call.Stride, 0, 0, 0, held.strideBytes, undefined);
}

/** Of classes and of functions that hold nothing, as the chip's own are: closures would take the firmware's heap. */
function seam(powered: boolean): BoardSeam {
  return {
    bus: PlayedBus,
    digital: PlayedPin,
    clock: new PlayedClock(),
    timers: new PlayedTimers(),
    server: PlayedServer,
    flash,
    boot,
    sink: new PlayedSink(),
    log,
    onStride,
    power: powered ? { chip: new PlayedChip(), cell: new PlayedCell() } : undefined,
  };
}

function start(rate: number, settings: number, address: number): void {
  const rate_Hz = RATES_Hz.find((known) => known === rate);
  if (rate_Hz === undefined) throw new RangeError(`rate ${rate}`);
  const part = PARTS[settings & 0xff];
  held = new Held();
  const gyroscope = GYROSCOPE_USES[(settings >> 8) & 0xff];
  held.shoe = wireShoe(seam((settings & POWERED) !== 0), { rate_Hz, part, address, gyroscope }, kernel);
}

function write(connection: number, index: number, length: number): number {
  const bytes = new Uint8Array(length);
  payload(bytes);
  return held.characteristics[index].onWrite?.(bytes, held.connections[connection]) ?? 0;
}

function read(connection: number, index: number): void {
  const bytes = held.characteristics[index].onRead?.(held.connections[connection]);
  cross(Call.ReadResult, 0, 0, 0, bytes, undefined);
}

/** The native host calls this for every entry of the transcript. */
export function enter(kind: number, a: number, b: number, c: number): number {
  switch (kind) {
    case Entry.Interrupt:
      held.pin?.onReadable();
      return 0;
    case Entry.Timer:
      held.timers[a]?.();
      return 0;
    case Entry.Start:
      start(a, b, c);
      return 0;
    case Entry.Ready:
      held.server?.onReady();
      return 0;
    case Entry.Connect:
      held.connections[a] = new PlayedConnection(a, b);
      held.server?.onConnect(held.connections[a]);
      return 0;
    case Entry.Secured:
      held.connections[a].encrypted = b !== 0;
      held.connections[a].bonded = c !== 0;
      held.server?.onSecured(held.connections[a]);
      return 0;
    case Entry.Disconnect:
      held.server?.onDisconnect(held.connections[a]);
      return 0;
    case Entry.Subscribe:
      held.characteristics[b].onSubscribe?.(held.connections[a]);
      return 0;
    case Entry.Unsubscribe:
      held.characteristics[b].onUnsubscribe?.(held.connections[a]);
      return 0;
    case Entry.Confirm:
      held.characteristics[b].onConfirm?.(held.connections[a]);
      return 0;
    case Entry.Read:
      read(a, b);
      return 0;
    case Entry.Write:
      return write(a, b, c);
    default:
      throw new Error(`unknown entry ${kind}`);
  }
}
