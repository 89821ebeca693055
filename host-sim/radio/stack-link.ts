/** A central's end of a connection to the shoe, over ble-host's GATT client. */
import type {
  ClientCharacteristic,
  ClientDescriptor,
  ClientService,
  StackConnection,
} from './ble-host-types';

/** The stack answered a request with an ATT error. */
export class AttFailure extends Error {
  constructor(
    request: string,
    readonly code: number,
  ) {
    super(`${request}: ATT error 0x${(code & 0xff).toString(16).padStart(2, '0')}`);
    this.name = 'AttFailure';
  }
}

/** The connection ended before the answer came. */
export class Disconnected extends Error {
  constructor(readonly reason: number) {
    super(`disconnected, HCI reason 0x${reason.toString(16).padStart(2, '0')}`);
    this.name = 'Disconnected';
  }
}

/** Pairing was refused or failed, with the SMP reason. */
export class PairingFailure extends Error {
  constructor(readonly reason: number) {
    super(`pairing failed, SMP reason 0x${reason.toString(16).padStart(2, '0')}`);
    this.name = 'PairingFailure';
  }
}

/** "2a53", or 128 bits in lower case: the spelling of the firmware. */
function shortUuid(uuid: string): string {
  const lower = uuid.toLowerCase();
  return lower.startsWith('0000') && lower.endsWith('-0000-1000-8000-00805f9b34fb')
    ? lower.slice(4, 8)
    : lower;
}

type Keep<T> = (value: T) => void;
type Break = (error: Error) => void;

export interface Discovered {
  readonly uuid: string;
  readonly characteristics: readonly { readonly uuid: string; readonly properties: readonly string[] }[];
}

export type ValueListener = (value: Buffer, isIndication: boolean) => void;

/** A connection as the central's programs see it. Requests fail with AttFailure or Disconnected. */
export class StackLink {
  /** HCI reason; undefined while connected. */
  reason: number | undefined;
  /** Indications are confirmed as they come; false leaves that to `confirm`. */
  confirms = true;
  readonly found = new Map<string, ClientCharacteristic>();
  private readonly services: Discovered[] = [];
  private readonly pending = new Set<Break>();
  private readonly closing: (() => void)[] = [];
  private unconfirmed: (() => void) | undefined;

  constructor(
    readonly connection: StackConnection,
    private readonly settled: () => void,
  ) {
    connection.on('disconnect', (reason: number) => {
      this.reason = reason;
      for (const fail of [...this.pending]) fail(new Disconnected(reason));
      for (const told of this.closing) told();
      this.settled();
    });
  }

  get mtu(): number {
    return this.connection.gatt.currentMtu;
  }

  exchangeMtu(): Promise<void> {
    return this.request('exchange MTU', (keep, fail) =>
      this.connection.gatt.exchangeMtu((error) =>
        error ? fail(new AttFailure('exchange MTU', error)) : keep(),
      ),
    );
  }

  /** Primary services and their characteristics, by the GATT discovery procedures. */
  async discover(): Promise<readonly Discovered[]> {
    const services = await this.request<readonly ClientService[]>('services', (keep) =>
      this.connection.gatt.discoverAllPrimaryServices(keep),
    );
    this.services.length = 0;
    for (const service of services) {
      const found = await this.request<readonly ClientCharacteristic[]>('characteristics', (keep) =>
        service.discoverCharacteristics(keep),
      );
      for (const characteristic of found) this.found.set(shortUuid(characteristic.uuid), characteristic);
      this.services.push({
        uuid: shortUuid(service.uuid),
        characteristics: found.map(({ uuid, properties }) => ({
          uuid: shortUuid(uuid),
          properties: Object.keys(properties).filter((name) => properties[name]),
        })),
      });
    }
    return this.services;
  }

  descriptors(uuid: string): Promise<readonly ClientDescriptor[]> {
    return this.request('descriptors', (keep) => this.at(uuid).discoverDescriptors(keep));
  }

  /** The whole value, with Read Blob Requests where it is long. */
  read(uuid: string): Promise<Buffer> {
    return this.value(`read ${uuid}`, (done) => this.at(uuid).read(done));
  }

