/** Records what crosses the seam while the firmware runs in Node: stands between the shoe and the virtual board. */
import type { SMBus, SMBusOptions } from '../../../firmware/io/bus';
import type {
  DigitalInput,
  DigitalInputConstructor,
  DigitalInputOptions,
} from '../../../firmware/io/digital';
import type { Flash, FlashStatus } from '../../../firmware/io/flash';
import type {
  AdvertisingParameters,
  ConnectionParameters,
  GattCharacteristic,
  GattConnection,
  GattServer,
  GattServerConstructor,
  GattServerOptions,
} from '../../../firmware/io/gatt';
import type { SessionSink } from '../../../firmware/session/sink';
import type { Stride } from '../../../firmware/stepdetect/stride';
import { GYROSCOPE_USES } from '../../../firmware/session/gyroscope';
import { PARTS, type BoardSeam, type Wiring } from '../wiring';
import {
  BOOT_NUMBERS,
  bootNumbers,
  bootOf,
  Call,
  CELL,
  chargerNumber,
  chargerOf,
  Entry,
  POWERED,
  STRIDE_WORDS,
  strideWords,
  wakeNumbers,
} from './crossing';
import { RecordType, TranscriptWriter } from './transcript';

type Payload = Uint8Array | string | undefined;
type Power = NonNullable<BoardSeam['power']>;
type Numbers = readonly [a?: number, b?: number, c?: number];

const NO_NUMBERS: Numbers = [];

export class SeamRecorder {
  private readonly transcript = new TranscriptWriter();
  private depth = 0;
  private ended = false;

  constructor(private readonly now_us: () => number) {}

  /** What to give the firmware instead of `seam`. */
  wrap(seam: BoardSeam): BoardSeam {
    const { power } = seam;
    return {
      bus: recordedBus(this, seam),
      digital: recordedDigital(this, seam),
      clock: {
        now: () => this.call(Call.Now, NO_NUMBERS, undefined, () => seam.clock.now()),
        delay: (ms) => void this.call(Call.Delay, [ms], undefined, () => seam.clock.delay(ms)),
      },
      timers: recordedTimers(this, seam),
      server: recordedServer(this, seam.server),
      flash: () => new RecordedFlash(this, seam),
      boot: () => recordedBoot(this, seam),
      sink: recordedSink(this, seam.sink),
      log: (sentence) => void this.call(Call.Log, NO_NUMBERS, sentence, () => seam.log(sentence)),
      onStride: recordedStrides(this, seam),
      power: power && recordedPower(this, power),
    };
  }

  /** Starts the firmware within the entry that a replay begins with. @param powered the seam has a chip and a cell */
  start<T>(wiring: Wiring, start: () => T, powered: boolean): T {
    const settings = PARTS.indexOf(wiring.part) | (GYROSCOPE_USES.indexOf(wiring.gyroscope) << 8);
    const all = settings | (powered ? POWERED : 0);
    return this.enter(Entry.Start, [wiring.rate_Hz, all, wiring.address], start);
  }

  /** The firmware calls the board. What it gets back is recorded with what it gave. */
  call<T>(kind: number, [a, b, c]: Numbers, payload: Payload, act: () => T, filled?: Uint8Array): T {
    // Nothing outside an entry belongs to the run: that is the board's taking the shoe apart.
    if (this.depth === 0) this.end();
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
    this.add(RecordType.Call, kind, a, b, c, bytes);
    try {
      const result = act();
      this.add(RecordType.Return, kind, Number(result ?? 0) | 0, 0, 0, filled);
      return result;
    } catch (error) {
      this.add(RecordType.Return, kind, 0, 1, 0, Buffer.from((error as Error).message));
      throw error;
    }
  }

  /** The board calls the firmware. */
  enter<T>(kind: number, [a, b, c]: Numbers, act: () => T, payload?: Uint8Array): T {
    this.add(RecordType.Enter, kind, a, b, c, payload);
    this.depth++;
    try {
      const result = act();
      this.add(RecordType.Exit, kind, typeof result === 'number' ? result : 0);
      return result;
    } finally {
      this.depth--;
    }
  }

  /** Closes the transcript and gives it. */
  finish(): Uint8Array {
    this.end();
    return this.transcript.contents();
  }

  private end(): void {
    this.add(RecordType.End, 0);
    this.ended = true;
  }

  private add(type: number, kind: number, a = 0, b = 0, c = 0, payload?: Uint8Array): void {
    if (!this.ended) this.transcript.add(type, kind, this.now_us(), a, b, c, payload);
  }
}

