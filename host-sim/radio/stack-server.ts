/**
 * The GATT server of the firmware's seam, on a real host stack (ble-host) over a virtual controller: what is a virtual
 * radio elsewhere goes here through ATT, SMP and L2CAP that this project did not write.
 *
 * Callbacks of the firmware wait while it is busy, as on a chip where the radio has a task of its own.
 */
import {
  Property,
  type GattCharacteristic,
  type GattConnection,
  type GattServer,
  type GattServerConstructor,
  type GattServerOptions,
  type GattService,
} from '../../firmware/io/gatt';
import type { VirtualClock } from '../board/clock';
import type {
  BleHost,
  BleManager,
  ServerCharacteristic,
  ServerService,
  StackConnection,
} from './ble-host-types';
import type { Controller } from './controller';

/** Notifications of one connection that may wait in the stack, then `notify` refuses. NimBLE has 12 buffers by default. */
const NOTIFICATIONS_WAITING = 12;
const CCCD = 0x2902;
/** Bits that ask for encryption, beyond those that allow the access. */
const READ_ENCRYPTION = Property.ReadEncrypted & ~Property.Read;
const WRITE_ENCRYPTION = Property.WriteEncrypted & ~Property.Write;
const SUBSCRIBE_ENCRYPTION = Property.SubscribeEncrypted & ~Property.Notify;
const NAMES: readonly (readonly [number, string])[] = [
  [Property.Read, 'read'],
  [Property.WriteWithoutResponse, 'write-without-response'],
  [Property.Write, 'write'],
  [Property.Notify, 'notify'],
  [Property.Indicate, 'indicate'],
];

export interface StackServerOptions {
  readonly clock: VirtualClock;
  readonly stack: BleHost;
  readonly controller: Controller;
  /** Static random address of the shoe: begins with C to F. */
  readonly address: string;
}

/** The server class to hand to the firmware. One server at a time, as on the chip. */
export function stackServer(options: StackServerOptions): GattServerConstructor {
  return class extends StackServer {
    constructor(serverOptions: GattServerOptions) {
      super(options, serverOptions);
    }
  };
}

class StackServer implements GattServer {
  private manager: BleManager | undefined;
  private readonly connections = new Map<string, ServedConnection>();
  private readonly values = new Map<GattCharacteristic, ServerCharacteristic>();
  /** Wanted on the air, and what the stack was asked for. */
  private wanted: { data: Buffer; scanResponse: Buffer } | undefined;
  private advertising = false;
  private closed = false;

  constructor(
    private readonly radio: StackServerOptions,
    private readonly options: GattServerOptions,
  ) {
    radio.stack.BleManager.create(
      radio.controller.transport,
      { staticRandomAddress: radio.address },
      (error, manager) => {
        if (error) throw error;
        this.start(manager);
      },
    );
  }

  startAdvertising(data: Uint8Array, scanResponse: Uint8Array): void {
    this.wanted = { data: Buffer.from(data), scanResponse: Buffer.from(scanResponse) };
    this.advertise();
  }

  stopAdvertising(): void {
    this.wanted = undefined;
    if (this.advertising) this.manager?.stopAdvertising();
    this.advertising = false;
  }

  close(): void {
    this.stopAdvertising();
    this.closed = true;
    for (const connection of [...this.connections.values()]) connection.close();
    this.radio.controller.close();
  }

  private start(manager: BleManager): void {
    this.manager = manager;
    manager.on('error', () => undefined);
    manager.gattDb.setDeviceName(this.options.name);
    manager.gattDb.setAppearance(this.options.appearance);
    manager.gattDb.addServices(this.options.services.map((service) => this.service(service)));
    this.firmware(() => this.options.onReady());
  }

  /** Has the firmware called when it is not busy. */
  private firmware(callback: () => void): void {
    const { clock } = this.radio;
    clock.atFirmware(clock.now_us, () => {
      if (!this.closed) callback();
    });
  }

  private advertise(): void {
    const { manager, wanted } = this;
    if (!manager || !wanted || this.closed) return;
    manager.setAdvertisingData(wanted.data);
    manager.setScanResponseData(wanted.scanResponse);
    if (this.advertising) return;
    this.advertising = true;
    manager.startAdvertising({}, (status, connection) => {
      this.advertising = false;
      if (status === 0 && connection) this.connected(connection);
    });
  }

  private connected(stackConnection: StackConnection): void {
    const connection = new ServedConnection(stackConnection, this.values);
    this.connections.set(stackConnection.id, connection);
    stackConnection.on('disconnect', () => {
      this.connections.delete(stackConnection.id);
      this.firmware(() => this.options.onDisconnect(connection));
    });
    this.firmware(() => this.options.onConnect(connection));
  }

