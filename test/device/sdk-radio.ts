/**
 * Imitates the Moddable SDK's GATT server with the behaviour read in its source (modules/io/ble/server/esp32/bleserver.c of
 * 8.2.3), crashes included: where the C would follow a null pointer, this throws a Crash.
 */
import type {
  SdkCharacteristic,
  SdkConnection,
  SdkRadio,
  SdkServer,
  SdkServerOptions,
} from '../../firmware/device/gatt-sdk';

export class Crash extends Error {}

const READ = 0x02;
const WRITES = 0x04 | 0x08 | 0x40;
const SUBSCRIPTIONS = 0x10 | 0x20;
const MAXIMUM_ADVERTISING = 31;

interface Entry {
  readonly characteristic: SdkCharacteristic;
  readonly handle: object;
  enabled: boolean;
}

export interface Queued {
  readonly uuid: string;
  readonly value: number[];
  done(error: number): void;
}

/** A central of the imitation. */
export class FakeConnection implements SdkConnection {
  alive = true;
  mtu = 23;

  get maximumWrite(): number {
    if (!this.alive) throw new Crash('no host data');
    return this.mtu - 3;
  }
}

export class FakeSdk {
  options: SdkServerOptions | undefined;
  readonly entries = new Map<string, Entry>();
  readonly queue: Queued[] = [];
  readonly advertised: { data: number[]; scanResponse: number[] }[] = [];
  readonly connections: FakeConnection[] = [];
  stops = 0;
  readonly tuned: { interval: number; connectable: boolean }[] = [];
  readonly wishes: number[][] = [];
  /** As footfall_security tells it. */
  secured = 0;
  bonded = 0;
  bonding: boolean | undefined;
  private readonly server: SdkServer = { stopAdvertising: () => this.stops++ };

  readonly radio: SdkRadio = {
    Server: this.serverClass(),
    advertise: (server, data, scanResponse) => {
      if (server !== this.server) throw new Crash('not the server');
      if (data.length > MAXIMUM_ADVERTISING || scanResponse.length > MAXIMUM_ADVERTISING)
        throw new Error('invalid adv');
      this.advertised.push({ data: [...data], scanResponse: [...scanResponse] });
    },
    notify: (connection, handle, value, done) => {
      const entry = [...this.entries.values()].find((one) => one.handle === handle);
      if (!entry || !(connection as FakeConnection).alive) throw new Crash('no host data');
      if (!entry.enabled) throw new Error('disabled');
      this.queue.push({ uuid: entry.characteristic.uuid, value: [...value], done });
    },
    tune: (interval, connectable) => this.tuned.push({ interval, connectable }),
    security: () => this.secured,
    requestParameters: (...wish) => this.wishes.push(wish),
    allowBonding: (allowed) => (this.bonding = allowed),
    bonds: () => this.bonded,
    forget: () => (this.bonded = Math.max(0, this.bonded - 1)),
    forgetAll: () => (this.bonded = 0),
    disconnectAll: () => {
      for (const connection of [...this.connections]) this.disconnect(connection);
    },
  };

  ready(): void {
    this.started().onReady();
  }

  connect(): FakeConnection {
    const connection = new FakeConnection();
    this.connections.push(connection);
    this.started().onConnect(connection);
    return connection;
  }

  /** As NimBLE reports the end of a connection: its subscriptions end first. */
  disconnect(connection: FakeConnection): void {
    for (const [uuid, entry] of this.entries) if (entry.enabled) this.subscribe(uuid, connection, false);
    this.started().onDisconnect(connection);
    connection.alive = false;
    this.connections.splice(this.connections.indexOf(connection), 1);
  }

  subscribe(uuid: string, connection: FakeConnection, enabled = true): void {
    const { characteristic, handle } = this.entry(uuid);
    this.entry(uuid).enabled = enabled;
    if (enabled) characteristic.onSubscribe?.call(handle, connection);
    else characteristic.onUnsubscribe?.call(handle, connection);
  }

  /** The bytes a central reads. */
  read(uuid: string, connection: FakeConnection): number[] {
    const { value, onRead } = this.entry(uuid).characteristic;
    if (value !== undefined) return [...value];
    if (onRead === undefined) throw new Crash('no onRead');
    return [...onRead(connection)];
  }

  write(uuid: string, connection: FakeConnection, ...bytes: number[]): void {
    const { onWrite } = this.entry(uuid).characteristic;
    if (onWrite === undefined) throw new Crash('no onWrite');
    onWrite(Uint8Array.from(bytes).buffer, connection);
  }

  /** NimBLE has dealt with the oldest value. */
  complete(error = 0): void {
    this.queue.shift()?.done(error);
  }

  private entry(uuid: string): Entry {
    const entry = this.entries.get(uuid);
    if (entry === undefined) throw new Crash(`no characteristic ${uuid}`);
    return entry;
  }

  private started(): SdkServerOptions {
    if (this.options === undefined) throw new Crash('no server');
    return this.options;
  }

  private serverClass(): SdkRadio['Server'] {
    const build = (options: SdkServerOptions): SdkServer => {
      if (this.options !== undefined) throw new Error('only one');
      this.options = options;
      for (const service of options.services) {
        if (service.characteristics.length === 0) throw new RangeError('invalid characteristics');
        for (const characteristic of service.characteristics) this.add(characteristic);
      }
      return this.server;
    };
    return class {
      constructor(options: SdkServerOptions) {
        return build(options);
      }
      stopAdvertising(): void {}
    };
  }

  private add(characteristic: SdkCharacteristic): void {
    const { uuid, properties, value, onRead, onWrite, onUnsubscribe } = characteristic;
    if ('value' in characteristic) {
      if (value === undefined) throw new Error('not a buffer');
      if (value.length === 0 || properties & (WRITES | SUBSCRIPTIONS))
        throw new Crash('a value where callbacks are');
    } else {
      if ((onRead !== undefined) !== !!(properties & READ)) throw new Error('inconsistent read');
      if ((onWrite !== undefined) !== !!(properties & WRITES)) throw new Error('inconsistent write');
      if ((onUnsubscribe !== undefined) !== !!(properties & SUBSCRIPTIONS))
        throw new Error('inconsistent onSubscribe');
    }
    this.entries.set(uuid, { characteristic, handle: {}, enabled: false });
  }
}