function recordedBus(recorder: SeamRecorder, seam: BoardSeam): BoardSeam['bus'] {
  return class RecordedBus implements SMBus {
    private readonly inner: SMBus;

    constructor(options: SMBusOptions) {
      const numbers: Numbers = [options.address, options.hz];
      this.inner = recorder.call(Call.BusOpen, numbers, undefined, () => new seam.bus(options));
    }
    readUint8(register: number): number {
      return recorder.call(Call.BusRead, [register, 1], undefined, () => this.inner.readUint8(register));
    }
    readUint16(register: number): number {
      return recorder.call(Call.BusRead, [register, 2], undefined, () => this.inner.readUint16(register));
    }
    readBuffer(register: number, buffer: Uint8Array): void {
      const read = () => this.inner.readBuffer(register, buffer);
      recorder.call(Call.BusRead, [register, buffer.length, 1], undefined, read, buffer);
    }
    writeUint8(register: number, value: number): void {
      recorder.call(Call.BusWrite, [register, value], undefined, () =>
        this.inner.writeUint8(register, value),
      );
    }
    close(): void {
      recorder.call(Call.BusClose, NO_NUMBERS, undefined, () => this.inner.close());
    }
  };
}

class RecordedFlash implements Flash {
  private readonly inner: Flash;
  private readonly recorder: SeamRecorder;

  constructor(recorder: SeamRecorder, seam: BoardSeam) {
    const status = new Int32Array(2);
    this.recorder = recorder;
    const open = (): Flash => {
      const inner = seam.flash();
      const { blocks, blockLength } = inner.status();
      status.set([blocks, blockLength]);
      return inner;
    };
    this.inner = recorder.call(Call.FlashOpen, NO_NUMBERS, undefined, open, new Uint8Array(status.buffer));
  }
  read(buffer: Uint8Array, position: number): void {
    const read = () => this.inner.read(buffer, position);
    this.recorder.call(Call.FlashRead, [position, buffer.length], undefined, read, buffer);
  }
  write(buffer: Uint8Array, position: number): void {
    this.recorder.call(Call.FlashProgram, [position], buffer, () => this.inner.write(buffer, position));
  }
  eraseBlock(block: number): void {
    this.recorder.call(Call.FlashErase, [block], undefined, () => this.inner.eraseBlock(block));
  }
  status(): FlashStatus {
    return this.inner.status();
  }
  close(): void {
    this.recorder.call(Call.FlashClose, NO_NUMBERS, undefined, () => this.inner.close());
  }
}

/** What the chip and the cell are asked. The cell is told in whole mV, so that both engines see the same. */
function recordedPower(recorder: SeamRecorder, { chip, cell }: Power): Power {
  const call = (kind: number, numbers: Numbers, act: () => void): void =>
    void recorder.call(kind, numbers, undefined, act);
  const started = (): number => chip.resetReason | (chip.wokenBy << 8);
  const start = recorder.call(Call.ChipStart, NO_NUMBERS, undefined, started);
  return {
    chip: {
      resetReason: start & 0xff,
      wokenBy: start >> 8,
      get charger() {
        return chargerOf(
          recorder.call(Call.Charger, NO_NUMBERS, undefined, () => chargerNumber(chip.charger)),
        );
      },
      recall: (into) => recorder.call(Call.Recall, NO_NUMBERS, undefined, () => chip.recall(into), into),
      retain: (bytes) => recorder.call(Call.Retain, NO_NUMBERS, bytes, () => chip.retain(bytes)),
      sleepLightly: () => call(Call.SleepLightly, NO_NUMBERS, () => chip.sleepLightly()),
      watch: (timeout_ms) => call(Call.Watch, [timeout_ms], () => chip.watch(timeout_ms)),
      feed: () => call(Call.Feed, NO_NUMBERS, () => chip.feed()),
      sleepDeeply: (wake) => call(Call.SleepDeeply, wakeNumbers(wake), () => chip.sleepDeeply(wake)),
      restart: () => call(Call.Restart, NO_NUMBERS, () => chip.restart()),
    },
    cell: {
      resistance_mOhm: CELL.resistance_mOhm,
      load_mA: CELL.load_mA,
      charge_mA: CELL.charge_mA,
      read_mV: () => recorder.call(Call.Cell, NO_NUMBERS, undefined, () => Math.round(cell.read_mV())),
    },
  };
}

function recordedBoot(recorder: SeamRecorder, seam: BoardSeam): ReturnType<BoardSeam['boot']> {
  const numbers = new Float64Array(BOOT_NUMBERS);
  const tell = () => bootNumbers(seam.boot(), numbers);
  recorder.call(Call.Boot, NO_NUMBERS, undefined, tell, new Uint8Array(numbers.buffer));
  return bootOf(numbers);
}

