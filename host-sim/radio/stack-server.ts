/**
 * The GATT server of the firmware's seam, on a real host stack (ble-host) over a virtual controller: what is a virtual
 * radio elsewhere goes here through ATT, SMP and L2CAP that this project did not write.
 *
 * Callbacks of the firmware wait while it is busy, as on a chip where the radio has a task of its own.
 */
import {
  Property,
  type AdvertisingParameters,
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
  PairingFeatures,
  ServerCharacteristic,
  ServerService,
  StackConnection,
} from './ble-host-types';
import type { Controller } from './controller';
import { ServedConnection, type BondedPeer } from './served-connection';

const CCCD = 0x2902;
/** Unit of HCI, ms. */
const ADVERTISING_UNIT_ms = 0.625;
/** SMP (Core, Vol 3 Part H 3.5.1 and 3.5.5): what the shoe can do, and why it does not pair. */
const NO_INPUT_NO_OUTPUT = 3;
const PAIRING_NOT_SUPPORTED = 5;
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
  /** Whom the stack keeps a bond with, oldest first. Outlives the server, as in flash. */
  readonly bonded: BondedPeer[];
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
  private wanted: { data: Buffer; scanResponse: Buffer; parameters: AdvertisingParameters } | undefined;
  /** Parameters the stack advertises with; undefined while it does not. */
  private advertising: AdvertisingParameters | undefined;
  private mayBond = false;
  private opened = 0;
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

  startAdvertising(data: Uint8Array, scanResponse: Uint8Array, parameters: AdvertisingParameters): void {
    this.wanted = {
      data: Buffer.from(data),
      scanResponse: Buffer.from(scanResponse),
      parameters: { ...parameters },
    };
    this.advertise();
  }

  stopAdvertising(): void {
    this.wanted = undefined;
    this.silence();
  }

  allowBonding(allowed: boolean): void {
    this.mayBond = allowed;
  }

  get bonds(): number {
    return this.radio.bonded.length;
  }

  forget(connection: GattConnection): void {
    for (const served of this.connections.values())
      if (served === connection) this.dropBond(this.radio.bonded.find((peer) => served.isWith(peer)));
  }

  forgetAll(): void {
    for (const peer of [...this.radio.bonded]) this.dropBond(peer);
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
    const { interval_ms, connectable } = wanted.parameters;
    if (this.advertising?.interval_ms === interval_ms && this.advertising.connectable === connectable) return;
    this.silence();
    this.advertising = wanted.parameters;
    const units = Math.round(interval_ms / ADVERTISING_UNIT_ms);
    const advertisingType = connectable ? 'ADV_IND' : 'ADV_SCAN_IND';
    manager.startAdvertising(
      { intervalMin: units, intervalMax: units, advertisingType },
      (status, connection) => {
        this.advertising = undefined;
        if (status === 0 && connection) this.connected(connection);
      },
    );
  }

  private silence(): void {
    if (this.advertising) this.manager?.stopAdvertising();
    this.advertising = undefined;
  }

  private connected(stackConnection: StackConnection): void {
    const connection = new ServedConnection(this.opened++, stackConnection, this.values);
    this.connections.set(stackConnection.id, connection);
    this.secure(stackConnection, connection);
    stackConnection.on('disconnect', () => {
      this.connections.delete(stackConnection.id);
      this.firmware(() => this.options.onDisconnect(connection));
      // The stack forgets only those who are not connected.
      if (connection.forgotten) this.dropBond(connection.peer);
    });
    this.firmware(() => this.options.onConnect(connection));
  }

  /** Who may pair, and what the firmware is told of the link's security. */
  private secure(stackConnection: StackConnection, connection: ServedConnection): void {
    const { smp } = stackConnection;
    const changed = (bonded: boolean) => {
      if (connection.secure(smp.isEncrypted, bonded && !connection.forgotten))
        this.firmware(() => this.options.onSecured(connection));
    };
    smp.on('pairingRequest', (_request: PairingFeatures, respond: (features: PairingFeatures) => void) => {
      if (this.mayBond) respond({ ioCap: NO_INPUT_NO_OUTPUT, bondingFlags: 1, mitm: false, sc: true });
      else smp.sendPairingFailed(PAIRING_NOT_SUPPORTED);
    });
    smp.on('encrypt', () => changed(smp.isBonded));
    smp.on('pairingComplete', ({ bond }: { bond: boolean }) => {
      if (bond) this.keepBond(connection);
      changed(bond);
    });
  }

  /** A new bond is the youngest; the oldest gives way when there are too many. */
  private keepBond(connection: ServedConnection): void {
    const { bonded } = this.radio;
    const known = bonded.findIndex((peer) => connection.isWith(peer));
    if (known >= 0) bonded.splice(known, 1);
    const { peer } = connection;
    if (!peer) return;
    connection.forgotten = false;
    bonded.push(peer);
    while (bonded.length > this.options.maximumBonds) this.dropBond(bonded[0]);
  }

  private dropBond(peer: BondedPeer | undefined): void {
    if (!peer) return;
    const { bonded } = this.radio;
    const place = bonded.findIndex(({ address }) => address === peer.address);
    if (place >= 0) bonded.splice(place, 1);
    const here = [...this.connections.values()].find((connection) => connection.isWith(peer));
    if (!here) {
      this.manager?.removeBond(peer.type, peer.address);
      return;
    }
    here.forgotten = true;
    if (here.secure(here.encrypted, false)) this.firmware(() => this.options.onSecured(here));
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
          connection.answer(() => done(characteristic.onWrite?.(Uint8Array.from(bytes), connection) ?? 0)),
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

/** The stack wants 16-bit UUIDs as numbers. */
function stackUuid(uuid: string): string | number {
  return uuid.length === 4 ? parseInt(uuid, 16) : uuid;
}
