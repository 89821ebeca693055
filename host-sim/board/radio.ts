/**
 * The virtual radio: a GATT server that records what the shoe puts on the air, and centrals to connect to it. It holds the
 * firmware to the rules of the air: what a real stack would refuse or cut short throws here.
 */
import {
  AttError,
  Property,
  type AdvertisingParameters,
  type GattCharacteristic,
  type GattConnection,
  type GattServer,
  type GattServerConstructor,
  type GattServerOptions,
} from '../../firmware/io/gatt';
import type { RadioEvent } from '../engines/replay';

/** Longest legacy advertising payload, bytes (Core, Vol 6 Part B 2.3.1). */
const ADVERTISING_MAXIMUM_LENGTH = 31;
/** Longest attribute value, bytes (Core, Vol 3 Part F 3.2.9). */
const ATTRIBUTE_MAXIMUM_LENGTH = 512;
/** Least and default ATT MTU of LE, bytes (Core, Vol 3 Part G 5.2.1). */
const DEFAULT_MTU = 23;
/** ATT errors a stack gives by itself (Core, Vol 3 Part F 3.4.1.1). */
const READ_NOT_PERMITTED = 0x02;
const WRITE_NOT_PERMITTED = 0x03;
const ATTRIBUTE_NOT_FOUND = 0x0a;
const INSUFFICIENT_ENCRYPTION = 0x0f;
/** Pairing failed for the reason Pairing Not Supported (Core, Vol 3 Part H 3.5.5). */
const PAIRING_NOT_SUPPORTED = 0x05;
/** The bits of the properties that ask for encryption, beyond those that allow the access. */
const READ_ENCRYPTION = Property.ReadEncrypted & ~Property.Read;
const WRITE_ENCRYPTION = Property.WriteEncrypted & ~Property.Write;
const SUBSCRIBE_ENCRYPTION = Property.SubscribeEncrypted & ~Property.Notify;

/** The shoe's stack refused to pair, or to encrypt with a bond it has not. */
export class PairingException extends Error {
  constructor(readonly reason: number) {
    super(`pairing: reason 0x${reason.toString(16).padStart(2, '0')}`);
    this.name = 'PairingException';
  }
}

/** The shoe's stack answered a request with an error response. */
export class AttException extends Error {
  readonly code: number;
  constructor(request: string, uuid: string, code: number) {
    super(`${request} ${uuid}: ATT error 0x${code.toString(16).padStart(2, '0')}`);
    this.name = 'AttException';
    this.code = code;
  }
}

export interface CentralOptions {
  /** ATT MTU agreed on, 23 to 517 bytes. Default 23. */
  readonly mtu?: number;
  /** Who it is, to the shoe's bonds. Default: nobody who was here before. */
  readonly identity?: string;
  /** The link is encrypted from the start, without a bond. Default false. */
  readonly encrypted?: boolean;
  /** It has a bond from before, and the link is encrypted with it from the start. Default false. */
  readonly bonded?: boolean;
  /** Confirms every indication at once. Default true; else `confirm` does. */
  readonly confirms?: boolean;
  /** A notification or indication came in; the bytes are the central's own. */
  onValue?(uuid: string, bytes: Uint8Array): void;
}

/** A watch or phone. Every request throws `AttException` when the shoe answers with an error. */
export interface VirtualCentral {
  readonly connected: boolean;
  readonly encrypted: boolean;
  readonly bonded: boolean;
  /** Makes a bond, or makes it anew. @throws PairingException when the shoe refuses */
  pair(): void;
  /** Encrypts the link with a bond made before. @throws PairingException when the shoe has none */
  encrypt(): void;
  /** Services and their characteristics, as discovery finds them. */
  discover(): { uuid: string; characteristics: { uuid: string; properties: number }[] }[];
  read(uuid: string): Uint8Array;
  write(uuid: string, value: Uint8Array | readonly number[]): void;
  subscribe(uuid: string): void;
  unsubscribe(uuid: string): void;
  /** Confirms the outstanding indication. */
  confirm(): void;
  disconnect(): void;
}