function recordedDigital(recorder: SeamRecorder, seam: BoardSeam): DigitalInputConstructor {
  return class RecordedPin implements DigitalInput {
    static readonly Input = seam.digital.Input;
    static readonly Rising = seam.digital.Rising;
    private readonly inner: DigitalInput;

    constructor(options: DigitalInputOptions) {
      const onReadable = () => recorder.enter(Entry.Interrupt, NO_NUMBERS, () => options.onReadable());
      const open = () => new seam.digital({ ...options, onReadable });
      this.inner = recorder.call(Call.PinOpen, [options.pin, options.mode, options.edge], undefined, open);
    }
    read(): number {
      return recorder.call(Call.PinRead, NO_NUMBERS, undefined, () => this.inner.read());
    }
    close(): void {
      recorder.call(Call.PinClose, NO_NUMBERS, undefined, () => this.inner.close());
    }
  };
}

/** Handles are numbered from 0; of those that were cleared the lowest is used again. */
function recordedTimers(recorder: SeamRecorder, { timers }: BoardSeam): BoardSeam['timers'] {
  const handles: unknown[] = [];
  return {
    set: (callback, ms, repeat) => {
      const free = handles.indexOf(undefined);
      const id = free < 0 ? handles.length : free;
      recorder.call(Call.TimerSet, [id, ms, repeat ?? 0], undefined, () => {
        handles[id] = timers.set(() => recorder.enter(Entry.Timer, [id], callback), ms, repeat);
      });
      return id;
    },
    clear: (id) => {
      recorder.call(Call.TimerClear, [id as number], undefined, () => timers.clear(handles[id as number]));
      handles[id as number] = undefined;
    },
  };
}

function recordedSink(recorder: SeamRecorder, sink: SessionSink): SessionSink {
  const told =
    <T>(kind: string, tell: (data: T) => void) =>
    (data: T) =>
      void recorder.call(Call.Session, NO_NUMBERS, kind + JSON.stringify(data), () => tell(data));
  return {
    start: told('start', (data) => sink.start(data)),
    pause: told('pause', (data) => sink.pause(data)),
    resume: told('resume', (data) => sink.resume(data)),
    split: told('split', (data) => sink.split(data)),
    stop: told('stop', (data) => sink.stop(data)),
  };
}

function recordedStrides(recorder: SeamRecorder, seam: BoardSeam): (stride: Stride) => void {
  const words = new Int32Array(STRIDE_WORDS);
  const bytes = new Uint8Array(words.buffer);
  return (stride) => {
    strideWords(stride, words);
    recorder.call(Call.Stride, NO_NUMBERS, bytes, () => seam.onStride(stride));
  };
}