  readDescriptor(descriptor: ClientDescriptor): Promise<Buffer> {
    return this.value(`read descriptor ${descriptor.uuid}`, (done) => descriptor.read(done));
  }

  writeDescriptor(descriptor: ClientDescriptor, value: readonly number[]): Promise<void> {
    return this.done(`write descriptor ${descriptor.uuid}`, (done) =>
      descriptor.write(Buffer.from(value), done),
    );
  }

  write(uuid: string, value: Uint8Array | readonly number[]): Promise<void> {
    return this.done(`write ${uuid}`, (done) => this.at(uuid).write(Buffer.from(value), done));
  }

  /** Resolves when the packet went to the controller. */
  writeWithoutResponse(uuid: string, value: Uint8Array | readonly number[]): Promise<void> {
    return this.request(`command ${uuid}`, (keep) =>
      this.at(uuid).writeWithoutResponse(Buffer.from(value), () => keep()),
    );
  }

  /** Writes the CCCD for what the characteristic offers; values go to `listener`. */
  async subscribe(uuid: string, listener: ValueListener): Promise<void> {
    const characteristic = this.at(uuid);
    characteristic.removeAllListeners('change');
    characteristic.on('change', (value: Buffer, isIndication: boolean, confirm: () => void) => {
      this.unconfirmed = isIndication ? confirm : undefined;
      listener(value, isIndication);
      if (this.confirms) this.confirm();
      this.settled();
    });
    const { notify = false, indicate = false } = characteristic.properties;
    await this.configure(uuid, notify, !notify && indicate);
  }

  unsubscribe(uuid: string): Promise<void> {
    return this.configure(uuid, false, false);
  }

  configure(uuid: string, notify: boolean, indicate: boolean): Promise<void> {
    return this.done(`subscribe ${uuid}`, (done) => this.at(uuid).writeCCCD(notify, indicate, done));
  }

  confirm(): void {
    this.unconfirmed?.();
    this.unconfirmed = undefined;
  }

  /** LE pairing, Just Works. Resolves with what came of it. */
  pair(): Promise<{ sc: boolean; mitm: boolean; bond: boolean }> {
    const { smp } = this.connection;
    return this.request('pair', (keep: Keep<{ sc: boolean; mitm: boolean; bond: boolean }>, fail) => {
      smp.once('pairingComplete', keep);
      smp.once('pairingFail', (reason: number) => fail(new PairingFailure(reason)));
      smp.sendPairingRequest({ ioCap: 3, bondingFlags: 1, mitm: false, sc: true });
    });
  }

  /** Encrypts with the key of an earlier bond. Resolves with the HCI status. */
  encrypt(): Promise<number> {
    const { smp } = this.connection;
    return this.request('encrypt', (keep: Keep<number>) => {
      smp.once('encrypt', keep);
      smp.startEncryption();
    });
  }

  /** Resolves when the link is down. */
  disconnect(): Promise<void> {
    this.connection.disconnect();
    return this.ended();
  }

  ended(): Promise<void> {
    if (this.reason !== undefined) return Promise.resolve();
    return new Promise((keep) => this.closing.push(keep));
  }

  private at(uuid: string): ClientCharacteristic {
    const characteristic = this.found.get(uuid);
    if (!characteristic) throw new Error(`${uuid} was not discovered`);
    return characteristic;
  }

  private done(what: string, start: (done: (error: number) => void) => void): Promise<void> {
    return this.request(what, (keep, fail) =>
      start((error) => (error ? fail(new AttFailure(what, error)) : keep())),
    );
  }

  private value(
    what: string,
    start: (done: (error: number, value: Buffer) => void) => void,
  ): Promise<Buffer> {
    return this.request(what, (keep: Keep<Buffer>, fail) =>
      start((error, value) => (error ? fail(new AttFailure(what, error)) : keep(value))),
    );
  }

  private request<T>(_what: string, start: (keep: Keep<T>, fail: Break) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.reason !== undefined) return reject(new Disconnected(this.reason));
      const fail: Break = (error) => {
        this.pending.delete(fail);
        this.settled();
        reject(error);
      };
      this.pending.add(fail);
      start((value) => {
        this.pending.delete(fail);
        this.settled();
        resolve(value);
      }, fail);
    });
  }
}