export interface VirtualRadio {
  /** To hand to the firmware. One server at a time, as on the chip. */
  readonly server: GattServerConstructor;
  /** What is advertised now. */
  readonly advertising: Advertised | undefined;
  /** Identities bonded with the shoe, oldest first. They outlive the server, as in flash. */
  readonly bonds: readonly string[];
  /** The chip was reset: advertising stops and links break, and the firmware hears nothing of it. Bonds stay. */
  reset(): void;
  /** @throws Error when nothing is advertised or no connection is free */
  connect(options?: CentralOptions): VirtualCentral;
}

export interface Advertised {
  readonly data: Uint8Array;
  readonly scanResponse: Uint8Array;
  readonly parameters: AdvertisingParameters;
}

type Recorder = (event: Omit<RadioEvent, 't_us'>) => void;

/**
 * @param clock board time, us: the time of the events
 * @param sink is given every event as it happens
 * @param options.maximumConnections connections the controller can hold. Default 3, as NimBLE's.
 * @param options.refusesPairing whether the stack can refuse to pair when no bond may be made; else it pairs without a bond.
 *   Default true.
 */
export function virtualRadio(
  clock: { now_us(): number },
  sink: (event: RadioEvent) => void,
  options: { maximumConnections?: number; refusesPairing?: boolean } = {},
): VirtualRadio {
  const maximumConnections = options.maximumConnections ?? 3;
  const record: Recorder = (event) => sink({ t_us: clock.now_us(), ...event });
  const bonds: string[] = [];
  const refusesPairing = options.refusesPairing ?? true;
  let current: VirtualServer | undefined;
  const setCurrent = (server: VirtualServer | undefined) => (current = server);

  // A class of its own for each radio, as the firmware calls it with `new` and knows of no radio.
  class Server extends VirtualServer {
    constructor(serverOptions: GattServerOptions) {
      if (current) throw new Error('virtual radio: only one GATT server at a time');
      super(serverOptions, record, bonds, refusesPairing);
      setCurrent(this);
      serverOptions.onReady();
    }
    override close(): void {
      super.close();
      setCurrent(undefined);
    }
  }

  return {
    server: Server,
    bonds,
    get advertising() {
      return current?.advertising;
    },
    reset() {
      current?.breakOff();
      current = undefined;
    },
    connect(centralOptions = {}) {
      if (!current?.advertising?.parameters.connectable)
        throw new Error('virtual radio: nothing is advertised to connect to');
      if (current.links.length >= maximumConnections)
        throw new Error(`virtual radio: all ${maximumConnections} connections are in use`);
      return current.connect(centralOptions);
    },
  };
}

class VirtualServer implements GattServer {
  advertising: Advertised | undefined;
  readonly links: Link[] = [];
  mayBond = false;
  private opened = 0;

  constructor(
    readonly options: GattServerOptions,
    readonly record: Recorder,
    readonly bonded: string[],
    readonly refusesPairing: boolean,
  ) {}

  get bonds(): number {
    return this.bonded.length;
  }

  allowBonding(allowed: boolean): void {
    this.mayBond = allowed;
  }

  forget(connection: GattConnection): void {
    const link = this.links.find((one) => one === connection);
    if (link) this.drop((one) => one === link.identity);
  }

  forgetAll(): void {
    this.drop(() => true);
  }

  /** One more bond; the oldest gives way. */
  bond(identity: string): void {
    this.drop((one) => one === identity);
    while (this.bonded.length >= this.options.maximumBonds) this.drop((one) => one === this.bonded[0]);
    this.bonded.push(identity);
  }

  private drop(matches: (identity: string) => boolean): void {
    for (const identity of this.bonded.filter(matches)) {
      this.bonded.splice(this.bonded.indexOf(identity), 1);
      for (const link of this.links) if (link.identity === identity) link.secure(link.encrypted, false);
    }
  }

  startAdvertising(data: Uint8Array, scanResponse: Uint8Array, parameters: AdvertisingParameters): void {
    checkPayload('advertising data', data);
    checkPayload('scan response', scanResponse);
    checkInterval(parameters.interval_ms);
    this.advertising = {
      data: data.slice(),
      scanResponse: scanResponse.slice(),
      parameters: { ...parameters },
    };
    this.record({ kind: 'advertise', bytes: data.slice(), scanResponse: scanResponse.slice() });
  }

  stopAdvertising(): void {
    if (!this.advertising) return;
    this.advertising = undefined;
    this.record({ kind: 'stop' });
  }

  close(): void {
    this.stopAdvertising();
    for (const link of [...this.links]) link.close();
  }