function recordedServer(recorder: SeamRecorder, Server: GattServerConstructor): GattServerConstructor {
  return class RecordedServer implements GattServer {
    private readonly inner: GattServer;
    private readonly characteristics: GattCharacteristic[] = [];
    private readonly given: GattCharacteristic[] = [];
    private readonly connections = new Map<GattConnection, RecordedConnection>();
    private opened = 0;

    constructor(options: GattServerOptions) {
      const services = options.services.map(({ uuid, characteristics }) => {
        recorder.call(Call.Service, NO_NUMBERS, uuid, () => undefined);
        return { uuid, characteristics: characteristics.map((one) => this.recorded(one)) };
      });
      const onReady = () => recorder.enter(Entry.Ready, NO_NUMBERS, () => options.onReady());
      const onConnect = (link: GattConnection) => {
        const connection = new RecordedConnection(
          recorder,
          link,
          this.opened++,
          this.characteristics,
          this.given,
        );
        this.connections.set(link, connection);
        const numbers: Numbers = [connection.id, link.maximumWrite];
        recorder.enter(Entry.Connect, numbers, () => options.onConnect(connection));
      };
      const onSecured = (link: GattConnection) => {
        const connection = this.connection(link);
        connection.secure(link.encrypted, link.bonded);
        const numbers: Numbers = [connection.id, Number(link.encrypted), Number(link.bonded)];
        recorder.enter(Entry.Secured, numbers, () => options.onSecured(connection));
      };
      const onDisconnect = (link: GattConnection) => {
        const connection = this.connection(link);
        recorder.enter(Entry.Disconnect, [connection.id], () => options.onDisconnect(connection));
        this.connections.delete(link);
      };
      const open = () =>
        new Server({
          name: options.name,
          appearance: options.appearance,
          services,
          maximumBonds: options.maximumBonds,
          onReady,
          onConnect,
          onSecured,
          onDisconnect,
        });
      this.inner = recorder.call(Call.Server, [options.appearance], options.name, open);
    }
    startAdvertising(data: Uint8Array, scanResponse: Uint8Array, parameters: AdvertisingParameters): void {
      const { interval_ms, connectable } = parameters;
      recorder.call(Call.ScanResponse, NO_NUMBERS, scanResponse, () => undefined);
      const start = () => this.inner.startAdvertising(data, scanResponse, parameters);
      recorder.call(Call.Advertise, [Math.round(interval_ms * 1000), Number(connectable)], data, start);
    }
    stopAdvertising(): void {
      recorder.call(Call.StopAdvertising, NO_NUMBERS, undefined, () => this.inner.stopAdvertising());
    }
    allowBonding(allowed: boolean): void {
      recorder.call(Call.AllowBonding, [Number(allowed)], undefined, () => this.inner.allowBonding(allowed));
    }
    get bonds(): number {
      return recorder.call(Call.Bonds, NO_NUMBERS, undefined, () => this.inner.bonds);
    }
    forget(connection: RecordedConnection): void {
      recorder.call(Call.Forget, [connection.id], undefined, () => this.inner.forget(connection.link));
    }
    forgetAll(): void {
      recorder.call(Call.ForgetAll, NO_NUMBERS, undefined, () => this.inner.forgetAll());
    }
    close(): void {
      recorder.call(Call.ServerClose, NO_NUMBERS, undefined, () => this.inner.close());
    }

    private connection(link: GattConnection): RecordedConnection {
      const connection = this.connections.get(link);
      if (connection === undefined) throw new Error('a central that never connected');
      return connection;
    }

    private recorded(one: GattCharacteristic): GattCharacteristic {
      const { uuid, properties, value } = one;
      const index = this.characteristics.length;
      recorder.call(Call.Characteristic, [index, properties], uuid, () => undefined);
      if (value) recorder.call(Call.Value, [index], value, () => undefined);
      const enter = (kind: number, link: GattConnection, act: (connection: GattConnection) => void) => {
        const connection = this.connection(link);
        recorder.enter(kind, [connection.id, index], () => act(connection));
      };
      const given: GattCharacteristic = {
        uuid,
        properties,
        value,
        onSubscribe: (link) => enter(Entry.Subscribe, link, (connection) => one.onSubscribe?.(connection)),
        onUnsubscribe: (link) =>
          enter(Entry.Unsubscribe, link, (connection) => one.onUnsubscribe?.(connection)),
        onConfirm: (link) => enter(Entry.Confirm, link, (connection) => one.onConfirm?.(connection)),
        onRead: one.onRead && ((link) => this.read(one, index, link)),
        onWrite: one.onWrite && ((bytes, link) => this.write(one, index, bytes, link)),
      };
      this.characteristics.push(one);
      this.given.push(given);
      return given;
    }

    private read(one: GattCharacteristic, index: number, link: GattConnection): Uint8Array {
      const connection = this.connection(link);
      let bytes: Uint8Array = new Uint8Array(0);
      recorder.enter(Entry.Read, [connection.id, index], () => {
        bytes = one.onRead?.(connection) ?? bytes;
        recorder.call(Call.ReadResult, NO_NUMBERS, bytes, () => undefined);
      });
      return bytes;
    }

    private write(one: GattCharacteristic, index: number, bytes: Uint8Array, link: GattConnection): number {
      const connection = this.connection(link);
      const numbers: Numbers = [connection.id, index, bytes.length];
      return recorder.enter(Entry.Write, numbers, () => one.onWrite?.(bytes, connection) ?? 0, bytes);
    }
  };
}

class RecordedConnection implements GattConnection {
  readonly maximumWrite: number;
  encrypted = false;
  bonded = false;

  constructor(
    private readonly recorder: SeamRecorder,
    readonly link: GattConnection,
    readonly id: number,
    private readonly characteristics: readonly GattCharacteristic[],
    private readonly given: readonly GattCharacteristic[],
  ) {
    this.maximumWrite = link.maximumWrite;
  }

  notify(characteristic: GattCharacteristic, value: Uint8Array): boolean {
    const index = this.characteristics.indexOf(characteristic);
    const notify = () => this.link.notify(this.given[index], value);
    return this.recorder.call(Call.Notify, [this.id, index], value, notify);
  }

  /** A wish is part of the transcript whether or not the stack can pass it on. */
  requestParameters(wish: ConnectionParameters): void {
    const numbers: Numbers = [this.id, Math.round(wish.intervalMaximum_ms * 1000), wish.latency];
    this.recorder.call(Call.Parameters, numbers, undefined, () => this.link.requestParameters?.(wish));
  }

  secure(encrypted: boolean, bonded: boolean): void {
    this.encrypted = encrypted;
    this.bonded = bonded;
  }

  close(): void {
    this.recorder.call(Call.ConnectionClose, [this.id], undefined, () => this.link.close());
  }
}