  private service(service: GattService): ServerService {
    return {
      uuid: stackUuid(service.uuid),
      characteristics: service.characteristics.map((characteristic) => {
        const value = this.characteristic(characteristic);
        this.values.set(characteristic, value);
        return value;
      }),
    };
  }

  private characteristic(characteristic: GattCharacteristic): ServerCharacteristic {
    const { properties } = characteristic;
    const value: ServerCharacteristic = {
      uuid: stackUuid(characteristic.uuid),
      properties: NAMES.filter(([bit]) => (properties & bit) !== 0).map(([, name]) => name),
      onRead: (stackConnection, done) =>
        this.call(stackConnection, (connection) => {
          const bytes = characteristic.onRead ? characteristic.onRead(connection) : characteristic.value;
          done(0, Buffer.from(bytes ?? []));
        }),
      onWrite: (stackConnection, _needsResponse, bytes, done) =>
        this.call(stackConnection, (connection) =>
          done(characteristic.onWrite?.(Uint8Array.from(bytes), connection) ?? 0),
        ),
    };
    if ((properties & READ_ENCRYPTION) !== 0) value.readPerm = 'encrypted';
    if ((properties & WRITE_ENCRYPTION) !== 0) value.writePerm = 'encrypted';
    if ((properties & (Property.Notify | Property.Indicate)) !== 0) {
      const writePerm = (properties & SUBSCRIBE_ENCRYPTION) !== 0 ? 'encrypted' : 'open';
      value.descriptors = [{ uuid: CCCD, maxLength: 2, readPerm: 'open', writePerm }];
      value.onSubscriptionChange = (stackConnection, notification, indication) =>
        this.subscription(characteristic, stackConnection, notification || indication);
    }
    return value;
  }

  private subscription(
    characteristic: GattCharacteristic,
    stackConnection: StackConnection,
    subscribed: boolean,
  ): void {
    this.call(stackConnection, (connection) => {
      if (!connection.subscribe(characteristic, subscribed)) return;
      if (subscribed) characteristic.onSubscribe?.(connection);
      else characteristic.onUnsubscribe?.(connection);
    });
  }

  private call(stackConnection: StackConnection, callback: (connection: ServedConnection) => void): void {
    this.firmware(() => {
      const connection = this.connections.get(stackConnection.id);
      if (connection) callback(connection);
    });
  }
}

class ServedConnection implements GattConnection {
  private waiting = 0;
  private indicating = false;
  private readonly subscribed = new Set<GattCharacteristic>();

  constructor(
    private readonly connection: StackConnection,
    private readonly values: ReadonlyMap<GattCharacteristic, ServerCharacteristic>,
  ) {}

  get maximumWrite(): number {
    return this.connection.gatt.currentMtu - 3;
  }

  /** Returns whether that is a change. */
  subscribe(characteristic: GattCharacteristic, subscribed: boolean): boolean {
    if (this.subscribed.has(characteristic) === subscribed) return false;
    if (subscribed) this.subscribed.add(characteristic);
    else this.subscribed.delete(characteristic);
    return true;
  }

  notify(characteristic: GattCharacteristic, value: Uint8Array): boolean {
    const served = this.values.get(characteristic);
    if (!served) throw new Error(`notify ${characteristic.uuid}: not a characteristic of this server`);
    if (value.length > this.maximumWrite)
      throw new RangeError(
        `notify ${characteristic.uuid}: ${value.length} bytes, the MTU allows ${this.maximumWrite}`,
      );
    if (this.connection.disconnected) return false;
    const bytes = Buffer.from(value);
    if ((characteristic.properties & Property.Notify) === 0)
      return this.indicate(characteristic, served, bytes);
    if (this.waiting >= NOTIFICATIONS_WAITING) return false;
    const queued = served.notify?.(this.connection, bytes, () => this.waiting--) ?? false;
    if (queued) this.waiting++;
    return queued;
  }

  close(): void {
    this.connection.disconnect();
  }

  /** One indication at a time on a connection (Core, Vol 3 Part F 3.3.2). */
  private indicate(characteristic: GattCharacteristic, served: ServerCharacteristic, bytes: Buffer): boolean {
    if (this.indicating) return false;
    const queued =
      served.indicate?.(this.connection, bytes, () => {
        this.indicating = false;
        characteristic.onConfirm?.(this);
      }) ?? false;
    if (queued) this.indicating = true;
    return queued;
  }
}

/** The stack wants 16-bit UUIDs as numbers. */
function stackUuid(uuid: string): string | number {
  return uuid.length === 4 ? parseInt(uuid, 16) : uuid;
}