  /** Ends as a chip does that is reset. */
  breakOff(): void {
    this.stopAdvertising();
    for (const link of this.links.splice(0)) {
      link.connected = false;
      this.record({ kind: 'disconnect' });
    }
  }

  connect(options: CentralOptions): VirtualCentral {
    const link = new Link(this, options, this.opened++);
    this.links.push(link);
    this.record({ kind: 'connect' });
    this.options.onConnect(link);
    if (!link.connected) return link;
    if (options.bonded) this.bond(link.identity);
    if (options.bonded || options.encrypted) link.secure(true, options.bonded ?? false);
    return link;
  }

  find(uuid: string): GattCharacteristic | undefined {
    for (const service of this.options.services)
      for (const characteristic of service.characteristics)
        if (characteristic.uuid === uuid) return characteristic;
    return undefined;
  }
}

/** Both ends of one connection: the firmware sees a GattConnection, the test or replay a VirtualCentral. */
class Link implements GattConnection, VirtualCentral {
  readonly maximumWrite: number;
  readonly identity: string;
  connected = true;
  encrypted = false;
  bonded = false;
  private readonly subscribed = new Set<GattCharacteristic>();
  private unconfirmed: GattCharacteristic | undefined;
  private answering = false;
  private readonly afterAnswer: (() => void)[] = [];

  constructor(
    private readonly server: VirtualServer,
    private readonly options: CentralOptions,
    readonly id: number,
  ) {
    this.identity = options.identity ?? `stranger ${id}`;
    const mtu = options.mtu ?? DEFAULT_MTU;
    if (!(mtu >= DEFAULT_MTU && mtu <= 517)) throw new RangeError(`ATT MTU ${mtu}: expected 23 to 517`);
    this.maximumWrite = mtu - 3;
  }

  notify(characteristic: GattCharacteristic, value: Uint8Array): boolean {
    if (this.server.find(characteristic.uuid) !== characteristic)
      throw new Error(`notify ${characteristic.uuid}: not a characteristic of this server`);
    if (value.length > this.maximumWrite)
      throw new RangeError(
        `notify ${characteristic.uuid}: ${value.length} bytes, the MTU allows ${this.maximumWrite}`,
      );
    if (!this.connected || !this.subscribed.has(characteristic)) return false;
    const bytes = value.slice();
    if (!isIndication(characteristic)) {
      this.deliver('notify', characteristic, bytes);
      return true;
    }
    // One indication at a time on a connection (Core, Vol 3 Part F 3.3.2).
    if (this.unconfirmed) return false;
    this.unconfirmed = characteristic;
    const send = () => {
      if (!this.connected) return;
      this.deliver('indicate', characteristic, bytes);
      if (this.options.confirms ?? true) this.confirm();
    };
    // What a write handler indicates goes out after the write response.
    if (this.answering) this.afterAnswer.push(send);
    else send();
    return true;
  }

  pair(): void {
    const { server } = this;
    if (!this.connected) throw new Error('pair: not connected');
    if (server.mayBond) {
      server.bond(this.identity);
      this.secure(true, true);
    } else if (server.refusesPairing) throw new PairingException(PAIRING_NOT_SUPPORTED);
    else this.secure(true, false);
  }

  encrypt(): void {
    if (!this.connected) throw new Error('encrypt: not connected');
    if (!this.server.bonded.includes(this.identity)) throw new PairingException(PAIRING_NOT_SUPPORTED);
    this.secure(true, true);
  }

  /** The state of the link is this from now on. */
  secure(encrypted: boolean, bonded: boolean): void {
    if (this.encrypted === encrypted && this.bonded === bonded) return;
    this.encrypted = encrypted;
    this.bonded = bonded;
    this.server.options.onSecured(this);
  }

  discover(): { uuid: string; characteristics: { uuid: string; properties: number }[] }[] {
    return this.server.options.services.map((service) => ({
      uuid: service.uuid,
      characteristics: service.characteristics.map(({ uuid, properties }) => ({ uuid, properties })),
    }));
  }

  read(uuid: string): Uint8Array {
    const characteristic = this.access('read', uuid, Property.Read, READ_NOT_PERMITTED, READ_ENCRYPTION);
    const value = characteristic.onRead ? characteristic.onRead(this) : characteristic.value;
    if (!value) throw new Error(`read ${uuid}: the characteristic has neither a value nor onRead`);
    if (value.length > ATTRIBUTE_MAXIMUM_LENGTH)
      throw new RangeError(`read ${uuid}: ${value.length} bytes, at most 512`);
    return value.slice();
  }

  write(uuid: string, value: Uint8Array | readonly number[]): void {
    const allowed = Property.Write | Property.WriteWithoutResponse;
    const characteristic = this.access('write', uuid, allowed, WRITE_NOT_PERMITTED, WRITE_ENCRYPTION);
    if (value.length > ATTRIBUTE_MAXIMUM_LENGTH)
      throw new AttException('write', uuid, AttError.InvalidAttributeValueLength);
    if (!characteristic.onWrite) throw new Error(`write ${uuid}: the characteristic has no onWrite`);
    this.answering = true;
    let code: number;
    try {
      code = characteristic.onWrite(Uint8Array.from(value), this);
    } finally {
      this.answering = false;
    }
    for (const send of this.afterAnswer.splice(0)) send();
    if (code !== AttError.Success) throw new AttException('write', uuid, code);
  }

  subscribe(uuid: string): void {
    const characteristic = this.subscription(uuid);
    if (this.subscribed.has(characteristic)) return;
    this.subscribed.add(characteristic);
    characteristic.onSubscribe?.(this);
  }

  unsubscribe(uuid: string): void {
    const characteristic = this.subscription(uuid);
    if (this.subscribed.delete(characteristic)) characteristic.onUnsubscribe?.(this);
  }

  confirm(): void {
    const characteristic = this.unconfirmed;
    if (!characteristic || !this.connected) return;
    this.unconfirmed = undefined;
    characteristic.onConfirm?.(this);
  }

  disconnect(): void {
    if (!this.connected) return;
    this.connected = false;
    this.server.links.splice(this.server.links.indexOf(this), 1);
    this.server.record({ kind: 'disconnect' });
    this.server.options.onDisconnect(this);
  }

  close(): void {
    this.disconnect();
  }

  private deliver(kind: 'notify' | 'indicate', characteristic: GattCharacteristic, bytes: Uint8Array): void {
    this.server.record({ kind, uuid: characteristic.uuid, bytes });
    this.options.onValue?.(characteristic.uuid, bytes.slice());
  }

  private subscription(uuid: string): GattCharacteristic {
    // Without one of these properties there is no descriptor to write to.
    const allowed = Property.Notify | Property.Indicate;
    return this.access('subscribe', uuid, allowed, ATTRIBUTE_NOT_FOUND, SUBSCRIBE_ENCRYPTION);
  }

  /** The characteristic, when its properties and the link allow the request. */
  private access(
    request: string,
    uuid: string,
    allowed: number,
    refusal: number,
    encryption: number,
  ): GattCharacteristic {
    if (!this.connected) throw new Error(`${request} ${uuid}: not connected`);
    const characteristic = this.server.find(uuid);
    if (!characteristic) throw new AttException(request, uuid, ATTRIBUTE_NOT_FOUND);
    if ((characteristic.properties & allowed) === 0) throw new AttException(request, uuid, refusal);
    if ((characteristic.properties & encryption) !== 0 && !this.encrypted)
      throw new AttException(request, uuid, INSUFFICIENT_ENCRYPTION);
    return characteristic;
  }
}

function isIndication(characteristic: GattCharacteristic): boolean {
  return (characteristic.properties & (Property.Notify | Property.Indicate)) === Property.Indicate;
}

function checkInterval(interval_ms: number): void {
  if (!(interval_ms >= 20 && interval_ms <= 10_240 && Number.isInteger(interval_ms / 0.625)))
    throw new RangeError(`advertising interval ${interval_ms} ms: expected 20 to 10240 in steps of 0.625`);
}

function checkPayload(name: string, payload: Uint8Array): void {
  if (payload.length > ADVERTISING_MAXIMUM_LENGTH)
    throw new RangeError(`${name}: ${payload.length} bytes, at most ${ADVERTISING_MAXIMUM_LENGTH}`);
  for (let offset = 0; offset < payload.length;) {
    const length = payload[offset];
    // A length of 0 begins the padding.
    if (length === 0) return;
    offset += 1 + length;
    if (offset > payload.length)
      throw new RangeError(`${name}: the structure that ends at ${offset} is cut short`);
  }
}
